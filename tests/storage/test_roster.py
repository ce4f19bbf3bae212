"""The roster's acts: each whole in the ledger, taken back by one key, refused where somebody else was faster."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from sfm_tui.clock import FrozenClock, parse_file_time, zone
from sfm_tui.domain.desk import Author
from sfm_tui.domain.findings import findings
from sfm_tui.domain.roster_changes import Change
from sfm_tui.domain.roster_records import (
    AbsenceRecord,
    CheckCallRecord,
    CompensationRecord,
    CoverRecord,
    DutyRecord,
    LicenceRecord,
    PatrolRecord,
)
from sfm_tui.storage.errors import Clash, Refused, StoreError
from sfm_tui.storage.roster import Done
from sfm_tui.storage.store import Store
from tests.domain.applied import applied

LONDON = zone("Europe/London")
OTHER = Author("patel")
HOUR = 3600


def at(text: str) -> int:
    return parse_file_time(text, LONDON)


DAY = (at("2026-11-23T07:00"), at("2026-11-23T19:00"))


def duties(store: Store) -> list[tuple[str, str, int, int, str]]:
    return [(d.officer, d.post, d.start, d.end, d.status) for d in store.roster.records(DutyRecord)]


def assigned(store: Store, me: Author, officer: str = "1001", post: str = "GATE") -> DutyRecord:
    store.roster.assign(officer, post, *DAY, me)
    duty = store.roster.duty(officer, post, DAY[0])
    assert duty is not None
    return duty


def test_an_assigned_duty_is_there_and_taken_back(store: Store, me: Author, rebuilt: Callable[[Store], None]) -> None:
    done = store.roster.assign("1001", "GATE", *DAY, me, why="mean would reach 49 h, agreed")
    assert duties(store) == [("1001", "GATE", *DAY, "planned")]
    assert done.head == store.head()
    assert store.roster.last_act(me) == (done.seq, "assign")
    rebuilt(store)
    undone = store.roster.undo_last(me, seq=done.seq)
    assert undone.verb == "undo"
    assert duties(store) == []
    assert store.roster.last_act(me) is None
    told = [
        (line.verb, line.effect, line.officer, line.author, line.why) for line in store.roster.history(officer="1001")
    ]
    assert told == [
        ("undo", "removed", "1001", "okafor", f"takes back entry {done.seq}"),
        ("assign", "made", "1001", "okafor", "mean would reach 49 h, agreed"),
    ]
    with pytest.raises(StoreError, match="nothing of yours"):
        store.roster.undo_last(me)


def test_an_act_is_known_by_the_duty_that_it_made(store: Store, me: Author) -> None:
    made = store.roster.assign("1001", "GATE", *DAY, me)
    assert store.roster.where(made.seq) == (DAY[0], "GATE", "1001")
    duty = store.roster.duty("1001", "GATE", DAY[0])
    assert duty is not None
    moved = store.roster.move(duty, me, officer="1002")
    assert store.roster.where(moved.seq) == (DAY[0], "GATE", "1002"), "the duty that holds, not the one that is dropped"
    licence = store.roster.set(
        LicenceRecord(officer="1001", sector="SG", number="0" * 16, expires=date(2027, 1, 1)), me
    )
    assert store.roster.where(licence.seq) is None
    assert store.roster.where(licence.seq + 1) is None


def test_moving_a_duty_leaves_who_was_dropped_from_it(
    store: Store, me: Author, rebuilt: Callable[[Store], None]
) -> None:
    duty = assigned(store, me)
    store.roster.move(duty, me, officer="1002", why="Shaw is on leave")
    assert duties(store) == [("1001", "GATE", *DAY, "cancelled"), ("1002", "GATE", *DAY, "planned")]
    dropped = next(line for line in store.roster.history(post="GATE") if line.effect == "dropped")
    assert (dropped.officer, dropped.start, dropped.verb, dropped.why, dropped.author) == (
        "1001", DAY[0], "move", "Shaw is on leave", "okafor",
    )  # fmt: skip
    back = store.roster.duty("1002", "GATE", DAY[0])
    assert back is not None
    store.roster.move(back, me, officer="1001")
    assert duties(store) == [("1001", "GATE", *DAY, "planned"), ("1002", "GATE", *DAY, "cancelled")]
    store.roster.undo_last(me)
    store.roster.undo_last(me)
    assert duties(store) == [("1001", "GATE", *DAY, "planned")]
    rebuilt(store)


def test_moving_in_time_moves_the_duty_itself(store: Store, me: Author) -> None:
    duty = assigned(store, me)
    store.roster.move(duty, me, start=DAY[0] + HOUR)
    assert duties(store) == [("1001", "GATE", DAY[0] + HOUR, DAY[1], "planned")]


def test_split_swap_extend_shorten(store: Store, me: Author, rebuilt: Callable[[Store], None]) -> None:
    duty = assigned(store, me)
    other = assigned(store, me, "1002", "RESP")
    noon = DAY[0] + 5 * HOUR
    store.roster.split(duty, noon, me, officer="1003")
    assert ("1001", "GATE", DAY[0], noon, "planned") in duties(store)
    assert ("1003", "GATE", noon, DAY[1], "planned") in duties(store)
    with pytest.raises(Refused, match="outside of the duty"):
        store.roster.split(other, DAY[1], me)
    store.roster.undo_last(me)
    store.roster.swap(duty, other, me)
    active = {line[:2] for line in duties(store) if line[4] == "planned"}
    assert active == {("1002", "GATE"), ("1001", "RESP")}
    store.roster.undo_last(me)
    assert store.roster.extend(other, DAY[1] + HOUR, me).verb == "extend"
    longer = store.roster.duty("1002", "RESP", DAY[0])
    assert longer is not None
    assert store.roster.extend(longer, DAY[1], me).verb == "shorten"
    with pytest.raises(Refused, match="an end lies after its start"):
        store.roster.extend(other, DAY[0], me)
    rebuilt(store)


def test_two_at_one_post_swap_their_hours(store: Store, me: Author) -> None:
    one = assigned(store, me)
    store.roster.assign("1002", "GATE", DAY[0], DAY[0] + HOUR, me)
    other = store.roster.duty("1002", "GATE", DAY[0])
    assert other is not None
    store.roster.swap(one, other, me)
    assert {(d[0], d[3]) for d in duties(store)} == {("1001", DAY[0] + HOUR), ("1002", DAY[1])}


def test_cancel_no_show_and_booking(store: Store, me: Author, clock: FrozenClock) -> None:
    duty = assigned(store, me)
    with pytest.raises(Refused, match="a reason is needed"):
        store.roster.cancel(duty, me, " ")
    store.roster.cancel(duty, me, "client closes early")
    store.roster.assign("1001", "GATE", *DAY, me)
    assert duties(store) == [("1001", "GATE", *DAY, "planned")], "a cancelled duty can be taken up again"
    with pytest.raises(Refused, match="has that duty"):
        store.roster.assign("1001", "GATE", *DAY, me)
    store.roster.no_show(duty, me)
    clock.set(DAY[0] + 600)
    absent = store.roster.duty("1001", "GATE", DAY[0])
    assert absent is not None
    with pytest.raises(Refused, match="never booked on"):
        store.roster.book_off(absent, me)
    with pytest.raises(Refused, match="ahead of now"):
        store.roster.book_on(absent, me, at=clock.now() + HOUR)
    store.roster.book_on(absent, me)
    there = store.roster.duty("1001", "GATE", DAY[0])
    assert there is not None
    assert (there.status, there.booked_on) == ("worked", DAY[0] + 600)
    clock.set(DAY[1])
    store.roster.book_off(there, me)
    gone = store.roster.duty("1001", "GATE", DAY[0])
    assert gone is not None
    assert gone.booked_off == DAY[1]


def test_somebody_else_was_faster(store: Store, me: Author) -> None:
    duty = assigned(store, me)
    store.roster.extend(duty, DAY[1] + HOUR, OTHER)
    head = store.head()
    for act in (
        lambda: store.roster.move(duty, me, officer="1002"),
        lambda: store.roster.cancel(duty, me, "late"),
        lambda: store.roster.undo_last(me),
        lambda: store.roster.change("assign", [Change(None, duty)], me),
        lambda: store.roster.change("cover", [Change(None, cover())], me, saw=[duty]),
    ):
        with pytest.raises(Clash, match=r"meanwhile|already") as told:
            act()
        assert "\n" not in str(told.value)
        assert "Shaw" in str(told.value)
        assert store.head() == head, "nothing is stored"
    store.roster.undo_last(OTHER)
    store.roster.undo_last(me)
    assert duties(store) == []


def test_an_undo_is_held_to_what_the_screen_showed(store: Store, me: Author) -> None:
    first = store.roster.assign("1001", "GATE", *DAY, me)
    store.roster.assign("1002", "GATE", *DAY, me)
    with pytest.raises(Clash, match="another act"):
        store.roster.undo_last(me, seq=first.seq)


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: [Change(None, DutyRecord(officer="9", post="GATE", start=0, end=1))], "no officer «9»"),
        (lambda: [Change(None, DutyRecord(officer="1001", post="X", start=0, end=1))], "no post «X»"),
        (lambda: [Change(None, cover(repeat="FREQ=MINUTELY"))], "Repeat"),
        (lambda: [Change(None, cover(repeat="often"))], "Repeat"),
    ],
)
def test_what_is_refused(store: Store, me: Author, make: Any, said: str) -> None:
    head = store.head()
    with pytest.raises(Refused, match=said) as told:
        store.roster.change("duty", make(), me)
    assert "\n" not in str(told.value)
    assert store.head() == head


def cover(**fields: Any) -> CoverRecord:
    return CoverRecord(**{"post": "GATE", "start": DAY[0], "end": DAY[1], "headcount": 1, **fields})


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: LicenceRecord(officer="1", sector="SG", number="123", expires=date(2027, 1, 1)), "16 digits"),
        (lambda: LicenceRecord(officer="1", sector="SG", number="²" * 16, expires=date(2027, 1, 1)), "16 digits"),
        (lambda: cover(end=DAY[0]), "an end lies after its start"),
        (lambda: cover(excepted="2026-02-30"), "no such day"),
        (lambda: PatrolRecord(patrol="A", due=0, ended=5), "never started"),
        (lambda: DutyRecord(officer="1", post="A", start=0, end=9, booked_on=5, booked_off=4), "booked off before"),
        (lambda: CompensationRecord(officer="1", start=0, given=" "), "write what was given"),
    ],
)
def test_records_say_what_is_wrong(make: Callable[[], Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        make()


def test_the_other_records_are_set_changed_and_taken_away(
    store: Store, me: Author, rebuilt: Callable[[Store], None]
) -> None:
    licence = LicenceRecord(officer="1001", sector="SG", number="0" * 16, expires=date(2027, 1, 1))
    renewed = LicenceRecord(officer="1001", sector="SG", number="0" * 15 + "1", expires=date(2030, 1, 1))
    absence = AbsenceRecord(officer="1002", start=DAY[0], end=DAY[1], reason="annual leave")
    row = cover(repeat="FREQ=DAILY", excepted="2026-12-26 2026-12-25")
    for record in (licence, renewed, absence, row):
        store.roster.set(record, me)
    assert store.roster.records(LicenceRecord, officer="1001") == [licence, renewed]
    assert store.roster.records(CoverRecord)[0].excepted == "2026-12-25 2026-12-26"
    later = AbsenceRecord(officer="1002", start=DAY[0] + HOUR, end=DAY[1], reason="annual leave")
    store.roster.set(later, me, saw=absence)
    assert store.roster.records(AbsenceRecord) == [later]
    store.roster.remove(row, me, "entered twice")
    assert store.roster.records(CoverRecord) == []
    store.roster.undo_last(me)
    assert store.roster.records(CoverRecord) == [row]
    rest = CompensationRecord(officer="1001", start=DAY[1], given="4 h added on 2026-11-28", why="relief came late")
    store.roster.set(rest, me)
    assert store.roster.get(CompensationRecord, "1001", DAY[1]) == rest
    rebuilt(store)


def test_what_a_change_would_do_is_seen_before_it_is_stored(store: Store, me: Author) -> None:
    store.roster.set(cover(), me)
    for officer in ("1001", "1002"):
        store.roster.set(LicenceRecord(officer=officer, sector="SG", number="0" * 16, expires=date(2030, 1, 1)), me)
    window = (at("2026-11-23T00:00"), at("2026-11-24T00:00"))
    before = store.roster.load(window)
    assert [f.kind for f in findings(before, window, store.roster.rules())] == ["uncovered"]
    plan = store.roster.plan_assign("1001", "GATE", *DAY)
    assert findings(applied(before, plan), window, store.roster.rules()) == []
    store.roster.change("assign", plan, me)
    assert findings(store.roster.load(window), window, store.roster.rules()) == []


def test_calls_and_rounds_are_recorded(store: Store, me: Author, clock: FrozenClock) -> None:
    due = clock.now() + 300
    store.roster.check_call("RESP", due, me, officer="1001")
    with pytest.raises(Refused, match="not due yet"):
        store.roster.check_call("RESP", due + HOUR, me)
    store.roster.missed_call("RESP", due - HOUR, "rang twice, sent Reid, all well", me)
    assert [(c.due, c.received) for c in store.roster.records(CheckCallRecord)] == [
        (due - HOUR, None), (due, clock.now()),
    ]  # fmt: skip
    store.roster.patrol_started("YARD", due, me, officer="1002", points_due=12)
    clock.set(clock.now() + 1800)
    store.roster.patrol_ended("YARD", due, me, points_made=11, findings="padlock stiff")
    (walked,) = store.roster.patrols(due - 1, due + 1)
    assert (walked.state, walked.record.points_made, walked.record.officer) == ("done", 11, "1002")
    with pytest.raises(StoreError, match="has not started"):
        store.roster.patrol_ended("YARD", due + 1, me, points_made=1)


def test_a_duty_of_more_than_a_week_is_loaded_as_any_other(store: Store, me: Author) -> None:
    start = at("2026-11-01T07:00")
    store.roster.assign("1001", "GATE", start, start + 30 * 24 * HOUR, me)
    store.roster.assign("1002", "GATE", *DAY, me)
    loaded = store.roster.load((DAY[0], DAY[1]), margin=0)
    assert {duty.officer for duty in loaded.duties} == {"1001", "1002"}
    assert len(loaded.duties) == 2


def test_each_officer_s_first_duty_is_there_and_no_other_early_one(store: Store, me: Author) -> None:
    for days in (300, 200, 100, 0):
        store.roster.assign("1001", "GATE", DAY[0] - days * 24 * HOUR, DAY[1] - days * 24 * HOUR, me)
    first = store.roster.duty("1001", "GATE", DAY[0] - 300 * 24 * HOUR)
    loaded = store.roster.load(DAY)
    assert [DAY[0] - d.start for d in sorted(loaded.duties, key=lambda d: d.start)] == [300 * 24 * HOUR, 0]
    assert first is not None
    store.roster.cancel(first, me, "entered in error")
    starts = sorted(DAY[0] - duty.start for duty in store.roster.load(DAY).duties)
    assert starts == [0, 200 * 24 * HOUR], "the first that counts"


def test_a_part_is_handed_on_and_what_would_be_taken_back_is_shown(
    store: Store, me: Author, rebuilt: Callable[[Store], None]
) -> None:
    duty = assigned(store, me)
    noon, three = DAY[0] + 5 * HOUR, DAY[0] + 8 * HOUR
    before = duties(store)
    done = store.roster.change("split", store.roster.plan_part(duty, noon, three, "1002"), me, why="peak")
    assert duties(store) == [
        ("1001", "GATE", DAY[0], noon, "planned"), ("1001", "GATE", three, DAY[1], "planned"),
        ("1002", "GATE", noon, three, "planned"),
    ]  # fmt: skip
    planned = store.roster.plan_undo(me)
    assert planned is not None
    assert (planned.seq, planned.verb, planned.why) == (done.seq, "split", "peak")
    assert store.roster.undo_last(me, seq=planned.seq).changes == planned.changes
    assert duties(store) == before
    assert store.roster.plan_undo(OTHER) is None
    with pytest.raises(Refused, match="outside of the duty"):
        store.roster.plan_part(duty, noon, DAY[1] + HOUR, "1002")
    rebuilt(store)


def test_what_is_taken_back_did_nothing_for_what_it_was_made_for(
    store: Store, me: Author, rebuilt: Callable[[Store], None]
) -> None:
    action = store.actions.add("Responder", me)

    def assign(day: int) -> Done:
        span = (DAY[0] + day * 86400, DAY[1] + day * 86400)
        changes = store.roster.plan_assign("1001", "GATE", *span)
        return store.roster.change("assign", changes, me, made_for=[action.ref])

    kept, gone = assign(1), assign(2)
    assert gone.head == store.head()
    store.links.make(action.ref, f"roster:{gone.seq}", me, link="by hand")
    undone = store.roster.undo_last(me)
    assert [(one.target, one.link, one.struck) for one in store.links.of(action.ref)] == [
        (f"roster:{kept.seq}", "changed", ""),
        (f"roster:{gone.seq}", "changed", "the change was taken back"),
        (f"roster:{gone.seq}", "by hand", ""),
    ]
    assert undone.head == store.head()
    rebuilt(store)
    before = store.head()
    with pytest.raises(StoreError, match="there is no action A-99"):
        store.roster.change("assign", store.roster.plan_assign("1001", "GATE", *DAY), me, made_for=["action:A-99"])
    assert store.head() == before
    assert store.roster.duty("1001", "GATE", DAY[0]) is None
