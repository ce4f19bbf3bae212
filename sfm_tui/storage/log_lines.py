"""How many lines the log has: counted once, then only those that came since."""

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from sfm_tui.storage.store import Store


class LogLines(NamedTuple):
    """The lines of incidents and of the book, when the ledger ended with entry `seq` and the book with `last`."""

    total: int = 0
    seq: int = 0
    last: int = 0


def count_lines(store: "Store", before: LogLines | None = None) -> LogLines:
    """Count them; from `before` only what is new, as long as nothing was erased. Run it in a thread."""
    known = before or LogLines()
    with store.reading() as connection:
        ask = connection.exec_driver_sql
        erased = "SELECT 1 FROM ledger WHERE seq > ? AND kind = 'ledger.erased' LIMIT 1"
        if known.seq and ask(erased, (known.seq,)).first() is not None:
            known = LogLines()
        if known.seq:
            entries = ask("SELECT count(*) FROM entry WHERE seq > ?", (known.seq,)).scalar_one()
            book = ask("SELECT count(*) FROM occurrence WHERE id > ?", (known.last,)).scalar_one()
        else:  # without a condition the smallest index is enough
            entries, book = (ask(f"SELECT count(*) FROM {table}").scalar_one() for table in ("entry", "occurrence"))
        seq, last = ask(
            "SELECT (SELECT coalesce(max(seq), 0) FROM ledger), (SELECT coalesce(max(id), 0) FROM occurrence)"
        ).one()
    return LogLines(known.total + entries + book, seq, last)
