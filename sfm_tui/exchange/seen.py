"""What an import has found in its own files so far: keys with their lines, kept on disk so that memory stays flat."""

import json
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from marshal import dumps
from typing import Any

from sfm_tui.exchange.tables import Values
from sfm_tui.storage.driver import driver


def digest(values: Values) -> bytes:
    """By which two rows of a file are known to be the same."""
    return blake2b(dumps(values, 2), digest_size=16).digest()


class Seen:
    """Good rows by noun and key, rejected keys, and amendments whose target was not there yet."""

    def __init__(self) -> None:
        # An empty name is a private file of SQLite's own, which is gone when it is closed.
        self._db: Any = driver().connect("", isolation_level=None, check_same_thread=False)
        self._db.execute("PRAGMA journal_mode = off")
        self._db.execute(
            "CREATE TABLE seen (noun TEXT, key TEXT, file TEXT, line INTEGER, digest BLOB, PRIMARY KEY (noun, key))"
            " WITHOUT ROWID"
        )
        self._db.execute("CREATE TABLE waiting (line INTEGER, key TEXT, target TEXT)")
        self.rejected: dict[tuple[str, str], tuple[str, int]] = {}

    def close(self) -> None:
        """Forget everything."""
        self._db.close()

    def add(self, noun: str, file: str, rows: Iterable[tuple[Values, int, bytes]]) -> None:
        """Note good rows of a file: key, line, digest."""
        self._db.executemany(
            "INSERT INTO seen VALUES (?, ?, ?, ?, ?)",
            [(noun, text_key(key), file, line, mark) for key, line, mark in rows],
        )

    def drop(self, noun: str, key: Values) -> None:
        """Note a row no more."""
        self._db.execute("DELETE FROM seen WHERE noun = ? AND key = ?", (noun, text_key(key)))

    def find(self, noun: str, keys: Sequence[Values]) -> dict[str, tuple[int, bytes, str]]:
        """Line, digest and file of those that were noted, by `text_key`."""
        rows = self._db.execute(
            "SELECT s.key, s.line, s.digest, s.file FROM json_each(?) k CROSS JOIN seen s"
            " ON s.noun = ? AND s.key = k.value",
            (json.dumps([text_key(key) for key in keys]), noun),
        )
        return {key: (line, mark, file) for key, line, mark, file in rows}

    def begun(self, noun: str, first: Iterable[str]) -> set[str]:
        """Those of the words that are the first part of a key that was noted."""
        rows = self._db.execute(
            "SELECT k.value FROM json_each(?) k WHERE EXISTS (SELECT 1 FROM seen s WHERE s.noun = ?"
            " AND s.key > k.value || char(31) AND s.key < k.value || char(32))",
            (json.dumps(list(first)), noun),
        )
        return {word for (word,) in rows}

    def wait(self, rows: Iterable[tuple[int, Values, Values]]) -> None:
        """Note entries (line, key) that amend one (its key) which is not in the store."""
        self._db.executemany(
            "INSERT INTO waiting VALUES (?, ?, ?)", [(line, text_key(key), text_key(to)) for line, key, to in rows]
        )

    def astray(self, noun: str) -> list[tuple[int, str]]:
        """Lines and targets of those that still wait for one that is not there; they are noted no more."""
        found: list[tuple[int, str]] = []
        while rows := self._db.execute(
            "SELECT w.line, w.key, w.target FROM waiting w WHERE NOT EXISTS"
            " (SELECT 1 FROM seen s WHERE s.noun = ? AND s.key = w.target) ORDER BY w.line",
            (noun,),
        ).fetchall():
            found.extend((line, target) for line, _, target in rows)
            self._db.executemany("DELETE FROM seen WHERE noun = ? AND key = ?", [(noun, row[1]) for row in rows])
            self._db.executemany("DELETE FROM waiting WHERE line = ?", [(row[0],) for row in rows])
        return sorted(found)


def text_key(key: Values) -> str:
    """A key as one text; its parts hold no control characters."""
    return "\x1f".join(map(str, key))
