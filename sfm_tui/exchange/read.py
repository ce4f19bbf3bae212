"""Reading the rows of one file, cell by cell as they stand there, each with the line on which it begins."""

import csv
import hashlib
import io
import os
import re
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple, Protocol

from sfm_tui.clock.refusal import quoted
from sfm_tui.exchange.report import ExchangeError
from sfm_tui.path_words import why_not

LONGEST_CELL = 8_000_000
"""Characters in one cell beyond which a quotation mark was surely left open."""

_SEPARATORS = ",;\t"
_QUOTED_PART = re.compile(r'"(?:[^"]|"")*"?')


class Row(NamedTuple):
    """One row: the line on which it begins, its cells as they stand there, and what is wrong with it as a whole.

    `column` says where in it, where that is known.
    """

    line: int
    cells: list[str]
    problem: str = ""
    column: str = ""


class Source(Protocol):
    """A file, or a sheet of a workbook, that holds the rows of one table; the first row is its header."""

    @property
    def file(self) -> str:
        """How messages name it: `incidents.csv`, or `site.xlsx, incidents`."""

    def rows(self) -> Iterator[Row]:
        """Every row that is not empty, the header first, from the beginning each time."""

    def done(self) -> tuple[int, int]:
        """How far the reading has come, and of how much."""

    def digest(self) -> str:
        """The SHA-256 of the file, in hexadecimal digits."""

    def same(self) -> bool:
        """Whether the file is still the one that was there at first."""


class CsvSource:
    """A CSV file: UTF-8 with or without a byte-order mark, lines that end in LF or CRLF, `,` `;` or tab."""

    def __init__(self, path: Path, file: str = "", *, piped: bool = False) -> None:
        """`piped` where it is read once only, so that it may be a pipe."""
        self.path = path
        self._piped = piped
        self.file = file or path.name
        self._stamp = stamp_of(path)
        self._reading: io.BufferedReader | None = None

    def rows(self) -> Iterator[Row]:
        """See `Source`. Bytes that are no UTF-8 come as lone surrogates, which no column takes."""
        if csv.field_size_limit() < LONGEST_CELL:
            csv.field_size_limit(LONGEST_CELL)
        with open_file(self.path, piped=self._piped) as raw:
            self._reading = raw
            if raw.peek(2)[:2] in (b"\xff\xfe", b"\xfe\xff"):
                yield Row(1, [], "it is UTF-16: save it as CSV in UTF-8")
                return
            lines = io.TextIOWrapper(raw, encoding="utf-8-sig", errors="surrogateescape", newline="\n")
            yield from _parsed(_Lines(lines))
        self._reading = None

    def done(self) -> tuple[int, int]:
        """In bytes."""
        raw = self._reading
        return (0 if raw is None or raw.closed else raw.tell(), self._stamp[0])

    def digest(self) -> str:
        """See `Source`."""
        with open_file(self.path) as raw:
            return hashlib.file_digest(raw, "sha256").hexdigest()

    def same(self) -> bool:
        """See `Source`."""
        return stamp_of(self.path) == self._stamp


def open_file(path: Path, *, piped: bool = False) -> io.BufferedReader:
    """Open a file that is read in, or a pipe where `piped`. Raises ExchangeError with one line.

    A device may have no end, and of a pipe nothing is left for a second reading.
    """
    try:
        kind = path.stat().st_mode
        if not (stat.S_ISREG(kind) or stat.S_ISDIR(kind) or (piped and stat.S_ISFIFO(kind))):
            what = "is a pipe" if stat.S_ISFIFO(kind) else "is no ordinary file"
            raise ExchangeError(f"{path} {what}: save what it gives as a file, and name that")
        return path.open("rb")
    except OSError as error:
        raise ExchangeError(f"{path} cannot be read: {why_not(error)}") from error


def stamp_of(path: Path) -> tuple[int, int, int]:
    """Size, time and number of a file, by which a change is noticed."""
    try:
        found = os.stat(path)
    except OSError as error:
        raise ExchangeError(f"{path} cannot be read: {why_not(error)}") from error
    return found.st_size, found.st_mtime_ns, found.st_ino


def separator_of(header: str) -> str:
    """The separator of a header line: the one of `,` `;` tab that occurs most outside quotation marks."""
    bare = _QUOTED_PART.sub("", header)
    return max(_SEPARATORS, key=bare.count)


class _Lines:
    """Lines of a text, the present row's kept until the next one is asked for."""

    def __init__(self, lines: io.TextIOWrapper) -> None:
        self._lines = lines
        self.kept: list[str] = []
        self._again: str | None = None

    def first(self) -> str:
        """The first line that is not empty, without taking it."""
        for line in self._lines:
            self.kept.append(line)
            if line.strip("\r\n"):
                self._again = line
                self.kept.pop()
                return line
        return ""

    def __iter__(self) -> Iterator[str]:
        if self._again is not None:
            line, self._again = self._again, None
            self.kept.append(line)
            yield line
        for line in self._lines:
            self.kept.append(line)
            yield line


def _parsed(lines: _Lines) -> Iterator[Row]:
    header = lines.first()
    skipped = len(lines.kept)
    lines.kept.clear()
    reader = csv.reader(lines, delimiter=separator_of(header), strict=True)
    while True:
        line = skipped + reader.line_num + 1
        lines.kept.clear()
        try:
            cells = next(reader, None)
        except csv.Error as error:
            yield Row(line, ["".join(lines.kept).rstrip("\r\n")], _why(str(error)))
            continue
        if cells is None:
            return
        if any(cells):
            yield Row(line, cells)


def _why(error: str) -> str:
    if "unexpected end of data" in error or "field larger" in error:
        return 'a quotation mark is opened and never closed: close it, and double those inside the text ("")'
    if "new-line" in error:
        return "a bare carriage return outside quotation marks: end lines with LF or CRLF, put such text in quotes"
    if "expected after" in error:
        return 'text follows a closing quotation mark: double the marks inside the text ("")'
    return f"it cannot be read as CSV: {error}"


def not_utf8(cell: str) -> str:
    """What is wrong with a cell whose bytes are no UTF-8; empty where they are."""
    if cell.isascii():
        return ""
    with suppress(UnicodeEncodeError):
        cell.encode()
        return ""
    at = next((i for i, ch in enumerate(cell) if "\udc80" <= ch <= "\udcff"), None)
    if at is None:
        return "it holds half a surrogate pair: leave it out"
    around = quoted(cell[max(0, at - 12) : at])
    return f"the byte 0x{ord(cell[at]) - 0xDC00:02X} after {around} is not UTF-8: save the file as CSV in UTF-8"
