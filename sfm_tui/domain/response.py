"""The response clock: how long until somebody was there, and how that stands to the limit.

Definitions: rules.md, «Response». Instants are epoch seconds, durations seconds.
"""

from enum import StrEnum
from typing import Literal, NamedTuple

ClockStart = Literal["reported", "dispatched"]

DEFAULT_LIMIT_SECONDS = 180
CLOSE_FROM = 0.75
WARN_BEFORE_SECONDS = 30


class ResponseTerms(NamedTuple):
    """What a contract asks of a response: when its clock starts and what the limit is, by severity."""

    clock_starts: ClockStart = "reported"
    limit_seconds: int = DEFAULT_LIMIT_SECONDS
    target_percent: float | None = None
    limits: tuple[tuple[int, int], ...] = ()

    def limit(self, severity: int | None) -> int:
        """The limit in seconds for a severity; the site's general one where it sets no other."""
        return dict(self.limits).get(severity, self.limit_seconds) if severity else self.limit_seconds


class Pressure(StrEnum):
    """How a response stands to its limit, in the word that the screen shows."""

    CALM = "calm"
    CLOSE = "close"
    OVER = "over"


class ResponseClock(NamedTuple):
    """A response as it stands at one instant: seconds so far or in all, and the limit."""

    seconds: int
    limit: int
    running: bool

    @property
    def pressure(self) -> Pressure:
        """Over the limit, close to it (three quarters, or the last half minute), or calm."""
        if self.seconds > self.limit:
            return Pressure.OVER
        near = min(self.limit * CLOSE_FROM, self.limit - WARN_BEFORE_SECONDS)
        if self.running and self.seconds >= max(near, 0):
            return Pressure.CLOSE
        return Pressure.CALM

    @property
    def within(self) -> bool:
        """Whether the response is, so far, no longer than its limit (rules.md: ≤)."""
        return self.seconds <= self.limit


def clock_start(terms: ResponseTerms, reported: int | None, dispatched: int | None) -> int | None:
    """The instant at which the contract starts the clock, where there is one."""
    return reported if terms.clock_starts == "reported" else dispatched


def response_clock(
    terms: ResponseTerms,
    *,
    reported: int | None,
    dispatched: int | None,
    on_scene: int | None,
    severity: int | None,
    now: int,
    ended: bool = False,
) -> ResponseClock | None:
    """The response of one incident at `now`.

    None where the clock has not started, where the incident `ended` without an arrival, and where the
    arrival lies before the start (`out-of-order` in rules.md: such a response counts for nothing).
    """
    start = clock_start(terms, reported, dispatched)
    if start is None:
        return None
    limit = terms.limit(severity)
    if on_scene is not None:
        return ResponseClock(on_scene - start, limit, running=False) if on_scene >= start else None
    return None if ended else ResponseClock(max(0, now - start), limit, running=True)
