"""Typed times with a month's name or a full year in them: the last resort, python-dateutil's parser.

It only gets the date, never the time of day, and its answer counts only where each number typed is
accounted for: it may not fill a gap from another day nor turn day and month about.
"""

import re
from datetime import date, datetime, timedelta

from sfm_tui.clock.forms import CLOCK, WEEKDAYS, Reading, clock_or_refuse, days_of
from sfm_tui.clock.refusal import BadTime, quoted
from sfm_tui.clock.show import MONTHS

_FARTHEST = timedelta(days=400)
_FULL_MONTHS = (
    *("january", "february", "march", "april", "june", "july", "august"),
    *("september", "sept", "october", "november", "december"),
)
_MONTH_WORDS = {*(name.lower() for name in MONTHS), *_FULL_MONTHS}
_WEEKDAY_WORDS = {*WEEKDAYS, *(name[:3] for name in WEEKDAYS)}
_FILLERS = {"at", "on", "of", "st", "nd", "rd", "th"}
_YEAR = r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])"
_AS = "write 14 nov 06:30 or 14/11/2026 0630"


def reading_in_words(words: str, text: str, today: date) -> Reading | None:
    """A date in words and a time of day, day first; None where neither a month nor a full year is named.

    Without a year it is the latest such day. Raises BadTime where date or time is missing, a word is
    not known, or the date lies more than 400 days from today.
    """
    names = re.findall(r"[a-z]+", words)
    if not _MONTH_WORDS.intersection(names) and not re.search(_YEAR, words):
        return None
    strange = [name for name in names if name not in _MONTH_WORDS | _WEEKDAY_WORDS | _FILLERS]
    if strange:
        raise BadTime(f"{quoted(text)} cannot be read: {quoted(strange[0])} is not a word of dates: {_AS}")
    date_part, token = _split(words, text, today)
    clock = clock_or_refuse(token, text)
    weekdays = [name for name in re.findall(r"[a-z]+", date_part) if name in _WEEKDAY_WORDS]
    if len(weekdays) > 1:
        raise BadTime(f"{quoted(text)} names two weekdays: {_AS}")
    if weekdays:
        date_part = re.sub(rf"(?<![a-z]){weekdays[0]}(?![a-z])", " ", date_part)
    days = [day for day in _days(date_part, text, today) if abs(day - today) <= _FARTHEST]
    if not days:
        raise BadTime(f"{quoted(text)} lies more than 400 days from today: check the year")
    weekday = next((n for n, name in enumerate(WEEKDAYS) if weekdays and name.startswith(weekdays[0])), None)
    return Reading(clock, tuple(days), weekday=weekday)


def _split(words: str, text: str, today: date) -> tuple[str, str]:
    """The date's part of the words, and the time's, which stands last or first."""
    unclear = None
    for pattern, where in (
        (rf"(.+?)[ ,]+({CLOCK})", 2),
        (rf"({CLOCK})[ ,]+(.+)", 1),
    ):
        match = re.fullmatch(pattern, words)
        if match is None:
            continue
        token, rest = match[where], match[3 - where]
        has_year = re.search(_YEAR, rest) is not None
        if not has_year and re.fullmatch(_YEAR, token) and abs(int(token) - today.year) <= 2:
            unclear = token
        elif has_year or _MONTH_WORDS.intersection(re.findall(r"[a-z]+", rest)):
            return rest, token
    if unclear is not None:
        raise BadTime(f"{quoted(text)}: {unclear} may be the year or the time: {_AS}")
    raise BadTime(f"{quoted(text)} needs both a date and a time of day: {_AS}")


def _days(date_part: str, text: str, today: date) -> tuple[date, ...]:
    """What python-dateutil makes of the date, read twice over different days to find what it filled in."""
    from dateutil.parser import parser, parserinfo

    class DayFirst(parserinfo):
        """Day before month, and two digits are a year of this century whatever today is."""

        def convertyear(self, year: int, century_specified: bool = False) -> int:
            return year if century_specified or year > 99 else year + 2000

    reader = parser(DayFirst(dayfirst=True))
    try:
        one, other = (
            reader.parse(date_part, default=datetime(year, month, day))  # noqa: DTZ001  (a day)
            for year, month, day in ((2000, 1, 1), (2004, 2, 2))
        )
    except (ValueError, OverflowError, TypeError, ArithmeticError, LookupError):
        raise BadTime(f"{quoted(text)} cannot be read as a date: {_AS}") from None
    if one.day != other.day or one.month != other.month:
        raise BadTime(f"{quoted(text)} needs a day and a month: {_AS}")
    year = one.year if one.year == other.year else None
    numbers = [int(number) for number in re.findall(r"[0-9]+", date_part)]
    if year is not None:
        written = next((n for n in (year, year % 100) if n in numbers), None)
        if written is None:
            raise BadTime(f"{quoted(text)} cannot be read as a date: {_AS}")
        numbers.reverse()  # a two-digit year that equals the day stands after it
        numbers.remove(written)
        numbers.reverse()
    named = _MONTH_WORDS.intersection(re.findall(r"[a-z]+", date_part))
    if numbers != ([one.day] if named else [one.day, one.month]):
        raise BadTime(f"{quoted(text)} cannot be read as a date, day first: {_AS}")
    return days_of(None if year is None else f"{year:04}", one.month, one.day, text, today)
