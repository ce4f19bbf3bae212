"""A file of schema 0003, with talks and links to actions that had no table, brought up to the one that has the plan."""

from pathlib import Path

from sfm_tui.clock import FrozenClock
from sfm_tui.domain.desk import Author
from sfm_tui.domain.reference import LinkMade, Topic
from sfm_tui.storage import driver, rebuild, schema, verify
from sfm_tui.storage.store import Store
from tests.storage.old_files import make_old, tables

NEW = {"theme", "action", "step", "review", "consultation", "measure", "phase", "reading"}


def test_a_file_of_the_third_schema_is_brought_up(store: Store, clock: FrozenClock, me: Author, tmp_path: Path) -> None:
    number = store.incidents.open(me, summary="Tailgating at gate 3", location="GATE3").number
    store.reference.set(Topic(topic="keys", title="Keys"), me)
    store.talks.plan("keys", me, source=f"incident:{number}")
    with store.writing() as transaction:  # as an earlier version took it, when actions had no table
        transaction.append(LinkMade(source=f"incident:{number}", target="action:A-07"), me)
    store.close()
    old = tmp_path / "old" / "sfm.db"
    old.parent.mkdir()
    make_old(old, store.path, "0003", NEW)
    with Store.open(old, clock) as again:
        assert rebuild.differences(again) == []
        assert [link.target for link in again.links.of("action:A-07")] == ["action:A-07"]
        again.actions.add_theme("Response", me)
        card = again.actions.add("Dedicated responder", me, sources=[f"incident:{number}"], theme="response")
        again.actions.review(card, "not met", "Too early", me)
        again.measures.add("late", "Late responses", me)
        again.measures.read("late", "4", me, at="2026-11-20")
        assert rebuild.differences(again) == []
        connection = driver.connect(old, read_only=True)
        assert schema.version_of(connection) == schema.CURRENT
        assert tables(connection) >= NEW
        connection.close()
    assert verify.check(old).ok
    assert [copy.name for copy in old.parent.glob("*.bak")] == ["sfm.db.schema-0003.bak"]
