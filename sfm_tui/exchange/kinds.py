"""What may stand in a column: how a cell becomes a value, and a value a cell.

Values are those that the store's tables hold: text, epoch seconds, whole numbers, ISO dates; staff numbers in one
text, a space between. So a row of a file and a row of the store can be compared as they are.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from sfm_tui.clock import iso, parse_file_date, parse_file_time, to_local, zone
from sfm_tui.clock.files import FIRST_YEAR, LAST_YEAR
from sfm_tui.clock.refusal import quoted
from sfm_tui.domain.text import clean_code, clean_key, clean_line, clean_text

_STARTS_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_GUARDED = re.compile(r"'+[=+\-@\t\r]")

_SURE_FROM, _SURE_TO = -2_208_931_200, 32_503_622_400
"""Between these an instant's year can be written and read again in every zone."""

EMPTY = "it is empty and must not be"
Reader = Callable[[str], Any]


def guard(text: str) -> str:
    """Text as a file holds it: with one more `'` where a spreadsheet could take it for a formula."""
    return "'" + text if _STARTS_FORMULA.match(text) else text


def unguard(cell: str) -> str:
    """Text as it was before `guard`."""
    return cell[1:] if cell[:1] == "'" and _GUARDED.match(cell) else cell


@dataclass(frozen=True)
class Context:
    """What the reading of cells depends on: the site's zone (None where none is known), days before months."""

    tz: ZoneInfo | None = None
    day_first: bool = False


class Kind:
    """A kind of column."""

    empty: Any = ""

    def reader(self, context: Context, required: bool) -> Reader:
        """A function from cell to value; it raises ValueError with what is wrong and what would be right."""

        def read(cell: str) -> Any:
            cell = cell.strip()
            if cell:
                return self.parse(cell, context)
            if required:
                raise ValueError(EMPTY)
            return self.empty

        return read

    def parse(self, cell: str, context: Context) -> Any:
        """The value of a cell that is not empty and has no white space around it."""
        raise NotImplementedError

    def write(self, value: Any, tz: ZoneInfo) -> str:
        """The cell of a value."""
        return "" if value is None else str(value)

    def plain(self, value: Any, tz: ZoneInfo) -> Any:
        """The value as JSON has it."""
        return value


@dataclass(frozen=True)
class Text(Kind):
    """Text as it was typed, white space and all; `clean` says what may stand in it."""

    clean: Callable[[str], str] = clean_text

    def reader(self, context: Context, required: bool) -> Reader:
        """Text is not stripped, only unguarded and brought to Unicode's composed form."""
        clean = self.clean

        def read(cell: str) -> str:
            if not cell or (required and not cell.strip()):
                if required:
                    raise ValueError(EMPTY)
                return ""
            return clean(unguard(cell))

        return read

    def write(self, value: Any, tz: ZoneInfo) -> str:
        """The text, guarded."""
        return guard(value)


class Codes(Kind):
    """Staff numbers or the like, separated by spaces."""

    def reader(self, context: Context, required: bool) -> Reader:
        """The cell is unguarded whole, as it was guarded."""

        def read(cell: str) -> str:
            codes = [clean_key(code) for code in unguard(cell).split()]
            if len(set(codes)) < len(codes):
                twice = next(code for code in codes if codes.count(code) > 1)
                raise ValueError(f"{quoted(twice)} stands there twice: name each once")
            if required and not codes:
                raise ValueError(EMPTY)
            return " ".join(codes)

        return read

    def write(self, value: Any, tz: ZoneInfo) -> str:
        """The codes, guarded."""
        return guard(value)


class Time(Kind):
    """An instant; written in the site's zone, with seconds and offset."""

    empty = None

    def reader(self, context: Context, required: bool) -> Reader:
        """Times without an offset are the zone's; those the files cannot hold in that zone are refused."""
        tz, day_first = context.tz, context.day_first
        shown = tz or zone("UTC")

        def read(cell: str) -> int | None:
            cell = cell.strip()
            if not cell:
                if required:
                    raise ValueError(EMPTY)
                return None
            at = parse_file_time(cell, tz, day_first)
            if not _SURE_FROM < at < _SURE_TO and not FIRST_YEAR <= to_local(at, shown).year <= LAST_YEAR:
                raise ValueError(f"{quoted(cell)} is out of range: write a year from {FIRST_YEAR} to {LAST_YEAR}")
            return at

        return read

    def write(self, value: Any, tz: ZoneInfo) -> str:
        """ISO, in the zone."""
        return "" if value is None else iso(value, tz)

    def plain(self, value: Any, tz: ZoneInfo) -> Any:
        """ISO, in the zone."""
        return None if value is None else iso(value, tz)


class Date(Kind):
    """A day, kept as ISO text."""

    empty = None

    def parse(self, cell: str, context: Context) -> str:
        """Only days of the calendar."""
        return parse_file_date(cell, context.day_first).isoformat()


class Day(Date):
    """A day of the years that the improvement plan and the briefing hold."""

    def parse(self, cell: str, context: Context) -> str:
        """Only days of these years."""
        day = super().parse(cell, context)
        if not FIRST_YEAR <= int(day[:4]) <= LAST_YEAR:
            raise ValueError(f"{quoted(cell)} is out of range: write a year from {FIRST_YEAR} to {LAST_YEAR}")
        return day


@dataclass(frozen=True)
class Integer(Kind):
    """A whole number from `low` to `high`; `hint` says in words what would be right."""

    low: int
    high: int
    hint: str
    empty = None

    def parse(self, cell: str, context: Context) -> int:
        """Digits only."""
        if not re.fullmatch(r"[0-9]{1,9}", cell) or not self.low <= int(cell) <= self.high:
            raise ValueError(f"{quoted(cell)}: write {self.hint}")
        return int(cell)


@dataclass(frozen=True)
class Number(Kind):
    """A number that is kept as it was written, such as hours."""

    hint: str
    high: int

    def parse(self, cell: str, context: Context) -> str:
        """Digits, with a point and more digits if need be."""
        if not re.fullmatch(r"[0-9]{1,6}(\.[0-9]{1,6})?", cell) or float(cell) > self.high:
            raise ValueError(f"{quoted(cell)}: write {self.hint}")
        return cell

    def write(self, value: Any, tz: ZoneInfo) -> str:
        """As it is; what is no number after all is guarded like text."""
        return guard(value)


class YesNo(Kind):
    """`yes` or `no`; empty is no."""

    empty = 0

    def parse(self, cell: str, context: Context) -> int:
        """Only these two words."""
        if cell == "yes":
            return 1
        if cell == "no":
            return 0
        raise ValueError(f"{quoted(cell)}: write yes or no")

    def write(self, value: Any, tz: ZoneInfo) -> str:
        """The word."""
        return "yes" if value else "no"

    def plain(self, value: Any, tz: ZoneInfo) -> Any:
        """True or false."""
        return bool(value)


@dataclass(frozen=True)
class Word(Kind):
    """One of a few words."""

    words: Sequence[str]

    def parse(self, cell: str, context: Context) -> str:
        """Only these words, as they are written here."""
        if cell not in self.words:
            *head, last = self.words
            raise ValueError(f"{quoted(cell)}: write {', '.join(head)} or {last}")
        return cell


TEXT = Text()
LINE = Text(clean_line)
CODE = Text(clean_code)
STAFF_NUMBER = Text(clean_key)
CODES, TIME, DATE, DAY, YES_NO = Codes(), Time(), Date(), Day(), YesNo()
