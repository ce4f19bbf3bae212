"""The hours ahead as the desk shows them: each post's cover, how many are free to respond, the peaks, the findings.

What is short is what the findings say is short, so that a strip and the roster screen never differ.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal
from zoneinfo import ZoneInfo

from sfm_tui.clock import zone
from sfm_tui.domain.findings import Finding, findings
from sfm_tui.domain.findings.worst import Ranked, worst_first
from sfm_tui.domain.presence import Standing, active_duties, free_spans
from sfm_tui.domain.recurrence import daily_spans, occurrences
from sfm_tui.domain.roster import CoverRow, Post, Roster, Rules
from sfm_tui.domain.spans import Span, merged, within

Cover = Literal["off", "covered", "under", "empty"]
"""A post at an instant: nobody asked for and nobody there, as many as asked for, too few, nobody."""

EMPTY, UNDER, NOBODY_FREE = "uncovered", "under-covered", "no-responder"


@dataclass(frozen=True)
class PostAhead:
    """A post's hours; spans are in order. `there` is when somebody is who may stand there."""

    post: str
    critical: bool
    there: tuple[Span, ...]
    under: tuple[Span, ...]
    empty: tuple[Span, ...]

    def cover(self, start: int, end: int) -> Cover:
        """The worst in [start, end)."""
        if within(self.empty, start, end):
            return "empty"
        if within(self.under, start, end):
            return "under"
        return "covered" if within(self.there, start, end) else "off"


@dataclass(frozen=True)
class CoverAhead:
    """The hours of a window. `free` counts those free to respond, None on a site without a responder post."""

    window: Span
    posts: tuple[PostAhead, ...]
    free: tuple[tuple[int, int, int], ...] | None
    peaks: tuple[Span, ...]
    findings: tuple[Finding, ...]
    all_posts: tuple[Post, ...] = ()

    def ranked(self, now: int, until: int) -> list[Ranked]:
        """The findings that meet [now, until), the worst first."""
        return worst_first(self.met(now, until), now, self.all_posts)

    def fewest_free(self, start: int, end: int) -> int:
        """The fewest that are free to respond at once in [start, end); 0 on a site without a responder post."""
        return min((count for low, high, count in self.free or () if low < end and start < high), default=0)

    def nobody_free(self, start: int, end: int) -> bool:
        """Whether at some instant of [start, end) a peak has nobody free to respond."""
        return any(f.kind == NOBODY_FREE and f.start < end and start < f.end for f in self.findings)

    def met(self, start: int, end: int) -> list[Finding]:
        """The findings that meet [start, end), in their own order."""
        return [finding for finding in self.findings if finding.start < end and start < finding.end]


def cover_ahead(roster: Roster, rules: Rules, window: Span) -> CoverAhead:
    """The hours of a window. The roster is what `findings` asks for; raises ValueError as that does."""
    found = findings(roster, window, rules)
    tz = zone(rules.timezone)
    standing = Standing(roster.officers, roster.licences, roster.absences, tz)
    posts = {post.post: post for post in roster.posts}
    there: dict[str, list[Span]] = {post: [] for post in posts}
    free: list[Span] = []
    for officer, duties in active_duties(roster).items():
        duties = [duty for duty in duties if duty.start < window[1] and window[0] < duty.end]
        for duty in duties:
            there[duty.post] += within(standing.may(officer, posts[duty.post].activity), duty.start, duty.end)
        if any(posts[duty.post].responder for duty in duties):
            free += free_spans(duties, posts, standing)
    asked = {row.post for row in roster.cover if _asks(row, tz, window)}
    ahead = [
        PostAhead(
            post.post,
            post.critical,
            tuple(within(merged(there[post.post]), *window)),
            _of(found, UNDER, post.post),
            _of(found, EMPTY, post.post),
        )
        for post in posts.values()
    ]
    peaks = merged(span for p in rules.peaks for span in daily_spans(p.days, p.start, p.end, tz, window))
    return CoverAhead(
        window,
        tuple(post for post in ahead if post.post in asked or post.there),
        tuple(_counted(free, window)) if any(post.responder for post in posts.values()) else None,
        tuple(within(peaks, *window)),
        tuple(found),
        tuple(posts.values()),
    )


def _asks(row: CoverRow, tz: ZoneInfo, window: Span) -> bool:
    return bool(row.headcount and occurrences(row.start, row.end, row.repeat, row.excepted, tz, window))


def _of(found: Iterable[Finding], kind: str, post: str) -> tuple[Span, ...]:
    return tuple(
        merged((finding.start, finding.end) for finding in found if (finding.kind, finding.post) == (kind, post))
    )


def _counted(spans: Sequence[Span], window: Span) -> list[tuple[int, int, int]]:
    """How many spans hold, from when until when, all through the window."""
    low, high = window
    changes = {low: 0, high: 0}
    for start, end in spans:
        if start < high and low < end:
            changes[max(start, low)] = changes.get(max(start, low), 0) + 1
            changes[min(end, high)] = changes.get(min(end, high), 0) - 1
    counted: list[tuple[int, int, int]] = []
    count, since = 0, low
    for at in sorted(changes):
        if at > since:
            counted.append((since, at, count))
            since = at
        count += changes[at]
    return counted
