"""The thread of a record as the store tells it, from what it came from to what came of it."""

import pytest

from sfm_tui.domain.desk import Author
from sfm_tui.domain.reference import Topic
from sfm_tui.storage.errors import StoreError
from sfm_tui.storage.store import Store
from sfm_tui.storage.thread import read_thread
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
    assert {*back} == {FINDING, f"incident:{number}", action.ref, said, f"talk:{talk.talk}"}
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
