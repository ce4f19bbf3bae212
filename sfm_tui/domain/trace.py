"""The breach trace: for each response over its limit, who could have gone when it was reported, and why nobody did.

Definitions: rules.md, «Breach trace». The roster and the incidents are put in order once; a breach then costs a few
looks into sorted lists, however many duties there are.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sfm_tui.clock import to_local, zone
from sfm_tui.domain.findings import uncollected
from sfm_tui.domain.moment import Outing
from sfm_tui.domain.presence import Standing, active_duties, free_spans
from sfm_tui.domain.roster import Duty, Roster
from sfm_tui.domain.spans import Span, common, holds, merged

OVERLAPPING, NONE_FREE, ALL_BUSY, UNEXPLAINED = (
    "overlapping-duties", "no-free-responder", "responders-busy", "unexplained",
)  # fmt: skip
CAUSES = (OVERLAPPING, NONE_FREE, ALL_BUSY, UNEXPLAINED)
"""Why a response was over its limit; the first that holds counts."""


class Late(NamedTuple):
    """A response over its limit, in seconds; `officer` was first on scene, empty where nobody is named."""

    incident: str
    reported: int
    response: int
    limit: int
    officer: str


@dataclass(frozen=True, slots=True)
class Breach:
    """A late response with what the roster had to offer at its report; `duties` are those of its officer then."""

    late: Late
    duties: tuple[Duty, ...]
    on_duty: int
    free_responders: int
    busy_responders: int

    @property
    def overlapping(self) -> bool:
        """Whether the officer had active duties at two or more posts."""
        return len({duty.post for duty in self.duties}) > 1

    @property
    def cause(self) -> str:
        """The first of the causes that holds."""
        if self.overlapping:
            return OVERLAPPING
        if not self.free_responders:
            return NONE_FREE
        return ALL_BUSY if self.busy_responders == self.free_responders else UNEXPLAINED


class HourOfDay(NamedTuple):
    """The breaches reported in one local hour of the day, and the free responders then on the mean."""

    hour: int
    breaches: int
    free_responders: Fraction


class Counted:
    """How many of some spans hold at an instant; spans may overlap, empty ones hold never."""

    def __init__(self, spans: Iterable[Span]) -> None:
        some = [span for span in spans if span[0] < span[1]]
        self._starts = [start for start, _ in some]
        self._ends = [end for _, end in some]
        self._starts.sort()
        self._ends.sort()

    def at(self, when: int) -> int:
        """How many hold at an instant."""
        return bisect_right(self._starts, when) - bisect_right(self._ends, when)


class Tracer:
    """A roster and the incidents around it, made ready to be asked about late responses.

    Raises ValueError for an active duty of an officer or at a post that the roster does not have.
    """

    def __init__(self, roster: Roster, outings: Iterable[Outing], timezone: str) -> None:
        tz = zone(timezone)
        posts = {post.post: post for post in roster.posts}
        responders = {code for code, post in posts.items() if post.responder}
        standing = Standing(roster.officers, roster.licences, roster.absences, tz)
        self._held = active_duties(roster)
        self._lines: dict[str, _Line] = {}
        self._outings = {outing.number: outing for outing in outings}
        self._free = {
            officer: free_spans(duties, posts, standing)
            for officer, duties in self._held.items()
            if any(duty.post in responders for duty in duties)
        }
        busy: dict[str, list[Span]] = {}
        for outing in self._outings.values():
            for officer in set(outing.officers):
                if officer in self._free:
                    busy.setdefault(officer, []).append(outing.busy(officer))
        self._busy = {officer: Counted(spans) for officer, spans in busy.items()}
        self._count_on_duty = Counted(span for duties in self._held.values() for span in _blocks(duties))
        self._count_free = Counted(span for spans in self._free.values() for span in spans)
        self._count_busy = Counted(
            span for officer, spans in busy.items() for span in common(merged(spans), self._free[officer])
        )

    def breach(self, late: Late) -> Breach:
        """What the roster had to offer when a late response was reported."""
        at = late.reported
        busy = self._count_busy.at(at) - self._only_on(late.incident, at)
        return Breach(late, self._duties(late.officer, at), self._count_on_duty.at(at), self._count_free.at(at), busy)

    def _duties(self, officer: str, at: int) -> tuple[Duty, ...]:
        if not self._held.get(officer):
            return ()
        if officer not in self._lines:
            self._lines[officer] = _Line(self._held[officer])
        return tuple(sorted(self._lines[officer].at(at), key=lambda duty: (duty.start, duty.post, duty.end)))

    def _only_on(self, number: str, at: int) -> int:
        """How many free responders an incident keeps busy whom no other one does."""
        outing = self._outings.get(number)
        if outing is None:
            return 0
        alone = 0
        for officer in set(outing.officers):
            since, until = outing.busy(officer)
            if since <= at < until and officer in self._free:
                alone += self._busy[officer].at(at) == 1 and holds(self._free[officer], at)
        return alone


class _Line:
    """The duties of one officer by their start, with how far those before each reach."""

    def __init__(self, duties: Sequence[Duty]) -> None:
        self._duties = duties
        self._starts = [duty.start for duty in duties]
        self._reach = list(accumulate((duty.end for duty in duties), max))

    def at(self, when: int) -> Iterator[Duty]:
        """Those that run at an instant."""
        n = bisect_right(self._starts, when) - 1
        while n >= 0 and self._reach[n] > when:
            if self._duties[n].end > when:
                yield self._duties[n]
            n -= 1


def _blocks(duties: Sequence[Duty]) -> Iterator[Span]:
    """The spans in which any of the duties, given by their start, runs."""
    if not duties:
        return
    since, until = duties[0].start, duties[0].end
    for duty in duties:
        if duty.start > until:
            yield since, until
            since, until = duty.start, duty.end
        elif duty.end > until:
            until = duty.end
    yield since, until


def trace(lates: Iterable[Late], roster: Roster, outings: Iterable[Outing], timezone: str) -> list[Breach]:
    """The breaches by their report, then by number, without those at a time of which duties were erased."""
    with uncollected():
        tracer = Tracer(roster, outings, timezone)
    lates = [late for late in lates if not holds(roster.gone, late.reported)]
    return [tracer.breach(late) for late in sorted(lates, key=lambda one: (one.reported, one.incident))]


def by_cause(breaches: Iterable[Breach]) -> dict[str, int]:
    """How many breaches each cause has, those without any included."""
    counts = Counter(breach.cause for breach in breaches)
    return {cause: counts[cause] for cause in CAUSES}


def by_hour(breaches: Sequence[Breach], tz: ZoneInfo) -> list[HourOfDay]:
    """The local hours of the day in which breaches were reported, in order."""
    free: dict[int, list[int]] = {}
    for breach in breaches:
        free.setdefault(to_local(breach.late.reported, tz).hour, []).append(breach.free_responders)
    return [HourOfDay(hour, len(some), Fraction(sum(some), len(some))) for hour, some in sorted(free.items())]
