"""The roster in the store: read for the findings, changed by acts that the ledger keeps whole, and taken back."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar

from sfm_tui.clock import full_text
from sfm_tui.clock.refusal import quoted
from sfm_tui.domain import roster
from sfm_tui.domain.desk import Author
from sfm_tui.domain.occurrences import OccurrenceStruck
from sfm_tui.domain.recurrence import check_repeat
from sfm_tui.domain.roster_changes import UNDO, Change, RosterChanged, Verb
from sfm_tui.domain.roster_records import CoverRecord, DutyRecord, RosterRecord, named
from sfm_tui.storage.asking import asking
from sfm_tui.storage.errors import Clash, Refused, StoreError
from sfm_tui.storage.incident_records import site_zone
from sfm_tui.storage.ledger import Head
from sfm_tui.storage.links import CHANGED, make_in
from sfm_tui.storage.occurrences import Line, enter
from sfm_tui.storage.record_history import WHAT_IS_LEFT
from sfm_tui.storage.roster_acts import RosterActs
from sfm_tui.storage.roster_rows import DAY_SECONDS, find, read_records, read_roster
from sfm_tui.storage.roster_undo import Undoing, back, changed_since, last_act, links_to

if TYPE_CHECKING:
    from sfm_tui.domain.spans import Span
    from sfm_tui.storage.store import Store
    from sfm_tui.storage.transaction import Transaction

R = TypeVar("R", bound=RosterRecord)
_WIDER_DAYS = 9


@dataclass(frozen=True)
class Done:
    """What came of an act on the roster: its entry, the ledger's head after it, and the changes that were stored."""

    seq: int
    head: Head
    at: int
    verb: str
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Touched:
    """One record that an act touched: who did what to it, when and why.

    `effect` is `made`, `changed`, `removed`, or `dropped` for a duty that its officer does not have any more.
    """

    seq: int
    at: int
    author: str
    verb: str
    noun: str
    effect: str
    officer: str
    post: str
    start: int | None
    end: int | None
    why: str


class Rosters(RosterActs):
    """The roster: `load` for the findings, acts in `RosterActs`, and what was done to it."""

    def __init__(self, store: "Store") -> None:
        self._store = store

    # ── reading ──────────────────────────────────────────────────────────────────────────────────────────────

    def rules(self) -> roster.Rules:
        """The rules that the site's settings hold the roster to."""
        site = self._store.sites.get()
        return roster.rules_of(site) if site else roster.Rules("UTC")

    def load(self, window: "Span", *, margin: int | None = None) -> roster.Roster:
        """All that the findings of a window are made from; `margin` is the seconds looked at on both sides.

        Without a margin it is what the site's rules need: the weeks that a mean goes over, and the whole weeks and
        pauses that meet the window. Each officer's first duty is always there, so that the means are right.
        """
        if margin is None:
            margin = ((self.rules().average_weeks or 0) * 7 + _WIDER_DAYS) * DAY_SECONDS
        with self._store.reading() as connection:
            return read_roster(connection, window[0] - margin, window[1] + margin)

    def get(self, record: type[R], *key: Any) -> R | None:
        """One record by its key, None where there is none."""
        with self._store.reading() as connection:
            return find(lambda sql, values: connection.exec_driver_sql(sql, values).first(), record, key)

    def duty(self, officer: str, post: str, start: int) -> DutyRecord | None:
        """One duty, None where there is none."""
        return self.get(DutyRecord, officer, post, start)

    def records(self, record: type[R], *, officer: str = "", post: str = "", window: "Span | None" = None) -> list[R]:
        """Records of a kind by key: of an officer, of a post, those that meet a window."""
        with self._store.reading() as connection:
            return list(read_records(connection, record, officer=officer, post=post, window=window))

    # ── changing ─────────────────────────────────────────────────────────────────────────────────────────────

    def change(
        self, verb: Verb, changes: Iterable[Change], by: Author, *, why: str = "", saw: Sequence[RosterRecord] = (),
        line: Line | None = None, made_for: Iterable[str] = (),
    ) -> Done:  # fmt: skip
        """Store an act: all of its changes or none; `line` is what the occurrence book says of it.

        It is linked to the records that it is `made_for`.

        Raises Clash where a record is not what a change, or `saw`, says that it is: somebody else changed it
        meanwhile. Raises Refused for an officer, a post or a repeat rule that will not do.
        """
        some = tuple(change for change in changes if change.old != change.new)
        if verb == UNDO:
            raise ValueError("taking back goes by undo_last")
        if not some:
            raise StoreError("that changes nothing: it stands so already")
        with self._store.writing() as transaction:
            for record in saw:
                self._expect(transaction, record, record)
            done = self._put(transaction, RosterChanged(verb=verb, why=why, changes=_plain(some)), some, by, line)
            for source in made_for:
                make_in(transaction, source, f"roster:{done.seq}", by, link=CHANGED)
            return replace(done, head=transaction.head)

    def last_act(self, by: Author) -> tuple[int, str] | None:
        """Entry and verb of what `undo_last` would take back, None where there is nothing."""
        with self._store.reading() as connection:
            act = last_act(asking(connection), by)
        return (act.seq, act.payload["verb"]) if act else None

    def plan_undo(self, by: Author) -> Undoing | None:
        """What `undo_last` would take back, and what that would change; None where there is nothing."""
        with self._store.reading() as connection:
            act = last_act(asking(connection), by)
        if act is None:
            return None
        return Undoing(act.seq, act.at, act.payload["verb"], act.payload.get("why", ""), back(act.payload))

    def undo_last(self, by: Author, *, seq: int | None = None) -> Done:
        """Take back this person's last act on the roster that still stands, as a new record, with the links to it.

        `seq` is the entry that the screen showed for it. Raises Clash where it is another one now, or where
        somebody changed one of its records since; StoreError where there is nothing to take back.
        """
        with self._store.writing() as transaction:
            query = transaction.writer.all
            act = last_act(query, by)
            if act is None:
                raise StoreError("there is nothing of yours on the roster to take back")
            entry = act.seq
            if seq is not None and seq != entry:
                raise Clash("another act of yours is the last one now: look again, then take it back")
            some = back(act.payload)
            if (record := changed_since(query, entry, some)) is not None:
                what = _called(transaction, record)
                raise Clash(f"{what} was changed meanwhile by another act: that is to be taken back first")
            event = RosterChanged(verb=UNDO, why=f"takes back entry {entry}", changes=_plain(some), undoes=entry)
            done = self._put(transaction, event, some, by)
            for struck in links_to(query, entry):
                transaction.append(struck, by)
            line = transaction.one("SELECT subject FROM ledger WHERE client_id = ?", (_line_id(entry),))
            book_line = str(line[0]).partition(":")[2] if line is not None else ""
            held = transaction.one("SELECT struck FROM occurrence WHERE occurrence = ?", (book_line,))
            if held is not None and not held[0]:  # none where its time was over
                transaction.append(OccurrenceStruck(occurrence=book_line, why="taken back"), by)
            transaction.writer.flush()
            return replace(done, head=transaction.head)

    def _put(
        self, transaction: "Transaction", event: RosterChanged, changes: Sequence[Change], by: Author,
        line: Line | None = None,
    ) -> Done:  # fmt: skip
        keys = [(change.record.noun, change.record.key) for change in changes]
        if len(set(keys)) < len(keys):
            raise StoreError("the same duty twice in one act: make it in two steps")
        for change in changes:
            self._expect(transaction, change.record, change.old)
        _check(transaction, [change.new for change in changes if change.new is not None])
        entry = transaction.append(event, by)
        if line is not None:
            enter(transaction, line, by, _line_id(entry.seq))
        transaction.writer.flush()
        return Done(entry.seq, transaction.head, transaction.now, event.verb, tuple(changes))

    @staticmethod
    def _expect(transaction: "Transaction", like: RosterRecord, wanted: RosterRecord | None) -> None:
        there = find(transaction.one, type(like), like.key)
        if there != wanted:
            what = _called(transaction, like)
            if wanted is None:
                raise Clash(f"there is {what} already: look again, then change that")
            raise Clash(f"{what} was {'taken away' if there is None else 'changed'} meanwhile: look again, then do it")

    # ── what was done ────────────────────────────────────────────────────────────────────────────────────────

    def history(
        self, *, officer: str = "", post: str = "", window: "Span | None" = None, after: int = 0, limit: int = 500
    ) -> list[Touched]:
        """What was done to the roster, the newest first: to an officer's, to a post's, to what starts in a window.

        `after` leaves out that entry and those before it. An import tells of what it changed, not of what came new
        with it.
        """
        conditions, values = ["c.seq > ?"], list[Any]([after])
        for name, value in (("officer", officer), ("post", post)):
            if value:
                conditions.append(f"c.{name} = ?")
                values.append(value)
        if window is not None:
            conditions.append("c.start >= ? AND c.start < ?")
            values += [*window]
        with self._store.reading() as connection:
            rows = connection.exec_driver_sql(
                'WITH touched AS (SELECT c.seq, c.n, c.verb, c.noun, c.effect, c.officer, c.post, c.start, c."end"'
                f" FROM roster_change c WHERE {' AND '.join(conditions)} ORDER BY c.seq DESC, c.n LIMIT ?),"
                # Once for each entry: that of a pattern has thousands of rows and a long payload.
                f" {WHAT_IS_LEFT},"
                " reasons AS MATERIALIZED (SELECT seq, json_extract(payload, '$.why') AS why FROM payload"
                " WHERE seq IN (SELECT seq FROM touched)"
                " UNION ALL SELECT seq, json_extract(payload, '$.why') FROM kept"
                " WHERE seq IN (SELECT seq FROM touched))"
                ' SELECT t.seq, l.at, l.author, t.verb, t.noun, t.effect, t.officer, t.post, t.start, t."end",'
                " coalesce(r.why, '') FROM touched t JOIN ledger l ON l.seq = t.seq LEFT JOIN reasons r"
                " ON r.seq = t.seq ORDER BY t.seq DESC, t.n",
                (*values, limit),
            )
            return [Touched(*row) for row in rows]

    def where(self, seq: int) -> tuple[int, str, str] | None:
        """Start, post and officer (either may be empty) of what an act made first, else of what it touched first.

        None where the entry is no act on the roster, or what it touched has no time.
        """
        with self._store.reading() as connection:
            row = connection.exec_driver_sql(
                "SELECT start, post, officer FROM roster_change WHERE seq = ? AND start IS NOT NULL"
                " ORDER BY effect <> 'made', n LIMIT 1",
                (seq,),
            ).first()
        return (row[0], row[1], row[2]) if row is not None else None


def _line_id(seq: int) -> str:
    """The id of the line that the occurrence book has of an act, by the act's entry."""
    return f"roster:{seq}"


def _plain(changes: Iterable[Change]) -> tuple[dict[str, Any], ...]:
    return tuple(change.plain() for change in changes)


def _check(transaction: "Transaction", records: Sequence[RosterRecord]) -> None:
    """Refuse records that name nobody, no post, or repeat by what is no rule."""
    officers, posts = named(records)
    for noun, codes in (("officer", officers), ("post", posts)):
        if codes:
            row = transaction.one(
                f"SELECT value FROM json_each(?) WHERE value NOT IN (SELECT {noun} FROM {noun}) ORDER BY 1 LIMIT 1",
                (json.dumps(sorted(codes)),),
            )
            if row:
                raise Refused(f"there is no {noun} {quoted(row[0])}: enter it first, or name one that is there")
    for record in records:
        if isinstance(record, CoverRecord) and record.repeat:
            try:
                check_repeat(record.start, record.end, record.repeat, site_zone(transaction))
            except ValueError as error:
                raise Refused(f"Repeat: {error}") from error


def _called(transaction: "Transaction", record: RosterRecord) -> str:
    """How a message calls a record: `the duty of S-4 at GATE1 on Fri 27 Nov 2026 at 12:00`."""
    tz = site_zone(transaction)
    fields = record.row()
    parts = [f"the {_WORDS.get(record.noun, record.noun)}"]
    if fields.get("officer"):
        name = transaction.one("SELECT coalesce(nullif(call_sign, ''), name) FROM officer WHERE officer = ?",
                               (fields["officer"],))  # fmt: skip
        parts.append(f"of {name[0] if name else fields['officer']}")
    if fields.get("post"):
        parts.append(f"at {fields['post']}")
    at = fields.get("start", fields.get("due"))
    if isinstance(at, int):
        parts.append(f"of {full_text(at, tz)}")
    return " ".join(parts)


_WORDS = {"checkcall": "check call"}

__all__ = ["Change", "Done", "Rosters", "Touched", "Undoing"]
