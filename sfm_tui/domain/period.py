"""The days that figures are asked of: a week, a month, twelve weeks or any others, and those they are set against."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from sfm_tui.clock.days import Days
from sfm_tui.clock.show import MONTHS
from sfm_tui.domain.spans import Span

Kind = Literal["week", "month", "weeks", "days"]
BEFORE_WEEKS = 12
"""What a period is set against: so many weeks before its first day."""
_WEEK = timedelta(days=7)
_DAY = timedelta(days=1)
_FIRST_YEAR, _LAST_YEAR = 1971, 9000


@dataclass(frozen=True)
class Period:
    """From the first day to the last, both included; none lies after today, so that nothing planned is counted in."""

    kind: Kind
    first: date
    last: date
    today: date

    @classmethod
    def of(cls, kind: Kind, day: date, today: date) -> "Period":
        """The week, month or twelve weeks (up to the end of its week) of a day. Of a day ahead, that of today."""
        day = min(day, today)
        monday = day - timedelta(days=day.weekday())
        if kind == "month":
            first, last = day.replace(day=1), _after(day) - _DAY
        elif kind == "weeks":
            first, last = monday - (BEFORE_WEEKS - 1) * _WEEK, monday + 6 * _DAY
        else:
            first, last = monday, monday + 6 * _DAY
        return cls(kind if kind != "days" else "week", first, min(last, today), today)

    @classmethod
    def typed(cls, days: Days, today: date) -> "Period":
        """Any days, as far as they are not ahead."""
        first = min(days.first, today)
        return cls("days", first, max(first, min(days.last, today)), today)

    @property
    def days(self) -> Days:
        """Its days."""
        return Days(self.first, self.last)

    def window(self, tz: ZoneInfo) -> Span:
        """The instants of its first midnight and of that after its last day."""
        return self.days.bounds(tz)

    def against(self, tz: ZoneInfo) -> Span:
        """The twelve weeks before it."""
        return Days(self.first - BEFORE_WEEKS * _WEEK, self.first - _DAY).bounds(tz)

    def shifted(self, by: int) -> "Period":
        """The one before (-1) or after (+1); after the present one, the present one."""
        if not _FIRST_YEAR < self.first.year < _LAST_YEAR:
            return self
        if self.kind == "month":
            day = self.first - _DAY if by < 0 else _after(self.first)
            return self if day > self.today else Period.of("month", day, self.today)
        if self.kind in ("week", "weeks"):
            length = _WEEK if self.kind == "week" else BEFORE_WEEKS * _WEEK
            end = self.first + length - _DAY + by * length
            monday = end - 6 * _DAY
            return self if monday > self.today else Period.of(self.kind, min(end, self.today), self.today)
        length = self.last - self.first + _DAY
        first = self.first + by * length
        return (
            self if first > self.today else Period("days", first, min(self.last + by * length, self.today), self.today)
        )

    @property
    def present(self) -> bool:
        """Whether today is in it."""
        return self.last == self.today

    @property
    def name(self) -> str:
        """What it is called: `this week`, `last month`, `October 2026`, `these 12 weeks`."""
        if self.kind == "week":
            back = (self.today - timedelta(days=self.today.weekday()) - self.first).days // 7
            return {0: "this week", 1: "last week"}.get(back, "a week")
        if self.kind == "month":
            return "this month" if self.present else f"{MONTHS[self.first.month - 1]} {self.first.year:04}"
        if self.kind == "weeks":
            return "the last 12 weeks" if self.present else "12 weeks"
        return "these days"

    @property
    def short(self) -> str:
        """What it is called over a column: `this week`, `Oct 2026`, `12 weeks`."""
        if self.kind == "month":
            return f"{MONTHS[self.first.month - 1]} {self.first.year:04}"
        return {"week": self.name, "weeks": "12 weeks"}.get(self.kind, "days")

    @property
    def words(self) -> str:
        """Its name and its days; `so far` where today is in it."""
        so_far = " so far" if self.present and self.first != self.last and self.kind != "days" else ""
        return f"{self.name[:1].upper()}{self.name[1:]}{so_far}, {self.days.words}"


def months_until(last: date, many: int) -> list[Days]:
    """So many months up to the one in which a day lies, the newest first; that one up to the day."""
    found = []
    end = last
    for _ in range(many):
        first = end.replace(day=1)
        found.append(Days(first, end))
        end = first - _DAY
    return found


def _after(day: date) -> date:
    """The first day of the month after that of a day."""
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1)
