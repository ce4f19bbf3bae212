"""Who stands where now, and the check calls of a lone post in both clock-change nights."""

import pytest

from sfm_tui.clock import FrozenClock, parse_file_time, zone
from sfm_tui.domain.desk import Author
from sfm_tui.domain.roster_records import AbsenceRecord, LicenceRecord
from sfm_tui.storage.store import Store

LONDON = zone("Europe/London")
HOUR = 3600


def at(text: str) -> int:
    return parse_file_time(text, LONDON)


@pytest.mark.parametrize(
    ("night", "morning", "calls"),
    [
        ("2026-11-21T19:00", "2026-11-22T07:00", 12),
        ("2026-10-24T19:00", "2026-10-25T07:00", 13),
        ("2026-03-28T19:00", "2026-03-29T07:00", 11),
    ],
)
def test_calls_go_by_real_time(store: Store, me: Author, night: str, morning: str, calls: int) -> None:
    start, end = at(night), at(morning)
    store.roster.assign("1001", "RESP", start, end, me)
    found = store.roster.check_calls(start, end + 1)
    assert [call.due for call in found] == [start + n * HOUR for n in range(1, calls + 1)]
    assert found[-1].due == end
    assert {call.officer for call in found} == {"1001"}
    assert store.roster.check_calls(end, end) == []


def test_how_a_call_stands(store: Store, me: Author, clock: FrozenClock) -> None:
    start = clock.now() - 4 * HOUR
    store.roster.assign("1001", "RESP", start, start + 12 * HOUR, me)
    store.roster.check_call("RESP", start + HOUR, me, received=start + HOUR + 900)
    store.roster.check_call("RESP", start + 2 * HOUR, me, received=start + 2 * HOUR + 901)
    states = {(call.due - start) // HOUR: call.state for call in store.roster.check_calls(start, start + 6 * HOUR)}
    assert states == {1: "received", 2: "late", 3: "missed", 4: "due", 5: "expected"}


def test_a_relief_begins_a_stretch_of_its_own(store: Store, me: Author, clock: FrozenClock) -> None:
    start = clock.now()
    store.roster.assign("1001", "RESP", start, start + 90 * 60, me)
    store.roster.assign("1002", "RESP", start + 90 * 60, start + 180 * 60, me)
    calls = store.roster.check_calls(start, start + 4 * HOUR)
    assert [((c.due - start) // 60, c.officer) for c in calls] == [(60, "1001"), (150, "1002")]


def licensed(store: Store, me: Author, *officers: str) -> None:
    from datetime import date

    for officer in officers:
        store.roster.set(LicenceRecord(officer=officer, sector="SG", number="0" * 16, expires=date(2030, 1, 1)), me)


def test_free_on_an_incident_on_two_posts_late(store: Store, me: Author, clock: FrozenClock) -> None:
    now = clock.now()
    span = (now - HOUR, now + HOUR)
    licensed(store, me, "1001", "1002")
    for officer, post in (("1001", "RESP"), ("1002", "RESP"), ("1002", "GATE"), ("1003", "RESP")):
        store.roster.assign(officer, post, *span, me)
    duty = store.roster.duty("1001", "RESP", span[0])
    assert duty is not None
    store.roster.book_on(duty, me, at=span[0] + 300)
    found = {who.officer: who for who in store.roster.on_duty()}
    assert (found["1001"].free, found["1001"].late, found["1001"].posts) == (True, False, ("RESP",))
    assert (found["1002"].free, found["1002"].late, found["1002"].on_two_posts) == (False, True, True)
    assert (found["1003"].free, found["1003"].may_stand) == (False, False), "no licence"
    assert next(iter(found)) == "1001", "the free first"
    number = store.incidents.open(me, summary="Alarm in unit 14").number
    store.incidents.stamp(number, "dispatched", me, officer="1001")
    out = {who.officer: who for who in store.roster.on_duty()}["1001"]
    assert (out.free, out.incident) == (False, number)
    clock.set(now + 60)
    store.incidents.stamp(number, "clear", me, officer="1001")
    back = {who.officer: who for who in store.roster.on_duty()}["1001"]
    assert (back.free, back.incident) == (True, "")
    store.roster.set(AbsenceRecord(officer="1001", start=now, end=now + HOUR, reason="sick"), me)
    gone = {who.officer: who for who in store.roster.on_duty()}["1001"]
    assert (gone.free, gone.may_stand) == (False, False)
    assert store.roster.on_duty(span[1]) == []


def test_who_stood_where_when_an_incident_was_reported(store: Store, me: Author, clock: FrozenClock) -> None:
    now = clock.now()
    span = (now - HOUR, now + 3 * HOUR)
    licensed(store, me, "1001", "1002", "1003")
    for officer, post in (("1001", "RESP"), ("1002", "RESP"), ("1002", "GATE"), ("1003", "GATE")):
        store.roster.assign(officer, post, *span, me)
    first = store.incidents.open(me, summary="Alarm in unit 14").number
    store.incidents.stamp(first, "dispatched", me, officer="1001")
    clock.set(now + 60)
    second = store.incidents.open(me, summary="Tailgating").number
    store.incidents.stamp(second, "dispatched", me, officer="1001")
    clock.set(now + 600)
    store.incidents.stamp(first, "clear", me, officer="1001")
    moment = store.roster.moment(now + 60, besides=second)
    assert [stand.officer for stand in moment.stands] == ["1001", "1002", "1003"]
    assert moment.free_responders == moment.busy_responders == ("1001",)
    assert moment.overlapping == ("1002",)
    assert store.roster.moment(now + 60, besides=first).stands[0].incidents == (second,)
    assert store.roster.moment(now + 600, besides=second).busy_responders == ()
    store.incidents.void(first, "twice", me)
    assert store.roster.moment(now + 60, besides=second).busy_responders == ()
    assert store.roster.moment(span[1]).stands == ()


def test_one_who_is_sent_again_is_out_on_the_desk(store: Store, me: Author, clock: FrozenClock) -> None:
    now = clock.now()
    licensed(store, me, "1001")
    store.roster.assign("1001", "RESP", now - HOUR, now + HOUR, me)
    number = store.incidents.open(me, summary="Alarm in unit 14").number
    for stamp in ("dispatched", "clear", "dispatched"):
        clock.advance(30)
        store.incidents.stamp(number, stamp, me, officer="1001")
    (shaw,) = store.roster.on_duty()
    assert (shaw.free, shaw.incident) == (False, number)
    assert store.roster.moment(clock.now()).stands[0].incidents == (), "by the rule the stamp ended it"
