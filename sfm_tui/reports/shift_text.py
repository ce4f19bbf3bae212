"""What a shift has on paper, as plain text: the briefing and the handover."""

from collections import Counter

from sfm_tui.reports.briefing_sheet import BriefingSheet
from sfm_tui.reports.handover_sheet import HandoverSheet
from sfm_tui.reports.plain import indented
from sfm_tui.reports.sheet_text import NARROWEST, end, facts, hanging, heading, top, whole
from sfm_tui.reports.shown import mapped, shown

_SIGN = "_" * 24
_LEAD = 10


def briefing_text(document: BriefingSheet, width: int = 78) -> str:
    """The sheet for the stand-up in lines of at most `width` columns (40 or more)."""
    width = max(width, NARROWEST)
    met: Counter[str] = Counter()
    sheet = mapped(document, lambda text: shown(text, met))
    lines = [*top(sheet.foot, "Briefing", sheet.day, width), sheet.note]
    lines += heading("To be told") if sheet.points else ["", "Nothing is to be told."]
    for point in sheet.points:
        mark = "[x]" if point.told else "[ ]"
        lead = f"{mark} {point.number} "
        head = " · ".join(part for part in (point.priority, point.about, point.told) if part)
        lines += hanging(f"{lead:<{_LEAD}}", head, width)
        lines += [*indented(point.text, width, _LEAD), ""]
    if sheet.officers:
        lines += heading("Heard by")
    for officer in sheet.officers:
        lines += hanging("- ", f"{officer.name} · {officer.posts} {officer.hours}", width)
        lines += [*indented(officer.heard or _SIGN, width, _LEAD), ""]
    return whole(lines + end(sheet.foot, met, width))


def handover_text(document: HandoverSheet, width: int = 78) -> str:
    """A handover in lines of at most `width` columns (40 or more)."""
    width = max(width, NARROWEST)
    met: Counter[str] = Counter()
    sheet = mapped(document, lambda text: shown(text, met))
    lines = top(sheet.foot, sheet.title, sheet.day, width) + facts(sheet.facts, width)
    lines += ["", *indented(sheet.text, width, 2)]
    return whole(lines + end(sheet.foot, met, width))
