"""The late responses of some days with all that is said of them together, and one of them with the minute it came in.

What a breach, its cause and a free responder are: rules.md, «Breach trace». Instants are epoch seconds.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple, Self

from sfm_tui.clock import to_local, zone
from sfm_tui.clock.days import Days
from sfm_tui.domain.kpi import Responses, Terms
from sfm_tui.domain.moment import Moment
from sfm_tui.domain.roster import Duty
from sfm_tui.domain.spans import Span
from sfm_tui.domain.trace import Breach, HourOfDay, by_cause, by_hour


class Told(NamedTuple):
    """What an incident says of itself."""

    category: str = ""
    location: str = ""
    summary: str = ""


NOTHING_TOLD = Told()


@dataclass(frozen=True)
class Only:
    """What late responses are narrowed to: a cause, an hour or a weekday by the site's clock, or several of these.

    Weekdays count from Monday, 0.
    """

    cause: str = ""
    hour: int | None = None
    weekday: int | None = None

    def keeps(self, breach: Breach, weekday: int, hour: int) -> bool:
        """Whether a breach that was reported on a weekday in an hour is one of them."""
        return (
            (not self.cause or breach.cause == self.cause)
            and (self.hour is None or hour == self.hour)
            and (self.weekday is None or weekday == self.weekday)
        )


EVERYTHING = Only()


@dataclass(frozen=True)
class Traced:
    """The late responses of some days. `window` is their instants, `seq` the ledger's head when they were read.

    `free` is the mean number of free responders in each hour of the day, over the part of the window that is past; it
    is empty where the site has no responder post. `actions` are the improvement actions that came of an incident.
    """

    days: Days
    window: Span
    timezone: str
    responses: Responses
    terms: Terms
    breaches: tuple[Breach, ...]
    free: Mapping[int, Fraction]
    told: Mapping[str, Told] = field(default_factory=dict)
    actions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    posts: Mapping[str, str] = field(default_factory=dict)
    responders: tuple[str, ...] = ()
    themes: Mapping[str, str] = field(default_factory=dict)
    has_incidents: bool = True
    seq: int = 0

    @cached_property
    def _local(self) -> dict[str, tuple[int, int]]:
        tz = zone(self.timezone)
        times = ((breach.late.incident, to_local(breach.late.reported, tz)) for breach in self.breaches)
        return {incident: (local.weekday(), local.hour) for incident, local in times}

    @cached_property
    def hours(self) -> list[HourOfDay]:
        """The hours of the day in which they were reported, with the free responders then on the mean."""
        return by_hour(self.breaches, zone(self.timezone))

    @cached_property
    def causes(self) -> dict[str, int]:
        """How many have each cause."""
        return by_cause(self.breaches)

    def ready(self) -> Self:
        """The same with what takes a while for many of them worked out: for a thread to do."""
        _ = self._local, self.hours, self.causes
        return self

    def hour_of(self, breach: Breach) -> int:
        """The local hour of the day in which it was reported."""
        return self._local[breach.late.incident][1]

    def weekday_of(self, breach: Breach) -> int:
        """The local weekday on which it was reported, Monday is 0."""
        return self._local[breach.late.incident][0]

    def kept(self, only: Only) -> tuple[Breach, ...]:
        """The late responses that are left of them, by their report."""
        if only == EVERYTHING:
            return self.breaches
        return tuple(breach for breach in self.breaches if only.keeps(breach, *self._local[breach.late.incident]))

    def name(self, officer: str) -> str:
        """How an officer is called."""
        return self.names.get(officer, officer)

    def post(self, code: str) -> str:
        """How a post is called."""
        return self.posts.get(code, code)


class Running(NamedTuple):
    """Another incident that ran at an instant: whom it kept, since when, and until when where that is known."""

    number: str
    told: Told
    officers: tuple[str, ...]
    since: int
    until: int | None


@dataclass(frozen=True)
class Scene:
    """A late response and the minute in which it was reported.

    `bars` says what keeps an officer from standing at a post where they have a duty then (kinds of findings).
    `duties` are the active ones around that minute, `free` when each officer stands free to respond in that time.
    """

    breach: Breach
    told: Told
    severity: int
    clock_starts: str
    dispatched: int | None
    on_scene: int | None
    moment: Moment
    window: Span
    bars: Mapping[tuple[str, str], str] = field(default_factory=dict)
    running: tuple[Running, ...] = ()
    duties: tuple[Duty, ...] = ()
    free: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)
    actions: tuple[str, ...] = ()
