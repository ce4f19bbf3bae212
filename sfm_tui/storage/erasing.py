"""Erasing what is due: one transaction for each batch, then the traces of it in the file and beside it.

A batch takes payload and salt of every entry on its records, and their rows; an entry `ledger.erased` names the rule.
What stays in pages, in the search index, in the write-ahead log and in the folder of files is cleared afterwards, at
once or, where the program was ended meanwhile, by the next run: until then a note in the store says so.
"""

import contextlib
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from sfm_tui.clock import local_date
from sfm_tui.domain.categories import DEFAULT_CATEGORIES
from sfm_tui.domain.desk import Author, Erased
from sfm_tui.domain.reference import CategorySet
from sfm_tui.domain.retention import BY_NAME
from sfm_tui.storage import local_notes
from sfm_tui.storage.copies import UNFINISHED
from sfm_tui.storage.errors import Refused
from sfm_tui.storage.on_shift import check_confirmed
from sfm_tui.storage.restating import Going, restate
from sfm_tui.storage.retention import Old, frame, read

if TYPE_CHECKING:
    from sfm_tui.storage.store import Store
    from sfm_tui.storage.transaction import Transaction

BATCH = 50
MOST_ENTRIES = 1000
"""How many records go in one transaction, and about how many entries of the ledger."""
_AT_A_LOOK = 20
"""How many batches one look at what is due gives: a look passes over all that is old."""

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much of it, and of how much."""

_STAYS = ("link.made", "link.struck", "desk.signed_on", "desk.entries_signed", "desk.pin_set")
"""Entries on a record that outlive it: links to other records, and who was at the desk and signed what."""
_FREE = ("feedback", "complaint", "audit", "finding", "duty", "review", "risk", "other")
"""Ends of links that are words which somebody typed."""


@dataclass(frozen=True)
class Gone:
    """What a run did: records and entries that went, the number of batches."""

    records: int = 0
    entries: int = 0
    batches: int = 0


def erase(
    store: "Store", kinds: Iterable[str], by: Author, *, why: str = "", progress: Progress | None = None,
    batch: int = BATCH,
) -> Gone:  # fmt: skip
    """Erase everything of these kinds that is due, then the traces of it; gives how much went.

    Each batch looks again whether its records are still due. What an earlier run left undone is finished first.
    Raises Refused while the desk is locked.
    """
    check_confirmed(by)
    kinds = list(kinds)
    total = sum(count.due for count in store.retention.counts() if count.rule.kind.name in kinds)
    gone = Gone()
    for kind in kinds:
        while some := due_batches(store, kind, batch):
            before = gone.records
            for records in some:
                took, entries = erase_batch(store, kind, records, by, why=why)
                gone = Gone(gone.records + took, gone.entries + entries, gone.batches + 1)
                if progress:
                    progress("erased", min(gone.records, total), total)
            if gone.records == before:  # somebody changed all of them meanwhile
                break
    from sfm_tui.storage.clearing import clear, unfinished

    if unfinished(store):
        clear(store, progress)
    return gone


def due_batches(store: "Store", kind: str, batch: int = BATCH) -> list[list[str]]:
    """The oldest records of a kind that are due, in batches; empty where none is."""
    page = [old.record for old in store.retention.page(kind, limit=batch * _AT_A_LOOK)]
    return [page[at : at + batch] for at in range(0, len(page), batch)]


def erase_batch(store: "Store", kind: str, records: Sequence[str], by: Author, *, why: str = "") -> tuple[int, int]:
    """Erase those of these records that are due, in one transaction; gives how many records and entries went."""
    check_confirmed(by)
    if kind not in BY_NAME:
        raise Refused(f"there is no kind of record «{kind}»: {', '.join(BY_NAME)}")
    with store.writing() as transaction:
        transaction.writer.flush()
        connection = transaction.writer.connection
        at = frame(connection, transaction.now)
        due = read(connection, at, kind, records=records, limit=len(records))
        if not due:
            return 0, 0
        going, named, took = _Going(transaction), [], 0
        for old in due:
            if len(going.entries) > MOST_ENTRIES:
                break
            took += 1
            for one in _named(transaction, old, at.tz):
                named.append(one)
                going.take(one[0])
        named += _acts_gone(transaction, going.rows, kind, at.tz)
        _keep_categories(transaction, going.entries, by)
        going.entries += restate(transaction, going.rows, by)
        gone = {table: sorted(ids) for table, ids in going.ids.items() if ids}
        entries = sorted(set(going.entries))
        event = Erased(entries=tuple(entries), rule=at.rules[kind].words, why=why, records=tuple(named), gone=gone)
        by_seq = transaction.append(event, by).seq
        for seq in entries:
            transaction.writer.insert("erasure", {"seq": seq, "by_seq": by_seq})
        transaction.writer.run(
            "DELETE FROM payload WHERE seq IN (SELECT value FROM json_each(?))", (json.dumps(entries),)
        )
        _drop_drafts(transaction, [record for record, _kind, _day in named])
        _note(transaction, going.files)
        return took, len(entries)


class _Going:
    """What goes with the records of a batch, gathered before anything does."""

    def __init__(self, transaction: "Transaction") -> None:
        self._ask = transaction.writer.all
        self.entries: list[int] = []
        self.ids: dict[str, set[int]] = {}
        self.files: set[str] = set()
        self.rows = Going()

    def take(self, record: str) -> None:
        """Take a record with its entries, the rows that have numbers, its files and links to typed words."""
        noun, _, key = record.partition(":")
        marks = ", ".join("?" * len(_STAYS))
        self.entries += self._column(
            "SELECT l.seq FROM ledger l JOIN payload p ON p.seq = l.seq"
            f" WHERE l.subject = ? AND l.kind NOT IN ({marks})",
            record, *_STAYS,
        )  # fmt: skip
        self.files.update(self._ask_text("SELECT hash FROM attachment WHERE record = ?", record))
        if noun == "incident":
            self._ids("incident", "SELECT id FROM incident WHERE number = ?", key)
            self._ids(
                "stamp", "SELECT s.id FROM stamp s JOIN incident i ON i.id = s.incident_id WHERE i.number = ?", key
            )
        elif noun == "occurrence":
            self._ids("occurrence", "SELECT id FROM occurrence WHERE occurrence = ?", key)
        self._typed_ends(record)
        self.rows.add(record, self._parts(key) if noun == "assessment" else ())

    def _parts(self, key: str) -> tuple[Any, ...]:
        """The three parts of the key of a self-assessment, each of which may have a colon of its own."""
        (parts,) = self._ask("SELECT enabler, assessed_on, assessor FROM assessment WHERE assessment = ?", (key,))
        return tuple(parts)

    def _typed_ends(self, record: str) -> None:
        """Links of a record to words that somebody typed, such as `complaint:…`: they go with it."""
        found = self._ask("SELECT id, source, target FROM link WHERE source = ? OR target = ?", (record, record))
        for id_, source, target in found:
            other = target if source == record else source
            if other.partition(":")[0] in _FREE:
                self.ids.setdefault("link", set()).add(id_)
                self.rows.pairs.add((source, target))
                self.entries += self._column(
                    "SELECT l.seq FROM ledger l JOIN payload p ON p.seq = l.seq WHERE l.subject = ?"
                    " AND l.kind IN ('link.made', 'link.struck') AND json_extract(p.payload, '$.target') = ?",
                    source, target,
                )  # fmt: skip

    def _ids(self, table: str, sql: str, key: str) -> None:
        self.ids.setdefault(table, set()).update(self._column(sql, key))

    def _column(self, sql: str, *values: Any) -> list[int]:
        return [int(row[0]) for row in self._ask(sql, values)]

    def _ask_text(self, sql: str, *values: Any) -> list[str]:
        return [str(row[0]) for row in self._ask(sql, values)]


def _named(transaction: "Transaction", old: Old, tz: ZoneInfo) -> list[tuple[str, str, str]]:
    """The record that goes, as the ledger names it; with an incident go the lines of the book raised to it."""
    named = [(old.record, old.kind, old.of.isoformat())]
    noun, _, key = old.record.partition(":")
    if noun == "incident":
        lines = transaction.writer.all("SELECT occurrence, at FROM occurrence WHERE incident = ?", (key,))
        named += [(f"occurrence:{line}", "occurrences", local_date(at, tz).isoformat()) for line, at in lines]
    return named


def _acts_gone(transaction: "Transaction", rows: Going, kind: str, tz: ZoneInfo) -> list[tuple[str, str, str]]:
    """The acts on the roster, of those that links lead to, of which nothing stays: a thread tells that they went."""
    ends = transaction.writer.all(
        "SELECT source FROM link WHERE source >= 'roster:' AND source < 'roster;'"
        " UNION SELECT target FROM link WHERE target >= 'roster:' AND target < 'roster;'"
    )
    gone = []
    for (ref,) in ends if rows.stretches else ():
        some = transaction.writer.all(
            "SELECT noun, officer, post, start FROM roster_change WHERE seq = CAST(? AS INTEGER) ORDER BY n",
            (ref.partition(":")[2],),
        )
        if some and all(rows.within(noun, officer, post, start) for noun, officer, post, start in some):
            gone.append((ref, kind, local_date(some[0][3], tz).isoformat()))
    return gone


def _keep_categories(transaction: "Transaction", entries: Sequence[int], by: Author) -> None:
    """A word for what happened that came with an imported incident outlives it: say it in an entry of its own."""
    found = transaction.writer.all(
        "SELECT DISTINCT c.name, c.severity, c.words, c.hidden FROM json_each(?) k JOIN ledger l ON l.seq = k.value"
        " JOIN payload p ON p.seq = l.seq JOIN category c ON c.name = json_extract(p.payload, '$.category')"
        " WHERE l.kind = 'incident.imported' AND NOT EXISTS"
        " (SELECT 1 FROM ledger o JOIN payload q ON q.seq = o.seq WHERE o.subject = 'category:' || c.name)",
        (json.dumps(list(entries)),),
    )
    known = {category.name for category in DEFAULT_CATEGORIES}
    for name, severity, words, hidden in found:
        if name not in known:
            row = {"name": name, "severity": severity, "words": words.splitlines(), "hidden": bool(hidden)}
            transaction.append(CategorySet(key=name, old=row, new=row, why="outlives the incident it came with"), by)


def _drop_drafts(transaction: "Transaction", records: Sequence[str]) -> None:
    """What somebody was typing on these records goes as well."""
    for record in records:
        noun, _, key = record.partition(":")
        keys = [k for (k,) in transaction.writer.all("SELECT key FROM draft WHERE instr(key, ?)", (key,))]
        for draft in keys:
            if draft == record or draft.startswith(f"{record}:") or draft.endswith(f":{record}"):
                transaction.writer.run("DELETE FROM draft WHERE key = ?", (draft,))
        if noun == "person":
            transaction.writer.run("DELETE FROM draft WHERE person = ?", (key,))
        if noun in ("officer", "person"):
            transaction.writer.run("DELETE FROM pin WHERE person IN (?, ?)", (record, key if noun == "person" else ""))


def _note(transaction: "Transaction", files: Iterable[str]) -> None:
    """Note in the store that traces are to be cleared, with the files that may be nobody's now."""
    row = transaction.writer.one(local_notes.READ, (UNFINISHED,))
    before: list[str] = []
    if row:
        with contextlib.suppress(ValueError):
            before = json.loads(row[0])
    value = json.dumps(sorted({*before, *files}))
    transaction.writer.run(
        local_notes.PUT,
        (UNFINISHED, value),
    )
