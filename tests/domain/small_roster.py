"""A small site for worked examples: three officers with every licence, a gate, a responder, a desk that needs none."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sfm_tui.domain.findings import Finding, findings
from sfm_tui.domain.roster import CoverRow, Duty, Licence, Officer, Peak, Post, Roster, Rules

LONDON = ZoneInfo("Europe/London")
GATE, RESP, DESK = Post("GATE"), Post("RESP", responder=True), Post("DESK", activity="none", special_case=True)
OFFICERS = (Officer("N1"), Officer("N2"), Officer("N3"))
LICENCES = tuple(Licence(officer.officer, "SG", "2030-12-31") for officer in OFFICERS)
ROSTER = Roster(posts=(GATE, RESP, DESK), officers=OFFICERS, licences=LICENCES)
RULES = Rules("Europe/London")
REST = Rules("Europe/London", daily_hours=11, weekly_average_hours=48, average_weeks=17, max_duty_hours=13)


def at(text: str, fold: int = 0) -> int:
    """The instant of a London time such as `2026-11-26 07:00`; fold 1 is the second pass of a repeated hour."""
    return int(datetime.fromisoformat(text).replace(tzinfo=LONDON, fold=fold).timestamp())


def duty(officer: str, post: str, start: str, end: str, status: str = "planned") -> Duty:
    return Duty(officer, post, at(start), at(end), status)


def cover(post: str, start: str, end: str, headcount: int = 1, repeat: str = "", excepted: str = "") -> CoverRow:
    return CoverRow(post, at(start), at(end), headcount, repeat, tuple(excepted.split()))


def peak(start: str, end: str, days: str = "0123456", name: str = "lunch") -> Peak:
    minutes = [int(clock[:2]) * 60 + int(clock[3:]) for clock in (start, end)]
    return Peak(name, frozenset(int(day) for day in days), minutes[0], minutes[1])


def found(
    rules: Rules = RULES, first: str = "2026-11-23", last: str = "2026-11-30", kinds: Sequence[str] = (), **parts: Any
) -> list[Finding]:
    """The findings of the small site with some parts replaced, from one midnight to another, of some kinds or all."""
    days = [date.fromisoformat(day) for day in (first, last)]
    window = tuple(int(datetime(day.year, day.month, day.day, tzinfo=LONDON).timestamp()) for day in days)
    everything = findings(replace(ROSTER, **parts), (window[0], window[1]), rules)
    return [finding for finding in everything if not kinds or finding.kind in kinds]


def brief(items: list[Finding]) -> list[tuple[str, str, str, str]]:
    """Kind, post or officer, start and end as London times, for comparing at a glance."""
    return [(f.kind, f.post or f.officer or "", clock(f.start), clock(f.end)) for f in items]


def clock(instant: int) -> str:
    return f"{datetime.fromtimestamp(instant, LONDON):%m-%d %H:%M}"
