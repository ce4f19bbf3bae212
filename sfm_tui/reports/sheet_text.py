"""Documents as plain text, for the clipboard, a mail or a text file."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby

from sfm_tui.reports.day_book import BookRow, DayBook
from sfm_tui.reports.incident_log import LogRow
from sfm_tui.reports.incident_sheet import IncidentSheet
from sfm_tui.reports.incident_times import TimeRow
from sfm_tui.reports.paper import Fact, Foot
from sfm_tui.reports.plain import cells, ends, indented, labelled, wrap
from sfm_tui.reports.shown import listed, mapped, shown

NARROWEST = 40
_LABEL = 14
_CLOCK = 10
_MOST_LABEL = 26


def sheet_text(document: IncidentSheet, width: int = 78) -> str:
    """The incident sheet in lines of at most `width` columns (40 or more), ending in one line end."""
    width = max(width, NARROWEST)
    met: Counter[str] = Counter()
    sheet = mapped(document, lambda text: shown(text, met))
    lines = top(sheet.foot, sheet.title, sheet.day, width)
    if sheet.void:
        lines += [*hanging("*** ", f"RAISED IN ERROR: {sheet.void}", width), "*** Left out of all figures.", ""]
    lines += facts(sheet.facts, width)
    for alert in sheet.alerts:
        lines += ["", *hanging("! ", alert, width)]
    lines += heading("Times") + _times(sheet.times, width)
    for section in sheet.sections:
        lines += heading(section.heading) + facts(section.facts, width)
    lines += heading("Log") + _log(sheet.log, width)
    if sheet.links:
        lines += heading("Links")
        for link in sheet.links:
            about = f": {one_line(link.about)}" if link.about else ""
            lines += hanging("- ", _struck(f"{link.way} {link.ref}{about}", link.struck), width)
    return whole(lines + end(sheet.foot, met, width))


def book_text(document: DayBook, width: int = 78) -> str:
    """The occurrence book of a day in lines of at most `width` columns (40 or more)."""
    width = max(width, NARROWEST)
    met: Counter[str] = Counter()
    book = mapped(document, lambda text: shown(text, met))
    lines = top(book.foot, "Daily occurrence book", book.day, width)
    lines += wrap(book.note, width)
    for stretch, rows in groupby(book.rows, key=lambda row: row.stretch):
        lines += ["", stretch]
        for row in rows:
            lines += _book_row(row, width)
    return whole(lines + end(book.foot, met, width))


def top(foot: Foot, title: str, right: str, width: int) -> list[str]:
    """Site, title, and at its right end what it is of."""
    return [*wrap(foot.site, width), *ends(title, right, width), "=" * width, ""]


def end(foot: Foot, met: Counter[str], width: int) -> list[str]:
    """What was printed by its number, the ledger's head, when and by whom it was printed."""
    lines = []
    if met:
        lines += ["", *wrap("Characters that cannot be seen, printed by their numbers:", width)]
        for line in listed(met):
            lines += indented(line, width, 2)
    return [*lines, "", "-" * width, *wrap(foot.head, width), *wrap(foot.printed, width)]


def heading(title: str) -> list[str]:
    """A heading inside a document."""
    return ["", title.upper(), "-" * len(title)]


def facts(rows: Sequence[Fact], width: int) -> list[str]:
    """Labelled values, one under the other."""
    column = min(max((_LABEL, *(cells(fact.label) + 2 for fact in rows))), _MOST_LABEL)
    return [line for fact in rows for line in labelled(fact.label, fact.value, width, column)]


def _times(rows: Iterable[TimeRow], width: int) -> list[str]:
    right = f"{'since report':>14}{'step':>10}"
    lines: list[str] = []
    for stretch, group in groupby(rows, key=lambda row: row.stretch):
        lines += ends(stretch, right, width) if not lines else [stretch]
        for row in group:
            what = f"{row.what} {row.officer}".rstrip()
            text = f"{row.clock}  {'~~' + what + '~~' if row.struck else what}"
            elapsed = f"{row.since_report:>14}{row.step:>10}" if row.since_report or row.step else ""
            lines += ends(text, elapsed, width) if elapsed else hanging("", text, width)
            marks = (f"struck: {row.struck}", *row.marks) if row.struck else row.marks
            for mark in marks:
                lines += indented(mark, width, _CLOCK)
    return lines


def _log(rows: Iterable[LogRow], width: int) -> list[str]:
    lines: list[str] = []
    last = ""
    for row in rows:
        if row.stretch != last and not row.beside:
            lines += [*([""] if lines else []), row.stretch]
            last = row.stretch
        entry = f"entry {row.entry}" if row.entry else ""
        head = " · ".join(part for part in (entry, row.author, *row.marks) if part)
        lines += _entry(row.clock, head, row.text, row.struck, width, deeper=row.beside)
    return lines


def _book_row(row: BookRow, width: int) -> list[str]:
    head = " · ".join(part for part in (f"{row.kind} {row.ref}", row.author, *row.marks) if part)
    return _entry(row.clock, head, row.text, row.struck, width)


def _entry(clock: str, head: str, text: str, struck: str, width: int, *, deeper: bool = False) -> list[str]:
    """One entry: its time and what is said of it, then its own words further in, which so cannot pass for another."""
    lead, indent = ("          > ", _CLOCK + 4) if deeper else (f"{clock:<{_CLOCK}}", _CLOCK)
    lines = hanging(lead, head, width)
    lines += indented(f"~~{text}~~" if struck else text, width, indent)
    return lines + (indented(f"struck: {struck}", width, indent) if struck else [])


def _struck(text: str, why: str) -> str:
    return f"~~{text}~~ (struck: {why})" if why else text


def hanging(lead: str, text: str, width: int) -> list[str]:
    """A text whose lines stand behind, and under the end of, a lead."""
    lines = indented(text, width, len(lead))
    return [lead + lines[0][len(lead) :], *lines[1:]]


def one_line(text: str) -> str:
    """The text with its line ends as spaces."""
    return text.replace("\n", " ")


def whole(lines: Iterable[str]) -> str:
    """The lines as one text that ends in one line end."""
    return "\n".join(line.rstrip(" ") for line in lines) + "\n"
