"""Which findings press most: those to act on now before those to look at, soon before late, and what is over last."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Literal

from sfm_tui.domain.findings.cover import UNCOVERED, UNDER_COVERED
from sfm_tui.domain.findings.double import DOUBLE_BOOKED
from sfm_tui.domain.findings.finding import Finding
from sfm_tui.domain.findings.hours import WEEKLY_HOURS
from sfm_tui.domain.findings.responder import NO_RESPONDER
from sfm_tui.domain.findings.rest import LONG_DUTY, REST
from sfm_tui.domain.presence import ABSENT, LEFT, NOT_INDUCTED, UNLICENSED
from sfm_tui.domain.roster import Post

SOON_SECONDS = 12 * 3600
"""What starts within this time from now is soon."""
_DAY_SECONDS = 86_400

Level = Literal["act", "look"]

_ACT = frozenset({UNCOVERED, NO_RESPONDER, DOUBLE_BOOKED})
_ACT_SOON = frozenset({UNLICENSED, ABSENT, LEFT, NOT_INDUCTED})
_WEIGHT = {
    kind: n
    for n, kind in enumerate(
        (
            UNCOVERED, NO_RESPONDER, DOUBLE_BOOKED, UNDER_COVERED, UNLICENSED, ABSENT, LEFT, NOT_INDUCTED, REST,
            LONG_DUTY, WEEKLY_HOURS,
        ),
        start=1,
    )
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ranked:
    """A finding with how much it presses: `act` now, or `look` at it."""

    level: Level
    finding: Finding


def level(finding: Finding, now: int, critical: Collection[str]) -> Level:
    """How much a finding presses; `critical` are the codes of the critical posts.

    To act on: nobody at a post, nobody free to respond, an officer on two posts, a critical post short of officers,
    and officers who may not stand their duty where it is on or starts within 12 hours. The rest is to be looked at.
    """
    if finding.kind in _ACT or (finding.kind == UNDER_COVERED and finding.post in critical):
        return "act"
    soon = now < finding.end and finding.start < now + SOON_SECONDS
    return "act" if soon and finding.kind in _ACT_SOON else "look"


def worst_first(found: Iterable[Finding], now: int, posts: Iterable[Post]) -> list[Ranked]:
    """The findings with their levels, the worst first.

    Of those that are not over: what is to be acted on first; what is on or starts within 12 hours, then the days from
    now on; of one day what concerns critical posts, then by kind and time. What is over comes after it, the last days
    first.
    """
    critical = {post.post for post in posts if post.critical}

    def key(ranked: Ranked) -> tuple[object, ...]:
        finding = ranked.finding
        over = finding.end <= now
        ahead = max(finding.start - now, 0)
        days = (now - finding.start) // _DAY_SECONDS if over else ahead // _DAY_SECONDS
        at_critical = finding.post is not None and any(code in critical for code in finding.post.split("+"))
        return (
            over, ranked.level != "act", not over and ahead >= SOON_SECONDS, days,
            not at_critical or finding.kind not in (UNCOVERED, UNDER_COVERED), _WEIGHT[finding.kind], not at_critical,
            finding.start, finding.post or "", finding.officer or "",
        )  # fmt: skip

    return sorted((Ranked(level(finding, now, critical), finding) for finding in found), key=key)
