"""What can be done about a finding, and how a change is weighed: parts handed on, what is gone, left over or new."""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sfm_tui.domain import roster
from sfm_tui.domain.findings import Finding, findings
from sfm_tui.domain.roster_changes import part
from sfm_tui.domain.roster_records import DutyRecord
from sfm_tui.domain.roster_ways import Way, ways
from sfm_tui.domain.roster_weigh import WARNINGS, weigh
from sfm_tui.domain.spans import less, merged
from tests.domain.applied import applied
from tests.domain.random_rosters import make_case
from tests.domain.small_roster import REST, ROSTER, RULES, at, cover, duty, found, peak

DAY = ("2026-11-26 07:00", "2026-11-26 19:00")


def test_a_lone_peak_is_helped_by_handing_on_the_other_post() -> None:
    duties = [duty("N1", "RESP", *DAY), duty("N1", "GATE", "2026-11-26 17:00", "2026-11-26 19:00")]
    rules = replace(RULES, peaks=(peak("16:00", "18:00", "3"),))
    lone = found(rules, kinds=["no-responder"], duties=duties)
    assert [(f.start, f.end) for f in lone] == [(at("2026-11-26 17:00"), at("2026-11-26 18:00"))]
    helps = ways(replace(ROSTER, duties=duties), "Europe/London", lone[0])
    assert helps == [
        Way("hand-on", "GATE", at("2026-11-26 17:00"), at("2026-11-26 18:00"), duties[1]),
        Way("assign", "RESP", at("2026-11-26 17:00"), at("2026-11-26 18:00")),
    ]


def test_short_rest_is_handed_on_or_compensated() -> None:
    duties = [duty("N1", "GATE", *DAY), duty("N1", "GATE", "2026-11-27 04:00", "2026-11-27 10:00")]
    (short,) = found(REST, kinds=["rest"], duties=duties)
    helps = ways(replace(ROSTER, duties=duties), "Europe/London", short)
    assert [(way.act, way.start) for way in helps] == [
        ("hand-on", at("2026-11-27 04:00")), ("hand-on", at(DAY[0])), ("compensate", at(DAY[1])),
    ]  # fmt: skip


@given(seed=st.integers(0, 2**32), data=st.data())
def test_handing_on_ends_what_it_is_offered_for(seed: int, data: st.DataObject) -> None:
    case = make_case(Random(seed), days=2)
    fresh = replace(
        case.roster,
        officers=[*case.roster.officers, roster.Officer("NEW", opt_out=True)],
        licences=[*case.roster.licences, *(roster.Licence("NEW", s, "2099-12-31") for s in roster.COVERS)],
        duties=list({(d.officer, d.post, d.start): d for d in case.roster.duties}.values()),
    )
    wrong = findings(fresh, case.window, case.rules)
    if not wrong:
        return
    one = data.draw(st.sampled_from(wrong))
    offered = [way for way in ways(fresh, case.rules.timezone, one) if way.duty is not None]
    keys = {(d.officer, d.post, d.start) for d in fresh.duties}
    for way in offered:
        held = way.duty
        assert held is not None
        assert held.start <= way.start < way.end <= held.end
        tangled = any(
            d.active and d != held and d.officer == held.officer and d.start < held.end and held.start < d.end
            for d in fresh.duties
        )
        simple = not tangled or (one.kind == "double-booked" and (one.post or "").count("+") == 1)
        if one.kind in ("rest", "no-responder") or not simple or (held.officer, held.post, way.end) in keys:
            continue
        after = applied(fresh, part(DutyRecord.of(held), way.start, way.end, "NEW"))
        assert one not in findings(after, case.window, case.rules)


@given(seed=st.integers(0, 2**32), data=st.data())
def test_a_part_leaves_every_minute_to_somebody(seed: int, data: st.DataObject) -> None:
    pick = Random(seed)
    start = pick.randrange(0, 10) * 900 + 1_800_000_000
    whole = DutyRecord(officer="A", post="GATE", start=start, end=start + pick.randrange(1, 20) * 900)
    low = data.draw(st.integers(whole.start, whole.end - 1))
    high = data.draw(st.integers(low + 1, whole.end))
    after = [change.new for change in part(whole, low, high, "B") if change.new is not None]
    spans: dict[str, list[tuple[int, int]]] = {"A": [], "B": []}
    for made in after:
        assert isinstance(made, DutyRecord)
        if made.active:
            spans[made.officer].append((made.start, made.end))
    assert spans["B"] == [(low, high)]
    assert merged(spans["A"]) == less([(whole.start, whole.end)], [(low, high)])


def test_a_part_outside_and_for_oneself_is_refused() -> None:
    whole = DutyRecord(officer="A", post="GATE", start=1_800_000_000, end=1_800_003_600)
    for low, high, officer in ((0, 1, "B"), (whole.start, whole.end + 1, "B"), (whole.start, whole.end, "A")):
        with pytest.raises(ValueError, match=r"outside of the duty|already"):
            part(whole, low, high, officer)


def made(kind: str, start: int, end: int, short: int | None = None, officer: str | None = "A") -> Finding:
    return Finding(kind, "GATE", officer, start, end, short, "because")


def test_what_is_left_over_is_neither_new_nor_a_bar() -> None:
    weighed = weigh([made("unlicensed", 0, 10)], [made("unlicensed", 0, 5), made("unlicensed", 20, 25)])
    assert weighed.left == (made("unlicensed", 0, 5),)
    assert weighed.bars == (made("unlicensed", 20, 25),)
    fewer = weigh([made("uncovered", 0, 10, 2, None)], [made("under-covered", 0, 10, 1, None)])
    assert not fewer.come
    more = weigh([made("under-covered", 0, 10, 1, None)], [made("uncovered", 0, 10, 2, None)])
    assert more.come


def test_a_longer_rest_needs_no_reason_and_a_shorter_one_does() -> None:
    assert not weigh([made("rest", 0, 8, 180)], [made("rest", 0, 10, 60)]).warnings
    assert weigh([made("rest", 0, 10, 60)], [made("rest", 0, 8, 180)]).warnings
    week = made("weekly-hours", 0, 100)
    assert weigh([], [], [(week, week)]).left == (week,)
    assert not weigh([], [], [(week, week)]).warnings
    assert weigh([], [], [(week, week)], gaining=["A"]).warnings


@given(seed=st.integers(0, 2**32))
def test_new_bars_hold_where_none_held(seed: int) -> None:
    pick = Random(seed)
    case = make_case(pick, days=2)
    duties = list(case.roster.duties)
    if not duties:
        return
    less_of_them = replace(case.roster, duties=duties[1:])
    before, after = (set(findings(r, case.window, case.rules)) for r in (less_of_them, case.roster))
    weighed = weigh(before - after, after - before, gaining={duties[0].officer})
    assert set(weighed.left) | set(weighed.come) == after - before
    for bar in weighed.bars:
        same = [f for f in before if (f.kind, f.officer) == (bar.kind, bar.officer)]
        if bar.kind == "double-booked":
            assert less([(bar.start, bar.end)], merged((f.start, f.end) for f in same))
    if not duties[0].active:
        assert not weighed.bars
        assert not WARNINGS.intersection(f.kind for f in weighed.come)


def test_who_may_not_stand_there_is_offered_to_be_replaced() -> None:
    duties = [duty("N1", "GATE", *DAY)]
    away = [roster.Absence("N1", at("2026-11-26 12:00"), at("2026-11-26 19:00"))]
    gaps = found(kinds=["uncovered"], duties=duties, absences=away, cover=[cover("GATE", *DAY)])
    helps = ways(replace(ROSTER, duties=duties, absences=away), "Europe/London", gaps[0])
    assert helps[0] == Way("hand-on", "GATE", at("2026-11-26 12:00"), at("2026-11-26 19:00"), duties[0])
    assert helps[1].act == "assign"
