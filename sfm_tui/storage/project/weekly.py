"""What weekly reviews do to the tables."""

from typing import Any

from sfm_tui.domain import weekly
from sfm_tui.domain.event import canonical
from sfm_tui.storage.ledger import Entry
from sfm_tui.storage.project.apply import project
from sfm_tui.storage.writer import Writer

_BLANK: dict[str, Any] = {
    name: field.get_default() for name, field in weekly.Decision.model_fields.items() if not field.is_required()
}


@project.register
def _(event: weekly.WeeklyDecided, entry: Entry, writer: Writer) -> None:
    _begin(writer, entry, event.weekly)
    key = {"weekly": event.weekly, "number": event.number, "version": event.version}
    made = {"author": entry.author, "at": entry.at, "seq": entry.seq}
    writer.insert("weekly_decision", {**_BLANK, **event.new, **key, **made})


@project.register
def _(event: weekly.WeeklyAnswered, entry: Entry, writer: Writer) -> None:
    row = {"answer": event.answer, "note": event.note, "author": entry.author, "at": entry.at, "seq": entry.seq}
    key = (event.weekly, event.number)
    writer.run("DELETE FROM weekly_answer WHERE weekly = ? AND number = ?", key)
    writer.insert("weekly_answer", {"weekly": event.weekly, "number": event.number, **row})


@project.register
def _(event: weekly.WeeklyHeld, entry: Entry, writer: Writer) -> None:
    _begin(writer, entry, event.weekly)
    held = {
        "held_at": entry.at, "held_by": entry.author, "week_over": int(event.over), "figures": canonical(event.figures),
    }  # fmt: skip
    writer.update("weekly", ("weekly", event.weekly), held)


def _begin(writer: Writer, entry: Entry, week: str) -> None:
    """A review begins with the first that is said in it."""
    if not writer.one("SELECT 1 FROM weekly WHERE weekly = ?", (week,)):
        row = {"began_at": entry.at, "began_by": entry.author, "held_at": None, "held_by": "", "week_over": 0}
        writer.insert("weekly", {"weekly": week, "figures": "{}", **row, "seq": entry.seq})
