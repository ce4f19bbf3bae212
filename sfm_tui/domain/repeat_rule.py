"""Repeat rules as files and people write them: an RFC 5545 RRULE value without the prefix, in local time.

Only the rule's text is read here; `recurrence` gives the times. Walls are seconds of local time since 1970, as if
every day had 24 hours.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from sfm_tui.clock import to_local
from sfm_tui.clock.refusal import quoted

RIGHT = "write FREQ=DAILY;UNTIL=20261231T235959 or FREQ=WEEKLY;BYDAY=MO,FR"
DAY_SECONDS = 86_400

_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_FREQUENCIES = ("YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY", "MINUTELY", "SECONDLY")
_STEPS = {"HOURLY": 3600, "MINUTELY": 60, "SECONDLY": 1, "DAILY": DAY_SECONDS}
_RANGES = {
    "BYMONTH": (1, 12, False),
    "BYMONTHDAY": (1, 31, True),
    "BYYEARDAY": (1, 366, True),
    "BYWEEKNO": (1, 53, True),
    "BYHOUR": (0, 23, False),
    "BYMINUTE": (0, 59, False),
    "BYSECOND": (0, 59, False),
    "BYSETPOS": (1, 366, True),
}
_NOT_WITH = {
    "BYWEEKNO": frozenset(_FREQUENCIES) - {"YEARLY"},
    "BYYEARDAY": frozenset({"DAILY", "WEEKLY", "MONTHLY"}),
    "BYMONTHDAY": frozenset({"WEEKLY"}),
}
_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001  (a wall time, of no zone yet)


@dataclass(frozen=True, slots=True)
class RepeatRule:
    """A rule that was read. `until` is the last wall at which it may start; weekdays count from Monday 0.

    `weekdays` is None where none are named; `by` is the rule without its end, set where it has other parts than days
    and weeks, so that it takes the library to expand it.
    """

    frequency: str
    interval: int
    count: int | None
    until: int | None
    weekdays: frozenset[int] | None
    week_start: int
    by: str

    @property
    def step(self) -> int | None:
        """The seconds from one period to the next; None where they are weeks, months or years."""
        seconds = _STEPS.get(self.frequency)
        return None if seconds is None else seconds * self.interval


def wall_of(naive: datetime) -> int:
    """The wall of a local time without its zone; parts of a second are dropped."""
    return (naive - _EPOCH) // timedelta(seconds=1)


def naive_of(wall: int) -> datetime:
    """The local time of a wall, without a zone."""
    return _EPOCH + timedelta(seconds=wall)


@lru_cache(maxsize=1024)
def read_rule(text: str, tz: ZoneInfo) -> RepeatRule:
    """The rule that a text states; the zone is that of an UNTIL in UTC.

    Raises ValueError, in one line, for what is no rule, never starts or may start more often than once an hour.
    """
    parts = _parts(text)
    frequency = parts.get("FREQ", "")
    if frequency not in _FREQUENCIES:
        raise ValueError(f"{quoted(text)} is no repeat rule, it has no FREQ of its own: {RIGHT}")
    interval = _number(parts, "INTERVAL", text, 99_999) or 1
    count = _number(parts, "COUNT", text, 9_999_999)
    if count is not None and "UNTIL" in parts:
        raise ValueError(f"{quoted(text)} has both COUNT and UNTIL: one of them ends a rule")
    until = _until(parts["UNTIL"], text, tz) if "UNTIL" in parts else None
    week_start = _week_start(parts, text)
    numbers = {name: _numbers(parts, name, text) for name in _RANGES if name in parts}
    weekdays, ordinals = _by_day(parts, text)
    _fits(frequency, numbers, ordinals, text)
    _hourly_at_most(frequency, interval, numbers, text)
    _some_date(numbers, text)
    _some_position(frequency, numbers, weekdays, text)
    simple = frequency in ("DAILY", "WEEKLY") and not numbers
    ends = ("COUNT", "UNTIL")
    by = "" if simple else ";".join(f"{name}={value}" for name, value in parts.items() if name not in ends)
    return RepeatRule(frequency, interval, count, until, weekdays, week_start, by)


def _parts(text: str) -> dict[str, str]:
    parts: dict[str, str] = {}
    for part in text.strip().upper().split(";"):
        name, equals, value = part.partition("=")
        if name == "RRULE" or name.startswith("RRULE:"):
            raise ValueError(f"{quoted(text)}: leave out the RRULE: before the rule")
        if not equals or not value or not text.isascii():
            raise ValueError(f"{quoted(text)} is no repeat rule: {RIGHT}")
        if name not in ("FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYDAY", *_RANGES):
            raise ValueError(f"{quoted(text)}: {quoted(name)} is no part of a repeat rule: {RIGHT}")
        if name in parts:
            raise ValueError(f"{quoted(text)} has {name} twice: {RIGHT}")
        parts[name] = value
    return parts


def _number(parts: dict[str, str], name: str, text: str, most: int) -> int | None:
    value = parts.get(name)
    if value is None:
        return None
    if not re.fullmatch(r"[0-9]{1,7}", value) or not 1 <= int(value) <= most:
        raise ValueError(f"{quoted(text)}: {name} is a whole number from 1 to {most}, not {quoted(value)}")
    return int(value)


def _numbers(parts: dict[str, str], name: str, text: str) -> frozenset[int]:
    least, most, negative = _RANGES[name]
    sign = "[+-]?" if negative else ""
    found = set()
    for word in parts[name].split(","):
        if not re.fullmatch(rf"{sign}[0-9]{{1,3}}", word) or not least <= abs(int(word)) <= most:
            also = " or from the end with -" if negative else ""
            raise ValueError(f"{quoted(text)}: {name} goes from {least} to {most}{also}, not {quoted(word)}")
        found.add(int(word))
    return frozenset(found)


def _by_day(parts: dict[str, str], text: str) -> tuple[frozenset[int] | None, int]:
    """The weekdays named, and the largest number before any (2MO, -1FR), 0 where there is none."""
    if "BYDAY" not in parts:
        return None, 0
    words = parts["BYDAY"].split(",")
    for word in words:
        number = word[:-2]
        if word[-2:] not in _WEEKDAYS or (number and not re.fullmatch(r"[+-]?[1-9][0-9]?", number)):
            raise ValueError(f"{quoted(text)}: BYDAY names days as MO,TU,WE,TH,FR,SA,SU, not {quoted(word)}")
        if number and abs(int(number)) > 53:
            raise ValueError(f"{quoted(text)}: no year has a weekday {number.lstrip('+-')} times")
    largest = max(abs(int(word[:-2] or 0)) for word in words)
    return frozenset(_WEEKDAYS.index(word[-2:]) for word in words), largest


def _week_start(parts: dict[str, str], text: str) -> int:
    value = parts.get("WKST", "MO")
    if value not in _WEEKDAYS:
        raise ValueError(f"{quoted(text)}: WKST is one of {', '.join(_WEEKDAYS)}, not {quoted(value)}")
    return _WEEKDAYS.index(value)


def _until(value: str, text: str, tz: ZoneInfo) -> int:
    """The last wall: local as it stands, of a bare date its last second, with Z converted to the zone."""
    try:
        if not re.fullmatch(r"[0-9]{8}(T[0-9]{6}Z?)?", value):
            raise ValueError
        if len(value) == 8:
            return wall_of(datetime.strptime(value, "%Y%m%d")) + DAY_SECONDS - 1  # noqa: DTZ007  (a wall time)
        naive = datetime.strptime(value[:15], "%Y%m%dT%H%M%S")  # noqa: DTZ007  (a wall time)
        if not value.endswith("Z"):
            return wall_of(naive)
        local = to_local(int(naive.replace(tzinfo=UTC).timestamp()), tz)
    except ValueError:
        right = "write UNTIL=20261231, UNTIL=20261231T235959 or, in UTC, UNTIL=20261231T235959Z"
        raise ValueError(f"{quoted(text)}: {quoted(value)} is no end of a rule: {right}") from None
    return wall_of(local.replace(tzinfo=None))


def _fits(frequency: str, numbers: dict[str, frozenset[int]], ordinals: int, text: str) -> None:
    """What RFC 5545 does not let stand together."""
    for name in numbers:
        if frequency in _NOT_WITH.get(name, ()):
            raise ValueError(f"{quoted(text)}: {name} cannot stand with FREQ={frequency}: {RIGHT}")
    if ordinals and (frequency not in ("MONTHLY", "YEARLY") or "BYWEEKNO" in numbers):
        raise ValueError(f"{quoted(text)}: numbered days such as 2MO need FREQ=MONTHLY or YEARLY: {RIGHT}")
    if ordinals > 5 and (frequency == "MONTHLY" or "BYMONTH" in numbers):
        raise ValueError(f"{quoted(text)}: no month has a weekday {ordinals} times: {RIGHT}")


def _hourly_at_most(frequency: str, interval: int, numbers: dict[str, frozenset[int]], text: str) -> None:
    """Refuse two starts that may lie less than an hour apart, whatever days the rule leaves out."""
    minutes, seconds = (len(numbers[name]) if name in numbers else 0 for name in ("BYMINUTE", "BYSECOND"))
    wide = frequency in ("MINUTELY", "SECONDLY") and _STEPS[frequency] * interval >= 3600
    if frequency == "SECONDLY":
        good = wide or (minutes == 1 and seconds == 1)
    elif frequency == "MINUTELY":
        good = (wide or minutes == 1) and seconds <= 1
    else:
        good = minutes <= 1 and seconds <= 1
    if not good:
        raise ValueError(f"{quoted(text)} starts more often than once an hour: {RIGHT}")


def _some_position(
    frequency: str, numbers: dict[str, frozenset[int]], weekdays: frozenset[int] | None, text: str
) -> None:
    """Refuse a rule that wants a place among the starts of a period that none has: it would be sought for ever."""
    positions = numbers.get("BYSETPOS")
    if positions is None:
        return
    month_days = numbers.get("BYMONTHDAY")
    if frequency == "MONTHLY":
        days = len(month_days) if month_days else 31 if weekdays else 1
    else:
        days = {"YEARLY": 366, "WEEKLY": len(weekdays or {0})}.get(frequency, 1)
    hours = len(numbers.get("BYHOUR", {0})) if frequency in ("YEARLY", "MONTHLY", "WEEKLY", "DAILY") else 1
    if min(abs(position) for position in positions) > days * hours:
        raise ValueError(f"{quoted(text)} never starts, it has no such BYSETPOS: {RIGHT}")


def _some_date(numbers: dict[str, frozenset[int]], text: str) -> None:
    """Refuse a rule whose months and days no year has, such as 30 February."""
    if not {"BYMONTHDAY", "BYYEARDAY"} & numbers.keys():
        return
    months = numbers.get("BYMONTH", frozenset(range(1, 13)))
    month_days, year_days = numbers.get("BYMONTHDAY"), numbers.get("BYYEARDAY")
    for year in (2023, 2024):
        last = date(year, 12, 31).timetuple().tm_yday
        for n in range(1, last + 1):
            day = date(year, 1, 1) + timedelta(days=n - 1)
            end = (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
            if (
                day.month in months
                and (month_days is None or not month_days.isdisjoint((day.day, day.day - end.day - 1)))
                and (year_days is None or not year_days.isdisjoint((n, n - last - 1)))
            ):
                return
    raise ValueError(f"{quoted(text)} names days that no year has: {RIGHT}")
