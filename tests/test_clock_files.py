"""Times and dates as files write them: read exactly, or refused with what would be right."""

# ruff: noqa: PT017 (a drawn example may be read or refused: both outcomes are checked)

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sfm_tui import clock
from sfm_tui.clock import RepeatedTime, SkippedTime, parse_file_date, parse_file_time

LONDON = clock.zone("Europe/London")
HOWE = clock.zone("Australia/Lord_Howe")
ZONES = [LONDON, HOWE, *map(clock.zone, ("UTC", "America/Havana", "Pacific/Apia", "Africa/Monrovia"))]
HOSTILE = [
    *("", " ", "x" * 100_000, "2026-03-29T19:00" * 7000, "\0", "2026-03-29T19:00\0", "2026-03-29T19:00\n"),
    *("\u202e2026-03-29T19:00", "2026-03-29\u200fT19:00", "[/x]", "[@click=app.quit]x", "=cmd()", "{0}", "%s"),
    *("２０２６-03-29T19:00", "2026-03-29T١٩:٠٠", "𝟚026-03-29T19:00", "'; DROP TABLE incidents", "\udc80"),
    *("٢٩/٠٣/٢٠٢٦ ١٩:٠٠", "ab/cd/efgh ij:kl", "😀" * 16, "1" * 5000),
]


def utc(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-03-29T19:00", "2026-03-29T18:00"),
        ("2026-03-29 19:00", "2026-03-29T18:00"),
        ("2026-03-29 19:00:07", "2026-03-29T18:00:07"),
        ("2026-03-29T19:00:07", "2026-03-29T18:00:07"),
        ("2026-03-28T19:00", "2026-03-28T19:00"),
        ("2026-03-29T00:00", "2026-03-29T00:00"),
        ("2026-06-01T00:00", "2026-05-31T23:00"),
        ("2026-12-31T23:59:59", "2026-12-31T23:59:59"),
        ("2028-02-29T12:00", "2028-02-29T12:00"),
        ("2026-03-29T19:00Z", "2026-03-29T19:00"),
        ("2026-03-29 19:00:07+00:00", "2026-03-29T19:00:07"),
        ("2026-03-29T19:00-05:00", "2026-03-30T00:00"),
        ("2026-10-25T01:30+00:00", "2026-10-25T01:30"),
        ("2026-10-25T01:30+01:00", "2026-10-25T00:30"),
        ("2026-03-29T01:30+00:00", "2026-03-29T01:30"),
    ],
)
def test_a_time_is_read_in_the_sites_zone_or_with_its_offset(text: str, expected: str) -> None:
    assert parse_file_time(text, LONDON) == utc(expected)
    assert parse_file_time(text, LONDON, day_first=True) == utc(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("29/03/2026 19:00", "2026-03-29T18:00"),
        ("29/03/2026 19:00:07", "2026-03-29T18:00:07"),
        ("03/04/2026 19:00", "2026-04-03T18:00"),
        ("25/10/2026 01:30+00:00", "2026-10-25T01:30"),
    ],
)
def test_day_first_is_read_only_when_asked_for(text: str, expected: str) -> None:
    assert parse_file_time(text, LONDON, day_first=True) == utc(expected)
    with pytest.raises(ValueError, match="is day first: write 2026-"):
        parse_file_time(text, LONDON)


@given(st.integers(-2_208_000_000, 32_000_000_000), st.sampled_from(ZONES), st.sampled_from([*ZONES, None]))
def test_what_iso_writes_is_read_back_in_any_zone(at: int, tz: ZoneInfo, other: ZoneInfo | None) -> None:
    assert parse_file_time(clock.iso(at, tz), other) == at


@given(st.datetimes(datetime(1900, 1, 2), datetime(2100, 1, 1)), st.sampled_from(ZONES), st.sampled_from("T "))
def test_without_offset_it_is_the_local_time(naive: datetime, tz: ZoneInfo, between: str) -> None:
    naive = naive.replace(microsecond=0)
    text = naive.isoformat(between)
    try:
        expected = clock.from_local(naive, tz)
    except (SkippedTime, RepeatedTime) as error:
        with pytest.raises(type(error)):
            parse_file_time(text, tz)
    else:
        assert parse_file_time(text, tz) == expected
        assert parse_file_time(naive.strftime("%d/%m/%Y %H:%M:%S"), tz, day_first=True) == expected


def test_the_repeated_hour_is_refused_naming_both_offsets() -> None:
    with pytest.raises(RepeatedTime) as caught:
        parse_file_time("2026-10-25 01:30", LONDON)
    assert str(caught.value) == (
        "«2026-10-25 01:30» comes twice that night: write 2026-10-25T01:30+01:00 (BST) or 2026-10-25T01:30+00:00 (GMT)"
    )
    assert (caught.value.first, caught.value.second) == (utc("2026-10-25T00:30"), utc("2026-10-25T01:30"))
    with pytest.raises(RepeatedTime, match=r"2026-10-25T01:30:05\+01:00 \(BST\)"):
        parse_file_time("25/10/2026 01:30:05", LONDON, day_first=True)
    with pytest.raises(RepeatedTime, match=r"T01:45\+11:00 .*T01:45\+10:30"):
        parse_file_time("2026-04-05T01:45", HOWE)


def test_the_skipped_hour_is_refused() -> None:
    with pytest.raises(SkippedTime) as caught:
        parse_file_time("2026-03-29T01:30", LONDON)
    assert str(caught.value) == (
        "«2026-03-29T01:30»: 01:30 on Sun 29 Mar 2026 does not exist: the clocks go from 01:00 GMT to 02:00 BST"
    )
    with pytest.raises(SkippedTime, match=r"from 02:00 .10:?30 to 02:30 .11"):
        parse_file_time("2026-10-04T02:15", HOWE)


def test_without_zone_and_offset_it_is_refused() -> None:
    with pytest.raises(ValueError, match=r"no time zone is set: add site\.toml or write an offset"):
        parse_file_time("2026-03-29T19:00", None)
    assert parse_file_time("2026-03-29T19:00Z", None) == utc("2026-03-29T19:00")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("2026-03-29T24:00", "write 00:00 of the next day"),
        ("2026-03-29T25:00", "hours go from 00 to 23"),
        ("2026-03-29T19:60", "minutes and seconds from 00 to 59"),
        ("2026-03-29T19:00:60", "minutes and seconds from 00 to 59"),
        ("2026-03-29T19:00:00.5", "fraction of a second"),
        ("2026-03-29T19:00:00,000", "fraction of a second"),
        ("2026-03-29 19:00:00.000+00:00", "fraction of a second"),
        ("2026-02-29T19:00", "no such day in the calendar"),
        ("2026-13-01T19:00", "no such day in the calendar"),
        ("2026-00-01T19:00", "no such day in the calendar"),
        ("0026-03-29T19:00", "write a year from 1900"),
        ("9999-12-31T23:59", "write a year from 1900"),
        ("2026-03-29", "has no time of day: write 2026-03-29T19:00"),
        ("2026-03-29T19", "is no time: write 2026-03-29T19:00"),
        ("2026-3-29T19:00", "is no time: write 2026-03-29T19:00"),
        ("2026-03-29t19:00", "is no time: write 2026-03-29T19:00"),
        (" 2026-03-29T19:00", "is no time: write 2026-03-29T19:00"),
        ("2026-03-29T19:00+1", "is no time: write 2026-03-29T19:00"),
        ("2026-03-29T19:00+24:00", "no such offset"),
        ("2026-03-29T19:00+01:60", "no such offset"),
        ("46110.79", "is no time: write 2026-03-29T19:00"),
        ("20260329T1900", "is no time: write 2026-03-29T19:00"),
    ],
)
def test_what_is_no_time_is_refused_with_what_would_be_right(text: str, why: str) -> None:
    for day_first in (False, True):
        with pytest.raises(ValueError) as caught:
            parse_file_time(text, LONDON, day_first)
        assert why in str(caught.value)
        assert "\n" not in str(caught.value)
        assert text[:10] in str(caught.value)


def test_month_first_is_not_read_day_first() -> None:
    with pytest.raises(ValueError, match="no such day"):
        parse_file_time("03/29/2026 19:00", LONDON, day_first=True)
    with pytest.raises(ValueError, match="29/03/2026 19:00"):
        parse_file_time("29.03.2026 19:00", LONDON, day_first=True)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("day_first", [False, True])
def test_hostile_text_is_refused_in_one_short_printable_line(text: str, day_first: bool) -> None:
    for refused in (
        lambda: parse_file_time(text, LONDON, day_first),
        lambda: parse_file_date(text, day_first),
    ):
        with pytest.raises(ValueError) as caught:
            refused()
        assert str(caught.value).isprintable()
        assert len(str(caught.value)) < 500


@given(st.text() | st.text("0123456789-/T:Z+. ", min_size=8, max_size=26), st.booleans())
def test_any_text_is_read_or_refused_with_a_value_error(text: str, day_first: bool) -> None:
    for read in (parse_file_time, lambda t, _, d: parse_file_date(t, d)):
        try:
            read(text, LONDON, day_first)
        except ValueError as error:
            assert str(error).isprintable()


def test_a_date() -> None:
    assert parse_file_date("2026-03-29") == date(2026, 3, 29)
    assert parse_file_date("29/03/2026", day_first=True) == date(2026, 3, 29)
    assert parse_file_date("2026-03-29", day_first=True) == date(2026, 3, 29)


@pytest.mark.parametrize(
    ("text", "day_first", "why"),
    [
        ("29/03/2026", False, "is day first: write 2026-03-29"),
        ("29.03.2026", True, "is no date: write 2026-03-29 or 29/03/2026"),
        ("20260329", False, "is no date: write 2026-03-29"),
        ("2026-W13-7", False, "is no date: write 2026-03-29"),
        ("2026-02-30", False, "no such day"),
        ("30/02/2026", True, "no such day"),
        ("2026-03-29T19:00", False, "is no date"),
        ("0000-01-01", False, "no such day"),
    ],
)
def test_what_is_no_date_is_refused(text: str, day_first: bool, why: str) -> None:
    with pytest.raises(ValueError, match=r"^«") as caught:
        parse_file_date(text, day_first)
    assert why in str(caught.value)


@given(st.dates())
def test_a_date_comes_back_as_written(day: date) -> None:
    assert parse_file_date(day.isoformat()) == day
