"""How a long list looks: draws the lines of its window, and of these only the ones that changed."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import ClassVar, Generic

from rich.segment import Segment
from textual.content import Content
from textual.geometry import Region
from textual.strip import Strip
from textual.style import Style
from textual.widget import Widget

from sfm_tui.widgets.lists.long_list_line import Drawn, draw_line, visible
from sfm_tui.widgets.lists.long_list_source import Key, Row
from sfm_tui.widgets.lists.long_list_window import Window

_FRAME = 3
"""Cells of a line that are not the row's: the marker, a gap and the sign for where one is."""


@dataclass(frozen=True)
class Line(Generic[Row]):
    """What stands on one line: a row, or words in place of rows, and the sign at the right."""

    row: Row | None
    words: str
    selected: bool
    sign: str

    def same(self, other: "Line[Row]") -> bool:
        """Whether both look the same; rows are told apart by identity."""
        return self.row is other.row and (self.words, self.selected, self.sign) == (
            other.words,
            other.selected,
            other.sign,
        )


class LongListView(Widget, Generic[Row, Key]):
    """The lines of a window. The row under the cursor has a marker, so that it is known without colour.

    At the right ▲ and ▼ say that there is more above and below, … that rows are on their way.
    """

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"long-list--cursor", "long-list--words", "long-list--where"}
    DEFAULT_CSS = """
    LongListView {
        height: 1fr;
        background: $surface;
        color: $foreground;
        & > .long-list--words, & > .long-list--where { color: $text-muted; }
        & > .long-list--cursor {
            background: $block-cursor-blurred-background;
            color: $block-cursor-blurred-foreground;
            text-style: $block-cursor-blurred-text-style;
        }
        &:focus > .long-list--cursor {
            background: $block-cursor-background;
            color: $block-cursor-foreground;
            text-style: bold;
        }
        &:focus:nocolor > .long-list--cursor { text-style: bold reverse; }
    }
    """

    def __init__(
        self,
        draw: Callable[[Row, int, bool], Drawn],
        key: Callable[[Row], Key],
        *,
        name: str | None = None,
        id: str | None = None,
        classes: str | None = None,
        disabled: bool = False,
    ) -> None:
        super().__init__(name=name, id=id, classes=classes, disabled=disabled)
        self._draw_row = draw
        self._window: Window[Row, Key] = Window(key)
        self._lines: list[Line[Row]] = []
        self._styles: dict[str, Style] = {}

    def words_for_rows(self) -> str | None:
        """What to say in place of the rows, None to show them."""
        return None

    def waits(self) -> bool:
        """Whether to say that rows are on their way."""
        return False

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw some lines, with styles that are looked up once for all of them."""
        self._styles.clear()
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """Draw one line: marker, row, gap and sign."""
        width = self.size.width
        line = self._lines[y] if y < len(self._lines) else Line(None, "", False, " ")
        base = self._style("long-list--cursor" if line.selected else "")
        sign = Segment(line.sign, self._style("long-list--where").rich_style)
        if width < _FRAME:
            return Strip([sign], 1).crop_extend(0, width, base.rich_style)
        if line.row is None:
            words = draw_line(line.words, width - 1, self._style("long-list--words"), self._named_style)
            return Strip([*words, sign], width)
        room = width - _FRAME
        text = draw_line(self._draw_row(line.row, room, line.selected), room, base, self._named_style)
        marker = Segment("›" if line.selected else " ", base.rich_style)
        return Strip([marker, *text, Segment(" ", base.rich_style), sign], width)

    def _paint(self) -> None:
        """Have the lines drawn that are not as they were."""
        earlier, self._lines = self._lines, self._lay_out()
        changed = [y for y, line in enumerate(self._lines) if y >= len(earlier) or not line.same(earlier[y])]
        if len(earlier) != len(self._lines) or 2 * len(changed) > len(self._lines):
            self.refresh()
        elif changed:
            self.refresh(*(Region(0, y, self.size.width, 1) for y in changed))

    def _lay_out(self) -> list[Line[Row]]:
        window = self._window
        height = self.size.height
        words = self.words_for_rows()
        if words is not None:
            return self._lay_out_words(words, height)
        return [Line(window.at_line(y), "", window.top + y == window.cursor, self._sign(y)) for y in range(height)]

    def _lay_out_words(self, words: str, height: int) -> list[Line[Row]]:
        """The words wrapped, near the middle."""
        room = self.size.width - 1
        width = max(1, min(60, room - 2))
        lines = [line.plain.rstrip() for line in Content(visible(words)).wrap(width)] if words else []
        widest = max((Content(line).cell_length for line in lines), default=0)
        indent = " " * max(0, (room - widest) // 2)
        above = max(0, (height - len(lines)) // 3)
        shown = ["" for _ in range(above)] + [indent + line for line in lines]
        return [Line(None, shown[y] if y < len(shown) else "", False, " ") for y in range(height)]

    def _sign(self, y: int) -> str:
        """What the last cell of line `y` says about where one is."""
        window = self._window
        bottom = window.height - 1
        if y == bottom // 2 and self.waits():
            return "…"
        if not (window.above or window.below):
            return " "
        if y == 0 and window.above and (bottom or not window.below):
            return "▲"
        if y == bottom and window.below and (bottom or not window.above):
            return "▼"
        return "┃"

    def _style(self, component: str) -> Style:
        """The style of a component, of the widget itself if none is named."""
        style = self._styles.get(component)
        if style is None:
            style = self.get_visual_style(*filter(None, [component]))
            if component and self.get_component_styles(component).text_style.reverse:
                # The visual style of a component leaves this one attribute out.
                style = replace(style, reverse=True)
            self._styles[component] = style
        return style

    def _named_style(self, name: str) -> Style:
        if name.startswith("."):
            return self.get_visual_style(name[1:], partial=True)
        return self.app.stylesheet.parse_style(name)
