"""Clearing the traces of what was erased: files, search index, free pages, write-ahead log."""

import contextlib
import json
import time
from typing import TYPE_CHECKING, Any

from sfm_tui.domain.event import revive
from sfm_tui.storage import driver, local_notes
from sfm_tui.storage.attached_files import folder_of, named_in, place_of
from sfm_tui.storage.copies import UNFINISHED
from sfm_tui.storage.erasing import Progress
from sfm_tui.storage.errors import StoreBusy, explain

if TYPE_CHECKING:
    from sfm_tui.storage.store import Store
    from sfm_tui.storage.transaction import Transaction

LONGEST_WAIT = 20.0
_NAP = 0.05
_CHUNK = 2000


def unfinished(store: "Store") -> bool:
    """Whether traces of what was erased are still to be cleared."""
    with store.reading() as connection:
        return connection.exec_driver_sql(local_notes.READ, (UNFINISHED,)).first() is not None


def clear(store: "Store", progress: Progress | None = None) -> None:
    """Clear the traces of everything that was erased; as long as nothing else was, it can be done again.

    The search index is made anew and the file written anew, so it takes as long as a copy of the store, in which
    others wait to write. Raises StoreBusy where another terminal kept an old state in sight throughout: then it is
    not finished, and says so; StoreFull where there is no room for a second copy.
    """

    def tell(what: str) -> None:
        if progress:
            progress(what, 0, 0)

    tell("search index")
    with store.writing() as transaction:
        row = transaction.one(local_notes.READ, (UNFINISHED,))
        _drop_files(transaction, store, json.loads(row[0]) if row else [])
        _index_anew(transaction)
    tell("pages")
    store.close()  # its own kept connections would hold the log
    connection = driver.connect(store.path)
    try:
        connection.execute("VACUUM")
        _empty_log(connection)
        connection.execute(local_notes.DROP, (UNFINISHED,))
    except driver.faults() as error:
        raise explain(error, store.path) from error
    finally:
        connection.close()


def _drop_files(transaction: "Transaction", store: "Store", digests: list[str]) -> None:
    """Remove the files that no kept entry names any more; inside the transaction, so that nobody attaches one now."""
    folder = folder_of(store.path)
    named = named_in(transaction.writer.connection.connection) if digests else {}
    for digest in digests:
        if digest not in named:
            with contextlib.suppress(FileNotFoundError):
                place_of(folder, digest).unlink()


def _index_anew(transaction: "Transaction") -> None:
    writer = transaction.writer
    writer.run("INSERT INTO search (search) VALUES ('delete-all')")
    after = 0
    while rows := writer.all(
        "SELECT l.seq, l.kind, p.payload FROM ledger l JOIN payload p ON p.seq = l.seq WHERE l.seq > ?"
        " ORDER BY l.seq LIMIT ?",
        (after, _CHUNK),
    ):
        for seq, kind, payload in rows:
            event = revive(kind, payload)
            writer.index(seq, event.words, event.place)
        after = rows[-1][0]
    writer.flush()


def _empty_log(connection: Any) -> None:
    """Fold the write-ahead log into the file and cut it to nothing, as soon as nobody reads an old state."""
    connection.execute("PRAGMA busy_timeout = 0")  # else each look waits for as long as a writer would
    waited = 0.0
    while connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
        if waited > LONGEST_WAIT:
            raise StoreBusy(
                "what was erased is gone from the records, but another terminal reads an old state of the store:"
                " close it, then «sfm retention --finish» clears the rest"
            )
        time.sleep(_NAP)
        waited += _NAP
    connection.execute(f"PRAGMA busy_timeout = {driver.BUSY_SECONDS * 1000}")
