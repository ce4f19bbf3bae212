"""How findings are put in words: codes, hours and days, one plain line each."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

MOST_NAMED = 3
"""How many officers a reason names before it speaks of others."""


@lru_cache(maxsize=4096)
def hours_text(seconds: int) -> str:
    """`11 h`, `9 h 30 m`, `45 m`, with seconds only where there are some: `9 h 30 m 20 s`."""
    hours, rest = divmod(seconds, 3600)
    minutes, rest = divmod(rest, 60)
    parts = ((hours, "h"), (minutes, "m"), (rest, "s"))
    return " ".join(f"{number} {unit}" for number, unit in parts if number) or "0 h"


def listed(words: Sequence[str]) -> str:
    """`GATE`, `GATE and RESP`, `GATE, PATROL and RESP`."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def some_of(words: Iterable[str]) -> str:
    """The first three different ones as a list, with a word for those left out; empty for none."""
    named: list[str] = []
    for word in words:
        if word in named:
            continue
        if len(named) == MOST_NAMED:
            return listed([*named, "others"])
        named.append(word)
    return listed(named)


def heads(number: int) -> str:
    """`1 officer`, `2 officers`."""
    return "1 officer" if number == 1 else f"{number} officers"
