"""What the acts on the occurrence book do to its lines."""

from sfm_tui.domain import occurrences
from sfm_tui.storage.ledger import Entry
from sfm_tui.storage.project.apply import project
from sfm_tui.storage.project.numbers import own_occurrence
from sfm_tui.storage.writer import Writer


def _row(
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
    own = own_occurrence(event.occurrence)
    if own:
        writer.raise_counter(f"occurrence:{own[0]}", own[1])


@project.register
def _(event: occurrences.OccurrenceLogged, entry: Entry, writer: Writer) -> None:
    _row(event, entry, writer, written_at=entry.at, author=entry.author, incident="", struck="")


@project.register
def _(event: occurrences.OccurrenceImported, entry: Entry, writer: Writer) -> None:
    _row(
        event, entry, writer, written_at=event.written_at, author=event.author, incident=event.incident,
        struck=event.struck,
    )  # fmt: skip


@project.register
def _(event: occurrences.OccurrenceStruck, entry: Entry, writer: Writer) -> None:
    writer.update("occurrence", ("occurrence", event.occurrence), {"struck": event.why})


@project.register
def _(event: occurrences.OccurrenceRaised, entry: Entry, writer: Writer) -> None:
    writer.update("occurrence", ("occurrence", event.occurrence), {"incident": event.number})
