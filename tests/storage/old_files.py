"""Files of earlier schemas, with the ledger and the records of a present store in them."""

from collections.abc import Collection
from pathlib import Path
from typing import Any

from sfm_tui.storage import driver, schema, sqlite_only


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
