"""What a change does to the findings, against all findings of the roster before and after it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sfm_tui.domain import roster_changes as acts
from sfm_tui.domain.candidates import candidates
from sfm_tui.domain.findings import Finding, findings
from sfm_tui.domain.roster import Roster
from sfm_tui.domain.roster_changes import Change
from sfm_tui.domain.roster_effect import Effect, Watch
from sfm_tui.domain.roster_records import (
    DUTY_STATUSES,
    LICENCE_STATUSES,
    SECTORS,
    AbsenceRecord,
    CheckCallRecord,
    CoverRecord,
    DutyRecord,
    LicenceRecord,
)
from tests.domain.applied import applied
from tests.domain.random_rosters import DAY, HOUR, Case, make_case
from tests.domain.small_roster import GATE, REST, ROSTER, at, cover, duty, peak
from tests.examples import tries


def same(effect: Effect, before: list[Finding], after: list[Finding], hours: float) -> None:
    """An effect is the difference between two lists of findings."""
    assert {*effect.removed, *(old for old, _ in effect.changed)} == set(before) - set(after)
    assert {*effect.added, *(new for _, new in effect.changed)} == set(after) - set(before)
    assert not {f[:6] for f in effect.removed} & {f[:6] for f in effect.added}
    assert all(old[:6] == new[:6] and old != new for old, new in effect.changed)
    assert effect.hours == pytest.approx(hours)


def hours_of(roster: Roster) -> float:
    return sum(d.end - d.start for d in roster.duties if d.active) / HOUR


def some_changes(pick: Random, case: Case, roster: Roster) -> list[Change]:
    """One to four changes of duties, absences, licences and cover, of what is there and of what is not."""
    return [_change(pick, case, roster) for _ in range(pick.choice((1, 1, 2, 4)))]


def _change(pick: Random, case: Case, roster: Roster) -> Change:
    officer, post = pick.choice(list(roster.officers)).officer, pick.choice(list(roster.posts)).post
    start = case.window[0] + pick.randrange(-2 * DAY, 3 * DAY) // case.step * case.step
    end = start + pick.choice((case.step, 4 * HOUR, 12 * HOUR, 26 * HOUR))
    kind = pick.choice(("duty", "duty", "duty", "gone", "gone", "move", "absence", "licence", "cover", "call"))
    if kind in ("gone", "move") and roster.duties:
        old = DutyRecord.of(pick.choice(list(roster.duties)))
        if kind == "gone":
            return Change(old, None)
        return Change(old, DutyRecord(**{**old.row(), "end": end if end > old.start else old.end + case.step}))
    if kind == "absence":
        new = AbsenceRecord(officer=officer, start=start, end=end, reason="ill")
        was = [a for a in roster.absences if a.officer == officer]
        if was and pick.random() < 0.5:
            old_one = AbsenceRecord(officer=officer, start=was[0].start, end=was[0].end, reason="away")
            return Change(old_one, None)
        return Change(None, new)
    if kind == "licence":
        held = [h for h in roster.licences if h.officer == officer]
        sector, expires = pick.choice(SECTORS), date.fromtimestamp(start)
        if held and pick.random() < 0.7:
            one = pick.choice(held)
            sector, expires = one.sector, date.fromisoformat(one.expires)
        licence = LicenceRecord(
            officer=officer, sector=sector, expires=expires, number="0000111122223333",
            status=pick.choice(LICENCE_STATUSES), status_from=pick.choice((None, date.fromtimestamp(start))),
        )  # fmt: skip
        return Change(licence, None) if pick.random() < 0.4 else Change(None, licence)
    if kind == "cover":
        rows = [row for row in roster.cover if row.post == post]
        row = CoverRecord(post=post, start=start, end=end, headcount=pick.choice((0, 1, 3)), repeat="FREQ=DAILY")
        if rows and pick.random() < 0.5:
            was_row = pick.choice(rows)
            row = CoverRecord(
                post=post, start=was_row.start, end=was_row.end, headcount=2, repeat=was_row.repeat
            )  # fmt: skip
        return Change(row, None) if pick.random() < 0.3 else Change(None, row)
    if kind == "call":
        return Change(None, CheckCallRecord(post=post, due=start, received=start))
    status = pick.choice(("planned", *DUTY_STATUSES))
    return Change(None, DutyRecord(officer=officer, post=post, start=start, end=end, status=status))


@settings(max_examples=tries(250), deadline=None)
@given(st.integers(0, 1 << 32))
def test_what_is_kept_is_what_all_findings_would_be(seed: int) -> None:
    pick = Random(seed)
    case = make_case(pick, days=pick.choice((2, 4, 4, 10)))
    roster = case.roster
    watch = Watch(roster, case.window, case.rules)
    assert watch.findings == findings(roster, case.window, case.rules)
    for _ in range(4):
        changes = some_changes(pick, case, roster)
        before, later = watch.findings, applied(roster, changes)
        after = findings(later, case.window, case.rules)
        told = watch.effect(changes)
        same(told, before, after, hours_of(later) - hours_of(roster))
        assert watch.findings == before
        assert watch.apply(changes) == told
        assert watch.findings == after
        roster = later
    gap = pick.choice(list(roster.posts)).post, case.window[0], case.window[0] + 12 * HOUR
    assert watch.candidates(*gap) == candidates(roster, case.rules, *gap)


@settings(max_examples=tries(60), deadline=None)
@given(st.integers(0, 1 << 32))
def test_another_roster_is_taken_whole(seed: int) -> None:
    pick = Random(seed)
    case = make_case(pick)
    other = replace(
        case.roster,
        posts=[replace(post, activity=pick.choice(("SG", "none")), responder=True) for post in case.roster.posts],
        officers=[replace(officer, left_on="") for officer in case.roster.officers],
        duties=case.roster.duties[1:],
    )
    watch = Watch(case.roster, case.window, case.rules)
    before, after = watch.findings, findings(other, case.window, case.rules)
    same(watch.replace(other), before, after, hours_of(other) - hours_of(case.roster))
    assert watch.findings == after


def small(*duties: object, **parts: object) -> Watch:
    roster = replace(ROSTER, duties=duties, **parts)
    return Watch(
        roster, (at("2026-11-23 00:00"), at("2026-11-30 00:00")), replace(REST, peaks=(peak("12:00", "14:00"),))
    )


def kinds(some: Iterable[Finding]) -> list[str]:
    return [finding.kind for finding in some]


def test_an_assignment_fills_its_gap_and_no_more() -> None:
    thursday = cover("GATE", "2026-11-26 07:00", "2026-11-26 19:00")
    watch = small(cover=(thursday,))
    effect = watch.effect(acts.assign("N1", "GATE", at("2026-11-26 07:00"), at("2026-11-26 15:00")))
    assert [(f.kind, f.start) for f in effect.removed] == [("uncovered", at("2026-11-26 07:00"))]
    assert [(f.kind, f.start) for f in effect.added] == [("uncovered", at("2026-11-26 15:00"))]
    assert effect.hours == 8
    assert effect.changed == ()


def test_moving_people_costs_no_hours_and_an_undo_takes_all_back() -> None:
    held = duty("N1", "GATE", "2026-11-26 07:00", "2026-11-26 19:00")
    watch = small(held, duty("N1", "RESP", "2026-11-26 12:00", "2026-11-26 14:00"))
    before = watch.findings
    assert "no-responder" in kinds(before)
    moved = acts.move(DutyRecord.of(held), officer="N2")
    effect = watch.apply(moved)
    assert effect.hours == 0
    assert sorted(kinds(effect.removed)) == ["double-booked", "no-responder"]
    assert effect.added == ()
    back = [change.reversed() for change in reversed(moved)]
    assert watch.apply(back).added == effect.removed
    assert watch.findings == before


def test_the_reason_alone_may_change() -> None:
    week = [duty("N1", "GATE", f"2026-11-{day} 06:00", f"2026-11-{day} 19:00") for day in (23, 24, 25, 26)]
    watch = small(*week)
    effect = watch.effect(acts.assign("N1", "GATE", at("2026-11-28 06:00"), at("2026-11-28 07:00")))
    assert (effect.removed, effect.added) == ((), ())
    ((old, new),) = effect.changed
    assert ("52 h this week" in old.why, "53 h this week" in new.why) == (True, True)


@pytest.mark.parametrize(
    "change",
    [
        Change(None, DutyRecord(officer="N9", post="GATE", start=0, end=3600)),
        Change(None, DutyRecord(officer="N1", post="NONE", start=0, end=3600)),
        Change(None, CoverRecord(post="NONE", start=0, end=3600)),
    ],
)
def test_what_the_roster_does_not_have_is_refused_and_changes_nothing(change: Change) -> None:
    watch = small(cover=(cover(GATE.post, "2026-11-26 07:00", "2026-11-26 19:00"),))
    before = watch.findings
    for ask in (watch.effect, watch.apply):
        with pytest.raises(ValueError, match=r"which the roster does not have|whom the roster does not have"):
            ask([change])
    assert watch.findings == before
