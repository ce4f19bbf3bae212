"""Figures as they are printed: two decimals, rounded half up, exact from whole numbers and fractions on."""

from decimal import Decimal
from fractions import Fraction

Exact = int | Fraction | Decimal


def two(value: Exact | None) -> float | None:
    """A figure with two decimals, half up (away from zero); None stays None."""
    if value is None:
        return None
    exact = Fraction(value)
    top, bottom = abs(exact.numerator), exact.denominator
    hundredths = (200 * top + bottom) // (2 * bottom)
    return (-hundredths if exact < 0 else hundredths) / 100


def percent(part: int, whole: int) -> Fraction | None:
    """The share in per cent, exact; None of nothing."""
    return Fraction(100 * part, whole) if whole else None
