"""Counts of people or of cases in a category, with the small ones suppressed so that none can be worked out."""

from collections.abc import Mapping, Sequence

FEWEST = 5
"""A count below this is not told in a table of people or categories (domain.md, «Anonymising»)."""
SUPPRESSED = f"<{FEWEST}"


def suppressed(counts: Mapping[str, int]) -> dict[str, str]:
    """The counts in words, those from 1 to 4 as `<5`; 0 tells of nobody and stays.

    Where just one is suppressed, a total would give it back: the smallest of the others goes too.
    """
    small = {name for name, count in counts.items() if 0 < count < FEWEST}
    others = sorted((count, name) for name, count in counts.items() if count >= FEWEST)
    second = others[0][1] if len(small) == 1 and others else None
    return {
        name: SUPPRESSED if name in small else ("suppressed" if name == second else str(count))
        for name, count in counts.items()
    }


def total(counts: Sequence[int]) -> str:
    """The sum in words: suppressed where it is small itself."""
    added = sum(counts)
    return SUPPRESSED if 0 < added < FEWEST else str(added)
