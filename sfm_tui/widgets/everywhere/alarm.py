"""The bell: half a minute before a response's limit and at the breach, when a check call is due and when it is missed.

It goes on until somebody takes notice.
"""

from collections.abc import Iterable
from typing import NamedTuple

from sfm_tui.domain.response import WARN_BEFORE_SECONDS, ResponseTerms, response_clock
from sfm_tui.storage.first_paint import Running

AGAIN_AFTER = 10
"""Seconds after which the bell sounds again while nobody has taken notice."""


_URGENT = ("due", "close", "missed", "over")


class Call(NamedTuple):
    """One thing to be told of: an incident that is `close` to its limit or `over` it, a check call `due` or `missed`.

    `number` is that of the incident, or the call's post and time.
    """

    number: str
    what: str

    @property
    def words(self) -> str:
        """The line that says so."""
        if self.what == "over":
            return f"{self.number} is OVER its limit"
        if self.what == "missed":
            return f"check call {self.number} is MISSED"
        if self.what == "due":
            return f"check call {self.number} is due"
        return f"{self.number}: {WARN_BEFORE_SECONDS} seconds or less to its limit"


def calls(running: Iterable[Running], terms: ResponseTerms, now: int) -> frozenset[Call]:
    """What is to be told of at `now`: responses with nobody on scene yet, close to their limit or over it.

    An incident on hold calls nobody.
    """
    found: set[Call] = set()
    for r in running:
        if r.state == "on hold":
            continue
        clock = response_clock(
            terms, reported=r.reported, dispatched=r.dispatched, on_scene=r.on_scene, severity=r.severity, now=now,
            ended=r.resolved is not None or r.outcome == "stood down",
        )  # fmt: skip
        if clock is None or not clock.running:
            continue
        if clock.seconds > clock.limit:
            found.add(Call(r.number, "over"))
        elif clock.seconds >= clock.limit - WARN_BEFORE_SECONDS:
            found.add(Call(r.number, "close"))
    return frozenset(found)


def check_calls(waiting: Iterable[tuple[str, int]], now: int) -> frozenset[Call]:
    """What is to be told of check calls that nobody has answered: each with its name, and when it is due."""
    from sfm_tui.domain.check_calls import state

    words = {"due": "due", "missed": "missed"}
    stands = ((name, state(due, None, now)) for name, due in waiting if due <= now)
    return frozenset(Call(name, words[stand]) for name, stand in stands if stand in words)


class Decision(NamedTuple):
    """What the desk does in this second: ring, flash, and say something new."""

    ring: bool = False
    flash: bool = False
    say: str = ""
    over: bool = False


class Alarm:
    """Remembers what was told and what was taken notice of."""

    def __init__(self) -> None:
        self._told: set[Call] = set()
        self._open: set[Call] = set()
        self._rang_at = 0
        self._begun = self._calls_begun = False

    @property
    def calling(self) -> frozenset[Call]:
        """What nobody has taken notice of yet."""
        return frozenset(self._open)

    def step(
        self, running: Iterable[Running], terms: ResponseTerms, now: int,
        waiting: Iterable[tuple[str, int]] | None = None,
    ) -> Decision:  # fmt: skip
        """What to do at `now`; `waiting` are the check calls that nobody has answered, once they are known.

        What stands so already at the first step of all, and when the check calls are first known, is no news.
        """
        of_incidents = calls(running, terms, now)
        of_posts = check_calls(waiting, now) if waiting is not None else frozenset()
        new = (of_incidents if self._begun else frozenset()) | (of_posts if self._calls_begun else frozenset())
        new -= self._told
        self._begun, self._calls_begun = True, self._calls_begun or waiting is not None
        current = of_incidents | of_posts
        # A limit that is corrected to a longer one, or an arrival that is struck, may call again.
        self._told = set(current)
        self._open = {call for call in self._open if call in current} | set(new)
        if not self._open:
            return Decision()
        ring = bool(new) or now - self._rang_at >= AGAIN_AFTER or now < self._rang_at
        if ring:
            self._rang_at = now
        newest = max(new, key=lambda call: (_URGENT.index(call.what), call.number)) if new else None
        return Decision(ring=ring, flash=True, say=newest.words if newest else "",
                        over=newest is not None and newest.what in ("over", "missed"))  # fmt: skip

    def acknowledge(self) -> bool:
        """Somebody took notice; whether there was anything to take notice of."""
        had = bool(self._open)
        self._open.clear()
        return had
