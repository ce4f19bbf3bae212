"""Times of duties as people type them: nearest to what they replace, after the start, both clock-change nights."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sfm_tui import clock
from sfm_tui.clock.planned import BadTime, parse_planned, planned_text

LONDON = clock.zone("Europe/London")
ZONES = [LONDON, *map(clock.zone, ("UTC", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe"))]
NOW = "2026-11-21T22:17"  # a Saturday
NEAR = "2026-11-26T17:00"  # the Thursday after


def utc(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())


def planned(text: str, near: str = NEAR, after: str | None = None) -> int:
    return parse_planned(text, near=utc(near), now=utc(NOW), tz=LONDON, after=None if after is None else utc(after))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1830", "2026-11-26T18:30"),
        ("0300", "2026-11-27T03:00"),
        ("0600", "2026-11-26T06:00"),
        ("now", NOW),
        ("+2h", "2026-11-26T19:00"),
        ("-30", "2026-11-26T16:30"),
        ("fri 0700", "2026-11-27T07:00"),
        ("mon 0700", "2026-11-23T07:00"),
        ("26/11 1815", "2026-11-26T18:15"),
        ("02/01 0700", "2027-01-02T07:00"),
        ("Sat 2 Jan 07:00", "2027-01-02T07:00"),
        ("26 nov 2026 18:15:30", "2026-11-26T18:15:30"),
        ("2026-12-01 06:00", "2026-12-01T06:00"),
        ("today 2300", "2026-11-21T23:00"),
        ("tomorrow 0600", "2026-11-22T06:00"),
        ("y 2300", "2026-11-20T23:00"),
        ("1830 gmt", "2026-11-26T18:30"),
    ],
)
def test_what_is_meant(text: str, expected: str) -> None:
    assert planned(text) == utc(expected)


def test_an_end_is_the_first_after_its_start() -> None:
    assert planned("0700", after="2026-11-26T19:00") == utc("2026-11-27T07:00")
    assert planned("thu 0700", after="2026-11-26T19:00") == utc("2026-12-03T07:00")
    assert planned("26/11 0700", after="2026-11-26T19:00") == utc("2027-11-26T07:00")


@pytest.mark.parametrize(
    ("text", "near", "words"),
    [
        ("0130", "2026-10-25T00:00", "write 01:30 BST or 01:30 GMT"),
        ("0130", "2026-03-29T00:00", "does not exist"),
        ("0130 bst", NEAR, "it is GMT then"),
        ("wed 26 nov 17:00", NEAR, "another weekday"),
        ("25:00", NEAR, "no time of day"),
        ("[/red]", NEAR, "cannot be read"),
        ("", NEAR, "no time"),
        ("9" * 5000, NEAR, "too long"),
    ],
)
def test_what_is_refused(text: str, near: str, words: str) -> None:
    with pytest.raises(BadTime) as caught:
        planned(text, near)
    assert words in str(caught.value)
    assert str(caught.value).isprintable()


def test_a_repeated_hour_is_named() -> None:
    assert planned("0130 BST", "2026-10-25T00:00") == utc("2026-10-25T00:30")
    assert planned("0130 gmt", "2026-10-25T00:00") == utc("2026-10-25T01:30")
    assert planned("0130", "2026-10-24T04:00") == utc("2026-10-24T00:30")
    assert planned_text(utc("2026-10-25T01:30"), LONDON) == "Sun 25 Oct 01:30 GMT"


@given(
    at=st.integers(1_577_836_800, 2_208_988_800), near=st.integers(-150 * 86_400, 150 * 86_400),
    tz=st.sampled_from(ZONES),
)  # fmt: skip
def test_what_is_shown_is_read_back(at: int, near: int, tz: object) -> None:
    assert parse_planned(planned_text(at, tz), near=at + near, now=0, tz=tz) == at


@given(text=st.text(max_size=30), near=st.integers(1_577_836_800, 2_208_988_800))
def test_any_text_is_a_time_or_refused(text: str, near: int) -> None:
    try:
        at = parse_planned(text, near=near, now=near, tz=LONDON, after=near)
    except BadTime as error:
        assert str(error).isprintable()  # noqa: PT017 (read or refused: both outcomes are checked)
    else:
        assert isinstance(at, int)
