"""Response figures: mean, median, nearest-rank p90 and the share within the limit, of whole seconds.

Definitions: rules.md, «Response». Figures are exact until they are printed (`rounding.two`).
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate
from typing import Any

from sfm_tui.domain.response import ClockStart, ResponseTerms
from sfm_tui.domain.rounding import percent, two
from sfm_tui.domain.shares import wilson

REASONS = ("struck", "stood-down", "no-clock-start", "no-arrival", "out-of-order")
"""Why an incident counts for no response; each is left out under the first of these that holds."""
ERASED = "erased"
"""Beside those, where there are any: incidents of the window that were erased under a retention rule."""
FEWEST, LOW = 5, 20
"""Below the first there are no figures, below the second they are marked."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What some responses add up to; the figures are None below n = 5, and `values` has them all then, in order."""

    n: int = 0
    within: int = 0
    mean: Fraction | None = None
    median: Fraction | None = None
    p90: int | None = None
    values: tuple[int, ...] = ()

    @property
    def low_n(self) -> bool:
        """Whether there are so few that the figures mean little."""
        return self.n < LOW

    @property
    def share(self) -> Fraction | None:
        """The share within the limit in per cent."""
        return percent(self.within, self.n) if self.n >= FEWEST else None

    @property
    def interval(self) -> tuple[Decimal, Decimal] | None:
        """Wilson's 95 % interval of that share."""
        return wilson(self.within, self.n) if self.n >= FEWEST else None

    @property
    def why(self) -> str:
        """Why there are no figures; empty where there are."""
        if self.n >= FEWEST:
            return ""
        return "no responses" if not self.n else f"fewer than {FEWEST} responses"

    def plain(self) -> dict[str, Any]:
        """The figures as JSON has them."""
        said = {
            "n": self.n, "low_n": self.low_n, "mean": two(self.mean), "median": two(self.median), "p90": self.p90,
            "within_percent": two(self.share),
        }  # fmt: skip
        return said if self.n >= FEWEST else {**said, "values": list(self.values), "why": self.why}


def figures(counts: Mapping[int, int], within: int) -> Figures:
    """The figures of responses given as how often each number of seconds came, and how many were within the limit."""
    values = sorted(counts)
    sums = list(accumulate(counts[value] for value in values))
    n = sums[-1] if sums else 0
    if n < FEWEST:
        return Figures(n, within, values=tuple(value for value in values for _ in range(counts[value])))
    total = sum(value * counts[value] for value in values)
    return Figures(n, within, Fraction(total, n), median_of(values, sums), values[_place(sums, nearest_rank(n))])


def nearest_rank(n: int) -> int:
    """The rank of the p90 among n values, counted from 1: ceil(0.9 n)."""
    return -(-9 * n // 10)


def median_of(values: list[int], sums: list[int]) -> Fraction:
    """The median of sorted values with their running counts."""
    n = sums[-1]
    return Fraction(values[_place(sums, (n + 1) // 2)] + values[_place(sums, n // 2 + 1)], 2)


def _place(sums: list[int], rank: int) -> int:
    from bisect import bisect_left

    return bisect_left(sums, rank)


@dataclass(frozen=True, slots=True)
class Change:
    """From when on other terms held."""

    since: int
    terms: ResponseTerms


@dataclass(frozen=True)
class Terms:
    """Which limits hold for an incident reported at an instant, as far as the ledger knows.

    Those in force then; today's for what was reported before the settings were first entered. The clock starts by
    today's setting throughout, so that both sides of a comparison are measured alike.
    """

    today: ResponseTerms
    changes: tuple[Change, ...] = ()

    @property
    def clock_starts(self) -> ClockStart:
        """What starts the clock."""
        return self.today.clock_starts

    def at(self, reported: int) -> ResponseTerms:
        """The terms for what was reported at an instant."""
        held = self.today
        for change in self.changes:
            if change.since > reported:
                break
            held = change.terms
        return held

    def segments(self, low: int, high: int) -> list[tuple[int, ResponseTerms]]:
        """The terms of [low, high): from when on which held; those whose limits are the same are one."""
        found = [(low, self.at(low))]
        for change in self.changes:
            if low < change.since < high and limits_of(change.terms) != limits_of(found[-1][1]):
                found.append((change.since, change.terms))
        return found


def limits_of(terms: ResponseTerms) -> dict[str, int]:
    """The limits in seconds for the four severities, as JSON has them."""
    return {str(severity): terms.limit(severity) for severity in (1, 2, 3, 4)}


@dataclass(frozen=True)
class Responses:
    """The responses of a window: all of them, by hour of the day and by ISO week, and how many were left out."""

    total: Figures
    excluded: dict[str, int]
    by_hour: dict[int, Figures] = field(default_factory=dict)
    by_week: dict[str, Figures] = field(default_factory=dict)


def grouped(some: Iterable[tuple[Any, int, int, int]]) -> dict[Any, Figures]:
    """Figures of each group, in the order of the groups, from (group, seconds, whether within, how often)."""
    counts: dict[Any, Counter[int]] = {}
    within: Counter[Any] = Counter()
    for group, seconds, good, n in some:
        counts.setdefault(group, Counter())[seconds] += n
        within[group] += n * good
    return {group: figures(counts[group], within[group]) for group in sorted(counts)}
