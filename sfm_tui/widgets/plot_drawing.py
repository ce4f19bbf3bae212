"""From a plot to lines of text for a width and a height. Pure; the lines of a series are drawn by plotille.

Every cell is a character and its tone. Under everything lie bars, over them levels, moments, lines and points;
labels stand where no other label does. `plain` uses letters that any terminal has.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, floor, isfinite, log10

from rich.cells import cell_len

from sfm_tui.clock import duration_text
from sfm_tui.widgets.cells import clip, one_line
from sfm_tui.widgets.plot import Bars, Level, Line, Moment, Plot, Points, Tick, Unit
from sfm_tui.widgets.rows import safe, wrapped

Picture = tuple[tuple[tuple[str, str], ...], ...]
"""Lines of spans: text and tone."""
LEAST_WIDTH, LEAST_HEIGHT = 16, 4
_STROKES = {"solid": "─", "dashed": "╌", "double": "═"}
_PLAIN = {
    "─": "-", "╌": ".", "═": "=", "┊": ":", "•": "*", "●": "@", "○": "o", "▲": "^", "▼": "v", "◆": "#", "✖": "x",
    "│": "|", "┤": "|", "└": "+", "┴": "+", "█": "#",
}  # fmt: skip
_EIGHTHS = " ▁▂▃▄▅▆▇█"
_BRAILLE = 0x2800
_AROUND: dict[Unit, float] = {"number": 1.0, "percent": 5.0, "seconds": 30.0}
"""The room above and below values that are all the same."""
_MINUTE_STEPS = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600)


def draw(plot: Plot, width: int, height: int, *, plain: bool = False) -> Picture:
    """Draw a plot. What has no room is left out: first the labels at the right, then all but a word."""
    if not any(_values(plot)):
        lines = wrapped(plot.empty, width)[:height]
        return tuple(((clip(safe(line), width), "muted"),) for line in lines)
    if width < LEAST_WIDTH or height < LEAST_HEIGHT:
        return (((clip("no room to draw", width), "muted"),),)
    low, high = _y_range(plot)
    ticks = [t for t in plot.y_ticks or y_ticks(low, high, height - 2, plot.unit) if low <= t.at <= high]
    left = min(max([plot.left, *(cell_len(_clean(t.label)) for t in ticks)]), width // 3)
    labels = [level for level in plot.parts if isinstance(level, Level) and level.label]
    right = max([plot.right, *(cell_len(_clean(level.label)) + 1 for level in labels)])
    if right > width // 3 or width - left - right < 2 * LEAST_WIDTH:
        right = 0
    grid = _Grid(width, height)
    scale = Scale(_x_range(plot), (low, high), left + 1, 0, width - left - 1 - right, height - 2)
    _bars(grid, scale, plot, plain=plain)
    _levels(grid, scale, plot)
    _moments(grid, scale, plot)
    _lines(grid, scale, plot, plain=plain)
    _points(grid, scale, plot)
    _axes(grid, scale, ticks, plot.x_ticks)
    if right:
        _label_levels(grid, scale, labels)
    _label_moments(grid, scale, plot)
    return grid.picture(plain=plain)


@dataclass(frozen=True)
class Scale:
    """Which cell a value stands in: the same one in which its line has a dot."""

    xs: tuple[float, float]
    ys: tuple[float, float]
    left: int
    top: int
    width: int
    height: int

    def column(self, x: float) -> int:
        """The column of the grid."""
        return self.left + round(self._part(x, self.xs) * (2 * self.width - 1)) // 2

    def row(self, y: float) -> int:
        """The row of the grid, 0 at the top."""
        return self.top + self.height - 1 - round(self._part(y, self.ys) * (4 * self.height - 1)) // 4

    def part(self, y: float) -> float:
        """How far up a value stands, from 0 to 1."""
        return self._part(y, self.ys)

    def inside(self, x: float) -> bool:
        """Whether a column belongs to the value."""
        return self.xs[0] <= x <= self.xs[1]

    @staticmethod
    def _part(value: float, ends: tuple[float, float]) -> float:
        return min(max((value - ends[0]) / (ends[1] - ends[0]), 0.0), 1.0)


class _Grid:
    """Cells of character and tone; a cell that holds a letter of a label is not written over by another label."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        self._cells: list[list[tuple[str, str]]] = [[(" ", "plain")] * width for _ in range(height)]
        self._taken: set[tuple[int, int]] = set()

    def put(self, column: int, row: int, char: str, tone: str) -> None:
        if 0 <= column < self.width and 0 <= row < self.height:
            self._cells[row][column] = char, tone

    def dots(self, column: int, row: int, char: str, tone: str) -> None:
        """Put dots of a line, joined with those that another line has there."""
        old, _ = self._cells[row][column]
        if _BRAILLE <= ord(old or " ") < _BRAILLE + 256:
            char = chr(ord(old) | ord(char))
        self._cells[row][column] = char, tone

    def undotted(self, scale: "Scale") -> None:
        """Put a full stop for every cell of a line."""
        for row in self._cells[scale.top : scale.top + scale.height]:
            for n, (char, tone) in enumerate(row):
                if _BRAILLE <= ord(char or " ") < _BRAILLE + 256:
                    row[n] = ".", tone

    def label(self, column: int, row: int, text: str, tone: str) -> bool:
        """Write a label where no other one stands; says whether it could."""
        width = cell_len(text)
        if column < 0 or column + width > self.width or not 0 <= row < self.height:
            return False
        cells = {(n, row) for n in range(column - 1, column + width + 1)}
        if cells & self._taken:
            return False
        self._taken |= {(n, row) for n in range(column, column + width)}
        for char in text:
            wide = cell_len(char)
            self._cells[row][column] = char, tone
            if wide == 2:
                self._cells[row][column + 1] = "", tone
            column += wide
        return True

    def picture(self, *, plain: bool) -> Picture:
        lines = []
        for row in self._cells:
            spans: list[tuple[str, str]] = []
            for char, tone in row:
                letter = _PLAIN.get(char, char if char.isascii() else "*" * cell_len(char)) if plain else char
                if spans and (spans[-1][1] == tone):
                    spans[-1] = spans[-1][0] + letter, tone
                else:
                    spans.append((letter, tone))
            lines.append(tuple(spans))
        return tuple(lines)


# ── ranges and ticks ─────────────────────────────────────────────────────────────────────────────────────────────


def _values(plot: Plot) -> Iterator[tuple[float, float]]:
    for part in plot.parts:
        if isinstance(part, Line | Points | Bars):
            yield from _finite(part)


def _finite(part: Line | Points | Bars) -> Iterator[tuple[float, float]]:
    for x, y in zip(part.xs, part.ys, strict=True):
        if y is not None and isfinite(x) and isfinite(y):
            yield x, y


def _x_range(plot: Plot) -> tuple[float, float]:
    if plot.x_range is not None:
        return _opened(*plot.x_range)
    some: list[float] = [part.x for part in plot.parts if isinstance(part, Moment) and isfinite(part.x)]
    for part in plot.parts:
        if isinstance(part, Line | Points | Bars):
            half = part.width / 2 if isinstance(part, Bars) else 0.0
            for x, _ in _finite(part):
                some += [x - half, x + half]
    return _opened(min(some), max(some))


def _y_range(plot: Plot) -> tuple[float, float]:
    if plot.y_range is not None:
        return _opened(*plot.y_range)
    some = [y for _, y in _values(plot)]
    some += [part.y for part in plot.parts if isinstance(part, Level) and isfinite(part.y)]
    if any(isinstance(part, Bars) for part in plot.parts):
        some.append(0.0)
    low, high = min(some), max(some)
    room = (high - low) * 0.08 or _AROUND[plot.unit]
    low, high = low - room if low else low, high + room
    if plot.unit != "number":
        low = max(low, min(0.0, min(some)))
    if plot.unit == "percent":
        high = min(high, max(100.0, max(some)))
    return _opened(low, high)


def _opened(low: float, high: float) -> tuple[float, float]:
    """The range, opened where its ends are the same or too near to be told apart."""
    near = 1e-9 * max(1.0, abs(low), abs(high))
    return (low, high) if high - low > near else (low - 1, high + 1)


def y_ticks(low: float, high: float, rows: int, unit: Unit) -> tuple[Tick, ...]:
    """Round values within a range, at most one for every other row."""
    step = _step((high - low) / max(1, min(8, rows // 2)), unit)
    first, last = ceil(low / step - 1e-9), floor(high / step + 1e-9)
    return tuple(Tick(n * step, _value_text(n * step, step, unit)) for n in range(first, last + 1))


def _step(least: float, unit: Unit) -> float:
    """The next round step up."""
    if unit == "seconds":
        found = next((step for step in _MINUTE_STEPS if step >= least), None)
        if found is not None:
            return float(found)
        return 3600.0 * ceil(least / 3600)
    power = 10.0 ** floor(log10(least))
    return float(next(n * power for n in (1, 2, 5, 10) if n * power >= least * (1 - 1e-9)))


def _value_text(value: float, step: float, unit: Unit) -> str:
    if unit == "seconds":
        return duration_text(round(value)) if value >= 0 else f"-{duration_text(round(-value))}"
    digits = max(0, -floor(log10(step) + 1e-9))
    text = f"{value:,.{digits}f}"
    return text.removeprefix("-") if not any(char in "123456789" for char in text) else text


# ── what is drawn ────────────────────────────────────────────────────────────────────────────────────────────────


def _levels(grid: _Grid, scale: Scale, plot: Plot) -> None:
    for part in plot.parts:
        if isinstance(part, Level) and scale.ys[0] <= part.y <= scale.ys[1]:
            row = scale.row(part.y)
            first = scale.column(scale.xs[0] if part.since is None else part.since)
            last = scale.column(scale.xs[1] if part.until is None else part.until)
            for column in range(first, last + 1):
                grid.put(column, row, _STROKES[part.stroke], part.tone)


def _moments(grid: _Grid, scale: Scale, plot: Plot) -> None:
    for part in plot.parts:
        if isinstance(part, Moment) and scale.inside(part.x):
            for row in range(scale.height):
                grid.put(scale.column(part.x), scale.top + row, "┊", part.tone)


def _bars(grid: _Grid, scale: Scale, plot: Plot, *, plain: bool) -> None:
    for part in plot.parts:
        if not isinstance(part, Bars):
            continue
        for x, y in _finite(part):
            first, last = scale.column(x - part.width / 2), scale.column(x + part.width / 2)
            last = max(first, last - (last > first and last < scale.left + scale.width - 1))
            eighths = round(scale.part(y) * scale.height * 8)
            if y > scale.ys[0]:
                eighths = max(1, eighths)  # what is more than nothing is seen
            for row in range(ceil(eighths / 8)):
                block = _EIGHTHS[min(8, eighths - 8 * row)] if not plain else "█"
                for column in range(first, last + 1):
                    grid.put(column, scale.top + scale.height - 1 - row, block, part.tone)


def _lines(grid: _Grid, scale: Scale, plot: Plot, *, plain: bool) -> None:
    lines = [part for part in plot.parts if isinstance(part, Line)]
    if not lines:
        return
    from plotille import Canvas

    (left, right), (low, high) = scale.xs, scale.ys
    across, up = 2 * scale.width, 4 * scale.height
    for tone in dict.fromkeys(part.tone for part in lines):
        canvas = Canvas(
            scale.width, scale.height, left, low,
            left + (right - left) * across / (across - 1), low + (high - low) * up / (up - 1),
        )  # fmt: skip
        for part in lines:
            if part.tone == tone:
                for (x, y), (to_x, to_y) in _stretches(part, scale):
                    canvas.line(x, y, to_x, to_y)
        for row, line in enumerate(canvas.plot("\n").split("\n")):
            for column, char in enumerate(line):
                if char != chr(_BRAILLE):
                    grid.dots(scale.left + column, scale.top + row, char, tone)
    if plain:
        grid.undotted(scale)


def _stretches(part: Line, scale: Scale) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
    """The steps of a line from value to value, held to the ranges; a value alone is a step to itself."""
    runs: list[list[tuple[float, float]]] = [[]]
    for x, y in zip(part.xs, part.ys, strict=True):
        if y is None or not isfinite(x) or not isfinite(y):
            runs.append([])
        elif scale.inside(x):
            runs[-1].append((x, min(max(y, scale.ys[0]), scale.ys[1])))
    for run in runs:
        if len(run) == 1:
            yield run[0], run[0]
        yield from pairwise(run)


def _points(grid: _Grid, scale: Scale, plot: Plot) -> None:
    for part in plot.parts:
        if isinstance(part, Points):
            mark = part.mark if cell_len(part.mark) == 1 else "•"
            for x, y in _finite(part):
                if scale.inside(x):
                    grid.put(scale.column(x), scale.row(y), mark, part.tone)


def _axes(grid: _Grid, scale: Scale, y_marks: Iterable[Tick], x_marks: Iterable[Tick]) -> None:
    foot = scale.top + scale.height
    for row in range(scale.height):
        grid.put(scale.left - 1, scale.top + row, "│", "muted")
    grid.put(scale.left - 1, foot, "└", "muted")
    for column in range(scale.left, scale.left + scale.width):
        grid.put(column, foot, "─", "muted")
    for tick in y_marks:
        text = clip(_clean(tick.label), scale.left - 1)
        row = scale.row(tick.at)
        if grid.label(scale.left - 1 - cell_len(text), row, text, "muted"):
            grid.put(scale.left - 1, row, "┤", "muted")
    for start, column, text in _spread(grid, scale, x_marks):
        grid.label(start, foot + 1, text, "muted")
        grid.put(column, foot, "┴", "muted")


def _spread(grid: _Grid, scale: Scale, ticks: Iterable[Tick]) -> list[tuple[int, int, str]]:
    """Where the labels of the axis start, their columns and texts: every one, or the first and each so many after it.

    As many as fit beside one another.
    """
    every = []
    for tick in ticks:
        if scale.inside(tick.at):
            column, text = scale.column(tick.at), clip(_clean(tick.label), grid.width)
            start = min(max(scale.left - 1, column - cell_len(text) // 2), grid.width - cell_len(text))
            every.append((start, column, text))
    for step in range(1, len(every)):
        some = sorted(every[::step])
        if all(start + cell_len(text) < after for (start, _, text), (after, _, _) in pairwise(some)):
            return some
    return every[:1]


def _label_levels(grid: _Grid, scale: Scale, levels: list[Level]) -> None:
    """Name the levels at the right in their order; where a row is taken, beneath it, or above at the bottom."""
    ordered = sorted(levels, key=lambda one: -one.y)
    rows: list[int] = []
    for level in ordered:
        rows.append(max(scale.row(level.y), rows[-1] + 1 if rows else 0))
    last = scale.height
    for n in reversed(range(len(rows))):
        last = rows[n] = min(rows[n], last - 1)
    for row, level in zip(rows, ordered, strict=True):
        grid.label(scale.left + scale.width + 1, row, _clean(level.label), level.tone)


def _label_moments(grid: _Grid, scale: Scale, plot: Plot) -> None:
    end = scale.left + scale.width
    for part in plot.parts:
        if isinstance(part, Moment) and part.label and scale.inside(part.x):
            column = scale.column(part.x) + 1
            text = clip(_clean(part.label), scale.width // 3)
            start = column if column + cell_len(text) <= end else column - 1 - cell_len(text)
            for row in range(min(4, scale.height)):
                if grid.label(max(scale.left, start), row, text, part.tone):
                    break


def _clean(text: str) -> str:
    """A label on one line, of characters that have a width of their own."""
    return "".join(char for char in safe(one_line(text[:200])) if cell_len(char))
