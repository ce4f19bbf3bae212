"""A list that scrolls through a million rows without a pause: it holds a few pages and draws lines."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar, Literal

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.worker import Worker

from sfm_tui.widgets.everywhere.key_names import with_keys
from sfm_tui.widgets.lists.long_list_feed import Feed, Load
from sfm_tui.widgets.lists.long_list_line import Drawn
from sfm_tui.widgets.lists.long_list_source import Key, Row, RowSource
from sfm_tui.widgets.lists.long_list_view import LongListView
from sfm_tui.widgets.lists.long_list_window import Side

Verb = Literal["up", "down", "page_up", "page_down", "home", "end", "choose"]

SLOW = 0.1
"""Seconds that rows may be on their way before the list says so."""
MOST_KEYS_HELD = 500
"""Keys kept while rows are on their way; later ones are lost."""
_WIDE = 400
"""Cells in which a row is set to be copied, so that nothing of it is cut."""
_SIDE: dict[Verb, Side] = {"up": "before", "page_up": "before", "down": "after", "page_down": "after"}


class LongList(LongListView[Row, Key], can_focus=True):
    """Rows of a `RowSource`, newest first, with one of them under the cursor.

    `draw(row, width, selected)` gives a row as plain text, Content or rich Text; the list cuts it to the
    width and makes harmless what people typed. `key(row)` is what the source reads by. `empty` says what
    to do next where there are no rows. A subclass may add component classes and name them in styles
    (`.my-class`). The list never asks how many rows there are.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(key, f"go('{verb}')", word, show=verb == "choose", tooltip=tip, id=f"long-list.{verb}")
        for key, verb, word, tip in (
            ("up", "up", "Up", "The row above"),
            ("down", "down", "Down", "The row below"),
            ("pageup", "page_up", "Page up", "One screen towards the top"),
            ("pagedown", "page_down", "Page down", "One screen towards the end"),
            ("home", "home", "Top", "The first row"),
            ("end", "end", "End", "The last row"),
            ("enter", "choose", "Open", "Open the row under the cursor"),
        )
    ]

    @dataclass(eq=False)
    class _Message(Message):
        long_list: "LongList[Any, Any]"

        @property
        def control(self) -> "LongList[Any, Any]":
            """The list that sent it."""
            return self.long_list

    @dataclass(eq=False)
    class Highlighted(_Message):
        """Another row is under the cursor, or the same with other contents; None in an empty list."""

        row: Any

        def can_replace(self, message: Message) -> bool:
            """Only the latest counts."""
            return isinstance(message, LongList.Highlighted) and message.long_list is self.long_list

    @dataclass(eq=False)
    class Chosen(_Message):
        """A row was opened, by Enter or by a click on the row under the cursor."""

        row: Any

    @dataclass(eq=False)
    class Failed(_Message):
        """The source raised an error; the rows shown stay."""

        error: Exception

    def __init__(
        self,
        source: RowSource[Row, Key],
        draw: Callable[[Row, int, bool], Drawn],
        *,
        key: Callable[[Row], Key],
        empty: str,
        name: str | None = None,
        id: str | None = None,
        classes: str | None = None,
        disabled: bool = False,
    ) -> None:
        super().__init__(draw, key, name=name, id=id, classes=classes, disabled=disabled)
        self._empty = empty
        self._held_keys: deque[Verb] = deque()
        self._feed = Feed(self._window, source, start=self._ask, arrived=self._show, failed=self._report)
        self._told: Row | None = None
        self._opened_by_click = False

    @property
    def row(self) -> Row | None:
        """The row under the cursor, None while there is none."""
        return self._window.row

    def line_to_copy(self) -> str:
        """The row under the cursor, in full."""
        drawn = "" if self.row is None else self._draw_row(self.row, _WIDE, True)
        return drawn if isinstance(drawn, str) else drawn.plain

    @property
    def at_top(self) -> bool:
        """Whether the first row of the list is in view."""
        return not self._window.above

    async def settled(self) -> None:
        """Wait until no rows are on their way."""
        while self._feed.load:
            await self._feed.load.done.wait()

    async def reload(self, keep: bool = True) -> None:
        """Read the rows anew, because somebody changed them; returns when they are there (or failed).

        The row under the cursor stays under it, on the same line, if it is still there; otherwise the one
        that took its place. A view that shows the top goes on showing it, with what is new, as far as
        the cursor allows by staying in view. Without `keep` the list starts at its top.
        """
        while keep and self._feed.load and self._feed.load.holds_keys:
            await self._feed.load.done.wait()
        if not keep:
            self._held_keys.clear()
        load = self._feed.refresh() if keep else self._feed.top()
        await load.done.wait()
        self.refresh()

    def set_source(self, source: RowSource[Row, Key]) -> None:
        """Show another source from its top; the old rows stay for the moment that it takes."""
        self._held_keys.clear()
        self._feed.top(source)

    async def goto(self, key: Key) -> bool:
        """Put the cursor on the row with this key, or on the one after its place; whether it is there."""
        self._held_keys.clear()
        window = self._window
        index = None if self._feed.stale or self._feed.holds_keys else window.find(key)
        if index is None:
            load = self._feed.goto(key)
            await load.done.wait()
            return load.found
        window.put_cursor(index, None if 0 <= index - window.top < window.height else window.height // 3)
        self._show()
        return True

    def action_go(self, verb: Verb) -> None:
        """Do what a key says, now or as soon as the rows for it are there."""
        if verb in ("home", "end") and "choose" not in self._held_keys:
            self._held_keys.clear()
            self._do(verb)
        elif len(self._held_keys) < MOST_KEYS_HELD:
            self._held_keys.append(verb)
        self._show()

    def words_for_rows(self) -> str | None:
        """Dots for rows that take long, `empty` for none at all."""
        feed = self._feed
        if feed.stale and feed.load and feed.load.holds_keys and feed.load.slow:
            return "…"
        if self._window.rows:
            return None
        if feed.stale:
            return "The list could not be read. Home tries again." if feed.out_of_reach else ""
        return with_keys(self._empty)

    def waits(self) -> bool:
        """Whether a key has been waiting for rows for some time."""
        load = self._feed.load
        return load is not None and load.slow and (load.holds_keys or bool(self._held_keys))

    def on_mount(self) -> None:
        """Ask for the first rows."""
        if not self._feed.load:
            self._feed.top()

    def on_unmount(self) -> None:
        """Wait for nothing more."""
        self._feed.close()

    def on_resize(self, event: events.Resize) -> None:
        """Keep the cursor in view."""
        if self.size:
            self._window.resize(self.size.height)
            self._lines = []
            self._show()

    def on_click(self, event: events.Click) -> None:
        """Put the cursor on the row clicked; open the row that it is on already."""
        offset = event.get_content_offset(self)
        line = self._lines[offset.y] if offset is not None and offset.y < len(self._lines) else None
        if offset is None or line is None or line.row is None or event.button != 1:
            return
        event.stop()
        self._held_keys.clear()
        index = self._window.top + offset.y
        if index != self._window.cursor:
            self._window.put_cursor(index)
            self._opened_by_click = False
        elif event.chain == 1 or not self._opened_by_click:
            # The second click of a double click must not open it a second time.
            self._opened_by_click = True
            self._do("choose")
        self._show()

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll towards the top."""
        self._scroll_rows(event, -1)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll towards the end."""
        self._scroll_rows(event, 1)

    def _scroll_rows(self, event: events.MouseEvent, direction: int) -> None:
        event.stop()
        self._window.scroll(direction * max(1, round(self.app.scroll_sensitivity_y)))
        self._show()

    def _do(self, verb: Verb) -> bool:
        """Do what a key says; False if rows are missing for it."""
        window = self._window
        match verb:
            case "up" | "down":
                return window.step(1 if verb == "down" else -1)
            case "page_up" | "page_down":
                return window.page(1 if verb == "page_down" else -1)
            case "home" | "end":
                here = not self._feed.stale and not self._feed.holds_keys
                if not (here and (window.to_start() if verb == "home" else window.to_end())):
                    _ = self._feed.top() if verb == "home" else self._feed.end()
            case "choose":
                if window.row is not None:
                    self.post_message(self.Chosen(self, window.row))
        return True

    def _show(self) -> None:
        """Do what keys still ask for, fetch what will be needed, and draw what changed."""
        feed = self._feed
        while self._held_keys and not feed.holds_keys and self._do(self._held_keys[0]):
            self._held_keys.popleft()
        if feed.load is None and self._window.rows:
            waiting = self._held_keys[0] if self._held_keys else None
            side = _SIDE[waiting] if waiting else None if feed.out_of_reach else self._window.wanted()
            if side:
                feed.more(side)
        self._paint()
        row = self._window.row
        if row is not self._told and row != self._told:
            self.post_message(self.Highlighted(self, row))
        self._told = row

    def _ask(self, load: Load[Row, Key]) -> None:
        """Send a question to the source, in place of the one that is on its way."""
        _: Worker[None] = self.run_worker(
            partial(self._feed.answer, load),
            name="rows",
            group="long-list",
            description="rows of a list",
            exclusive=True,
            exit_on_error=False,
        )
        self.set_timer(SLOW, partial(self._grow_slow, load))

    def _grow_slow(self, load: Load[Row, Key]) -> None:
        load.slow = True
        if self._feed.load is load:
            self._paint()

    def _report(self, load: Load[Row, Key], error: Exception) -> None:
        """Pass the error on; keys that waited for rows go as far as there are rows."""
        while self._held_keys:
            verb = self._held_keys.popleft()
            if not load.holds_keys and verb in _SIDE and not self._do(verb) and "page" in verb:
                self._window.go_by(self._window.height * (1 if verb == "page_down" else -1))
        self.post_message(self.Failed(self, error))
        self._show()
