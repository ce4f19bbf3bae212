"""Posts with nobody, or with fewer officers than the client asks for: `uncovered`, `under-covered`.

Per post one sum of changes at each instant, officers and heads needed side by side, and one pass over the instants.
"""

from collections.abc import Iterator

from sfm_tui.domain.findings.finding import Finding
from sfm_tui.domain.findings.sheet import Line, Sheet
from sfm_tui.domain.findings.words import MOST_NAMED, heads, some_of
from sfm_tui.domain.recurrence import occurrences
from sfm_tui.domain.roster import Duty
from sfm_tui.domain.spans import Span, common, merged, outside

UNCOVERED, UNDER_COVERED = "uncovered", "under-covered"

_ONE_PRESENT = 1 << 40
"""Officers present count above this bit, heads needed below it: both change in one addition."""
_NEEDED = _ONE_PRESENT - 1
_VARIES = -1

Changes = dict[int, int]
_PassedOver = tuple[int, int, str]
"""A span in which an officer is on the roster at a post and may not stand there."""


def cover_findings(sheet: Sheet) -> Iterator[Finding]:
    """Where fewer stand at a post than its cover rows ask for, post by post."""
    changes = _needed(sheet)
    passed_over: dict[str, list[_PassedOver]] = {post: [] for post in changes}
    for line in sheet.lines:
        _add_duties(sheet, line, changes)
        if line.barred_plain or line.tangled:
            _correct(sheet, line, changes)
        _note_passed_over(sheet, line, passed_over)
    for post, by_time in changes.items():
        yield from _gaps(post, by_time, sorted(passed_over[post]))


def _needed(sheet: Sheet) -> dict[str, Changes]:
    """The changes in heads needed at each post that has cover rows; posts often share their hours."""
    changes: dict[str, Changes] = {}
    known: dict[tuple[int, int, str, tuple[str, ...]], list[Span]] = {}
    for row in sheet.cover:
        if row.post not in sheet.posts:
            raise ValueError(f"a cover row is for the post {row.post}, which the roster does not have")
        if row.headcount < 0:
            raise ValueError(f"a cover row of {row.post} asks for {row.headcount} officers: 0 or more")
        when = row.start, row.end, row.repeat, row.excepted
        if when not in known:
            spans = occurrences(*when, sheet.tz, (sheet.low, sheet.high))
            known[when] = [sheet.cut(*span) for span in spans]
        by_time = changes.setdefault(row.post, {})
        for start, end in known[when]:
            by_time[start] = by_time.get(start, 0) + row.headcount
            by_time[end] = by_time.get(end, 0) - row.headcount
    return changes


def _add_duties(sheet: Sheet, line: Line, changes: dict[str, Changes]) -> None:
    """Add an officer's coming and going on each duty, as if they may stand all of it and never overlapped."""
    low, high = sheet.low, sheet.high
    for duty in line.duties:
        by_time = changes.get(duty.post)
        start, end = duty.start, duty.end
        if by_time is None or start >= high or end <= low:
            continue
        if start < low:
            start = low
        if end > high:
            end = high
        by_time[start] = by_time.get(start, 0) + _ONE_PRESENT
        by_time[end] = by_time.get(end, 0) - _ONE_PRESENT


def _correct(sheet: Sheet, line: Line, changes: dict[str, Changes]) -> None:
    """Put right where that is not so: at each post an officer counts once, and only while they may stand there."""
    crowded = _crowded(line.tangled)
    wrong = sheet.met(line.barred_plain)
    wrong += sheet.met([duty for duty in line.tangled if duty.post in crowded])
    wrong += sheet.met([duty for duty in line.barred_tangled if duty.post not in crowded])
    at_post: dict[str, list[Span]] = {}
    for duty in wrong:
        if duty.post in changes:
            at_post.setdefault(duty.post, []).append(sheet.cut(duty.start, duty.end))
    for post, spans in at_post.items():
        by_time = changes[post]
        for start, end in spans:
            by_time[start] -= _ONE_PRESENT
            by_time[end] += _ONE_PRESENT
        for start, end in common(merged(spans), sheet.may(line.officer, post)):
            by_time[start] = by_time.get(start, 0) + _ONE_PRESENT
            by_time[end] = by_time.get(end, 0) - _ONE_PRESENT


def _crowded(duties: list[Duty]) -> set[str]:
    """The posts at which duties of one officer overlap."""
    until: dict[str, int] = {}
    crowded = set()
    for duty in duties:
        if duty.start < until.get(duty.post, duty.start):
            crowded.add(duty.post)
        until[duty.post] = duty.end
    return crowded


def _note_passed_over(sheet: Sheet, line: Line, passed_over: dict[str, list[_PassedOver]]) -> None:
    """Keep, as a reason, when an officer is on the roster at a post and may not stand there."""
    for duty in sheet.met(line.barred):
        if duty.post in passed_over:
            for part in outside(sheet.may(line.officer, duty.post), duty.start, duty.end):
                passed_over[duty.post].append((*part, line.officer))


def _gaps(post: str, by_time: Changes, passed_over: list[_PassedOver]) -> Iterator[Finding]:
    now = 0
    kind, short, since, needed = "", 0, 0, 0
    why = _Why(post, passed_over)
    for at in sorted(by_time):
        change = by_time[at]
        if not change:
            continue
        now += change
        need, present = now & _NEEDED, now // _ONE_PRESENT
        if kind:
            if need - present == short and (kind == UNCOVERED) is (not present):
                if need != needed:
                    needed = _VARIES
                continue
            yield Finding(kind, post, None, since, at, short, why.text(kind, short, needed, since, at))
        if need > present:
            kind, short, since, needed = UNDER_COVERED if present else UNCOVERED, need - present, at, need
        else:
            kind = ""


class _Why:
    """The reasons at one post, asked for in order of time.

    Of those who are on the roster there and do not count it keeps the few who go last: as long as any go on, they do.
    A reason depends on nothing but what overlaps its finding, so that a part of the time gives the same ones.
    """

    def __init__(self, post: str, passed_over: list[_PassedOver]) -> None:
        self._post = post
        self._coming = passed_over
        self._next = 0
        self._until: dict[str, int] = {}
        self._states: dict[tuple[str, int, int], str] = {}

    def text(self, kind: str, short: int, needed: int, start: int, end: int) -> str:
        """What is asked for and who is there, as far as that is the same throughout, and who does not count."""
        text = self._states.get((kind, short, needed))
        if text is None:
            text = self._states[kind, short, needed] = self._state(kind, short, needed)
        while self._next < len(self._coming) and self._coming[self._next][0] < end:
            _, until, officer = self._coming[self._next]
            self._until[officer] = max(until, self._until.get(officer, until))
            if len(self._until) > MOST_NAMED + 1:
                del self._until[min(self._until, key=lambda officer: (self._until[officer], officer))]
            self._next += 1
        if self._until:
            names = sorted([officer for officer, until in self._until.items() if until > start])
            if names:
                return f"{text}; on the roster but may not stand there: {some_of(names)}"
            self._until.clear()
        return text

    def _state(self, kind: str, short: int, needed: int) -> str:
        if kind == UNCOVERED:
            return f"nobody is at {self._post}, {heads(short)} needed"
        if needed == _VARIES:
            return f"{self._post} is {heads(short)} short"
        return f"{self._post} has {needed - short} of {heads(needed)} needed"
