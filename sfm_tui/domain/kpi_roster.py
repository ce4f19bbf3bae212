"""Figures of the roster: how far posts were filled, who came late or not at all, how much of the time was licensed.

Definitions: rules.md, «Response». A figure is a part and a whole, in seconds or heads; shares are made of them.
"""

from dataclasses import dataclass
from typing import NamedTuple

from sfm_tui.domain.findings.cover import cover_findings
from sfm_tui.domain.findings.sheet import Sheet
from sfm_tui.domain.recurrence import occurrences
from sfm_tui.domain.roster import GONE, Roster, Rules
from sfm_tui.domain.spans import Span, within

LATE_ON_SECONDS = 300
"""Booking on is late more than 5 minutes after the start."""


class Share(NamedTuple):
    """A part of a whole; `why` says why there is nothing to share."""

    part: int
    whole: int
    why: str = ""


@dataclass(frozen=True)
class RosterFigures:
    """The figures of a window; `starts` are the duties that start in it, whatever became of them but cancelled.

    `why` says why there are none.
    """

    fill: Share
    licensed: Share
    starts: int
    late_starts: int
    no_shows: int
    why: str = ""


def roster_figures(roster: Roster, window: Span, rules: Rules) -> RosterFigures:
    """All of them. Raises ValueError as `findings` does."""
    low, high = window
    if within(roster.gone, low, high):
        nothing = Share(0, 0, GONE)
        return RosterFigures(nothing, nothing, 0, 0, 0, GONE)
    sheet = Sheet(roster, window, rules)
    starting = [duty for duty in roster.duties if low <= duty.start < high]
    active = [duty for duty in starting if duty.active]
    missing = sum(1 for duty in starting if duty.status == "no-show")
    late = sum(1 for d in active if d.booked_on is not None and d.booked_on > d.start + LATE_ON_SECONDS)
    return RosterFigures(_fill(sheet), _licensed(sheet), len(active) + missing, late, missing)


def _fill(sheet: Sheet) -> Share:
    """Σ min(present, required) ÷ Σ required: what is required less what the findings say is short."""
    required = 0
    for row in sheet.cover:
        for span in occurrences(row.start, row.end, row.repeat, row.excepted, sheet.tz, (sheet.low, sheet.high)):
            start, end = sheet.cut(*span)
            required += (end - start) * row.headcount
    if not required:
        return Share(0, 0, "nobody is asked for at any post")
    short = sum((f.end - f.start) * (f.short or 0) for f in cover_findings(sheet))
    return Share(required - short, required)


def _licensed(sheet: Sheet) -> Share:
    """Licensed ÷ all active-duty time at posts that need a licence, each duty counted for itself."""
    good = whole = 0
    for line in sheet.lines:
        for duty in sheet.met(line.duties):
            activity = sheet.posts[duty.post].activity
            if activity != "none":
                start, end = sheet.cut(duty.start, duty.end)
                whole += end - start
                good += sum(b - a for a, b in within(sheet.standing.licensed(line.officer, activity), start, end))
    return Share(good, whole, "" if whole else "no duty at a post that needs a licence")
