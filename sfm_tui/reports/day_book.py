"""The daily occurrence book of one day: what it says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from zoneinfo import ZoneInfo

from sfm_tui.clock import clock_text, day_bounds, day_text
from sfm_tui.reports.paper import UNCONFIRMED, Foot, Names, late_mark, stretch
from sfm_tui.reports.plain import counted
from sfm_tui.storage.book import BookLine

_DAY = 86_400


@dataclass(frozen=True)
class Whole:
    """What a line of the book leaves out: the text to its end, post and officer."""

    text: str
    post: str = ""
    officer: str = ""


@dataclass(frozen=True)
class BookRow:
    """A line of the day. `ref` is the occurrence's key, or the incident's number and entry (`2026-0142/3`).

    `struck` is the reason where it was struck.
    """

    stretch: str
    clock: str
    ref: str
    kind: str
    author: str
    text: str
    marks: tuple[str, ...]
    struck: str


@dataclass(frozen=True)
class DayBook:
    """One day of the log: occurrences and incidents' entries as one list, by time of event."""

    template: ClassVar[str] = "day_book"
    title: str
    day: str
    note: str
    rows: tuple[BookRow, ...]
    foot: Foot


def build_book(
    day: date, lines: Sequence[BookLine], whole: Mapping[int, Whole], names: Names, tz: ZoneInfo, foot: Foot
) -> DayBook:
    """The book of a local day; `whole` completes lines by their number in the ledger."""
    return DayBook(
        title=f"Daily occurrence book, {day_text(day)}",
        day=day_text(day),
        note=_note(day, lines, tz),
        rows=tuple(_row(line, whole.get(line.seq), names, tz) for line in lines),
        foot=foot,
    )


def _note(day: date, lines: Sequence[BookLine], tz: ZoneInfo) -> str:
    book = sum(1 for line in lines if line.occurrence)
    incidents = len({line.incident for line in lines if not line.occurrence})
    note = f"{counted(book, 'line')} of the book, entries of {counted(incidents, 'incident')}"
    start, end = day_bounds(day, tz)
    hours, odd = divmod(end - start, 3600)
    if end - start != _DAY:
        length = f"{hours} h" + (f" {odd // 60:02} m" if odd else "")
        note += f" · the clocks change: this day has {length}"
    return note


def _row(line: BookLine, whole: Whole | None, names: Names, tz: ZoneInfo) -> BookRow:
    marks: list[str] = []
    if line.occurrence and line.incident:
        marks.append(f"made incident {line.incident}")
    if whole and whole.post:
        marks.append(f"post {names.posts.get(whole.post) or whole.post}")
    if whole and whole.officer:
        marks.append(f"officer {names.officer(whole.officer)}")
    if line.amends:
        marks.append(f"corrects entry {line.amends}")
    marks.extend(late_mark(line.at, line.written_at, tz))
    if not line.confirmed:
        marks.append(UNCONFIRMED)
    return BookRow(
        stretch=stretch(line.at, tz),
        clock=clock_text(line.at, tz),
        ref=line.occurrence or (f"{line.incident}/{line.entry}" if line.entry else line.incident),
        kind=line.kind if line.occurrence else "incident",
        author=names.author(line.author),
        text=whole.text if whole else line.text,
        marks=tuple(marks),
        struck=line.struck,
    )
