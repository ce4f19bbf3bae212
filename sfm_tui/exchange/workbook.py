"""Reading .xlsx: one sheet for each file, its cells as the texts that a CSV file would hold."""

import hashlib
import re
import warnings
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from sfm_tui.exchange.kinds import Date, YesNo
from sfm_tui.exchange.read import Row, open_file, stamp_of
from sfm_tui.exchange.tables import Table

_ESCAPED = re.compile(r"_x(00[01][0-9A-Fa-f]|005[Ff]|[Ff]{3}[EFef])_")


class Workbook:
    """An .xlsx file, open for reading. `problem` says why it cannot be read, where it cannot."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.problem = ""
        self._stamp = stamp_of(path)
        self._file = open_file(path)
        from openpyxl import load_workbook

        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                self._book = load_workbook(self._file, read_only=True, data_only=True)
        except Exception:  # whatever openpyxl meets in a file that is none of its own
            self._file.close()
            self.problem = "it cannot be read as an .xlsx workbook: save it again as .xlsx, or as CSV files"

    def close(self) -> None:
        """Close the file."""
        self._book.close()
        self._file.close()

    def titles(self) -> list[str]:
        """The names of the sheets that hold cells."""
        return [sheet.title for sheet in self._book.worksheets]

    def blank(self, title: str) -> bool:
        """Whether a sheet is empty."""
        return next(self._rows(title), None) is None

    def sheet(self, title: str, table: Table) -> "Sheet":
        """A sheet as the source of a table."""
        return Sheet(self, title, table)

    def same(self) -> bool:
        """Whether the file is still the one that was opened."""
        return stamp_of(self.path) == self._stamp

    def digest(self) -> str:
        """The SHA-256 of the file."""
        with open_file(self.path) as raw:
            return hashlib.file_digest(raw, "sha256").hexdigest()

    def _rows(self, title: str) -> Iterator[tuple[int, list[Any]]]:
        sheet = self._book[title]
        sheet.reset_dimensions()  # what a file says of its own size is often wrong
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            for number, values in enumerate(sheet.iter_rows(values_only=True), start=1):
                if any(value is not None and value != "" for value in values):
                    yield number, list(values)


class Sheet:
    """One sheet of a workbook, as `read.Source` wants it."""

    def __init__(self, book: Workbook, title: str, table: Table) -> None:
        self._book = book
        self._title = title
        self._table = table
        self.file = f"{book.path.name}, {table.name}"
        self._at = 0

    def rows(self) -> Iterator[Row]:
        """See `read.Source`; the line is the row's number in the sheet."""
        kinds: list[Any] = []
        try:
            for number, values in self._book._rows(self._title):
                self._at = number
                if not kinds:
                    while values and values[-1] in (None, ""):
                        values.pop()
                    header = [cell_text(value, None) for value in values]
                    by_name = {column.name: column.kind for column in self._table.columns}
                    kinds = [by_name.get("_".join(name.split()).casefold()) for name in header]
                    yield Row(number, header)
                    continue
                while len(values) > len(kinds) and values[-1] in (None, ""):
                    values.pop()
                values += [None] * (len(kinds) - len(values))
                padded = [*kinds, *[None] * (len(values) - len(kinds))]
                yield Row(number, [cell_text(value, kind) for value, kind in zip(values, padded, strict=True)])
        except Exception as error:  # whatever openpyxl meets in a damaged file
            yield Row(self._at + 1, [], f"the workbook is damaged here ({type(error).__name__}): save it again")

    def done(self) -> tuple[int, int]:
        """See `read.Source`: in rows, of which the number is not known."""
        return self._at, 0

    def digest(self) -> str:
        """See `read.Source`."""
        return self._book.digest()

    def same(self) -> bool:
        """See `read.Source`."""
        return self._book.same()


def cell_text(value: Any, kind: Any) -> str:
    """What a CSV file would hold for a cell: times as local times, whole numbers without a point."""
    if value is None:
        return ""
    if isinstance(value, str):
        return _ESCAPED.sub(lambda found: chr(int(found.group(1), 16)), value) if "_x" in value else value
    if isinstance(value, bool):
        words = ("no", "yes") if isinstance(kind, YesNo) else ("FALSE", "TRUE")
        return words[value]
    if isinstance(value, datetime):
        return _moment_text(value, day_only=isinstance(kind, Date))
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, float):
        if abs(value) >= 1e15:
            return repr(value)
        return str(int(value)) if value.is_integer() else format(Decimal(repr(value)), "f")
    return str(value)


def _moment_text(value: datetime, *, day_only: bool) -> str:
    whole = (value + timedelta(milliseconds=500)).replace(microsecond=0)
    if abs(whole - value) <= timedelta(milliseconds=5):
        value = whole  # a day's fraction as a float misses the second by a hair
    if day_only and value.time() == time():
        return value.date().isoformat()
    return value.isoformat()
