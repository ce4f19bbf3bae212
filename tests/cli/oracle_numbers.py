"""Medians, intervals and control charts by brute force, from the definitions alone: exact, and slow."""

from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor
from typing import Any

Figures = dict[str, Any]
Z = Fraction("1.959964")


def two(value: Fraction | None) -> float | None:
    """Two decimals, half up."""
    if value is None:
        return None
    with localcontext() as context:
        context.prec = 60
        exact = Decimal(value.numerator) / Decimal(value.denominator)
        return float(exact.quantize(Decimal("0.01"), ROUND_HALF_UP))


def root(value: Fraction) -> Fraction:
    """The square root to fifty digits."""
    with localcontext() as context:
        context.prec = 60
        return Fraction((Decimal(value.numerator) / Decimal(value.denominator)).sqrt())


def wilson(hits: int, n: int) -> tuple[Fraction, Fraction]:
    """Wilson's 95 % interval of a share, in 0..1."""
    p = Fraction(hits, n)
    middle, wide = p + Z * Z / (2 * n), Z * root(p * (1 - p) / n + Z * Z / (4 * n * n))
    bottom = 1 + Z * Z / n
    return (max(Fraction(0), (middle - wide) / bottom), min(Fraction(1), (middle + wide) / bottom))


def median(values: list[Fraction]) -> Fraction:
    """The plain median."""
    held, half = sorted(values), len(values) // 2
    return held[half] if len(held) % 2 else (held[half - 1] + held[half]) / 2


def p90(values: list[Fraction]) -> Fraction:
    """The value at rank ceil(0.9 n)."""
    return sorted(values)[ceil(Fraction(9, 10) * len(values)) - 1]


def shift(before: list[Fraction], after: list[Fraction]) -> tuple[Fraction, Fraction, Fraction]:
    """Hodges–Lehmann with its interval, from all pairs."""
    pairs = sorted(b - a for a in before for b in after)
    n, m = len(before), len(after)
    wide = Fraction("1.96") * root(Fraction(n * m * (n + m + 1), 12))
    k = max(1, floor(Fraction(n * m, 2) - wide))
    return median(pairs), pairs[k - 1], pairs[-k]


def newcombe(
    before: list[tuple[Fraction, bool]], after: list[tuple[Fraction, bool]]
) -> tuple[Fraction, Fraction, Fraction]:
    """The difference of two shares in points of a percentage, with Newcombe's interval."""
    (x, n), (y, m) = ((sum(good for _, good in side), len(side)) for side in (before, after))
    (l1, u1), (l2, u2) = wilson(x, n), wilson(y, m)
    p1, p2 = Fraction(x, n), Fraction(y, m)
    low = p2 - p1 - root((p2 - l2) ** 2 + (u1 - p1) ** 2)
    high = p2 - p1 + root((u2 - p2) ** 2 + (p1 - l1) ** 2)
    return 100 * (p2 - p1), 100 * low, 100 * high


def chart(
    values: list[Fraction], baseline: int | None, screen: bool, floor_at: Fraction | None, roof: Fraction | None
) -> tuple[list[Figures], Figures]:
    """One phase of an XmR chart: its points with their signals, and its limits; baseline None takes all points."""
    moves = [abs(b - a) for a, b in pairwise(values)]
    first = values if baseline is None else values[:baseline]
    held = moves[: len(first) - 1]
    if screen and held:
        mean_move = sum(held, Fraction(0)) / len(held)
        held = [move for move in held if move < Fraction("3.267") * mean_move]
    centre = sum(first, Fraction(0)) / len(first)
    mean_move = sum(held, Fraction(0)) / len(held) if held and len(first) >= 5 else Fraction(0)
    signals: list[set[str]] = [set() for _ in values]
    limits: Figures = {"exact_lower": None, "exact_upper": None}
    way = Fraction("2.66") * mean_move
    if mean_move:
        low, high = centre - way, centre + way
        held_low = low if floor_at is None else max(low, floor_at)
        held_high = high if roof is None else min(high, roof)
        limits = {"exact_lower": held_low, "exact_upper": held_high}
        for n, value in enumerate(values):
            if value < held_low or value > held_high:
                signals[n].add("outside")
    for sign in (1, -1):
        side = [sign * (value - centre) for value in values]
        for n in range(len(values) - 6):
            if all(one > 0 for one in side[n : n + 7]):
                for k in range(n, n + 7):
                    signals[k].add("shift")
            run = [sign * value for value in values[n : n + 7]]
            if all(a < b for a, b in pairwise(run)):
                for k in range(n, n + 7):
                    signals[k].add("trend")
        for n in range(len(values) - 2):
            near = [k for k in range(n, n + 3) if mean_move and side[k] > way * Fraction(2, 3)]
            if len(near) >= 2 and all(one > 0 for one in side[n : n + 3]):
                for k in near:
                    signals[k].add("two-of-three")
    points = [
        {"value": float(value), "moving_range": two(moves[n - 1]) if n else None, "signals": sorted(signals[n])}
        for n, value in enumerate(values)
    ]
    return points, limits | {
        "n": len(values), "centre": two(centre), "lower": two(limits["exact_lower"]),
        "upper": two(limits["exact_upper"]), "trial": len(first) < 12,
    }  # fmt: skip
