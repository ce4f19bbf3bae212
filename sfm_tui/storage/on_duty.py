"""Who stands where at an instant, and what is due from the posts: check calls, rounds.

An officer named on an incident is busy from its dispatch (else its report) until their last clear or stood-down
stamp, else its resolution, else its closing; while it runs, until then (rules.md, «Breach trace»).
"""

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from sfm_tui.domain.check_calls import LATE_SECONDS, State, caller, due_times, state
from sfm_tui.domain.presence import Presence
from sfm_tui.domain.roster import Duty
from sfm_tui.domain.roster_records import CheckCallRecord, PatrolRecord
from sfm_tui.storage.roster_rows import DAY_SECONDS, read_records, read_roster

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from sfm_tui.domain.spans import Span
    from sfm_tui.storage.store import Store

LATE_ON_SECONDS = 300
"""Booking on is late after 5 minutes (rules.md, «Response»)."""

_LONGEST_DUTY = 7 * DAY_SECONDS
_FORGOTTEN = 12 * 3600


@dataclass(frozen=True)
class OnDuty:
    """An officer on duty at an instant.

    `late` says that nobody booked them on five minutes after the start of a duty. `may_stand` is false where they are
    absent, unlicensed, not inducted or gone for one of their posts. `free` is what the findings call free to respond.
    """

    officer: str
    name: str
    duties: tuple[Duty, ...]
    free: bool
    incident: str
    late: bool
    may_stand: bool

    @property
    def posts(self) -> tuple[str, ...]:
        """The posts, each once, in alphabetical order."""
        return tuple(sorted({duty.post for duty in self.duties}))

    @property
    def on_two_posts(self) -> bool:
        """Whether they stand at two posts or more."""
        return len(self.posts) > 1


@dataclass(frozen=True)
class CallLine:
    """A check call that is due, and how it stands; `officer` is who called, or whose call it is."""

    post: str
    due: int
    state: State
    officer: str
    received: int | None
    action: str


@dataclass(frozen=True)
class PatrolLine:
    """A round that is due, and how it stands; it is late 15 minutes after it should have begun."""

    record: PatrolRecord
    state: Literal["expected", "late", "started", "done"]


def on_duty(store: "Store", at: int) -> list[OnDuty]:
    """Everybody on duty at an instant: the free first, then by their name."""
    rules = store.roster.rules()
    names = store.reference.names()
    with store.reading() as connection:
        roster = read_roster(connection, at, at + 1)
        busy = _busy(connection, at)
    presence = Presence(roster, rules.timezone)
    free = set(presence.free_responders(at))
    held: dict[str, list[Duty]] = {}
    for duty in presence.duties(at):
        held.setdefault(duty.officer, []).append(duty)
    found = [
        OnDuty(
            officer,
            names.get(officer, officer),
            tuple(duties),
            officer in free and officer not in busy,
            busy.get(officer, ""),
            any(_late(duty, at) for duty in duties),
            all(presence.may_stand(officer, duty.post, at) for duty in duties),
        )
        for officer, duties in held.items()
    ]
    return sorted(found, key=lambda who: (not who.free, bool(who.incident), who.name, who.officer))


def _late(duty: Duty, at: int) -> bool:
    on = at if duty.booked_on is None else duty.booked_on
    return on > duty.start + LATE_ON_SECONDS


def _busy(connection: "Connection", at: int) -> dict[str, str]:
    """The officers who are out on an incident at an instant, with its number, the oldest first."""
    incidents = connection.exec_driver_sql(
        "SELECT id, number, officers, reported, resolved, closed, state FROM incident WHERE struck = '' AND"
        " officers <> '' AND coalesce(dispatched, reported) <= ? AND (reported > ? OR state <> 'closed')"
        " ORDER BY reported",
        (at, at - _LONGEST_DUTY),
    ).all()
    stamped = {
        (incident, officer): last
        for incident, officer, last in connection.exec_driver_sql(
            "SELECT s.incident_id, s.officer, max(s.at) FROM json_each(?) k CROSS JOIN stamp s"
            " ON s.incident_id = k.value WHERE s.stamp IN ('clear', 'stood down') AND s.struck = '' AND s.officer <> ''"
            " GROUP BY s.incident_id, s.officer",
            (json.dumps([row[0] for row in incidents]),),
        )
    }
    busy: dict[str, str] = {}
    for key, number, officers, reported, resolved, closed, stands in incidents:
        ends = [end for end in (resolved, closed) if end is not None]
        for officer in officers.split():
            until = stamped.get((key, officer), ends[0] if ends else None)
            if until is None and stands == "closed":
                until = reported + _FORGOTTEN
            if until is None or at < until:
                busy.setdefault(officer, number)
    return busy


def check_calls(store: "Store", window: "Span", now: int) -> list[CallLine]:
    """The calls due in a window from the posts that have an interval, and those that were recorded besides."""
    with store.reading() as connection:
        low, high = window[0] - _LONGEST_DUTY, window[1] + DAY_SECONDS
        roster = read_roster(connection, low, high)
        held = {(call.post, call.due): call for call in read_records(connection, CheckCallRecord, window=window)}
    duties: dict[str, list[Duty]] = {post.post: [] for post in roster.posts if post.check_call_minutes}
    for duty in roster.duties:
        if duty.post in duties and duty.end > low:
            duties[duty.post].append(duty)
    due = {
        (post.post, at)
        for post in roster.posts
        if post.check_call_minutes
        for at in due_times(duties[post.post], post.check_call_minutes)
        if window[0] <= at < window[1]
    }
    lines = []
    for post, at in due | held.keys():
        call = held.get((post, at))
        received = call.received if call else None
        officer = (call.officer if call else "") or caller(duties.get(post, ()), at)
        lines.append(CallLine(post, at, state(at, received, now), officer, received, call.action if call else ""))
    return sorted(lines, key=lambda line: (line.due, line.post))


def patrols(store: "Store", window: "Span", now: int) -> list[PatrolLine]:
    """The rounds due in a window."""
    with store.reading() as connection:
        records = sorted(read_records(connection, PatrolRecord, window=window), key=lambda p: (p.due, p.patrol))
    return [PatrolLine(record, _walked(record, now)) for record in records]


def _walked(record: PatrolRecord, now: int) -> Literal["expected", "late", "started", "done"]:
    if record.ended is not None:
        return "done"
    if record.started is not None:
        return "started"
    return "late" if now > record.due + LATE_SECONDS else "expected"
