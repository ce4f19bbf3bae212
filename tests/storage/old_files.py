"""Files of earlier schemas, with the ledger and the records of a present store in them."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sfm_tui.clock import FrozenClock
from sfm_tui.storage import driver, rebuild, schema, sqlite_only, verify
from sfm_tui.storage.store import Store


def tables(connection: Any) -> set[str]:
    """The tables of a file."""
    return {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()}


def make_old(path: Path, full: Path, version: str, lacks: Collection[str]) -> None:
    """Lay out a file by the migrations up to `version`, which knows none of the tables that it `lacks`, and fill it."""
    path.touch(mode=0o600)
    connection = driver.connect(path)
    driver.use_wal(connection)
    with schema.immediate(connection):
        schema.migrate(connection, version)
    assert not set(lacks) & tables(connection)
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


@contextmanager
def brought_up(store: Store, clock: FrozenClock, version: str, lacks: Collection[str]) -> Iterator[Store]:
    """What the store holds as a file of an earlier schema, opened again; it is whole before and after it is used."""
    store.close()
    old = store.path.parent / "old" / "sfm.db"
    old.parent.mkdir()
    make_old(old, store.path, version, lacks)
    assert verify.check(old).ok
    with Store.open(old, clock) as again:
        assert rebuild.differences(again) == []
        yield again
        assert rebuild.differences(again) == []
        connection = driver.connect(old, read_only=True)
        assert schema.version_of(connection) == schema.CURRENT
        assert tables(connection) >= set(lacks)
        connection.close()
    assert verify.check(old).ok
    assert [copy.name for copy in old.parent.glob("*.bak")] == [f"sfm.db.schema-{version}.bak"]
