"""Posts with nobody, or with fewer officers than the client asks for: `uncovered`, `under-covered`.

Per post all that happens there is put in order as plain numbers and gone through once.
"""

from collections import deque
from collections.abc import Iterator
from itertools import pairwise

from sfm_tui.domain.findings.finding import Finding
from sfm_tui.domain.findings.sheet import Line, Sheet
from sfm_tui.domain.findings.words import MOST_NAMED, heads, some_of
from sfm_tui.domain.recurrence import occurrences
from sfm_tui.domain.roster import Duty
from sfm_tui.domain.spans import Span, common, merged, outside

UNCOVERED, UNDER_COVERED = "uncovered", "under-covered"

_VARIES = -1
_CAME, _NEEDED, _WENT = range(3)
_LAST = -1

_PassedOver = tuple[int, int, str]
"""A span in which an officer is on the roster at a post and may not stand there."""


class _Tally:
    """What happens at one post: duties begin and end, heads needed change, some may not stand there."""

    __slots__ = ("came", "duties", "needed", "passed_over", "went")

    def __init__(self) -> None:
        self.duties: list[Duty] = []
        self.came: list[int] = []
        self.went: list[int] = []
        self.needed: dict[int, int] = {}
        self.passed_over: list[_PassedOver] = []

    def events(self, low: int) -> list[int]:
        """All that happens, in order: four times the seconds from `low` on, and what it is.

        In numbers as small as these, sorting is at its quickest.
        """
        base = low * 4
        came, went, needed = base - _CAME, base - _WENT, base - _NEEDED
        found = [at * 4 - came for at in self.came]
        found += [at * 4 - went for at in self.went]
        found += [at * 4 - needed for at, more in self.needed.items() if more]
        found.sort()
        return found


def cover_findings(sheet: Sheet) -> Iterator[Finding]:
    """Where fewer stand at a post than its cover rows ask for, post by post."""
    tallies = _needed(sheet)
    _add_duties(sheet, tallies)
    for line in sheet.lines:
        if line.barred_plain or line.tangled:
            _correct(sheet, line, tallies)
        _note_passed_over(sheet, line, tallies)
    for post, tally in tallies.items():
        why = _Why(post, sorted(tally.passed_over))
        for kind, start, end, short, needed in _gaps(tally, sheet.low):
            yield Finding(kind, post, None, start, end, short, why.text(kind, short, needed, start, end))


def _needed(sheet: Sheet) -> dict[str, _Tally]:
    """The heads needed at each post that has cover rows; posts often share their hours."""
    tallies: dict[str, _Tally] = {}
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
        if row.post not in tallies:
            tallies[row.post] = _Tally()
        by_time = tallies[row.post].needed
        for start, end in known[when]:
            by_time[start] = by_time.get(start, 0) + row.headcount
            by_time[end] = by_time.get(end, 0) - row.headcount
    return tallies


def _add_duties(sheet: Sheet, tallies: dict[str, _Tally]) -> None:
    """Add the coming and going on each duty, as if all may stand all of theirs and none overlapped."""
    elsewhere = deque[Duty](maxlen=0)
    put = dict.fromkeys(sheet.posts, elsewhere.append)
    put.update((post, tally.duties.append) for post, tally in tallies.items())
    for line in sheet.lines:
        for duty in line.duties:
            put[duty.post](duty)
    low, high = sheet.low, sheet.high
    for tally in tallies.values():
        came, went = [duty.start for duty in tally.duties], [duty.end for duty in tally.duties]
        if came and (min(came) < low or max(went) > high):
            duties = sheet.met(tally.duties)
            came, went = [max(duty.start, low) for duty in duties], [min(duty.end, high) for duty in duties]
        tally.came, tally.went, tally.duties = came, went, []


def _correct(sheet: Sheet, line: Line, tallies: dict[str, _Tally]) -> None:
    """Put right where that is not so: at each post an officer counts once, and only while they may stand there."""
    crowded = _crowded(line.tangled)
    wrong = sheet.met(line.barred_plain)
    wrong += sheet.met([duty for duty in line.tangled if duty.post in crowded])
    wrong += sheet.met([duty for duty in line.barred_tangled if duty.post not in crowded])
    at_post: dict[str, list[Span]] = {}
    for duty in wrong:
        if duty.post in tallies:
            at_post.setdefault(duty.post, []).append(sheet.cut(duty.start, duty.end))
    for post, spans in at_post.items():
        came, went = tallies[post].came, tallies[post].went
        for start, end in spans:
            went.append(start)
            came.append(end)
        for start, end in common(merged(spans), sheet.may(line.officer, post)):
            came.append(start)
            went.append(end)


def _crowded(duties: list[Duty]) -> set[str]:
    """The posts at which duties of one officer overlap."""
    until: dict[str, int] = {}
    crowded = set()
    for duty in duties:
        if duty.start < until.get(duty.post, duty.start):
            crowded.add(duty.post)
        until[duty.post] = duty.end
    return crowded


def _note_passed_over(sheet: Sheet, line: Line, tallies: dict[str, _Tally]) -> None:
    """Keep, as a reason, when an officer is on the roster at a post and may not stand there."""
    for duty in sheet.met(line.barred):
        if tally := tallies.get(duty.post):
            for part in outside(sheet.may(line.officer, duty.post), duty.start, duty.end):
                tally.passed_over.append((*part, line.officer))


def _gaps(tally: _Tally, low: int) -> Iterator[tuple[str, int, int, int, int]]:
    """Where heads lack: kind, start, end, heads short, heads needed as far as those stay the same."""
    present = needed = 0
    kind, short, since, asked = "", 0, 0, 0
    for event, following in pairwise([*tally.events(low), _LAST]):
        what = event & 3
        if what == _CAME:
            present += 1
        elif what == _WENT:
            present -= 1
        else:
            needed += tally.needed[event // 4 + low]
        if (needed <= present and not kind) or event // 4 == following // 4:
            continue
        if kind:
            if needed - present == short and (kind == UNCOVERED) is (not present):
                if needed != asked:
                    asked = _VARIES
                continue
            yield kind, since, event // 4 + low, short, asked
        kind = ""
        if needed > present:
            kind, short = UNDER_COVERED if present else UNCOVERED, needed - present
            since, asked = event // 4 + low, needed


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
