"""What on a control chart is more than chance: outside a limit, a shift, a trend, two of three near a limit.

Definitions: rules.md, «Control chart». Signals do not reach over the beginning of a phase.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import groupby

OUTSIDE, SHIFT, TREND, TWO_OF_THREE = "outside", "shift", "trend", "two-of-three"
RUN = 7
"""Points that make a shift, and a trend."""
_NEAR = Fraction(2, 3)


@dataclass(frozen=True)
class Signal:
    """A signal with the points that show it; `up` where they are above the centre, or rise."""

    kind: str
    points: tuple[int, ...]
    up: bool

    def moved(self, by: int) -> "Signal":
        """The same with its points counted from further on."""
        return replace(self, points=tuple(n + by for n in self.points))

    def sentence(self, labels: Sequence[str], values: Sequence[str], limit: str) -> str:
        """What it says, in plain words; `limit` is that of its side, or the centre for a shift."""
        first, last = self.points[0], self.points[-1]
        side = "above" if self.up else "below"
        span = f"from {labels[first]} to {labels[last]}"
        if self.kind == OUTSIDE:
            return (
                f"{labels[first]}: {values[first]} is {side} the {_limit(self.up)} limit of {limit}; look for a cause"
            )
        if self.kind == SHIFT:
            return f"{len(self.points)} in a row {side} the centre of {limit}, {span}: the level has moved"
        if self.kind == TREND:
            way = "rise" if self.up else "fall"
            return f"{len(self.points)} in a row {way}, {span}: something is moving steadily"
        near = " and ".join(labels[n] for n in self.points)
        if len(self.points) > 3:
            near = f"{len(self.points)} points {span}"
        return f"two of three near the {_limit(self.up)} limit of {limit}, {near}: something may have changed"


def signals_of(
    values: Sequence[Fraction], centre: Fraction | None, lower: Fraction | None, upper: Fraction | None,
    reach: Fraction | None,
) -> list[Signal]:  # fmt: skip
    """The signals of one phase, in the order of rules.md.

    Two thirds of the way is taken to the limit as the ranges make it, `reach` from the centre, also where the limit
    drawn is held to what is possible: otherwise any high percentage would be near to 100.
    """
    found: list[Signal] = []
    if lower is not None and upper is not None:
        found += [Signal(OUTSIDE, (n,), value > upper) for n, value in enumerate(values) if not lower <= value <= upper]
    if centre is not None:
        found += [Signal(SHIFT, run, up) for run, up in _runs(values, lambda n: _sign(values[n] - centre), 0)]
    found += [Signal(TREND, run, up) for run, up in _runs(values, lambda n: _sign(values[n] - values[n - 1]), 1)]
    if centre is not None and reach is not None:
        found += _two_of_three(values, centre, reach)
    return found


def _runs(
    values: Sequence[Fraction], sign: Callable[[int], int], before: int
) -> Iterator[tuple[tuple[int, ...], bool]]:
    """The runs of 7 points or more of one sign; `before` is 1 where a sign belongs to a point and the one before it."""
    for way, some in groupby(range(before, len(values)), sign):
        numbers = list(some)
        if way and len(numbers) + before >= RUN:
            yield tuple(range(numbers[0] - before, numbers[-1] + 1)), way > 0


def _two_of_three(values: Sequence[Fraction], centre: Fraction, reach: Fraction) -> Iterator[Signal]:
    """Where 2 of 3 successive points are beyond two thirds of the way, all 3 on that side; joined where they meet."""
    for up in (True, False):
        away = [value - centre if up else centre - value for value in values]
        near: list[int] = []
        last = -3
        for n in range(len(values) - 2):
            three = range(n, n + 3)
            some = [m for m in three if away[m] > _NEAR * reach]
            if len(some) < 2 or any(away[m] <= 0 for m in three):
                continue
            if near and n > last + 2:
                yield Signal(TWO_OF_THREE, tuple(near), up)
                near = []
            near += [m for m in some if not near or m > near[-1]]
            last = n
        if near:
            yield Signal(TWO_OF_THREE, tuple(near), up)


def _sign(value: Fraction) -> int:
    return (value > 0) - (value < 0)


def _limit(up: bool) -> str:
    return "upper" if up else "lower"
