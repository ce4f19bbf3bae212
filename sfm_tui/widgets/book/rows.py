"""How the day's book draws a line, and which lines a kind lets through."""

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sfm_tui.clock import LATE_ENTRY_AFTER, clock_text, full_text, local_date, to_local
from sfm_tui.clock.show import MONTHS
from sfm_tui.storage.book import BookLine
from sfm_tui.widgets.lists.record_list import cell
from sfm_tui.widgets.lists.rows import Span

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sfm_tui.storage.occurrences import Occurrence
    from sfm_tui.widgets.everywhere.session import Session

LOCKED = "(locked)"
WHERE, KIND, AUTHOR = 11, 9, 14
AUTHOR_FROM = 105
"""Cells that a row needs before its author is shown."""


def fits(line: BookLine, kind: str) -> bool:
    """Whether a line is of a kind: one of the book's own, `incident` for entries of incidents, empty for all."""
    return not kind or (kind == ("incident" if not line.occurrence else line.kind))


def time_of(at: int, tz: ZoneInfo, *, changing: bool) -> str:
    """`22:17:10`, with `BST` or `GMT` on a day when the clocks change."""
    return f"{clock_text(at, tz)} {to_local(at, tz).tzname()}" if changing else clock_text(at, tz)


def late_words(line: "BookLine | Occurrence", tz: ZoneInfo) -> str:
    """`late, written 23:10` for an entry made more than a quarter of an hour after its event; else empty."""
    if line.written_at - line.at <= LATE_ENTRY_AFTER:
        return ""
    written = to_local(line.written_at, tz)
    clock = f"{written.hour:02}:{written.minute:02}"
    if written.date() == local_date(line.at, tz):
        return f"late, written {clock}"
    return f"late, written {written.day} {MONTHS[written.month - 1]} {clock}"


def line_spans(
    session: "Session", line: BookLine, width: int, *, changing: bool, people: "Mapping[str, str]"
) -> list[Span]:
    """A line of the book: when, whose, what; marked where it is late, struck or its author is unconfirmed."""
    spans: list[Span] = [(f"{time_of(line.at, session.tz, changing=changing)}  ", "muted")]
    spans.append((cell("DOB" if line.occurrence else line.incident, WHERE), "muted" if line.occurrence else "accent"))
    spans.append((cell(line.kind if line.occurrence else "", KIND), "muted"))
    if width >= AUTHOR_FROM:
        spans.append((cell(people.get(line.author, line.author), AUTHOR - 1) + " ", "muted"))
    marks: list[Span] = []
    if session.locked:
        return [*spans, (LOCKED, "muted")]
    if line.occurrence and line.incident:
        marks.append((f"  → {line.incident}", "accent"))
    if line.struck:
        marks.append((f"  struck: {line.struck}", "warn"))
    late = late_words(line, session.tz)
    if late:
        marks.append((f"  ({late})", "warn"))
    if not line.confirmed:
        marks.append(("  (author unconfirmed)", "warn"))
    taken = sum(len(text) for text, _style in spans)
    room = max(12, width - taken - sum(len(text) for text, _style in marks))
    return [*spans, (cell(line.text, room).rstrip(), "struck" if line.struck else "plain"), *marks]


def about_lines(whole: "Occurrence", tz: ZoneInfo, people: "Mapping[str, str]") -> list[str]:
    """What is known of a line of the book: its kind and time, who wrote it when, what became of it."""
    signed = "" if whole.confirmed else " (unconfirmed)"
    about = [
        f"{whole.kind} · {full_text(whole.at, tz)}",
        f"written by {people.get(whole.author, whole.author)}{signed} {full_text(whole.written_at, tz)}",
        late_words(whole, tz),
        f"struck: {whole.struck}" if whole.struck else "",
        f"made incident {whole.incident}" if whole.incident else "",
    ]
    return [line for line in about if line]
