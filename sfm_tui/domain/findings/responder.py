"""Peaks in which nobody is free to respond: `no-responder`."""

from collections.abc import Iterator

from sfm_tui.clock import short_clock
from sfm_tui.domain.findings.finding import Finding
from sfm_tui.domain.findings.sheet import Line, Sheet
from sfm_tui.domain.findings.words import listed, some_of
from sfm_tui.domain.presence import free_spans
from sfm_tui.domain.recurrence import daily_spans
from sfm_tui.domain.roster import Duty
from sfm_tui.domain.spans import Held, Span, holds, less, merged

NO_RESPONDER = "no-responder"

_NamedSpan = tuple[int, int, str]


def responder_findings(sheet: Sheet) -> Iterator[Finding]:
    """Each time inside a peak at which no officer is free to respond, on a site that has a responder post."""
    responders = frozenset(post.post for post in sheet.posts.values() if post.responder)
    if not responders:
        return
    peaks = sorted(_peaks(sheet))
    responding: list[Duty] = []
    free: list[Span] = []
    for line in sheet.lines:
        for duties in _responding(sheet, line, responders):
            responding += duties
            free += free_spans(duties, sheet.posts, sheet.standing)
    gaps = less(merged(sheet.cut(start, end) for start, end, _ in peaks), merged(free))
    held = Held((duty.start, duty.end, duty) for duty in responding) if gaps else None
    names = _names(peaks, gaps)
    for start, end in gaps:
        in_peak = f"the peak {listed(named)}" if (named := next(names)) else "a peak"
        reasons = some_of(_reasons(sheet, held.at(start), start)) if held else ""
        why = f"nobody is free to respond in {in_peak}: at {short_clock(start, sheet.tz)} "
        yield Finding(NO_RESPONDER, None, None, start, end, None, why + (reasons or "nobody is at a responder post"))


def _peaks(sheet: Sheet) -> Iterator[_NamedSpan]:
    """The peaks that meet the window, whole: so their order, and that of their names, is the same in any window."""
    for peak in sheet.rules.peaks:
        for span in daily_spans(peak.days, peak.start, peak.end, sheet.tz, (sheet.low, sheet.high)):
            yield (*span, peak.name)


def _responding(sheet: Sheet, line: Line, responders: frozenset[str]) -> Iterator[list[Duty]]:
    """The duties on which it hangs when an officer is free, those that overlap together; none for most officers."""
    if duties := sheet.met([duty for duty in line.plain if duty.post in responders]):
        yield duties
    for knot in line.knots:
        if not responders.isdisjoint([duty.post for duty in knot]) and (duties := sheet.met(knot)):
            yield duties


def _names(peaks: list[_NamedSpan], gaps: list[Span]) -> Iterator[list[str]]:
    """For each gap the names of the peaks that it lies in, both in order of time."""
    coming = 0
    here: list[_NamedSpan] = []
    for start, end in gaps:
        while coming < len(peaks) and peaks[coming][0] < end:
            here.append(peaks[coming])
            coming += 1
        here = [peak for peak in here if peak[1] > start]
        yield list(dict.fromkeys(name for _, _, name in here if name))


def _reasons(sheet: Sheet, duties: list[Duty], at: int) -> Iterator[str]:
    """Why those who are at a responder post at an instant are not free, by officer and post."""
    posts: dict[str, set[str]] = {}
    for duty in duties:
        posts.setdefault(duty.officer, set()).add(duty.post)
    for officer in sorted(posts):
        for post in sorted(posts[officer]):
            if sheet.posts[post].responder:
                others = sorted(posts[officer] - {post})
                if others:
                    yield f"{officer} at {post} is also at {listed(others)}"
                elif not holds(sheet.may(officer, post), at):
                    yield f"{officer} may not stand at {post}"
