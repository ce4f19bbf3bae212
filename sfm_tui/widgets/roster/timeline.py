"""The timeline of the roster under the hand: its cursor goes over lanes and time, by keys and by the mouse."""

from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region
from textual.message import Message

from sfm_tui.domain.findings import Finding
from sfm_tui.widgets.roster.axis import stepped
from sfm_tui.widgets.roster.bars import Bar
from sfm_tui.widgets.roster.view import HEAD, Place, TimelineView


class Timeline(TimelineView, can_focus=True):
    """A `TimelineView` whose cursor moves; past the edge the days go on."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "Row", show=False, id="time.up", tooltip="The line above"),
        Binding("down", "move(1)", "Row below", show=False, id="time.down", tooltip="The line below"),
        Binding("left", "shift(-1)", "Time", show=False, id="time.left", tooltip="Earlier; past the edge the "
                "days go on"),
        Binding("right", "shift(1)", "Later", show=False, id="time.right", tooltip="Later"),
        Binding("shift+left,comma", "edge(-1)", "Bar before", show=False, id="time.edge-left",
                tooltip="To where the bar before begins"),
        Binding("shift+right,full_stop", "edge(1)", "Bar after", show=False, id="time.edge-right",
                tooltip="To where the next bar begins"),
        Binding("pageup", "move(-10)", "Page up", show=False, id="time.page-up", tooltip="Ten lines up"),
        Binding("pagedown", "move(10)", "Page down", show=False, id="time.page-down", tooltip="Ten lines down"),
        Binding("home", "move(-100000)", "Top", show=False, id="time.home", tooltip="The first line"),
        Binding("end", "move(100000)", "End", show=False, id="time.end", tooltip="The last line"),
        Binding("enter", "choose", "Fill", id="time.choose", tooltip="Fill the gap, or what can be done with the duty"),
    ]  # fmt: skip

    @dataclass
    class Moved(Message):
        """The cursor stands elsewhere, or on something else."""

        place: Place

        def can_replace(self, message: Message) -> bool:
            """Only the latest counts."""
            return isinstance(message, Timeline.Moved)

    @dataclass
    class Paged(Message):
        """Other days are shown."""

    @dataclass
    class Chosen(Message):
        """Enter, or a second click, on a place."""

        place: Place

    def told(self) -> None:
        """Tell where the cursor stands."""
        if self.place is not None and self.is_mounted:
            self.post_message(self.Moved(self.place))

    def go(self, at: int, code: str = "", finding: Finding | None = None, officer: str = "") -> None:
        """Put the cursor on an instant and a row, on the lane of a finding's bar or of an officer's duty then."""
        self.cursor_at, was = at, self.line
        elsewhere = not self.axis.start <= at < self.axis.end
        if elsewhere:
            self.turn(at)
        if code:
            lanes = next((row.lanes for row in self.rows if row.code == code), ())

            def wanted(bar: Bar) -> bool:
                if finding is not None:
                    return bar.finding == finding
                return bar.duty is not None and bar.duty.officer == officer and bar.start <= at < bar.end

            self.put_row(code, next((n for n, lane in enumerate(lanes) if any(map(wanted, lane))), 0))
        if not elsewhere:
            self._moved(was)
        elif code:
            self.redraw()

    def turn(self, around: int) -> None:
        """Show the days around an instant."""
        self.around = around
        self.fit_axis()
        self.post_message(self.Paged())

    def page(self, by: int) -> None:
        """A week, a day or half of one on, or back; the cursor goes along."""
        self.cursor_at = stepped(self.zoom, self.cursor_at, by, self.tz)
        self.turn(stepped(self.zoom, self.around, by, self.tz))

    def zoom_to(self, zoom: str) -> None:
        """Show more or less, around the cursor."""
        self.zoom = zoom
        self.turn(self.cursor_at)

    def action_move(self, by: int) -> None:
        """Move the cursor up or down."""
        was = self.line
        self.line = min(max(0, self.line + by), max(0, len(self._lines) - 1))
        self._moved(was)

    def action_shift(self, by: int) -> None:
        """Move the cursor by a column; past the edge other days are shown."""
        at = self.axis.span(self.axis.column(self.cursor_at) + by)[0]
        self._at(at)

    def action_edge(self, by: int) -> None:
        """Move the cursor to where the bar before, or the next one, begins."""
        if not self._lines:
            return
        row, lane = self._lines[self.line]
        starts = [bar.start for bar in row.lanes[lane]]
        start, end = self.axis.span(self.axis.column(self.cursor_at))
        if by > 0:
            self._at(next((at for at in starts if at >= end), self.axis.end))
        else:
            self._at(next((at for at in reversed(starts) if at < start), self.axis.start - 1))

    def _at(self, at: int) -> None:
        self.cursor_at = at
        if self.axis.start <= at < self.axis.end:
            self._moved(self.line)
        else:
            self.turn(stepped(self.zoom, self.around, 1 if at >= self.axis.end else -1, self.tz))
            if not self.axis.start <= at < self.axis.end:
                self.turn(at)

    def _moved(self, was: int) -> None:
        top = self.top
        self._scroll_to_cursor()
        if top != self.top:
            self.refresh(Region(0, HEAD, self.size.width, self._room))
        else:
            self.refresh(*(Region(0, HEAD + n - self.top, self.size.width, 1) for n in {was, self.line}))
        self.told()

    def action_choose(self) -> None:
        """Choose where the cursor stands."""
        if self.place is not None:
            self.post_message(self.Chosen(self.place))

    def on_click(self, event: events.Click) -> None:
        """A click moves the cursor there, a second one chooses."""
        offset = event.get_content_offset(self)
        if offset is None:
            return
        line, column = offset.y - HEAD + self.top, offset.x - self.label_width
        if not (HEAD <= offset.y < HEAD + self._room and line < len(self._lines) and column < self.axis.columns):
            return
        was, here = self.line, self.axis.column(self.cursor_at)
        self.line = line
        if column >= 0:
            self.cursor_at = self.axis.span(column)[0]
        self._moved(was)
        if event.chain > 1 and (was, here) == (line, column):
            self.action_choose()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The wheel moves through the rows, with Ctrl or Shift through the time."""
        event.stop()
        self.page(1) if event.ctrl or event.shift else self.action_move(1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """As down."""
        event.stop()
        self.page(-1) if event.ctrl or event.shift else self.action_move(-1)
