"""Incidents in the store: the acts of the desk."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

from sfm_tui.clock import local_date
from sfm_tui.domain import incidents as acts
from sfm_tui.domain import timeline
from sfm_tui.domain.desk import Author
from sfm_tui.domain.event import Event
from sfm_tui.domain.timeline import Stamp
from sfm_tui.storage.errors import Clash, StoreError
from sfm_tui.storage.incident_checks import clashing, need_occurrence, need_officer, need_reason, officers_to_name
from sfm_tui.storage.incident_reading import IncidentReading
from sfm_tui.storage.incident_records import (
    Done,
    Incident,
    LogLine,
    StampView,
    find_stamp,
    read,
    read_stamps,
    site_zone,
)
from sfm_tui.storage.project import next_entry_key

if TYPE_CHECKING:
    from sfm_tui.storage.transaction import Transaction

__all__ = ["Done", "Incident", "Incidents", "LogLine", "StampView", "next_number", "read"]

MOST_NUMBERS = 10**9


class Incidents(IncidentReading):
    """The acts of the desk on incidents. Each is one transaction and gives what it did once that is on disk.

    All of them raise StoreError: Refused for a value that cannot be, Clash where somebody else was faster.
    """

    def open(
        self,
        by: Author,
        *,
        reported: int | None = None,
        occurred: int | None = None,
        summary: str = "",
        location: str = "",
        category: str = "",
        category_guessed: bool = False,
        severity: acts.Severity | None = None,
        severity_assumed: bool = False,
        occurrence: str = "",
        client_id: str | None = None,
    ) -> Done:
        """Open an incident under the site's next number.

        The number belongs to the local year of the report. The same `client_id` again gives the incident of
        the first time. Raises Refused for a report more than two minutes ahead.
        """
        with self._store.writing() as transaction:
            if client_id is not None:
                seen = transaction.seen(client_id, "incident.opened")
                if seen:
                    return Done(seen[1].partition(":")[2], transaction.head, seen[0], transaction.now)
            at = transaction.now if reported is None else reported
            timeline.check_time(at, transaction.now)
            if occurred is not None:
                timeline.check_time(occurred, transaction.now)
            if occurrence:
                need_occurrence(transaction, occurrence)
            number = next_number(transaction, at)
            act = acts.IncidentOpened(
                number=number,
                reported=at,
                occurred=occurred,
                summary=summary,
                location=location,
                category=category,
                category_guessed=category_guessed,
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
            return Done(number, transaction.head, entry.seq, at)

    def change(
        self, number: str, new: Mapping[str, Any], by: Author, *, why: str = "", saw: Mapping[str, Any] | None = None
    ) -> Done:
        """Give fields another value; fields that already have it are left out.

        `saw` is what the screen showed before: where a field holds something else by now, Clash is raised
        and nothing is changed.
        """
        with self._store.writing() as transaction:
            incident = read(transaction, number)
            for name in new:
                if name not in acts.FIELDS and name not in ("severity_assumed", "category_guessed"):
                    raise StoreError(f"an incident has no field {name}")
            new = acts.checked({name: _plain(value) for name, value in new.items()})
            if "officers" in new:
                new["officers"] = officers_to_name(transaction, incident, new["officers"])
            changed = {name: value for name, value in new.items() if value != incident.field(name)}
            for name in changed:
                if saw is not None and name in saw and _plain(saw[name]) != incident.field(name):
                    label = acts.FIELDS.get(name, name)
                    raise Clash(
                        f"{label} of {number} was changed meanwhile to «{_short(incident.field(name))}»:"
                        " yours is kept here"
                    )
            if not changed:
                return Done(number, transaction.head, incident.seq, transaction.now)
            for flag in ("severity_assumed", "category_guessed"):
                if flag.partition("_")[0] in changed and flag not in new and incident.field(flag):
                    changed[flag] = False
            old = {name: incident.field(name) for name in changed}
            act = acts.IncidentChanged(number=number, old=old, new=changed, why=why)
            return _done(transaction, act, by, number, sets=changed)

    def stamp(self, number: str, stamp: str, by: Author, *, officer: str = "", at: int | None = None) -> Done:
        """Stamp the timeline. A stamp that does not fit the others is kept and flagged.

        Raises Refused more than two minutes ahead of now, Clash where that stamp holds already (correct it
        instead).
        """
        with self._store.writing() as transaction:
            incident = read(transaction, number)
            when = transaction.now if at is None else at
            timeline.check_time(when, transaction.now)
            if incident.struck:
                raise StoreError(f"{number} was raised in error: it takes no more stamps")
            if stamp not in acts.ORDER:
                raise StoreError(f"there is no stamp «{stamp}»: {', '.join(acts.ORDER)}")
            stamps = read_stamps(transaction, incident.id)
            new = Stamp(stamp, officer, when)
            with clashing(transaction, number):
                timeline.check_new(stamps, new)
            if officer and officer not in incident.officers:
                need_officer(transaction, officer)
            flagged = timeline.out_of_order(stamp, when, incident.standing.times, officer, stamps)
            sets = timeline.effect_of_stamp(incident.standing, stamps, new)
            act = acts.Stamped(
                number=number,
                stamp=stamp,
                officer=officer,
                at=when,
                sets=sets,
                flagged=flagged,
            )
            return _done(transaction, act, by, number, at=when, flagged=flagged, sets=sets)

    def correct_stamp(self, number: str, stamp: str, officer: str, was: int, at: int, why: str, by: Author) -> Done:
        """Strike a stamp whose time was wrong and put the right one beside it. A reason is needed."""
        need_reason(why)
        with self._store.writing() as transaction:
            incident = read(transaction, number)
            timeline.check_time(at, transaction.now)
            stamps = read_stamps(transaction, incident.id)
            old = find_stamp(stamps, stamp, officer, was, number)
            with clashing(transaction, number):
                sets = timeline.effect_of_correction(incident.standing, stamps, old, at)
            times = {**incident.standing.times, **{k: v for k, v in sets.items() if k in incident.standing.times}}
            others = [s for s in stamps if s != old]
            flagged = timeline.out_of_order(stamp, at, times, officer, others)
            act = acts.StampCorrected(
                number=number,
                stamp=cast("acts.StampKind", stamp),
                officer=officer,
                was=was,
                at=at,
                why=why,
                sets=sets,
                flagged=flagged,
            )
            return _done(transaction, act, by, number, at=at, flagged=flagged, sets=sets)

    def strike_stamp(self, number: str, stamp: str, officer: str, at: int, why: str, by: Author) -> Done:
        """Strike a stamp that does not hold; the report and the closing can only be corrected."""
        need_reason(why)
        with self._store.writing() as transaction:
            incident = read(transaction, number)
            stamps = read_stamps(transaction, incident.id)
            old = find_stamp(stamps, stamp, officer, at, number)
            sets = timeline.effect_of_strike(incident.standing, stamps, old)
            act = acts.StampStruck(
                number=number,
                stamp=cast("acts.StampKind", stamp),
                officer=officer,
                at=at,
                why=why,
                sets=sets,
            )
            return _done(transaction, act, by, number, at=at, sets=sets)

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
                seen = transaction.seen(client_id, "incident.noted")
                if seen:
                    return Done(number, transaction.head, seen[0], transaction.now)
            incident = read(transaction, number)
            when = transaction.now if at is None else at
            timeline.check_time(when, transaction.now)
            if amends and not _entry(transaction, incident.id, amends):
                raise StoreError(f"{number} has no entry {amends}")
            key = next_entry_key(transaction.writer, incident.id)
            act = acts.NoteWritten(number=number, entry=key, at=when, text=text, amends=amends)
            return _done(transaction, act, by, number, at=when, client_id=client_id)

    def call_out(self, number: str, who: str, phone: str, by: Author) -> Done:
        """Stamp a call made from the call-out list."""
        with self._store.writing() as transaction:
            incident = read(transaction, number)
            key = next_entry_key(transaction.writer, incident.id)
            text = f"Called {who} {phone}".strip()
            act = acts.CalledOut(number=number, entry=key, at=transaction.now, text=text, who=who, phone=phone)
            return _done(transaction, act, by, number)

    def strike_entry(self, number: str, entry_key: str, why: str, by: Author) -> Done:
        """Strike a log line, with a reason; it stays readable."""
        need_reason(why)
        with self._store.writing() as transaction:
            incident = read(transaction, number)
            found = _entry(transaction, incident.id, entry_key)
            if not found:
                raise StoreError(f"{number} has no entry {entry_key}")
            if found[0]:
                raise Clash(f"entry {entry_key} of {number} is struck already ({found[0]})")
            return _done(transaction, acts.EntryStruck(number=number, entry=entry_key, why=why), by, number)

    def set_state(self, number: str, new: acts.State, by: Author, *, why: str = "") -> Done:
        """Put on hold, take up again, close, or reopen (which wants a reason)."""
        with self._store.writing() as transaction:
            incident = read(transaction, number)
            if incident.state == new:
                raise Clash(f"{number} is {new} already")
            if incident.struck:
                raise StoreError(f"{number} was raised in error: its state stays")
            if incident.state == "closed":
                need_reason(why)
            act = acts.StateChanged(
                number=number,
                old=cast("acts.State", incident.state),
                new=new,
                closed=transaction.now if new == "closed" else None,
                why=why,
            )
            return _done(transaction, act, by, number)

    def void(self, number: str, why: str, by: Author) -> Done:
        """Mark as raised in error, with a reason. It stays visible and counts for no figure."""
        need_reason(why)
        with self._store.writing() as transaction:
            incident = read(transaction, number)
            if incident.struck:
                raise Clash(f"{number} is void already ({incident.struck})")
            return _done(transaction, acts.Voided(number=number, why=why), by, number)


def next_number(transaction: "Transaction", at: int) -> str:
    """The site's next incident number for a report at `at`: no gaps, no doubles, whoever else is writing."""
    year = local_date(at, site_zone(transaction)).year
    count = transaction.writer.counter(f"incident:{year}") + 1
    if count >= MOST_NUMBERS:
        raise StoreError(f"{year} has no incident number left after {year}-{count - 1}")
    return f"{year:04d}-{count:04d}"


def _done(
    transaction: "Transaction", act: Event, by: Author, number: str, *, at: int | None = None, flagged: str = "",
    sets: Mapping[str, Any] | None = None, client_id: str | None = None,
) -> Done:  # fmt: skip
    entry = transaction.append(act, by, client_id)
    return Done(number, transaction.head, entry.seq, transaction.now if at is None else at, flagged, sets or {})


def _entry(transaction: "Transaction", incident_id: int, key: str) -> Any:
    return transaction.one("SELECT struck FROM entry WHERE incident_id = ? AND entry = ?", (incident_id, key))


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _short(value: Any) -> str:
    text = " ".join(value) if isinstance(value, list) else str(value)
    return text if len(text) <= 60 else text[:59] + "…"
