"""A file of schema 0004, with actions and links, brought up to the one that has reflections and assessments."""

from pathlib import Path

from sfm_tui.clock import FrozenClock
from sfm_tui.domain.assessment import Check
from sfm_tui.domain.desk import Author
from sfm_tui.storage.store import Store
from tests.storage.old_files import brought_up

NEW = {"reflection", "note", "standard", "tag", "attachment", "assessment", "level_check"}


def test_a_file_of_the_fourth_schema_is_brought_up(
    store: Store, clock: FrozenClock, me: Author, tmp_path: Path
) -> None:
    action = store.actions.add("Responder", me, sources=["assessment:leadership:2026-11-01:okafor"])
    with brought_up(store, clock, "0004", NEW) as again:
        page = again.reflections.add("Late", me, sources=[action.ref], criteria=[("ST0330", "5")])
        checks = [Check(level=2, holds=True, evidence="x")]
        row = again.assessments.assess("leadership", checks, me, assessed_on="2026-11-01")
        assert again.assessments.actions() == {row.key: (action.action,)}
        photo = tmp_path / "x.txt"
        photo.write_bytes(b"x")
        again.attachments.add(page.ref, photo, me)
