"""A file that a program of schema 0001 made, brought up to the one that knows the roster."""

from pathlib import Path

import pytest

from sfm_tui.clock import FrozenClock
from sfm_tui.domain.desk import Author
from sfm_tui.domain.roster_records import DutyRecord
from sfm_tui.storage import driver, rebuild, schema, verify
from sfm_tui.storage.store import Store
from tests.storage.old_files import make_old, tables

ROSTER = {"licence", "cover", "duty", "absence", "checkcall", "patrol", "compensation", "roster_change"}


@pytest.fixture
def old(tmp_path: Path, store: Store, me: Author) -> Path:
    store.incidents.open(me, summary="Tailgating at gate 3", location="GATE3")
    store.occurrences.log("Courier for unit 14", me)
    store.close()
    path = tmp_path / "old" / "sfm.db"
    path.parent.mkdir()
    make_old(path, store.path, "0001", ROSTER)
    return path


def test_a_file_of_the_first_schema_is_brought_up(old: Path, clock: FrozenClock, me: Author) -> None:
    connection = driver.connect(old, read_only=True)
    assert schema.version_of(connection) == "0001"
    before = connection.execute("SELECT seq, hash FROM ledger ORDER BY seq").fetchall()
    connection.close()
    with Store.open(old, clock) as store:
        connection = driver.connect(old, read_only=True)
        assert schema.version_of(connection) == schema.CURRENT
        assert tables(connection) >= ROSTER
        assert connection.execute("SELECT seq, hash FROM ledger ORDER BY seq").fetchall() == before
        connection.close()
        assert store.incidents.get("2026-0001").summary == "Tailgating at gate 3"
        assert store.roster.records(DutyRecord) == []
        store.roster.assign("1001", "GATE", clock.now(), clock.now() + 3600, me)
        assert len(store.roster.records(DutyRecord)) == 1
        assert rebuild.differences(store) == []
    assert verify.check(old).ok
    assert [copy.name for copy in old.parent.glob("*.bak")] == ["sfm.db.schema-0001.bak"]
