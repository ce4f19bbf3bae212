"""Whether a change had an effect: baseline against follow-up of one measure, with its 95 % interval.

Definitions: rules.md, «Effect of an action». Values are exact; the pairs of a large series are counted, never made.
"""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction
from math import lcm
from typing import Literal, NamedTuple

from sfm_tui.domain.kpi import FEWEST, nearest_rank
from sfm_tui.domain.reference import Better
from sfm_tui.domain.rounding import Exact, percent
from sfm_tui.domain.shares import newcombe

Verdict = Literal["better", "worse", "no clear change", "too early"]


class Side(NamedTuple):
    """The values on one side, and how many of them are within the limit or meet the target; None without one."""

    values: tuple[Fraction, ...]
    within: int | None = None

    @property
    def n(self) -> int:
        """How many there are."""
        return len(self.values)

    @property
    def median(self) -> Fraction | None:
        """The median, None below n = 5."""
        if self.n < FEWEST:
            return None
        some = sorted(self.values)
        return (some[(self.n - 1) // 2] + some[self.n // 2]) / 2

    @property
    def p90(self) -> Fraction | None:
        """The nearest-rank p90, None below n = 5."""
        return sorted(self.values)[nearest_rank(self.n) - 1] if self.n >= FEWEST else None

    @property
    def share(self) -> Fraction | None:
        """The share within in per cent, None below n = 5 and where there is no limit."""
        return percent(self.within, self.n) if self.within is not None and self.n >= FEWEST else None


@dataclass(frozen=True)
class Effect:
    """What changed: follow-up − baseline with its 95 % interval; both None, with a reason, where it is too early."""

    baseline: Side
    follow_up: Side
    verdict: Verdict
    change: Exact | None = None
    interval: tuple[Exact, Exact] | None = None
    why: str = ""


def effect(baseline: Side, follow_up: Side, *, better: Better, needed: int, shares: bool = False) -> Effect:
    """The effect of a change; of the shares within the limit instead of the values where that is the measure.

    `needed` values on each side are the fewest that tell anything.
    """
    for side, name in ((baseline, "the baseline"), (follow_up, "the follow-up")):
        if side.n < needed:
            return Effect(baseline, follow_up, "too early", why=f"{name} has {side.n} of {needed} readings needed")
    change: Exact | None
    interval: tuple[Exact, Exact] | None
    if shares:
        before, after = (baseline.within or 0, baseline.n), (follow_up.within or 0, follow_up.n)
        change = Fraction(100 * after[0], after[1]) - Fraction(100 * before[0], before[1])
        interval = newcombe(before, after)
    else:
        change, *ends = hodges_lehmann(baseline.values, follow_up.values)
        interval = ends[0], ends[1]
    assert interval is not None
    return Effect(baseline, follow_up, _verdict(interval, better), change, interval)


def hodges_lehmann(before: Sequence[Fraction], after: Sequence[Fraction]) -> tuple[Fraction, Fraction, Fraction]:
    """The median of all pairs after − before, and the K-th of them from either end."""
    scale = lcm(*(value.denominator for value in (*before, *after)))
    first, second = (sorted(int(value * scale) for value in some) for some in (before, after))
    pairs = len(first) * len(second)
    rank = interval_rank(len(first), len(second))
    find = _finder(first, second)
    middle = Fraction(find((pairs + 1) // 2) + find(pairs // 2 + 1), 2)
    return middle / scale, Fraction(find(rank), scale), Fraction(find(pairs + 1 - rank), scale)


def interval_rank(n: int, m: int) -> int:
    """K = floor(nm/2 − 1.96·√(nm(n+m+1)/12)), 1 at least."""
    with localcontext() as context:
        context.prec = 50
        spread = (Decimal(n * m * (n + m + 1)) / 12).sqrt()
        return max(1, int((Decimal(n * m) / 2 - Decimal("1.96") * spread).to_integral_value("ROUND_FLOOR")))


def _finder(first: list[int], second: list[int]) -> Callable[[int], int]:
    """A function from a rank, counted from 1, to the difference of that rank: by halving where it can lie.

    Each step counts the pairs up to a difference in one pass over both sorted lists.
    """
    lowest, highest = second[0] - first[-1], second[-1] - first[0]

    def up_to(limit: int) -> int:
        if len(first) * 20 < len(second):
            return sum(bisect_right(second, value + limit) for value in first)
        if len(second) * 20 < len(first):
            return sum(len(first) - bisect_right(first, value - limit - 1) for value in second)
        found = place = 0
        many = len(second)
        for value in first:
            most = value + limit
            while place < many and second[place] <= most:
                place += 1
            found += place
        return found

    def find(rank: int) -> int:
        low, high = lowest, highest
        while low < high:
            middle = (low + high) // 2
            if up_to(middle) >= rank:
                high = middle
            else:
                low = middle + 1
        return low

    return find


def _verdict(interval: tuple[Exact, Exact], better: Better) -> Verdict:
    if interval[0] <= 0 <= interval[1]:
        return "no clear change"
    return "better" if (interval[1] < 0) == (better == "lower") else "worse"
