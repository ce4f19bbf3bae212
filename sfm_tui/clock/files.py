"""Times and dates as the files of a site folder write them (site folder, rules for every file)."""

import re
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

from sfm_tui.clock.refusal import quoted
from sfm_tui.clock.wall import RepeatedTime, SkippedTime, from_local, steady_offset
from sfm_tui.clock.zones import to_local

FIRST_YEAR, LAST_YEAR = 1900, 2999
"""A year outside these in a time is a slip of the keyboard."""

_EPOCH_DAY = date(1970, 1, 1).toordinal()
_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001  (a wall time, of no zone yet)


def parse_file_time(text: str, tz: ZoneInfo | None, day_first: bool = False) -> int:
    """The instant of a time in a file.

    `2026-03-29T19:00` or `2026-03-29 19:00`, with or without seconds, in the zone given, or with an
    offset (`Z`, `+01:00`) whatever the zone; with `day_first` also `29/03/2026 19:00`. Raises ValueError
    with one line that says what would be right; in the repeated hour that is a RepeatedTime, in the
    skipped one a SkippedTime.
    """
    iso_text = _turned(text, 16) if day_first else text
    match = _shape().fullmatch(iso_text)
    if match is None:
        raise ValueError(_why_no_time(text, day_first))
    day_part, clock_part, second_part, offset_part = match.groups()
    day = _day_number(day_part)
    clock = _clock_seconds(clock_part)
    second = int(second_part) if second_part else 0
    if day is None or clock is None or second > 59:
        raise ValueError(_why_no_time(text, day_first))
    wall = day * 86_400 + clock + second
    if offset_part is not None:
        offset = _offset_seconds(offset_part)
        if offset is None:
            raise ValueError(f"{quoted(text)} has no such offset: write +00:00, +01:00 or Z for UTC")
        return wall - offset
    if tz is None:
        raise ValueError(f"{quoted(text)}: no time zone is set: add site.toml or write an offset")
    steady = steady_offset(day, tz)
    return wall - steady if steady is not None else _by_the_clock(text, iso_text, wall, tz)


def parse_file_date(text: str, day_first: bool = False) -> date:
    """The day `2026-03-29`, with `day_first` also `29/03/2026`. Raises ValueError with one line."""
    iso_text = _turned(text, 10)
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", iso_text):
        also = " or 29/03/2026" if day_first else ""
        raise ValueError(f"{quoted(text)} is no date: write 2026-03-29{also}")
    if iso_text != text and not day_first:
        raise ValueError(f"{quoted(text)} is day first: write {iso_text} or read the file day first")
    try:
        return date.fromisoformat(iso_text)
    except ValueError:
        raise ValueError(f"{quoted(text)} is no date: there is no such day in the calendar") from None


def _turned(text: str, least: int) -> str:
    """`29/03/2026 ...` as `2026-03-29 ...`; any other text as it is."""
    if len(text) >= least and text[2] == "/" == text[5]:
        return f"{text[6:10]}-{text[3:5]}-{text[:2]}{text[10:]}"
    return text


@cache
def _shape() -> re.Pattern[str]:
    return re.compile(
        r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ]([0-9]{2}:[0-9]{2})(?::([0-9]{2}))?"
        r"(Z|[+-][0-9]{2}:[0-9]{2}(?::[0-9]{2})?)?"
    )


@lru_cache(maxsize=8192)
def _day_number(text: str) -> int | None:
    """Days since 1970-01-01, None for a day that the calendar or the years accepted do not have."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day.toordinal() - _EPOCH_DAY if FIRST_YEAR <= day.year <= LAST_YEAR else None


@lru_cache(maxsize=2048)
def _clock_seconds(text: str) -> int | None:
    hour, minute = int(text[:2]), int(text[3:5])
    return hour * 3600 + minute * 60 if hour < 24 and minute < 60 else None


@lru_cache(maxsize=512)
def _offset_seconds(text: str) -> int | None:
    if text == "Z":
        return 0
    hour, minute, second = int(text[1:3]), int(text[4:6]), int(text[7:9] or 0)
    if hour > 15 or minute > 59 or second > 59:
        return None
    size = hour * 3600 + minute * 60 + second
    return -size if text[0] == "-" else size


def _by_the_clock(text: str, iso_text: str, wall: int, tz: ZoneInfo) -> int:
    """A time of a day on which the zone's offset changes."""
    try:
        return from_local(_EPOCH + timedelta(seconds=wall), tz)
    except RepeatedTime as twice:
        written = iso_text.replace(" ", "T")
        would_do = " or ".join(
            f"{written}{to_local(at, tz).isoformat()[19:]} ({name})"
            for at, name in ((twice.first, twice.first_name), (twice.second, twice.second_name))
        )
        message = f"{quoted(text)} comes twice that night: write {would_do}"
        raise RepeatedTime(message, twice.first, twice.second, twice.first_name, twice.second_name) from None
    except SkippedTime as skipped:
        raise SkippedTime(f"{quoted(text)}: {skipped}", skipped.change) from None


def _why_no_time(text: str, day_first: bool) -> str:
    """What is wrong with a text that is no time, and what would be right."""
    head = quoted(text)
    iso_text = _turned(text, 16)
    match = _shape().fullmatch(iso_text)
    if match is None:
        if re.match(r"[^.,]{19}[.,][0-9]", text):
            return f"{head} has a fraction of a second: write whole seconds, as 2026-03-29T19:00:00"
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{2}/[0-9]{2}/[0-9]{4}", text):
            return f"{head} has no time of day: write {_turned(text, 10)}T19:00"
        also = " or 29/03/2026 19:00" if day_first else ""
        return f"{head} is no time: write 2026-03-29T19:00{also}, with an offset if need be (+00:00)"
    if iso_text != text and not day_first:
        return f"{head} is day first: write {iso_text.replace(' ', 'T')} or read the file day first"
    day_part, clock_part, _, _ = match.groups()
    if _day_number(day_part) is None:
        if not FIRST_YEAR <= int(day_part[:4]) <= LAST_YEAR:
            return f"{head} is out of range: write a year from {FIRST_YEAR} to {LAST_YEAR}"
        return f"{head} is no time: there is no such day in the calendar"
    if clock_part == "24:00":
        return f"{head} is no time of day: write 00:00 of the next day"
    return f"{head} is no time of day: hours go from 00 to 23, minutes and seconds from 00 to 59"
