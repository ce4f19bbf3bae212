"""Late responses by weekday and hour, over the responders who stood free in the same hours: two grids, one cursor."""

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from sfm_tui.clock.show import DAYS

if TYPE_CHECKING:
    from sfm_tui.storage.dashboard import Hours

LABEL, NARROW, WIDE = 5, 3, 4
MANY = 100
"""From so many late ones in an hour on the grid gives them in per cent of the responses."""
Spans = list[tuple[str, str]]


def late_cell(hours: "Hours", key: tuple[int, int], most: Fraction, *, share: bool) -> tuple[str, str]:
    """What stands for the late responses of an hour, and its style."""
    found = hours.responses.get(key)
    if found is None:
        return "·", "muted"
    if not found.late:
        return "0", "good"
    weight = Fraction(100 * found.late, found.n) if share else Fraction(found.late)
    style = "worst" if 3 * weight > 2 * most else "bad" if 3 * weight > most else "warn"
    return f"{round(weight)}", style


def free_cell(hours: "Hours", key: tuple[int, int], *, short: bool) -> tuple[str, str]:
    """The mean of the free responders of an hour: `0`, `.4`, `1`, `1+` where there is little room, else `0.4`."""
    part, whole = hours.free.get(key, (0, 0))
    if not whole:
        return "·", "muted"
    mean = Fraction(part, whole)
    style = "bad" if not mean else "warn" if mean < 1 else "plain"
    if mean.denominator == 1:
        return f"{mean.numerator}", style
    if mean < 1:
        tenth = min(9, max(1, round(mean * 10)))
        return f".{tenth}" if short else f"0.{tenth}", style
    return f"{int(mean)}+" if short else f"{float(mean):.1f}", style


def hour_words(hours: "Hours", key: tuple[int, int]) -> str:
    """An hour in full: `Mon 17:00–18:00: 3 of 5 over the limit; 0.25 responders free on the mean`."""
    day, hour = key
    found = hours.responses.get(key)
    part, whole = hours.free.get(key, (0, 0))
    late = f"{found.late:,} of {found.n:,} over the limit" if found else "no responses"
    free = f"{float(Fraction(part, whole)):.2f} responders free on the mean" if whole else "no such hour in these days"
    if not hours.responder_posts:
        free = "no post is marked as one that responds"
    return f"{DAYS[day]} {hour:02}:00–{(hour + 1) % 24:02}:00: {late}; {free}"


def worst_hour(hours: "Hours") -> tuple[int, int] | None:
    """The hour with most late responses, of equals the one with the fewest free."""
    late = [key for key, one in hours.responses.items() if one.late]
    return min(late, key=lambda key: (-hours.responses[key].late, _mean(hours, key), key), default=None)


def _mean(hours: "Hours", key: tuple[int, int]) -> Fraction:
    part, whole = hours.free.get(key, (0, 0))
    return Fraction(part, whole) if whole else Fraction(0)


class HeatMap(Widget, can_focus=True):
    """The two grids; the arrows move the cursor, Enter asks why the responses of that hour were late."""

    DEFAULT_CSS = """
    HeatMap { height: 1fr; width: 1fr; }
    HeatMap > .heat--muted { color: $muted; }
    HeatMap > .heat--good { color: $success; }
    HeatMap > .heat--warn { color: $warning; text-style: bold; }
    HeatMap > .heat--bad { color: $error; text-style: bold; }
    HeatMap > .heat--worst { color: $error; text-style: bold reverse; }
    HeatMap > .heat--head { color: $secondary; }
    HeatMap > .heat--title { color: $accent; text-style: bold; }
    HeatMap > .heat--cursor { background: $block-cursor-background; color: $block-cursor-foreground; text-style: bold; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "heat--muted", "heat--good", "heat--warn", "heat--bad", "heat--worst", "heat--head", "heat--title",
        "heat--cursor",
    }  # fmt: skip
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "move(0, -1)", "Hour", show=False, id="heat.left", tooltip="The hour before"),
        Binding("right", "move(0, 1)", "Hour", show=False, id="heat.right", tooltip="The hour after"),
        Binding("up", "move(-1, 0)", "Day", show=False, id="heat.up", tooltip="The day before"),
        Binding("down", "move(1, 0)", "Day", show=False, id="heat.down", tooltip="The day after"),
        Binding(
            "enter", "choose", "Why", id="heat.choose", tooltip="Why the responses of this hour of the week were late"
        ),
    ]

    @dataclass
    class Moved(Message):
        """The cursor is on another hour."""

        key: tuple[int, int]

    @dataclass
    class Chosen(Message):
        """Enter or a second click on an hour."""

        key: tuple[int, int]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.hours: Hours | None = None
        self.cursor = (0, 8)
        self._stale = False
        self._drawn: tuple[object, list[Spans]] = (None, [])

    def take(self, hours: "Hours", *, stale: bool = False, new: bool = False) -> None:
        """Show these; with `new`, of other days, the cursor goes to the worst hour."""
        if hours is self.hours and stale == self._stale:
            return
        if new or self.hours is None:
            self.cursor = worst_hour(hours) or self.cursor
        self.hours, self._stale = hours, stale
        self.refresh()
        self.post_message(self.Moved(self.cursor))

    @property
    def _cell(self) -> int:
        return WIDE if self.size.width >= LABEL + 24 * WIDE else NARROW

    def _lines(self) -> list[Spans]:
        hours, size = self.hours, self._cell
        if hours is None:
            return [[(" computing …", "muted")]]
        share = max((one.late for one in hours.responses.values()), default=0) >= MANY
        weights = [Fraction(100 * one.late, one.n) if share else Fraction(one.late) for one in hours.responses.values()]
        most = max(weights, default=Fraction(0))
        unit = "late in %" if share else "late"
        scale: Spans = [(f"{hour:>{size - 1}} ", "head") for hour in range(24)]
        lines: list[Spans] = [[(f"{unit:<{LABEL}}"[:LABEL] if not share else "late%", "title"), *scale]]
        for day, name in enumerate(DAYS):
            cells = [(key, late_cell(hours, key, most, share=share)) for key in ((day, hour) for hour in range(24))]
            lines.append(self._row(name, cells))
        lines.append([("free ", "title"), *(scale if self.size.height >= 19 else
                                            [("responders, the mean over the hour", "head")])])  # fmt: skip
        for day, name in enumerate(DAYS):
            keys = [(day, hour) for hour in range(24)]
            lines.append(self._row(name, [(key, free_cell(hours, key, short=size == NARROW)) for key in keys]))
        return lines

    def _row(self, name: str, cells: list[tuple[tuple[int, int], tuple[str, str]]]) -> Spans:
        size = self._cell
        spans: Spans = [(f"{name:<{LABEL}}", "head")]
        for key, (text, style) in cells:
            if self._stale and style != "muted":
                style = "muted"
            if key == self.cursor and self.has_focus:
                style = "cursor"
            spans.append((f"{text:>{size - 1}} ", style))
        return spans

    def render_line(self, y: int) -> Strip:
        """One line of the grids."""
        state = (self.hours, self._stale, self.cursor, self.has_focus, self.size)
        if self._drawn[0] != state:
            self._drawn = state, self._lines()
        lines, base = self._drawn[1], self.rich_style
        if y >= len(lines):
            return Strip.blank(self.size.width, base)
        segments = []
        for text, style in lines[y]:
            over = Style() if style == "plain" else self.get_component_rich_style(f"heat--{style}", partial=True)
            segments.append(Segment(text, base + over))
        return Strip(segments).adjust_cell_length(self.size.width, base)

    def watch_has_focus(self, has_focus: bool) -> None:
        """Show the cursor, or hide it."""
        super().watch_has_focus(has_focus)
        self.refresh()

    def action_move(self, days: int, hours: int) -> None:
        """Move the cursor, round the ends."""
        self.put((self.cursor[0] + days) % 7, (self.cursor[1] + hours) % 24)

    def put(self, day: int, hour: int) -> None:
        """Put the cursor on an hour."""
        if self.hours is not None:
            self.cursor = day, hour
            self.refresh()
            self.post_message(self.Moved(self.cursor))

    def action_choose(self) -> None:
        """Ask why."""
        if self.hours is not None:
            self.post_message(self.Chosen(self.cursor))

    def on_click(self, event: events.Click) -> None:
        """The first click moves the cursor there, the next chooses."""
        offset = event.get_content_offset(self)
        if offset is None or offset.x < LABEL:
            return
        hour, row = (offset.x - LABEL) // self._cell, offset.y
        day = row - 1 if 1 <= row <= 7 else row - 9
        if 0 <= day < 7 and 0 <= hour < 24 and row != 8:
            if (day, hour) == self.cursor and event.chain > 1:
                self.action_choose()
            else:
                self.put(day, hour)
