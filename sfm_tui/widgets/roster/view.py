"""How the timeline of the roster looks: days and hours above, a line for each lane of bars, need and cover below.

Only what is on screen is drawn, and a line that was drawn is kept until what it shows changes; a key that moves the
cursor draws two lines. One widget, so that head and foot stand still while the rows scroll.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import ClassVar
from zoneinfo import ZoneInfo

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from sfm_tui.clock import local_date
from sfm_tui.widgets.everywhere.key_names import with_keys
from sfm_tui.widgets.lists.cells import fit
from sfm_tui.widgets.lists.long_list_line import measurable, visible
from sfm_tui.widgets.roster.axis import Axis, day_marks, fitted, hour_marks, midnights
from sfm_tui.widgets.roster.bars import Bar, TimeRow, bar_at, shown
from sfm_tui.widgets.roster.cells import Cells, lane_cells, mark_cells
from sfm_tui.widgets.roster.cover import Cover, need_cells, peak_cells, strip_cells

HEAD = 2
_DAILY_FROM = 3600
_OVER = Style(reverse=True, bold=True)
_NAMES = (
    *("bar", "bar-label", "idle", "idle-label", "gap", "gap-label", "away", "away-label", "pause", "pause-label"),
    *("double", "barred", "warn", "now", "daily", "hour", "twice", "day", "today", "holiday", "label", "label-on"),
    *("bad", "muted", "held", "short", "peak"),
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where the cursor stands: a row and one of its lanes, a column's instants, the bar there if there is one."""

    row: TimeRow
    lane: int
    start: int
    end: int
    bar: Bar | None


class TimelineView(Widget):
    """Draws the rows around an instant; the cursor is on a lane and a column."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"time--{name}" for name in _NAMES}
    DEFAULT_CSS = """
    TimelineView { width: 1fr; height: auto; max-height: 100%; background: $background; color: $foreground;
        & > .time--bar { color: $secondary; background: $block-cursor-blurred-background; }
        & > .time--bar-label { color: $foreground; background: $block-cursor-blurred-background; text-style: bold; }
        & > .time--double, & > .time--barred {
            color: $error; background: $block-cursor-blurred-background; text-style: bold;
        }
        & > .time--warn { color: $warning; background: $block-cursor-blurred-background; text-style: bold; }
        & > .time--idle { color: $muted; }
        & > .time--idle-label { color: $muted; text-style: strike; }
        & > .time--gap, & > .time--bad { color: $error; }
        & > .time--gap-label, & > .time--short { color: $error; text-style: bold; }
        & > .time--away, & > .time--away-label { color: $muted; }
        & > .time--away-label { text-style: italic; }
        & > .time--pause, & > .time--pause-label { color: $warning; }
        & > .time--now { color: $accent; text-style: bold; }
        & > .time--daily { color: $panel-lighten-2; }
        & > .time--hour, & > .time--muted, & > .time--peak { color: $muted; }
        & > .time--day { color: $foreground; text-style: bold; }
        & > .time--today, & > .time--twice { color: $accent; text-style: bold; }
        & > .time--holiday { color: $success; text-style: bold; }
        & > .time--held { color: $success; }
        & > .time--label { color: $foreground; }
        & > .time--label-on { color: $accent; text-style: bold; }
    }
    """

    def __init__(self, at: int, tz: ZoneInfo, *, zoom: str = "week", id: str | None = None) -> None:
        super().__init__(id=id)
        self.tz = tz
        self.zoom = zoom
        self.around = at
        self.now = at
        self.cursor_at = at
        self.line = 0
        self.top = 0
        self.rows: tuple[TimeRow, ...] = ()
        self.empty = ""
        self.label_width = 10
        self.axis = Axis(at, 3600, 1)
        self._covers: Cover | None = None
        self._holidays: Mapping[date, str] = {}
        self._lines: list[tuple[TimeRow, int]] = []
        self._kept: dict[tuple[str, int], tuple[TimeRow, list[Segment]]] = {}
        self._frame: dict[int, Cells] = {}
        self._looks: dict[str, Style] = {}

    # ── what is shown ────────────────────────────────────────────────────────────────────────────────────────

    def show(self, rows: Sequence[TimeRow], cover: Cover, holidays: Mapping[date, str]) -> None:
        """Show these rows; the cursor stays on its row and lane, and at its time."""
        held = self._lines[self.line] if self.line < len(self._lines) else None
        if (cover, holidays) != (self._covers, self._holidays):
            self._frame.clear()
        self.rows, self._covers, self._holidays = tuple(rows), cover, holidays
        self._lines = []
        self.fit_axis(held)

    def fit_axis(self, held: tuple[TimeRow, int] | None = None) -> None:
        """Fit the columns to the width, so that they show the days around `around`."""
        if held is None and self.line < len(self._lines):
            held = self._lines[self.line]
        width = self.size.width
        longest = max((cell_len(row.label) for row in self.rows), default=8)
        least = min(max(8, longest), 9 if width < 90 else 16) + 2
        axis = fitted(self.zoom, self.around, width - least - 1, self.tz)
        self.label_width = max(least, min(max(8, longest) + 2, width - axis.columns - 1))
        if axis != self.axis:
            self.axis = axis
            self._kept.clear()
            self._frame.clear()
        before, self._lines = len(self._lines), [
            (row, lane) for row in self.rows for lane, bars in enumerate(row.lanes)
            if not lane or shown(bars, self.axis.start, self.axis.end)
        ]  # fmt: skip
        if held is not None:
            self.put_row(held[0].code, held[1])
        self.line = min(self.line, max(0, len(self._lines) - 1))
        if before != len(self._lines):
            self.refresh(layout=True)
        self.redraw()

    def redraw(self) -> None:
        """Draw anew with the cursor in view, out of what is kept as far as it is still true."""
        self._scroll_to_cursor()
        self.refresh()
        self.told()

    def told(self) -> None:
        """The cursor may stand on something else now."""

    @property
    def place(self) -> Place | None:
        """Where the cursor stands; None where there are no rows."""
        if not self._lines:
            return None
        row, lane = self._lines[self.line]
        start, end = self.axis.span(self.axis.column(self.cursor_at))
        return Place(row, lane, start, end, bar_at(row.lanes[lane], start, end))

    @property
    def foot(self) -> int:
        """How many lines stand below the rows."""
        return 0 if self._covers is None else 3 if self._covers.peaks else 2

    @property
    def _room(self) -> int:
        return max(1, self.size.height - HEAD - self.foot)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as there are."""
        return self.lines_wanted

    @property
    def lines_wanted(self) -> int:
        """The lines that all of it would take."""
        return HEAD + max(1, len(self._lines)) + self.foot

    def tick(self, now: int) -> None:
        """Move the line that says now."""
        before, self.now = self.axis.column(self.now), now
        if before != self.axis.column(now):
            self._kept.clear()
            self._frame.clear()
            self.redraw()

    def put_row(self, code: str, lane: int = 0) -> None:
        """Put the cursor on a row."""
        places = {at: n for n, (row, at) in enumerate(self._lines) if row.code == code}
        if places:
            self.line = places.get(lane, max(places.values()))

    def _scroll_to_cursor(self) -> None:
        room = self._room
        self.top = max(0, min(max(self.top, self.line - room + 1), self.line, len(self._lines) - room))

    def on_resize(self) -> None:
        """Fit to the new size."""
        self.fit_axis()

    def notify_style_update(self) -> None:
        """Other colours."""
        super().notify_style_update()
        self._looks.clear()
        self._kept.clear()

    # ── drawing ──────────────────────────────────────────────────────────────────────────────────────────────

    def _look(self, name: str) -> Style:
        """The style of a name, of the widget itself for none."""
        style = self._looks.get(name)
        if style is None:
            own = self.get_component_rich_style(f"time--{name}", partial=True) if name else Style()
            style = self._looks[name] = self.rich_style + own
        return style

    def render_line(self, y: int) -> Strip:
        """One line of the widget."""
        below = y - HEAD - min(self._room, max(1, len(self._lines)))
        if y < HEAD:
            return self._strip("", "label", self._pieces(self._head_cells(y)), " ")
        if below >= 0:
            words = ("have/need", "cover", "peaks")
            if self._covers is None or below >= self.foot:
                return Strip.blank(self.size.width, self._look(""))
            return self._strip(words[below], "muted", self._pieces(self._foot_cells(below)), " ")
        line = self.top + y - HEAD
        if line >= len(self._lines):
            text = fit(" " + with_keys(self.empty), self.size.width)
            return Strip([Segment(text, self._look("muted"))], self.size.width)
        return self._line_strip(line)

    def _head_cells(self, y: int) -> Cells:
        if y not in self._frame:
            if y == 0:
                marks = day_marks(self.axis, self.tz, self._holidays, local_date(self.now, self.tz))
            else:
                marks = hour_marks(self.axis, self.tz)
            cells = mark_cells(marks, self.axis.columns)
            now = self.axis.column(self.now)
            if y == 1 and 0 <= now < self.axis.columns:
                for near in range(max(0, now - 1), min(now + 2, self.axis.columns)):
                    cells.fill(near, near + 1, " ", "")
                cells.fill(now, now + 1, "▼", "now")
            self._frame[y] = cells
        return self._frame[y]

    def _foot_cells(self, below: int) -> Cells:
        assert self._covers is not None
        if HEAD + below not in self._frame:
            if below == 0:
                stretches = self._days() if self.axis.step > _DAILY_FROM else ()
                cells = need_cells(self._covers, self.axis, stretches)
            else:
                cells = (strip_cells if below == 1 else peak_cells)(self._covers, self.axis)
            self._frame[HEAD + below] = cells
        return self._frame[HEAD + below]

    def _days(self) -> list[tuple[int, int]]:
        starts = [column for column, _ in midnights(self.axis, self.tz)]
        return list(pairwise([*starts, self.axis.columns]))

    def _line_strip(self, line: int) -> Strip:
        row, lane = self._lines[line]
        cursor = line == self.line
        of, pieces = self._kept.get((row.code, lane), (None, []))
        if of is not row or cursor:
            cells = self._lane_cells(row, lane)
            if cursor:
                self._mark_cursor(cells)
            pieces = self._pieces(cells)
            if not cursor:
                self._kept[row.code, lane] = row, pieces
        label = row.label if lane == 0 or line == self.top or cursor else ""
        sign = " "
        if len(self._lines) > self._room:
            sign = "▲" if line == self.top and self.top else " "
            if line == self.top + self._room - 1 and line + 1 < len(self._lines):
                sign = "▼"
        return self._strip(label, "label-on" if cursor else "label", pieces, sign)

    def _lane_cells(self, row: TimeRow, lane: int) -> Cells:
        lines = [(column, "daily") for column, _ in midnights(self.axis, self.tz)[1:]]
        lines.append((self.axis.column(self.now), "now"))
        return lane_cells(row.lanes[lane], self.axis, lines)

    def _mark_cursor(self, cells: Cells) -> None:
        column = self.axis.column(self.cursor_at)
        if 0 <= column < self.axis.columns:
            cells.styles[column] = f"{cells.styles[column]}|cursor"
            if not cells.chars[column]:  # the second half of a wide letter
                cells.styles[column - 1] = cells.styles[column]

    def _pieces(self, cells: Cells) -> list[Segment]:
        """The cells as pieces of text in their styles."""
        pieces = []
        for text, name in cells.runs():
            name, _, cursor = name.partition("|")
            look = self._look(name)
            pieces.append(Segment(text, look + _OVER if cursor else look))
        return pieces

    def _strip(self, label: str, style: str, pieces: list[Segment], sign: str) -> Strip:
        room = self.label_width - 1
        marker = "›" if style == "label-on" else " "
        shown_label = Segment(marker + fit(measurable(visible(label)), room), self._look(style))
        segments = [shown_label, *pieces, Segment(sign, self._look("muted"))]
        return Strip(segments).adjust_cell_length(self.size.width, self._look(""))
