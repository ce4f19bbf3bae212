"""Days as people type them."""

import contextlib
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sfm_tui.clock import BadTime, day_bounds, zone
from sfm_tui.clock.days import Days, parse_day, parse_days

TODAY = date(2026, 11, 21)
"""A Saturday."""
LONDON = zone("Europe/London")


def days(first: str, last: str | None = None) -> Days:
    return Days(date.fromisoformat(first), date.fromisoformat(last or first))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("today", days("2026-11-21")),
        ("y", days("2026-11-20")),
        (" Yesterday ", days("2026-11-20")),
        ("sat", days("2026-11-21")),
        ("sunday", days("2026-11-15")),
        ("14/11", days("2026-11-14")),
        ("22/11", days("2025-11-22")),
        ("14/11/25", days("2025-11-14")),
        ("14/11/2025", days("2025-11-14")),
        ("14.11.2025", days("2025-11-14")),
        ("2026-11-14", days("2026-11-14")),
        ("2026/11/14", days("2026-11-14")),
        ("14 nov", days("2026-11-14")),
        ("1st Sept", days("2026-09-01")),
        ("14 November 2025", days("2025-11-14")),
        ("sat 14/11", days("2026-11-14")),
        ("29/2", days("2024-02-29")),
        ("-3", days("2026-11-18")),
        ("week", days("2026-11-16", "2026-11-22")),
        ("last week", days("2026-11-09", "2026-11-15")),
        ("7d", days("2026-11-15", "2026-11-21")),
        ("last 7 days", days("2026-11-15", "2026-11-21")),
        ("month", days("2026-11-01", "2026-11-30")),
        ("last month", days("2026-10-01", "2026-10-31")),
        ("nov", days("2026-11-01", "2026-11-30")),
        ("dec", days("2025-12-01", "2025-12-31")),
        ("feb 2024", days("2024-02-01", "2024-02-29")),
        ("2026-10", days("2026-10-01", "2026-10-31")),
        ("10/11 - 14/11", days("2026-11-10", "2026-11-14")),
        ("10/11-14/11", days("2026-11-10", "2026-11-14")),
        ("10/11 to 14/11", days("2026-11-10", "2026-11-14")),
        ("from 10/11 to 14/11", days("2026-11-10", "2026-11-14")),
        ("2026-11-10 – 2026-11-14", days("2026-11-10", "2026-11-14")),
        ("2026-11-10..today", days("2026-11-10", "2026-11-21")),
        ("oct - nov", days("2026-10-01", "2026-11-30")),
        ("since 10/11", days("2026-11-10", "2026-11-21")),
        ("10/11 -", days("2026-11-10", "2026-11-21")),
    ],
)
def test_understood(text: str, expected: Days) -> None:
    assert parse_days(text, TODAY) == expected


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no day was typed"),
        ("31/2", "no day in the calendar"),
        ("14/13", "no day in the calendar"),
        ("tomorrowish", "cannot be read as a day"),
        ("14", "cannot be read as a day"),
        ("2215", "cannot be read as a day"),
        ("mon 14/11", "another weekday"),
        ("today - 10/11", "lies after"),
        ("10/11 - x", "cannot be read as a day"),
        ("1-2-3-4", "cannot be read as a day"),
        ("x" * 70, "cannot be read as a day"),
        ("1\x1b[2J", "cannot be read as a day"),
        ("0d", "cannot be read as a day"),
        ("-99999", "cannot be read as a day"),
    ],
)
def test_refused_in_one_line(text: str, said: str) -> None:
    with pytest.raises(BadTime, match=said) as refusal:
        parse_days(text, TODAY)
    assert "\n" not in str(refusal.value)
    assert str(refusal.value).isprintable()


def test_one_day_is_not_a_week() -> None:
    assert parse_day("14/11", TODAY) == date(2026, 11, 14)
    with pytest.raises(BadTime, match="more than one day"):
        parse_day("week", TODAY)


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (days("2026-11-14"), "Sat 14 Nov 2026"),
        (days("2026-11-16", "2026-11-22"), "Mon 16 – Sun 22 Nov 2026"),
        (days("2026-10-30", "2026-11-02"), "Fri 30 Oct – Mon 2 Nov 2026"),
        (days("2025-12-31", "2026-01-01"), "Wed 31 Dec 2025 – Thu 1 Jan 2026"),
    ],
)
def test_words(span: Days, words: str) -> None:
    assert span.words == words


def test_bounds_hold_the_hour_that_comes_twice() -> None:
    start, end = days("2026-10-25").bounds(LONDON)
    assert end - start == 25 * 3600
    assert (start, end) == day_bounds(date(2026, 10, 25), LONDON)


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.integers(0, 365))
def test_a_day_comes_back_from_each_way_of_writing_it(today: date, back: int) -> None:
    day = today - timedelta(days=back)
    written = [day.isoformat(), f"{day.day}/{day.month}/{day.year}", f"-{back}"]
    if back < 365:
        written.append(f"{day.day}/{day.month}")
    for text in written:
        assert parse_days(text, today) == Days(day, day), text


@given(st.text(max_size=80))
def test_any_text_is_understood_or_refused(text: str) -> None:
    span = None
    with contextlib.suppress(BadTime):
        span = parse_days(text, TODAY)
    assert span is None or span.first <= span.last
