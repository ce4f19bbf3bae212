"""The lines of an incident's log."""

from sfm_tui.storage.ledger import Entry
from sfm_tui.storage.writer import Writer

_LONGEST_COUNTED = 9


def put_line(
    entry: Entry, writer: Writer, incident_id: int, line: str, text: str, *, at: int | None = None,
    key: str = "", written_at: int | None = None, author: str | None = None, amends: str = "", struck: str = "",
) -> None:  # fmt: skip
    """Write a line; its times and author are those of the ledger's entry where no others are given."""
    writer.insert(
        "entry",
        {
            "seq": entry.seq,
            "incident_id": incident_id,
            "entry": key,
            "line": line,
            "at": entry.at if at is None else at,
            "written_at": entry.at if written_at is None else written_at,
            "author": entry.author if author is None else author,
            "confirmed": int(entry.confirmed),
            "text": text,
            "amends": amends,
            "struck": struck,
        },
    )


def next_entry_key(writer: Writer, incident_id: int) -> str:
    """The key of the next line in an incident's log: one more than the highest number that any line bears."""
    found = writer.one(
        "SELECT max(CAST(entry AS INTEGER)) FROM entry WHERE incident_id = ? AND entry <> '' AND length(entry) <= ?",
        (incident_id, _LONGEST_COUNTED),
    )
    key = max(0, found[0] or 0) + 1
    # Keys of an import can be longer than what is counted.
    while writer.one("SELECT 1 FROM entry WHERE incident_id = ? AND entry = ?", (incident_id, str(key))):
        key += 1
    return str(key)
