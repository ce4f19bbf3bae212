"""Who stands where at an instant, and what is due from the posts: check calls, rounds.

Who is busy on an incident, and from when until when, is what `domain.moment` says.
"""

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from sfm_tui.domain.check_calls import LATE_SECONDS, State, caller, due_times, state
from sfm_tui.domain.kpi_roster import LATE_ON_SECONDS
from sfm_tui.domain.moment import AtPosts, Moment, Moments
from sfm_tui.domain.presence import Presence
from sfm_tui.domain.roster import Duty
from sfm_tui.domain.roster_records import CheckCallRecord, PatrolRecord
from sfm_tui.storage.outings import read_outings
from sfm_tui.storage.roster_rows import DAY_SECONDS, read_records, read_roster

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from sfm_tui.domain.spans import Span
    from sfm_tui.storage.store import Store

_LONGEST_DUTY = 7 * DAY_SECONDS


@dataclass(frozen=True)
class OnDuty(AtPosts):
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
        outings = read_outings(connection, at, sent_again=True)
    return found_on_duty(Moments(Presence(roster, rules.timezone), outings).at(at), names)


def found_on_duty(moment: Moment, names: dict[str, str]) -> list[OnDuty]:
    """A moment as the desk shows it: the free first, then by their name."""
    found = [
        OnDuty(
            stand.officer,
            names.get(stand.officer, stand.officer),
            stand.duties,
            stand.responds and not stand.incidents,
            stand.incidents[0] if stand.incidents else "",
            any(_late(duty, moment.at) for duty in stand.duties),
            stand.may_stand,
        )
        for stand in moment.stands
    ]
    return sorted(found, key=lambda who: (not who.free, bool(who.incident), who.name, who.officer))


def moment_of(store: "Store", at: int, *, besides: str = "") -> Moment:
    """Who stood where at an instant, by rules.md, «Breach trace»; the incident `besides` keeps nobody busy."""
    rules = store.roster.rules()
    with store.reading() as connection:
        roster = read_roster(connection, at, at + 1)
        outings = read_outings(connection, at)
    if roster.gone:
        return Moment(at, (), gone=True)
    return Moments(Presence(roster, rules.timezone), outings).at(at, besides=besides)


def _late(duty: Duty, at: int) -> bool:
    on = at if duty.booked_on is None else duty.booked_on
    return on > duty.start + LATE_ON_SECONDS


def check_calls(store: "Store", window: "Span", now: int) -> list[CallLine]:
    """The calls due in a window from the posts that have an interval, and those that were recorded besides."""
    with store.reading() as connection:
        due, held, duties = _calls_due(connection, window)
    lines = []
    for post, at in due | held.keys():
        call = held.get((post, at))
        received = call.received if call else None
        officer = (call.officer if call else "") or caller(duties.get(post, ()), at)
        lines.append(CallLine(post, at, state(at, received, now), officer, received, call.action if call else ""))
    return sorted(lines, key=lambda line: (line.due, line.post))


def call_states(connection: "Connection", window: "Span", now: int) -> "Counter[State]":
    """How many of those calls stand how."""
    due, held, _ = _calls_due(connection, window)
    received = {key: call.received for key, call in held.items()}
    return Counter(state(key[1], received.get(key), now) for key in due | held.keys())


def _calls_due(
    connection: "Connection", window: "Span"
) -> tuple[set[tuple[str, int]], dict[tuple[str, int], CheckCallRecord], dict[str, list[Duty]]]:
    """What is due by the duties, what is recorded, both by post and time, and the duties of the posts."""
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
    return due, held, duties


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
