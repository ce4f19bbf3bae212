"""From entries to tables: what each event does to the records as they stand.

This is the only writer of the state tables, for a live act, an import and a rebuild alike; given the same
entries in the same order it makes the same rows.
"""

import json
from functools import singledispatch
from typing import Any

from sfm_tui.clock import clock_text, zone
from sfm_tui.domain import desk, incidents, log_text, occurrences, reference, site
from sfm_tui.domain.categories import DEFAULT_CATEGORIES
from sfm_tui.domain.event import Event, canonical
from sfm_tui.storage.ledger import Entry
from sfm_tui.storage.writer import Writer


@singledispatch
def project(event: Event, entry: Entry, writer: Writer) -> None:
    """Apply one event to the state tables; events that change none are only in the ledger."""


def _time(writer: Writer, at: int) -> str:
    return clock_text(at, zone(_timezone(writer)))


def _timezone(writer: Writer) -> str:
    return str(writer.recall("timezone", lambda: (writer.one("SELECT timezone FROM site") or ("UTC",))[0]))


def _officer_name(writer: Writer, officer: str) -> str:
    names: dict[str, str] = writer.recall("officers", lambda: _officer_names(writer))
    return names.get(officer, officer)


def _officer_names(writer: Writer) -> dict[str, str]:
    writer.flush()
    rows = writer.connection.exec_driver_sql("SELECT officer, call_sign, name FROM officer")
    return {officer: call_sign or name or officer for officer, call_sign, name in rows}


# ── incidents ────────────────────────────────────────────────────────────────────────────────────────────────


def _line(
    entry: Entry, writer: Writer, incident_id: int, line: str, text: str, *, at: int | None = None,
    key: str = "", written_at: int | None = None, author: str | None = None, amends: str = "", struck: str = "",
) -> None:  # fmt: skip
    writer.insert(
        "entry",
        {
            "seq": entry.seq,
            "incident_id": incident_id,
            "entry": key,
            "line": line,
            "at": entry.at if at is None else at,
            "written_at": entry.at if written_at is None else written_at,
            "author": entry.author if author is None else author,
            "confirmed": int(entry.confirmed),
            "text": text,
            "amends": amends,
            "struck": struck,
        },
    )


def next_entry_key(writer: Writer, incident_id: int) -> str:
    """The key of the next line in an incident's log: one more than the highest number that any line bears."""
    found = writer.one(
        "SELECT max(CAST(entry AS INTEGER)) FROM entry WHERE incident_id = ? AND entry <> '' AND length(entry) < 10",
        (incident_id,),
    )
    return str((found[0] or 0) + 1)


def _stamp_row(
    entry: Entry, writer: Writer, incident_id: int, stamp: str, at: int, *, officer: str = "",
    written_at: int | None = None, author: str | None = None, flagged: str = "", struck: str = "",
) -> None:  # fmt: skip
    writer.insert(
        "stamp",
        {
            "id": writer.next_id("stamp"),
            "incident_id": incident_id,
            "officer": officer,
            "stamp": stamp,
            "at": at,
            "written_at": written_at,
            "author": entry.author if author is None else author,
            "flagged": flagged,
            "struck": struck,
            "seq": entry.seq,
        },
    )


def _put_stamp(event: incidents.StampEvent, entry: Entry, writer: Writer, incident_id: int, flagged: str) -> None:
    """Write a live stamp; one that was struck at that very second holds again."""
    touched = writer.run(
        "UPDATE stamp SET struck = '', written_at = ?, author = ?, flagged = ?, seq = ?"
        " WHERE incident_id = ? AND officer = ? AND stamp = ? AND at = ?",
        (entry.at, entry.author, flagged, entry.seq, incident_id, event.officer, event.stamp, event.at),
    )
    if not touched:
        _stamp_row(
            entry, writer, incident_id, event.stamp, event.at,
            officer=event.officer, written_at=entry.at, flagged=flagged,
        )  # fmt: skip


def _strike_stamp(writer: Writer, incident_id: int, officer: str, stamp: str, at: int, why: str) -> None:
    writer.run(
        "UPDATE stamp SET struck = ? WHERE incident_id = ? AND officer = ? AND stamp = ? AND at = ?",
        (why, incident_id, officer, stamp, at),
    )
    writer.run(
        "UPDATE entry SET struck = ? WHERE line = 'stamp' AND incident_id = ? AND seq IN"
        " (SELECT seq FROM stamp WHERE incident_id = ? AND officer = ? AND stamp = ? AND at = ?)",
        (why, incident_id, incident_id, officer, stamp, at),
    )


def _set_incident(writer: Writer, incident_id: int, values: dict[str, Any]) -> None:
    plain = {name: " ".join(value) if isinstance(value, list | tuple) else value for name, value in values.items()}
    writer.update("incident", ("id", incident_id), plain)


@project.register
def _(event: incidents.IncidentOpened, entry: Entry, writer: Writer) -> None:
    key = writer.new_incident(event.number)
    _incident_row(
        event, entry, writer, key,
        category_guessed=event.category_guessed, severity_assumed=event.severity_assumed,
    )  # fmt: skip
    if event.occurred is not None:
        _stamp_row(entry, writer, key, "occurred", event.occurred, written_at=entry.at)
    _stamp_row(entry, writer, key, "reported", event.reported, written_at=entry.at)
    _line(entry, writer, key, "opened", event.summary or "Opened", at=event.reported)


def _incident_row(
    event: incidents.IncidentOpened | incidents.IncidentImported, entry: Entry, writer: Writer, key: int,
    *, category_guessed: bool, severity_assumed: bool, **columns: Any,
) -> None:  # fmt: skip
    writer.insert(
        "incident",
        {
            "id": key,
            "number": event.number,
            "state": "open",
            "outcome": "",
            "struck": "",
            "occurred": event.occurred,
            "reported": event.reported,
            "dispatched": None,
            "on_scene": None,
            "resolved": None,
            "closed": None,
            "category": event.category,
            "category_guessed": int(category_guessed),
            "severity": event.severity,
            "severity_assumed": int(severity_assumed),
            "location": event.location,
            "officers": "",
            "summary": event.summary,
            "police_ref": "",
            "evidence": "",
            "details": "{}",
            "imported": 0,
            "seq": entry.seq,
            **columns,
        },
    )
    own = own_number(event.number)
    if own:
        writer.raise_counter(f"incident:{own[0]}", own[1])


def own_number(number: str) -> tuple[int, int] | None:
    """Year and count of a number of the site's own form (`2026-0142`), None for any other."""
    year, dash, count = number.partition("-")
    if dash and len(year) == 4 and len(count) >= 4 and (year + count).isascii() and (year + count).isdigit():
        value = int(count)
        return (int(year), value) if f"{value:04d}" == count else None
    return None


@project.register
def _(event: incidents.IncidentImported, entry: Entry, writer: Writer) -> None:
    key = writer.new_incident(event.number)
    times = {column: getattr(event, column) for column in incidents.COLUMN_OF.values()}
    _incident_row(
        event, entry, writer, key, category_guessed=False, severity_assumed=False, **times,
        state=event.state, outcome=event.outcome, struck=event.struck, officers=" ".join(event.officers),
        police_ref=event.police_ref, evidence=event.evidence, imported=1,
    )  # fmt: skip
    for stamp, column in incidents.COLUMN_OF.items():
        if times[column] is not None:
            _stamp_row(entry, writer, key, stamp, times[column])
    _line(
        entry, writer, key, "opened", event.summary or "Opened", at=event.reported, written_at=event.reported,
        struck=event.struck,
    )  # fmt: skip
    if event.category == event.category.strip() and event.category not in _categories(writer):
        _categories(writer).add(event.category)
        row = {"name": event.category, "severity": event.severity, "words": "", "hidden": 0}
        writer.insert("category", row)


def _categories(writer: Writer) -> set[str]:
    """The words that are no news: the site's own, those every site starts with, and none at all."""

    def load() -> set[str]:
        writer.flush()
        own = {row[0] for row in writer.connection.exec_driver_sql("SELECT name FROM category")}
        return {"", *(category.name for category in DEFAULT_CATEGORIES), *own}

    known: set[str] = writer.recall("categories", load)
    return known


@project.register
def _(event: incidents.IncidentChanged, entry: Entry, writer: Writer) -> None:
    key = writer.incident_id(event.number)
    columns = {name: value for name, value in event.new.items() if name not in incidents.DETAILS}
    details = {name: value for name, value in event.new.items() if name in incidents.DETAILS}
    for flag in ("severity_assumed", "category_guessed"):
        if flag in columns:
            columns[flag] = int(columns[flag])
    if details:
        kept = json.loads(writer.one("SELECT details FROM incident WHERE id = ?", (key,))[0])
        kept.update(details)
        columns["details"] = canonical({name: value for name, value in kept.items() if value != ""})
    _set_incident(writer, key, columns)

    def show(name: str, value: Any) -> str:
        if name == "officers":
            return ", ".join(_officer_name(writer, officer) for officer in value)
        return str(value)

    text = log_text.change_text(event.old, event.new, event.why, show)
    if not text:
        return
    if log_text.is_correction(event.old, event.new):
        _line(entry, writer, key, "change", text, key=next_entry_key(writer, key))
    else:
        _line(entry, writer, key, "opened", text)


@project.register
def _(event: incidents.Stamped, entry: Entry, writer: Writer) -> None:
    key = writer.incident_id(event.number)
    _put_stamp(event, entry, writer, key, event.flagged)
    _set_incident(writer, key, event.sets)
    text = log_text.stamp_text(event.stamp, _officer_name(writer, event.officer))
    _line(entry, writer, key, "stamp", f"{text} ({event.flagged})" if event.flagged else text, at=event.at)


@project.register
def _(event: incidents.StampStruck, entry: Entry, writer: Writer) -> None:
    key = writer.incident_id(event.number)
    _strike_stamp(writer, key, event.officer, event.stamp, event.at, event.why)
    _set_incident(writer, key, event.sets)
    text = log_text.stamp_struck_text(
        event.stamp, _officer_name(writer, event.officer), _time(writer, event.at), event.why
    )
    _line(entry, writer, key, "change", text, key=next_entry_key(writer, key))


@project.register
def _(event: incidents.StampCorrected, entry: Entry, writer: Writer) -> None:
    key = writer.incident_id(event.number)
    _strike_stamp(writer, key, event.officer, event.stamp, event.was, event.why)
    _put_stamp(event, entry, writer, key, "")
    _set_incident(writer, key, event.sets)
    text = log_text.stamp_corrected_text(
        event.stamp, _officer_name(writer, event.officer), _time(writer, event.was), _time(writer, event.at),
        event.why,
    )  # fmt: skip
    _line(entry, writer, key, "change", text, key=next_entry_key(writer, key))


@project.register
def _(event: incidents.NoteWritten, entry: Entry, writer: Writer) -> None:
    key = writer.incident_id(event.number)
    line = "call" if isinstance(event, incidents.CalledOut) else "note"
    _line(entry, writer, key, line, event.text, at=event.at, key=event.entry, amends=event.amends)


@project.register
def _(event: incidents.EntryStruck, entry: Entry, writer: Writer) -> None:
    key = writer.incident_id(event.number)
    writer.run("UPDATE entry SET struck = ? WHERE incident_id = ? AND entry = ?", (event.why, key, event.entry))
    text = f"Entry {event.entry} struck ({event.why})"
    _line(entry, writer, key, "change", text, key=next_entry_key(writer, key))


@project.register
def _(event: incidents.StateChanged, entry: Entry, writer: Writer) -> None:
    key = writer.incident_id(event.number)
    if event.closed is not None:
        stamp = incidents.Stamped(number=event.number, stamp="closed", at=event.closed)
        _put_stamp(stamp, entry, writer, key, "")
    elif event.old == "closed":
        writer.run(
            "UPDATE stamp SET struck = ? WHERE incident_id = ? AND stamp = 'closed' AND struck = ''",
            (event.why or "reopened", key),
        )
    _set_incident(writer, key, {"state": event.new, "closed": event.closed})
    at = event.closed if event.closed is not None else entry.at
    text = log_text.state_text(event.old, event.new, event.why)
    _line(entry, writer, key, "change", text, at=at, key=next_entry_key(writer, key))


@project.register
def _(event: incidents.Voided, entry: Entry, writer: Writer) -> None:
    key = writer.incident_id(event.number)
    _set_incident(writer, key, {"struck": event.why})
    _line(entry, writer, key, "change", f"Raised in error: {event.why}", key=next_entry_key(writer, key))


@project.register
def _(event: incidents.StampImported, entry: Entry, writer: Writer) -> None:
    key = writer.incident_id(event.number)
    _stamp_row(
        entry, writer, key, event.stamp, event.at,
        officer=event.officer, written_at=event.written_at, struck=event.struck,
    )  # fmt: skip
    text = log_text.stamp_text(event.stamp, _officer_name(writer, event.officer))
    _line(
        entry, writer, key, "stamp", text, at=event.at, written_at=event.written_at, struck=event.struck
    )  # fmt: skip


@project.register
def _(event: incidents.EntryImported, entry: Entry, writer: Writer) -> None:
    key = writer.incident_id(event.number)
    _line(
        entry, writer, key, "note", event.text, at=event.at, key=event.entry, written_at=event.written_at,
        author=event.author, amends=event.amends, struck=event.struck,
    )  # fmt: skip


# ── the occurrence book ──────────────────────────────────────────────────────────────────────────────────────


def _occurrence_row(
    event: occurrences.OccurrenceLogged | occurrences.OccurrenceImported, entry: Entry, writer: Writer,
    *, written_at: int, author: str, incident: str, struck: str,
) -> None:  # fmt: skip
    writer.insert(
        "occurrence",
        {
            "id": writer.next_id("occurrence"),
            "occurrence": event.occurrence,
            "at": event.at,
            "written_at": written_at,
            "author": author,
            "confirmed": int(entry.confirmed),
            "kind": event.line,
            "post": event.post,
            "officer": event.officer,
            "text": event.text,
            "incident": incident,
            "struck": struck,
            "seq": entry.seq,
        },
    )
    year, dash, count = event.occurrence.removeprefix("B").partition("-")
    if event.occurrence.startswith("B") and dash and len(year) == 4 and (year + count).isdigit():
        writer.raise_counter(f"occurrence:{int(year)}", int(count))


@project.register
def _(event: occurrences.OccurrenceLogged, entry: Entry, writer: Writer) -> None:
    _occurrence_row(event, entry, writer, written_at=entry.at, author=entry.author, incident="", struck="")


@project.register
def _(event: occurrences.OccurrenceImported, entry: Entry, writer: Writer) -> None:
    _occurrence_row(
        event, entry, writer, written_at=event.written_at, author=event.author, incident=event.incident,
        struck=event.struck,
    )  # fmt: skip


@project.register
def _(event: occurrences.OccurrenceStruck, entry: Entry, writer: Writer) -> None:
    writer.update("occurrence", ("occurrence", event.occurrence), {"struck": event.why})


@project.register
def _(event: occurrences.OccurrenceRaised, entry: Entry, writer: Writer) -> None:
    writer.update("occurrence", ("occurrence", event.occurrence), {"incident": event.number})


# ── the site and its people ──────────────────────────────────────────────────────────────────────────────────

_CACHES = {"officer": "officers", "category": "categories"}


def _row_of(noun: str, fields: dict[str, Any]) -> dict[str, Any]:
    row = {name: int(value) if isinstance(value, bool) else value for name, value in fields.items()}
    if noun == "category":
        row["words"] = "\n".join(fields["words"])
    return row


def _upsert(writer: Writer, noun: str, fields: dict[str, Any]) -> None:
    key_field = reference.RECORDS[noun].key_field
    row = _row_of(noun, fields)
    found = writer.one(f"SELECT 1 FROM {noun} WHERE {key_field} = ?", (row[key_field],))
    if found:
        writer.update(noun, (key_field, row[key_field]), {k: v for k, v in row.items() if k != key_field})
    else:
        writer.insert(noun, row)
    writer.forget(_CACHES.get(noun, noun))


@project.register
def _(event: reference.RecordEvent, entry: Entry, writer: Writer) -> None:
    _upsert(writer, event.noun, event.new)


@project.register
def _(event: reference.FileImported, entry: Entry, writer: Writer) -> None:
    for fields in event.rows:
        if event.noun == "link":
            _put_link(writer, entry, fields["source"], fields["target"], fields["link"])
        else:
            _upsert(writer, event.noun, fields)


@project.register
def _(event: site.SiteSet, entry: Entry, writer: Writer) -> None:
    new = json.loads(event.new)
    row = {"code": event.code, "name": new.get("name", ""), "timezone": new["timezone"], "settings": event.new}
    if writer.one("SELECT 1 FROM site"):
        writer.update("site", ("id", 1), row)
    else:
        writer.insert("site", {"id": 1, **row})
    writer.forget("timezone")


def _put_link(writer: Writer, entry: Entry, source: str, target: str, link: str) -> None:
    touched = writer.run(
        "UPDATE link SET struck = '', seq = ? WHERE source = ? AND target = ? AND link = ?",
        (entry.seq, source, target, link),
    )
    if not touched:
        row = {"id": writer.next_id("link"), "source": source, "target": target, "link": link}
        writer.insert("link", {**row, "struck": "", "seq": entry.seq})


@project.register
def _(event: reference.LinkMade, entry: Entry, writer: Writer) -> None:
    _put_link(writer, entry, event.source, event.target, event.link)


@project.register
def _(event: reference.LinkStruck, entry: Entry, writer: Writer) -> None:
    writer.run(
        "UPDATE link SET struck = ? WHERE source = ? AND target = ? AND link = ?",
        (event.why, event.source, event.target, event.link),
    )


@project.register
def _(event: desk.EntriesSigned, entry: Entry, writer: Writer) -> None:
    for table in ("entry", "occurrence"):
        for seq in event.entries:
            writer.run(f"UPDATE {table} SET confirmed = 1, author = ? WHERE seq = ?", (event.person, seq))
