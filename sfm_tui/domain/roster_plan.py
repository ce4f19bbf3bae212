"""What changes make of a roster's records: whose duties they touch, and at which posts for how long."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import TypeVar

from sfm_tui.domain.findings import Finding
from sfm_tui.domain.findings.sheet import Line, Sheet
from sfm_tui.domain.presence import Standing
from sfm_tui.domain.roster import Absence, CoverRow, Duty, Licence, Roster
from sfm_tui.domain.roster_changes import Change, as_plain
from sfm_tui.domain.spans import Span, less, merged

T = TypeVar("T")


@dataclass
class Plan:
    """What a change makes of the records that it touches, and the findings that it takes away and brings."""

    standing: Standing
    lines: dict[str, Line | None] = field(default_factory=dict)
    licences: dict[str, list[Licence]] = field(default_factory=dict)
    absences: dict[str, list[Absence]] = field(default_factory=dict)
    cover: dict[str, list[CoverRow]] = field(default_factory=dict)
    spots: dict[str, list[Span]] = field(default_factory=dict)
    seconds: int = 0
    old: list[Finding] = field(default_factory=list)
    new: list[Finding] = field(default_factory=list)

    def touch(self, duty: Duty) -> None:
        """Note that somebody stands differently at a post for the time of a duty."""
        self.spots.setdefault(duty.post, []).append((duty.start, duty.end))


class Books:
    """The records of a roster by whom and what they are about.

    `lines` are the active duties of each officer who has any, `cover` the rows of each post; `sheet` has the rest.
    """

    def __init__(self, sheet: Sheet, roster: Roster) -> None:
        self.sheet = sheet
        self.lines = {line.officer: line for line in sheet.lines}
        self.cover = grouped(roster.cover, lambda row: row.post)
        self._licences = grouped(roster.licences, lambda licence: licence.officer)
        self._absences = grouped(roster.absences, lambda absence: absence.officer)

    def seconds(self) -> int:
        """The length of all active duties together."""
        return sum(duty.end - duty.start for line in self.lines.values() for duty in line.duties)

    def take(self, plan: Plan) -> None:
        """Hold what a plan makes of the records."""
        self.sheet = self.sheet.part((), standing=plan.standing)
        for officer, line in plan.lines.items():
            if line is None:
                self.lines.pop(officer, None)
            else:
                self.lines[officer] = line
        self._licences |= plan.licences
        self._absences |= plan.absences
        self.cover |= plan.cover

    def planned(self, changes: Iterable[Change]) -> Plan:
        """What changes would make of the records; of several of one record the last counts.

        Raises ValueError for an officer or a post that the roster does not have.
        """
        plan = Plan(self.sheet.standing)
        last: dict[str, dict[tuple[object, ...], Change]] = {}
        for change in changes:
            last.setdefault(change.record.noun, {})[change.record.key] = change
        for change in last.get("cover", {}).values():
            self._plan_cover(plan, change)
        restanding = self._plan_standing(plan, [*last.get("licence", {}).values(), *last.get("absence", {}).values()])
        by_officer = grouped(last.get("duty", {}).values(), lambda change: str(change.record.key[0]))
        for officer in {**by_officer, **dict.fromkeys(restanding)}:
            self._plan_officer(plan, officer, by_officer.get(officer, []), restands=officer in restanding)
        return plan

    def _plan_cover(self, plan: Plan, change: Change) -> None:
        post = str(change.record.key[0])
        if post not in self.sheet.posts:
            raise ValueError(f"a cover row is for the post {post}, which the roster does not have")
        rows = plan.cover.get(post, self.cover.get(post, []))
        kept = [row for row in rows if (row.post, row.start, row.end, row.repeat) != change.record.key]
        plan.cover[post] = kept + ([] if change.new is None else [as_plain(change.new)])

    def _plan_standing(self, plan: Plan, changes: Sequence[Change]) -> set[str]:
        """Take up other licences and absences; the officers whose standing they change."""
        officers = {str(change.record.key[0]) for change in changes}
        for officer in officers:
            licences, absences = self._licences.get(officer, []), self._absences.get(officer, [])
            for change in changes:
                key = change.record.key
                fresh = [] if change.new is None else [as_plain(change.new)]
                if key[0] != officer:
                    continue
                if change.record.noun == "licence":
                    licences = [h for h in licences if (h.officer, h.sector, h.expires) != key] + fresh
                else:
                    absences = [a for a in absences if (a.officer, a.start) != key] + fresh
            plan.licences[officer], plan.absences[officer] = licences, absences
            plan.standing = plan.standing.altered(officer, licences, absences)
        return officers & self.sheet.standing.officers.keys()

    def _plan_officer(self, plan: Plan, officer: str, changes: Sequence[Change], *, restands: bool) -> None:
        line = self.lines.get(officer)
        held = line.duties if line is not None else []
        keys = {change.record.key[1:] for change in changes}
        gone = [duty for duty in held if (duty.post, duty.start) in keys]
        come = [as_plain(change.new) for change in changes if change.new is not None]
        come = [duty for duty in come if duty.active]
        for duty in come:
            if officer not in plan.standing.officers:
                raise ValueError(f"a duty at {duty.post} is held by {officer}, whom the roster does not have")
            if duty.post not in self.sheet.posts:
                raise ValueError(f"a duty of {officer} is at the post {duty.post}, which the roster does not have")
        for duty in chain(gone, come):
            plan.touch(duty)
        plan.seconds += sum(duty.end - duty.start for duty in come) - sum(duty.end - duty.start for duty in gone)
        duties = [duty for duty in held if (duty.post, duty.start) not in keys] + come
        duties.sort(key=lambda duty: duty.start)
        plan.lines[officer] = Line(officer, duties, self.sheet.posts, plan.standing) if duties else None
        if restands:
            self._touch_restanding(plan, officer, duties)

    def _touch_restanding(self, plan: Plan, officer: str, duties: Iterable[Duty]) -> None:
        """Note the duties for a part of which the officer may stand there now and might not before, or the reverse."""
        differs: dict[str, list[Span]] = {}
        for duty in duties:
            activity = self.sheet.posts[duty.post].activity
            if activity not in differs:
                was, will = self.sheet.standing.may(officer, activity), plan.standing.may(officer, activity)
                differs[activity] = merged(less(was, will) + less(will, was))
            if any(low < duty.end and duty.start < high for low, high in differs[activity]):
                plan.touch(duty)


def grouped(things: Iterable[T], name: Callable[[T], str]) -> dict[str, list[T]]:
    """Things by what they are about, each in the order in which they came."""
    groups: dict[str, list[T]] = {}
    for thing in things:
        groups.setdefault(name(thing), []).append(thing)
    return groups
