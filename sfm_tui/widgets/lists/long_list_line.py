"""One line of a list: what a person typed, made safe for a terminal and cut to a width in cells."""

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

from rich.cells import cell_len, set_cell_size, split_graphemes
from rich.segment import Segment
from rich.style import Style as RichStyle
from rich.text import Text
from textual.content import Content
from textual.strip import Strip
from textual.style import Style

Drawn = str | Text | Content
"""What a row may be drawn as. A `str` is plain text, never markup."""

_BEYOND_CELL = 16
"""Characters looked at for each cell: more than any sensible cluster of combining marks has."""

_SHOWN = {
    **{code: chr(0x2400 + code) for code in range(0x20)},  # control pictures
    0x09: " ",
    0x0A: "⏎",
    0x7F: "␡",
    **dict.fromkeys((*range(0x80, 0xA0), *range(0xD800, 0xE000)), "�"),
    0x2028: "⏎",
    0x2029: "⏎",
    # Embeddings, overrides and isolates would turn round what other people's columns say.
    **dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)), "⇄"),
}


def visible(text: str) -> str:
    """The text with one visible character for each that could steer a terminal or turn its lines round.

    These are the control characters (C0, C1, delete), line separators, bidirectional embeddings, overrides
    and isolates, and halves of surrogate pairs. The length stays the same. Marks that only hint at a
    direction, and joiners, are left: whole scripts need them.
    """
    return text if text.isprintable() else text.translate(_SHOWN)


def measurable(text: str) -> str:
    """The text without joiners and selectors, where these have nothing to join.

    What such a text measures depends on who measures, and a line must be as wide as everybody thinks.
    """
    if text.isascii() or split_graphemes(text)[1] == cell_len(text):
        return text
    return text.replace("\u200d", "").replace("\ufe0f", "")


def draw_line(drawn: Drawn, width: int, base: Style, find_style: Callable[[str], Style]) -> Strip:
    """The drawn row as exactly `width` cells in the `base` style, with an ellipsis where it is cut.

    `find_style` turns a style that is given by name into one. Links and click actions are dropped.
    """

    def resolve(style: str | Style) -> Style:
        return find_style(style) if isinstance(style, str) else style

    pieces: list[tuple[str, Style]] = []
    size = 0
    for text, style in _content(drawn, width).render(base, end="", parse_style=resolve):
        text = measurable(text)
        pieces.append((text, style))
        size += cell_len(text)
        if size > width:
            break
    if size < width:
        pieces.append((" " * (width - size), base))
    elif size > width:
        pieces = _shorten(pieces, width)
    return Strip([Segment(text, _plain_style(style)) for text, style in pieces], width)


def _content(drawn: Drawn, width: int) -> Content:
    """The beginning of what was drawn, as content without a character that could do harm."""
    most = width * _BEYOND_CELL
    if isinstance(drawn, str):
        return Content(visible(drawn[:most]))
    content = Content.from_rich_text(drawn[:most]) if isinstance(drawn, Text) else drawn[:most]
    safe = visible(content.plain)
    return content if safe == content.plain else Content(safe, list(content.spans))


def _shorten(pieces: list[tuple[str, Style]], width: int) -> list[tuple[str, Style]]:
    """The pieces, which take more than `width` cells, cut to it with an ellipsis as the last cell."""
    shortened: list[tuple[str, Style]] = []
    room = width - 1
    for text, style in pieces:
        if cell_len(text) > room:
            return [*shortened, (set_cell_size(text, room) + "…", style)]
        shortened.append((text, style))
        room -= cell_len(text)
    return shortened


@lru_cache(512)
def _plain_style(style: Style) -> RichStyle:
    """The style for the terminal, without its link or its click action."""
    return replace(style, link=None, _meta=None).rich_style
