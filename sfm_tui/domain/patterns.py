"""Duties from a shift pattern: who is on days, on nights or off, day by day through a cycle.

A cycle is written a letter to the day: `D` a day duty, `N` a night duty, `-` off. Hours are wall-clock times; a clock
change makes a night an hour shorter or longer, and the next one starts by the clock again (rules.md).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from sfm_tui.clock import from_local_lenient
from sfm_tui.clock.refusal import quoted
from sfm_tui.domain.roster_changes import Change
from sfm_tui.domain.roster_records import DutyRecord

MOST_CYCLE_DAYS = 56
MOST_DAYS = 731
_DAY = 1440
_RIGHT = "write D for a day duty, N for a night duty and - for a day off, such as DDNN----"


@dataclass(frozen=True, slots=True)
class Pattern:
    """A cycle and what the field calls it."""

    name: str
    cycle: str


PATTERNS = (
    Pattern("4-on-4-off days", "DDDD----"),
    Pattern("4-on-4-off nights", "NNNN----"),
    Pattern("4-on-4-off, 2 days 2 nights", "DDNN----"),
    Pattern("5-on-2-off days", "DDDDD--"),
    Pattern("5-on-2-off nights", "NNNNN--"),
    Pattern("2-2-3 days", "DD--DDD--DD---"),
    Pattern("2-2-3 nights", "NN--NNN--NN---"),
    Pattern("2-2-3 days, then nights", "DD--DDD--DD---NN--NNN--NN---"),
)


@dataclass(frozen=True, slots=True)
class Hours:
    """When a duty starts and ends by the wall clock, in minutes from midnight; an end not later is the next day's."""

    start: int
    end: int

    @property
    def minutes(self) -> int:
        """How long it lasts where no clock changes."""
        return self.end - self.start if self.end > self.start else self.end - self.start + _DAY


@dataclass(frozen=True, slots=True)
class PatternPlan:
    """Who works a cycle at a post. `lines` are officers, each with the day of the cycle (0 first) on which they begin.

    Duties start on the days from `first` to `last`, both counted in.
    """

    post: str
    cycle: str
    first: date
    last: date
    lines: Sequence[tuple[str, int]]
    day: Hours
    night: Hours


def read_cycle(text: str) -> str:
    """The cycle that a text states: letters, or a name of `PATTERNS`. Raises ValueError, in one line."""
    wanted = " ".join(text.split()).casefold()
    named = [pattern.cycle for pattern in PATTERNS if pattern.name.casefold() == wanted]
    if named:
        return named[0]
    cycle = "".join(text.split()).upper().replace(".", "-").replace("–", "-")
    if not re.fullmatch(r"[DN-]+", cycle):
        raise ValueError(f"{quoted(text)} is no pattern: {_RIGHT}")
    if len(cycle) > MOST_CYCLE_DAYS:
        raise ValueError(f"a cycle of {len(cycle)} days: it has {MOST_CYCLE_DAYS} at the most")
    if not cycle.strip("-"):
        raise ValueError(f"{quoted(text)} has no duty in it: {_RIGHT}")
    return cycle


def read_hours(text: str) -> Hours:
    """The hours that a text states: `0700-1900` or `19:00 to 07:00`. Raises ValueError, in one line."""
    found = re.fullmatch(r"([0-9]{1,2})[:.]?([0-9]{2})\s*(?:-|–|to)\s*([0-9]{1,2})[:.]?([0-9]{2})", text.strip())
    if found is None:
        raise ValueError(f"{quoted(text)}: write when it starts and ends, as 0700-1900")
    hour, minute, until_hour, until_minute = (int(part) for part in found.groups())
    if max(hour, until_hour) > 23 or max(minute, until_minute) > 59:
        raise ValueError(f"{quoted(text)} is no time of day: hours go from 00 to 23, minutes from 00 to 59")
    hours = Hours(hour * 60 + minute, until_hour * 60 + until_minute)
    if hours.start == hours.end:
        raise ValueError(f"{quoted(text)} starts and ends at the same time: write 0700-1900")
    return hours


def weekly_hours(cycle: str, day: Hours, night: Hours) -> float:
    """The mean hours a week of one who works a cycle, clock changes left aside."""
    minutes = cycle.count("D") * day.minutes + cycle.count("N") * night.minutes
    return minutes / 60 / len(cycle) * 7


def check_plan(plan: PatternPlan) -> None:
    """Raise ValueError, in one line, for a plan that cannot be worked."""
    read_cycle(plan.cycle)
    if plan.last < plan.first:
        raise ValueError(f"it ends on {plan.last}, before it begins on {plan.first}: check both days")
    if (plan.last - plan.first).days >= MOST_DAYS:
        raise ValueError("it goes on for more than 2 years: choose an earlier last day")
    if not plan.lines:
        raise ValueError("nobody is named: name the officers who work it")
    officers = [officer for officer, _ in plan.lines]
    if len(set(officers)) < len(officers):
        twice = next(officer for officer in officers if officers.count(officer) > 1)
        raise ValueError(f"{quoted(twice)} is named twice: name each officer once")
    for officer, begins in plan.lines:
        if not 0 <= begins < len(plan.cycle):
            raise ValueError(f"{quoted(officer)} begins on day {begins + 1}: the cycle has days 1 to {len(plan.cycle)}")
    _check_overlap(plan)


def _check_overlap(plan: PatternPlan) -> None:
    hours = {"D": plan.day, "N": plan.night}
    twice = plan.cycle + plan.cycle[0]
    for letter, following in pairwise(twice):
        if letter != "-" and following != "-" and hours[letter].start + hours[letter].minutes > (
            hours[following].start + _DAY
        ):  # fmt: skip
            raise ValueError(
                f"a {letter} duty would still run when the next day's {following} duty starts: check hours"
            )


def planned_duties(plan: PatternPlan, tz: ZoneInfo) -> list[DutyRecord]:
    """The duties of a plan by officer and start. Raises ValueError, in one line, where it cannot be worked."""
    check_plan(plan)
    hours = {"D": plan.day, "N": plan.night}
    made = []
    for officer, begins in plan.lines:
        for n in range((plan.last - plan.first).days + 1):
            letter = plan.cycle[(begins + n) % len(plan.cycle)]
            if letter == "-":
                continue
            start, end = _instants(plan.first + timedelta(days=n), hours[letter], tz)
            if start < end:
                made.append(DutyRecord(officer=officer, post=plan.post, start=start, end=end))
    return made


def _instants(day: date, hours: Hours, tz: ZoneInfo) -> tuple[int, int]:
    start = datetime.combine(day, time()) + timedelta(minutes=hours.start)
    return from_local_lenient(start, tz), from_local_lenient(start + timedelta(minutes=hours.minutes), tz)


def pattern_changes(planned: Iterable[DutyRecord], there: Iterable[DutyRecord]) -> tuple[list[Change], int]:
    """What is to be entered of planned duties, and how many are there already: those are left as they are."""
    keys = {duty.key for duty in there}
    planned = list(planned)
    changes = [Change(None, duty) for duty in planned if duty.key not in keys]
    return changes, len(planned) - len(changes)
