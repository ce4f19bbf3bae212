"""Check calls: when they are due from a lone post, and whether one came in time.

They are counted in real time from the beginning of a stretch of duty, its end included: an hourly post has 12 in a
night from 19:00 to 07:00, and 11 or 13 where the clocks change.
"""

from collections.abc import Iterable
from typing import Literal
from zoneinfo import ZoneInfo

from sfm_tui.clock import sure_clock
from sfm_tui.domain.roster import Duty
from sfm_tui.domain.spans import Span

EARLY_SECONDS, LATE_SECONDS = 600, 900
"""A call counts from 10 minutes before it is due until 15 minutes after."""

State = Literal["expected", "due", "received", "late", "early", "missed"]


def due_times(duties: Iterable[Duty], minutes: int) -> list[int]:
    """When calls are due from a post with these duties: each `minutes` of every stretch of overlapping active ones."""
    found: set[int] = set()
    for start, end in _stretches(duties):
        found.update(range(start + minutes * 60, end + 1, minutes * 60))
    return sorted(found)


def state(due: int, received: int | None, now: int) -> State:
    """How a call stands at `now`."""
    if received is not None:
        if received > due + LATE_SECONDS:
            return "late"
        return "early" if received < due - EARLY_SECONDS else "received"
    if now < due - EARLY_SECONDS:
        return "expected"
    return "due" if now <= due + LATE_SECONDS else "missed"


def caller(duties: Iterable[Duty], due: int) -> str:
    """The officer whose call it is: who is on duty then, else whose duty ends then; the first by number."""
    active = [duty for duty in duties if duty.active]
    here = sorted(duty.officer for duty in active if duty.start < due < duty.end)
    here = here or sorted(duty.officer for duty in active if duty.end == due)
    return here[0] if here else ""


def call_text(post: str, due: int, received: int | None, action: str, who: str, tz: ZoneInfo) -> str:
    """The line of the occurrence book: `Check call YARD 22:00: received 22:03 from Shaw, in time`."""
    head = f"Check call {post} {sure_clock(due, tz)}"
    if received is None:
        return f"{head} MISSED: {action}"
    stands = state(due, received, received)
    words = {"late": f"LATE by {(received - due) // 60} min", "early": "early"}.get(stands, "in time")
    told = f"{head}: received {sure_clock(received, tz)}{f' from {who}' if who else ''}, {words}"
    return f"{told}; {action}" if action else told


def round_text(
    patrol: str, due: int, started: int | None, ended: int | None, points: tuple[int, int], findings: str, who: str,
    tz: ZoneInfo,
) -> str:  # fmt: skip
    """The line of the occurrence book: `Patrol WALK 22:00: ended 22:31, 13 of 14 points; gate 3 found open`."""
    head = f"Patrol {patrol} {sure_clock(due, tz)}"
    by = f" by {who}" if who else ""
    if ended is None:
        return f"{head}: started {sure_clock(started, tz)}{by}" if started is not None else f"{head} due{by}"
    made, of = points
    text = f"{head}: ended {sure_clock(ended, tz)}{by}, {made} of {of} points"
    return f"{text}; {findings}" if findings else text


def _stretches(duties: Iterable[Duty]) -> list[Span]:
    joined: list[Span] = []
    for start, end in sorted((duty.start, duty.end) for duty in duties if duty.active):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
