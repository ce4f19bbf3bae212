"""The roster as rows of bars: a row for each post or officer, as many lines each as stand side by side.

Duties, gaps, absences and short pauses are bars; what is wrong with a part of a duty is a part of its bar. Pure: made
once in a thread, and drawn by `roster_cells`.
"""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter

from sfm_tui.domain.findings import Finding
from sfm_tui.domain.roster import Absence, Duty

DOUBLE = "double-booked"
BARRED = {"unlicensed": "no licence", "absent": "absent", "not-inducted": "not inducted", "left": "has left"}
"""What keeps an officer from a post, in the words that stand on a bar."""

COVER = frozenset({"uncovered", "under-covered"})
_by_start = attrgetter("start")
_by_end = attrgetter("end")
_in_order = attrgetter("start", "end", "officer", "post")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a duty with which something is wrong: `kind` is that of its finding."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Bar:
    """Something that lasts: `kind` is duty, idle (cancelled or not turned up for), gap, absence or pause.

    `labels` are what may stand on it, the longest first. `warned` says that a duty is looked at for its rest or hours.
    """

    kind: str
    start: int
    end: int
    labels: tuple[str, ...]
    duty: Duty | None = None
    finding: Finding | None = None
    parts: tuple[Part, ...] = ()
    warned: bool = False


Lane = tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class TimeRow:
    """One post or officer: its code, what it is called, its lanes from top to bottom, each in order of time."""

    code: str
    label: str
    lanes: tuple[Lane, ...]


@dataclass(slots=True)
class _Lanes:
    """Lanes that are filled from the top: a bar goes into the first in which nothing stands at its time."""

    lanes: list[list[Bar]] = field(default_factory=list)

    def put(self, bar: Bar) -> None:
        for lane in self.lanes:
            n = bisect_left(lane, bar.start, key=_by_start)
            before_ends = n == 0 or lane[n - 1].end <= bar.start
            after_starts = n == len(lane) or bar.end <= lane[n].start
            if before_ends and after_starts:
                insort(lane, bar, key=_by_start)
                return
        self.lanes.append([bar])

    def rows(self) -> tuple[Lane, ...]:
        return tuple(tuple(lane) for lane in self.lanes) or ((),)


class Trouble:
    """The findings by whom and what they are about, so that each duty finds its own."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self._by_officer: dict[str, list[Finding]] = {}
        self._gaps: dict[str, list[Finding]] = {}
        for finding in findings:
            self._list_of(finding).append(finding)

    def _list_of(self, finding: Finding) -> list[Finding]:
        if finding.officer is not None:
            return self._by_officer.setdefault(finding.officer, [])
        return self._gaps.setdefault(finding.post or "", [])

    def change(self, removed: Iterable[Finding], added: Iterable[Finding]) -> None:
        """Take findings out and others in."""
        for finding in removed:
            self._list_of(finding).remove(finding)
        for finding in added:
            self._list_of(finding).append(finding)

    def of_officer(self, officer: str) -> Sequence[Finding]:
        """All that is about an officer."""
        return self._by_officer.get(officer, ())

    def of_post(self, post: str) -> Sequence[Finding]:
        """The gaps of a post; of the empty code, the peaks in which nobody is free to respond."""
        return self._gaps.get(post, ())

    def of_duty(self, duty: Duty) -> list[Finding]:
        """All that is wrong with an active duty, except the length of the week."""
        return [finding for finding in self.of_officer(duty.officer) if concerns(finding, duty)]

    def parts(self, duty: Duty) -> tuple[tuple[Part, ...], bool]:
        """The parts of a duty with which something is wrong, and whether its rest or length is to be looked at."""
        parts, warned = [], False
        for finding in self.of_duty(duty):
            if finding.kind == DOUBLE or finding.kind in BARRED:
                parts.append(Part(finding.kind, max(duty.start, finding.start), min(duty.end, finding.end)))
            else:
                warned = True
        return tuple(sorted(parts, key=lambda part: (part.kind == DOUBLE, part.start, part.kind))), warned


def concerns(finding: Finding, duty: Duty) -> bool:
    """Whether a finding is about an active duty; that about a week is about none."""
    if finding.officer != duty.officer or not duty.active:
        return False
    if finding.kind == "rest":
        return finding.end == duty.start
    if finding.kind == "weekly-hours" or not (finding.start < duty.end and duty.start < finding.end):
        return False
    if finding.kind == DOUBLE:
        return duty.post in (finding.post or "").split("+")
    return finding.kind == "long-duty" or finding.post == duty.post


def label_forms(name: str) -> tuple[str, ...]:
    """A name and what is left of it where there is little room: `Romeo 1`, `R1`; `L. Shaw`, `Shaw`, `LS`.

    A word with a figure in it stays whole, since a part of it would name somebody else.
    """
    words = name.split()
    if len(words) < 2:
        return (name,)
    initials = "".join(word if any(map(str.isdigit, word)) else word[0] for word in words)
    return tuple(dict.fromkeys((name, words[-1] if len(words[-1]) > 1 else name, initials)))


def post_row(post: str, label: str, duties: Iterable[Duty], trouble: Trouble, names: Mapping[str, str]) -> TimeRow:
    """The row of a post: its duties, then its gaps, then the duties that do not count."""
    lanes = _Lanes()
    in_order = sorted(duties, key=_in_order)
    for duty in in_order:
        if duty.active:
            lanes.put(_duty_bar(duty, label_forms(names.get(duty.officer) or duty.officer), trouble))
    for gap in sorted(trouble.of_post(post), key=_by_start):
        lanes.put(_gap_bar(gap))
    for duty in in_order:
        if not duty.active:
            lanes.put(_idle_bar(duty, label_forms(names.get(duty.officer) or duty.officer)))
    return TimeRow(post, label, lanes.rows())


def officer_row(
    officer: str, label: str, duties: Iterable[Duty], absences: Iterable[Absence], trouble: Trouble
) -> TimeRow:
    """The row of an officer: duties by their post's code, absences, short pauses, and duties that do not count."""
    lanes = _Lanes()
    in_order = sorted(duties, key=_in_order)
    for duty in in_order:
        if duty.active:
            lanes.put(_duty_bar(duty, (duty.post,), trouble))
    for absence in sorted(absences, key=_by_start):
        words = f"away: {absence.reason}" if absence.reason else "away"
        lanes.put(Bar("absence", absence.start, absence.end, (words, "away")))
    for finding in sorted(trouble.of_officer(officer), key=_by_start):
        if finding.kind == "rest":
            lanes.put(Bar("pause", finding.start, finding.end, ("short rest", "rest"), finding=finding))
    for duty in in_order:
        if not duty.active:
            lanes.put(_idle_bar(duty, (duty.post,)))
    return TimeRow(officer, label, lanes.rows())


def _duty_bar(duty: Duty, forms: tuple[str, ...], trouble: Trouble) -> Bar:
    parts, warned = trouble.parts(duty)
    return Bar("duty", duty.start, duty.end, forms, duty=duty, parts=parts, warned=warned)


def _gap_bar(gap: Finding) -> Bar:
    short = gap.short or 1
    words: tuple[str, ...] = (f"{short} short", f"−{short}")
    if gap.kind == "uncovered":
        words = ("nobody here", "nobody") if short == 1 else (f"nobody, {short} needed", "nobody")
    return Bar("gap", gap.start, gap.end, words, finding=gap)


def _idle_bar(duty: Duty, forms: tuple[str, ...]) -> Bar:
    return Bar("idle", duty.start, duty.end, (f"{forms[0]} {duty.status}", *forms), duty=duty)


def shown(lane: Lane, start: int, end: int) -> Lane:
    """The bars of a lane that meet a span."""
    first = bisect_right(lane, start, key=_by_end)
    return lane[first : bisect_left(lane, end, key=_by_start)]


def bar_at(lane: Lane, start: int, end: int) -> Bar | None:
    """The bar of a lane at a column: the one that has most of it."""
    some = shown(lane, start, end)
    return max(some, key=lambda bar: min(bar.end, end) - max(bar.start, start)) if some else None
