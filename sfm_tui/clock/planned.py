"""Times of duties as people type them: not about the present but about the duty, and ahead of now as well.

A time alone is the nearest to the one that it replaces; in the hour that comes twice the zone's name tells which.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from sfm_tui.clock.forms import Reading, elapsed, reading_of
from sfm_tui.clock.refusal import BadTime, quoted
from sfm_tui.clock.show import DAYS, MONTHS, day_text
from sfm_tui.clock.typed import plain_words
from sfm_tui.clock.wall import RepeatedTime, SkippedTime, from_local, from_local_lenient
from sfm_tui.clock.zones import local_date, to_local

PLANNED_FORMS = "write 1700, thu 1700, 26/11 1700, +2h or -30"
_MONTHS = range(-183 * 86_400, 184 * 86_400, 30 * 86_400)
_LATER = (0, 7, 366)
"""Days after the anchor at which the words are read again, since a form means the latest day up to the one given."""


def planned_text(at: int, tz: ZoneInfo) -> str:
    """`Thu 26 Nov 17:00`, with seconds and the zone's name only where they are needed; `parse_planned` reads it."""
    local = to_local(at, tz)
    clock = f"{local:%H:%M:%S}" if local.second else f"{local:%H:%M}"
    text = f"{DAYS[local.weekday()]} {local.day} {MONTHS[local.month - 1]} {clock}"
    try:
        from_local(local.replace(tzinfo=None), tz)
    except RepeatedTime:
        return f"{text} {local.tzname()}"
    return text


def parse_planned(text: str, *, near: int, now: int, tz: ZoneInfo, after: int | None = None) -> int:
    """The instant that a person means: of those that fit, the nearest to `near`, or the first later than `after`.

    `+2h` and `-30` count from `near`; `today` is that of `now`. Raises BadTime, in one line, for what is no time, for
    one that the clocks skip, and for one that comes twice where no name of the zone says which.
    """
    words, name = _unzoned(plain_words(text), near, tz)
    if words == "now":
        return now
    seconds = elapsed(words, text)
    if seconds is not None:
        return near + seconds
    anchor = near if after is None else after
    today = local_date(anchor, tz)
    found: list[tuple[int, BadTime | None]] = []
    for reading, day in _readings(words, text, today, local_date(now, tz)):
        at, problem = _instant(reading, day, text, name, tz)
        if after is None or at > after:
            found.append((at, problem))
    if not found:
        raise BadTime(f"{quoted(text)} cannot be read as a time after the start: {PLANNED_FORMS}")
    at, problem = min(found, key=lambda one: (abs(one[0] - anchor), one[0]))
    if problem is not None:
        raise problem
    return at


def _unzoned(words: str, near: int, tz: ZoneInfo) -> tuple[str, str]:
    """The words without the zone's name at their end, and that name."""
    first, _, last = words.rpartition(" ")
    names = {(to_local(near + shift, tz).tzname() or "").lower() for shift in _MONTHS}
    return (first, last) if first and last in names else (words, "")


def _readings(words: str, text: str, day: date, today: date) -> Iterator[tuple[Reading, date]]:
    """What the words may mean, near a day: each reading with one of its days."""
    from sfm_tui.clock.words import reading_in_words

    first, _, rest = words.partition(" ")
    if first in ("today", "tomorrow", "yesterday", "y"):
        base = today + timedelta(days=first == "tomorrow")
        reading = reading_of(f"today {rest}" if first == "tomorrow" else words, text, base)
        if reading is not None:
            yield from ((reading, each) for each in reading.days)
        return
    for later in _LATER:
        base = day + timedelta(days=later)
        reading = reading_of(words, text, base)
        if reading is None:
            reading = reading_in_words(words, text, base)
        if reading is not None:
            yield from ((reading, each) for each in reading.days)


def _instant(reading: Reading, day: date, text: str, name: str, tz: ZoneInfo) -> tuple[int, BadTime | None]:
    """The instant of a reading on a day; with it what is wrong, where it is only about where that would be."""
    naive = datetime.combine(day, reading.clock)
    if reading.offset is not None:
        return int(naive.replace(tzinfo=UTC).timestamp()) - reading.offset, None
    about = from_local_lenient(naive, tz)
    if reading.weekday is not None and reading.weekday != day.weekday():
        return about, BadTime(f"{quoted(text)} would be {day_text(day)}, another weekday: check the date")
    try:
        at = from_local(naive, tz)
    except RepeatedTime as twice:
        for at, called in ((twice.first, twice.first_name), (twice.second, twice.second_name)):
            if name == called.lower():
                return at, None
        clock = f"{reading.clock:%H:%M}"
        ways = f"write {clock} {twice.first_name} or {clock} {twice.second_name}"
        return about, BadTime(f"{twice}: {ways}")
    except SkippedTime as error:
        return about, BadTime(str(error))
    called = to_local(at, tz).tzname() or ""
    if name and name != called.lower():
        return about, BadTime(f"{quoted(text)}: it is {called} then")
    return at, None


__all__ = ["PLANNED_FORMS", "BadTime", "parse_planned", "planned_text"]
