"""Repeat rules: which dates they give, at which instants, within a window, and what is refused."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from random import Random
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from sfm_tui.domain import recurrence
from sfm_tui.domain.recurrence import check_repeat, daily_spans, occurrences, starts
from sfm_tui.domain.repeat_rule import read_rule, wall_of
from sfm_tui.domain.roster import CoverRow
from tests.domain.findings_oracle import asked_for
from tests.domain.random_rosters import PLACES
from tests.domain.small_roster import LONDON, at
from tests.examples import tries

HOUR = 3600
DAY = 86_400
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
YEAR = (at("2026-01-01 00:00"), at("2027-01-01 00:00"))


def spans(
    start: str, end: str, repeat: str, excepted: str = "", window: tuple[int, int] = YEAR
) -> list[tuple[int, int]]:
    return occurrences(at(start), at(end), repeat, tuple(excepted.split()), LONDON, window)


def days(start: str, end: str, repeat: str, excepted: str = "") -> list[str]:
    return [f"{datetime.fromtimestamp(a, LONDON):%m-%d}" for a, _ in spans(start, end, repeat, excepted)]


def simple_rule(pick: Random) -> str:
    rule = f"FREQ={pick.choice(('DAILY', 'WEEKLY'))}"
    if pick.random() < 0.6:
        rule += f";BYDAY={','.join(pick.sample(DAYS, pick.randint(1, 6)))}"
    if pick.random() < 0.5:
        rule += f";INTERVAL={pick.randint(1, 9)}"
    if pick.random() < 0.4:
        rule += f";WKST={pick.choice(DAYS)}"
    if pick.random() < 0.3:
        return f"{rule};COUNT={pick.randint(1, 30)}"
    if pick.random() < 0.5:
        until = datetime(2026, 1, 1, pick.randrange(24), 30) + timedelta(days=pick.randint(-5, 200))
        return f"{rule};UNTIL={until:{pick.choice(('%Y%m%d', '%Y%m%dT%H%M%S'))}}"
    return rule


def any_rule(pick: Random) -> str:
    frequency = pick.choice(("YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY", "MINUTELY"))
    rule = f"FREQ={frequency}"
    interval = pick.choice((1, 1, 2, 3, 5, 60)) if frequency != "MINUTELY" else pick.choice((60, 90, 1440, 77))
    rule += f";INTERVAL={interval}"
    if pick.random() < 0.4:
        rule += f";BYMONTH={pick.randint(1, 12)},{pick.randint(1, 12)}"
    if frequency not in ("WEEKLY",) and pick.random() < 0.4:
        rule += f";BYMONTHDAY={pick.choice((1, 13, 28, -1, -3))}"
    if pick.random() < 0.4:
        number = pick.choice(("", "1", "-1", "+2")) if frequency in ("MONTHLY", "YEARLY") else ""
        rule += f";BYDAY={number}{pick.choice(DAYS)}"
    if frequency in ("DAILY", "WEEKLY", "MONTHLY") and pick.random() < 0.3:
        rule += ";BYHOUR=6,18"
    if frequency == "MONTHLY" and "BYDAY" in rule and pick.random() < 0.5:
        rule += ";BYSETPOS=-1"
    if pick.random() < 0.3:
        rule += f";COUNT={pick.randint(1, 40)}"
    return rule


@settings(max_examples=tries(250), deadline=None)
@given(st.integers(0, 1 << 32))
def test_any_window_of_a_rule_is_what_the_library_gives_in_it(seed: int) -> None:
    pick = Random(seed)
    first = datetime(2026, 1, pick.randint(1, 31), pick.randrange(24), pick.choice((0, 15)))
    text = simple_rule(pick) if pick.random() < 0.6 else any_rule(pick)
    low = wall_of(first) + pick.randrange(-30 * DAY, 300 * DAY)
    high = low + pick.randrange(0, 90 * DAY)
    bare_date = "UNTIL" in text and "T" not in text.split("UNTIL=")[1]
    by_library = f"{text}T235959" if bare_date else text
    expected = []
    for naive in rrulestr(by_library, dtstart=first):
        if wall_of(naive) >= high:
            break
        if wall_of(naive) >= low:
            expected.append(wall_of(naive))
    assert list(starts(read_rule(text, LONDON), wall_of(first), low, high)) == expected


@settings(max_examples=tries(150), deadline=None)
@given(st.integers(0, 1 << 32))
def test_spans_are_those_of_a_calendar_walked_day_by_day(seed: int) -> None:
    pick = Random(seed)
    zone = pick.choice(list(PLACES))
    tz = ZoneInfo(zone)
    middle = int(datetime.combine(pick.choice(PLACES[zone]), datetime.min.time(), UTC).timestamp())
    start = middle + pick.randrange(-6 * 96, 2 * 96) * 900
    row = CoverRow(
        "GATE", start, start + pick.randrange(1, 120) * 900, 1, simple_rule(pick), ("2026-03-29", "2026-10-25")
    )
    if datetime.fromtimestamp(row.end, tz).replace(tzinfo=None) <= datetime.fromtimestamp(start, tz).replace(
        tzinfo=None
    ):
        return
    window = (middle - 3 * DAY, middle + 3 * DAY)
    walked = asked_for(row, tz, date.fromtimestamp(window[1] + 2 * DAY))
    expected = sorted((a, b) for a, b in walked if a < b and a < window[1] and window[0] < b)
    assert sorted(occurrences(row.start, row.end, row.repeat, row.excepted, tz, window)) == expected


def test_a_row_without_a_rule_happens_once() -> None:
    once = [(at("2026-05-01 19:00"), at("2026-05-02 07:00"))]
    assert spans("2026-05-01 19:00", "2026-05-02 07:00", "") == once
    assert spans("2026-05-01 19:00", "2026-05-02 07:00", "", "2026-05-02") == once
    assert spans("2026-05-01 19:00", "2026-05-02 07:00", "", "2026-05-01") == []
    assert spans("2026-05-01 19:00", "2026-05-02 07:00", "", window=(once[0][1], YEAR[1])) == []
    assert spans("2026-05-01 19:00", "2026-05-02 07:00", "", window=(once[0][1] - 1, YEAR[1])) == once


def test_an_occurrence_starts_only_on_dates_that_the_rule_gives() -> None:
    thursday = "2026-11-26"
    assert days(f"{thursday} 07:00", f"{thursday} 19:00", "FREQ=WEEKLY;BYDAY=FR;COUNT=2") == ["11-27", "12-04"]


def test_count_counts_before_except() -> None:
    assert days("2026-11-26 07:00", "2026-11-26 19:00", "FREQ=DAILY;COUNT=3", "2026-11-27") == ["11-26", "11-28"]


def test_except_names_the_date_on_which_an_occurrence_would_start() -> None:
    nights = days("2026-11-26 19:00", "2026-11-27 07:00", "FREQ=DAILY;COUNT=3", "2026-11-27 2027-01-01")
    assert nights == ["11-26", "11-28"]


@pytest.mark.parametrize(
    ("until", "last"),
    [
        ("20261128T185959", "11-27"),
        ("20261128T190000", "11-28"),
        ("20261128", "11-28"),
        ("20261128T190000Z", "11-28"),
        ("20261128T185959Z", "11-27"),
    ],
)
def test_until_is_local_a_bare_date_its_last_second_and_z_converted(until: str, last: str) -> None:
    assert days("2026-11-26 19:00", "2026-11-27 07:00", f"FREQ=DAILY;UNTIL={until}")[-1] == last


def test_until_in_utc_is_an_hour_later_in_summer() -> None:
    rule = "FREQ=DAILY;UNTIL=20260628T{}Z"
    for hour, last in (("180000", "06-28"), ("175959", "06-27")):
        assert days("2026-06-26 19:00", "2026-06-27 07:00", rule.format(hour))[-1] == last


@pytest.mark.parametrize(("night", "hours"), [("2026-03-28", 11), ("2026-10-24", 13), ("2026-11-24", 12)])
def test_a_night_keeps_its_wall_times_whatever_the_clocks_do(night: str, hours: int) -> None:
    found = dict(spans("2026-01-05 19:00", "2026-01-06 07:00", "FREQ=DAILY"))
    start = at(f"{night} 19:00")
    assert found[start] - start == hours * HOUR


def test_wall_times_in_the_skipped_hour_are_the_instant_of_the_change() -> None:
    change = at("2026-03-29 02:00")
    window = (change - 12 * HOUR, change + 12 * HOUR)
    assert spans("2026-03-20 01:15", "2026-03-20 04:00", "FREQ=DAILY", window=window) == [(change, change + 2 * HOUR)]
    assert spans("2026-03-20 00:15", "2026-03-20 01:45", "FREQ=DAILY", window=window) == [(change - 45 * 60, change)]
    assert spans("2026-03-20 01:15", "2026-03-20 01:45", "FREQ=DAILY", window=window) == []


def test_wall_times_in_the_repeated_hour_are_the_first_of_the_two() -> None:
    first = at("2026-10-25 01:30")
    assert at("2026-10-25 01:30", fold=1) == first + HOUR
    window = (first - 12 * HOUR, first + 12 * HOUR)
    assert spans("2026-10-20 01:30", "2026-10-20 04:00", "FREQ=DAILY", window=window) == [(first, first + 210 * 60)]
    assert spans("2026-10-20 00:30", "2026-10-20 01:30", "FREQ=DAILY", window=window) == [(first - HOUR, first)]


def test_occurrences_that_overlap_are_all_given() -> None:
    found = spans("2026-11-26 07:00", "2026-11-28 08:00", "FREQ=DAILY;COUNT=3")
    assert len(found) == 3
    assert found[1][0] < found[0][1]
    assert found[2][0] < found[0][1]


def test_a_window_in_a_long_occurrence_finds_it() -> None:
    noon = at("2026-06-15 12:00")
    assert len(spans("2026-06-01 07:00", "2026-06-30 07:00", "FREQ=YEARLY", window=(noon, noon + 1))) == 1


def test_every_hour_covers_both_clock_changes_without_a_gap() -> None:
    for night in ("2026-03-29", "2026-10-25"):
        window = (at(f"{night} 00:00"), at(f"{night} 06:00"))
        found = spans("2026-01-01 00:00", "2026-01-01 01:00", "FREQ=HOURLY", window=window)
        assert found[0][0] <= window[0]
        assert found[-1][1] >= window[1]
        assert all(a[1] == b[0] for a, b in pairwise(found))


def test_peaks_by_the_day() -> None:
    week = (at("2026-11-23 00:00"), at("2026-11-30 00:00"))
    assert daily_spans({4}, 22 * 60, 180, LONDON, week) == [(at("2026-11-27 22:00"), at("2026-11-28 03:00"))]
    assert daily_spans({6}, 0, 0, LONDON, week) == [(at("2026-11-29 00:00"), at("2026-11-30 00:00"))]
    sunday_before = daily_spans({6}, 23 * 60, 60, LONDON, week)
    assert sunday_before == [
        (at("2026-11-22 23:00"), at("2026-11-23 01:00")),
        (at("2026-11-29 23:00"), at("2026-11-30 01:00")),
    ]


NO_RULES = {
    "": "no repeat rule",
    "daily": "is no repeat rule: write FREQ=",
    "FREQ=DAYLY": "no FREQ of its own",
    "INTERVAL=2": "no FREQ of its own",
    "FREQ=DAILY;": "is no repeat rule: write FREQ=",
    "FREQ=DAILY;INTERVAL=": "is no repeat rule: write FREQ=",
    "RRULE:FREQ=DAILY": "leave out the RRULE: before the rule",
    "FREQ=DAILY;FREQ=WEEKLY": "has FREQ twice",
    "FREQ=DAILY;BYEASTER=1": "«BYEASTER» is no part of a repeat rule",
    "FREQ=DAILY;INTERVAL=0": "INTERVAL is a whole number from 1 to 99999, not «0»",
    "FREQ=DAILY;INTERVAL=-1": "INTERVAL is a whole number",
    "FREQ=DAILY;COUNT=0": "COUNT is a whole number",
    "FREQ=DAILY;COUNT=²": "is no repeat rule",
    "FREQ=DAILY;COUNT=3;UNTIL=20261231": "both COUNT and UNTIL",
    "FREQ=DAILY;UNTIL=2026-12-31": "«2026-12-31» is no end of a rule: write UNTIL=20261231",
    "FREQ=DAILY;UNTIL=20261331": "«20261331» is no end of a rule",
    "FREQ=DAILY;UNTIL=20261231Z": "is no end of a rule",
    "FREQ=WEEKLY;BYDAY=MON": "BYDAY names days as MO,TU,WE,TH,FR,SA,SU, not «MON»",
    "FREQ=WEEKLY;BYDAY=MO,": "not «»",
    "FREQ=WEEKLY;BYDAY=2MO": "numbered days such as 2MO need FREQ=MONTHLY or YEARLY",
    "FREQ=MONTHLY;BYDAY=0MO": "not «0MO»",
    "FREQ=YEARLY;BYDAY=54MO": "no year has a weekday 54 times",
    "FREQ=MONTHLY;BYDAY=8MO": "no month has a weekday 8 times",
    "FREQ=YEARLY;BYMONTH=2;BYDAY=-53MO": "no month has a weekday 53 times",
    "FREQ=DAILY;BYSETPOS=2": "never starts, it has no such BYSETPOS",
    "FREQ=HOURLY;BYSETPOS=-2;BYDAY=MO": "never starts, it has no such BYSETPOS",
    "FREQ=WEEKLY;BYDAY=MO,TU;BYSETPOS=3": "never starts, it has no such BYSETPOS",
    "FREQ=MONTHLY;BYMONTHDAY=1,2;BYSETPOS=3,-4": "never starts, it has no such BYSETPOS",
    "FREQ=WEEKLY;WKST=X": "WKST is one of",
    "FREQ=YEARLY;BYMONTH=13": "BYMONTH goes from 1 to 12, not «13»",
    "FREQ=MONTHLY;BYMONTHDAY=0": "BYMONTHDAY goes from 1 to 31 or from the end with -, not «0»",
    "FREQ=WEEKLY;BYMONTHDAY=1": "BYMONTHDAY cannot stand with FREQ=WEEKLY",
    "FREQ=MONTHLY;BYYEARDAY=1": "BYYEARDAY cannot stand with FREQ=MONTHLY",
    "FREQ=DAILY;BYWEEKNO=1": "BYWEEKNO cannot stand with FREQ=DAILY",
    "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30": "names days that no year has",
    "FREQ=DAILY;BYMONTH=4,6;BYMONTHDAY=31": "names days that no year has",
    "FREQ=YEARLY;BYMONTH=1;BYYEARDAY=200": "names days that no year has",
}


@pytest.mark.parametrize("text", NO_RULES)
def test_what_is_no_rule_is_refused_in_one_line(text: str) -> None:
    with pytest.raises(ValueError) as refused:
        read_rule(text, LONDON)
    assert NO_RULES[text] in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    "text",
    [
        "FREQ=SECONDLY",
        "FREQ=MINUTELY",
        "FREQ=MINUTELY;INTERVAL=59",
        "FREQ=SECONDLY;INTERVAL=3599",
        "FREQ=HOURLY;BYMINUTE=0,30",
        "FREQ=DAILY;BYMINUTE=0,59",
        "FREQ=DAILY;BYSECOND=0,1",
        "FREQ=MINUTELY;BYMINUTE=0,30",
        "FREQ=MINUTELY;INTERVAL=90;BYSECOND=0,30",
        "FREQ=SECONDLY;BYMINUTE=0",
    ],
)
def test_more_often_than_once_an_hour_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="starts more often than once an hour: write FREQ="):
        read_rule(text, LONDON)


@pytest.mark.parametrize(
    "text",
    [
        "FREQ=HOURLY",
        "freq=hourly",
        "FREQ=MINUTELY;INTERVAL=60",
        "FREQ=SECONDLY;INTERVAL=3600",
        "FREQ=MINUTELY;BYMINUTE=0",
        "FREQ=SECONDLY;BYMINUTE=0;BYSECOND=0",
        "FREQ=DAILY;BYHOUR=7,8,19;BYMINUTE=30",
        "FREQ=MONTHLY;BYMONTHDAY=31",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
        "FREQ=YEARLY;BYYEARDAY=-366",
    ],
)
def test_once_an_hour_or_less_is_accepted_and_never_closer(text: str) -> None:
    rule = read_rule(text, LONDON)
    check_repeat(at("2026-01-01 00:00"), at("2026-01-01 00:30"), text, LONDON)
    first = wall_of(datetime(2026, 1, 1))
    walls = list(starts(rule, first, first, first + 30 * DAY))
    assert all(b - a >= HOUR for a, b in pairwise(walls))


def test_a_row_that_ends_before_it_starts_by_the_clock_cannot_repeat() -> None:
    start, end = at("2026-10-25 01:45"), at("2026-10-25 01:15", fold=1)
    assert start < end
    with pytest.raises(ValueError, match="ends, by the clock on the wall, before it starts"):
        check_repeat(start, end, "FREQ=DAILY", LONDON)


@pytest.mark.parametrize("text", ["FREQ=MONTHLY;BYDAY=MO;BYSETPOS=9", "FREQ=HOURLY;INTERVAL=2;BYHOUR=1"])
def test_a_rule_that_never_starts_is_refused_where_a_row_is_checked(text: str) -> None:
    with pytest.raises(ValueError, match="never starts"):
        check_repeat(at("2026-01-01 00:00"), at("2026-01-01 01:00"), text, LONDON)
    assert occurrences(at("2026-01-01 00:00"), at("2026-01-01 01:00"), text, (), LONDON, YEAR) == []


def test_a_rule_that_ended_before_it_began_is_no_fault() -> None:
    text = "FREQ=MONTHLY;UNTIL=20200101"
    check_repeat(at("2026-01-01 00:00"), at("2026-01-01 01:00"), text, LONDON)
    assert occurrences(at("2026-01-01 00:00"), at("2026-01-01 01:00"), text, (), LONDON, YEAR) == []


@pytest.mark.parametrize("text", ["FREQ=HOURLY", "FREQ=DAILY;BYMONTH=1,2", "FREQ=MINUTELY;INTERVAL=60"])
def test_a_rule_from_long_ago_is_not_walked_from_its_beginning(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    turned: list[int] = []

    def counted(naive: datetime) -> int:
        turned.append(1)
        return wall_of(naive)

    monkeypatch.setattr(recurrence, "wall_of", counted)
    first, low = wall_of(datetime(1950, 1, 1, 7)), wall_of(datetime(2026, 1, 1))
    found = list(starts(read_rule(text, LONDON), first, low, low + 7 * DAY))
    assert found == [wall for wall in found if low <= wall < low + 7 * DAY]
    assert found
    assert len(turned) <= 7 * 24 + 2
