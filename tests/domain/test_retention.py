"""Retention: which day a record may go, and that nothing goes a day early."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sfm_tui.domain.keeping import days_of, period
from sfm_tui.domain.retention import BY_NAME, KINDS, due_on, last_start, months_text, schedule, unknown

DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))
MONTHS = st.integers(1, 240)


def calendar(start: date, months: int) -> date:
    """The same day of the month so many months later, the last where it has no such day: counted by hand."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    day = start.day
    while True:
        try:
            return date(year, month + 1, day)
        except ValueError:
            day -= 1


@given(DAYS, MONTHS)
def test_a_record_is_due_on_the_same_day_of_the_month(start: date, months: int) -> None:
    assert due_on(start, months) == calendar(start, months)


@given(DAYS, MONTHS)
def test_what_is_due_is_what_began_by_the_last_start(today: date, months: int) -> None:
    last = last_start(today, months)
    assert last is not None
    assert due_on(last, months) <= today
    assert due_on(last + timedelta(days=1), months) > today


@given(st.dictionaries(st.sampled_from([*BY_NAME, "visitors", "cctv"]), MONTHS))
def test_the_site_says_what_it_says_and_the_usual_time_stands_for_the_rest(settings: dict[str, int]) -> None:
    rules = schedule(settings)
    assert [rule.kind for rule in rules] == list(KINDS)
    for rule in rules:
        assert rule.months == settings.get(rule.kind.name, rule.kind.months)
        assert rule.own == (rule.kind.name in settings)
    assert len(unknown(settings)) == len({"visitors", "cctv"} & set(settings))


def test_months_that_the_calendar_does_not_have_are_never_over() -> None:
    assert last_start(date(2026, 11, 21), 99_999) is None
    with pytest.raises(OverflowError):
        due_on(date(2026, 11, 21), 99_999_999)


def test_a_leap_day_and_the_end_of_a_month() -> None:
    assert due_on(date(2024, 2, 29), 12) == date(2025, 2, 28)
    assert due_on(date(2026, 8, 31), 6) == date(2027, 2, 28)
    assert last_start(date(2027, 2, 28), 6) == date(2026, 8, 31)


def test_what_a_rule_is_called() -> None:
    assert [months_text(n) for n in (1, 12, 18, 72)] == ["1 month", "1 year", "18 months", "6 years"]
    own = {rule.kind.name: rule for rule in schedule({"incidents": 84})}
    assert own["incidents"].words == "incidents: 7 years after it was closed, the site's own"
    assert own["occurrences"].words == "occurrences: 1 year after it happened, the usual time"
    assert own["notes"].words == "notes: kept until the site sets a time"
    assert unknown({"visitors": 3}) == [
        "retention of «visitors»: there is no such kind of record, so it does nothing; the kinds are incidents,"
        " occurrences, handovers, briefings, talks, absences, duties, calls, cover, actions, weekly, assessments,"
        " officers, people, reflections, notes"
    ]


@given(DAYS, st.integers(0, 4000))
def test_a_period_is_read_as_it_was_written(first: date, days: int) -> None:
    last = first + timedelta(days=days)
    assert days_of(period(first, last)) == (first, last)


@pytest.mark.parametrize("bad", ["", "2026-01-01", "2026-01-01..2026-13-01", "2026-02-01..2026-01-01", "a..b"])
def test_no_period(bad: str) -> None:
    with pytest.raises(ValueError, match="no period"):
        days_of(f"period:{bad}")
    assert days_of("incident:2026-0001") is None
