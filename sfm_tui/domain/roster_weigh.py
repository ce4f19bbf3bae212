"""What a change of the roster does to its findings: what goes, what is left of it, what is new, and what bars it.

An officer on two posts, without a licence, absent, gone or not inducted bars a change; short rest, a long duty or long
weeks are for the employer to decide, with a reason (rules.md, «Roster findings»).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sfm_tui.domain.findings import Finding, order
from sfm_tui.domain.findings.cover import UNCOVERED, UNDER_COVERED
from sfm_tui.domain.findings.double import DOUBLE_BOOKED
from sfm_tui.domain.findings.hours import WEEKLY_HOURS
from sfm_tui.domain.findings.rest import LONG_DUTY, REST
from sfm_tui.domain.presence import ABSENT, LEFT, NOT_INDUCTED, UNLICENSED
from sfm_tui.domain.roster_changes import Change
from sfm_tui.domain.roster_records import AbsenceRecord, DutyRecord
from sfm_tui.domain.spans import ALWAYS, Span, less, merged, within

BARS = frozenset({DOUBLE_BOOKED, UNLICENSED, ABSENT, LEFT, NOT_INDUCTED})
"""The kinds that no reason lifts."""

WARNINGS = frozenset({REST, LONG_DUTY, WEEKLY_HOURS})
"""The kinds that an employer may decide on, with a reason that is kept."""

_COVER = frozenset({UNCOVERED, UNDER_COVERED})


@dataclass(frozen=True, slots=True)
class Weighed:
    """The findings that a change ends, those that stay in a lesser form, and those that are new with it."""

    gone: tuple[Finding, ...]
    left: tuple[Finding, ...]
    come: tuple[Finding, ...]

    @property
    def bars(self) -> tuple[Finding, ...]:
        """Of the new ones, those for which the change cannot be made."""
        return tuple(found for found in self.come if found.kind in BARS)

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """Of the new ones, those for which a reason is asked."""
        return tuple(found for found in self.come if found.kind in WARNINGS)


def weigh(
    removed: Iterable[Finding], added: Iterable[Finding], changed: Iterable[tuple[Finding, Finding]] = (), *,
    gaining: Iterable[str] = (),
) -> Weighed:  # fmt: skip
    """Sort out what a change removes and adds; `gaining` are the officers who have more hours after it.

    An added finding counts as left over where what was removed held for all of its time, and no less heavily. Of those
    that are `changed` in their reason only, mean hours count as new for an officer who gains some, else as left over.
    """
    before, after, more = sorted(removed, key=order), sorted(added, key=order), set(gaining)
    by_case: dict[tuple[str, str | None, str | None], list[Finding]] = {}
    for found in before:
        by_case.setdefault(_case(found), []).append(found)
    left = [found for found in after if _lesser(found, by_case.get(_case(found), []))]
    come = [found for found in after if found not in left]
    for _, found in changed:
        if found.kind == WEEKLY_HOURS:
            (come if found.officer in more else left).append(found)
    return Weighed(tuple(before), tuple(sorted(left, key=order)), tuple(sorted(come, key=order)))


def touched(changes: Iterable[Change]) -> list[Span]:
    """The time of the duties and absences that changes are about, in order; always, where they are about more."""
    spans: list[Span] = []
    for change in changes:
        for record in (change.old, change.new):
            if isinstance(record, DutyRecord | AbsenceRecord):
                spans.append((record.start, record.end))
            elif record is not None:
                return [ALWAYS]
    return merged(spans)


def cut_to(found: Iterable[Finding], spans: Sequence[Span]) -> list[Finding]:
    """The findings as far as they lie in the spans; those that are told whole stay so.

    A gap that lasts for months is then told for the hours that a change is about.
    """
    cut: list[Finding] = []
    for one in found:
        if one.kind in WARNINGS:
            cut.append(one)
        else:
            cut += [one._replace(start=low, end=high) for low, high in within(spans, one.start, one.end)]
    return cut


def gaining(changes: Iterable[Change]) -> set[str]:
    """The officers who have more hours of active duty after the changes than before."""
    seconds: dict[str, int] = {}
    for change in changes:
        for record, sign in ((change.old, -1), (change.new, 1)):
            if isinstance(record, DutyRecord) and record.active:
                lasts = sign * (record.end - record.start)
                seconds[record.officer] = seconds.get(record.officer, 0) + lasts
    return {officer for officer, more in seconds.items() if more > 0}


def _case(found: Finding) -> tuple[str, str | None, str | None]:
    """What two findings share that tell of one thing."""
    kind = UNCOVERED if found.kind in _COVER else found.kind
    return kind, None if kind in (DOUBLE_BOOKED, REST) else found.post, found.officer


def _lesser(found: Finding, before: list[Finding]) -> bool:
    if found.kind == REST:
        return any(
            old.start < found.end and found.start < old.end and (old.short or 0) >= (found.short or 0) for old in before
        )
    held = merged((old.start, old.end) for old in before if (old.short or 0) >= (found.short or 0))
    return not less([(found.start, found.end)], held)
