"""The XmR chart of a series: centre, limits, phases, and whether a target is met. All exact.

Definitions: rules.md, «Control chart». A phase is begun by a person with a reason; nothing is rebased by itself.
`chart_signals` says what on it is no chance.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise
from typing import Literal, NamedTuple

from sfm_tui.domain.chart_signals import Signal, signals_of
from sfm_tui.domain.reference import Better

LIMIT = Fraction(266, 100)
SCREEN = Fraction(3267, 1000)
"""Moving ranges of so many times their mean or more are dropped, once, where that is asked for."""
BASELINE, FEWEST = 12, 5
"""Points that make the limits of a phase, and the fewest that make any."""

Assurance = Literal["consistently met", "consistently missed", "hit or miss"]
ALL = "all"


class Dot(NamedTuple):
    """One value of a series; `at` is an instant, `label` how it was written, `n` the cases that it stands for."""

    at: int
    value: Fraction
    label: str = ""
    n: int | None = None


class Break(NamedTuple):
    """From which instant on a new phase is judged for itself, and why."""

    since: int
    reason: str


@dataclass(frozen=True)
class Bounds:
    """What values a series can have: a percentage from 0 to 100, a duration from 0 on."""

    low: Fraction | None = None
    high: Fraction | None = None

    def held(self, value: Fraction) -> Fraction:
        """A limit, held to what is possible."""
        if self.low is not None:
            value = max(value, self.low)
        return value if self.high is None else min(value, self.high)


def bounds_of(unit: str) -> Bounds:
    """The bounds of a unit by its first word: those of a percentage (`% of calls`), of a duration, or none."""
    text = unit.strip().casefold()
    word = (text.replace("(", " ").split() or [""])[0].rstrip(".,")
    if word.startswith("%") or word in ("percent", "percentage", "pct") or text.startswith("per cent"):
        return Bounds(Fraction(0), Fraction(100))
    return Bounds(Fraction(0)) if word.removesuffix("s") in _DURATIONS or word == "s" else Bounds()


_DURATIONS = frozenset(("sec", "second", "min", "minute", "h", "hr", "hour", "d", "day", "week", "month", "year"))


@dataclass(frozen=True)
class Limits:
    """The centre of a phase and its limits, None where there are none; `why` says so then.

    `reach` is the distance from the centre to a limit before it is held to what is possible. `base` points made them;
    fewer than 12 make `trial` limits.
    """

    centre: Fraction | None
    mean_range: Fraction | None
    base: int
    lower: Fraction | None = None
    upper: Fraction | None = None
    reach: Fraction | None = None
    why: str = ""

    @property
    def trial(self) -> bool:
        """Whether so few points made the limits that they may well move."""
        return self.base < BASELINE


@dataclass(frozen=True)
class Phase:
    """A stretch of a series that is judged by one set of limits, from the point `first` to before `stop`."""

    first: int
    stop: int
    reason: str
    limits: Limits
    signals: tuple[Signal, ...] = ()


@dataclass(frozen=True)
class Chart:
    """A series with its moving ranges and phases, the last of which is the present one."""

    dots: tuple[Dot, ...]
    ranges: tuple[Fraction | None, ...]
    phases: tuple[Phase, ...]
    assurance: Assurance | None = None
    signals: tuple[tuple[str, ...], ...] = field(default=())

    @property
    def limits(self) -> Limits:
        """Those of the present phase."""
        return self.phases[-1].limits if self.phases else _NOTHING


def chart(
    dots: Iterable[Dot], breaks: Iterable[Break] = (), *, bounds: Bounds = Bounds(), baseline: int | str = BASELINE,
    screen: bool = False, target: Fraction | None = None, better: Better = "lower",
) -> Chart:  # fmt: skip
    """The chart of a series.

    `baseline` is how many points of a phase make its limits, or `all`; `screen` leaves out very wide moving ranges.
    """
    some = tuple(sorted(dots, key=lambda dot: dot.at))
    phases = []
    ranges: list[Fraction | None] = []
    flagged: list[tuple[str, ...]] = []
    for first, stop, reason in _stretches(some, breaks):
        values = [dot.value for dot in some[first:stop]]
        limits = limits_of(values, bounds, baseline, screen=screen)
        ranges += [None, *(abs(b - a) for a, b in pairwise(values))]
        found = signals_of(values, limits.centre, limits.lower, limits.upper, limits.reach)
        marks: list[dict[str, None]] = [{} for _ in values]
        for signal in found:
            for n in signal.points:
                marks[n][signal.kind] = None
        flagged += [tuple(kinds) for kinds in marks]
        moved = tuple(one.moved(first) for one in found)
        phases.append(Phase(first, stop, reason, limits, moved))
    now = phases[-1].limits if phases else _NOTHING
    return Chart(some, tuple(ranges), tuple(phases), assurance(now, target, better), tuple(flagged))


def limits_of(values: Sequence[Fraction], bounds: Bounds, baseline: int | str, *, screen: bool) -> Limits:
    """The limits that the first values make, or all of them."""
    base = values if baseline == ALL else values[: int(baseline)]
    n = len(base)
    if not n:
        return _NOTHING
    centre = Fraction(sum(base), n)
    ranges = [abs(b - a) for a, b in pairwise(base)]
    mean = _mean(ranges)
    if mean and screen:
        mean = _mean([one for one in ranges if one < SCREEN * mean])
    if n < FEWEST:
        return Limits(centre, mean, n, why=f"fewer than {FEWEST} points")
    if not mean:
        return Limits(centre, mean, n, why="the values do not move: there is no range to make limits from")
    reach = LIMIT * mean
    return Limits(centre, mean, n, bounds.held(centre - reach), bounds.held(centre + reach), reach)


def assurance(limits: Limits, target: Fraction | None, better: Better) -> Assurance | None:
    """Whether a target is met at any value within the limits, at none, or at some; None where that cannot be said."""
    if target is None or limits.lower is None or limits.upper is None:
        return None
    if better == "lower":
        met, missed = limits.upper <= target, limits.lower > target
    else:
        met, missed = limits.lower >= target, limits.upper < target
    return "consistently met" if met else "consistently missed" if missed else "hit or miss"


def _stretches(dots: Sequence[Dot], breaks: Iterable[Break]) -> list[tuple[int, int, str]]:
    """The phases as first point, the point after the last, and reason; those without a point are left out."""
    starts = [(0, "")]
    for since, reason in sorted(breaks):
        first = next((n for n, dot in enumerate(dots) if dot.at >= since), len(dots))
        if first == starts[-1][0]:
            starts[-1] = first, reason
        else:
            starts.append((first, reason))
    stops = [first for first, _ in starts[1:]] + [len(dots)]
    return [(first, stop, reason) for (first, reason), stop in zip(starts, stops, strict=True) if first < stop]


def _mean(values: Sequence[Fraction]) -> Fraction | None:
    return Fraction(sum(values), len(values)) if values else None


_NOTHING = Limits(None, None, 0, why="no points")
