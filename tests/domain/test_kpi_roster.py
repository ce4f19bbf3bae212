"""Fill, licence compliance, late starts and no-shows against an oracle that asks every step of time."""

from dataclasses import replace
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from sfm_tui.clock import zone
from sfm_tui.domain.kpi_roster import roster_figures
from sfm_tui.domain.presence import Standing
from sfm_tui.domain.recurrence import occurrences
from tests.domain.findings_oracle import Oracle
from tests.domain.random_rosters import make_case
from tests.domain.small_roster import ROSTER, RULES, at, cover, duty
from tests.examples import tries


@settings(max_examples=tries(80), deadline=None)
@given(st.integers(0, 1 << 32))
def test_figures_are_those_of_the_oracle(seed: int) -> None:
    pick = Random(seed)
    case = make_case(pick)
    low, high = case.window
    duties = [
        replace(d, booked_on=d.start + pick.choice((-60, 0, 300, 301, 900))) if pick.random() < 0.7 else d
        for d in case.roster.duties
    ]
    roster = replace(case.roster, duties=duties)
    oracle = Oracle(roster, case.window, case.rules, case.step)
    tz = zone(case.rules.timezone)
    spans = [
        (row.post, row.headcount, *span)
        for row in roster.cover
        for span in occurrences(row.start, row.end, row.repeat, row.excepted, tz, case.window)
    ]
    standing = Standing(roster.officers, roster.licences, (), tz)
    filled = required = licensed = time = 0
    for when in range(low, high, case.step):
        now = oracle.on(when)
        for post in oracle.posts:
            asked = sum(heads for code, heads, start, end in spans if code == post and start <= when < end)
            there = {d.officer for d in now if d.post == post and oracle.may_stand(d, when)}
            required += asked * case.step
            filled += min(asked, len(there)) * case.step
        for one in now:
            activity = oracle.posts[one.post].activity
            if activity != "none":
                time += case.step
                held = standing.licensed(one.officer, activity)
                licensed += case.step * any(start <= when < end for start, end in held)
    found = roster_figures(roster, case.window, case.rules)
    assert found.fill[:2] == (filled, required)
    assert found.licensed[:2] == (licensed, time)
    starting = [d for d in duties if low <= d.start < high]
    assert found.no_shows == sum(d.status == "no-show" for d in starting)
    assert found.late_starts == sum(
        d.status in ("planned", "worked", "") and d.booked_on is not None and d.booked_on - d.start > 300
        for d in starting
    )


def test_a_night_is_filled_by_its_real_hours() -> None:
    """Cover from 19:00 to 07:00 asks for 11 h in the March night, 13 h in the October one."""
    for start, end, hours in (
        ("2026-03-28 19:00", "2026-03-29 07:00", 11), ("2026-10-24 19:00", "2026-10-25 07:00", 13),
    ):  # fmt: skip
        roster = replace(ROSTER, cover=(cover("GATE", start, end, repeat="FREQ=DAILY;COUNT=1"),))
        half = replace(roster, duties=(duty("N1", "GATE", end.replace("07", "06"), end),))
        found = roster_figures(half, (at(start), at(end)), RULES)
        assert found.fill[:2] == (3600, hours * 3600)


def test_nobody_asked_for() -> None:
    found = roster_figures(ROSTER, (at("2026-03-28 19:00"), at("2026-03-29 19:00")), RULES)
    assert (found.fill.why, found.licensed.why) == (
        "nobody is asked for at any post", "no duty at a post that needs a licence",
    )  # fmt: skip
