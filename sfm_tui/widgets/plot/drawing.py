"""From a plot to lines of text for a width and a height. Pure; the lines of a series are drawn by plotille.

Every cell is a character and its tone. Under everything lie bars, over them levels, moments, lines and points;
labels stand where no other label does. `plain` uses letters that any terminal has.
"""

from collections.abc import Iterable, Iterator
from itertools import pairwise
from math import ceil, isfinite

from rich.cells import cell_len

from sfm_tui.widgets.lists.cells import clip
from sfm_tui.widgets.lists.rows import safe, wrapped
from sfm_tui.widgets.plot.grid import BRAILLE, Grid, Picture, clean
from sfm_tui.widgets.plot.plot import Bars, Level, Line, Moment, Plot, Points, Tick
from sfm_tui.widgets.plot.scale import Scale, finite, values, x_range, y_range, y_ticks

LEAST_WIDTH, LEAST_HEIGHT = 16, 4
_STROKES = {"solid": "─", "dashed": "╌", "double": "═"}
_EIGHTHS = " ▁▂▃▄▅▆▇█"


def draw(plot: Plot, width: int, height: int, *, plain: bool = False) -> Picture:
    """Draw a plot. What has no room is left out: first the labels at the right, then all but a word."""
    if not any(values(plot)):
        lines = wrapped(plot.empty, width)[:height]
        return tuple(((clip(safe(line), width), "muted"),) for line in lines)
    if width < LEAST_WIDTH or height < LEAST_HEIGHT:
        return (((clip("no room to draw", width), "muted"),),)
    low, high = y_range(plot)
    ticks = [t for t in plot.y_ticks or y_ticks(low, high, height - 2, plot.unit) if low <= t.at <= high]
    left = min(max([plot.left, *(cell_len(clean(t.label)) for t in ticks)]), width // 3)
    labels = [level for level in plot.parts if isinstance(level, Level) and level.label]
    right = max([plot.right, *(cell_len(clean(level.label)) + 1 for level in labels)])
    if right > width // 3 or width - left - right < 2 * LEAST_WIDTH:
        right = 0
    grid = Grid(width, height)
    scale = Scale(x_range(plot), (low, high), left + 1, 0, width - left - 1 - right, height - 2)
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


def _levels(grid: Grid, scale: Scale, plot: Plot) -> None:
    for part in plot.parts:
        if isinstance(part, Level) and scale.ys[0] <= part.y <= scale.ys[1]:
            row = scale.row(part.y)
            first = scale.column(scale.xs[0] if part.since is None else part.since)
            last = scale.column(scale.xs[1] if part.until is None else part.until)
            for column in range(first, last + 1):
                grid.put(column, row, _STROKES[part.stroke], part.tone)


def _moments(grid: Grid, scale: Scale, plot: Plot) -> None:
    for part in plot.parts:
        if isinstance(part, Moment) and scale.inside(part.x):
            for row in range(scale.height):
                grid.put(scale.column(part.x), scale.top + row, "┊", part.tone)


def _bars(grid: Grid, scale: Scale, plot: Plot, *, plain: bool) -> None:
    for part in plot.parts:
        if not isinstance(part, Bars):
            continue
        for x, y in finite(part):
            first, last = scale.column(x - part.width / 2), scale.column(x + part.width / 2)
            last = max(first, last - (last > first and last < scale.left + scale.width - 1))
            eighths = round(scale.part(y) * scale.height * 8)
            if y > scale.ys[0]:
                eighths = max(1, eighths)  # what is more than nothing is seen
            for row in range(ceil(eighths / 8)):
                block = _EIGHTHS[min(8, eighths - 8 * row)] if not plain else "█"
                for column in range(first, last + 1):
                    grid.put(column, scale.top + scale.height - 1 - row, block, part.tone)


def _lines(grid: Grid, scale: Scale, plot: Plot, *, plain: bool) -> None:
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
                if char != chr(BRAILLE):
                    grid.dots(scale.left + column, scale.top + row, char, tone)
    if plain:
        grid.undotted()


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


def _points(grid: Grid, scale: Scale, plot: Plot) -> None:
    for part in plot.parts:
        if isinstance(part, Points):
            mark = part.mark if cell_len(part.mark) == 1 else "•"
            for x, y in finite(part):
                if scale.inside(x):
                    grid.put(scale.column(x), scale.row(y), mark, part.tone)


def _axes(grid: Grid, scale: Scale, y_marks: Iterable[Tick], x_marks: Iterable[Tick]) -> None:
    foot = scale.top + scale.height
    for row in range(scale.height):
        grid.put(scale.left - 1, scale.top + row, "│", "muted")
    grid.put(scale.left - 1, foot, "└", "muted")
    for column in range(scale.left, scale.left + scale.width):
        grid.put(column, foot, "─", "muted")
    for tick in y_marks:
        text = clip(clean(tick.label), scale.left - 1)
        row = scale.row(tick.at)
        if grid.label(scale.left - 1 - cell_len(text), row, text, "muted"):
            grid.put(scale.left - 1, row, "┤", "muted")
    for start, column, text in _spread(grid, scale, x_marks):
        grid.label(start, foot + 1, text, "muted")
        grid.put(column, foot, "┴", "muted")


def _spread(grid: Grid, scale: Scale, ticks: Iterable[Tick]) -> list[tuple[int, int, str]]:
    """Where the labels of the axis start, their columns and texts: every one, or the first and each so many after it.

    As many as fit beside one another.
    """
    every = []
    for tick in ticks:
        if scale.inside(tick.at):
            column, text = scale.column(tick.at), clip(clean(tick.label), grid.width)
            start = min(max(scale.left - 1, column - cell_len(text) // 2), grid.width - cell_len(text))
            every.append((start, column, text))
    for step in range(1, len(every)):
        some = sorted(every[::step])
        if all(start + cell_len(text) < after for (start, _, text), (after, _, _) in pairwise(some)):
            return some
    return every[:1]


def _label_levels(grid: Grid, scale: Scale, levels: list[Level]) -> None:
    """Name the levels at the right in their order; where a row is taken, beneath it, or above at the bottom."""
    ordered = sorted(levels, key=lambda one: -one.y)
    rows: list[int] = []
    for level in ordered:
        rows.append(max(scale.row(level.y), rows[-1] + 1 if rows else 0))
    last = scale.height
    for n in reversed(range(len(rows))):
        last = rows[n] = min(rows[n], last - 1)
    for row, level in zip(rows, ordered, strict=True):
        grid.label(scale.left + scale.width + 1, row, clean(level.label), level.tone)


def _label_moments(grid: Grid, scale: Scale, plot: Plot) -> None:
    end = scale.left + scale.width
    for part in plot.parts:
        if isinstance(part, Moment) and part.label and scale.inside(part.x):
            column = scale.column(part.x) + 1
            text = clip(clean(part.label), scale.width // 3)
            start = column if column + cell_len(text) <= end else column - 1 - cell_len(text)
            for row in range(min(4, scale.height)):
                if grid.label(max(scale.left, start), row, text, part.tone):
                    break
