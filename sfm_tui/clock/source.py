"""Where the present comes from, and how far from it an entry may lie."""

import time
from abc import ABC, abstractmethod

FUTURE_STAMP_LIMIT = 120
"""Seconds: a stamp further ahead of now than this is refused."""

LATE_ENTRY_AFTER = 900
"""Seconds: an entry written more than this after its event says that it is late."""

_NANO = 1_000_000_000


def ahead_of(at: int, now: int) -> int:
    """Seconds by which an instant lies ahead of now; negative for one that has passed."""
    return at - now


class Clock(ABC):
    """A source of the present, handed to whatever needs one."""

    @abstractmethod
    def now(self) -> int:
        """The present instant: whole epoch seconds UTC, rounded down."""

    @abstractmethod
    def monotonic(self) -> float:
        """Seconds that only ever grow, for measuring waits; their zero means nothing."""


class SystemClock(Clock):
    """The computer's own clock."""

    def now(self) -> int:
        """The present instant by the computer's clock."""
        return time.time_ns() // _NANO

    def monotonic(self) -> float:
        """The computer's monotonic seconds; setting its clock does not move them."""
        return time.monotonic()


class AheadClock(SystemClock):
    """The computer's own clock, some seconds ahead of itself or, below 0, behind: that of a demo."""

    def __init__(self, ahead: int) -> None:
        self.ahead = ahead

    def now(self) -> int:
        """The present instant by the computer's clock, moved."""
        return super().now() + self.ahead


class FrozenClock(Clock):
    """A clock that stands still until it is moved, for tests and demonstrations."""

    def __init__(self, at: int) -> None:
        self._wall = at * _NANO
        self._elapsed = 0

    def now(self) -> int:
        """The instant at which this clock stands."""
        return self._wall // _NANO

    def monotonic(self) -> float:
        """Seconds this clock has been advanced in all."""
        return self._elapsed / _NANO

    def set(self, at: int) -> None:
        """Put the clock forward or back, as a person does: the monotonic seconds stay as they are."""
        self._wall = at * _NANO

    def advance(self, seconds: float) -> None:
        """Let time pass. Raises ValueError for a negative number: time does not run back."""
        if seconds < 0:
            raise ValueError("a clock advances by 0 seconds or more: use set() to put it back")
        step = round(seconds * _NANO)
        self._wall += step
        self._elapsed += step
