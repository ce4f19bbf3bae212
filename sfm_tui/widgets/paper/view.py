"""A document as text, to be read on the screen: only the lines that are seen are drawn, however many there are."""

from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.events import Resize
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.style import Style

from sfm_tui.widgets.lists.long_list_line import draw_line

_RULES = ({"="}, {"-"})


class PaperView(ScrollView, can_focus=True):
    """Shows a text; what a person typed in it is shown as it is. Its headings, rules and alerts stand out."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"paper--heading", "paper--rule", "paper--alert"}
    DEFAULT_CSS = """
    PaperView {
        height: 1fr; width: 1fr; background: $background; color: $foreground;
        overflow-x: hidden; overflow-y: scroll; scrollbar-size-vertical: 1;
        & > .paper--heading { color: $accent; text-style: bold; }
        & > .paper--rule { color: $muted; }
        & > .paper--alert { color: $warning; text-style: bold; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "read_on(-1)", "Up", show=False, id="paper-view.up", tooltip="One line up"),
        Binding("down", "read_on(1)", "Down", show=False, id="paper-view.down", tooltip="One line down"),
        Binding("pageup", "read_page(-1)", "Page up", show=False, id="paper-view.page-up", tooltip="One screen up"),
        Binding("pagedown,space", "read_page(1)", "Page down", show=False, id="paper-view.page-down",
                tooltip="One screen down"),
        Binding("home", "read_on(-10000000)", "Top", show=False, id="paper-view.home", tooltip="To the beginning"),
        Binding("end", "read_on(10000000)", "End", show=False, id="paper-view.end", tooltip="To the end"),
    ]  # fmt: skip

    @dataclass
    class Widened(Message):
        """The text is to be set anew: so many columns are there for it."""

        width: int

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self._lines: list[str] = []
        self._width = 0

    @property
    def columns(self) -> int:
        """The columns that a line of text has: one at its left and one before the bar stay free."""
        return max(0, self.size.width - 2)

    @property
    def text(self) -> str:
        """What is shown."""
        return "\n".join(self._lines)

    def show(self, text: str, *, top: bool) -> None:
        """Show a text, from its beginning where `top` says so, else from the line that is seen now."""
        self._lines = text.rstrip("\n").split("\n")
        self.virtual_size = Size(self.size.width, len(self._lines))
        if top:
            self.scroll_to(y=0, animate=False, force=True)
        self.refresh()

    def on_resize(self, _event: Resize) -> None:
        """Ask for a text that fits."""
        self.virtual_size = Size(self.size.width, len(self._lines))
        if self.columns != self._width:
            self._width = self.columns
            self.post_message(self.Widened(self.columns))

    def render_line(self, y: int) -> Strip:
        """One line of the text."""
        width = self.size.width
        n = y + round(self.scroll_offset.y)
        if n >= len(self._lines):
            return Strip.blank(width, self.rich_style)
        line = self._lines[n]
        name = self._kind(n, line)
        return draw_line(f" {line}", width, self.get_visual_style(*filter(None, (name,))), lambda _name: Style())

    def _kind(self, n: int, line: str) -> str:
        if line and set(line) in _RULES:
            return "paper--rule"
        if line.startswith(("! ", "*** ")):
            return "paper--alert"
        after = self._lines[n + 1] if n + 1 < len(self._lines) else ""
        heads = bool(line) and not line.startswith(" ") and len(after) > 1 and set(after) in _RULES
        return "paper--heading" if heads else ""

    def action_read_on(self, lines: int) -> None:
        """So many lines on, or back."""
        self.scroll_relative(y=lines, animate=False)

    def action_read_page(self, by: int) -> None:
        """One screen on, or back; one line of it stays."""
        self.scroll_relative(y=by * max(1, self.size.height - 1), animate=False)
