"""The texts of instants and durations, and the clocks themselves."""

import time
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sfm_tui import clock

LONDON = clock.zone("Europe/London")
HOWE = clock.zone("Australia/Lord_Howe")
zones = st.sampled_from(
    [LONDON, HOWE, *map(clock.zone, ("UTC", "America/Havana", "Asia/Kathmandu", "Africa/Monrovia"))]
)
instants = st.integers(-2_208_900_000, 4_102_000_000)  # 1900 to 2099


def utc(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())


# Texts


def test_iso_has_seconds_and_a_numeric_offset_always() -> None:
    assert clock.iso(utc("2026-03-29T18:00"), LONDON) == "2026-03-29T19:00:00+01:00"
    assert clock.iso(utc("2026-11-21T22:17:10"), LONDON) == "2026-11-21T22:17:10+00:00"
    assert clock.iso(0, clock.zone("UTC")) == "1970-01-01T00:00:00+00:00"
    assert clock.iso(utc("2026-04-04T15:00"), HOWE) == "2026-04-05T01:30:00+10:30"


@given(instants, zones)
def test_iso_names_the_instant_for_anybody(at: int, tz: ZoneInfo) -> None:
    assert datetime.fromisoformat(clock.iso(at, tz)).timestamp() == at


def test_texts_of_an_instant() -> None:
    at = utc("2026-11-21T22:17:10")
    assert clock.clock_text(at, LONDON) == "22:17:10"
    assert clock.short_clock(at, LONDON) == "22:17"
    assert clock.full_text(at, LONDON) == "Sat 21 Nov 2026 22:17:10 GMT"
    assert clock.full_text(utc("2026-07-01T00:00:05"), LONDON) == "Wed 1 Jul 2026 01:00:05 BST"
    assert clock.full_text(at, HOWE) == "Sun 22 Nov 2026 09:17:10 +11"


def test_the_hour_that_comes_twice_names_its_offset() -> None:
    for at, said in (
        ("2026-10-24T23:59", "2026-10-25 00:59"), ("2026-10-25T00:30", "2026-10-25 01:30 BST"),
        ("2026-10-25T01:30", "2026-10-25 01:30 GMT"), ("2026-10-25T02:00", "2026-10-25 02:00"),
        ("2026-03-29T01:00", "2026-03-29 02:00"),
    ):  # fmt: skip
        assert clock.minute_text(utc(at), LONDON) == said


@given(st.integers(-1_000_000_000, 4_102_000_000), st.sampled_from([LONDON, HOWE]))
def test_a_minute_is_told_from_every_other(at: int, tz: ZoneInfo) -> None:
    others = (at - 3600, at - 1800, at + 1800, at + 3600)
    assert clock.minute_text(at, tz) not in {clock.minute_text(other, tz) for other in others}


def test_day_text_is_english_whatever_the_locale() -> None:
    days = [clock.day_text(date(2026, month, month)) for month in range(1, 13)]
    assert days[:3] == ["Thu 1 Jan 2026", "Mon 2 Feb 2026", "Tue 3 Mar 2026"]
    assert days[3:] == [f"{date(2026, m, m):%a} {m} {date(2026, m, m):%b} 2026" for m in range(4, 13)]


@pytest.mark.parametrize(
    ("seconds", "figures", "words"),
    [
        (0, "0:00", "0 s"),
        (45, "0:45", "45 s"),
        (126, "2:06", "2 m 06 s"),
        (3599, "59:59", "59 m 59 s"),
        (3600, "1:00:00", "1 h 00 m 00 s"),
        (3726, "1:02:06", "1 h 02 m 06 s"),
        (360_000, "100:00:00", "100 h 00 m 00 s"),
        (-30, "-0:30", "-30 s"),
        (-3726, "-1:02:06", "-1 h 02 m 06 s"),
    ],
)
def test_durations(seconds: int, figures: str, words: str) -> None:
    assert clock.duration_text(seconds) == figures
    assert clock.duration_words(seconds) == words


# Clocks


def test_a_frozen_clock_moves_only_when_moved() -> None:
    frozen = clock.FrozenClock(1000)
    assert (frozen.now(), frozen.monotonic()) == (1000, 0.0)
    for _ in range(10):
        frozen.advance(0.1)
    assert (frozen.now(), frozen.monotonic()) == (1001, 1.0)
    frozen.set(500)
    assert (frozen.now(), frozen.monotonic()) == (500, 1.0)
    with pytest.raises(ValueError, match=r"set\(\)"):
        frozen.advance(-1)


def test_the_system_clock_tells_whole_seconds() -> None:
    system = clock.SystemClock()
    before = int(time.time())
    now = system.now()
    assert isinstance(now, int)
    assert before <= now <= time.time()
    assert system.monotonic() <= system.monotonic()


def test_ahead_of_now() -> None:
    assert clock.ahead_of(130, 10) == clock.FUTURE_STAMP_LIMIT == 120
    assert clock.ahead_of(0, 900) == -clock.LATE_ENTRY_AFTER
