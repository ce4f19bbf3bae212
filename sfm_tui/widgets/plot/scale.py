"""The ranges of a plot, the cell that a value stands in, and round values for its axis. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil, floor, isfinite, log10

from sfm_tui.clock import duration_text
from sfm_tui.widgets.plot.plot import Bars, Level, Line, Moment, Plot, Points, Tick, Unit

_AROUND: dict[Unit, float] = {"number": 1.0, "percent": 5.0, "seconds": 30.0}
"""The room above and below values that are all the same."""
_MINUTE_STEPS = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600)


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


def values(plot: Plot) -> Iterator[tuple[float, float]]:
    """Every value that is drawn, of all parts."""
    for part in plot.parts:
        if isinstance(part, Line | Points | Bars):
            yield from finite(part)


def finite(part: Line | Points | Bars) -> Iterator[tuple[float, float]]:
    """The values of a part that have a place."""
    for x, y in zip(part.xs, part.ys, strict=True):
        if y is not None and isfinite(x) and isfinite(y):
            yield x, y


def x_range(plot: Plot) -> tuple[float, float]:
    """From where to where the plot goes: as it says, else around its values and moments."""
    if plot.x_range is not None:
        return _opened(*plot.x_range)
    some: list[float] = [part.x for part in plot.parts if isinstance(part, Moment) and isfinite(part.x)]
    for part in plot.parts:
        if isinstance(part, Line | Points | Bars):
            half = part.width / 2 if isinstance(part, Bars) else 0.0
            for x, _ in finite(part):
                some += [x - half, x + half]
    return _opened(min(some), max(some))


def y_range(plot: Plot) -> tuple[float, float]:
    """From where to where it goes upwards: as it says, else with a little room; bars stand on nought."""
    if plot.y_range is not None:
        return _opened(*plot.y_range)
    some = [y for _, y in values(plot)]
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
