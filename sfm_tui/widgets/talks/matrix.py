"""The matrix of topics by officers, drawn line by line: only what is in view is asked for and drawn."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from sfm_tui.domain.training import State
from sfm_tui.widgets.everywhere.key_names import with_keys
from sfm_tui.widgets.lists.rows import wrapped
from sfm_tui.widgets.roster.cells import Cells
from sfm_tui.widgets.talks.grid import Label
from sfm_tui.widgets.talks.words import SIGNS

HEAD = 3
"""Lines of headings: each column's name starts on one of them in turn, so that it has three columns' width."""
NARROW, BROAD = 4, 9
"""Cells of a column, at least and at most."""
_TALLY = 8


class TalkMatrix(Widget, can_focus=True):
    """Rows and columns of labels with a state at each crossing, and a cursor on one of them.

    `state_of(row, column)` gives a state, None for a pair that is not required, or a text for one that is not known;
    `tally_of(row)` what stands right of a row.
    """

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"matrix--{name}" for name in ("good", "warn", "bad", "bold", "muted", "label", "label-on", "line", "cursor")
    }
    DEFAULT_CSS = """
    TalkMatrix { width: 1fr; height: 1fr; background: $background; color: $foreground;
        & > .matrix--good { color: $success; }
        & > .matrix--warn { color: $warning; text-style: bold; }
        & > .matrix--bad { color: $error; text-style: bold; }
        & > .matrix--bold { text-style: bold; }
        & > .matrix--muted { color: $muted; }
        & > .matrix--label { color: $foreground; }
        & > .matrix--label-on { color: $accent; text-style: bold; }
        & > .matrix--line { color: $panel-lighten-2; }
        & > .matrix--cursor { background: $block-cursor-background; color: $block-cursor-foreground;
            text-style: bold; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1, 0)", "Up", show=False, id="matrix.up", tooltip="The row above"),
        Binding("down", "move(1, 0)", "Down", show=False, id="matrix.down", tooltip="The row below"),
        Binding("left", "move(0, -1)", "Left", show=False, id="matrix.left", tooltip="The column before"),
        Binding("right", "move(0, 1)", "Right", show=False, id="matrix.right", tooltip="The next column"),
        Binding("pageup", "move(-10, 0)", "Page up", show=False, id="matrix.page-up", tooltip="Ten rows up"),
        Binding("pagedown", "move(10, 0)", "Page down", show=False, id="matrix.page-down", tooltip="Ten rows down"),
        Binding("shift+left,comma", "move(0, -10)", "Ten left", show=False, id="matrix.far-left",
                tooltip="Ten columns back"),
        Binding("shift+right,full_stop", "move(0, 10)", "Ten right", show=False, id="matrix.far-right",
                tooltip="Ten columns on"),
        Binding("home", "move(-100000, 0)", "Top", show=False, id="matrix.home", tooltip="The first row"),
        Binding("end", "move(100000, 0)", "End", show=False, id="matrix.end", tooltip="The last row"),
        Binding("enter", "choose", "Open", id="matrix.choose", tooltip="What can be done about this pair"),
    ]  # fmt: skip

    @dataclass
    class Moved(Message):
        """The cursor stands on another pair, or the same stands otherwise."""

        row: str
        column: str

        def can_replace(self, message: Message) -> bool:
            """Only the latest counts."""
            return isinstance(message, TalkMatrix.Moved)

    @dataclass
    class Chosen(Message):
        """Enter, or a second click, on a pair."""

        row: str
        column: str

    def __init__(
        self,
        state_of: Callable[[str, str], State | str | None],
        tally_of: Callable[[str], str],
        *,
        id: str | None = None,
    ) -> None:
        super().__init__(id=id)
        self._state_of, self._tally_of = state_of, tally_of
        self.rows: Sequence[Label] = ()
        self.columns: Sequence[Label] = ()
        self.row = self.column = self.top = self.left = 0
        self.empty = ""

    # ── what is shown ────────────────────────────────────────────────────────────────────────────────────────

    def show(self, rows: Sequence[Label], columns: Sequence[Label]) -> None:
        """Show these; the cursor stays on its row and its column."""
        held = self.place
        self.rows, self.columns = rows, columns
        if held is not None:
            self.put(*held)
        self.row = min(self.row, max(0, len(rows) - 1))
        self.column = min(self.column, max(0, len(columns) - 1))
        self._follow()
        self.refresh()
        self._tell()

    def put(self, row: str, column: str) -> None:
        """Put the cursor on a row and a column, as far as they are shown."""
        self.row = next((n for n, one in enumerate(self.rows) if one[0] == row), self.row)
        self.column = next((n for n, one in enumerate(self.columns) if one[0] == column), self.column)

    @property
    def place(self) -> tuple[str, str] | None:
        """The codes of the row and the column under the cursor."""
        if self.row < len(self.rows) and self.column < len(self.columns):
            return self.rows[self.row][0], self.columns[self.column][0]
        return None

    @property
    def _label_width(self) -> int:
        return min(30, max(18, self.size.width // 4))

    @property
    def _column_width(self) -> int:
        room = self.size.width - self._label_width
        return min(BROAD, max(NARROW, room // max(1, len(self.columns))))

    @property
    def room(self) -> tuple[int, int]:
        """How many rows and columns there is room for."""
        return max(1, self.size.height - HEAD), max(1, (self.size.width - self._label_width) // self._column_width)

    def _follow(self) -> bool:
        """Scroll so far that the cursor is in view; whether anything moved."""
        before = self.top, self.left
        lines, across = self.room
        self.top = min(max(self.top, self.row - lines + 1), self.row, max(0, len(self.rows) - lines))
        self.top = max(0, min(self.row, max(self.top, self.row - lines + 1)))
        self.left = max(0, min(self.column, max(self.left, self.column - across + 1)))
        return before != (self.top, self.left)

    def _tell(self) -> None:
        place = self.place
        if place is not None and self.is_mounted:
            self.post_message(self.Moved(*place))

    # ── drawing ──────────────────────────────────────────────────────────────────────────────────────────────

    def _look(self, name: str) -> Style:
        if not name:
            return self.rich_style
        return self.rich_style + self.get_component_rich_style(f"matrix--{name}", partial=True)

    def render_line(self, y: int) -> Strip:
        """One line: headings above, then a row each."""
        width = self.size.width
        if not self.rows or not self.columns:
            lines = wrapped(with_keys(self.empty), width)
            text = lines[y] if y < len(lines) else ""
            return Strip([Segment(f" {text}", self._look("muted"))]).adjust_cell_length(width, self.rich_style)
        cells = self._head(y) if y < HEAD else self._row(self.top + y - HEAD)
        return Strip([Segment(text, self._look(style)) for text, style in cells.runs()]).adjust_cell_length(
            width, self.rich_style
        )

    def _head(self, y: int) -> Cells:
        cells = Cells.blank(self.size.width)
        wide, label = self._column_width, self._label_width
        shown = self.columns[self.left : self.left + self.room[1]]
        for n in range(len(shown)):
            if n % HEAD < y:
                cells.put(label + n * wide, label + n * wide + 1, "│", self._head_style(n, "line"))
        for n in range(y, len(shown), HEAD):
            at, name = label + n * wide, shown[n][1]
            stop = min(at + HEAD * wide - 1, self.size.width)
            if cells.put(at, stop, name, self._head_style(n, "label")) == stop and len(name) > stop - at:
                cells.put(stop - 1, stop, "…", self._head_style(n, "label"))
        if y == 0:
            more = len(self.columns) - self.left - len(shown)
            marks = (f"◂ {self.left} " if self.left else "") + (f"{more} ▸" if more else "")
            cells.put(1, label - 1, marks, "muted")
        return cells

    def _head_style(self, n: int, style: str) -> str:
        return "label-on" if self.left + n == self.column and self.has_focus else style

    def _row(self, n: int) -> Cells:
        cells = Cells.blank(self.size.width)
        if n >= len(self.rows):
            return cells
        wide, label = self._column_width, self._label_width
        code, name = self.rows[n]
        on = n == self.row
        style = "label-on" if on and self.has_focus else "label"
        cells.put(0, 1, "▌" if on else " ", style)
        room = label - _TALLY
        if cells.put(1, room, name, style) >= room and len(name) > room - 1:
            cells.put(room - 1, room, "…", style)
        tally = self._tally_of(code)
        cells.put(label - 1 - len(tally), label - 1, tally, "muted")
        for m, (column, _name) in enumerate(self.columns[self.left : self.left + self.room[1]]):
            state = self._state_of(code, column)
            at = label + m * wide
            sign, look, _word = SIGNS[state] if state is None or state in SIGNS else ("", "muted", "")
            if on and self.left + m == self.column and self.has_focus:
                cells.put(at - 1, at + 2, "[ ]", "cursor")  # seen without colours too
                look = "cursor"
            cells.put(at, at + 1, sign, look)
        return cells

    # ── keys and mouse ───────────────────────────────────────────────────────────────────────────────────────

    def action_move(self, down: int, right: int) -> None:
        """Move the cursor."""
        before = self.row
        if not self.rows or not self.columns:
            return
        self.row = min(max(0, self.row + down), len(self.rows) - 1)
        self.column = min(max(0, self.column + right), len(self.columns) - 1)
        if self._follow() or right:
            self.refresh()
        else:
            lines = {HEAD + n - self.top for n in (before, self.row)}
            self.refresh(*(Region(0, y, self.size.width, 1) for y in lines))
        self._tell()

    def action_choose(self) -> None:
        """Choose the pair under the cursor."""
        if (place := self.place) is not None:
            self.post_message(self.Chosen(*place))

    def on_resize(self) -> None:
        """Keep the cursor in view."""
        self._follow()
        self.refresh()

    def on_focus(self) -> None:
        """Show the cursor and tell where it stands."""
        self.refresh()
        self._tell()

    def on_blur(self) -> None:
        """Hide the cursor."""
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        """A click moves the cursor there, a second one chooses."""
        offset = event.get_content_offset(self)
        if offset is None or offset.y < HEAD:
            return
        row = self.top + offset.y - HEAD
        column = self.left + (offset.x - self._label_width) // self._column_width
        if row >= len(self.rows):
            return
        before = self.place
        self.row = row
        if offset.x >= self._label_width and column < len(self.columns):
            self.column = column
        self.refresh()
        self._tell()
        if event.chain > 1 and before == self.place:
            self.action_choose()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The wheel moves through the rows, with Ctrl or Shift through the columns."""
        event.stop()
        self.action_move(*((0, 1) if event.ctrl or event.shift else (1, 0)))

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """As down."""
        event.stop()
        self.action_move(*((0, -1) if event.ctrl or event.shift else (-1, 0)))
