"""Where the cursor of a list goes when others have changed the list beneath it."""

from collections.abc import Hashable, Sequence


def neighbour(before: Sequence[Hashable], at: int, now: Sequence[Hashable]) -> int:
    """The place of the record that the cursor was on; where that is gone, of the next one that is left, or the last.

    Of a list in which nothing is left of the one before, the same place as far as there is one.
    """
    places: dict[Hashable, int] = {}
    for n, key in enumerate(now):
        places.setdefault(key, n)
    for key in (*before[at:], *reversed(before[:at])):
        if key in places:
            return places[key]
    return min(at, max(0, len(now) - 1))
