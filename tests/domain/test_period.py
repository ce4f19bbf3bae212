"""Periods: weeks, months, twelve weeks and typed days; none reaches past today, and each moves by its own length."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sfm_tui.clock.days import parse_days
from sfm_tui.domain.period import Kind, Period, months_until
from tests.examples import tries

TODAY = date(2026, 11, 21)
LONDON = ZoneInfo("Europe/London")
DAYS = st.dates(date(2000, 1, 1), date(2040, 1, 1))


def test_the_week_of_a_saturday_ends_with_it() -> None:
    week = Period.of("week", TODAY, TODAY)
    assert (week.first, week.last) == (date(2026, 11, 16), TODAY)
    assert week.words == "This week so far, Mon 16 – Sat 21 Nov 2026"
    last = week.shifted(-1)
    assert last.words == "Last week, Mon 9 – Sun 15 Nov 2026"
    assert last.shifted(1) == week
    assert week.shifted(1) == week


def test_months_and_twelve_weeks() -> None:
    month = Period.of("month", TODAY, TODAY)
    assert month.shifted(-1).words == "Oct 2026, Thu 1 – Sat 31 Oct 2026"
    assert month.shifted(-1).shifted(1) == month
    weeks = Period.of("weeks", TODAY, TODAY)
    assert weeks.first == date(2026, 8, 31)
    assert weeks.shifted(-1).last == date(2026, 8, 30)
    assert [days.first.month for days in months_until(TODAY, 4)] == [11, 10, 9, 8]
    assert months_until(TODAY, 2)[0].last == TODAY


def test_typed_days_do_not_reach_past_today() -> None:
    typed = Period.typed(parse_days("1 oct - 31 oct", TODAY), TODAY)
    assert (typed.first, typed.last) == (date(2026, 10, 1), date(2026, 10, 31))
    assert typed.shifted(-1).last == date(2026, 9, 30)
    assert Period.typed(parse_days("week", TODAY), TODAY).last == TODAY


@pytest.mark.parametrize(("day", "hours"), [(date(2026, 10, 25), 169), (date(2026, 3, 29), 167)])
def test_the_weeks_of_the_clock_change(day: date, hours: int) -> None:
    low, high = Period.of("week", day, TODAY).window(LONDON)
    assert high - low == hours * 3600


@settings(max_examples=tries(60), deadline=None)
@given(st.sampled_from(["week", "month", "weeks"]), DAYS, DAYS)
def test_a_step_back_ends_where_the_period_begins(kind: Kind, day: date, today: date) -> None:
    period = Period.of(kind, day, today)
    before = period.shifted(-1)
    assert before.last == period.first - timedelta(days=1)
    assert period.first <= period.last <= today
    assert before.shifted(1) == period
    low, high = period.window(LONDON)
    assert period.against(LONDON)[1] == low < high
