"""The thread of a record as the store tells it, from what it came from to what came of it."""

import pytest

from sfm_tui.domain.desk import Author
from sfm_tui.domain.reference import Topic
from sfm_tui.domain.thread import Tie
from sfm_tui.storage.errors import StoreError
from sfm_tui.storage.store import Store
from sfm_tui.storage.thread import read_thread
from sfm_tui.storage.ties import beside, ties_by_fields
from tests.conftest import NOW

FINDING = "finding:no-responder:2026-11-20T17:00"
DIGEST = "a" * 64


def test_a_thread_from_the_finding_to_the_report(store: Store, me: Author) -> None:
    number = store.incidents.open(me, reported=NOW - 86400).number
    store.reference.set(Topic(topic="RESP", title="Responding"), me)
    action = store.actions.add(
        "Responder", me, sources=[f"incident:{number}", FINDING], measure="response-time", owner="okafor",
        agreed_on="2026-11-21",
    )  # fmt: skip
    change = store.roster.assign("1001", "RESP", NOW + 3600, NOW + 7200, me)
    store.links.make(action.ref, f"roster:{change.seq}", me)
    point = store.briefings.add("The responder holds no second post", me, since="2026-11-22", source=action.ref)
    said = f"briefing:{point.briefing}"
    talk = store.talks.plan("RESP", me, planned_for=NOW + 90000, source=said)
    made = store.documents.made(
        "action-plan", "Plan", me, form="pdf", digest=DIGEST, head=store.head().long, about=[action.ref]
    )
    store.links.make("post:RESP", action.ref, me)
    other = store.actions.add("Another of the same incident", me, sources=[f"incident:{number}"])
    thread = read_thread(store, action.ref)
    refs = [one.ref for one in thread.stations]
    assert refs[:2] == [FINDING, f"incident:{number}"]
    assert {*refs[2:]} == {
        action.ref, f"roster:{change.seq}", "measure:response-time", said, f"talk:{talk.talk}", made.ref
    }  # fmt: skip
    assert refs.index(said) < refs.index(f"talk:{talk.talk}")
    assert other.ref not in refs
    assert thread.stations[refs.index(action.ref)].who == "J. Okafor"
    assert [one.kind for one in thread.missing] == ["effect"]
    back = [one.ref for one in read_thread(store, f"talk:{talk.talk}").stations]
    assert {*back} == {FINDING, f"incident:{number}", action.ref, said, f"talk:{talk.talk}", "measure:response-time"}
    assert action.ref in [one.ref for one in read_thread(store, "measure:response-time").stations]
    store.links.strike(action.ref, f"roster:{change.seq}", "another one", me)
    assert f"roster:{change.seq}" not in [one.ref for one in read_thread(store, action.ref).stations]


def test_a_thread_of_nothing_says_what_is_missing(store: Store, me: Author) -> None:
    action = store.actions.add("[/x]", me)
    thread = read_thread(store, action.ref)
    assert [one.what for one in thread.stations] == ["raised"]
    assert [one.kind for one in thread.missing] == ["source", "roster", "briefing", "talk", "effect", "report"]
    with pytest.raises(StoreError, match="there is no action A-99"):
        read_thread(store, "action:A-99")


def test_a_circle_is_walked_once(store: Store, me: Author) -> None:
    one, other = store.actions.add("One", me), store.actions.add("Other", me)
    store.links.make(one.ref, other.ref, me)
    store.links.make(other.ref, one.ref, me)
    assert [s.ref for s in read_thread(store, one.ref).stations].count(other.ref) == 1


@pytest.fixture
def carried_out(store: Store, me: Author) -> dict[str, str]:
    """An action that is carried out by a change of the roster, a point and, out of the point, a talk."""
    store.reference.set(Topic(topic="RESP", title="Responding"), me)
    action = store.actions.add("Responder", me, measure="response-time", agreed_on="2026-11-20")
    change = store.roster.assign("1001", "RESP", NOW + 3600, NOW + 7200, me)
    store.links.make(action.ref, f"roster:{change.seq}", me)
    point = f"briefing:{store.briefings.add('One post only', me, since='2026-11-22', source=action.ref).briefing}"
    talk = f"talk:{store.talks.plan('RESP', me, planned_for=NOW + 90000, source=point).talk}"
    return {"action": action.ref, "roster": f"roster:{change.seq}", "point": point, "talk": talk}


def reached(store: Store, ref: str, side: str) -> set[str]:
    return {one.ref for one in read_thread(store, ref, effects=False).stations if one.side == side}


@pytest.mark.parametrize("kind", ["roster", "point", "talk"])
def test_what_was_done_for_an_action_leads_to_its_measure_and_back(
    store: Store, me: Author, carried_out: dict[str, str], kind: str
) -> None:
    ref, measure = carried_out[kind], "measure:response-time"
    assert measure in reached(store, ref, "after")
    assert ref in reached(store, measure, "before")
    assert Tie(ref, measure, "done for A-01") in ties_by_fields(store, ref)
    assert Tie(ref, measure, "done for A-01") in ties_by_fields(store, measure)
    store.actions.change(store.actions.get("A-01"), me, in_effect_on="2026-11-21")
    assert {measure, "effect:A-01"} <= reached(store, ref, "after")
    other = store.actions.add("Another", me, measure="response-time", in_effect_on="2026-11-21")
    assert f"effect:{other.action}" not in reached(store, ref, "after")
    assert {"effect:A-01", f"effect:{other.action}"} == {r for r in reached(store, measure, "after") if "eff" in r}
    for link in store.links.of(carried_out["action"]):
        store.links.strike(link.source, link.target, "no", me, link=link.link)
    assert measure not in reached(store, ref, "after")
    assert ref not in reached(store, measure, "before")


def test_what_was_done_for_the_same_action_stands_beside_each_other(
    store: Store, me: Author, carried_out: dict[str, str]
) -> None:
    done = {carried_out[kind] for kind in ("roster", "point", "talk")}
    for ref in done:
        assert beside(store, ref) == dict.fromkeys(done - {ref}, "A-01")
    assert beside(store, carried_out["action"]) == {}
    store.links.make(carried_out["talk"], carried_out["point"], me)  # a circle
    assert set(beside(store, carried_out["talk"])) == done - {carried_out["talk"]}


def test_a_late_response_belongs_to_its_incident(store: Store, me: Author) -> None:
    slow, quick = (store.incidents.open(me, reported=NOW - 9000).number for _ in range(2))
    for number, there in ((slow, NOW - 8000), (quick, NOW - 8950)):
        store.incidents.stamp(number, "on scene", me, at=there, officer="1001")
    tie = Tie(f"incident:{slow}", f"breach:{slow}")
    assert ties_by_fields(store, f"incident:{slow}") == ties_by_fields(store, f"breach:{slow}") == [tie]
    assert ties_by_fields(store, f"incident:{quick}") == []
