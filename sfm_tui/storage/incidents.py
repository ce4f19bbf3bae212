"""Incidents in the store: the acts of the desk, and the reading of one incident."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sfm_tui.clock import local_date, zone
from sfm_tui.domain import incidents as acts
from sfm_tui.domain import timeline
from sfm_tui.domain.desk import Author
from sfm_tui.domain.timeline import Stamp, Standing
from sfm_tui.storage.errors import Clash, StoreError
from sfm_tui.storage.ledger import Head
from sfm_tui.storage.project import next_entry_key

if TYPE_CHECKING:
    from sfm_tui.storage.store import Store, Transaction

_COLUMNS = (
    "number, state, outcome, struck, occurred, reported, dispatched, on_scene, resolved, closed, category,"
    " category_guessed, severity, severity_assumed, location, officers, summary, police_ref, evidence, details,"
    " imported, id, seq"
)


@dataclass(frozen=True)
class Incident:
    """An incident as it stands. Times are epoch seconds; `officers` has the first on scene first."""

    number: str
    state: str
    outcome: str
    struck: str
    occurred: int | None
    reported: int
    dispatched: int | None
    on_scene: int | None
    resolved: int | None
    closed: int | None
    category: str
    category_guessed: bool
    severity: int
    severity_assumed: bool
    location: str
    officers: tuple[str, ...]
    summary: str
    police_ref: str
    evidence: str
    details: Mapping[str, str]
    imported: bool
    id: int
    seq: int

    @property
    def running(self) -> bool:
        """Whether it is on the desk: neither closed nor void."""
        return self.state != "closed" and not self.struck

    @property
    def standing(self) -> Standing:
        """Its own times and officers, as the rules of the timeline take them."""
        times = {column: getattr(self, column) for column in acts.COLUMN_OF.values()}
        return Standing(times, self.officers, self.outcome)

    def field(self, name: str) -> Any:
        """The value of a field of `FIELDS`; officers as a list."""
        if name in acts.DETAILS:
            return self.details.get(name, "")
        value = getattr(self, name)
        return list(value) if name == "officers" else value


@dataclass(frozen=True)
class StampView:
    """A stamp as the timeline shows it."""

    stamp: str
    officer: str
    at: int
    written_at: int | None
    author: str
    flagged: str
    struck: str
    seq: int


@dataclass(frozen=True)
class LogLine:
    """A line of an incident's log; `line` says what it tells of."""

    seq: int
    entry: str
    line: str
    at: int
    written_at: int
    author: str
    confirmed: int
    text: str
    amends: str
    struck: str


@dataclass(frozen=True)
class Done:
    """What came of an act: the incident, the ledger's head after it, and what the screen should say of it."""

    number: str
    head: Head
    seq: int
    at: int
    flagged: str = ""
    sets: Mapping[str, Any] = field(default_factory=dict)


class Incidents:
    """The acts of the desk on incidents. Each is one transaction and gives what it did once that is on disk."""

    def __init__(self, store: "Store") -> None:
        self._store = store

    # ── acts ─────────────────────────────────────────────────────────────────────────────────────────────────

    def open(
        self,
        by: Author,
        *,
        reported: int | None = None,
        occurred: int | None = None,
        summary: str = "",
        location: str = "",
        category: str = "",
        severity: acts.Severity | None = None,
        severity_assumed: bool = False,
        occurrence: str = "",
        client_id: str | None = None,
    ) -> Done:
        """Open an incident under the site's next number.

        The number belongs to the local year of the report. The same `client_id` again gives the incident of
        the first time. Raises StampRefused for a report more than two minutes ahead.
        """
        with self._store.writing() as transaction:
            if client_id is not None:
                seen = transaction.seen(client_id)
                if seen:
                    return Done(seen[1].partition(":")[2], transaction.head, seen[0], transaction.now)
            at = transaction.now if reported is None else reported
            timeline.check_time(at, transaction.now)
            if occurrence:
                row = transaction.one("SELECT incident FROM occurrence WHERE occurrence = ?", (occurrence,))
                if row is None:
                    raise StoreError(f"there is no occurrence {occurrence}")
                if row[0]:
                    raise Clash(f"occurrence {occurrence} is incident {row[0]} already")
            number = next_number(transaction, at)
            act = acts.IncidentOpened(
                number=number,
                reported=at,
                occurred=occurred,
                summary=summary,
                location=location,
                category=category,
                severity=severity or acts.ASSUMED_SEVERITY,
                severity_assumed=severity_assumed or severity is None,
                occurrence=occurrence,
            )
            entry = transaction.append(act, by, client_id)
            if occurrence:
                from sfm_tui.domain.occurrences import OccurrenceRaised
                from sfm_tui.domain.reference import LinkMade

                transaction.append(OccurrenceRaised(occurrence=occurrence, number=number), by)
                link = LinkMade(source=f"occurrence:{occurrence}", target=f"incident:{number}")
                transaction.append(link, by)
            transaction.writer.flush()
            done = Done(number, transaction.head, entry.seq, at)
        return done

    def change(
        self, number: str, new: Mapping[str, Any], by: Author, *, why: str = "", saw: Mapping[str, Any] | None = None
    ) -> Done:
        """Give fields another value; fields that already have it are left out.

        `saw` is what the screen showed before: where a field holds something else by now, Clash is raised
        and nothing is changed.
        """
        with self._store.writing() as transaction:
            incident = read(transaction, number)
            known = {*acts.FIELDS, "severity_assumed", "category_guessed"}
            if unknown := set(new) - known:
                raise StoreError(f"an incident has no field {', '.join(sorted(unknown))}")
            old = {name: incident.field(name) for name in new}
            changed = {name: _plain(value) for name, value in new.items() if _plain(value) != old[name]}
            for name in changed:
                if saw is not None and name in saw and _plain(saw[name]) != old[name]:
                    label = acts.FIELDS.get(name, name)
                    raise Clash(
                        f"{label} of {number} was changed meanwhile to «{_short(old[name])}»: yours is kept here"
                    )
            if not changed:
                return Done(number, transaction.head, incident.seq, transaction.now)
            for flag in ("severity_assumed", "category_guessed"):
                base = flag.partition("_")[0]
                if base in changed and flag not in new:
                    old[flag] = incident.field(flag)
                    if old[flag]:
                        changed[flag] = False
            act = acts.IncidentChanged(number=number, old={n: old[n] for n in changed}, new=changed, why=why)
            entry = transaction.append(act, by)
            transaction.writer.flush()
            return Done(number, transaction.head, entry.seq, transaction.now, sets=changed)

    def stamp(self, number: str, stamp: str, by: Author, *, officer: str = "", at: int | None = None) -> Done:
        """Stamp the timeline. A stamp that does not fit the others is kept and flagged.

        Raises StampRefused more than two minutes ahead of now, Clash where that stamp holds already (correct it
        instead).
        """
        with self._store.writing() as transaction:
            incident = read(transaction, number)
            when = transaction.now if at is None else at
            timeline.check_time(when, transaction.now)
            if incident.struck:
                raise StoreError(f"{number} was raised in error: it takes no more stamps")
            stamps = _stamps(transaction, incident.id)
            if any((s.stamp, s.officer, s.at) == (stamp, officer, when) and not s.struck for s in stamps):
                raise Clash(f"{stamp} is stamped at that very second already")
            if officer and transaction.one("SELECT 1 FROM officer WHERE officer = ?", (officer,)) is None:
                raise StoreError(f"there is no officer {officer}")
            new = Stamp(stamp, officer, when)
            sets = timeline.effect_of_stamp(incident.standing, stamps, new)
            flagged = timeline.out_of_order(stamp, when, incident.standing.times)
            act = acts.Stamped(
                number=number,
                stamp=stamp,  # type: ignore[arg-type]
                officer=officer,
                at=when,
                sets=sets,
                flagged=flagged,
            )
            entry = transaction.append(act, by)
            transaction.writer.flush()
            return Done(number, transaction.head, entry.seq, when, flagged, sets)

    def correct_stamp(self, number: str, stamp: str, officer: str, was: int, at: int, why: str, by: Author) -> Done:
        """Strike a stamp whose time was wrong and put the right one beside it. A reason is needed."""
        _need_reason(why)
        with self._store.writing() as transaction:
            incident = read(transaction, number)
            timeline.check_time(at, transaction.now)
            stamps = _stamps(transaction, incident.id)
            old = _find(stamps, stamp, officer, was, number)
            sets = timeline.effect_of_correction(incident.standing, stamps, old, at)
            act = acts.StampCorrected(
                number=number,
                stamp=stamp,  # type: ignore[arg-type]
                officer=officer,
                was=was,
                at=at,
                why=why,
                sets=sets,
            )
            entry = transaction.append(act, by)
            transaction.writer.flush()
            times = {**incident.standing.times, **{k: v for k, v in sets.items() if k != "officers"}}
            flagged = timeline.out_of_order(stamp, at, times)
            return Done(number, transaction.head, entry.seq, at, flagged, sets)

    def strike_stamp(self, number: str, stamp: str, officer: str, at: int, why: str, by: Author) -> Done:
        """Strike a stamp that does not hold; the report can only be corrected."""
        _need_reason(why)
        with self._store.writing() as transaction:
            incident = read(transaction, number)
            stamps = _stamps(transaction, incident.id)
            old = _find(stamps, stamp, officer, at, number)
            sets = timeline.effect_of_strike(incident.standing, stamps, old)
            act = acts.StampStruck(
                number=number,
                stamp=stamp,  # type: ignore[arg-type]
                officer=officer,
                at=at,
                why=why,
                sets=sets,
            )
            entry = transaction.append(act, by)
            transaction.writer.flush()
            return Done(number, transaction.head, entry.seq, at, "", sets)

    def note(
        self,
        number: str,
        text: str,
        by: Author,
        *,
        at: int | None = None,
        amends: str = "",
        client_id: str | None = None,
    ) -> Done:
        """Write a line in the incident's log; `amends` names the entry that it corrects, `at` when it happened."""
        if not text.strip():
            raise StoreError("the note is empty")
        with self._store.writing() as transaction:
            if client_id is not None:
                seen = transaction.seen(client_id)
                if seen:
                    return Done(number, transaction.head, seen[0], transaction.now)
            incident = read(transaction, number)
            when = transaction.now if at is None else at
            timeline.check_time(when, transaction.now)
            if amends and not _entry(transaction, incident.id, amends):
                raise StoreError(f"{number} has no entry {amends}")
            key = next_entry_key(transaction.writer, incident.id)
            entry = transaction.append(
                acts.NoteWritten(number=number, entry=key, at=when, text=text, amends=amends), by, client_id
            )
            transaction.writer.flush()
            return Done(number, transaction.head, entry.seq, when)

    def call_out(self, number: str, who: str, phone: str, by: Author) -> Done:
        """Stamp a call made from the call-out list."""
        with self._store.writing() as transaction:
            incident = read(transaction, number)
            key = next_entry_key(transaction.writer, incident.id)
            text = f"Called {who} {phone}".strip()
            act = acts.CalledOut(number=number, entry=key, at=transaction.now, text=text, who=who, phone=phone)
            entry = transaction.append(act, by)
            transaction.writer.flush()
            return Done(number, transaction.head, entry.seq, transaction.now)

    def strike_entry(self, number: str, entry_key: str, why: str, by: Author) -> Done:
        """Strike a log line, with a reason; it stays readable."""
        _need_reason(why)
        with self._store.writing() as transaction:
            incident = read(transaction, number)
            found = _entry(transaction, incident.id, entry_key)
            if not found:
                raise StoreError(f"{number} has no entry {entry_key}")
            if found[0]:
                raise Clash(f"entry {entry_key} of {number} is struck already ({found[0]})")
            entry = transaction.append(acts.EntryStruck(number=number, entry=entry_key, why=why), by)
            transaction.writer.flush()
            return Done(number, transaction.head, entry.seq, transaction.now)

    def set_state(self, number: str, new: acts.State, by: Author, *, why: str = "") -> Done:
        """Put on hold, take up again, close, or reopen (which wants a reason)."""
        with self._store.writing() as transaction:
            incident = read(transaction, number)
            if incident.state == new:
                raise Clash(f"{number} is {new} already")
            if incident.struck:
                raise StoreError(f"{number} was raised in error: its state stays")
            if incident.state == "closed":
                _need_reason(why)
            closed = transaction.now if new == "closed" else None
            act = acts.StateChanged(
                number=number,
                old=incident.state,  # type: ignore[arg-type]
                new=new,
                closed=closed,
                why=why,
            )
            entry = transaction.append(act, by)
            transaction.writer.flush()
            return Done(number, transaction.head, entry.seq, transaction.now)

    def void(self, number: str, why: str, by: Author) -> Done:
        """Mark as raised in error, with a reason. It stays visible and counts for no figure."""
        _need_reason(why)
        with self._store.writing() as transaction:
            incident = read(transaction, number)
            if incident.struck:
                raise Clash(f"{number} is void already ({incident.struck})")
            entry = transaction.append(acts.Voided(number=number, why=why), by)
            transaction.writer.flush()
            return Done(number, transaction.head, entry.seq, transaction.now)

    # ── reading ──────────────────────────────────────────────────────────────────────────────────────────────

    def get(self, number: str) -> Incident:
        """One incident. Raises StoreError where there is none of that number."""
        with self._store.reading() as connection:
            row = connection.exec_driver_sql(f"SELECT {_COLUMNS} FROM incident WHERE number = ?", (number,)).first()
        return _incident(row, number)

    def find_number(self, typed: str) -> str | None:
        """The number that was meant: in full, or its last digits, the newest first."""
        typed = typed.strip().lstrip("#")
        with self._store.reading() as connection:
            row = connection.exec_driver_sql("SELECT number FROM incident WHERE number = ?", (typed,)).first()
            if row is None and typed.isascii() and typed.isdigit() and len(typed) <= 9:
                row = connection.exec_driver_sql(
                    "SELECT number FROM incident WHERE number IN (SELECT substr(name, 10) || '-' || ? FROM counter"
                    " WHERE name LIKE 'incident:%') ORDER BY reported DESC LIMIT 1",
                    (f"{int(typed):04d}",),
                ).first()
        return str(row[0]) if row else None

    def stamps(self, number: str) -> list[StampView]:
        """The timeline of an incident, struck stamps included, by time."""
        with self._store.reading() as connection:
            rows = connection.exec_driver_sql(
                "SELECT stamp, officer, at, written_at, author, flagged, struck, seq FROM stamp WHERE incident_id ="
                " (SELECT id FROM incident WHERE number = ?) ORDER BY at, id",
                (number,),
            )
            return [StampView(*row) for row in rows]

    def log(self, number: str) -> list[LogLine]:
        """The log of an incident, in the order in which it was written."""
        with self._store.reading() as connection:
            rows = connection.exec_driver_sql(
                "SELECT seq, entry, line, at, written_at, author, confirmed, text, amends, struck FROM entry"
                " WHERE incident_id = (SELECT id FROM incident WHERE number = ?) ORDER BY seq",
                (number,),
            )
            return [LogLine(*row) for row in rows]


def next_number(transaction: "Transaction", at: int) -> str:
    """The site's next incident number for a report at `at`: no gaps, no doubles, whoever else is writing."""
    tz = zone((transaction.one("SELECT timezone FROM site") or ("UTC",))[0])
    year = local_date(at, tz).year
    return f"{year:04d}-{transaction.writer.counter(f'incident:{year}') + 1:04d}"


def read(transaction: "Transaction", number: str) -> Incident:
    """One incident as the transaction sees it. Raises StoreError where there is none of that number."""
    return _incident(transaction.one(f"SELECT {_COLUMNS} FROM incident WHERE number = ?", (number,)), number)


def _incident(row: Any, number: str) -> Incident:
    if row is None:
        raise StoreError(f"there is no incident {number}")
    values = dict(zip(_COLUMNS.replace(",", "").split(), row, strict=True))
    values["officers"] = tuple(values["officers"].split())
    values["details"] = json.loads(values["details"])
    for flag in ("category_guessed", "severity_assumed", "imported"):
        values[flag] = bool(values[flag])
    return Incident(**values)


def _stamps(transaction: "Transaction", incident_id: int) -> list[Stamp]:
    transaction.writer.flush()
    rows = transaction.writer.connection.exec_driver_sql(
        "SELECT stamp, officer, at, struck FROM stamp WHERE incident_id = ? ORDER BY at, id", (incident_id,)
    )
    return [Stamp(*row) for row in rows]


def _find(stamps: list[Stamp], stamp: str, officer: str, at: int, number: str) -> Stamp:
    for s in stamps:
        if (s.stamp, s.officer, s.at) == (stamp, officer, at):
            if s.struck:
                raise Clash(f"that stamp of {number} was struck meanwhile ({s.struck})")
            return s
    raise Clash(f"{number} has no such stamp: somebody corrected it meanwhile")


def _entry(transaction: "Transaction", incident_id: int, key: str) -> Any:
    return transaction.one("SELECT struck FROM entry WHERE incident_id = ? AND entry = ?", (incident_id, key))


def _need_reason(why: str) -> None:
    if not why.strip():
        raise StoreError("a reason is needed: it stands in the log beside what it changes")


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _short(value: Any) -> str:
    text = " ".join(value) if isinstance(value, list) else str(value)
    return text if len(text) <= 60 else text[:59] + "…"
