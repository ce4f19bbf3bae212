"""A file of schema 0002, with a roster and a log in it, brought up to the one that knows briefings and talks."""

from sfm_tui.clock import FrozenClock
from sfm_tui.domain.desk import Author
from sfm_tui.domain.reference import Topic
from sfm_tui.domain.roster_records import DutyRecord
from sfm_tui.storage.store import Store
from tests.storage.old_files import brought_up

NEW = {
    "topic", "requirement", "briefing", "told", "acknowledgement", "handover", "talk", "attendance", "talk_correction",
}  # fmt: skip


def test_a_file_of_the_second_schema_is_brought_up(
    store: Store, clock: FrozenClock, me: Author
) -> None:  # fmt: skip
    number = store.incidents.open(me, summary="Tailgating at gate 3", location="GATE3").number
    store.links.make(f"incident:{number}", "audit:gate walk", me)
    store.roster.assign("1001", "GATE", clock.now() - 60, clock.now() + 3600, me)
    with brought_up(store, clock, "0002", NEW) as again:
        assert len(again.roster.records(DutyRecord)) == 1
        again.reference.set(Topic(topic="keys", title="Keys"), me)
        again.talks.plan("keys", me, source=f"incident:{number}")
        again.talks.start("T-01", me)
        again.talks.sign("T-01", "1001", me)
        again.talks.complete("T-01", me)
        again.briefings.add("Count the keys", me)
        again.handovers.sign("Done", me, saw="")
