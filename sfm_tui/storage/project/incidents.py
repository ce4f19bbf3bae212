"""What the acts on an incident do to it and to its log; those on its timeline are in `timeline`."""

import json
from typing import Any

from sfm_tui.domain import incidents, log_text
from sfm_tui.domain.categories import DEFAULT_CATEGORIES
from sfm_tui.domain.event import canonical
from sfm_tui.storage.ledger import Entry
from sfm_tui.storage.project.apply import officer_name, project
from sfm_tui.storage.project.lines import next_entry_key, put_line
from sfm_tui.storage.project.numbers import own_number
from sfm_tui.storage.project.timeline import set_incident, stamp_row
from sfm_tui.storage.writer import Writer


def _row(
    event: incidents.IncidentOpened | incidents.IncidentImported, entry: Entry, writer: Writer, key: int,
    **columns: Any,
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
            "category_guessed": 0,
            "severity": event.severity,
            "severity_assumed": 0,
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


@project.register
def _(event: incidents.IncidentOpened, entry: Entry, writer: Writer) -> None:
    key = writer.new_incident(event.number)
    _row(
        event, entry, writer, key,
        category_guessed=int(event.category_guessed), severity_assumed=int(event.severity_assumed),
    )  # fmt: skip
    if event.occurred is not None:
        stamp_row(entry, writer, key, "occurred", event.occurred, written_at=entry.at)
    stamp_row(entry, writer, key, "reported", event.reported, written_at=entry.at)
    put_line(entry, writer, key, "opened", event.summary or "Opened", at=event.reported)


@project.register
def _(event: incidents.IncidentImported, entry: Entry, writer: Writer) -> None:
    key = writer.new_incident(event.number)
    times = {column: getattr(event, column) for column in incidents.COLUMN_OF.values()}
    _row(
        event, entry, writer, key, **times,
        state=event.state, outcome=event.outcome, struck=event.struck, officers=" ".join(event.officers),
        police_ref=event.police_ref, evidence=event.evidence, imported=1,
    )  # fmt: skip
    for stamp, column in incidents.COLUMN_OF.items():
        if times[column] is not None:
            stamp_row(entry, writer, key, stamp, times[column])
    text, at = event.summary or "Opened", event.reported
    put_line(entry, writer, key, "opened", text, at=at, written_at=at, struck=event.struck)
    is_word = event.category != "" and event.category == event.category.strip()
    if is_word and event.category not in _categories(writer):
        _categories(writer).add(event.category)
        row = {"name": event.category, "severity": event.severity, "words": "", "hidden": 0}
        writer.insert("category", row)


def _categories(writer: Writer) -> set[str]:
    """The words for what happened that the site knows, the defaults among them: an import makes the others."""

    def load() -> set[str]:
        writer.flush()
        rows = writer.connection.exec_driver_sql("SELECT name FROM category")
        return {category.name for category in DEFAULT_CATEGORIES} | {row[0] for row in rows}

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
    set_incident(writer, key, columns)

    def show(name: str, value: Any) -> str:
        if name == "officers":
            return ", ".join(officer_name(writer, officer) for officer in value)
        if name == "location":
            return writer.place_name(value)
        return str(value)

    text = log_text.change_text(event.old, event.new, event.why, show)
    if not text:
        return
    if log_text.is_correction(event.old, event.new):
        put_line(entry, writer, key, "change", text, key=next_entry_key(writer, key))
    else:
        put_line(entry, writer, key, "opened", text)


@project.register
def _(event: incidents.NoteWritten, entry: Entry, writer: Writer) -> None:
    key = writer.incident_id(event.number)
    line = "call" if isinstance(event, incidents.CalledOut) else "note"
    put_line(entry, writer, key, line, event.text, at=event.at, key=event.entry, amends=event.amends)


@project.register
def _(event: incidents.EntryStruck, entry: Entry, writer: Writer) -> None:
    key = writer.incident_id(event.number)
    writer.run("UPDATE entry SET struck = ? WHERE incident_id = ? AND entry = ?", (event.why, key, event.entry))
    text = f"Entry {event.entry} struck ({event.why})"
    put_line(entry, writer, key, "change", text, key=next_entry_key(writer, key))


@project.register
def _(event: incidents.Voided, entry: Entry, writer: Writer) -> None:
    key = writer.incident_id(event.number)
    set_incident(writer, key, {"struck": event.why})
    put_line(entry, writer, key, "change", f"Raised in error: {event.why}", key=next_entry_key(writer, key))


@project.register
def _(event: incidents.EntryImported, entry: Entry, writer: Writer) -> None:
    key = writer.incident_id(event.number)
    put_line(
        entry, writer, key, "note", event.text, at=event.at, key=event.entry, written_at=event.written_at,
        author=event.author, amends=event.amends, struck=event.struck,
    )  # fmt: skip
