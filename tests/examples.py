"""How many examples a law is tried on: a third in every run of the tests, all of them in `make soak`."""

import os

SOAK = "SFM_SOAK"
"""The environment variable with which `make soak` asks for all of them."""


def tries(examples: int) -> int:
    """A third of the examples, five at least; all of them in a soak."""
    return examples if os.environ.get(SOAK) else max(min(5, examples), examples // 3)
