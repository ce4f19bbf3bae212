"""A long list of records drawn in columns, and a source for rows that are all in memory."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from typing import ClassVar, Generic

from textual.content import Content
from textual.content import Span as Styled
from textual.geometry import Region

from sfm_tui.widgets.lists.cells import fit
from sfm_tui.widgets.lists.long_list import LongList
from sfm_tui.widgets.lists.long_list_line import measurable, visible
from sfm_tui.widgets.lists.long_list_source import Key, Row, RowSource
from sfm_tui.widgets.lists.rows import Span

_UNDER_CURSOR = {"warn": "bold", "bad": "bold", "bold": "bold", "accent": "bold", "struck": "strike"}
"""Under the cursor a style has no colour of its own: not every one can be read on the cursor's ground."""


class RecordList(LongList[Row, Key]):
    """A `LongList` that knows the styles of `Span`: plain, muted, good, warn, bad, bold, accent, struck."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "record--muted", "record--good", "record--warn", "record--bad", "record--bold", "record--accent",
        "record--struck",
    }  # fmt: skip
    DEFAULT_CSS = """
    RecordList { background: $background; }
    RecordList > .record--muted { color: $muted; }
    RecordList > .record--good { color: $success; }
    RecordList > .record--warn { color: $warning; text-style: bold; }
    RecordList > .record--bad { color: $error; text-style: bold; }
    RecordList > .record--bold { text-style: bold; }
    RecordList > .record--accent { color: $accent; }
    RecordList > .record--struck { color: $muted; text-style: strike; }
    """

    def show_source(self, source: RowSource[Row, Key], empty: str) -> None:
        """Show another source from its top, and say `empty` where it has no rows."""
        self.say_when_empty(empty)
        self.set_source(source)

    def say_when_empty(self, words: str) -> None:
        """What to say where there are no rows."""
        self._empty = words

    def redraw(self, which: Callable[[Row], bool] | None = None) -> None:
        """Draw the rows in view anew for which something outside them changed; all without `which`."""
        if which is None:
            self.refresh()
            return
        lines = [y for y in range(self.size.height) if (row := self._window.at_line(y)) is not None and which(row)]
        if lines:
            self.refresh(*(Region(0, y, self.size.width, 1) for y in lines))


def cell(text: str, width: int, *, right: bool = False) -> str:
    """The text in exactly `width` cells, harmless, cut with an ellipsis where need be."""
    shown = fit(measurable(visible(text[: 4 * max(0, width)])), width)
    return shown.rstrip().rjust(width) if right and shown.isascii() else shown


def content(spans: Sequence[Span], selected: bool, marks: "re.Pattern[str] | None" = None) -> Content:
    """A row out of its spans; what `marks` finds in them is underlined."""
    text = "".join(part for part, _style in spans)
    styles: list[Styled] = []
    at = 0
    for part, style in spans:
        name = _UNDER_CURSOR.get(style, "") if selected else ("" if style == "plain" else f".record--{style}")
        if name and part:
            styles.append(Styled(at, at + len(part), name))
        at += len(part)
    if marks is not None:
        styles += [Styled(*found.span(), "bold underline") for found in marks.finditer(text)]
    return Content(text, styles)


def marks_for(text: str) -> "re.Pattern[str] | None":
    """A pattern that finds the words of a search, as the search takes them: from the beginning of a word."""
    words = ["".join(ch if ch.isalnum() else " " for ch in part).split() for part in text[:400].split()]
    flat = sorted({word for part in words for word in part if len(word) > 1}, key=len, reverse=True)[:16]
    return re.compile(r"\b(?:" + "|".join(map(re.escape, flat)) + ")", re.IGNORECASE) if flat else None


class RowsInMemory(Generic[Row]):
    """A source over a list that is held whole, in rising order of its keys."""

    def __init__(self, key: Callable[[Row], tuple[int, int]]) -> None:
        self.rows: list[Row] = []
        self._key = key

    async def page(self, start: tuple[int, int] | None, *, forward: bool, limit: int) -> Sequence[Row]:
        """Up to `limit` rows after `start`, or before it; where `start` is gone, by where it would stand."""
        rows = self.rows
        if start is None:
            return rows[:limit] if forward else rows[-limit:]
        if forward:
            after = bisect_right(rows, start, key=self._key)
            return rows[after : after + limit]
        before = bisect_left(rows, start, key=self._key)
        return rows[max(0, before - limit) : before]
