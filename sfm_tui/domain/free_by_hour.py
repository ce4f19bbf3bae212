"""How many officers stood free to respond, on the mean, in each hour: the roster's cover beside late responses.

Who is free to respond is what rules.md, «Breach trace», says of `free_responders`. A mean is one over time, over all
days of the window; instants are epoch seconds, hours those of the site's clock.
"""

from bisect import bisect_right
from collections.abc import Iterator
from fractions import Fraction
from itertools import accumulate
from zoneinfo import ZoneInfo

from sfm_tui.clock import to_local, zone
from sfm_tui.domain.presence import Standing, active_duties, free_spans
from sfm_tui.domain.roster import Roster
from sfm_tui.domain.spans import Span

HOURS = range(24)
HourOfWeek = tuple[int, int]
"""A weekday, Monday 0, and an hour of the day."""


def free_seconds(roster: Roster, window: Span, timezone: str) -> dict[HourOfWeek, tuple[int, int]]:
    """For each hour of the week in the window: the seconds that officers stood free in it, and its own seconds.

    Raises ValueError for an active duty of an officer or at a post that the roster does not have.
    """
    tz = zone(timezone)
    posts = {post.post: post for post in roster.posts}
    responders = {code for code, post in posts.items() if post.responder}
    standing = Standing(roster.officers, roster.licences, roster.absences, tz)
    free = [
        span
        for duties in active_duties(roster).values()
        if any(duty.post in responders for duty in duties)
        for span in free_spans(duties, posts, standing)
    ]
    stood = _Stood(free)
    found: dict[HourOfWeek, tuple[int, int]] = {}
    before = stood.until(window[0])
    for key, start, end in hours_in(window, tz):
        so_far = stood.until(end)
        part, whole = found.get(key, (0, 0))
        found[key] = part + so_far - before, whole + end - start
        before = so_far
    return found


class _Stood:
    """How many seconds some spans, overlapping as they like, hold up to an instant."""

    def __init__(self, spans: list[Span]) -> None:
        self._starts = sorted(start for start, _ in spans)
        self._ends = sorted(end for _, end in spans)
        self._sum_starts = [0, *accumulate(self._starts)]
        self._sum_ends = [0, *accumulate(self._ends)]

    def until(self, at: int) -> int:
        """The seconds of all of them together before an instant."""
        begun, over = bisect_right(self._starts, at), bisect_right(self._ends, at)
        return (begun - over) * at - self._sum_starts[begun] + self._sum_ends[over]


def by_hour_of_day(found: dict[HourOfWeek, tuple[int, int]]) -> dict[int, Fraction]:
    """The mean number of free responders in each hour of the day that the window holds."""
    parts = dict.fromkeys(HOURS, 0)
    wholes = dict.fromkeys(HOURS, 0)
    for (_, hour), (part, whole) in found.items():
        parts[hour] += part
        wholes[hour] += whole
    return {hour: Fraction(parts[hour], wholes[hour]) for hour in HOURS if wholes[hour]}


def hours_in(window: Span, tz: ZoneInfo) -> Iterator[tuple[HourOfWeek, int, int]]:
    """The hours of the local clock in a window, in order, with their starts and ends; the repeated one comes twice."""
    at, end = window
    while at < end:
        local = to_local(at, tz)
        following = min(end, at + 3600 - local.minute * 60 - local.second)
        yield (local.weekday(), local.hour), at, following
        at = following
