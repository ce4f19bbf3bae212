"""The log of an incident as paper shows it: by time of event, a correction beside what it corrects."""

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sfm_tui.clock import clock_text, full_text
from sfm_tui.reports.paper import UNCONFIRMED, Names, late_mark, stretch
from sfm_tui.storage.incidents import LogLine


@dataclass(frozen=True)
class LogRow:
    """A line of the log. `struck` is the reason where it was struck.

    `beside` where it stands under what it corrects, its times among the marks.
    """

    stretch: str
    clock: str
    entry: str
    author: str
    text: str
    marks: tuple[str, ...]
    struck: str
    beside: bool = False


def log_rows(lines: Sequence[LogLine], names: Names, tz: ZoneInfo) -> tuple[LogRow, ...]:
    """The rows of a log: every line once, whatever amends what."""
    by_time = sorted(lines, key=lambda line: (line.at, line.seq))
    known = {line.entry for line in lines if line.entry}
    corrections: dict[str, list[LogLine]] = {}
    for line in sorted(lines, key=lambda line: line.seq):
        if line.amends in known:
            corrections.setdefault(line.amends, []).append(line)
    rows: list[LogRow] = []
    done: set[int] = set()
    # the second round takes what only amends itself in a circle, which an import can bring
    for only_first in (True, False):
        for line in by_time:
            if line.seq in done or (only_first and line.amends in known):
                continue
            done.add(line.seq)
            rows.append(_row(line, corrections, names, tz))
            for correction in _beside(line, corrections, done):
                rows.append(_row(correction, corrections, names, tz, beside=True))
    return tuple(rows)


def _beside(line: LogLine, corrections: dict[str, list[LogLine]], done: set[int]) -> list[LogLine]:
    """The corrections of a line, and theirs in turn, in the order in which they were written."""
    found: list[LogLine] = []
    waiting = [line]
    while waiting:
        for correction in corrections.get(waiting.pop().entry, ()):
            if correction.seq not in done:
                done.add(correction.seq)
                found.append(correction)
                waiting.append(correction)
    return sorted(found, key=lambda correction: correction.seq)


def _row(
    line: LogLine, corrections: dict[str, list[LogLine]], names: Names, tz: ZoneInfo, *, beside: bool = False
) -> LogRow:
    marks: list[str] = []
    if line.amends:
        marks.append(f"corrects entry {line.amends}")
    if line.entry and line.entry in corrections:
        later = ", ".join(c.entry or "later" for c in corrections[line.entry])
        marks.append(f"corrected, see entry {later}")
    if beside:
        if line.at != line.written_at:
            marks.append(f"of {full_text(line.at, tz)}")
        marks.append(f"written {full_text(line.written_at, tz)}")
    else:
        marks.extend(late_mark(line.at, line.written_at, tz))
    if not line.confirmed:
        marks.append(UNCONFIRMED)
    return LogRow(
        stretch=stretch(line.at, tz),
        clock="" if beside else clock_text(line.at, tz),
        entry=line.entry,
        author=names.author(line.author),
        text=line.text,
        marks=tuple(marks),
        struck=line.struck,
        beside=beside,
    )
