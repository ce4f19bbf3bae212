"""Entries that tell of many records: what is left of them when some are erased takes their place.

An import keeps the rows of a file in its entry, an act on the roster all that it changed. Such an entry loses its text
like any other, and an entry `ledger.restated` says what of it stays, if anything does.
"""

import json
from bisect import bisect_right, insort
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sfm_tui.domain.desk import Author
from sfm_tui.domain.keeping import Restated
from sfm_tui.domain.roster_records import from_of
from sfm_tui.domain.stretches import COLUMN_OF, Stretch, stretch_of
from sfm_tui.storage.project.keeping import OFFICERS_OWN, absence_key

if TYPE_CHECKING:
    from sfm_tui.storage.transaction import Transaction

Payload = dict[str, Any]

_ROWS_OF: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "officer": (("officer", ("officer",)), *((noun, ("officer",)) for noun in OFFICERS_OWN)),
    "person": (("person", ("person",)),),
    "briefing": (("briefing", ("briefing",)), ("acknowledgement", ("briefing",))),
    "talk": (("talk", ("talk",)),),
    "absence": (("absence", ("officer", "start")),),
    "action": (("action", ("action",)), ("step", ("action",)), ("review", ("action",))),
    "assessment": (("assessment", ("enabler", "assessed_on", "assessor")),),
}
"""The rows that belong to a record of a noun: the noun of a file or of a change, and the columns with the key."""


@dataclass
class Going:
    """Which rows go: keys by the noun and its columns, stretches of the roster by table and whose, in order of time,
    and links by their two ends.
    """

    keys: dict[tuple[str, tuple[str, ...]], set[tuple[Any, ...]]] = field(default_factory=dict)
    stretches: dict[tuple[str, str], list[Stretch]] = field(default_factory=dict)
    pairs: set[tuple[str, str]] = field(default_factory=set)

    def add(self, record: str, parts: tuple[Any, ...] = ()) -> None:
        """Let the rows of a record go; nothing for records that no file brings in one entry with others.

        `parts` are those of a key that has several.
        """
        noun, _, key = record.partition(":")
        if (stretch := stretch_of(record)) is not None:
            for table in stretch.tables:
                insort(self.stretches.setdefault((table, stretch.who), []), stretch, key=lambda one: one.low)
        for place in _ROWS_OF.get(noun, ()):
            self.keys.setdefault(place, set()).add(absence_key(key) if noun == "absence" else parts or (key,))

    def left_of(self, payload: Payload) -> Payload | None:
        """What is left of an import or an act on the roster; None where nothing of it goes."""
        if "changes" in payload:
            kept = [change for change in payload["changes"] if not self._goes(change["table"], _either(change))]
            return None if len(kept) == len(payload["changes"]) else {**payload, "changes": kept}
        noun = payload["noun"]
        kept = [row for row in payload["rows"] if not self._goes(noun, row)]
        return None if len(kept) == len(payload["rows"]) else {**payload, "rows": kept}

    @property
    def nouns(self) -> set[str]:
        """The nouns whose rows may go."""
        nouns = {noun for noun, _columns in self.keys} | {table for table, _who in self.stretches}
        return nouns | ({"link"} if self.pairs else set())

    @property
    def officers(self) -> set[str]:
        """The officers whose rows of the roster may go."""
        return {key[0] for (noun, _columns), keys in self.keys.items() if noun in OFFICERS_OWN for key in keys}

    def within(self, table: str, officer: str, post: str, at: int | None) -> bool:
        """Whether a row of the roster that starts or is due at an instant lies in a stretch that goes."""
        some = self.stretches.get((table, {"officer": officer, "post": post}.get(COLUMN_OF.get(table, ""), "")))
        if not some or at is None:
            return False
        place = bisect_right(some, at, key=lambda one: one.low) - 1
        return place >= 0 and at < some[place].high

    def _goes(self, noun: str, row: Payload) -> bool:
        if noun == "link":
            return (row["source"], row["target"]) in self.pairs
        if self.stretches and self.within(noun, row.get("officer", ""), row.get("post", ""), from_of(row)):
            return True
        return any(
            noun == of and tuple(row[column] for column in columns) in keys for (of, columns), keys in self.keys.items()
        )


def _either(change: Payload) -> Payload:
    found: Payload = change["new"] if change["new"] is not None else change["old"]
    return found


def restate(transaction: "Transaction", going: Going, by: Author) -> list[int]:
    """Say again what is left of each entry that tells of what goes; gives the entries whose text is to go for it."""
    if not going.nouns:
        return []
    entries = []
    for seq, of, payload in list(_entries(transaction, going)):
        left = going.left_of(payload)
        if left is not None:
            if left.get("changes") or left.get("rows"):
                transaction.append(Restated(of=of, what=left), by)
            entries.append(seq)
    return entries


def _entries(transaction: "Transaction", going: Going) -> Iterator[tuple[int, int, Payload]]:
    nouns = json.dumps(sorted(going.nouns))
    files = transaction.writer.all(
        "SELECT l.seq, p.payload FROM ledger l JOIN payload p ON p.seq = l.seq WHERE l.kind = 'file.imported'"
        " AND json_extract(p.payload, '$.noun') IN (SELECT value FROM json_each(?))",
        (nouns,),
    )
    officers = json.dumps(sorted(going.officers))
    acts = transaction.writer.all(
        "SELECT DISTINCT c.seq, p.payload FROM roster_change c JOIN ledger l ON l.seq = c.seq JOIN payload p"
        " ON p.seq = c.seq WHERE l.kind = 'roster.changed' AND c.officer IN (SELECT value FROM json_each(?))"
        " AND c.noun IN (SELECT value FROM json_each(?))",
        (officers, nouns),
    )
    acts += _acts_in(transaction, going)
    for seq, payload in dict([*files, *acts]).items():
        yield seq, seq, json.loads(payload)
    again = transaction.writer.all(
        "SELECT l.seq, p.payload FROM ledger l JOIN payload p ON p.seq = l.seq WHERE l.kind = 'ledger.restated'"
    )
    for seq, payload in again:
        data = json.loads(payload)
        yield seq, data["of"], data["what"]


def _acts_in(transaction: "Transaction", going: Going) -> list[tuple[Any, ...]]:
    """The acts on the roster that tell of a row in one of the stretches that go."""
    acts: dict[int, str] = {}
    for stretch in {one for some in going.stretches.values() for one in some}:
        who, values = (f" AND c.{stretch.column} = ?", (stretch.who,)) if stretch.column else ("", ())
        acts.update(
            transaction.writer.all(
                "SELECT DISTINCT c.seq, p.payload FROM roster_change c JOIN ledger l ON l.seq = c.seq JOIN payload p"
                f" ON p.seq = c.seq WHERE l.kind = 'roster.changed' AND c.start >= ? AND c.start < ?{who}"
                " AND c.noun IN (SELECT value FROM json_each(?))",
                (stretch.low, stretch.high, *values, json.dumps(stretch.tables)),
            )
        )
    return list(acts.items())
