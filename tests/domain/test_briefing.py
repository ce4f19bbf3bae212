"""Briefing points: on which days they are told, to which shift, and who has not heard them."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from sfm_tui.clock import day_bounds, local_date, parse_file_time, zone
from sfm_tui.domain.briefing import (
    EARLY_SECONDS,
    Point,
    Shift,
    When,
    begins,
    check_point,
    ends,
    in_order,
    next_days,
    occurs_on,
    shift_at,
    shifts,
    told_to,
    unread,
)
from tests.examples import tries

LONDON = zone("Europe/London")
HOUR = 3600


def at(text: str) -> int:
    return parse_file_time(text, LONDON)


def point(since: When = "2026-11-02", until: When | None = None, repeat: str = "", **fields: str) -> Point:
    return Point(**{"briefing": "P-01", "text": "x", **fields}, since=since, until=until, repeat=repeat)


RULES = (
    "", "FREQ=DAILY;INTERVAL=3", "FREQ=WEEKLY;BYDAY=MO,WE,SU", "FREQ=MONTHLY;BYDAY=1MO,-1FR", "FREQ=HOURLY;INTERVAL=7",
    "FREQ=MONTHLY;BYMONTHDAY=31", "FREQ=DAILY;COUNT=9", "FREQ=WEEKLY;UNTIL=20260401T235959", "FREQ=YEARLY",
)  # fmt: skip
days = st.dates(date(2026, 1, 1), date(2026, 12, 31))
whens = days.map(lambda day: day.isoformat()) | st.integers(at("2026-01-01T00:00"), at("2026-12-31T23:00"))
zones = st.sampled_from(["Europe/London", "Asia/Kathmandu", "America/St_Johns", "Pacific/Apia"]).map(zone)


def told_days(one: Point, tz: ZoneInfo, first: date, last: date) -> set[date]:
    """By the library alone: the local dates of the rule's starts, or every day, while the point is in force."""
    low, high = begins(one.since, tz), ends(one.until, tz)
    every = {first + timedelta(days=n) for n in range((last - first).days + 1)}
    held = {day for day in every if low < day_bounds(day, tz)[1] and high > day_bounds(day, tz)[0]}
    if not one.repeat:
        return held
    start = datetime.fromtimestamp(low, tz).replace(tzinfo=None)
    span = [datetime(day.year, day.month, day.day) for day in (first, last + timedelta(days=1))]
    walls = rrulestr(one.repeat, dtstart=start).between(*span, inc=True)
    if one.until is not None:
        end = datetime.fromtimestamp(high - 1, tz).replace(tzinfo=None)
        walls = [wall for wall in walls if wall <= end]
    return held & {wall.date() for wall in walls}


@settings(max_examples=tries(60), deadline=None)
@given(whens, st.none() | whens, st.sampled_from(RULES), days, zones)
def test_the_days_are_the_librarys(
    since: When, until: When | None, repeat: str, first: date, tz: ZoneInfo
) -> None:  # fmt: skip
    one = point(since, until, repeat)
    last = first + timedelta(days=25)
    wanted = told_days(one, tz, first, last)
    assert {first + timedelta(days=n) for n in range(26) if occurs_on(one, first + timedelta(days=n), tz)} == wanted
    if until is None or ends(until, tz) > begins(since, tz):
        assert [day for day in next_days(one, first, 26, tz) if day <= last] == sorted(wanted)


def test_a_day_lasts_to_its_end() -> None:
    one = point("2026-11-02", "2026-11-03")
    assert [day for day in range(1, 6) if occurs_on(one, date(2026, 11, day), LONDON)] == [2, 3]
    assert ends(one.until, LONDON) == at("2026-11-04T00:00")


@pytest.mark.parametrize(
    ("one", "line"),
    [
        (point("2026-11-02", "2026-11-01"), "it ends before"),
        (point(at("2026-11-02T19:00"), at("2026-11-02T19:00")), "it ends before"),
        (point(repeat="sometimes"), "is no repeat rule"),
        (point(repeat="FREQ=DAILY;UNTIL=20261101"), "gives no day"),
        (point(repeat="FREQ=MONTHLY;BYMONTHDAY=30;BYMONTH=2"), "days that no year has"),
    ],
)
def test_what_is_refused(one: Point, line: str) -> None:
    with pytest.raises(ValueError, match=line):
        check_point(one, LONDON)


def test_a_point_without_an_end_is_fine() -> None:
    check_point(point(repeat="weekdays"), LONDON)
    check_point(point(), LONDON)


def test_a_priority_is_a_word_or_a_number() -> None:
    some = [point(priority=word, briefing=word) for word in ("low", "soon", "2", "Urgent", "normal", "1", "high", "9")]
    assert [one.priority for one in in_order(some, LONDON)] == [
        "1", "Urgent", "2", "high", "normal", "low", "9", "soon",
    ]  # fmt: skip


# ── shifts ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_shift_to_brief() -> None:
    day, night = at("2026-11-21T07:00"), at("2026-11-21T19:00")
    blocks = [("A", day, night), ("B", day + HOUR, night), ("C", night, night + 12 * HOUR)]
    found = shifts(blocks)
    assert found == [Shift(day, night, ("A", "B")), Shift(night, night + 12 * HOUR, ("C",))]
    for when, start in (
        ("06:30", day), ("03:00", day), ("12:00", day), ("18:05", night), ("18:00", night), ("17:59", day),
        ("23:00", night),
    ):  # fmt: skip
        shift = shift_at(found, at(f"2026-11-21T{when}"))
        assert shift is not None
        assert shift.start == start, when
    assert shift_at(found, night + 12 * HOUR) is None


def test_a_night_is_told_what_is_told_on_the_day_it_starts() -> None:
    night = (at("2026-11-22T19:00"), at("2026-11-23T07:00"))
    assert told_to(point(repeat="FREQ=WEEKLY;BYDAY=SU"), *night, LONDON)
    assert not told_to(point(repeat="FREQ=WEEKLY;BYDAY=MO"), *night, LONDON)
    assert not told_to(point(until=at("2026-11-22T18:00")), *night, LONDON)


# ── who has not heard it ─────────────────────────────────────────────────────────────────────────────────────

BASE = at("2026-11-16T00:00")


def made(n: int, since: int, lasts: int | None, repeat: str, changed: int) -> tuple[Point, int]:
    until = None if lasts is None else since + lasts
    return Point(briefing=f"P-0{n}", text="x", since=since, until=until, repeat=repeat), changed


some_points = st.lists(
    st.builds(
        made, st.integers(1, 3), st.integers(BASE - 200_000, BASE + 500_000), st.none() | st.integers(1, 400_000),
        st.sampled_from(["", "FREQ=DAILY", "FREQ=DAILY;INTERVAL=2"]), st.integers(BASE - 100_000, BASE + 300_000),
    ),
    max_size=3, unique_by=lambda one: one[0].briefing,
)  # fmt: skip
some_blocks = st.lists(
    st.builds(lambda who, start, lasts: (who, start, start + lasts), st.sampled_from("AB"),
              st.integers(BASE, BASE + 500_000), st.integers(1, 50_000)), max_size=6,
)  # fmt: skip
some_heard = st.lists(
    st.tuples(st.sampled_from(["P-01", "P-02", "P-03"]), st.sampled_from("AB"), st.integers(BASE, BASE + 600_000)),
    max_size=6,
)


@given(some_points, some_blocks, some_heard)
def test_unread_by_brute_force(
    points: list[tuple[Point, int]], blocks: list[tuple[str, int, int]], heard: list[tuple[str, str, int]]
) -> None:
    wanted = set()
    for one, changed in points:
        for who in "AB":
            spans = sorted((s, e) for officer, s, e in blocks if officer == who and told_to(one, s, e, LONDON))
            times = [t for key, officer, t in heard if (key, officer) == (one.briefing, who) and t >= changed]
            if one.repeat:
                spans = spans[-1:]
                times = [t for t in times if spans and t >= spans[0][0] - EARLY_SECONDS]
            if spans and not times:
                wanted.add((one.briefing, who, spans[0][0]))
    assert {(u.briefing, u.officer, u.since) for u in unread(points, blocks, heard, LONDON)} == wanted
    assert local_date(BASE, LONDON) == date(2026, 11, 16)
