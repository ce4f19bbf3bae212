"""What is being typed, kept so that a crash loses none of it. No evidence: it goes when it is saved or dropped."""

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sfm_tui.storage.errors import damaged

if TYPE_CHECKING:
    from sfm_tui.storage.store import Store

_COLUMNS = "key, at, person, body"


@dataclass(frozen=True)
class Draft:
    """Fields that somebody was typing; `key` names where, such as `incident:2026-0142`."""

    key: str
    at: int
    person: str
    body: dict[str, Any]


class Drafts:
    """Keeps and gives back half-written fields."""

    def __init__(self, store: "Store") -> None:
        self._store = store

    def keep(self, key: str, person: str, body: dict[str, Any]) -> None:
        """Keep what is typed so far; an empty body drops the draft."""
        if not body:
            self.drop(key)
            return
        # All in ASCII: even half a character, which no column takes, comes back as it was typed.
        text = json.dumps(body)
        with self._store.writing() as transaction:
            transaction.writer.run(
                "INSERT INTO draft (key, at, person, body) VALUES (?, ?, ?, ?) ON CONFLICT (key) DO UPDATE SET"
                " at = excluded.at, person = excluded.person, body = excluded.body",
                (key, transaction.now, person, text),
            )

    def drop(self, key: str) -> None:
        """Forget a draft."""
        with self._store.writing() as transaction:
            transaction.writer.run("DELETE FROM draft WHERE key = ?", (key,))

    def get(self, key: str) -> Draft | None:
        """The draft under a key, if there is one."""
        with self._store.reading() as connection:
            row = connection.exec_driver_sql(f"SELECT {_COLUMNS} FROM draft WHERE key = ?", (key,)).first()
        return _draft(*row) if row else None

    def all(self) -> list[Draft]:
        """Every draft, the newest first."""
        with self._store.reading() as connection:
            rows = connection.exec_driver_sql(f"SELECT {_COLUMNS} FROM draft ORDER BY at DESC, key").all()
        return [_draft(*row) for row in rows]


def _draft(key: str, at: int, person: str, body: str) -> Draft:
    try:
        return Draft(key, at, person, json.loads(body))
    except (ValueError, TypeError) as error:
        raise damaged("the store", f"the draft {key}") from error
