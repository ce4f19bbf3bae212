"""The records, built again from the ledger alone: what the state tables must add up to."""

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from sfm_tui.domain.event import revive
from sfm_tui.storage import driver
from sfm_tui.storage.errors import explain
from sfm_tui.storage.ledger import Entry
from sfm_tui.storage.project import project
from sfm_tui.storage.store import Store
from sfm_tui.storage.tables import STATE_TABLES, Base

_HEADER = ("seq", "format", "site", "at", "author", "confirmed", "kind", "subject", "client_id", "digest", "hash")


def replay(source: Store, target: Store) -> None:
    """Apply every entry of `source` to the empty store `target`, ledger included.

    What was erased stays erased: such an entry is taken over without its text, and changes no record, unless something
    of it was left: that stands in its place.
    """
    with source.reading() as old, target.writing() as new:
        left = _left(old)
        for table, ids in _gone(old):
            new.writer.leave_out(table, ids)
        rows = old.exec_driver_sql(
            f"SELECT {', '.join(f'l.{name}' for name in _HEADER)}, p.salt, p.payload FROM ledger l"
            " LEFT JOIN payload p ON p.seq = l.seq ORDER BY l.seq"
        )
        for row in rows:
            header = dict(zip(_HEADER, row[:11], strict=True))
            new.writer.insert("ledger", header)
            payload = left.get(row[0]) if row[12] is None else row[12]
            if payload is None:
                continue
            event = revive(header["kind"], payload)
            if row[12] is not None:
                new.writer.insert("payload", {"seq": row[0], "salt": row[11], "payload": row[12]})
                new.writer.index(row[0], event.words, event.place)
            entry = Entry(
                header["seq"], header["at"], header["site"], header["author"], bool(header["confirmed"]),
                header["kind"], header["subject"], header["client_id"], event,
            )  # fmt: skip
            project(event, entry, new.writer)
        new.writer.flush()
        for seq, by in old.exec_driver_sql("SELECT seq, by_seq FROM erasure"):
            new.writer.insert("erasure", {"seq": seq, "by_seq": by})


def _left(connection: Connection) -> dict[int, str]:
    """What is left of entries that were erased in part, by their numbers."""
    rows = connection.exec_driver_sql(
        "SELECT json_extract(p.payload, '$.of'), json_extract(p.payload, '$.what') FROM ledger l"
        " JOIN payload p ON p.seq = l.seq WHERE l.kind = 'ledger.restated' ORDER BY l.seq"
    )
    return {int(seq): str(what) for seq, what in rows}


def _gone(connection: Connection) -> Iterator[tuple[str, list[int]]]:
    """The integer keys of rows that were erased, by table."""
    rows = connection.exec_driver_sql(
        "SELECT json_extract(p.payload, '$.gone') FROM ledger l JOIN payload p ON p.seq = l.seq"
        " WHERE l.kind = 'ledger.erased' AND json_extract(p.payload, '$.gone') IS NOT NULL"
    )
    for (gone,) in rows:
        yield from json.loads(gone).items()


def state(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every state table, to compare two small stores."""
    connection = driver.connect(store.path, read_only=True)
    try:
        return {
            table: sorted(map(tuple, connection.execute(f"SELECT * FROM {table}").fetchall()), key=repr)
            for table in STATE_TABLES
        }
    finally:
        connection.close()


def rebuild_beside(store: Store, path: Path) -> Store:
    """Build a new store at `path` from the ledger of `store`."""
    target = Store.open(path, store.clock)
    replay(store, target)
    return target


def differences(store: Store, most: int = 20) -> list[str]:
    """Where the records are not what the ledger adds up to, one line each: somebody changed a table by hand.

    The ledger should have been verified before. Builds the records anew in a temporary folder: as long as an
    import, and as much room as the store. Raises StoreError where the store cannot be read.
    """
    with tempfile.TemporaryDirectory(prefix="sfm-") as folder:
        path = Path(folder) / "rebuilt.db"
        rebuild_beside(store, path).close()
        connection = driver.connect(path)
        try:
            connection.execute("ATTACH ? AS held", (store.path.as_uri() + "?mode=ro",))
            found: list[str] = []
            for table in STATE_TABLES:
                for line in _differing(connection, table, most - len(found)):
                    found.append(line)
            return found
        except driver.faults() as error:
            raise explain(error, store.path) from error
        finally:
            connection.close()


def _differing(connection: Any, table: str, most: int) -> Iterator[str]:
    if most <= 0:
        return
    columns = [column.name for column in Base.metadata.tables[table].columns]
    keys = Base.metadata.tables[table].primary_key.columns.keys()
    key, where = ", ".join(f'"{k}"' for k in keys), " AND ".join(f'"{k}" = ?' for k in keys)
    found = connection.execute(
        f"SELECT {key} FROM (SELECT * FROM held.{table} EXCEPT SELECT * FROM main.{table})"
        f" UNION SELECT {key} FROM (SELECT * FROM main.{table} EXCEPT SELECT * FROM held.{table}) ORDER BY 1 LIMIT ?",
        (most,),
    ).fetchall()
    for values in found:
        value = " ".join(map(str, values))
        held, told = (
            connection.execute(f"SELECT * FROM {schema}.{table} WHERE {where}", tuple(values)).fetchone()
            for schema in ("held", "main")
        )
        if held is None:
            yield f"{table} {value} was removed: the ledger tells of it"
        elif told is None:
            yield f"{table} {value} was put in: the ledger does not tell of it"
        else:
            name, is_, was = next(t for t in zip(columns, held, told, strict=True) if t[1] != t[2])
            yield f"{table} {value}: {name} is {is_!r}, the ledger says {was!r}"
