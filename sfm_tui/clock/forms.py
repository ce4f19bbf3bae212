"""The house's own forms of a typed time: what the words say, before any zone resolves it."""

import re
from dataclasses import dataclass
from datetime import date, time, timedelta

from sfm_tui.clock.refusal import FORMS, BadTime, quoted

CLOCK = r"[0-9]{1,2}[:.][0-9]{2}(?:[:.][0-9]{2})?|[0-9]{3,4}|[0-9]{6}"
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAY = "|".join(f"{name}|{name[:3]}" for name in WEEKDAYS)
_YEARS = range(1900, 3000)
_LONGEST_ELAPSED = 7 * 86_400


@dataclass(frozen=True, slots=True)
class Reading:
    """A clock time on the latest of some days, given latest first, that the present allows.

    `ahead` says whether it may lie a little ahead of now; `offset` is the one that was typed, in
    seconds; `weekday` (0 is Monday) the one that was named beside the date and must agree with it.
    """

    clock: time
    days: tuple[date, ...]
    ahead: bool = True
    offset: int | None = None
    weekday: int | None = None


def elapsed(words: str, text: str) -> int | None:
    """The seconds of `-5`, `-1h10`, `-90s`, `-1:10`, `+2`, with their sign; None for another form."""
    if words[:1] not in ("+", "-"):
        return None
    match = re.fullmatch(
        r"[+-] ?(?:(?P<h>[0-9]{1,3}) ?h ?(?:(?P<hm>[0-9]{1,2}) ?m?)?|(?P<ch>[0-9]{1,3}):(?P<cm>[0-9]{2})|"
        r"(?P<m>[0-9]{1,5}) ?(?:m ?(?:(?P<ms>[0-9]{1,2}) ?s?)?)?|(?P<s>[0-9]{1,6}) ?s)",
        words,
    )
    if match is None:
        raise BadTime(f"{quoted(text)} cannot be read: write -5, -1h10, -90s or +2")
    part = {name: int(value or 0) for name, value in match.groupdict().items()}
    if max(part["hm"], part["cm"], part["ms"]) > 59:
        raise BadTime(f"{quoted(text)} cannot be read: after the hours come 00 to 59 minutes, as -1h10")
    minutes = (part["h"] + part["ch"]) * 60 + part["hm"] + part["cm"] + part["m"]
    seconds = minutes * 60 + part["ms"] + part["s"]
    if seconds > _LONGEST_ELAPSED:
        raise BadTime(f"{quoted(text)} is more than 7 days: write the date and the time, as 14/11 0630")
    return -seconds if words[0] == "-" else seconds


def clock_of(token: str, text: str) -> time | None:
    """The time of day `2215`, `915`, `221530`, `22:15[:30]`, `22.15`; None for another shape.

    Raises BadTime where the shape is right and the numbers are not, as in `2475`.
    """
    match = re.fullmatch(r"([0-9]{1,2})([:.])([0-9]{2})(?:\2([0-9]{2}))?", token)
    if match:
        hour, minute, second = match[1], match[3], match[4] or "0"
    elif re.fullmatch(r"[0-9]{3,4}", token):
        hour, minute, second = token[:-2], token[-2:], "0"
    elif re.fullmatch(r"[0-9]{6}", token):
        hour, minute, second = token[:2], token[2:4], token[4:]
    else:
        return None
    if hour == "24" and int(minute) == int(second) == 0:
        raise BadTime(f"{quoted(text)} is no time of day: midnight is 0000")
    try:
        return time(int(hour), int(minute), int(second))
    except ValueError:
        raise BadTime(
            f"{quoted(text)} is no time of day: hours go from 00 to 23, minutes and seconds from 00 to 59"
        ) from None


def reading_of(words: str, text: str, today: date) -> Reading | None:
    """A clock time alone, or on a day that is named in the house's forms; None for any other text."""
    clock = clock_of(words, text)
    if clock is not None:
        return Reading(clock, tuple(today + timedelta(days=n) for n in (1, 0, -1)))
    match = re.fullmatch(rf"(yesterday|today|y|{_WEEKDAY}),? ?({CLOCK})", words)
    if match:
        return _on_named_day(match[1], clock_or_refuse(match[2], text), today)
    weekday, dated = split_weekday(words)
    match = re.fullmatch(rf"([0-9]{{1,2}})/([0-9]{{1,2}})(?:/([0-9]{{4}}|[0-9]{{2}}))?,? ({CLOCK})", dated)
    if match is None:
        match = re.fullmatch(rf"([0-9]{{1,2}})[-.]([0-9]{{1,2}})[-.]([0-9]{{4}}),? ({CLOCK})", dated)
    if match:
        clock = clock_or_refuse(match[4], text)
        days = days_of(match[3], int(match[2]), int(match[1]), text, today)
        return Reading(clock, days, weekday=weekday)
    match = re.fullmatch(
        rf"([0-9]{{4}})([-/.])([0-9]{{1,2}})\2([0-9]{{1,2}})[ t]({CLOCK})(z|[+-][0-9]{{2}}:?[0-9]{{2}})?",
        dated,
    )
    if match:
        clock = clock_or_refuse(match[5], text)
        days = days_of(match[1], int(match[3]), int(match[4]), text, today)
        return Reading(clock, days, offset=_offset(match[6], text), weekday=weekday)
    return None


def clock_or_refuse(token: str, text: str) -> time:
    """As `clock_of`, raising BadTime for another shape too."""
    clock = clock_of(token, text)
    if clock is None:
        raise BadTime(f"{quoted(text)} cannot be read as a time: {FORMS}")
    return clock


def split_weekday(words: str) -> tuple[int | None, str]:
    """The weekday that stands first in the words (0 is Monday), and the words without it."""
    match = re.match(rf"({_WEEKDAY}),? ", words)
    return (_weekday(match[1]), words[match.end() :]) if match else (None, words)


def days_of(year: str | None, month: int, day: int, text: str, today: date) -> tuple[date, ...]:
    """The day named, or without a year the days of that name up to tomorrow, latest first.

    Raises BadTime where the calendar has none.
    """
    if year is not None:
        number = int(year) + (2000 if len(year) == 2 else 0)
        if number not in _YEARS:
            raise BadTime(f"{quoted(text)} is out of range: check the year")
        years = range(number, number + 1)
    else:  # 29 February may be eight years back
        last = (today + timedelta(days=1)).year
        years = range(last, last - 9, -1)
    days = []
    for number in years:
        try:
            days.append(date(number, month, day))
        except ValueError:
            continue
    if not days:
        raise BadTime(f"{quoted(text)} is no day in the calendar: dates are day first, as 14/11 0630")
    return tuple(days)


def _on_named_day(word: str, clock: time, today: date) -> Reading:
    if word == "today":
        return Reading(clock, (today,))
    if word in ("y", "yesterday"):
        return Reading(clock, (today - timedelta(days=1),))
    latest = today - timedelta(days=(today.weekday() - _weekday(word)) % 7)
    return Reading(clock, (latest, latest - timedelta(days=7)), ahead=False)


def _weekday(word: str) -> int:
    return next(n for n, name in enumerate(WEEKDAYS) if name.startswith(word))


def _offset(token: str | None, text: str) -> int | None:
    if token is None or token == "z":
        return None if token is None else 0
    hours, minutes = int(token[1:3]), int(token[-2:])
    if hours > 15 or minutes > 59:
        raise BadTime(f"{quoted(text)} has no such offset: write +00:00, +01:00 or Z for UTC")
    seconds = hours * 3600 + minutes * 60
    return -seconds if token[0] == "-" else seconds
