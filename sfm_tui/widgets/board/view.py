"""The board with its keys and the mouse: walking through the cards, opening one, dragging one to another stage."""

from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message

from sfm_tui.domain.action import Stage
from sfm_tui.storage.action_board import CardLine
from sfm_tui.widgets.board.drawing import HEAD, BoardDrawing


class BoardView(BoardDrawing, can_focus=True):
    """The columns; the cursor is on a card."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "walk(-1)", "Up", show=False, id="board.up", tooltip="The card above"),
        Binding("down,j", "walk(1)", "Down", show=False, id="board.down", tooltip="The card below"),
        Binding("left,h", "column(-1)", "Left", show=False, id="board.left", tooltip="The stage before"),
        Binding("right,l", "column(1)", "Right", show=False, id="board.right", tooltip="The next stage"),
        Binding("pageup", "walk(-5)", "Page up", show=False, id="board.page-up", tooltip="Five cards up"),
        Binding("pagedown", "walk(5)", "Page down", show=False, id="board.page-down", tooltip="Five cards down"),
        Binding("home", "walk(-100000)", "Top", show=False, id="board.home", tooltip="The first card of the stage"),
        Binding("end", "walk(100000)", "End", show=False, id="board.end", tooltip="The last card of the stage"),
        Binding("enter", "choose", "Open", id="board.choose", tooltip="Open the action under the cursor"),
    ]

    @dataclass
    class Moved(Message):
        """The cursor stands on another card, or other cards came into view."""

        def can_replace(self, message: Message) -> bool:
            """Only the latest counts."""
            return isinstance(message, BoardView.Moved)

    @dataclass
    class Chosen(Message):
        """Enter, or a second click, on a card."""

        action: str

    @dataclass
    class Dropped(Message):
        """A card was dragged to another stage."""

        action: str
        stage: Stage

    def told(self) -> None:
        """Tell the screen."""
        if self.is_mounted:
            self.post_message(self.Moved())

    def action_walk(self, by: int) -> None:
        """Move the cursor within its stage."""
        if self.columns and (cards := self.columns[self.column].cards):
            self.places[self.stage] = min(max(0, self.places[self.stage] + by), len(cards) - 1)
            self.redraw()
            self.told()

    def action_column(self, by: int) -> None:
        """Move the cursor to another stage, to the card that is level with it."""
        to = min(max(0, self.column + by), len(self.columns) - 1)
        if not self.columns or to == self.column:
            return
        column, here = self.columns[to], self.current
        if here is not None and column.cards:
            level = self.columns[self.column].span(self.places[self.stage])[1] - self.tops.get(self.stage, 0)
            found = column.at_line(min(max(0, self.tops.get(column.stage, 0) + level - 1), column.lines - 1))
            if found is not None:
                self.places[column.stage] = max(0, sum(place <= found[0] for place in column.places) - 1)
        self.column = to
        self.redraw()
        self.told()

    def action_choose(self) -> None:
        """Open the card under the cursor."""
        if (card := self.current) is not None:
            self.post_message(self.Chosen(card.action))

    def on_resize(self) -> None:
        """Fit to the new size."""
        self._drawn = []
        self.redraw()
        self.refresh()
        self.told()

    def on_focus(self) -> None:
        """Show the cursor."""
        self.redraw()

    def on_blur(self) -> None:
        """Hide the cursor."""
        self.redraw()

    def _column_at(self, x: int) -> int | None:
        layout = self.layout_now
        return next((n for n, (at, width) in enumerate(layout.at) if at <= x < at + width), None)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Choose the card under the mouse; held, it is dragged."""
        offset = event.get_content_offset(self)
        n = self._column_at(offset.x) if offset is not None and self.columns else None
        if offset is None or n is None:
            return
        column = self.columns[n]
        found = column.at_line(self.tops.get(column.stage, 0) + offset.y - HEAD) if offset.y >= HEAD else None
        self.column = n
        if found is not None and n in self.layout_now.wide and isinstance(entry := column.entries[found[0]], CardLine):
            self.places[column.stage] = column.places.index(found[0])
            self.dragged, self.over = entry.action, None
            self.capture_mouse()
        self.redraw()
        self.told()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """A dragged card shows where it would go."""
        offset = event.get_content_offset_capture(self)
        if self.dragged:
            over = self._column_at(offset.x)
            if over != self.over:
                self.over = None if over == self.column else over
                self.redraw()

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """Let go of a dragged card."""
        dragged, self.dragged = self.dragged, ""
        self.release_mouse()
        over, self.over = self.over, None
        if dragged and over is not None and over != self.column:
            self.post_message(self.Dropped(dragged, self.columns[over].stage))
        self.redraw()

    def on_click(self, event: events.Click) -> None:
        """A second click on a card opens it."""
        if event.chain > 1:
            self.action_choose()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The wheel walks through the cards, with Ctrl or Shift through the stages."""
        event.stop()
        self.action_column(1) if event.ctrl or event.shift else self.action_walk(1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """As down."""
        event.stop()
        self.action_column(-1) if event.ctrl or event.shift else self.action_walk(-1)
