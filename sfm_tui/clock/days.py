"""Days and spans of days as people type them: `14/11`, `2026-11-14`, `today`, `week`, `10/11 - 14/11`.

A day without a year is the latest of that name that is not ahead of today.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from sfm_tui.clock.forms import WEEKDAYS, days_of, split_weekday
from sfm_tui.clock.refusal import BadTime, quoted
from sfm_tui.clock.show import DAYS, MONTHS, day_text
from sfm_tui.clock.wall import day_bounds

DAY_FORMS = "write 14/11, 2026-11-14, 14 nov, today, mon, week, or two with a dash between them"
_LONGEST = 60
_MOST_DAYS_BACK = 4000
_MONTH_NAMES = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
_DASH = re.compile(r" ?(?:–|—|\.\.+| to | - ) ?")


@dataclass(frozen=True)
class Days:
    """From the first day to the last, both included."""

    first: date
    last: date

    @property
    def words(self) -> str:
        """`Sat 14 Nov 2026`, or `Mon 16 – Sun 22 Nov 2026` for several; never more than was typed."""
        first, last = self.first, self.last
        if first == last:
            return day_text(first)
        start = f"{DAYS[first.weekday()]} {first.day}"
        if (first.year, first.month) != (last.year, last.month):
            start += f" {MONTHS[first.month - 1]}"
        if first.year != last.year:
            start += f" {first.year:04}"
        return f"{start} – {day_text(last)}"

    def bounds(self, tz: ZoneInfo) -> tuple[int, int]:
        """The instants of the first midnight and of the one after the last day, half-open."""
        return day_bounds(self.first, tz)[0], day_bounds(self.last, tz)[1]


def parse_days(text: str, today: date) -> Days:
    """The days that a person means. Raises BadTime where it is no day or the first lies after the last."""
    words = " ".join(text.split()).lower()
    if not words:
        raise BadTime(f"no day was typed: {DAY_FORMS}")
    if len(words) > _LONGEST or not words.isprintable():
        raise BadTime(f"{quoted(text)} cannot be read as a day: {DAY_FORMS}")
    whole = _one(words, text, today)
    if whole is not None:
        return whole
    first, last = _halves(words)
    start = _needed(first, text, today)
    end = Days(today, today) if last in ("", "now") else _needed(last, text, today)
    if end.last < start.first:
        raise BadTime(f"{quoted(text)}: {day_text(start.first)} lies after {day_text(end.last)}")
    return Days(start.first, end.last)


def parse_day(text: str, today: date) -> date:
    """One day; raises BadTime for several."""
    days = parse_days(text, today)
    if days.first != days.last:
        raise BadTime(f"{quoted(text)} is more than one day: write 14/11, 2026-11-14, today or mon")
    return days.first


def _needed(words: str, text: str, today: date) -> Days:
    days = _one(words, text, today)
    if days is None:
        raise BadTime(f"{quoted(text)} cannot be read as a day: {DAY_FORMS}")
    return days


def _halves(words: str) -> tuple[str, str]:
    """What stands on both sides of a dash; a dash between two days with slashes may do without spaces."""
    for lead in ("since ", "from "):
        if words.startswith(lead) and not _DASH.search(words):
            return words.removeprefix(lead), ""
    words = words.removeprefix("from ")
    if words.endswith(" -"):
        return words.removesuffix(" -"), ""
    parts = _DASH.split(words)
    if len(parts) == 1 and "/" in words:
        parts = words.split("-")
    return (parts[0], parts[1]) if len(parts) == 2 else (words, words)


def _one(words: str, text: str, today: date) -> Days | None:
    day = _day(words, text, today)
    return Days(day, day) if day is not None else _period(words, text, today)


def _day(words: str, text: str, today: date) -> date | None:
    """A single day; None for another form."""
    back = {"today": 0, "y": 1, "yesterday": 1}.get(words)
    if back is not None:
        return today - timedelta(days=back)
    for number, name in enumerate(WEEKDAYS):
        if words in (name, name[:3]):
            return today - timedelta(days=(today.weekday() - number) % 7)
    weekday, dated = split_weekday(words)
    day = _dated(dated, text, today)
    if day is not None and weekday is not None and weekday != day.weekday():
        raise BadTime(f"{quoted(text)} would be {day_text(day)}, another weekday: check the date")
    return day


def _dated(words: str, text: str, today: date) -> date | None:
    match = re.fullmatch(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})", words)
    if match:
        return _latest(match[1], int(match[3]), int(match[4]), text, today)
    match = re.fullmatch(r"([0-9]{1,2})/([0-9]{1,2})(?:/([0-9]{4}|[0-9]{2}))?", words)
    match = match or re.fullmatch(r"([0-9]{1,2})[-.]([0-9]{1,2})[-.]([0-9]{4})", words)
    if match:
        return _latest(match[3], int(match[2]), int(match[1]), text, today)
    match = re.fullmatch(r"([0-9]{1,2})(?:st|nd|rd|th)? ?([a-z]+)(?: ([0-9]{4}))?", words)
    month = _month(match[2]) if match else None
    if match and month:
        return _latest(match[3], month, int(match[1]), text, today)
    match = re.fullmatch(r"-([0-9]{1,4})", words)
    if match and int(match[1]) <= _MOST_DAYS_BACK:
        return today - timedelta(days=int(match[1]))
    return None


def _latest(year: str | None, month: int, day: int, text: str, today: date) -> date:
    days = days_of(year, month, day, text, today)
    return days[0] if year is not None else next((d for d in days if d <= today), days[0])


def _month(name: str) -> int | None:
    return next((n for n, full in enumerate(_MONTH_NAMES, 1) if name in (full, full[:3], full[:4])), None)


def _period(words: str, text: str, today: date) -> Days | None:
    """A week, a month, some days up to today; None for another form."""
    monday = today - timedelta(days=today.weekday())
    if words in ("week", "this week", "last week"):
        start = monday - timedelta(days=7 if words.startswith("last") else 0)
        return Days(start, start + timedelta(days=6))
    match = re.fullmatch(r"(?:last )?([0-9]{1,3}) ?d(?:ays?)?", words)
    if match and int(match[1]):
        return Days(today - timedelta(days=int(match[1]) - 1), today)
    if words in ("month", "this month"):
        return _month_days(today.year, today.month)
    if words == "last month":
        end = today.replace(day=1) - timedelta(days=1)
        return _month_days(end.year, end.month)
    match = re.fullmatch(r"([a-z]+)(?: ([0-9]{4}))?", words)
    month = _month(match[1]) if match else None
    if match and month:
        first = _latest(match[2], month, 1, text, today)
        return _month_days(first.year, first.month)
    match = re.fullmatch(r"([0-9]{4})-([0-9]{1,2})", words)
    if match:
        first = _latest(match[1], int(match[2]), 1, text, today)
        return _month_days(first.year, first.month)
    return None


def _month_days(year: int, month: int) -> Days:
    following = date(year + month // 12, month % 12 + 1, 1)
    return Days(date(year, month, 1), following - timedelta(days=1))
