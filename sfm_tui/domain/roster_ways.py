"""What can be done about a finding: put somebody there, or let somebody else take a part of a duty."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from sfm_tui.clock import zone
from sfm_tui.domain.findings import Finding
from sfm_tui.domain.findings.cover import UNCOVERED, UNDER_COVERED
from sfm_tui.domain.findings.hours import WEEKLY_HOURS
from sfm_tui.domain.findings.responder import NO_RESPONDER
from sfm_tui.domain.findings.rest import LONG_DUTY, REST
from sfm_tui.domain.presence import Standing
from sfm_tui.domain.roster import Duty, Post, Roster
from sfm_tui.domain.spans import less


@dataclass(frozen=True, slots=True)
class Way:
    """One thing to do: `assign` puts an officer on a post, `hand-on` gives a part of `duty` to another officer.

    `compensate` records what was given for a rest cut short.
    """

    act: Literal["assign", "hand-on", "compensate"]
    post: str
    start: int
    end: int
    duty: Duty | None = None


def ways(roster: Roster, timezone: str, found: Finding) -> list[Way]:
    """What would help, the likeliest first; each once. An empty list where nothing but other changes would."""
    every = list(dict.fromkeys(_ways(roster, timezone, found)))
    return [way for way in every if way.start < way.end]


def _ways(roster: Roster, timezone: str, found: Finding) -> Iterator[Way]:
    posts = {post.post: post for post in roster.posts}
    standing = Standing(roster.officers, roster.licences, roster.absences, zone(timezone))
    meeting = sorted(
        (duty for duty in roster.duties if duty.active and duty.start < found.end and found.start < duty.end),
        key=lambda duty: (duty.start, duty.post, duty.officer),
    )
    own = [duty for duty in meeting if duty.officer == found.officer]
    if found.kind in (UNCOVERED, UNDER_COVERED):
        assert found.post is not None
        yield from _barred([duty for duty in meeting if duty.post == found.post], posts, standing, found)
        yield Way("assign", found.post, found.start, found.end)
    elif found.kind == NO_RESPONDER:
        yield from _responding(meeting, posts, standing, found)
        for post in posts.values():
            if post.responder:
                yield Way("assign", post.post, found.start, found.end)
    elif found.kind == REST:
        beside = [d for d in roster.duties if d.active and d.officer == found.officer]
        yield from _whole(sorted((d for d in beside if d.start == found.end), key=lambda d: d.post))
        yield from _whole(sorted((d for d in beside if d.end == found.start), key=lambda d: d.post))
        yield Way("compensate", found.post or "", found.start, found.end)
    elif found.kind in (LONG_DUTY, WEEKLY_HOURS):
        yield from _whole(reversed(own))
    else:
        named = (found.post or "").split("+")
        yield from (_part(duty, found) for duty in own if duty.post in named)


def _whole(duties: Iterable[Duty]) -> Iterator[Way]:
    return (Way("hand-on", duty.post, duty.start, duty.end, duty) for duty in duties)


def _part(duty: Duty, found: Finding) -> Way:
    return Way("hand-on", duty.post, max(duty.start, found.start), min(duty.end, found.end), duty)


def _barred(duties: list[Duty], posts: dict[str, Post], standing: Standing, found: Finding) -> Iterator[Way]:
    """The parts of duties in which their officer may not stand there."""
    for duty in duties:
        span = (max(duty.start, found.start), min(duty.end, found.end))
        for start, end in less([span], standing.may(duty.officer, posts[duty.post].activity)):
            yield Way("hand-on", duty.post, start, end, duty)


def _responding(duties: list[Duty], posts: dict[str, Post], standing: Standing, found: Finding) -> Iterator[Way]:
    """The other posts at which those who should respond are held, and responders who may not stand there."""
    responding = [duty for duty in duties if posts[duty.post].responder]
    for duty in responding:
        for other in duties:
            if other.officer == duty.officer and other.post != duty.post and not posts[other.post].responder:
                start = max(found.start, duty.start, other.start)
                yield Way("hand-on", other.post, start, min(found.end, duty.end, other.end), other)
    yield from _barred(responding, posts, standing, found)
