"""What stands under the timeline's cursor, in words: who, where, from when until when, and what is wrong with it."""

import re
from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from rich.cells import cell_len
from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from sfm_tui.clock import local_date, short_clock
from sfm_tui.clock.planned import planned_text
from sfm_tui.domain.findings.words import hours_text
from sfm_tui.domain.findings.worst import Ranked, worst_first
from sfm_tui.domain.roster import Duty
from sfm_tui.widgets.lists.long_list_line import measurable, visible
from sfm_tui.widgets.lists.rows import Span
from sfm_tui.widgets.roster.board import BY_POST, Board
from sfm_tui.widgets.roster.findings import MARK, TONE
from sfm_tui.widgets.roster.view import Place

if TYPE_CHECKING:
    from sfm_tui.domain.findings import Finding
    from sfm_tui.widgets.roster.words import RosterWords

LATE_SECONDS = 300
MOST_LETTERS = 2000


class PlaceWords(Widget):
    """A line about a place, and one or two about what is wrong there."""

    DEFAULT_CSS = """
    PlaceWords { height: 2; width: 1fr; padding: 0 1; color: $foreground; background: $background;
        & > .place--bad { color: $error; text-style: bold; }
        & > .place--warn { color: $warning; text-style: bold; }
        & > .place--bold { text-style: bold; }
        & > .place--muted { color: $muted; }
    }
    """
    COMPONENT_CLASSES = {"place--bad", "place--warn", "place--bold", "place--muted"}

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[list[Span]] = []

    @property
    def text(self) -> str:
        """All lines as plain text."""
        return "\n".join("".join(text for text, _ in line) for line in self.lines)

    def say(self, lines: list[list[Span]]) -> None:
        """Show these."""
        lines = [[(measurable(visible(text)), style) for text, style in line] for line in lines]
        if lines != self.lines:
            self.lines = lines
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """One line; the words of the last go on below it."""
        width, base = self.size.width, self.rich_style
        lines = [*self.lines[:1], *(part for line in self.lines[1:] for part in wrapped(line, width))]
        segments = []
        for text, name in lines[y] if y < len(lines) else []:
            look = base if name == "plain" else base + self.get_component_rich_style(f"place--{name}", partial=True)
            segments.append(Segment(text, look))
        strip = Strip(segments)
        if strip.cell_length > width or (y == self.size.height - 1 and len(lines) > self.size.height):
            strip = Strip([*strip.crop(0, width - 1), Segment("…", base)])
        return strip.adjust_cell_length(width, base)


def wrapped(line: list[Span], width: int) -> list[list[Span]]:
    """A line of spans in as many lines as its words need; a word that is too long for one is left whole."""
    lines: list[list[Span]] = [[]]
    used = 0
    for text, style in line:
        for word in re.findall(r"\s*\S+\s*|\s+", text[:MOST_LETTERS]):
            if used and used + cell_len(word.rstrip()) > width:
                lines.append([])
                used, word = 0, word.lstrip()
            lines[-1].append((word, style))
            used += cell_len(word)
    return lines


def place_lines(
    place: Place, by: str, board: Board, words: "RosterWords", now: int, listed: "Finding | None" = None
) -> list[list[Span]]:
    """Where the cursor stands and what is there; then what is wrong, the worst first.

    `listed` is the finding under the list's cursor, if that is where somebody looks: it is told before all others.
    """
    bar, tz = place.bar, words.tz
    here = words.where(place.row.code) if by == BY_POST else words.who(place.row.code)
    at = planned_text(place.start, tz)
    if bar is None:
        first: list[Span] = [(at, "bold"), (f"  {here}: nobody on this line", "plain")]
        if by != BY_POST:
            first = [(at, "bold"), (f"  {here}: not on duty", "plain")]
        wrong = _around(place, by, board)
    elif bar.duty is not None:
        first = _duty_spans(bar.duty, words, now)
        wrong = board.trouble.of_duty(bar.duty) + _lone(board, place)
    elif bar.kind == "absence":
        first = [(here, "bold"), (f"  {bar.labels[0]}, {words.span(bar.start, bar.end)}", "plain")]
        wrong = _around(place, by, board)
    else:
        assert bar.finding is not None
        first = [(words.span(bar.start, bar.end), "bold"), (f"  {here}", "plain"), ("  Enter fills it", "muted")]
        wrong = [bar.finding, *_lone(board, place)]
    posts = board.posts.values()
    told = worst_first([listed], now, posts) if listed is not None else []
    told += worst_first((found for found in dict.fromkeys(wrong) if found != listed), now, posts)
    return [first, _wrong_spans(told, words)]


def _duty_spans(duty: Duty, words: "RosterWords", now: int) -> list[Span]:
    parts = [_span(duty.start, duty.end, words.tz), hours_text(duty.end - duty.start), duty.status or "planned"]
    tone = "plain"
    if duty.booked_on is not None:
        parts.append(f"on {short_clock(duty.booked_on, words.tz)}")
        if duty.booked_off is not None:
            parts.append(f"off {short_clock(duty.booked_off, words.tz)}")
    elif duty.active and now > duty.start + LATE_SECONDS and now < duty.end:
        parts.append("late: not booked on")
        tone = "warn"
    return [(words.who(duty.officer), "bold"), (f" at {words.where(duty.post)}  ", "plain"), (", ".join(parts), tone)]


def _span(start: int, end: int, tz: ZoneInfo) -> str:
    """`Thu 26 Nov 19:00–07:00`, with the day of the end where that is not the next."""
    last = planned_text(end, tz)
    if local_date(end, tz) - local_date(start, tz) <= timedelta(days=1):
        last = last.split(" ", 3)[3]
    return f"{planned_text(start, tz)}–{last}"


def _around(place: Place, by: str, board: Board) -> "list[Finding]":
    """What is wrong with the row at that time."""
    code = place.row.code
    found = board.trouble.of_post(code) if by == BY_POST else board.trouble.of_officer(code)
    return [one for one in found if one.start < place.end and place.start < one.end] + _lone(board, place)


def _lone(board: Board, place: Place) -> "list[Finding]":
    """Peaks there in which nobody is free to respond."""
    return [one for one in board.cover.lone if one.start < place.end and place.start < one.end]


def _wrong_spans(found: Sequence[Ranked], words: "RosterWords") -> list[Span]:
    spans: list[Span] = []
    for one in found:
        spans += [("  ", "plain")] if spans else []
        spans.append((f"{MARK[one.level]} {words.finding(one.finding)}", TONE[one.level]))
    return spans
