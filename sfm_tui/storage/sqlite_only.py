"""What is SQLite's own beside the tables: the guards of the ledger and the search index.

`install` is idempotent, and runs after every migration, since rebuilding a table drops its triggers silently.
"""

import unicodedata
from typing import Any

from sfm_tui.storage import local_notes

GUARDS = {
    "ledger_no_update": "BEFORE UPDATE ON ledger BEGIN SELECT RAISE(ABORT, 'the ledger is never changed'); END",
    "ledger_no_delete": "BEFORE DELETE ON ledger BEGIN SELECT RAISE(ABORT, 'the ledger is never shortened'); END",
    "ledger_no_gap": (
        "BEFORE INSERT ON ledger WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM ledger)"
        " BEGIN SELECT RAISE(ABORT, 'the ledger has no gaps'); END"
    ),
    "ledger_no_replace": (
        "BEFORE INSERT ON ledger WHEN EXISTS (SELECT 1 FROM ledger WHERE client_id = NEW.client_id)"
        " BEGIN SELECT RAISE(ABORT, 'the ledger has that entry already'); END"
    ),
    "payload_no_update": "BEFORE UPDATE ON payload BEGIN SELECT RAISE(ABORT, 'the ledger is never changed'); END",
    "payload_no_replace": (
        "BEFORE INSERT ON payload WHEN EXISTS (SELECT 1 FROM payload WHERE seq = NEW.seq)"
        " BEGIN SELECT RAISE(ABORT, 'the ledger is never changed'); END"
    ),
    "payload_no_delete": (
        "BEFORE DELETE ON payload WHEN NOT EXISTS (SELECT 1 FROM erasure WHERE erasure.seq = OLD.seq)"
        " BEGIN SELECT RAISE(ABORT, 'a text goes only under a retention rule'); END"
    ),
    "erasure_named": (
        "BEFORE INSERT ON erasure WHEN EXISTS (SELECT 1 FROM erasure WHERE seq = NEW.seq)"
        " OR EXISTS (SELECT 1 FROM ledger WHERE seq = NEW.seq AND kind = 'ledger.erased')"
        " OR NOT EXISTS (SELECT 1 FROM ledger JOIN payload ON payload.seq = ledger.seq,"
        " json_each(payload.payload, '$.entries') AS named WHERE ledger.seq = NEW.by_seq"
        " AND ledger.kind = 'ledger.erased' AND named.value = NEW.seq)"
        " BEGIN SELECT RAISE(ABORT, 'an erasure is named by an entry of the ledger'); END"
    ),
    "erasure_no_update": "BEFORE UPDATE ON erasure BEGIN SELECT RAISE(ABORT, 'an erasure is never changed'); END",
    "erasure_no_delete": "BEFORE DELETE ON erasure BEGIN SELECT RAISE(ABORT, 'an erasure is never undone'); END",
}

SEARCH = "CREATE VIRTUAL TABLE search USING fts5(words, content='', tokenize='unicode61', prefix='2 3', columnsize=0)"
PUT_BACK = "guards_put_back"


def install(connection: Any) -> None:
    """Create the guards and the search index where they are missing or altered, on a raw connection."""
    for name in missing_guards(connection):
        if name == "search":
            connection.execute(SEARCH)
            reindex(connection)
        else:
            connection.execute(f"DROP TRIGGER IF EXISTS {name}")
            connection.execute(f"CREATE TRIGGER {name} {GUARDS[name]}")


def put_back(connection: Any, missing: list[str]) -> None:
    """Install what somebody removed from a store, and leave a note of it for `sfm doctor`."""
    install(connection)
    last = connection.execute("SELECT coalesce(max(seq), 0) FROM ledger").fetchone()[0]
    connection.execute(local_notes.ADD, (PUT_BACK, f"{', '.join(missing)} at entry {last}"))


def remove_guards(connection: Any) -> None:
    """Drop the guards, so that a migration may rebuild a table; `install` puts them back."""
    for name in GUARDS:
        connection.execute(f"DROP TRIGGER IF EXISTS {name}")


def missing_guards(connection: Any) -> list[str]:
    """The guards, and the search index, that are not there or do not say what they should."""
    there = dict(connection.execute("SELECT name, sql FROM sqlite_master WHERE type <> 'index'").fetchall())
    missing = [name for name, body in GUARDS.items() if there.get(name) != f"CREATE TRIGGER {name} {body}"]
    return missing if there.get("search") == SEARCH else [*missing, "search"]


def reindex(connection: Any) -> None:
    """Fill an empty search index from the ledger."""
    from sfm_tui.domain.event import revive

    rows = connection.execute("SELECT l.seq, l.kind, p.payload FROM ledger l JOIN payload p ON p.seq = l.seq")
    while batch := rows.fetchmany(2000):
        found = [(seq, words) for seq, kind, payload in batch if (words := revive(kind, payload).words)]
        connection.executemany("INSERT INTO search (rowid, words) VALUES (?, ?)", found)


LONGEST_QUERY = 400
MOST_WORDS = 16


def match_expression(text: str) -> str:
    """The search expression for what was typed: every word must occur, the last one may go on.

    What was typed is only ever quoted words, never FTS5 syntax; of a text pasted by mistake only the beginning
    counts. Empty where there is no word of two letters.
    """
    text = unicodedata.normalize("NFC", text[:LONGEST_QUERY])
    words = "".join(ch if ch.isalnum() else " " for ch in text).split()[:MOST_WORDS]
    if max(map(len, words), default=0) < 2:
        return ""
    quoted = [f'"{word}"' for word in words]
    if len(words[-1]) > 1 and text[-1:].isalnum():
        quoted[-1] += "*"
    return " ".join(quoted)
