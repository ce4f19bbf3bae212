"""Dates moved by one secret number of whole weeks, clock times coarsened to the hour, in fields and in free text."""

import re
import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sfm_tui.clock import to_local
from sfm_tui.domain.pack.folded import Kept

FEWEST, MOST = 26, 312
"""Weeks by which a pack's dates are moved back: half a year to six years."""
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_ISO = re.compile(r"(?<!\d)(\d{4})-(\d\d)-(\d\d)(?!\d)")
_DAY_FIRST = re.compile(r"(?<!\d)(\d{1,2})[./-](\d{1,2})[./-](\d{4}|\d\d)(?!\d)")
_WORDS = re.compile(rf"(?<!\w)(\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?[\s-]+({_MONTH})\.?,?[\s-]+(\d{{4}})(?!\d)", re.I)
_WORDS_US = re.compile(rf"(?<!\w)({_MONTH})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})(?!\d)", re.I)
_MONTH_YEAR = re.compile(rf"(?<!\w)({_MONTH})\.?,?\s+(?:(?:19|20)\d\d|'\d\d)(?!\d)", re.I)
_DAY_MONTH = re.compile(
    rf"(?<!\w)\d{{1,2}}(?:st|nd|rd|th)?(?:\s+of)?[\s-]+{_MONTH}(?!\w)|(?<!\w){_MONTH}\.?\s+\d{{1,2}}(?:st|nd|rd|th)?(?!\w)",
    re.I,
)
_MONTH_ALONE = re.compile(
    r"(?<!\w)(?:January|February|April|June|July|August|September|October|November|December)(?!\w)"
    r"|(?<=\bin )(?:March|May)(?!\w)"
)
_WEEK = re.compile(r"(?<!\w)\d{4}-?W\d\d(?!\d)|(?<!\w)week\s+\d{1,2}(?!\d)", re.I)
_WITHOUT_YEAR = ((_MONTH_YEAR, "[month]"), (_DAY_MONTH, "[date]"), (_MONTH_ALONE, "[month]"), (_WEEK, "[week]"))
_CLOCK = re.compile(
    r"(?<![\d:.])([01]\d|2[0-3]|\d(?=[:.]\d\d(?::\d\d)?\s?[ap]\.?m\b))([:.])[0-5]\d(?::[0-5]\d)?(?![\d:]|\.\d)"
    r"(?!\s?min)(\s?[ap]\.?m\b\.?)?",
    re.I,
)
"""A time of day. `3:41` alone, or `12:31 min`, is a duration: those are the proof, and stay."""
_HOURS = re.compile(r"(?<![\d:.])([01]\d|2[0-3])[0-5]\d(?=\s?(?:hrs|hours|h\b))", re.I)


@dataclass(frozen=True)
class Shift:
    """The secret of one pack: how many whole weeks its dates are moved back. It is never written anywhere."""

    weeks: int

    @classmethod
    def secret(cls) -> "Shift":
        """One that nobody can guess."""
        return cls(FEWEST + secrets.randbelow(MOST - FEWEST + 1))

    def __repr__(self) -> str:
        """Nothing that a log or a traceback could tell."""
        return "Shift(…)"

    def day(self, day: date) -> date:
        """The day as the pack tells it; the same day of the week."""
        return day - timedelta(weeks=self.weeks)

    def hour(self, at: int, tz: ZoneInfo) -> datetime:
        """The local wall time of an instant as the pack tells it: its hour, on the moved day, without a zone."""
        local = to_local(at, tz)
        return datetime.combine(self.day(local.date()), local.time().replace(minute=0, second=0, microsecond=0))

    def text(self, value: str, kept: Kept) -> str:
        """Free text with its dates moved and its clock times coarsened; what names no year is taken out."""

        def moved(year: int, month: int, day: int) -> str:
            try:
                told = self.day(date(year, month, day))
            except (ValueError, OverflowError):
                return kept.hold("[date]")
            return kept.hold(f"{told.day} {_MONTHS[told.month - 1].capitalize()} {told.year}")

        value = _ISO.sub(lambda m: moved(int(m[1]), int(m[2]), int(m[3])), value)
        value = _WORDS.sub(lambda m: moved(int(m[3]), _number(m[2]), int(m[1])), value)
        value = _WORDS_US.sub(lambda m: moved(int(m[3]), _number(m[1]), int(m[2])), value)
        value = _DAY_FIRST.sub(lambda m: moved(_year(m[3]), int(m[2]), int(m[1])), value)
        for pattern, word in _WITHOUT_YEAR:
            value = pattern.sub(kept.hold(word), value)
        value = _CLOCK.sub(lambda m: kept.hold(f"{m[1]}{m[2]}00{m[3] or ''}"), value)
        return _HOURS.sub(lambda m: kept.hold(f"{m[1]}00"), value)


def _number(month: str) -> int:
    return _MONTHS.index(month[:3].lower()) + 1


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)
