"""What is SQLite's own beside the tables: the guards of the ledger and the search index.

`install` is idempotent, and runs after every migration, since rebuilding a table drops its triggers silently.
"""

from typing import Any

GUARDS = {
    "ledger_no_update": "BEFORE UPDATE ON ledger BEGIN SELECT RAISE(ABORT, 'the ledger is never changed'); END",
    "ledger_no_delete": "BEFORE DELETE ON ledger BEGIN SELECT RAISE(ABORT, 'the ledger is never shortened'); END",
    "ledger_no_gap": (
        "BEFORE INSERT ON ledger WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM ledger)"
        " BEGIN SELECT RAISE(ABORT, 'the ledger has no gaps'); END"
    ),
    "payload_no_update": "BEFORE UPDATE ON payload BEGIN SELECT RAISE(ABORT, 'the ledger is never changed'); END",
    "payload_no_replace": (
        "BEFORE INSERT ON payload WHEN EXISTS (SELECT 1 FROM payload WHERE seq = NEW.seq)"
        " BEGIN SELECT RAISE(ABORT, 'the ledger is never changed'); END"
    ),
    "payload_no_delete": (
        "BEFORE DELETE ON payload WHEN NOT EXISTS (SELECT 1 FROM erasure JOIN ledger ON ledger.seq = erasure.by_seq"
        " WHERE erasure.seq = OLD.seq AND ledger.kind = 'ledger.erased')"
        " BEGIN SELECT RAISE(ABORT, 'a text goes only under a retention rule'); END"
    ),
    "erasure_no_update": "BEFORE UPDATE ON erasure BEGIN SELECT RAISE(ABORT, 'an erasure is never changed'); END",
    "erasure_no_delete": "BEFORE DELETE ON erasure BEGIN SELECT RAISE(ABORT, 'an erasure is never undone'); END",
}

SEARCH = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS search USING fts5"
    "(words, content='', tokenize='unicode61', prefix='2 3', columnsize=0)"
)


def install(connection: Any) -> None:
    """Create the guards and the search index where they are missing, on a raw connection."""
    for name, body in GUARDS.items():
        connection.execute(f"CREATE TRIGGER IF NOT EXISTS {name} {body}")
    connection.execute(SEARCH)


def remove_guards(connection: Any) -> None:
    """Drop the guards, so that a migration may rebuild a table; `install` puts them back."""
    for name in GUARDS:
        connection.execute(f"DROP TRIGGER IF EXISTS {name}")


def missing_guards(connection: Any) -> list[str]:
    """The guards that are not there, or do not say what they should."""
    there = dict(connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall())
    return [name for name, body in GUARDS.items() if there.get(name) != f"CREATE TRIGGER {name} {body}"]


def match_expression(text: str) -> str:
    """The search expression for what was typed: every word must occur, the last one may go on.

    What was typed is only ever quoted words, never FTS5 syntax. Empty where there is no word of two letters.
    """
    words = ["".join(ch if ch.isalnum() else " " for ch in part).split() for part in text.split()]
    flat = [word for part in words for word in part]
    if not flat or max(map(len, flat)) < 2:
        return ""
    quoted = [f'"{word}"' for word in flat]
    quoted[-1] += "*" if not text[-1:].isspace() else ""
    return " ".join(quoted)
