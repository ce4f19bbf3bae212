"""Who could cover a span at a post: every officer with a verdict, its reasons in figures, and how well they fit.

What the findings would say of the duty (rules.md, «Roster findings») decides: an officer can cover where it adds none
of their own, with a warning where it adds only such as an employer may decide on (`rest`, `long-duty`,
`weekly-hours`), and cannot where it adds any other. Officers are looked at apart, around the span only.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from sfm_tui.domain.candidate_reasons import Bounds, bar_reasons, duty_reasons
from sfm_tui.domain.findings.sheet import Line, Sheet
from sfm_tui.domain.officer_time import OfficerTime, WeekLimit, joined
from sfm_tui.domain.presence import Standing
from sfm_tui.domain.roster import Duty, Officer, Post, Roster, Rules
from sfm_tui.domain.spans import Span, less, within


class Verdict(StrEnum):
    """Whether an officer could cover a span, the best first."""

    CAN = "can cover"
    WARNING = "can cover with a warning"
    CANNOT = "cannot"


@dataclass(frozen=True, slots=True)
class Candidate:
    """One officer for a span at a post.

    `rest_before` and `rest_after` are the seconds of pause around the stretch of duty that the span would become part
    of, None where the roster has no duty on that side. `week_hours` are the hours on duty in the ISO week in which
    the span starts, the part of the span in it included. `extends` is a duty that ends or starts where the span
    starts or ends; `partial` the longest part of it that an officer who cannot cover all of it is free for.
    """

    officer: str
    verdict: Verdict
    reasons: tuple[str, ...]
    rest_before: int | None
    rest_after: int | None
    week_hours: float
    contract_hours: float | None
    knows_post: bool
    extends: Duty | None
    partial: Span | None
    rested: bool
    """Whether no pause would be shorter than the site's daily rest."""


_ORDER = {verdict: n for n, verdict in enumerate(Verdict)}


def rank(candidate: Candidate) -> tuple[object, ...]:
    """The key of the order of candidates.

    By verdict; those free and rested, or free for the longest part; the fewest hours against their contract; those
    who know the post; those on duty next to the span; then by officer.
    """
    part = candidate.partial
    against = 0.0 if candidate.contract_hours is None else candidate.week_hours - candidate.contract_hours
    return (
        _ORDER[candidate.verdict],
        not candidate.rested,
        part[0] - part[1] if part else 0,
        against,
        candidate.week_hours,
        not candidate.knows_post,
        candidate.extends is None,
        candidate.officer,
    )


def candidates(
    roster: Roster, rules: Rules, post: str, start: int, end: int, *, leaving: Duty | None = None
) -> list[Candidate]:
    """Every officer for [start, end) at a post, the best first.

    `leaving` is a duty that the change would cancel: all is as if it were cancelled already. Means and rest are told
    from the duties that the roster has, so it needs those of the weeks that a mean goes over, before the span and
    after it. Raises ValueError for an unknown post or an empty span. To ask more than once, keep a `Pool`.
    """
    return Pool.of(roster, rules).candidates(post, start, end, leaving=leaving)


class Pool:
    """The officers of a roster with their duties in order, ready to be asked who could cover.

    It reads the lines and the standing that it is given anew each time, and keeps what it counted of lines that are
    still the same.
    """

    def __init__(self, lines: Mapping[str, Line], posts: dict[str, Post], standing: Standing, rules: Rules) -> None:
        self.lines = lines
        self.posts = posts
        self.standing = standing
        self.rules = rules
        self._times: dict[str, OfficerTime] = {}

    @classmethod
    def of(cls, roster: Roster, rules: Rules) -> "Pool":
        """The officers of a roster. Raises ValueError for an active duty of an officer or at a post it has not."""
        sheet = Sheet(roster, (0, 1), rules)
        return cls({line.officer: line for line in sheet.lines}, sheet.posts, sheet.standing, rules)

    def candidates(self, post: str, start: int, end: int, *, leaving: Duty | None = None) -> list[Candidate]:
        """Every officer for [start, end) at a post, the best first; see `candidates`."""
        if post not in self.posts:
            raise ValueError(f"there is no post {post}: name one of the roster")
        if start >= end:
            raise ValueError("the span ends before, or when, it starts: an end lies after its start")
        bounds = Bounds(self.rules, self.posts, post, start, end)
        limit = WeekLimit(self.rules, start, end)
        found = [
            self._candidate(record, self._time(record.officer, leaving), bounds, limit)
            for record in self.standing.officers.values()
        ]
        return sorted(found, key=rank)

    def _time(self, officer: str, leaving: Duty | None) -> OfficerTime:
        line = self.lines.get(officer)
        if leaving is not None and line is not None and leaving.officer == officer:
            gone = leaving.post, leaving.start
            return OfficerTime(officer, [duty for duty in line.duties if (duty.post, duty.start) != gone])
        known = self._times.get(officer)
        if known is None or known.line is not line:
            known = self._times[officer] = OfficerTime.of(officer, line)
        return known

    def _candidate(self, record: Officer, time: OfficerTime, bounds: Bounds, limit: WeekLimit) -> Candidate:
        start, end, activity = bounds.start, bounds.end, self.posts[bounds.post].activity
        near = time.near(start, end)
        held = [duty for duty in near.duties if duty.start < end and start < duty.end]
        bars = self.standing.bars(record.officer, activity, start, end)
        partial = None
        if held or bars:
            verdict = Verdict.CANNOT
            reasons = duty_reasons(held, bounds) + bar_reasons(self.standing, record, bars, bounds)
            free = within(self.standing.may(record.officer, activity), start, end)
            free = less(free, joined(held))
            partial = max(free, key=lambda span: (span[1] - span[0], -span[0]), default=None)
        else:
            reasons = bounds.warnings(near)
            if not record.opt_out:
                reasons += limit.warnings(time)
            verdict = Verdict.WARNING if reasons else Verdict.CAN
        return Candidate(
            record.officer, verdict, tuple(reasons),
            rest_before=near.rest_before, rest_after=near.rest_after,
            week_hours=limit.week_seconds(time) / 3600, contract_hours=record.weekly_hours,
            knows_post=time.first_at.get(bounds.post, start) < start,
            extends=min(
                (duty for duty in near.duties if duty.end == start or duty.start == end),
                key=lambda duty: (duty.post != bounds.post, duty.start), default=None,
            ),
            partial=partial,
            rested=bounds.rested(near),
        )  # fmt: skip
