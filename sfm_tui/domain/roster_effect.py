"""What a change of the roster does to its findings: told before it is saved, and taken up after it at little cost.

The findings of one officer hang on their own duties, licences and absences; those of a post on who stands there; the
lone peaks on who is free. So a change asks again about the officers it touches, about the posts and peaks for as long
as it touches them, and leaves all others as they are.
"""

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from sfm_tui.domain.candidates import Candidate, Pool
from sfm_tui.domain.findings import Finding, order, uncollected, whole
from sfm_tui.domain.findings.cover import cover_findings
from sfm_tui.domain.findings.double import double_findings
from sfm_tui.domain.findings.hours import hours_findings
from sfm_tui.domain.findings.licence import licence_findings
from sfm_tui.domain.findings.responder import responder_findings
from sfm_tui.domain.findings.rest import long_findings, rest_findings
from sfm_tui.domain.findings.sheet import Line, Sheet
from sfm_tui.domain.roster import CoverRow, Duty, Roster, Rules
from sfm_tui.domain.roster_changes import Change
from sfm_tui.domain.roster_plan import Books, Plan, grouped
from sfm_tui.domain.spans import Span, merged

_MANY = 1000


@dataclass(frozen=True)
class Effect:
    """What a change does: findings that go, findings that come, and the hours that it adds to the active duties.

    `changed` are findings that stay as they are but for their reason, as it was and as it will be.
    """

    removed: tuple[Finding, ...]
    added: tuple[Finding, ...]
    hours: float
    changed: tuple[tuple[Finding, Finding], ...] = ()


class Watch:
    """A roster in a window with its findings, always those that `findings` gives.

    Raises ValueError, as `findings` does, for what the roster does not have. To be used by one thread at a time.
    """

    def __init__(self, roster: Roster, window: Span, rules: Rules) -> None:
        self.window = window
        self.rules = rules
        self._take(roster)

    def _take(self, roster: Roster) -> None:
        sheet = Sheet(roster, self.window, self.rules)
        self._books = Books(sheet, roster)
        self._pool = Pool(self._books.lines, sheet.posts, sheet.standing, self.rules)
        self._by_officer: dict[str, list[Finding]] = {}
        self._by_post: dict[str, list[Finding]] = {}
        self._in_peaks: list[Finding] = []
        if self._open:
            with uncollected():
                self._by_officer = grouped(_of_officers(sheet), lambda finding: finding.officer or "")
                self._by_post = grouped(cover_findings(sheet), lambda finding: finding.post or "")
                self._in_peaks = list(responder_findings(sheet))
        parts = [*self._by_officer.values(), *self._by_post.values(), self._in_peaks]
        for found in parts:
            found[:] = sorted(whole(found, roster, self.rules), key=order)
        self._all = sorted(chain(*parts), key=order)

    @property
    def findings(self) -> list[Finding]:
        """All findings of the window by start, kind, post and officer."""
        return list(self._all)

    def candidates(self, post: str, start: int, end: int, *, leaving: Duty | None = None) -> list[Candidate]:
        """Who could cover [start, end) at a post, the best first; see `candidates.candidates`."""
        return self._pool.candidates(post, start, end, leaving=leaving)

    def effect(self, changes: Iterable[Change]) -> Effect:
        """What the changes would do; nothing is changed."""
        return _told(self._planned(changes))

    def apply(self, changes: Iterable[Change]) -> Effect:
        """Make the changes; what they did."""
        plan = self._planned(changes)
        self._books.take(plan)
        self._pool.standing = plan.standing
        self._put(plan)
        return _told(plan)

    def replace(self, roster: Roster) -> Effect:
        """Take another roster, whatever has changed in it: all is asked again."""
        old, seconds = self._all, self._books.seconds()
        self._take(roster)
        standing = self._books.sheet.standing
        return _told(Plan(standing, seconds=self._books.seconds() - seconds, old=old, new=self._all))

    @property
    def _open(self) -> bool:
        """Whether there is any time in the window."""
        return self.window[0] < self.window[1]

    def _planned(self, changes: Iterable[Change]) -> Plan:
        plan = self._books.planned(changes)
        if self._open:
            self._ask(plan)
        return plan

    def _ask(self, plan: Plan) -> None:
        for officer, line in plan.lines.items():
            plan.old += self._by_officer.get(officer, [])
            if line is not None:
                plan.new += _of_officers(self._books.sheet.part([line], standing=plan.standing))
        for post in {**plan.spots, **plan.cover}:
            cover = plan.cover.get(post, self._books.cover.get(post, []))
            spans = [self.window] if post in plan.cover else plan.spots[post]
            for stretch in self._stretches(spans, self._by_post.get(post, [])):
                plan.old += _inside(self._by_post.get(post, []), stretch)
                plan.new += cover_findings(self._part(plan, stretch, {post}, cover))
        responders = {post.post for post in self._books.sheet.posts.values() if post.responder}
        if responders and self.rules.peaks:
            for stretch in self._stretches(chain(*plan.spots.values()), self._in_peaks):
                plan.old += _inside(self._in_peaks, stretch)
                plan.new += responder_findings(self._part(plan, stretch, responders, ()))

    def _stretches(self, spans: Iterable[Span], found: Sequence[Finding]) -> list[Span]:
        """The spans cut to the window, each with the findings that touch it; nothing beside them can change."""
        wider = []
        for start, end in merged(spans):
            low, high = max(start, self.window[0]), min(end, self.window[1])
            if low >= high:
                continue
            after = bisect_left(found, high + 1, key=_start)
            for finding in found[max(bisect_left(found, low, key=_start) - 1, 0) : after]:
                if finding.end >= low:
                    start, end = min(start, finding.start), max(end, finding.end)
            wider.append((max(start, self.window[0]), min(end, self.window[1])))
        return merged(wider)

    def _part(self, plan: Plan, stretch: Span, posts: set[str], cover: Sequence[CoverRow]) -> Sheet:
        """The blocks in a stretch of those officers who have a duty at one of the posts in them."""
        lines = []
        for officer, line in chain(plan.lines.items(), self._others(plan)):
            duties = line.around(*stretch) if line is not None else []
            if any(duty.post in posts for duty in duties):
                lines.append(Line(officer, duties, self._books.sheet.posts, plan.standing))
        return self._books.sheet.part(lines, window=stretch, cover=cover, standing=plan.standing)

    def _others(self, plan: Plan) -> Iterator[tuple[str, Line]]:
        return ((officer, line) for officer, line in self._books.lines.items() if officer not in plan.lines)

    def _put(self, plan: Plan) -> None:
        """Take the plan's findings up, and those that it takes away out."""
        old, new = set(plan.old), set(plan.new)
        for finding in plan.old:
            if finding not in new:
                self._list_of(finding).remove(finding)
        for finding in plan.new:
            if finding not in old:
                insort(self._list_of(finding), finding, key=order)
        gone, come = old - new, new - old
        if len(gone) + len(come) > _MANY:
            self._all = sorted(chain((f for f in self._all if f not in gone), come), key=order)
            return
        for finding in gone:
            place = bisect_left(self._all, order(finding), key=order)
            del self._all[self._all.index(finding, place)]
        for finding in come:
            insort(self._all, finding, key=order)

    def _list_of(self, finding: Finding) -> list[Finding]:
        if finding.officer is not None:
            return self._by_officer.setdefault(finding.officer, [])
        return self._by_post.setdefault(finding.post, []) if finding.post is not None else self._in_peaks


def _of_officers(sheet: Sheet) -> Iterator[Finding]:
    kinds = (double_findings, licence_findings, rest_findings, long_findings, hours_findings)
    return chain.from_iterable(kind(sheet) for kind in kinds)


def _start(finding: Finding) -> int:
    return finding.start


def _inside(found: Sequence[Finding], stretch: Span) -> Sequence[Finding]:
    return found[bisect_left(found, stretch[0], key=_start) : bisect_left(found, stretch[1], key=_start)]


def _told(plan: Plan) -> Effect:
    """The difference of the plan's findings, those that differ only in their reason apart."""
    old, new = ({finding[:6]: finding for finding in some} for some in (plan.old, plan.new))
    both = [(old[key], new[key]) for key in old.keys() & new.keys() if old[key] != new[key]]
    return Effect(
        removed=tuple(sorted((old[key] for key in old.keys() - new.keys()), key=order)),
        added=tuple(sorted((new[key] for key in new.keys() - old.keys()), key=order)),
        hours=plan.seconds / 3600,
        changed=tuple(sorted(both, key=lambda pair: order(pair[1]))),
    )
