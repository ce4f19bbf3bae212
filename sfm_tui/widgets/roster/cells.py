"""What stands in each cell of a line of the timeline: pure, so that a test can say which cells are what.

Every state has a sign of its own beside its colour: a duty is ━, two duties at once ▒, may not stand there ░, nobody
there ✖ and ╌, cancelled or not turned up for struck and ┄, away ·, short rest !.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from rich.cells import cell_len, split_graphemes

from sfm_tui.widgets.lists.long_list_line import measurable, visible
from sfm_tui.widgets.roster.axis import Axis, Mark
from sfm_tui.widgets.roster.bars import BARRED, DOUBLE, Bar, Lane, shown

MOST_FOR_A_CELL = 16
"""Characters looked at for each cell: more than a cluster of combining marks has."""

NOW = "┃"
DAY = "│"
FILL = {"duty": "━", "idle": "┄", "gap": "╌", "absence": "·", "pause": "~"}
STYLE = {"duty": "bar", "idle": "idle", "gap": "gap", "absence": "away", "pause": "pause"}
HATCH = {DOUBLE: "▒"}
_UNDER_NOW = frozenset("━┄╌·~▒░ ")
_FULL_WORDS = 5


@dataclass(slots=True)
class Cells:
    """A line of single cells, each with the name of its style; the second cell of a wide letter is empty."""

    chars: list[str]
    styles: list[str]

    @classmethod
    def blank(cls, width: int) -> "Cells":
        """Nothing yet."""
        return cls([" "] * width, [""] * width)

    def fill(self, first: int, stop: int, char: str, style: str) -> None:
        """The same in each of some cells."""
        for n in range(max(0, first), min(stop, len(self.chars))):
            self.chars[n], self.styles[n] = char, style

    def put(self, first: int, stop: int, text: str, style: str) -> int:
        """As much of a text as there is room for; gives the cell after it."""
        at = first
        text = measurable(visible(text[: MOST_FOR_A_CELL * max(0, stop - first)]))
        for begin, end, size in split_graphemes(text)[0]:
            if size == 0:
                continue
            if at + size > stop:
                break
            self.chars[at : at + size] = [text[begin:end], *[""] * (size - 1)]
            self.styles[at : at + size] = [style] * size
            at += size
        return at

    def runs(self) -> list[tuple[str, str]]:
        """Pieces of text with the name of their style."""
        pieces: list[tuple[str, str]] = []
        start = 0
        for n in range(1, len(self.chars) + 1):
            if n == len(self.chars) or self.styles[n] != self.styles[start]:
                pieces.append(("".join(self.chars[start:n]), self.styles[start]))
                start = n
        return pieces

    @property
    def text(self) -> str:
        """All of it as plain text."""
        return "".join(self.chars)


def lane_cells(lane: Lane, axis: Axis, lines: Iterable[tuple[int, str]] = ()) -> Cells:
    """A lane of bars; `lines` are the columns that a line runs down, with its style, where nothing stands."""
    cells = Cells.blank(axis.columns)
    for column, style in lines:
        if 0 <= column < axis.columns:
            cells.fill(column, column + 1, NOW if style == "now" else DAY, style)
    before: Bar | None = None
    for bar in shown(lane, axis.start, axis.end):
        _bar_cells(cells, bar, axis, touches=before is not None and axis.cells(before.start, before.end)[1]
                   >= axis.cells(bar.start, bar.end)[0])  # fmt: skip
        before = bar
    for column, style in lines:
        if style == "now" and 0 <= column < axis.columns and cells.chars[column] in _UNDER_NOW:
            cells.chars[column], cells.styles[column] = NOW, style
    return cells


def _bar_cells(cells: Cells, bar: Bar, axis: Axis, *, touches: bool) -> None:
    first, stop = axis.cells(bar.start, bar.end)
    style = STYLE[bar.kind]
    cells.fill(first, stop, FILL[bar.kind], style)
    seen = (part for part in bar.parts if axis.meets(part.start, part.end))
    parts = [(part.kind, *_clamped(axis.cells(part.start, part.end), first, stop)) for part in seen]
    for kind, low, high in parts:
        cells.fill(low, high, HATCH.get(kind, "░"), _part_style(kind))
    at = first
    if touches and stop - first > 1:
        cells.fill(first, first + 1, "│", style)
        at += 1
    sign = _sign(bar)
    if sign and stop - at >= 1:
        at = cells.put(at, stop, sign, "warn" if bar.warned else f"{style}-label")
        if bar.kind == "gap" and stop - at > min(map(cell_len, bar.labels)):
            at = cells.put(at, stop, " ", style)
    at = _label(cells, at, stop, bar.labels, f"{style}-label", whole=bar.kind == "gap")
    for kind, low, high in parts:
        if high <= at:  # the name would hide it
            cells.fill(high - 1, high, HATCH.get(kind, "░"), _part_style(kind))
        else:
            _part_words(cells, kind, max(at, low), high)


def _clamped(span: tuple[int, int], first: int, stop: int) -> tuple[int, int]:
    """A span of cells moved and cut into a bar, one cell at least."""
    low = min(max(span[0], first), stop - 1)
    return low, max(low + 1, min(span[1], stop))


def _part_style(kind: str) -> str:
    return "double" if kind == DOUBLE else "barred"


def _sign(bar: Bar) -> str:
    if bar.kind == "gap":
        return "✖"
    return "!" if bar.warned or bar.kind == "pause" else ""


def _label(cells: Cells, at: int, stop: int, labels: tuple[str, ...], style: str, *, whole: bool) -> int:
    """The longest label that fits; of a name that has no short form, its beginning, of a `whole` one nothing."""
    room = stop - at
    if room <= 0 or not labels:
        return at
    text = next((text for text in labels if cell_len(text) <= room), "")
    if not text and whole:
        return at
    if not text:
        text = min(labels, key=cell_len)
        if room >= _FULL_WORDS or (room > 1 and any(map(str.isdigit, text))):
            return cells.put(cells.put(at, stop - 1, text, style), stop, "…", style)
    return cells.put(at, stop, text, style)


def _part_words(cells: Cells, kind: str, low: int, high: int) -> None:
    """What is wrong, in words, on the part of the bar that is left of the name, where they fit."""
    words = "two posts" if kind == DOUBLE else BARRED.get(kind, kind)
    for text in (f"✖ {words}", f"✖ {words.split()[-1]}", "✖×2" if kind == DOUBLE else "✖"):
        if high - low > len(text):
            cells.put(low + (high - low > len(text) + 1), high, text, _part_style(kind))
            return


def mark_cells(marks: Iterable[Mark], width: int) -> Cells:
    """A line of marks, each from its column on."""
    cells = Cells.blank(width)
    for column, text, style in marks:
        cells.put(column, width, text, style)
    return cells
