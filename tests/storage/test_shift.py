"""The shift as the desk reads it: at one moment, and the hours ahead only anew where the roster was written."""

from datetime import date

from sfm_tui.clock import FrozenClock
from sfm_tui.domain.desk import Author
from sfm_tui.domain.roster_records import CoverRecord, LicenceRecord, PatrolRecord
from sfm_tui.storage.shift import read_shift
from sfm_tui.storage.store import Store

HOUR = 3600


def rostered(store: Store, me: Author, now: int) -> None:
    for officer in ("1001", "1002", "1003"):
        store.roster.set(LicenceRecord(officer=officer, sector="SG", number="0" * 16, expires=date(2030, 1, 1)), me)
    for post in ("GATE", "RESP"):
        store.roster.set(CoverRecord(post=post, start=now - 4 * HOUR, end=now + 9 * HOUR), me)
    store.roster.assign("1001", "RESP", now - 4 * HOUR, now + 8 * HOUR, me)
    store.roster.assign("1002", "GATE", now - 4 * HOUR, now + 9 * HOUR, me)
    store.roster.assign("1003", "RESP", now + HOUR // 2, now + 8 * HOUR, me)


def test_who_is_there_what_is_due_and_what_lies_ahead(store: Store, me: Author, clock: FrozenClock) -> None:
    now = clock.now()
    rostered(store, me, now)
    store.roster.set(PatrolRecord(patrol="WALK", due=now + 600, points_due=4), me)
    number = store.incidents.open(me, summary="Alarm in unit 14").number
    store.incidents.stamp(number, "dispatched", me, officer="1002")
    shift = read_shift(store)
    assert [(who.officer, who.free, who.incident) for who in shift.on_duty] == [
        ("1001", True, ""), ("1002", False, number),
    ]  # fmt: skip
    assert (shift.free, shift.busy) == (1, {"1002": number})
    assert [duty.officer for duty in shift.coming] == ["1003"]
    assert [(call.due - now, call.state) for call in shift.calls] == [
        (-3 * HOUR, "missed"), (-2 * HOUR, "missed"), (-HOUR, "missed"), (0, "due"),
    ]  # fmt: skip
    assert [line.state for line in shift.patrols] == ["expected"]
    short = [(f.kind, f.post, f.start - now) for f in shift.ahead.met(now, now + 12 * HOUR)]
    assert short == [("uncovered", "RESP", 8 * HOUR)]


def test_what_is_answered_is_not_open_any_more(store: Store, me: Author, clock: FrozenClock) -> None:
    now = clock.now()
    rostered(store, me, now)
    store.roster.check_call("RESP", now, me)
    store.roster.missed_call("RESP", now - HOUR, "rang, found well", me)
    assert [(now - call.due) // HOUR for call in read_shift(store).calls] == [3, 2]


def test_the_hours_ahead_are_kept_while_nothing_on_the_roster_changes(
    store: Store, me: Author, clock: FrozenClock
) -> None:
    now = clock.now()
    rostered(store, me, now)
    first = read_shift(store)
    store.incidents.open(me, summary="Alarm in unit 14")
    store.occurrences.log("Keys to unit 14", me)
    second = read_shift(store, first)
    assert second.ahead is first.ahead
    duty = store.roster.duty("1002", "GATE", now - 4 * HOUR)
    assert duty is not None
    store.roster.cancel(duty, me, "sick")
    third = read_shift(store, second)
    assert [f.kind for f in third.ahead.met(now, now + HOUR)] == ["uncovered"]
    clock.advance(HOUR + 1)
    later = read_shift(store, third)
    assert later.ahead.window[0] == clock.now()


def test_a_store_without_a_roster(empty_store: Store) -> None:
    shift = read_shift(empty_store)
    assert (shift.on_duty, shift.calls, shift.coming, shift.has_roster) == ((), (), (), False)
