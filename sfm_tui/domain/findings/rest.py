"""Pauses that are too short and stretches of duty that are too long: `rest`, `long-duty`."""

from collections.abc import Iterator
from itertools import islice
from math import ceil, floor
from typing import TYPE_CHECKING

from sfm_tui.domain.findings.finding import Finding
from sfm_tui.domain.findings.sheet import Line, Sheet
from sfm_tui.domain.findings.words import hours_text

if TYPE_CHECKING:
    from fractions import Fraction

REST, LONG_DUTY = "rest", "long-duty"


def seconds_of(hours: int | float) -> "Fraction":
    """Hours as a person wrote them, in seconds, exact also for such as 10.1."""
    from fractions import Fraction

    return Fraction(str(hours)) * 3600


def rest_findings(sheet: Sheet) -> Iterator[Finding]:
    """Each pause between two blocks of an officer that is shorter than the site's daily rest."""
    if sheet.rules.daily_hours is None:
        return
    required = ceil(seconds_of(sheet.rules.daily_hours))
    for line in sheet.lines:
        for n, (end, start) in enumerate(zip(line.ends, islice(line.starts, 1, None), strict=False), start=1):
            if start - end < required and sheet.meets(end, start):
                yield _short_rest(sheet, line, n, required)


def long_findings(sheet: Sheet) -> Iterator[Finding]:
    """Each block that is longer than the site's longest duty."""
    if sheet.rules.max_duty_hours is None:
        return
    most = floor(seconds_of(sheet.rules.max_duty_hours))
    for line in sheet.lines:
        for start, end in zip(line.starts, line.ends, strict=True):
            if end - start > most and sheet.meets(start, end):
                lasts = hours_text(end - start)
                why = f"{line.officer} is on duty for {lasts} at a stretch; the limit is {hours_text(most)}"
                yield Finding(LONG_DUTY, None, line.officer, start, end, None, why)


def _short_rest(sheet: Sheet, line: Line, block: int, required: int) -> Finding:
    """The pause before a block."""
    start, end = line.ends[block - 1], line.starts[block]
    first = last = line.firsts[block]
    while last < len(line.duties) and line.duties[last].start == end:
        last += 1
    posts = [duty.post for duty in line.duties[first:last]]
    post = min(posts)
    short = -((end - start - required) // 60)
    why = f"{line.officer} has {hours_text(end - start)} of rest before {post}; {hours_text(required)} are required"
    if not sheet.special_cases.isdisjoint(posts):
        why += " (special case: compensatory rest is due)"
    return Finding(REST, post, line.officer, start, end, short, why)
