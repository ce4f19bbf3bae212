"""What is wrong with a roster, to the second: gaps, overlaps, missing licences, short rest, long weeks, lone peaks.

Each kind is defined in rules.md, «Roster findings». Everything is whole numbers and sorted spans: the time grows as
n log n with duties and cover, whatever the length of the window.
"""

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import chain

from sfm_tui.domain.findings.cover import UNCOVERED, UNDER_COVERED, cover_findings
from sfm_tui.domain.findings.double import DOUBLE_BOOKED, double_findings
from sfm_tui.domain.findings.finding import Finding, order
from sfm_tui.domain.findings.hours import WEEKLY_HOURS, hours_findings
from sfm_tui.domain.findings.licence import licence_findings
from sfm_tui.domain.findings.responder import NO_RESPONDER, responder_findings
from sfm_tui.domain.findings.rest import LONG_DUTY, REST, long_findings, rest_findings
from sfm_tui.domain.findings.sheet import Sheet
from sfm_tui.domain.presence import ABSENT, LEFT, NOT_INDUCTED, UNLICENSED
from sfm_tui.domain.roster import Roster, Rules
from sfm_tui.domain.spans import within

KINDS = (
    UNCOVERED,
    UNDER_COVERED,
    DOUBLE_BOOKED,
    UNLICENSED,
    ABSENT,
    NOT_INDUCTED,
    LEFT,
    REST,
    LONG_DUTY,
    WEEKLY_HOURS,
    NO_RESPONDER,
)
"""All kinds of findings, in the order of rules.md."""
_WEEK = 7 * 86_400

__all__ = ["KINDS", "Finding", "findings", "order", "uncollected", "whole"]


def findings(roster: Roster, window: tuple[int, int], rules: Rules) -> list[Finding]:
    """The findings that meet the half-open window of instants, by start, kind, post and officer.

    `rest`, `long-duty` and `weekly-hours` are whole, all others cut to the window. For the means to be right, the
    roster has each officer's duties from the first on, and those of the whole last week. Raises ValueError, in one
    line, for a duty of an unknown officer, a duty or cover row at an unknown post and a repeat rule that is none.
    Of a time of which duties were erased there are none, nor of a week whose mean goes back to it.
    """
    if window[0] >= window[1]:
        return []
    with uncollected():
        sheet = Sheet(roster, window, rules)
        found = chain(
            cover_findings(sheet),
            double_findings(sheet),
            licence_findings(sheet),
            rest_findings(sheet),
            long_findings(sheet),
            hours_findings(sheet),
            responder_findings(sheet),
        )
        return sorted(whole(found, roster, rules), key=order)


def whole(found: Iterable[Finding], roster: Roster, rules: Rules) -> Iterable[Finding]:
    """The findings of times of which nothing was erased."""
    if not roster.gone:
        return found
    back = (rules.average_weeks or 0) * _WEEK
    return [
        one
        for one in found
        if not within(roster.gone, one.start - back if one.kind == WEEKLY_HOURS else one.start, one.end)
    ]


@contextmanager
def uncollected() -> Iterator[None]:
    """Keep the cycle collector from going again and again through a roster while what is made of it has no cycles."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
