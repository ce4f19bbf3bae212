"""What the acts on a timeline do to its stamps and to the incident's own times."""

from typing import Any

from sfm_tui.domain import incidents, log_text
from sfm_tui.storage.ledger import Entry
from sfm_tui.storage.project.apply import officer_name, project, time_text
from sfm_tui.storage.project.lines import next_entry_key, put_line
from sfm_tui.storage.writer import Writer


def set_incident(writer: Writer, incident_id: int, values: dict[str, Any]) -> None:
    """Change columns of an incident; officers come as a list."""
    plain = {name: " ".join(value) if isinstance(value, list | tuple) else value for name, value in values.items()}
    writer.update("incident", ("id", incident_id), plain)


def stamp_row(
    entry: Entry, writer: Writer, incident_id: int, stamp: str, at: int, *, officer: str = "",
    written_at: int | None = None, author: str | None = None, flagged: str = "", struck: str = "",
) -> None:  # fmt: skip
    """Write a new stamp; one that came without the time of its writing has none."""
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


def _put(
    entry: Entry, writer: Writer, incident_id: int, stamp: str, at: int, *, officer: str = "", flagged: str = ""
) -> None:
    """Write a live stamp; one that was struck at that very second holds again."""
    touched = writer.run(
        "UPDATE stamp SET struck = '', written_at = ?, author = ?, flagged = ?, seq = ?"
        " WHERE incident_id = ? AND officer = ? AND stamp = ? AND at = ?",
        (entry.at, entry.author, flagged, entry.seq, incident_id, officer, stamp, at),
    )
    if not touched:
        stamp_row(entry, writer, incident_id, stamp, at, officer=officer, written_at=entry.at, flagged=flagged)


def _strike(writer: Writer, incident_id: int, officer: str, stamp: str, at: int, why: str) -> None:
    """Strike a stamp and the line of the log that told of it."""
    key = (incident_id, officer, stamp, at)
    writer.run(
        "UPDATE stamp SET struck = ? WHERE incident_id = ? AND officer = ? AND stamp = ? AND at = ?", (why, *key)
    )
    writer.run(
        "UPDATE entry SET struck = ? WHERE line = 'stamp' AND incident_id = ? AND seq IN"
        " (SELECT seq FROM stamp WHERE incident_id = ? AND officer = ? AND stamp = ? AND at = ?)",
        (why, incident_id, *key),
    )


@project.register
def _(event: incidents.Stamped, entry: Entry, writer: Writer) -> None:
    key = writer.incident_id(event.number)
    _put(entry, writer, key, event.stamp, event.at, officer=event.officer, flagged=event.flagged)
    set_incident(writer, key, event.sets)
    text = log_text.stamp_text(event.stamp, officer_name(writer, event.officer))
    put_line(entry, writer, key, "stamp", f"{text} ({event.flagged})" if event.flagged else text, at=event.at)


@project.register
def _(event: incidents.StampStruck, entry: Entry, writer: Writer) -> None:
    key = writer.incident_id(event.number)
    _strike(writer, key, event.officer, event.stamp, event.at, event.why)
    set_incident(writer, key, event.sets)
    who = officer_name(writer, event.officer)
    text = log_text.stamp_struck_text(event.stamp, who, time_text(writer, event.at), event.why)
    put_line(entry, writer, key, "change", text, key=next_entry_key(writer, key))


@project.register
def _(event: incidents.StampCorrected, entry: Entry, writer: Writer) -> None:
    key = writer.incident_id(event.number)
    _strike(writer, key, event.officer, event.stamp, event.was, event.why)
    _put(entry, writer, key, event.stamp, event.at, officer=event.officer, flagged=event.flagged)
    set_incident(writer, key, event.sets)
    was, now = time_text(writer, event.was), time_text(writer, event.at)
    text = log_text.stamp_corrected_text(event.stamp, officer_name(writer, event.officer), was, now, event.why)
    put_line(entry, writer, key, "change", text, key=next_entry_key(writer, key))


@project.register
def _(event: incidents.StateChanged, entry: Entry, writer: Writer) -> None:
    key = writer.incident_id(event.number)
    if event.closed is not None:
        _put(entry, writer, key, "closed", event.closed)
    elif event.old == "closed":
        writer.run(
            "UPDATE stamp SET struck = ? WHERE incident_id = ? AND stamp = 'closed' AND struck = ''",
            (event.why or "reopened", key),
        )
    set_incident(writer, key, {"state": event.new, "closed": event.closed})
    at = event.closed if event.closed is not None else entry.at
    text = log_text.state_text(event.old, event.new, event.why)
    put_line(entry, writer, key, "change", text, at=at, key=next_entry_key(writer, key))


@project.register
def _(event: incidents.StampImported, entry: Entry, writer: Writer) -> None:
    key = writer.incident_id(event.number)
    at, written, struck = event.at, event.written_at, event.struck
    stamp_row(entry, writer, key, event.stamp, at, officer=event.officer, written_at=written, struck=struck)
    text = log_text.stamp_text(event.stamp, officer_name(writer, event.officer))
    put_line(entry, writer, key, "stamp", text, at=at, written_at=written, struck=struck)
