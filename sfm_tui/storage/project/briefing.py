"""What the acts on briefing points and handovers do to their tables."""

from collections.abc import Mapping, Sequence
from typing import Any

from sfm_tui.domain import briefing_events as briefing
from sfm_tui.domain import handover
from sfm_tui.storage.ledger import Entry
from sfm_tui.storage.project.apply import project
from sfm_tui.storage.project.numbers import own_count
from sfm_tui.storage.writer import Writer

_COLUMNS = ("text", "priority", "since", "until", "repeat", "owner")


def put_points(writer: Writer, entry: Entry, rows: Sequence[Mapping[str, Any]]) -> None:
    """Put the points of a file in. A withdrawn one stays withdrawn as long as its end is the same.

    What was heard of a point before it came counts; a text that the file changes is to be heard again.
    """
    for row in rows:
        old = writer.one(
            "SELECT until, withdrawn, text, changed_at FROM briefing WHERE briefing = ?", (row["briefing"],)
        )
        if old is None:
            _put(writer, entry, row, withdrawn="", changed_at=0, new=True)
            continue
        until, withdrawn, text, changed_at = old
        if until != row["until"]:
            withdrawn = ""
        changed_at = changed_at if text == row["text"] else entry.at
        _put(writer, entry, row, withdrawn=withdrawn, changed_at=changed_at, new=False)


def put_acknowledgements(writer: Writer, entry: Entry, rows: Sequence[Mapping[str, Any]]) -> None:
    """Put the acknowledgements of a file in; whether an officer was on duty then is not known."""
    for row in rows:
        writer.insert("acknowledgement", {**row, "off_duty": 0, "seq": entry.seq})


def _put(
    writer: Writer, entry: Entry, row: Mapping[str, Any], *, withdrawn: str, changed_at: int, new: bool
) -> None:  # fmt: skip
    values = {name: row[name] for name in _COLUMNS}
    values |= {"withdrawn": withdrawn, "changed_at": changed_at, "seq": entry.seq}
    if new:
        writer.insert("briefing", {"briefing": row["briefing"], **values})
        writer.raise_counter("briefing", own_count(row["briefing"], "P"))
    else:
        writer.update("briefing", ("briefing", row["briefing"]), values)


@project.register
def _(event: briefing.BriefingSet, entry: Entry, writer: Writer) -> None:
    changed_at = entry.at
    if event.old is not None and event.old["text"] == event.new["text"]:
        changed_at = writer.one("SELECT changed_at FROM briefing WHERE briefing = ?", (event.briefing,))[0]
    _put(writer, entry, event.new, withdrawn=event.withdrawn, changed_at=changed_at, new=event.old is None)


@project.register
def _(event: briefing.BriefingTold, entry: Entry, writer: Writer) -> None:
    writer.insert(
        "told",
        {
            "briefing": event.briefing, "shift": event.shift, "at": entry.at, "author": entry.author,
            "seq": entry.seq,
        },
    )  # fmt: skip


@project.register
def _(event: briefing.BriefingUntold, entry: Entry, writer: Writer) -> None:
    writer.run("DELETE FROM told WHERE briefing = ? AND shift = ?", (event.briefing, event.shift))


@project.register
def _(event: briefing.BriefingAcknowledged, entry: Entry, writer: Writer) -> None:
    off = set(event.off_duty)
    for officer in event.officers:
        writer.insert(
            "acknowledgement",
            {
                "briefing": event.briefing, "officer": officer, "at": event.at, "off_duty": int(officer in off),
                "seq": entry.seq,
            },
        )  # fmt: skip


# ── handovers ────────────────────────────────────────────────────────────────────────────────────────────────


def _handover(writer: Writer, entry: Entry, key: str, **values: Any) -> None:
    writer.insert("handover", {"handover": key, "seq": entry.seq, **values})
    writer.raise_counter("handover", own_count(key, "H"))


@project.register
def _(event: handover.HandoverSigned, entry: Entry, writer: Writer) -> None:
    _handover(
        writer, entry, event.handover, at=entry.at, giver=entry.author, receiver=event.to, accepted_at=None,
        text=event.text,
    )  # fmt: skip


@project.register
def _(event: handover.HandoverAccepted, entry: Entry, writer: Writer) -> None:
    writer.update("handover", ("handover", event.handover), {"receiver": entry.author, "accepted_at": entry.at})


@project.register
def _(event: handover.HandoverImported, entry: Entry, writer: Writer) -> None:
    _handover(
        writer, entry, event.handover, at=event.at, giver=event.giver, receiver=event.receiver,
        accepted_at=event.accepted_at, text=event.text,
    )  # fmt: skip
