"""The strip under the timeline: heads needed against heads there, column by column, and the peaks."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sfm_tui.clock import zone
from sfm_tui.domain.findings import Finding
from sfm_tui.domain.recurrence import daily_spans, occurrences
from sfm_tui.domain.roster import CoverRow, Rules
from sfm_tui.domain.spans import Span, outside
from sfm_tui.widgets.roster.axis import Axis
from sfm_tui.widgets.roster.bars import COVER
from sfm_tui.widgets.roster.cells import Cells

MOST_DIGIT = 9


@dataclass(frozen=True, slots=True)
class Cover:
    """Over a window: from `times[n]` on, `need[n]` heads are needed and `short[n]` of them missing."""

    times: tuple[int, ...]
    need: tuple[int, ...]
    short: tuple[int, ...]
    peaks: tuple[tuple[int, int, str], ...] = ()
    lone: tuple[Finding, ...] = ()

    def worst(self, start: int, end: int) -> tuple[int, int]:
        """Heads needed, and of them missing, at the worst instant of a span."""
        n = bisect_right(self.times, start) - 1
        need, short = (self.need[n], self.short[n]) if n >= 0 else (0, 0)
        for later in range(n + 1, len(self.times)):
            if self.times[later] >= end:
                break
            if (self.short[later], self.need[later]) > (short, need):
                need, short = self.need[later], self.short[later]
        return need, short


Changes = dict[int, int]


def need_of(rows: Iterable[CoverRow], window: Span, timezone: str, gone: Sequence[Span] = ()) -> Changes:
    """The changes in the heads that all posts need together; nothing is told of the times that are `gone`."""
    tz = zone(timezone)
    need: Changes = {}
    known: dict[tuple[int, int, str, tuple[str, ...]], list[Span]] = {}
    for row in rows:
        when = row.start, row.end, row.repeat, row.excepted
        if when not in known:
            known[when] = occurrences(*when, tz, window)
        for span in known[when]:
            for part in outside(gone, *span):
                _add(need, part, row.headcount, window)
    return need


def peaks_of(rules: Rules, window: Span) -> tuple[tuple[int, int, str], ...]:
    """The peaks that meet a window, by their start."""
    tz = zone(rules.timezone)
    found = (
        (*span, peak.name) for peak in rules.peaks for span in daily_spans(peak.days, peak.start, peak.end, tz, window)
    )
    return tuple(sorted(found))


def cover_of(
    need: Changes, findings: Iterable[Finding], window: Span, peaks: tuple[tuple[int, int, str], ...]
) -> Cover:
    """What a window needs, and what its findings say is missing."""
    short: Changes = {}
    lone = []
    for finding in findings:
        if finding.kind in COVER:
            _add(short, (finding.start, finding.end), finding.short or 0, window)
        elif finding.kind == "no-responder":
            lone.append(finding)
    times = sorted({window[0], *need, *short})
    needs, shorts, now_needed, now_short = [], [], 0, 0
    for at in times:
        now_needed += need.get(at, 0)
        now_short += short.get(at, 0)
        needs.append(now_needed)
        shorts.append(now_short)
    return Cover(tuple(times), tuple(needs), tuple(shorts), peaks, tuple(lone))


def _add(changes: Changes, span: Span, heads: int, window: Span) -> None:
    start, end = max(span[0], window[0]), min(span[1], window[1])
    if start < end:
        changes[start] = changes.get(start, 0) + heads
        changes[end] = changes.get(end, 0) - heads


def need_cells(cover: Cover, axis: Axis, stretches: Sequence[tuple[int, int]] = ()) -> Cells:
    """`4/5`: heads there of heads needed, at the worst instant from one change to the next, where it fits.

    With `stretches` of columns, at the worst instant of each of those instead.
    """
    cells = Cells.blank(axis.columns)
    for first, stop in stretches or _steady(cover, axis):
        need, short = cover.worst(axis.span(first)[0], axis.span(stop - 1)[1])
        text = f"{need - short}/{need}" if need else "–"
        if len(text) < stop - first or (len(text) == stop - first and stop == axis.columns):
            cells.put(first, stop, text, "bad" if short else "muted")
    return cells


def _steady(cover: Cover, axis: Axis) -> list[tuple[int, int]]:
    """The stretches of columns that have the same worst instant."""
    found: list[tuple[int, int]] = []
    first, was = 0, cover.worst(*axis.span(0))
    for column in range(1, axis.columns + 1):
        now = cover.worst(*axis.span(column)) if column < axis.columns else None
        if now != was:
            found.append((first, column))
            first, was = column, now or was
    return found


def strip_cells(cover: Cover, axis: Axis) -> Cells:
    """A line where all posts are held, a number of the missing where not, nothing where nobody is needed."""
    cells = Cells.blank(axis.columns)
    for column in range(axis.columns):
        need, short = cover.worst(*axis.span(column))
        if short:
            cells.fill(column, column + 1, str(short) if short <= MOST_DIGIT else "+", "short")
        elif need:
            cells.fill(column, column + 1, "═", "held")
    return cells


def peak_cells(cover: Cover, axis: Axis) -> Cells:
    """The peaks by name, and where nobody is free to respond in one."""
    cells = Cells.blank(axis.columns)
    for start, end, name in cover.peaks:
        _worded(cells, axis.cells(start, end), (name, "peak"), "┄", "peak")
    for finding in cover.lone:
        _worded(cells, axis.cells(finding.start, finding.end),
                ("✖ nobody free", "✖nobody", "✖none", "✖"), "░", "short")  # fmt: skip
    return cells


def _worded(cells: Cells, span: tuple[int, int], words: Sequence[str], fill: str, style: str) -> None:
    first, stop = span
    cells.fill(first, stop, fill, style)
    text = next((text for text in words if len(text) <= stop - first), "")
    cells.put(first, stop, text, style)
