"""The time axis of the roster: which columns a span takes, and what stands above them.

Columns are as long as one another in elapsed time, so a night of 11 or 13 hours is drawn as long as it is; labels are
wall times, and the hour that comes twice stands there twice.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sfm_tui.clock import day_bounds, from_local_lenient, local_date, to_local
from sfm_tui.clock.show import DAYS, MONTHS

HOUR = 3600
STEPS = (300, 600, 900, 1200, 1800, 3600, 7200, 10_800, 14_400, 21_600)
"""Seconds a column may last: parts of an hour, or hours that part a day."""

ZOOMS = ("week", "day", "12 h")
DAY_STARTS = 6
"""A day and its night are looked at from 06:00 to 06:00."""

_TICKS = (1, 2, 3, 4, 6, 8, 12, 24)
_QUARTER = 900


@dataclass(frozen=True, slots=True)
class Axis:
    """`columns` columns of `step` seconds each, the first from the instant `start` on."""

    start: int
    step: int
    columns: int

    @property
    def end(self) -> int:
        """The instant after the last column."""
        return self.start + self.step * self.columns

    def column(self, at: int) -> int:
        """The column of an instant; below 0 or past the last for one that is not shown."""
        return (at - self.start) // self.step

    def span(self, column: int) -> tuple[int, int]:
        """The instants of a column, half-open."""
        return self.start + column * self.step, self.start + (column + 1) * self.step

    def cells(self, start: int, end: int) -> tuple[int, int]:
        """The columns that a span takes, half-open and cut to what is shown.

        Its ends are rounded to the nearest column; one cell is left of what would have none. Empty where the span
        lies outside.
        """
        if end <= self.start or start >= self.end:
            return 0, 0
        half = self.step // 2
        first = (start - self.start + half) // self.step
        stop = (end - self.start + half) // self.step
        if stop <= first:
            first = self.column((start + end) // 2)
            stop = first + 1
        first = min(max(0, first), self.columns - 1)
        return first, max(first + 1, min(self.columns, stop))

    def meets(self, start: int, end: int) -> bool:
        """Whether a span has a part that is shown."""
        return start < self.end and self.start < end


def monday(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def at_hour(day: date, hour: int, tz: ZoneInfo) -> int:
    """The instant of a full hour of a local day, the first of two."""
    return from_local_lenient(datetime.combine(day, time(hour)), tz)


def period(zoom: str, at: int, tz: ZoneInfo) -> tuple[int, int]:
    """The span that a zoom shows around an instant: its week, its day from 06:00 on, or half of that day."""
    if zoom == "week":
        first = monday(local_date(at, tz))
        return day_bounds(first, tz)[0], day_bounds(first + timedelta(days=6), tz)[1]
    local = to_local(at, tz)
    day = local.date() - timedelta(days=1 if local.hour < DAY_STARTS else 0)
    start, end = at_hour(day, DAY_STARTS, tz), at_hour(day + timedelta(days=1), DAY_STARTS, tz)
    if zoom == "day":
        return start, end
    middle = at_hour(day, DAY_STARTS + 12, tz)
    return (start, middle) if at < middle else (middle, end)


def stepped(zoom: str, at: int, by: int, tz: ZoneInfo) -> int:
    """The instant a week, a day or half a day away, at the same time of day by the wall clock."""
    away = {"week": timedelta(weeks=by), "day": timedelta(days=by)}.get(zoom, timedelta(hours=12 * by))
    return from_local_lenient(to_local(at, tz).replace(tzinfo=None) + away, tz)


def fitted(zoom: str, at: int, columns: int, tz: ZoneInfo) -> Axis:
    """The axis of at most so many columns that shows just the period around an instant, as large as it can be."""
    start, end = period(zoom, at, tz)
    columns = max(1, columns)
    step = next((step for step in STEPS if step * columns >= end - start), -(-(end - start) // columns))
    return Axis(start, step, -(-(end - start) // step))


Mark = tuple[int, str, str]
"""A column, a text that begins there, the name of its style."""


def midnights(axis: Axis, tz: ZoneInfo) -> list[tuple[int, date]]:
    """The columns at which a local day begins, and the first column with the day that it lies in."""
    day = local_date(axis.start, tz)
    found = [(0, day)]
    while True:
        day += timedelta(days=1)
        start = day_bounds(day, tz)[0]
        if start >= axis.end:
            return found
        found.append((axis.cells(start, start + 1)[0], day))


def day_marks(axis: Axis, tz: ZoneInfo, holidays: Mapping[date, str], today: date) -> list[Mark]:
    """The line of days: each where it begins, as long as there is room, with bank holidays and clock changes."""
    days = midnights(axis, tz)
    marks: list[Mark] = []
    for n, (column, day) in enumerate(days):
        room = (days[n + 1][0] if n + 1 < len(days) else axis.columns) - column - 1
        text = _first_fit(_day_forms(day, holidays.get(day, ""), _change(day, tz)), room)
        style = "holiday" if day in holidays else "today" if day == today else "day"
        if text:
            marks.append((column, text, style))
    return marks


def _day_forms(day: date, holiday: str, change: str) -> Iterator[str]:
    """What can be said of a day, the longest first."""
    name, number, month = DAYS[day.weekday()], day.day, MONTHS[day.month - 1]
    star = "★ " if holiday else ""
    if holiday:
        yield from (f"{base} {star}{holiday}{change}" for base in (f"{name} {number} {month}", f"{name} {number}"))
    sign = change.strip("· ")[:1] + star[:1]
    for base in (f"{name} {number} {month}", f"{name} {number}"):
        yield f"{base} {star}{change.strip()}".strip()
        yield f"{sign}{base}"
    yield f"{name} {number}"
    yield f"{sign}{name}"
    yield name
    yield name[:2]


def _change(day: date, tz: ZoneInfo) -> str:
    """What the clocks do on a day; empty where it has 24 hours."""
    start, end = day_bounds(day, tz)
    lasts = end - start
    if lasts == 24 * HOUR:
        return ""
    hours = f"{lasts // HOUR}" if lasts % HOUR == 0 else f"{lasts / HOUR:g}"
    return f" · ↶ {hours} h, clocks go back" if lasts > 24 * HOUR else f" · ↷ {hours} h, clocks go forward"


def _first_fit(forms: Iterator[str], room: int) -> str:
    return next((text for text in forms if len(text) <= room), "")


def hour_marks(axis: Axis, tz: ZoneInfo) -> list[Mark]:
    """The line of hours: as many as there is room for, both of an hour that comes twice, or `01×2` in their place."""
    every = next((k for k in _TICKS if k * HOUR >= 3 * axis.step), 24)
    marks: list[Mark] = []
    twice: list[Mark] = []
    last = -1
    first = axis.start + (-axis.start) % _QUARTER
    for at in range(first, axis.end, _QUARTER):
        local = to_local(at, tz)
        if local.minute:
            continue
        column, text = axis.cells(at, at + 1)[0], f"{local.hour:02}"
        again = local.hour == last
        last = local.hour
        if axis.step <= HOUR and (again or to_local(at + HOUR, tz).hour == local.hour):
            if again and twice and column < twice[-1][0] + 3:
                twice[-1] = (twice[-1][0], f"{text}×2", "twice")
            else:
                twice.append((column, text, "twice"))
        elif local.hour % every == 0:
            marks.append((column, text, "hour"))
    taken: list[Mark] = []
    for column, text, style in (*twice, *marks):
        end = column + len(text)
        if end <= axis.columns and all(end < other or column > other + len(by) for other, by, _ in taken):
            taken.append((column, text, style))
    return sorted(taken)
