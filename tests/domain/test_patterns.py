"""Duties from patterns: counts, wall-clock starts, weekly hours, and the limits."""

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sfm_tui.clock import to_local, zone
from sfm_tui.domain.patterns import (
    PATTERNS,
    Hours,
    PatternPlan,
    check_plan,
    pattern_changes,
    planned_duties,
    read_cycle,
    read_hours,
    weekly_hours,
)
from tests.examples import tries

TZ = zone("Europe/London")
DAY, NIGHT = Hours(420, 1140), Hours(1140, 420)


def plan(cycle: str = "DDNN----", days: int = 56, first: date = date(2026, 3, 1), **more: object) -> PatternPlan:
    fields = {"lines": [("NG01", 0)], "day": DAY, "night": NIGHT} | more
    return PatternPlan("GATE", cycle, first, first + timedelta(days=days - 1), **fields)


def test_two_days_two_nights_four_off() -> None:
    made = planned_duties(plan(days=9, first=date(2026, 6, 1)), TZ)
    shown = [f"{to_local(d.start, TZ):%d %H}-{to_local(d.end, TZ):%d %H}" for d in made]
    assert shown == ["01 07-01 19", "02 07-02 19", "03 19-04 07", "04 19-05 07", "09 07-09 19"]


@pytest.mark.parametrize(("first", "hours"), [(date(2026, 3, 28), 11), (date(2026, 10, 24), 13)])
def test_a_clock_change_night(first: date, hours: int) -> None:
    made = planned_duties(plan("NN-", 2, first), TZ)
    assert [(duty.end - duty.start) // 3600 for duty in made] == [hours, 12]


def test_an_hour_that_is_skipped_begins_at_the_change() -> None:
    made = planned_duties(plan("D", 2, date(2026, 3, 28), day=Hours(90, 480)), TZ)
    assert [(duty.end - duty.start) / 3600 for duty in made] == [6.5, 6.0]
    assert [f"{to_local(duty.start, TZ):%H:%M}" for duty in made] == ["01:30", "02:00"]


cycles = st.text("DN-", min_size=1, max_size=56).filter(lambda cycle: cycle.strip("-"))
clocks = st.integers(0, 95).map(lambda n: n * 15)


@given(
    cycles, st.dates(date(2025, 1, 1), date(2027, 12, 31)), st.integers(1, 120), clocks, clocks,
    st.lists(st.integers(0, 55), min_size=1, max_size=4),
)  # fmt: skip
@settings(max_examples=tries(150), deadline=None)
def test_what_a_cycle_makes(cycle: str, first: date, days: int, day_at: int, night_at: int, begins: list[int]) -> None:
    lines = [(f"NG{n:02}", at % len(cycle)) for n, at in enumerate(begins)]
    hours = {"D": Hours(day_at, (day_at + 720) % 1440), "N": Hours(night_at, (night_at + 480) % 1440)}
    wanted = PatternPlan("GATE", cycle, first, first + timedelta(days=days - 1), lines, hours["D"], hours["N"])
    clash = any(
        one != "-" != other and hours[one].start + hours[one].minutes > hours[other].start + 1440
        for one, other in pairwise(cycle + cycle[0])
    )
    if clash:
        with pytest.raises(ValueError, match="would still run"):
            planned_duties(wanted, TZ)
        return
    made = planned_duties(wanted, TZ)
    for officer, at in lines:
        own = [duty for duty in made if duty.officer == officer]
        letters = [cycle[(at + n) % len(cycle)] for n in range(days)]
        assert len(own) == len([letter for letter in letters if letter != "-"])
        assert all(one.end <= other.start for one, other in pairwise(own))
        for duty, (n, letter) in zip(own, [(n, x) for n, x in enumerate(letters) if x != "-"], strict=True):
            start, end = to_local(duty.start, TZ), to_local(duty.end, TZ)
            gone = (first + timedelta(days=n)).month in (3, 10)  # a time that March skips begins at the change
            assert gone or start.date() == first + timedelta(days=n)
            assert gone or start.hour * 60 + start.minute == hours[letter].start
            assert gone or end.hour * 60 + end.minute == hours[letter].end


@given(
    st.sampled_from(["DDDD----", "NNNN----", "DDNN----"]),
    st.integers(0, 7),
    st.dates(date(2026, 1, 1), date(2026, 12, 31)),
)
@settings(max_examples=tries(60), deadline=None)
def test_four_on_four_off_is_42_hours(cycle: str, begins: int, first: date) -> None:
    made = planned_duties(plan(cycle, 17 * 7, first, lines=[("NG01", begins)]), TZ)
    mean = len(made) * 12 / 17  # each duty counts its 12 hours, clock changes left aside
    assert 41.6 <= mean <= 42.4
    busiest = max(Counter((to_local(d.start, TZ).date() - timedelta(days=n)) for d in made for n in range(7)).values())
    assert busiest <= 4


def test_hours_a_week() -> None:
    found = {pattern.name: round(weekly_hours(pattern.cycle, DAY, NIGHT), 2) for pattern in PATTERNS}
    assert found["4-on-4-off, 2 days 2 nights"] == 42.0
    assert found["2-2-3 days"] == 42.0
    assert found["5-on-2-off days"] == 60.0
    assert weekly_hours("DDDDD--", Hours(480, 960), NIGHT) == 40.0


def test_what_is_there_is_left() -> None:
    made = planned_duties(plan(), TZ)
    there = made[0].model_copy(update={"status": "cancelled"})
    changes, left = pattern_changes(made, [there])
    assert left == 1
    assert [change.new for change in changes] == made[1:]
    assert pattern_changes(made, made) == ([], len(made))


@pytest.mark.parametrize(
    ("text", "cycle"),
    [("ddnn----", "DDNN----"), ("DD NN ....", "DDNN----"), ("2-2-3 Days", "DD--DDD--DD---"), ("D", "D")],
)
def test_cycles_as_they_are_typed(text: str, cycle: str) -> None:
    assert read_cycle(text) == cycle


@pytest.mark.parametrize("text", ["", "----", "DDX", "D" * 57, "[/x]", "=1+1", "x" * 5000])
def test_what_is_no_cycle(text: str) -> None:
    with pytest.raises(ValueError) as refused:
        read_cycle(text)
    assert "\n" not in str(refused.value)
    assert len(str(refused.value)) < 200


@pytest.mark.parametrize("text", ["0700-1900", "07:00 to 19:00", "7.00–19.00", "700-1900"])
def test_hours_as_they_are_typed(text: str) -> None:
    assert read_hours(text) == DAY


@pytest.mark.parametrize("text", ["", "07-19", "0700", "2500-0700", "0770-1900", "0700-0700", "a-b"])
def test_what_are_no_hours(text: str) -> None:
    with pytest.raises(ValueError, match=r"07|hours go"):
        read_hours(text)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"days": 0}, "before it begins"),
        ({"days": 732}, "more than 2 years"),
        ({"lines": []}, "nobody is named"),
        ({"lines": [("NG01", 0), ("NG01", 2)]}, "«NG01» is named twice"),
        ({"lines": [("NG01", 8)]}, "days 1 to 8"),
        ({"day": Hours(360, 1200), "night": Hours(1080, 480), "cycle": "NDD-"}, "a N duty would still run"),
    ],
)
def test_what_cannot_be_worked(change: dict[str, object], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        check_plan(plan(**change))
