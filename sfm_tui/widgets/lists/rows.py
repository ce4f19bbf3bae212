"""A short list of records, one to three lines each, of which only what changed is drawn anew."""

from collections.abc import Callable, Sequence
from typing import Any, ClassVar, Generic, TypeVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.color import Color
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from sfm_tui.widgets.everywhere.key_names import with_keys
from sfm_tui.widgets.lists.cells import clip, fit
from sfm_tui.widgets.lists.neighbour import neighbour

Item = TypeVar("Item")
Span = tuple[str, str]
"""Text and the name of its style: plain, muted, good, warn, bad, bold, accent, struck."""
Lines = list[list[Span]]

_LOOKS = {
    "muted": ("muted", ""),
    "good": ("success", ""),
    "warn": ("warning", "bold"),
    "bad": ("error", "bold"),
    "bold": ("", "bold"),
    "accent": ("accent", ""),
    "struck": ("muted", "strike"),
}
"""Colour, as the theme names it, and manner of a style. Of its own class each would be styled with every list."""
_WIDE = 400
"""Cells in which a row is set to be copied, so that nothing of it is cut."""

_SAFE = {code: chr(0x2400 + code) for code in range(0x20)} | dict.fromkeys(range(127, 160), "�")


def safe(text: str) -> str:
    """The text without a character that a terminal would obey."""
    return text.translate(_SAFE)


class Rows(Widget, Generic[Item], can_focus=True):
    """Shows items from the first; a cursor, while there is focus, chooses one."""

    DEFAULT_CSS = """
    Rows { height: 1fr; width: 1fr; }
    Rows > .rows--cursor { background: $panel-lighten-1; text-style: bold; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"rows--cursor"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "Up", show=False, id="rows.up", tooltip="The row above"),
        Binding("down", "move(1)", "Down", show=False, id="rows.down", tooltip="The row below"),
        Binding("pageup", "move(-10)", "Page up", show=False, id="rows.page-up", tooltip="Ten rows up"),
        Binding("pagedown", "move(10)", "Page down", show=False, id="rows.page-down", tooltip="Ten rows down"),
        Binding("home", "move(-100000)", "Top", show=False, id="rows.home", tooltip="The first row"),
        Binding("end", "move(100000)", "End", show=False, id="rows.end", tooltip="The last row"),
        Binding("enter", "choose", "Open", id="rows.choose", tooltip="Open what the cursor is on"),
    ]

    class Told(Message):
        """Something of a row: the list that tells it, and the item."""

        def __init__(self, rows: "Rows[Any]", item: Any) -> None:
            super().__init__()
            self.rows = rows
            self.item = item

        @property
        def control(self) -> "Rows[Any]":
            """The list that sent it."""
            return self.rows

    class Chosen(Told):
        """Enter or a second click on a row."""

    class Highlighted(Told):
        """The cursor moved to a row."""

    def __init__(
        self,
        draw: Callable[[Item, int], Lines],
        *,
        key: Callable[[Item], object],
        empty: str = "",
        id: str | None = None,
        always_cursor: bool = False,
        follow: bool = False,
    ) -> None:
        super().__init__(id=id)
        self._draw = draw
        self._key = key
        self._empty = empty
        self._always_cursor = always_cursor
        self._follow = follow
        self.items: list[Item] = []
        self.cursor = 0
        self.top = 0
        self._drawn: list[tuple[int, list[Span]]] = []
        self._looks: dict[str, Style] = {}

    # ── what is shown ────────────────────────────────────────────────────────────────────────────────────────

    @property
    def current(self) -> Item | None:
        """What the cursor is on."""
        return self.items[self.cursor] if 0 <= self.cursor < len(self.items) else None

    def line_to_copy(self) -> str:
        """What the cursor is on, in full, its lines behind each other."""
        if self.current is None:
            return ""
        lines = self._draw(self.current, max(self.size.width - 1, _WIDE))
        return "  ".join("".join(text for text, _style in line).strip() for line in lines)

    def show(self, items: Sequence[Item]) -> None:
        """Show these; the cursor stays with the record it was on, or goes to its neighbour where that is gone."""
        before, self.items = self.items, list(items)
        if before and self.cursor:
            self.cursor = neighbour(list(map(self._key, before)), self.cursor, list(map(self._key, self.items)))
        self.redraw()

    def say_empty(self, text: str) -> None:
        """What to say where there is nothing to show."""
        self._empty = text

    def put_cursor(self, key: object) -> None:
        """Put the cursor on the record with this key, if it is shown."""
        for n, item in enumerate(self.items):
            if self._key(item) == key:
                self.cursor = n
                self.redraw()
                return

    def redraw(self) -> None:
        """Draw anew the lines that differ from what is on screen."""
        if not self.size.width:
            return
        before, self._drawn = self._drawn, self._lines()
        for y in range(max(len(before), len(self._drawn), 1)):
            old = before[y] if y < len(before) else None
            new = self._drawn[y] if y < len(self._drawn) else None
            if old != new:
                self.refresh(Region(0, y, self.size.width, 1))

    def _lines(self) -> list[tuple[int, list[Span]]]:
        width, height = self.size
        if not self.items:
            return [(-1, [(line, "muted")]) for line in wrapped(with_keys(self._empty), width)]
        self._scroll(width, height)
        lines: list[tuple[int, list[Span]]] = []
        for n in range(self.top, len(self.items)):
            lines.extend((n, line) for line in self._draw(self.items[n], width - 1))
            if len(lines) >= height:
                break
        shown_cursor = self.cursor if self.has_focus or self._always_cursor else -2
        return [(n if n == shown_cursor else -1, line) for n, line in lines[:height]]

    def _scroll(self, width: int, height: int) -> None:
        if self._follow and not self.has_focus:
            used, self.top = 0, len(self.items)
            while self.top > 0 and (used := used + len(self._draw(self.items[self.top - 1], width - 1))) <= height:
                self.top -= 1
            return
        self.top = min(self.top, self.cursor, max(0, len(self.items) - 1))
        # Up from the cursor, as far as there is room: a jump to the end costs no more than a step.
        first, used = self.cursor, len(self._draw(self.items[self.cursor], width - 1))
        while first > self.top:
            used += len(self._draw(self.items[first - 1], width - 1))
            if used > height:
                break
            first -= 1
        self.top = first

    def render_line(self, y: int) -> Strip:
        """One line of the widget."""
        width = self.size.width
        base = self._look("plain")
        if y >= len(self._drawn):
            return Strip.blank(width, base)
        n, spans = self._drawn[y]
        under = self._look("cursor") if n >= 0 else Style()
        if n >= 0 and not self.has_focus:
            under = Style(bold=True)
        segments = [Segment("▌" if n >= 0 else " ", base + under)]
        room = width - 1
        for text, name in spans:
            text = safe(text)
            if cell_len(text) > room:
                text = clip(text, room)
            room -= cell_len(text)
            style = base if name == "plain" else base + self._look(name)
            segments.append(Segment(text, style + under))
            if room <= 0:
                break
        if room > 0:
            segments.append(Segment(" " * room, base + under))
        return Strip(segments, width)

    def _look(self, name: str) -> Style:
        """How a name looks, kept until the styles change: a clock that runs asks for the same ones every second."""
        if name not in self._looks:
            self._looks[name] = self._made_look(name)
        return self._looks[name]

    def _made_look(self, name: str) -> Style:
        if name == "plain":
            return self.rich_style
        if name == "cursor":
            return self.get_component_rich_style("rows--cursor", partial=True)
        variable, manner = _LOOKS[name]
        own = Style.parse(manner)
        if not variable:
            return own
        return own + Style.from_color(Color.parse(self.app.theme_variables[variable]).rich_color)

    def notify_style_update(self) -> None:
        """The theme, a class or the focus is another."""
        self._looks.clear()
        super().notify_style_update()

    # ── keys and mouse ───────────────────────────────────────────────────────────────────────────────────────

    def on_resize(self) -> None:
        """Fit the lines to the new size."""
        self._drawn = []
        self.redraw()
        self.refresh()

    def on_focus(self) -> None:
        """Tell what the cursor is on."""
        self._tell()

    def watch_has_focus(self, has_focus: bool) -> None:
        """Show the cursor, or hide it."""
        super().watch_has_focus(has_focus)
        self.redraw()

    def _tell(self) -> None:
        if self.current is not None:
            self.post_message(self.Highlighted(self, self.current))

    def action_move(self, by: int) -> None:
        """Move the cursor."""
        if self.items:
            self.cursor = min(max(0, self.cursor + by), len(self.items) - 1)
            self.redraw()
            self._tell()

    def action_choose(self) -> None:
        """Choose what the cursor is on."""
        if self.current is not None:
            self.post_message(self.Chosen(self, self.current))

    def on_click(self, event: events.Click) -> None:
        """The first click moves the cursor there, the next chooses."""
        offset = event.get_content_offset(self)
        at = None if offset is None else self._item_at(offset.y)
        if at is None:
            return
        if at == self.cursor and event.chain > 1:
            self.action_choose()
        else:
            self.cursor = at
            self.redraw()
            self._tell()

    def _item_at(self, y: int) -> int | None:
        used = 0
        for n in range(self.top, len(self.items)):
            used += len(self._draw(self.items[n], self.size.width - 1))
            if y < used:
                return n
        return None

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The wheel moves the cursor."""
        event.stop()
        self.action_move(1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """The wheel moves the cursor."""
        event.stop()
        self.action_move(-1)


def wrapped(text: str, width: int) -> list[str]:
    """The text in lines that `Rows` of a width can show."""
    lines: list[str] = []
    for part in text.split("\n"):
        line = ""
        for word in part.split(" "):
            if line and len(line) + 1 + len(word) > width - 2:
                lines.append(line)
                line = word
            else:
                line = f"{line} {word}" if line else word
        lines.append(line)
    return lines


__all__ = ["Lines", "Rows", "Span", "fit", "safe", "wrapped"]
