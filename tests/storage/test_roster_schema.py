"""A file that a program of schema 0001 made, brought up to the one that knows the roster."""

from pathlib import Path
from typing import Any

import pytest

from sfm_tui.clock import FrozenClock
from sfm_tui.domain.desk import Author
from sfm_tui.domain.roster_records import DutyRecord
from sfm_tui.storage import driver, rebuild, schema, sqlite_only, verify
from sfm_tui.storage.store import Store

ROSTER = {"licence", "cover", "duty", "absence", "checkcall", "patrol", "compensation", "roster_change"}


def tables(connection: Any) -> set[str]:
    return {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()}


def make_0001(path: Path, full: Path) -> None:
    """Lay out a file by the first migration alone, and put the ledger and records of a present store into it."""
    path.touch(mode=0o600)
    connection = driver.connect(path)
    driver.use_wal(connection)
    with schema.immediate(connection):
        schema.migrate(connection, "0001")
    assert not ROSTER & tables(connection)
    connection.execute("ATTACH ? AS full", (str(full),))
    sqlite_only.remove_guards(connection)
    connection.execute("PRAGMA foreign_keys = 0")
    for table in tables(connection) - {"alembic_version"}:
        if not table.startswith("search"):
            connection.execute(f"INSERT INTO {table} SELECT * FROM full.{table}")
    connection.execute("DETACH full")
    sqlite_only.reindex(connection)
    sqlite_only.install(connection)
    connection.close()


@pytest.fixture
def old(tmp_path: Path, store: Store, me: Author) -> Path:
    store.incidents.open(me, summary="Tailgating at gate 3", location="GATE3")
    store.occurrences.log("Courier for unit 14", me)
    store.close()
    path = tmp_path / "old" / "sfm.db"
    path.parent.mkdir()
    make_0001(path, store.path)
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
