"""Links to what one store alone has do not leave it, and that is said; all others come back as they went."""

from pathlib import Path

from sfm_tui.clock import FrozenClock
from sfm_tui.domain.desk import Author
from sfm_tui.exchange.exporter import export_folder
from sfm_tui.exchange.importer import import_folder
from sfm_tui.storage.store import Store
from tests.conftest import NOW


def test_links_to_the_roster_and_to_documents_stay(
    store: Store, me: Author, clock: FrozenClock, tmp_path: Path
) -> None:
    action = store.actions.add("Responder", me, sources=["feedback:client"])
    change = store.roster.assign("1001", "GATE", NOW + 3600, NOW + 7200, me)
    store.links.make(action.ref, f"roster:{change.seq}", me)
    store.documents.made(
        "action-plan", "Plan", me, form="txt", digest="a" * 64, head=store.head().long, about=[action.ref]
    )
    done = export_folder(store, tmp_path / "site")
    text = (tmp_path / "site" / "links.csv").read_text(encoding="utf-8")
    assert text.splitlines() == ["from,to,kind", f"feedback:client,{action.ref},"]
    left = "\n".join(done.left_out)
    assert "2 links to changes of the roster and to documents that were made" in left
    assert "that 1 documents were made" in left
    with Store.open(tmp_path / "again.db", clock) as again:
        assert not import_folder(again, tmp_path / "site", me).bad
        assert [(one.source, one.target) for one in again.links.of(action.ref)] == [("feedback:client", action.ref)]
