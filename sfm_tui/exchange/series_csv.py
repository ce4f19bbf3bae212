"""A series from elsewhere: a CSV file with the columns `at`, `value` and, if wanted, `n`."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path
from zoneinfo import ZoneInfo

from sfm_tui.clock import day_bounds, iso, parse_file_date, parse_file_time
from sfm_tui.clock.refusal import quoted
from sfm_tui.domain.chart import Dot
from sfm_tui.domain.measure import clean_figure
from sfm_tui.exchange.read import CsvSource, Row, not_utf8
from sfm_tui.exchange.report import ExchangeError

NEEDED, ALSO = ("at", "value"), ("n",)


def read_series(path: Path, tz: ZoneInfo) -> tuple[list[Dot], list[str]]:
    """The dots of a file, and its columns that are ignored.

    `at` is a day or a time, local in the zone where it has no offset. Raises ExchangeError, in one line, for the first
    row that is wrong.
    """
    rows = CsvSource(path, piped=True).rows()
    head = next(rows, Row(1, []))
    if head.problem:
        raise ExchangeError(f"{path.name}, line {head.line}: {head.problem}")
    names = [cell.strip().casefold() for cell in head.cells]
    if missing := [name for name in NEEDED if name not in names]:
        raise ExchangeError(f"{path.name}, line {head.line}: no column {missing[0]}: write at,value or at,value,n")
    if twice := [name for name in (*NEEDED, *ALSO) if names.count(name) > 1]:
        raise ExchangeError(f"{path.name}, line {head.line}: two columns {twice[0]}: leave one out")
    ignored = [cell for cell, name in zip(head.cells, names, strict=True) if name not in (*NEEDED, *ALSO)]
    return list(_dots(path, rows, names, tz)), ignored


def _dots(path: Path, rows: Iterator[Row], names: list[str], tz: ZoneInfo) -> Iterator[Dot]:
    for row in rows:
        where = f"{path.name}, line {row.line}"
        problem = row.problem or next(filter(None, map(not_utf8, row.cells)), "")
        if not problem and len(row.cells) != len(names):
            problem = f"{len(row.cells)} cells under {len(names)} columns: check the separators"
        if problem:
            raise ExchangeError(f"{where}: {problem}")
        cells = dict(zip(names, (cell.strip() for cell in row.cells), strict=True))
        column = "at"
        try:
            at, label = _time(cells["at"], tz)
            column = "value"
            value = Fraction(clean_figure(cells["value"]))
            column = "n"
            n = _count(cells.get("n", ""))
        except ValueError as error:
            raise ExchangeError(f"{where}, {column}: {error}") from None
        yield Dot(at, value, label, n)


def _time(text: str, tz: ZoneInfo) -> tuple[int, str]:
    try:
        day: date = parse_file_date(text)
    except ValueError:
        at = parse_file_time(text, tz)
        return at, iso(at, tz)
    return day_bounds(day, tz)[0], day.isoformat()


def _count(text: str) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise ValueError(f"{quoted(text)} is no number of cases: write a whole number")
    return int(text)
