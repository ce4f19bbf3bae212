"""Officers on two or more duties at once: `double-booked`."""

from collections.abc import Iterator

from sfm_tui.domain.findings.finding import Finding
from sfm_tui.domain.findings.sheet import Line, Sheet
from sfm_tui.domain.findings.words import listed

DOUBLE_BOOKED = "double-booked"


def double_findings(sheet: Sheet) -> Iterator[Finding]:
    """Each time for which the same two or more duties of an officer overlap."""
    for line in sheet.lines:
        if line.tangled:
            yield from _overlaps(sheet, line)


def _overlaps(sheet: Sheet, line: Line) -> Iterator[Finding]:
    duties = sheet.met(line.tangled)
    events = [(duty.start, n) for n, duty in enumerate(duties)]
    events += [(duty.end, n) for n, duty in enumerate(duties)]
    running: dict[int, str] = {}
    since = 0
    for at, n in sorted(events):
        if at > since and len(running) > 1:
            start, end = sheet.cut(since, at)
            if start < end:
                posts = sorted(running.values())
                why = f"{line.officer} is on {len(posts)} duties at once: {listed(posts)}"
                yield Finding(DOUBLE_BOOKED, "+".join(posts), line.officer, start, end, None, why)
        since = at
        if n in running:
            del running[n]
        else:
            running[n] = duties[n].post
