"""Which record came from which: one table of links between any two."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sfm_tui.domain.desk import Author
from sfm_tui.domain.reference import LinkMade, LinkStruck
from sfm_tui.storage.errors import Clash, StoreError

if TYPE_CHECKING:
    from sfm_tui.storage.store import Store
    from sfm_tui.storage.transaction import Transaction

TABLE_OF = {
    "incident": ("incident", "number"),
    "occurrence": ("occurrence", "occurrence"),
    "officer": ("officer", "officer"),
    "post": ("post", "post"),
    "person": ("person", "person"),
    "location": ("location", "location"),
    "briefing": ("briefing", "briefing"),
    "handover": ("handover", "handover"),
    "talk": ("talk", "talk"),
    "topic": ("topic", "topic"),
    "action": ("action", "action"),
    "theme": ("theme", "theme"),
    "reflection": ("reflection", "reflection"),
    "note": ("note", "note"),
    "weekly": ("weekly", "weekly"),
    "report": ("report", "report"),
    "roster": ("roster_change", "seq"),
}
CHANGED = "changed"
"""How a change of the roster belongs to what it was made for."""
OF_THIS_STORE = ("roster", "report")
"""Kinds that are named by what this store alone has: an entry of its ledger, a document that was made here."""
FREE = ("feedback", "complaint", "audit", "finding", "measure", "duty", "review", "assessment", "breach",
        "risk", "other")  # fmt: skip


@dataclass(frozen=True)
class Link:
    """Two records that belong together."""

    source: str
    target: str
    link: str
    struck: str


def check_ref(ref: str) -> None:
    """Refuse a name of a record that is none: `kind:key` is wanted."""
    kind, colon, key = ref.partition(":")
    if not colon or not key or (kind not in TABLE_OF and kind not in FREE):
        raise StoreError(f"«{ref}» names no record: write kind:key, such as incident:2026-0142")


def exists(transaction: "Transaction", ref: str) -> bool:
    """Whether the record is in the store; kinds that have no table here are taken as they are."""
    kind, _, key = ref.partition(":")
    if kind not in TABLE_OF:
        return True
    table, column = TABLE_OF[kind]
    return transaction.one(f"SELECT 1 FROM {table} WHERE {column} = ?", (key,)) is not None


def make_in(transaction: "Transaction", source: str, target: str, by: Author, *, link: str = "") -> None:
    """Link two records inside a transaction; see `Links.make`."""
    for ref in (source, target):
        check_ref(ref)
    if source == target:
        raise StoreError("a record is not linked to itself")
    for ref in (source, target):
        if not exists(transaction, ref):
            raise StoreError(f"there is no {ref.replace(':', ' ', 1)}")
    if _struck(transaction, source, target, link) != "":
        transaction.append(LinkMade(source=source, target=target, link=link), by)


class Links:
    """Links between any two records."""

    def __init__(self, store: "Store") -> None:
        self._store = store

    def make(self, source: str, target: str, by: Author, *, link: str = "") -> None:
        """Link two records; raises StoreError where one is not there or both are the same.

        Where the link stands already, nothing is entered.
        """
        with self._store.writing() as transaction:
            make_in(transaction, source, target, by, link=link)

    def strike(self, source: str, target: str, why: str, by: Author, *, link: str = "") -> None:
        """Strike a link that does not hold, with a reason. Clash where it is struck already."""
        if not why.strip():
            raise StoreError("a reason is needed: it stands beside the struck link")
        with self._store.writing() as transaction:
            struck = _struck(transaction, source, target, link)
            if struck is None:
                raise StoreError(f"there is no link from {source} to {target}")
            if struck:
                raise Clash(f"that link is struck already ({struck})")
            transaction.append(LinkStruck(source=source, target=target, link=link, why=why), by)

    def known(self, ref: str) -> bool:
        """Whether a record can be linked: it is in the store, or of a kind that has no table here."""
        table, column = TABLE_OF.get(ref.partition(":")[0], ("", ""))
        if not table:
            return True
        with self._store.reading() as connection:
            sql = f"SELECT 1 FROM {table} WHERE {column} = ?"
            return connection.exec_driver_sql(sql, (ref.partition(":")[2],)).first() is not None

    def of(self, ref: str) -> list[Link]:
        """The links from and to a record, in the order in which they were made, struck ones included."""
        with self._store.reading() as connection:
            rows = connection.exec_driver_sql(
                "SELECT source, target, link, struck, id FROM link WHERE source = ?"
                " UNION SELECT source, target, link, struck, id FROM link WHERE target = ? ORDER BY 5",
                (ref, ref),
            )
            return [Link(*row[:4]) for row in rows]

    def ends(self, refs: Collection[str]) -> dict[str, list[str]]:
        """What each of some records is linked to, from it or to it, by the links that are not struck."""
        some = json.dumps(sorted(refs))
        with self._store.reading() as connection:
            rows = connection.exec_driver_sql(
                "SELECT target, source, id FROM link WHERE struck = '' AND target IN (SELECT value FROM json_each(?))"
                " UNION ALL"
                " SELECT source, target, id FROM link WHERE struck = '' AND source IN (SELECT value FROM json_each(?))"
                " ORDER BY 3",
                (some, some),
            )
            found: dict[str, list[str]] = {}
            for ref, other, _id in rows:
                found.setdefault(ref, []).append(other)
        return found


def _struck(transaction: "Transaction", source: str, target: str, link: str) -> str | None:
    row = transaction.one(
        "SELECT struck FROM link WHERE source = ? AND target = ? AND link = ?", (source, target, link)
    )
    return str(row[0]) if row else None
