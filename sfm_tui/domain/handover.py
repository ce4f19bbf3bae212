"""The handover from one supervisor to the next: a draft made from the record, then two names under one text.

The draft is plain text that the outgoing supervisor edits; what is signed is not changed afterwards.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sfm_tui.clock import clock_text, day_text, local_date, short_clock
from sfm_tui.domain.event import Event, event
from sfm_tui.domain.roster_records import At
from sfm_tui.domain.text import Code, Line, Text

LONGEST_LINE = 160
MOST_LINES = 40
"""Lines of one section of a draft; what is more is counted."""


class RunningIncident(NamedTuple):
    """An incident that is not closed; `held` says that it is on hold."""

    number: str
    summary: str
    place: str
    severity: int
    reported: int
    officers: tuple[str, ...]
    held: bool


class GapLine(NamedTuple):
    """A finding of the roster in the hours to come; `post` and `officer` are empty where there is none."""

    kind: str
    post: str
    officer: str
    start: int
    end: int
    why: str


class CallLine(NamedTuple):
    """A check call that came late, or did not."""

    post: str
    due: int
    state: str
    officer: str
    action: str


class PointLine(NamedTuple):
    """A briefing point that officers have not acknowledged."""

    briefing: str
    text: str
    officers: tuple[str, ...]


class NoteLine(NamedTuple):
    """A line of the occurrence book."""

    at: int
    text: str


@dataclass(frozen=True)
class Picture:
    """What the record holds for the next supervisor, at an instant; `since` is the last handover, None for none.

    `actions` are open actions that are due, each as one line.
    """

    at: int
    since: int | None = None
    incidents: Sequence[RunningIncident] = ()
    gaps: Sequence[GapLine] = ()
    calls: Sequence[CallLine] = ()
    actions: Sequence[str] = ()
    unread: Sequence[PointLine] = ()
    notes: Sequence[NoteLine] = ()
    counted: Sequence[str] = ()


def draft_text(picture: Picture, names: Mapping[str, str], tz: ZoneInfo) -> str:
    """The draft; `names` are what officers are called, by staff number."""

    def when(at: int) -> str:
        same = local_date(at, tz) == local_date(picture.at, tz)
        return short_clock(at, tz) if same else f"{day_text(local_date(at, tz))[:-5]} {short_clock(at, tz)}"

    def called(officers: Iterable[str]) -> str:
        return ", ".join(names.get(officer, officer) for officer in officers)

    running = [one for one in picture.incidents if not one.held]
    held = [one for one in picture.incidents if one.held]
    since = "no handover before this one" if picture.since is None else f"since the handover of {when(picture.since)}"
    parts = [f"Handover {day_text(local_date(picture.at, tz))} {clock_text(picture.at, tz)[:5]}, {since}"]
    for title, some in (("Running incidents", running), ("Incidents on hold", held)):
        parts += _section(title, [_incident(one, when, called) for one in some])
    gaps = [
        (
            f"{when(gap.start)}–{_until(gap, when, tz)}",
            called([gap.officer] if gap.officer else []),
            gap.why or gap.kind,
        )
        for gap in picture.gaps
    ]
    parts += _section("Gaps in the next 24 hours", [" ".join(filter(None, gap)) for gap in gaps])
    calls = [
        (f"{when(call.due)} {call.post} {call.state}", called([call.officer] if call.officer else []), call.action)
        for call in picture.calls
    ]
    parts += _section("Check calls late or missed", [" ".join(filter(None, call)) for call in calls])
    parts += _section("Open actions due", picture.actions)
    parts += _section(
        "Briefing points unread",
        [f"{point.briefing} {_short(point.text)}: {called(point.officers)}" for point in picture.unread],
    )
    parts += _section("Notes since the last handover", [f"{when(note.at)} {note.text}" for note in picture.notes])
    if picture.counted:
        parts += ["", "Counted", *(f"- {thing}: " for thing in picture.counted)]
    return "\n".join([*parts, "", "For the next shift", "- "])


def _section(title: str, lines: Sequence[str]) -> list[str]:
    shown = [f"- {_short(line, LONGEST_LINE)}" for line in lines[:MOST_LINES]]
    if len(lines) > MOST_LINES:
        shown.append(f"- and {len(lines) - MOST_LINES} more")
    return ["", f"{title} ({len(lines)})" if lines else f"{title}: none", *shown]


def _until(gap: GapLine, when: Callable[[int], str], tz: ZoneInfo) -> str:
    """The end of a gap, with its day where that is not the one on which it starts."""
    same = local_date(gap.start, tz) == local_date(gap.end, tz)
    return short_clock(gap.end, tz) if same else when(gap.end)


def _incident(one: RunningIncident, when: Callable[[int], str], called: Callable[[Iterable[str]], str]) -> str:
    where = f", {one.place}" if one.place else ""
    said = f"{one.number} S{one.severity} {_short(one.summary) or 'no words yet'}{where}, reported {when(one.reported)}"
    return f"{said}, {called(one.officers)}" if one.officers else said


def _short(text: str, most: int = 90) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= most else f"{flat[: most - 1]}…"


# ── what the ledger keeps ────────────────────────────────────────────────────────────────────────────────────


class HandoverEvent(Event):
    """An act on one handover."""

    handover: Code

    @property
    def subject(self) -> str:
        """The handover, as links name it."""
        return f"handover:{self.handover}"


@event("handover.signed")
class HandoverSigned(HandoverEvent):
    """The outgoing supervisor signed; `to` is the one whom they expect, if they know."""

    text: Text
    to: Line = ""

    @property
    def words(self) -> str:
        """Its number and text."""
        return f"{self.handover}\n{self.text}"


@event("handover.accepted")
class HandoverAccepted(HandoverEvent):
    """The incoming supervisor accepted it."""


@event("handover.imported")
class HandoverImported(HandoverEvent):
    """A handover that came with a site folder."""

    at: At
    giver: Line
    receiver: Line = ""
    accepted_at: At | None = None
    text: Text

    @property
    def words(self) -> str:
        """Its number and text."""
        return f"{self.handover}\n{self.text}"
