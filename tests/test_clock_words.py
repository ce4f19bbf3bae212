"""Typed dates with a month's name or a full year: nothing is filled in from today, nothing turned about."""

# ruff: noqa: PT017 (a drawn example may be read or refused: both outcomes are checked)

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sfm_tui import clock
from sfm_tui.clock import BadTime, parse_typed

LONDON = clock.zone("Europe/London")
NOW = int(datetime(2026, 11, 21, 22, 17, 10, tzinfo=UTC).timestamp())


def local(text: str) -> str:
    return clock.iso(parse_typed(text, now=NOW, tz=LONDON).at, LONDON)[:16]


@pytest.mark.parametrize(
    "text",
    [
        *("14 nov 0630", "14 nov 06:30", "14 nov 6.30", "14 Nov, 06:30", "14nov 0630", "14th november 0630"),
        *("14 November 2026 06:30", "14 nov 26 0630", "nov 14 0630", "november 14th 2026, 06:30"),
        *("sat 14 nov 0630", "Saturday, 14 November 2026, 06:30", "0630 14 nov", "06:30 on 14 nov 2026"),
        *("14 nov at 0630", "14th of november at 06:30", "14-nov-2026 0630", "2026 nov 14 0630", "14/nov 630"),
        *("06:30 14/11/2026", "sat 14/11/2026 0630", "2026.11.14 0630", "14/11 2026 06:30"),
    ],
)
def test_a_date_in_words(text: str) -> None:
    assert local(text) == "2026-11-14T06:30"


def test_the_day_stands_before_the_month() -> None:
    assert local("3/4 2026 06:30") == "2026-04-03T06:30"
    assert local("0630 03-04-2026") == "2026-04-03T06:30"
    assert local("2026 3/4 06:30") == "2026-04-03T06:30"


def test_without_a_year_it_is_the_latest_such_day() -> None:
    assert local("24 dec 0630") == "2025-12-24T06:30"
    assert local("21 nov 2200") == "2026-11-21T22:00"
    assert local("21 nov 2240") == "2025-11-21T22:40"


def test_seconds_are_kept() -> None:
    assert parse_typed("14 nov 063015", now=NOW, tz=LONDON).echo == "Sat 14 Nov 2026 06:30:15 GMT"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("14 nov", "needs both a date and a time of day"),
        ("nov 0630", "needs a day and a month"),
        ("2026 0630", "needs a"),
        ("14 2026 0630", "«"),
        ("nov 2026 0630", "needs a day and a month"),
        ("14 nov 2026", "2026 may be the year or the time"),
        ("14 nov 2025", "2025 may be the year or the time"),
        ("14 november 2475", "is no time of day"),
        ("14 nov 2026 2400", "midnight is 0000"),
        ("31 nov 0630", "«31 nov 0630»"),
        ("14 nov 2024 0630", "more than 400 days"),
        ("14 nov 2015 0630", "more than 400 days"),
        ("14 nov 2036 0630", "more than 400 days"),
        ("29 feb 0630", "more than 400 days"),
        ("29 feb 2026 0630", "«"),
        ("mon 14 nov 0630", "would be Sat 14 Nov 2026"),
        ("mon sat 14 nov 0630", "names two weekdays"),
        ("14 nov 6:30 pm", "«pm» is not a word of dates"),
        ("14 nov 2026 06:30 EST", "«est» is not a word of dates"),
        ("14 brumaire 2026 06:30", "«brumaire» is not a word of dates"),
        ("14 15 nov 0630", "«"),
        ("14 nov nov 0630", "«"),
        ("13 14 2026 06:30", "cannot be read as a date"),
        ("11-14 2026 06:30", "cannot be read as a date"),
        ("14 nov 06:30 07:30", "cannot be read as a date"),
        ("14 nov 12 0630", "more than 400 days"),
    ],
)
def test_what_is_not_said_is_not_guessed(text: str, why: str) -> None:
    with pytest.raises(BadTime) as caught:
        parse_typed(text, now=NOW, tz=LONDON)
    assert why in str(caught.value)
    assert str(caught.value).isprintable()


def test_a_time_that_looks_like_a_far_year_is_a_time() -> None:
    assert local("14 nov 2015") == "2026-11-14T20:15"
    assert local("14 nov 2026 2026") == "2026-11-14T20:26"


@given(st.dates(datetime(2025, 11, 1).date(), datetime(2026, 11, 20).date()), st.integers(0, 1439), st.booleans())
def test_a_written_date_is_that_date_or_refused(day: object, minute: int, full: bool) -> None:
    month = "%B" if full else "%b"
    text = f"{day:%d} {day:{month}} {day:%Y} {minute // 60:02}:{minute % 60:02}"
    try:
        assert local(text) == f"{day:%Y-%m-%d}T{minute // 60:02}:{minute % 60:02}"
    except (BadTime, clock.RepeatedTime) as error:
        assert "does not exist" in str(error) or "comes twice" in str(error)
