"""Times as people type them: the nearest sense, the nights of the clock change, what is asked and refused."""

# ruff: noqa: PT017 (a drawn example may be read or refused: both outcomes are checked)

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sfm_tui import clock
from sfm_tui.clock import BadTime, RepeatedTime, Typed, parse_typed, typed_at

LONDON = clock.zone("Europe/London")
HOWE = clock.zone("Australia/Lord_Howe")
ZONES = [LONDON, HOWE, *map(clock.zone, ("UTC", "America/Havana", "Asia/Kathmandu"))]
instants = st.integers(1_577_836_800, 2_208_988_800)  # 2020 to 2039
NOW = "2026-11-21T22:17:10"  # a Saturday


def utc(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())


def typed(text: str, now: str = NOW, tz: ZoneInfo = LONDON, last: str | None = None) -> Typed:
    return parse_typed(text, now=utc(now), tz=tz, last=None if last is None else utc(last))


def refused(text: str, now: str = NOW, last: str | None = None) -> str:
    with pytest.raises(BadTime) as caught:
        typed(text, now, last=last)
    assert str(caught.value).isprintable()
    return str(caught.value)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2215", "2026-11-21T22:15"),
        ("22:15", "2026-11-21T22:15"),
        ("22.15", "2026-11-21T22:15"),
        (" 22:15:30 ", "2026-11-21T22:15:30"),
        ("221530", "2026-11-21T22:15:30"),
        ("22.15.30", "2026-11-21T22:15:30"),
        ("915", "2026-11-21T09:15"),
        ("9:15", "2026-11-21T09:15"),
        ("0000", "2026-11-21T00:00"),
        ("2300", "2026-11-20T23:00"),
        ("now", "2026-11-21T22:17:10"),
        ("NOW", "2026-11-21T22:17:10"),
        ("-0", "2026-11-21T22:17:10"),
        ("-5", "2026-11-21T22:12:10"),
        ("- 5", "2026-11-21T22:12:10"),
        ("-5m", "2026-11-21T22:12:10"),
        ("-90", "2026-11-21T20:47:10"),
        ("-90s", "2026-11-21T22:15:40"),
        ("-1h", "2026-11-21T21:17:10"),
        ("-1h10", "2026-11-21T21:07:10"),
        ("-1h 10m", "2026-11-21T21:07:10"),
        ("-1H10", "2026-11-21T21:07:10"),
        ("-1:10", "2026-11-21T21:07:10"),
        ("-2m30s", "2026-11-21T22:14:40"),
        ("-24h", "2026-11-20T22:17:10"),
        ("y 2310", "2026-11-20T23:10"),
        ("y2310", "2026-11-20T23:10"),
        ("yesterday 23:10", "2026-11-20T23:10"),
        ("Yesterday, 2310", "2026-11-20T23:10"),
        ("today 0910", "2026-11-21T09:10"),
        ("mon 0700", "2026-11-16T07:00"),
        ("Monday 07:00", "2026-11-16T07:00"),
        ("sat 0700", "2026-11-21T07:00"),
        ("sat 2218", "2026-11-14T22:18"),
        ("sun 0700", "2026-11-15T07:00"),
        ("14/11 0630", "2026-11-14T06:30"),
        ("14/11/2026 06:30", "2026-11-14T06:30"),
        ("14/11/26 0630", "2026-11-14T06:30"),
        ("14-11-2026 0630", "2026-11-14T06:30"),
        ("14.11.2026 0630", "2026-11-14T06:30"),
        ("sat 14/11 0630", "2026-11-14T06:30"),
        ("4/6 0630", "2026-06-04T05:30"),
        ("22/11 0630", "2025-11-22T06:30"),
        ("29/2 0630", "2024-02-29T06:30"),
        ("2026-11-14 06:30", "2026-11-14T06:30"),
        ("2026-11-14T06:30", "2026-11-14T06:30"),
        ("2026-11-14T06:30:15", "2026-11-14T06:30:15"),
        ("2026-11-14 0630", "2026-11-14T06:30"),
        ("2026-11-14T06:30Z", "2026-11-14T06:30"),
        ("2026-11-14T06:30+01:00", "2026-11-14T05:30"),
        ("2026-11-14T06:30:00-05:00", "2026-11-14T11:30"),
        ("2026/11/10 0630", "2026-11-10T06:30"),
    ],
)
def test_a_time_that_has_passed_counts_at_once(text: str, expected: str) -> None:
    result = typed(text)
    assert result == Typed(utc(expected), clock.full_text(utc(expected), LONDON), None)


@pytest.mark.parametrize(
    ("text", "now", "expected"),
    [
        ("2215", "2026-11-22T00:10", "2026-11-21T22:15"),  # past midnight it is yesterday's
        ("2215", "2026-11-21T21:00", "2026-11-20T22:15"),  # too far ahead for today's
        ("0005", "2026-11-22T00:10", "2026-11-22T00:05"),
        ("0026", "2026-11-22T00:10", "2026-11-21T00:26"),
        ("1/1 0630", "2026-01-01T07:00", "2026-01-01T06:30"),
        ("31/12 2355", "2026-01-01T00:05", "2025-12-31T23:55"),
        ("y 0001", "2026-01-01T00:05", "2025-12-31T00:01"),
        ("mon 0700", "2026-11-23T07:00", "2026-11-23T07:00"),
        ("mon 0700", "2026-11-23T06:59", "2026-11-16T07:00"),
    ],
)
def test_nearest_sense_wins(text: str, now: str, expected: str) -> None:
    assert typed(text, now) == Typed(utc(expected), clock.full_text(utc(expected), LONDON))


def test_the_echo_has_date_and_zone() -> None:
    assert typed("2215").echo == "Sat 21 Nov 2026 22:15:00 GMT"
    assert typed("1/7 0630").echo == "Wed 1 Jul 2026 06:30:00 BST"


@pytest.mark.parametrize(
    ("text", "now", "expected", "ahead"),
    [
        ("0005", "2026-11-21T23:58", "2026-11-22T00:05", "7 m 00 s"),
        ("2218", NOW, "2026-11-21T22:18", "50 s"),
        ("2230", "2026-11-21T22:15", "2026-11-21T22:30", "15 m 00 s"),
        ("22/11 0005", "2026-11-21T23:58", "2026-11-22T00:05", "7 m 00 s"),
        ("1/1 0005", "2026-12-31T23:58", "2027-01-01T00:05", "7 m 00 s"),
        ("2026-11-21 22:20", NOW, "2026-11-21T22:20", "2 m 50 s"),
        ("21 nov 2220", NOW, "2026-11-21T22:20", "2 m 50 s"),
    ],
)
def test_up_to_a_quarter_of_an_hour_ahead_is_asked(text: str, now: str, expected: str, ahead: str) -> None:
    result = typed(text, now)
    assert result.at == utc(expected)
    assert result.ask == f"{result.echo} is {ahead} ahead of now: is that meant?"


def test_an_explicit_time_further_ahead_is_refused() -> None:
    assert refused("21/11/2026 2233") == (
        "Sat 21 Nov 2026 22:33:00 GMT is more than 15 minutes ahead of now (22:17): check the date and the time"
    )
    for text in ("today 2300", "2026-12-24 06:30", "21/11/2027 0630", "2026-11-21T22:17-05:00", "24 dec 2026 0630"):
        assert "more than 15 minutes ahead" in refused(text)


def test_plus_counts_from_the_last_stamp() -> None:
    assert typed("+2", last="2026-11-21T22:00").at == utc("2026-11-21T22:02")
    assert typed("+1h", last="2026-11-21T21:00").at == utc("2026-11-21T22:00")
    assert typed("+30s", last="2026-11-21T22:00").at == utc("2026-11-21T22:00:30")
    assert typed("+0:30", last="2026-11-21T21:00:15").at == utc("2026-11-21T21:30:15")
    ahead = typed("+20", last="2026-11-21T22:00")
    assert ahead.ask is not None
    assert ahead.ask.startswith("Sat 21 Nov 2026 22:20:00 GMT is 2 m 50 s ahead")
    assert "more than 15 minutes ahead" in refused("+1h", last="2026-11-21T22:00")
    assert refused("+2") == "«+2» counts from the last stamp and there is none: write 2215 or -5"


def test_relative_forms_are_elapsed_time_across_the_change() -> None:
    assert clock.clock_text(typed("-2h", "2026-03-29T01:30").at, LONDON) == "23:30:00"  # 02:30 BST
    assert clock.clock_text(typed("-1h", "2026-10-25T01:30").at, LONDON) == "01:30:00"
    assert typed("-1h", "2026-10-25T01:30").echo.endswith("BST")


def test_the_skipped_hour_is_refused_and_not_put_on_another_day() -> None:
    skipped = "01:30 on Sun 29 Mar 2026 does not exist: the clocks go from 01:00 GMT to 02:00 BST"
    for text in ("0130", "01:30", "sun 0130", "29/3 0130", "2026-03-29T01:30", "29 march 0130"):
        assert refused(text, "2026-03-29T09:00") == skipped
    assert refused("0130", "2026-03-29T01:05") == skipped
    assert refused("0130", "2026-03-29T00:50") == skipped  # the change is 10 minutes ahead
    assert refused("y 0130", "2026-03-30T09:00") == skipped
    assert typed("0130", "2026-03-29T00:30").at == utc("2026-03-28T01:30")
    assert typed("2026-03-29T01:30Z", "2026-03-29T09:00").at == utc("2026-03-29T01:30")


@pytest.mark.parametrize("text", ["0130", "sun 0130", "25/10 0130", "2026-10-25 01:30", "25 october 01:30"])
def test_the_repeated_hour_asks_which(text: str) -> None:
    with pytest.raises(RepeatedTime) as caught:
        typed(text, "2026-10-25T09:00")
    twice = caught.value
    assert (twice.first, twice.second) == (utc("2026-10-25T00:30"), utc("2026-10-25T01:30"))
    assert str(twice) == "01:30 on Sun 25 Oct 2026 comes twice: BST or GMT"
    answer = typed_at(twice.second, now=utc("2026-10-25T09:00"), tz=LONDON)
    assert answer.echo == "Sun 25 Oct 2026 01:30:00 GMT"


def test_the_repeated_hour_is_not_asked_about_while_only_its_first_pass_can_be_meant() -> None:
    assert typed("0130", "2026-10-25T00:45").echo == "Sun 25 Oct 2026 01:30:00 BST"
    with pytest.raises(RepeatedTime):
        typed("0130", "2026-10-25T01:20")  # the second pass is 10 minutes ahead
    assert typed("0155", "2026-10-25T00:50").ask is not None


def test_an_offset_answers_the_repeated_hour() -> None:
    assert typed("2026-10-25T01:30+01:00", "2026-10-25T09:00").at == utc("2026-10-25T00:30")


def test_lord_howe_repeats_and_skips_half_an_hour() -> None:
    with pytest.raises(RepeatedTime, match=r"comes twice: \+11 or \+1030"):
        typed("0145", "2026-04-05T00:00", HOWE)
    with pytest.raises(BadTime, match=r"does not exist"):
        typed("0215", "2026-10-04T00:00", HOWE)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("2475", "is no time of day: hours go from 00 to 23"),
        ("2260", "minutes and seconds from 00 to 59"),
        ("22:15:60", "minutes and seconds from 00 to 59"),
        ("2400", "midnight is 0000"),
        ("24:00", "midnight is 0000"),
        ("y 2475", "is no time of day"),
        ("14/11 2475", "is no time of day"),
        ("22", "cannot be read as a time"),
        ("22155", "cannot be read as a time"),
        ("22:1", "cannot be read as a time"),
        ("22:15.30", "cannot be read as a time"),
        ("22:15 pm", "cannot be read as a time"),
        ("tomorrow 0630", "cannot be read as a time"),
        ("14/11", "cannot be read as a time"),
        ("y", "cannot be read as a time"),
        ("mon", "cannot be read as a time"),
        ("-", "write -5, -1h10, -90s or +2"),
        ("-5x", "write -5, -1h10, -90s or +2"),
        ("-1h60", "00 to 59 minutes"),
        ("-1:70", "00 to 59 minutes"),
        ("-99999", "more than 7 days"),
        ("31/2 0630", "no day in the calendar"),
        ("11/14 0630", "day first"),
        ("0/11 0630", "no day in the calendar"),
        ("14/11/0026 0630", "check the year"),
        ("mon 14/11 0630", "would be Sat 14 Nov 2026"),
        ("2026-11-14T06:30+25:00", "no such offset"),
        ("", "no time was typed"),
        ("   ", "no time was typed"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_what_would_be_right(text: str, why: str) -> None:
    assert why in refused(text)


HOSTILE = [
    *("9" * 100_000, " " * 100_000, "-" * 100_000, "2215\0", "\u202e2215", "22\u200f15", "[/x]", "[@click=app.quit]x"),
    *("２２１５", "٢٢١٥", "２２：１５", "−5", "－5", "½", "²²¹⁵", "22:15\x1b[2J", "'; DROP TABLE", "=cmd()", "\udc80"),
    *("{now}", "%H%M", "😀", "Ⅻ:00", "K", "ſat 0700", "mon\0 0700", "-1h\u0661", "-" + "9" * 59, "1" * 60),
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_is_refused_in_one_short_printable_line(text: str) -> None:
    assert len(refused(text)) < 500


PIECES = (
    "y mon saturday today now 14/11 2026 2015 0630 06:30 22.15 nov sept may 31 29 feb 26 - + h m s T Z , / : "
    "2026-11-14 +01:00 at 1st of -5 00 november 9999 0 24 13 : ."
)
pieces = st.sampled_from(PIECES.split())


@given(
    st.text() | st.lists(pieces, max_size=6).map(" ".join) | st.lists(pieces, max_size=6).map("".join),
    instants,
    st.sampled_from(ZONES),
    st.none() | instants,
)
def test_any_text_is_understood_refused_or_asked_about(text: str, now: int, tz: ZoneInfo, last: int | None) -> None:
    try:
        result = parse_typed(text, now=now, tz=tz, last=last)
    except (BadTime, RepeatedTime) as error:
        assert str(error).isprintable()
    else:
        assert result.at <= now + clock.ASK_AHEAD
        assert (result.ask is not None) == (result.at > now)
        assert result.echo == clock.full_text(result.at, tz)


@given(instants, st.sampled_from(ZONES), st.times())
def test_a_bare_clock_time_is_of_the_last_day_or_the_next_quarter_hour(
    now: int, tz: ZoneInfo, time_of_day: object
) -> None:
    text = f"{time_of_day:%H%M}"
    local_now = clock.to_local(now, tz)
    try:
        result = parse_typed(text, now=now, tz=tz)
    except (BadTime, RepeatedTime):
        return
    local = clock.to_local(result.at, tz)
    assert f"{local:%H%M%S}" == text + "00"
    assert result.at <= now + 900
    changed = local.utcoffset() - local_now.utcoffset()
    # As the wall counts, less than a day before the last quarter-hour; as time passes, the same but on
    # the one night whose repeated hour lies between.
    assert result.at > now + 900 - 86_400 - max(changed, timedelta(0)).total_seconds()


@given(instants, st.sampled_from(ZONES), st.integers(0, 86_399))
def test_the_full_form_means_the_instant_it_names(now: int, tz: ZoneInfo, before: int) -> None:
    at = now - before
    local = clock.to_local(at, tz)
    forms = [local.strftime(form) for form in ("%Y-%m-%dT%H:%M:%S", "%d/%m/%Y %H%M%S", "%d %b %Y %H:%M:%S")]
    for text in forms:
        try:
            assert parse_typed(text, now=now, tz=tz).at == at
        except RepeatedTime as twice:
            assert at in (twice.first, twice.second)
    assert parse_typed(clock.iso(at, tz), now=now, tz=tz).at == at


@given(instants, st.sampled_from(ZONES), st.integers(0, 7 * 24 * 60))
def test_minutes_before_now_are_elapsed_minutes(now: int, tz: ZoneInfo, minutes: int) -> None:
    assert parse_typed(f"-{minutes}", now=now, tz=tz).at == now - 60 * minutes
    hours, rest = divmod(minutes, 60)
    assert parse_typed(f"-{hours}h{rest:02}", now=now, tz=tz).at == now - 60 * minutes
    assert parse_typed(f"-{hours}:{rest:02}", now=now, tz=tz).at == now - 60 * minutes
