"""Half-open spans of integers: joined, cut, taken from one another, and found by an instant.

A list of spans is in order where its spans are sorted, not empty, and neither touch nor overlap; `merged` makes such
a list, and the others take and give such lists. Each takes time in proportion to what it reads.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate
from operator import itemgetter, sub
from typing import Generic, TypeVar

T = TypeVar("T")
Span = tuple[int, int]

ALWAYS: Span = (-(1 << 62), 1 << 62)
"""From before every instant to after it."""

_FEWEST = 64
_A_FEW = 8
_by_start = itemgetter(0)


def merged(spans: Iterable[Span]) -> list[Span]:
    """The same instants as a list in order."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if end <= start:
            continue
        if not joined or start > joined[-1][1]:
            joined.append((start, end))
        elif end > joined[-1][1]:
            joined[-1] = (joined[-1][0], end)
    return joined


def within(spans: Sequence[Span], start: int, end: int) -> list[Span]:
    """The parts of the spans that lie in [start, end)."""
    found = []
    for low, high in _from(spans, start):
        if high <= start:
            continue
        if low >= end:
            break
        if (low := low if low > start else start) < (high := high if high < end else end):
            found.append((low, high))
    return found


def outside(spans: Sequence[Span], start: int, end: int) -> list[Span]:
    """The parts of [start, end) in which no span lies."""
    found = []
    for low, high in _from(spans, start):
        if high <= start:
            continue
        if low >= end:
            break
        if low > start:
            found.append((start, low))
        start = high
    if start < end:
        found.append((start, end))
    return found


def _from(spans: Sequence[Span], start: int) -> Iterable[Span]:
    """The spans from the last that begins up to `start` on; of a few simply all."""
    if len(spans) <= _A_FEW:
        return spans
    first = max(bisect_right(spans, start, key=_by_start) - 1, 0)
    return (spans[n] for n in range(first, len(spans)))


def less(spans: Iterable[Span], taken: Sequence[Span]) -> list[Span]:
    """What is left of the spans when others are taken out."""
    return [part for start, end in spans for part in outside(taken, start, end)]


def common(spans: Iterable[Span], others: Sequence[Span]) -> list[Span]:
    """The parts that lie in both."""
    return [part for start, end in spans for part in within(others, start, end)]


def holds(spans: Sequence[Span], at: int) -> bool:
    """Whether an instant lies in one of the spans."""
    n = bisect_right(spans, at, key=_by_start) - 1
    return n >= 0 and at < spans[n][1]


class Elapsed:
    """How much time has passed inside spans in order, given as their starts and their ends."""

    def __init__(self, starts: Sequence[int], ends: Sequence[int]) -> None:
        self._starts, self._ends = starts, ends
        self._so_far: list[int] = [0, *accumulate(map(sub, ends, starts))]

    def before(self, at: int) -> int:
        """The seconds in the spans before an instant."""
        n = bisect_right(self._starts, at)
        if not n:
            return 0
        over = self._ends[n - 1] - at
        return self._so_far[n] - over if over > 0 else self._so_far[n]


class Held(Generic[T]):
    """Things that last for a span each, overlapping as they like, and those of them that hold at an instant.

    It keeps in memory no more than a few times the things themselves; a question takes time in proportion to the
    number of things that hold around that instant.
    """

    def __init__(self, things: Iterable[tuple[int, int, T]]) -> None:
        self._things = sorted((thing for thing in things if thing[0] < thing[1]), key=_by_start)
        self._starts = [thing[0] for thing in self._things]
        self._marks: list[int] = []
        self._open: list[list[tuple[int, int, T]]] = []
        still: list[tuple[int, int, T]] = []
        position = 0
        while position < len(self._things):
            since = self._starts[position]
            still = [thing for thing in still if thing[1] > since]
            self._marks.append(position)
            self._open.append(still)
            stop = position + max(_FEWEST, len(still))
            still = still + self._things[position:stop]
            position = stop

    def at(self, when: int) -> list[T]:
        """The things that hold at an instant, by their start."""
        stop = bisect_right(self._starts, when)
        if not stop:
            return []
        mark = bisect_right(self._marks, stop - 1) - 1
        found = [thing[2] for thing in self._open[mark] if thing[1] > when]
        found += [thing[2] for thing in self._things[self._marks[mark] : stop] if thing[1] > when]
        return found
