"""A file of schema 0003, with talks and links to actions that had no table, brought up to the one that has the plan."""

from sfm_tui.clock import FrozenClock
from sfm_tui.domain.desk import Author
from sfm_tui.domain.reference import LinkMade, Topic
from sfm_tui.storage.store import Store
from tests.storage.old_files import brought_up

NEW = {"theme", "action", "step", "review", "consultation", "measure", "phase", "reading"}


def test_a_file_of_the_third_schema_is_brought_up(store: Store, clock: FrozenClock, me: Author) -> None:
    number = store.incidents.open(me, summary="Tailgating at gate 3", location="GATE3").number
    store.reference.set(Topic(topic="keys", title="Keys"), me)
    store.talks.plan("keys", me, source=f"incident:{number}")
    with store.writing() as transaction:  # as an earlier version took it, when actions had no table
        transaction.append(LinkMade(source=f"incident:{number}", target="action:A-07"), me)
    with brought_up(store, clock, "0003", NEW) as again:
        assert [link.target for link in again.links.of("action:A-07")] == ["action:A-07"]
        again.actions.add_theme("Response", me)
        card = again.actions.add("Dedicated responder", me, sources=[f"incident:{number}"], theme="response")
        again.actions.review(card, "not met", "Too early", me)
        again.measures.add("late", "Late responses", me)
        again.measures.read("late", "4", me, at="2026-11-20")
