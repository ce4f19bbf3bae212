"""Duties of those who may not stand them: `unlicensed`, `absent`, `not-inducted`, `left`."""

from collections.abc import Iterator
from datetime import date
from zoneinfo import ZoneInfo

from sfm_tui.clock import day_text
from sfm_tui.domain.findings.finding import Finding
from sfm_tui.domain.findings.sheet import Sheet
from sfm_tui.domain.presence import ABSENT, NOT_INDUCTED, UNLICENSED, licence_span
from sfm_tui.domain.roster import BARRED, Licence
from sfm_tui.domain.spans import Span, merged


def licence_findings(sheet: Sheet) -> Iterator[Finding]:
    """The parts of duties that an officer may not stand, those of one post and kind that touch or overlap as one."""
    for line in sheet.lines:
        parts: dict[tuple[str, str], list[Span]] = {}
        for duty in sheet.met(line.barred):
            activity = sheet.posts[duty.post].activity
            span = sheet.cut(duty.start, duty.end)
            for kind, start, end in sheet.standing.bars(line.officer, activity, *span):
                parts.setdefault((kind, duty.post), []).append((start, end))
        for (kind, post), spans in parts.items():
            for start, end in merged(spans):
                why = _why(sheet, kind, post, line.officer, start)
                yield Finding(kind, post, line.officer, start, end, None, why)


def _why(sheet: Sheet, kind: str, post: str, officer: str, at: int) -> str:
    record = sheet.standing.officers[officer]
    if kind == UNLICENSED:
        activity = sheet.posts[post].activity
        licences = sheet.standing.licences(officer, activity)
        return f"{officer} has no licence for {activity} at {post}: {licence_reason(licences, sheet.tz, at)}"
    if kind == ABSENT:
        return f"{officer} is absent and on the roster at {post}"
    if kind == NOT_INDUCTED:
        return f"{officer} is inducted on {_day(record.inducted_on)} and on the roster at {post} before that"
    return f"{officer} left on {_day(record.left_on)} and is on the roster at {post} after that"


def licence_reason(licences: list[Licence], tz: ZoneInfo, at: int) -> str:
    """What became, at an instant that none of these licences covers, of the one that came nearest to it."""
    if not licences:
        return "none of theirs covers it"
    spans = {licence: licence_span(licence, tz) for licence in licences}
    past = [licence for licence in licences if spans[licence][1] <= at]
    if not past:
        soonest = min(licences, key=lambda licence: (spans[licence][0], licence.sector))
        return f"the {soonest.sector} licence starts only on {_day(soonest.starts)}"
    latest = max(past, key=lambda licence: (spans[licence][1], licence.expires, licence.sector))
    if latest.status in BARRED and not latest.status_from:
        return f"the {latest.sector} licence is {latest.status}"
    if latest.status in BARRED and latest.status_from <= latest.expires:
        return f"the {latest.sector} licence is {latest.status} from {_day(latest.status_from)}"
    return f"the {latest.sector} licence expired on {_day(latest.expires)}"


def _day(text: str) -> str:
    return day_text(date.fromisoformat(text))
