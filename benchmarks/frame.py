"""What every benchmark shares: interleaved rounds, medians, and rows that say whether a limit holds."""

import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

T = TypeVar("T")


class Unavailable(Exception):
    """Something that a benchmark needs is not there; its message ends up in the table."""


Measured = Sequence[float] | Unavailable
Rounds = list[T] | Unavailable


@dataclass(frozen=True)
class Options:
    """How thorough a run is: rounds of each interleaved pair, seconds left idle, keys pressed."""

    rounds: int = 15
    idle_seconds: float = 20.0
    keys: int = 60
    quick: bool = False

    @classmethod
    def smoke(cls) -> "Options":
        """Just enough to see that everything runs; its figures say nothing."""
        return cls(rounds=2, idle_seconds=3.0, keys=6, quick=True)


@dataclass(frozen=True)
class Side:
    """One side of a comparison, as the median of its samples between the least and the greatest."""

    middle: float
    least: float
    greatest: float

    @classmethod
    def of(cls, samples: Sequence[float]) -> "Side":
        """The summary of one sample or more."""
        return cls(statistics.median(samples), min(samples), max(samples))


@dataclass(frozen=True)
class Row:
    """One line of the table; `holds` is None where something could not be measured, and `note` says what."""

    name: str
    unit: str
    limit: str
    ours: Side | None = None
    baseline: Side | None = None
    ratio: float | None = None
    holds: bool | None = None
    note: str = ""


def at_most(name: str, ours: Measured, baseline: Measured, limit: float, unit: str = "ms") -> Row:
    """Ours may be `limit` times the baseline, of which less is better."""
    row = _row(name, unit, f"≤ {limit:g} ×", ours, baseline)
    return _judged(row, lambda us, them: us / them, lambda ratio: ratio <= limit)


def paired(name: str, ours: Sequence[float], baseline: Sequence[float], limit: float, unit: str = "ms") -> Row:
    """As `at_most`, of samples that were taken one right after the other: the ratio is the median of each pair's."""
    row = _row(name, unit, f"≤ {limit:g} ×", ours, baseline)
    ratio = statistics.median(us / them for us, them in zip(ours, baseline, strict=True))
    return replace(row, ratio=ratio, holds=ratio <= limit)


def at_least(name: str, ours: Measured, baseline: Measured, limit: float, unit: str) -> Row:
    """Ours must be `limit` times the baseline, of which more is better."""
    row = _row(name, unit, f"≥ {limit:g} ×", ours, baseline)
    return _judged(row, lambda us, them: us / them, lambda ratio: ratio >= limit)


def faster(name: str, ours: Measured, baseline: Measured, limit: float, unit: str = "ms") -> Row:
    """Ours must be done `limit` times as fast as the baseline; the ratio is the baseline's time to ours."""
    row = _row(name, unit, f"≥ {limit:g} × as fast", ours, baseline)
    return _judged(row, lambda us, them: them / us, lambda ratio: ratio >= limit)


def below(name: str, ours: Measured, limit: float, unit: str) -> Row:
    """Ours must stay under an absolute limit in its own unit, in every sample."""
    row = _row(name, unit, f"< {limit:g} {unit}", ours, None)
    return row if row.ours is None else replace(row, holds=row.ours.greatest < limit)


def interleave(sides: Mapping[str, Callable[[], T]], rounds: int, warm: int = 1) -> dict[str, Rounds[T]]:
    """Measure all sides in turn (A B A B), `rounds` times after `warm` rounds that are thrown away.

    A side that raises `Unavailable` takes no further part; the reason stands in its place.
    """
    kept: dict[str, list[T]] = {name: [] for name in sides}
    gone: dict[str, Unavailable] = {}
    for turn in range(warm + rounds):
        for name, measure in sides.items():
            if name in gone:
                continue
            try:
                value = measure()
            except Unavailable as reason:
                gone[name] = reason
            else:
                if turn >= warm:
                    kept[name].append(value)
    return {name: gone.get(name, kept[name]) for name in sides}


def column(rounds: Rounds[T], of: Callable[[T], float]) -> Measured:
    """One figure out of every round; a reason stays a reason."""
    return rounds if isinstance(rounds, Unavailable) else [of(one) for one in rounds]


def _row(name: str, unit: str, limit: str, ours: Measured, baseline: Measured | None) -> Row:
    notes = [str(side) for side in (ours, baseline) if isinstance(side, Unavailable)]
    return Row(name, unit, limit, _side(ours), _side(baseline), note="; ".join(notes))


def _side(measured: Measured | None) -> Side | None:
    return None if measured is None or isinstance(measured, Unavailable) else Side.of(measured)


def _judged(row: Row, compare: Callable[[float, float], float], holds: Callable[[float], bool]) -> Row:
    if row.ours is None or row.baseline is None:
        return row
    ratio = compare(row.ours.middle, row.baseline.middle)
    return replace(row, ratio=ratio, holds=holds(ratio))
