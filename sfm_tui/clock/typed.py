"""Times as people type them, taken in the nearest sense and echoed in full before they count."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from sfm_tui.clock.refusal import FORMS, BadTime, quoted
from sfm_tui.clock.show import day_text, duration_words, full_text, short_clock
from sfm_tui.clock.wall import RepeatedTime, SkippedTime, from_local
from sfm_tui.clock.zones import local_date

if TYPE_CHECKING:
    from sfm_tui.clock.forms import Reading

ASK_AHEAD = 900
"""Seconds: a typed time up to this far ahead of now is asked about, one further ahead is refused."""

_LONGEST = 60


class Typed(NamedTuple):
    """A typed time as understood: `echo` is shown before it counts, `ask` must be answered first."""

    at: int
    echo: str
    ask: str | None = None


def parse_typed(text: str, *, now: int, tz: ZoneInfo, last: int | None = None) -> Typed:
    """What a person means by `2215`, `22:15:30`, `-5`, `+2`, `y 2310`, `mon 0700`, `14/11 0630`, ...

    `last` is the last stamp, from which `+2` counts; relative forms are elapsed time. Raises BadTime,
    or RepeatedTime where both passes of a repeated hour may be meant and the person must say which
    (`typed_at` then makes the answer a Typed).
    """
    from sfm_tui.clock.forms import elapsed

    words = plain_words(text)
    if words == "now":
        return typed_at(now, now=now, tz=tz)
    seconds = elapsed(words, text)
    if seconds is None:
        return typed_at(_resolved(_reading(words, text, now, tz), text, now, tz), now=now, tz=tz)
    if words[0] == "-":
        return typed_at(now + seconds, now=now, tz=tz)
    if last is None:
        raise BadTime(f"{quoted(text)} counts from the last stamp and there is none: write 2215 or -5")
    return typed_at(last + seconds, now=now, tz=tz)


def typed_at(at: int, *, now: int, tz: ZoneInfo) -> Typed:
    """An instant as a typed time: asks up to 15 minutes ahead of now, raises BadTime further ahead."""
    echo = full_text(at, tz)
    ahead = at - now
    if ahead <= 0:
        return Typed(at, echo)
    if ahead <= ASK_AHEAD:
        return Typed(at, echo, f"{echo} is {duration_words(ahead)} ahead of now: is that meant?")
    clock = short_clock(now, tz)
    raise BadTime(f"{echo} is more than 15 minutes ahead of now ({clock}): check the date and the time")


def plain_words(text: str) -> str:
    """The text in small letters with single spaces; BadTime where it can be no typed time at all."""
    if len(text) > 10 * _LONGEST or len(words := " ".join(text.split())) > _LONGEST:
        raise BadTime(f"{quoted(text)} is too long for a time: {FORMS}")
    if not words:
        raise BadTime(f"no time was typed: {FORMS}")
    if not words.isascii() or not words.isprintable():
        raise BadTime(f"{quoted(text)} has signs that are no part of a time: {FORMS}, with the digits 0 to 9")
    return words.lower()


def _reading(words: str, text: str, now: int, tz: ZoneInfo) -> Reading:
    from sfm_tui.clock.forms import reading_of

    today = local_date(now, tz)
    reading = reading_of(words, text, today)
    if reading is None:
        from sfm_tui.clock.words import reading_in_words

        reading = reading_in_words(words, text, today)
    if reading is None:
        raise BadTime(f"{quoted(text)} cannot be read as a time: {FORMS}")
    return reading


def _resolved(reading: Reading, text: str, now: int, tz: ZoneInfo) -> int:
    """The instant of a reading: its latest day that the present allows."""
    if reading.offset is not None:
        naive = datetime.combine(reading.days[0], reading.clock, UTC)
        at = int(naive.timestamp()) - reading.offset
    else:
        at = _latest(reading, now, tz)
    day = local_date(at, tz)
    if reading.weekday is not None and reading.weekday != day.weekday():
        raise BadTime(f"{quoted(text)} would be {day_text(day)}, another weekday: check the date")
    return at


def _latest(reading: Reading, now: int, tz: ZoneInfo) -> int:
    """The instant of the latest day not too far ahead; of the earliest of them where all are.

    A repeated time whose second pass is still too far ahead can only be the first.
    """
    limit = now + ASK_AHEAD if reading.ahead else now
    at = now
    for day in reading.days:
        try:
            at = from_local(datetime.combine(day, reading.clock), tz)
        except SkippedTime as skipped:
            if skipped.change <= limit or day == reading.days[-1]:
                raise BadTime(str(skipped)) from None
            continue
        except RepeatedTime as twice:
            if twice.second <= limit:
                raise
            at = twice.first
        if at <= limit:
            return at
    return at
