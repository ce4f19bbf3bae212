"""What is usual in the trade where a site has set no target of its own, in per cent; docs/figures.md."""

from fractions import Fraction
from typing import Literal

UsualKey = Literal["fill", "late-starts", "no-shows", "licence", "training", "calls", "reports"]
USUAL: dict[UsualKey, Fraction] = {
    "fill": Fraction(99), "late-starts": Fraction(2), "no-shows": Fraction(1, 2), "licence": Fraction(100),
    "training": Fraction(95), "calls": Fraction(98), "reports": Fraction(95),
}  # fmt: skip
"""Of licensed time the law asks for all."""
AT_MOST: frozenset[UsualKey] = frozenset(("late-starts", "no-shows"))
"""Of these less is better."""
WITHOUT_CASES: frozenset[UsualKey] = frozenset(("fill", "licence", "training"))
"""Shares of time, and of pairs of the same few officers: there are no single cases, and so no interval."""
