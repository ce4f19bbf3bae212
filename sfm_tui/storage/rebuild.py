"""The records, built again from the ledger alone: what the state tables must add up to."""

from pathlib import Path
from typing import Any

from sfm_tui.domain.event import revive
from sfm_tui.storage import driver
from sfm_tui.storage.ledger import Entry
from sfm_tui.storage.project import project
from sfm_tui.storage.store import Store
from sfm_tui.storage.tables import STATE_TABLES


def replay(source: Store, target: Store) -> None:
    """Apply every entry of `source` to the empty store `target`, ledger included."""
    import sfm_tui.domain.desk
    import sfm_tui.domain.incidents
    import sfm_tui.domain.occurrences
    import sfm_tui.domain.reference
    import sfm_tui.domain.site  # noqa: F401  (each registers its events)

    with source.reading() as old, target.writing() as new:
        rows = old.exec_driver_sql(
            "SELECT l.seq, l.format, l.site, l.at, l.author, l.confirmed, l.kind, l.subject, l.client_id, l.digest,"
            " l.hash, p.salt, p.payload FROM ledger l JOIN payload p ON p.seq = l.seq ORDER BY l.seq"
        )
        names = (
            "seq", "format", "site", "at", "author", "confirmed", "kind", "subject", "client_id", "digest", "hash",
        )  # fmt: skip
        for row in rows:
            header = dict(zip(names, row[:11], strict=True))
            event = revive(header["kind"], row[12])
            new.writer.insert("ledger", header)
            new.writer.insert("payload", {"seq": row[0], "salt": row[11], "payload": row[12]})
            new.writer.index(row[0], event.words)
            entry = Entry(
                header["seq"], header["at"], header["site"], header["author"], bool(header["confirmed"]),
                header["kind"], header["subject"], header["client_id"], event,
            )  # fmt: skip
            project(event, entry, new.writer)


def state(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every state table, to compare two stores."""
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
