"""The thread of a record: all that it came from and all that came of it, along links, in the order of time.

What it came from is followed backwards, what came of it forwards, each as far as links lead; what else came of its
sources belongs to other threads. A circle of links is walked once.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Literal, NamedTuple

from sfm_tui.domain.record import THINGS

Side = Literal["before", "here", "after"]
MOST = 200
"""Records on each side of a thread; what lies farther is left out, and that is said."""


class Tie(NamedTuple):
    """A link as the thread walks it: `source` came first, `target` came of it."""

    source: str
    target: str
    word: str = ""


@dataclass(frozen=True)
class Reached:
    """A record of a thread: on which side, how many links away, and the one by which it was reached first."""

    ref: str
    side: Side
    steps: int
    tie: Tie | None = None


class Walked(NamedTuple):
    """The records of a thread, the nearest first on each side; `cut` where there were more than `MOST`."""

    reached: tuple[Reached, ...]
    cut: bool


Ask = Callable[[Collection[str]], Iterable[Tie]]
"""Gives the links that lead on from some records: to what they came from, or to what came of them."""


def walk(start: str, back: Ask, on: Ask, most: int = MOST) -> Walked:
    """Follow the links from a record both ways: `back` gives those whose target is asked for, `on` the source.

    A record that is reached on both sides stands on that of what it came from. Who, where and what a talk is about
    are no records of a thread.
    """
    before, cut_before = _side(start, back, "before", most, {start})
    seen = {start, *(one.ref for one in before)}
    after, cut_after = _side(start, on, "after", most, seen)
    return Walked((*reversed(before), Reached(start, "here", 0), *after), cut_before or cut_after)


def _side(start: str, ask: Ask, side: Side, most: int, seen: set[str]) -> tuple[list[Reached], bool]:
    found: list[Reached] = []
    seen, edge, steps = set(seen), [start], 0
    while edge:
        steps += 1
        coming: list[str] = []
        for tie in ask(edge):
            other = tie.source if side == "before" else tie.target
            if other in seen or other.partition(":")[0] in THINGS:
                continue
            if len(found) == most:
                return found, True
            seen.add(other)
            coming.append(other)
            found.append(Reached(other, side, steps, tie))
        edge = coming
    return found, False


# ── stations ─────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Station:
    """One stop of a thread: what it is, when, who, and a figure where it has one.

    `at` is epoch seconds, None where nothing tells; `day` where only the day is known. `what` is what it is called,
    `text` what it says. Several stations may be of one record: an action is raised, takes effect, is reviewed.
    `state` is how it stands, in one word: `late`, the verdict of an effect, the outcome of a review.
    """

    ref: str
    what: str
    text: str = ""
    at: int | None = None
    day: bool = False
    who: str = ""
    figure: str = ""
    state: str = ""
    side: Side = "after"
    steps: int = 0

    @property
    def kind(self) -> str:
        """The kind of its record."""
        return self.ref.partition(":")[0]


def in_order(stations: Iterable[Station]) -> list[Station]:
    """The stations by time; at one time the source comes first, and the order of what is alike is kept.

    A source without a time stands at the front. The record itself without one stands after its sources, and what came
    of it without one behind the record.
    """
    some = list(stations)

    def times(side: Side) -> list[int]:
        return [one.at for one in some if one.side == side and one.at is not None]

    here = min(times("here"), default=max(times("before"), default=None))

    def key(one: Station) -> tuple[int, int, int]:
        rank = {"before": 0, "here": 1, "after": 2}[one.side]
        if one.at is not None:
            return 1, one.at, rank
        if one.side == "before" or here is None:
            return 0, 0, rank
        return 1, here, rank

    return sorted(some, key=key)


def gathered(stations: Iterable[Station]) -> list[Station]:
    """The stations, changes of the roster that follow one another as one station where there are more than `MANY`."""
    lines: list[Station] = []
    for (kind, _side), run in groupby(stations, key=lambda one: (one.kind, one.side)):
        some = list(run)
        if kind == "roster" and len(some) > MANY:
            first = some[0]
            text = f"{first.text}; {some[1].text} …"
            some = [replace(first, what=f"{len(some)} roster changes", text=text)]
        lines += some
    return lines


@dataclass(frozen=True)
class NotYet:
    """What a thread has no station of: in words, and the key that makes one where there is one."""

    kind: str
    words: str
    key: str = ""


_WANTED = (
    (("incident", "breach", "finding", "complaint", "feedback", "audit", "occurrence", "weekly", "assessment", "risk",
      "reflection", "talk", "briefing", "handover"), "before", NotYet("source", "nothing it came from is linked", "o")),
    (("roster",), "after", NotYet("roster", "no change of the roster yet", "r")),
    (("briefing",), "after", NotYet("briefing", "no briefing point yet", "b")),
    (("talk",), "after", NotYet("talk", "no talk yet", "t")),
    (("effect",), "here", NotYet("effect", "no effect yet: name a measure and the day from which it holds")),
    (("report",), "after", NotYet("report", "in no document yet")),
)  # fmt: skip
"""What the thread of an action has in the end, in the order of the story; an effect is a station of the action."""
EFFECT = "effect:"
"""Before the number of an action in the name of the station that is its effect."""
MANY = 3
"""Changes of the roster that have a station each, where they were made one after another."""
LATE = "late"
"""The state of a station whose response was over its limit."""


def not_yet(stations: Iterable[Station]) -> tuple[NotYet, ...]:
    """What is still missing from the thread of an action."""
    there = {(one.kind, one.side) for one in stations}
    return tuple(
        missing for kinds, side, missing in _WANTED if not any((kind, side) in there for kind in kinds)
    )  # fmt: skip
