"""The register of a talk as plain text."""

from collections import Counter

from sfm_tui.reports.plain import indented
from sfm_tui.reports.sheet_text import NARROWEST, end, facts, hanging, heading, top, whole
from sfm_tui.reports.shown import mapped, shown
from sfm_tui.reports.talk_register import TalkRegister

_SIGN = "_" * 24


def register_text(document: TalkRegister, width: int = 78) -> str:
    """The register in lines of at most `width` columns (40 or more), ending in one line end."""
    width = max(width, NARROWEST)
    met: Counter[str] = Counter()
    sheet = mapped(document, lambda text: shown(text, met))
    lines = top(sheet.foot, sheet.title, sheet.day, width) + facts(sheet.facts, width)
    if sheet.points:
        lines += heading("Points")
    for point in sheet.points:
        lines += hanging("[x] " if point.done else "[ ] ", point.text, width)
    for text in sheet.texts:
        lines += [*heading(text.label), *indented(text.value, width, 2)]
    lines += heading("Register")
    if not sheet.rows:
        lines.append("Nobody is on the register.")
    for row in sheet.rows:
        words = " · ".join((row.signed or _SIGN, *row.marks))
        lines += hanging("- ", f"{row.name}, staff number {row.number}", width)
        lines += indented(words, width, 4)
    if sheet.notes:
        lines += heading("Corrections")
    for note in sheet.notes:
        lines += hanging("- ", note.head, width)
        lines += indented(note.text, width, 4)
    return whole(lines + end(sheet.foot, met, width))
