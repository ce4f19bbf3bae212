"""Who may stand where, and who does: for the findings over a window, for the desk and the trace at an instant.

An officer may stand at a post while they are not absent, hold a licence for its activity, are inducted and have not
left (rules.md, «Roster findings»). Instants are epoch seconds, local dates those of the site's zone.
"""

from collections.abc import Iterable, Sequence
from copy import copy
from datetime import date
from functools import lru_cache
from itertools import pairwise
from operator import attrgetter
from zoneinfo import ZoneInfo

from sfm_tui.clock import day_bounds, zone
from sfm_tui.domain.roster import ACTIVE, BARRED, COVERS, Absence, Duty, Licence, Officer, Post, Roster
from sfm_tui.domain.spans import ALWAYS, Held, Span, holds, less, merged, outside, within

UNLICENSED, ABSENT, NOT_INDUCTED, LEFT = "unlicensed", "absent", "not-inducted", "left"


@lru_cache(maxsize=8192)
def licence_span(licence: Licence, tz: ZoneInfo) -> Span:
    """When a licence is good, whatever it is good for; an empty span where it never was.

    `active` and `expired` go by the dates alone; the other states end it at the local midnight of `status_from`, or
    from the beginning where that is empty.
    """
    low, high = ALWAYS
    if licence.starts:
        low = day_bounds(date.fromisoformat(licence.starts), tz)[0]
    high = day_bounds(date.fromisoformat(licence.expires), tz)[1]
    if licence.status in BARRED:
        if not licence.status_from:
            return low, low
        high = min(high, day_bounds(date.fromisoformat(licence.status_from), tz)[0])
    return low, max(low, high)


class Standing:
    """When each officer may stand at posts of each activity, worked out when first asked."""

    def __init__(
        self, officers: Iterable[Officer], licences: Iterable[Licence], absences: Iterable[Absence], tz: ZoneInfo
    ) -> None:
        self.officers = {o.officer: o for o in officers}
        self._tz = tz
        self._licences: dict[str, list[Licence]] = {}
        for licence in licences:
            self._licences.setdefault(licence.officer, []).append(licence)
        away: dict[str, list[Span]] = {}
        for absence in absences:
            away.setdefault(absence.officer, []).append((absence.start, absence.end))
        self._absent = {officer: merged(spans) for officer, spans in away.items()}
        self._terms: dict[str, Span] = {}
        self._licensed: dict[tuple[str, str], list[Span]] = {}
        self._may: dict[tuple[str, str], list[Span]] = {}

    def altered(self, officer: str, licences: Iterable[Licence], absences: Iterable[Absence]) -> "Standing":
        """The same with other licences and absences of one officer."""
        other = copy(self)
        other._licences = {**self._licences, officer: list(licences)}
        other._absent = {**self._absent, officer: merged((absence.start, absence.end) for absence in absences)}
        other._licensed = {key: spans for key, spans in self._licensed.items() if key[0] != officer}
        other._may = {key: spans for key, spans in self._may.items() if key[0] != officer}
        return other

    def may(self, officer: str, activity: str) -> list[Span]:
        """When an officer may stand at a post of an activity, in order. Raises KeyError for an unknown officer."""
        known = self._may.get((officer, activity))
        if known is None:
            since, until = self.terms(officer)
            fit = within(self.licensed(officer, activity), since, until)
            known = self._may[officer, activity] = less(fit, self._absent.get(officer, ()))
        return known

    def licensed(self, officer: str, activity: str) -> list[Span]:
        """When some licence of an officer covers an activity; always where it needs none."""
        if activity == "none":
            return [ALWAYS]
        known = self._licensed.get((officer, activity))
        if known is None:
            spans = merged(licence_span(licence, self._tz) for licence in self.licences(officer, activity))
            known = self._licensed[officer, activity] = spans
        return known

    def licences(self, officer: str, activity: str) -> list[Licence]:
        """An officer's licences of the sectors that cover an activity, good or not."""
        return [held for held in self._licences.get(officer, ()) if activity in COVERS.get(held.sector, ())]

    def absent(self, officer: str) -> list[Span]:
        """When an officer is absent."""
        return self._absent.get(officer, [])

    def terms(self, officer: str) -> Span:
        """The instants of an officer's induction and of the end of their last day, as far as they are known.

        The second may lie before the first; they may stand somewhere between the two at most.
        """
        known = self._terms.get(officer)
        if known is None:
            record = self.officers[officer]
            since, until = ALWAYS
            if record.inducted_on:
                since = day_bounds(date.fromisoformat(record.inducted_on), self._tz)[0]
            if record.left_on:
                until = day_bounds(date.fromisoformat(record.left_on), self._tz)[1]
            known = self._terms[officer] = since, until
        return known

    def bars(self, officer: str, activity: str, start: int, end: int) -> list[tuple[str, int, int]]:
        """What keeps an officer from a post in [start, end): the kind of finding and the part that it holds for."""
        found = [(UNLICENSED, *part) for part in outside(self.licensed(officer, activity), start, end)]
        found += [(ABSENT, *part) for part in within(self.absent(officer), start, end)]
        since, until = self.terms(officer)
        if start < since:
            found.append((NOT_INDUCTED, start, min(end, since)))
        if until < end:
            found.append((LEFT, max(start, until), end))
        return found


def free_spans(duties: Sequence[Duty], posts: dict[str, Post], standing: Standing) -> list[Span]:
    """When the officer of these active duties is free to respond.

    That is on a duty at a responder post where they may stand, without a duty at any other post: of the posts at which
    they have a duty then there is just one, and it is a responder post.
    """
    if all(before.end <= after.start for before, after in pairwise(duties)):
        return merged(
            part
            for duty in duties
            if posts[duty.post].responder
            for part in within(standing.may(duty.officer, posts[duty.post].activity), duty.start, duty.end)
        )
    events = [(duty.start, 1, duty.post) for duty in duties]
    events += [(duty.end, -1, duty.post) for duty in duties]
    free: list[Span] = []
    counts: dict[str, int] = {}
    since = 0
    for at, change, code in sorted(events):
        if len(counts) == 1 and since < at:
            (only,) = counts
            if posts[only].responder:
                free += within(standing.may(duties[0].officer, posts[only].activity), since, at)
        counts[code] = counts.get(code, 0) + change
        if not counts[code]:
            del counts[code]
        since = at
    return merged(free)


class Presence:
    """Who is on duty at an instant, where, and who of them is free to respond: for the desk and the trace.

    Making it takes a pass over the roster; an answer takes time by how many are on duty then. Raises ValueError for
    an active duty of an officer or at a post that the roster does not have.
    """

    def __init__(self, roster: Roster, timezone: str) -> None:
        self.posts = {post.post: post for post in roster.posts}
        self.standing = Standing(roster.officers, roster.licences, roster.absences, zone(timezone))
        by_officer = active_duties(roster)
        self._duties = Held((duty.start, duty.end, duty) for held in by_officer.values() for duty in held)
        self._free = Held(
            (start, end, officer)
            for officer, held in by_officer.items()
            if any(self.posts[duty.post].responder for duty in held)
            for start, end in free_spans(held, self.posts, self.standing)
        )

    def duties(self, at: int) -> list[Duty]:
        """The active duties at an instant, by their start; whether their officers may stand there is not asked."""
        return self._duties.at(at)

    def may_stand(self, officer: str, post: str, at: int) -> bool:
        """Whether an officer may stand at a post. Raises KeyError where either is unknown."""
        return holds(self.standing.may(officer, self.posts[post].activity), at)

    def present(self, post: str, at: int) -> list[str]:
        """The officers on an active duty at a post who may stand there, in alphabetical order."""
        here = {duty.officer for duty in self.duties(at) if duty.post == post}
        return sorted(officer for officer in here if self.may_stand(officer, post, at))

    def free_responders(self, at: int) -> list[str]:
        """The officers free to respond at an instant, in alphabetical order (see `free_spans`)."""
        return sorted(self._free.at(at))


def active_duties(roster: Roster) -> dict[str, list[Duty]]:
    """Each officer's active duties by their start; officers without one have an empty list.

    Raises ValueError for an active duty of an officer or at a post that the roster does not have.
    """
    held: dict[str, list[Duty]] = {officer.officer: [] for officer in roster.officers}
    for duty in roster.duties:
        if duty.status in ACTIVE and duty.start < duty.end:
            if duty.officer not in held:
                raise ValueError(f"a duty at {duty.post} is held by {duty.officer}, whom the roster does not have")
            held[duty.officer].append(duty)
    posts = {post.post for post in roster.posts}
    for officer, duties in held.items():
        if unknown := {duty.post for duty in duties} - posts:
            raise ValueError(f"a duty of {officer} is at the post {min(unknown)}, which the roster does not have")
        duties.sort(key=attrgetter("start"))
    return held
