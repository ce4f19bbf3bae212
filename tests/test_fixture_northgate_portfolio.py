"""The invented site's own evidence: assessments of two days, reflections and a note that are tagged."""

from collections.abc import Callable
from pathlib import Path

from fixtures.generate import FOLDER
from sfm_tui.clock import FrozenClock, parse_file_time, zone
from sfm_tui.storage import rebuild
from sfm_tui.storage.store import Store

NOW = parse_file_time("2026-11-21T22:17:41", zone("Europe/London"))


def test_the_demo_shows_what_was_and_is_and_what_it_is_evidence_for(
    tmp_path: Path, demo_bytes: Callable[[int], bytes]
) -> None:
    clock = FrozenClock(NOW)
    (tmp_path / "demo.db").write_bytes(demo_bytes(NOW))
    with Store.open(tmp_path / "demo.db", clock) as store:
        found = store.assessments.profile()
        assert [(one.before, one.now) for one in found] == [(2, 3), (2, 2), (1, 2), (2, 3)]
        assert [one.spread for one in found] == [0, 1, 0, 0]
        assert {action for actions in store.assessments.actions().values() for action in actions} == {"A-03", "A-10"}
        pages = store.reflections.all()
        assert [page.day for page in pages] == ["2026-11-16", "2026-11-12"]
        assert [link.source for link in store.links.of(pages[1].ref)] == ["action:A-07"]
        (note,) = store.notes.all()
        covered = {one.criterion.code: one.count for one in store.standards.coverage("ST0330") if one.count}
        assert covered == {"5": 1, "6": 1, "customer-focus": 1, "pdca": 2, "leadership": 1, "professionalism": 1}
        assert note.kind == "framework"
        assert {page.author for page in (*pages, note)} == {store.people.last_at_desk()}
        assert rebuild.differences(store) == []


def test_the_reflections_belong_to_the_files() -> None:
    assert (FOLDER.parent / "scenes_data" / "portfolio.toml").is_file()
