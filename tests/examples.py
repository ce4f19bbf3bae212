"""How many examples something is tried on: some of them in every run of the tests, all of them in `make soak`."""

import os
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")
SOAK = "SFM_SOAK"
"""The environment variable with which `make soak` asks for all of them."""


def soaking() -> bool:
    """Whether this is a soak."""
    return bool(os.environ.get(SOAK))


def tries(examples: int) -> int:
    """A fifth of the examples of a law, three at least; all of them in a soak."""
    return examples if soaking() else max(min(3, examples), examples // 5)


def some(values: Sequence[T], step: int = 3) -> Sequence[T]:
    """Of the values that something is tried with the first and each `step` after it; all of them in a soak."""
    return values if soaking() else values[::step]
