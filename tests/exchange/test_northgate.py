"""The invented site of the demo goes in whole and comes out byte for byte."""

from pathlib import Path

import pytest

from sfm_tui.domain.desk import Author
from sfm_tui.exchange.exporter import export_folder
from sfm_tui.exchange.importer import import_folder
from sfm_tui.exchange.tables import TABLES
from sfm_tui.paths import fixtures_dir
from sfm_tui.storage.rebuild import rebuild_beside, state
from sfm_tui.storage.store import Store
from tests.exchange.folders import contents, files_of


@pytest.fixture
def northgate() -> Path:
    """The folder of the invented site."""
    fixtures = fixtures_dir()
    assert fixtures is not None
    return fixtures / "northgate"


def test_northgate_in_and_out(empty_store: Store, northgate: Path, tmp_path: Path, me: Author) -> None:
    report = import_folder(empty_store, northgate, me)
    assert (report.bad, report.notes, report.unknown) == ([], [], [])
    assert {count.new for count in report.files} != {0}
    folder = export_folder(empty_store, tmp_path / "out").path
    mine, theirs = files_of(folder), files_of(northgate)
    for table in TABLES:
        assert mine[table.file] == theirs[table.file], table.file
    before = contents(empty_store)
    for again in (northgate, folder):
        assert not import_folder(empty_store, again, me).stored
    assert contents(empty_store) == before
    with rebuild_beside(empty_store, tmp_path / "rebuilt.db") as rebuilt:
        assert state(rebuilt) == state(empty_store)
