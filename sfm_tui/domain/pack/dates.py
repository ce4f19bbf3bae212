"""Dates moved by one secret number of whole weeks, clock times coarsened to the hour, in fields and in free text."""

import re
import secrets
from collections.abc import Callable
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
_MONTH_YEAR = re.compile(rf"(?<!\w)(?:{_MONTH})\.?,?\s+(?:(?:19|20)\d\d|'\d\d)(?!\d)", re.I)
_DAY_MONTH = re.compile(
    rf"(?<!\w)\d{{1,2}}(?:st|nd|rd|th)?(?:\s+of)?[\s-]+{_MONTH}(?!\w)|(?<!\w){_MONTH}\.?\s+\d{{1,2}}(?:st|nd|rd|th)?(?!\w)",
    re.I,
)
_MONTH_ALONE = re.compile(
    r"(?<!\w)(?:January|February|April|June|July|August|September|October|November|December)(?!\w)", re.I
)
_AFTER = (
    r"(?<!\w)((?i:in|since|of|by|until|till|from|during|before|after|between|and|to|early|late|mid|end|start|last|next|this"
    r"|every|each|over|through)(?: the| of)?[\s-]+)"
)
"""Words after which a month, a season or a year is one, and no other word."""
_MONTH_AFTER = re.compile(_AFTER + r"(?:Jan|Feb|Mar|March|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)(?!\w)")
_SEASON = re.compile(
    _AFTER + r"(?i:spring|summer|autumn|winter)(?!\w)"
    r"|(?<!\w)()(?i:spring|summer|autumn|winter)(?=(?i:\s+(?:sales?|term|season|holidays?|timetable)\b|,?\s+'?\d\d))"
)
_QUARTER = re.compile(
    r"(?<!\w)(?:Q[1-4]|H[12]|FY)[\s-]?(?:20)?\d\d(?:[/-]\d\d)?(?!\w)|(?<![\w/])20\d\d[/-]\d\d(?![\w/-])"
)
_YEAR_AFTER = re.compile(_AFTER + r"(?:20[0-4]\d)(?![\w:/]|[.,]\d|\s+(?:s|m|km|kg)\b|\s+[a-z]{4,}s\b)")
_NAMED = re.compile(
    r"(?<!\w)(?:christmas(?:\s+(?:eve|day|week))?|xmas(?:\s+eve)?|boxing day|new year(?:['’]?s)?(?:\s+(?:eve|day))?"
    r"|hogmanay|easter(?:\s+(?:sunday|monday|saturday|weekend))?|good friday|black friday|cyber monday"
    r"|(?:(?:spring|summer|early|late)\s+)?bank holidays?|halloween|hallowe['’]en|bonfire night|guy fawkes(?:\s+night)?"
    r"|remembrance (?:day|sunday)"
    r"|armistice day|valentine['’]?s(?:\s+day)?|mother['’]?s day|mothering sunday|father['’]?s day|pancake day"
    r"|burns night|st\.? \w+['’]s day|ramadan|eid(?:[\s-]+(?:al|ul)[\s-]+\w+)?|diwali|hanukkah|chanukah|yom kippur"
    r"|rosh hashanah|passover|holi|vaisakhi|lunar new year|chinese new year|thanksgiving"
    r"|half[\s-]?term|jubilee|coronation"
    r"|(?:the\s+)?clocks?\s+(?:go(?:es)?|went|going|gone|change[ds]?|put)(?:\s+(?:back|forward))?"
    r"|(?:longest|shortest) day|general election|election day|cup final|world cup|the euros)(?!\w)",
    re.I,
)
"""Days that everybody can look up: one of them beside a moved date would give the move away."""
_DAY_ALONE = re.compile(
    r"(?<!\w)((?:on|by|from|until|till|since|before|after) (?:the )?)\d{1,2}(?:st|nd|rd|th)"
    r"(?=[^\w\s]|\s*$|\s+(?:and|to|at|in|we|he|she|it|they|i|was|were|after|before|when|with|until|for)\b)"
    r"|(?<!\w)(on )\d{1,2}/\d{1,2}(?![\d/])",
    re.I,
)
_BORN = re.compile(
    r"(?<!\w)(d\.?o\.?b\.?|born|date of birth|birthday)(\W+(?:on\W+)?)"
    r"(?:\d{1,4}[./ -]\d{1,2}[./ -]\d{1,4}|\d{1,2}(?:st|nd|rd|th)?\s+\w+,?\s+\d{2,4}|(?:19|20)\d\d)(?!\d)",
    re.I,
)
_WEEK = re.compile(r"(?<!\w)\d{4}-?W\d\d(?!\d)|(?<!\w)week\s+\d{1,2}(?!\d)", re.I)
_WITHOUT_YEAR = (
    (_MONTH_YEAR, "[month]"), (_DAY_MONTH, "[date]"), (_MONTH_ALONE, "[month]"), (_MONTH_AFTER, "[month]"),
    (_WEEK, "[week]"), (_NAMED, "[day]"), (_SEASON, "[season]"), (_QUARTER, "[period]"), (_YEAR_AFTER, "[year]"),
    (_DAY_ALONE, "[date]"),
)  # fmt: skip
_CLOCK = re.compile(
    r"(?<![\d:.])([01]\d|2[0-3]|\d(?=[:.]\d\d(?::\d\d)?\s?[ap]\.?m\b))([:.])[0-5]\d(?::[0-5]\d)?(?![\d:]|\.\d)"
    r"(?!\s?min)(\s?[ap]\.?m\b\.?)?",
    re.I,
)
"""A time of day. `3:41` alone, or `12:31 min`, is a duration: those are the proof, and stay."""
_HOURS = re.compile(r"(?<![\d:.])([01]\d|2[0-3])[0-5]\d(?=\s?(?:hrs|hours|h\b))", re.I)
_AT = re.compile(
    r"(?<!\w)(?:((?:at|until|till|since|from|around|about) )([01]\d|2[0-3])[0-5]\d"
    r"|((?:at|until|till|since) )(\d):[0-5]\d)"
    r"(?![\d:./]|\s?(?:s|sec|seconds|min|minutes|m|km|£|people|cars|sets)\b)",
    re.I,
)
"""A time of day that only the word before it makes one: `at 1231`, `until 9:41`."""


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

        value = _BORN.sub(lambda m: f"{m[1]}{m[2]}{kept.hold('[date]')}", value)
        value = _ISO.sub(lambda m: moved(int(m[1]), int(m[2]), int(m[3])), value)
        value = _WORDS.sub(lambda m: moved(int(m[3]), _number(m[2]), int(m[1])), value)
        value = _WORDS_US.sub(lambda m: moved(int(m[3]), _number(m[1]), int(m[2])), value)
        value = _DAY_FIRST.sub(lambda m: moved(_year(m[3]), int(m[2]), int(m[1])), value)
        for pattern, word in _WITHOUT_YEAR:
            value = pattern.sub(_behind(kept.hold(word)), value)
        value = _CLOCK.sub(lambda m: kept.hold(f"{m[1]}{m[2]}00{m[3] or ''}"), value)
        value = _HOURS.sub(lambda m: kept.hold(f"{m[1]}00"), value)
        return _AT.sub(lambda m: m[1] + kept.hold(f"{m[2]}00") if m[2] else m[3] + kept.hold(f"{m[4]}:00"), value)


def _behind(word: str) -> Callable[[re.Match[str]], str]:
    """What replaces a match: the word, behind what the pattern wants kept before it."""
    return lambda found: "".join(filter(None, found.groups())) + word


def _number(month: str) -> int:
    return _MONTHS.index(month[:3].lower()) + 1


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)
