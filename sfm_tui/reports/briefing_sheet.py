"""The sheet for the stand-up: what the shift is to be told, and a line for each officer to sign."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from zoneinfo import ZoneInfo

from sfm_tui.clock import clock_text, day_text, local_date, short_clock
from sfm_tui.domain.briefing import Point, Shift
from sfm_tui.domain.repeat_words import words_of
from sfm_tui.reports.paper import Foot, Names
from sfm_tui.reports.plain import counted
from sfm_tui.storage.on_shift import Stands


@dataclass(frozen=True)
class PointLine:
    """A point as it is read out; `about` is who owns it, how long it holds and where it came from."""

    number: str
    priority: str
    text: str
    about: str
    told: str


@dataclass(frozen=True)
class OfficerLine:
    """An officer of the shift; `heard` says which points they acknowledged, empty where there is none yet."""

    name: str
    posts: str
    hours: str
    heard: str


@dataclass(frozen=True)
class BriefingSheet:
    """The briefing of one shift on paper."""

    template: ClassVar[str] = "briefing_sheet"
    title: str
    day: str
    note: str
    points: tuple[PointLine, ...]
    officers: tuple[OfficerLine, ...]
    foot: Foot


@dataclass(frozen=True)
class Told:
    """A point of the shift, when it was read out, who has not acknowledged it, and the records it came from."""

    point: Point
    told_at: int | None
    waiting: frozenset[str]
    sources: tuple[str, ...]


def build_briefing(
    shift: Shift, points: Sequence[Told], officers: Sequence[Stands], names: Names, tz: ZoneInfo, foot: Foot
) -> BriefingSheet:
    """The sheet of a shift; `points` in the order in which they are read out."""
    day = day_text(local_date(shift.start, tz))
    hours = f" {_hours(shift.start, shift.end, tz)}" if shift.end > shift.start else ""
    note = f"{counted(len(points), 'point')} for {counted(len(officers), 'officer')}"
    return BriefingSheet(
        title=f"Briefing, {day}{hours}",
        day=f"{day}{hours}",
        note=note,
        points=tuple(_point(told, names, tz) for told in points),
        officers=tuple(_officer(one, points, names, tz) for one in officers),
        foot=foot,
    )


def _point(told: Told, names: Names, tz: ZoneInfo) -> PointLine:
    point = told.point
    about = [names.author(point.owner)] if point.owner else []
    if point.until is not None:
        about.append(f"until {_when(point.until, tz)}")
    if point.repeat:
        about.append(words_of(point.repeat))
    about += [f"from {ref.replace(':', ' ', 1)}" for ref in told.sources]
    read = f"read out {clock_text(told.told_at, tz)}" if told.told_at is not None else ""
    return PointLine(point.briefing, point.priority, point.text, " · ".join(about), read)


def _officer(one: Stands, points: Sequence[Told], names: Names, tz: ZoneInfo) -> OfficerLine:
    heard = [told.point.briefing for told in points if one.officer not in told.waiting]
    words = "all acknowledged" if heard and len(heard) == len(points) else ", ".join(heard)
    posts = ", ".join(names.posts.get(post) or post for post in one.posts)
    return OfficerLine(names.officer_in_full(one.officer), posts, _hours(one.start, one.end, tz), words)


def _hours(start: int, end: int, tz: ZoneInfo) -> str:
    return f"{short_clock(start, tz)}–{short_clock(end, tz)}"


def _when(when: int | str, tz: ZoneInfo) -> str:
    if isinstance(when, int):
        return f"{day_text(local_date(when, tz))} {short_clock(when, tz)}"
    return day_text(date.fromisoformat(when))
