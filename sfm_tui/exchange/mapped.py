"""A foreign CSV file as the source of `incidents.csv`: its rows, made over by a mapping, for the usual import."""

from collections.abc import Iterator
from fractions import Fraction
from math import floor
from pathlib import Path
from zoneinfo import ZoneInfo

from sfm_tui.clock import iso, parse_file_time
from sfm_tui.clock.refusal import quoted
from sfm_tui.domain.measure import clean_figure
from sfm_tui.exchange.folder import Folder
from sfm_tui.exchange.kinds import Codes, Text, guard, unguard
from sfm_tui.exchange.mapping import FIELDS, TIMES, Joined, Mapping, Offset
from sfm_tui.exchange.read import CsvSource, Row
from sfm_tui.exchange.report import ExchangeError


class Mapped(CsvSource):
    """The rows of a file as rows of `incidents.csv`, with the lines on which they stand."""

    def __init__(self, path: Path, mapping: Mapping, tz: ZoneInfo, *, day_first: bool) -> None:
        super().__init__(path)
        self.mapping = mapping
        self._tz, self._day_first = tz, day_first

    def rows(self) -> Iterator[Row]:
        """The header of the mapped columns, then each row; what cannot be made is told with its column."""
        rows = super().rows()
        head = next(rows)
        names = [cell.strip() for cell in head.cells]
        fields = self.mapping.fields
        yield Row(head.line, fields)
        for row in rows:
            if row.problem:
                yield row
            elif len(row.cells) != len(names):
                yield Row(row.line, row.cells, f"{len(row.cells)} cells where the header has {len(names)}")
            else:
                yield self._made(row, dict(zip(names, row.cells, strict=True)), fields)

    def understood(self, name: str, cell: str) -> str:
        """A cell as it is understood: a time on the wall of the site, text without the guard of a spreadsheet.

        Raises ValueError for a time that is none.
        """
        if name not in TIMES or not cell:
            return unguard(cell) if isinstance(FIELDS[name].kind, Text | Codes) else cell
        return iso(parse_file_time(cell, self._tz, self._day_first), self._tz)

    def _made(self, row: Row, cells: dict[str, str], fields: list[str]) -> Row:
        values = dict(self.mapping.fixed)
        problem = column = ""
        for name, how in self.mapping.made.items():
            try:
                values[name] = self._value(how, cells, values)
            except ValueError as error:
                values[name] = ""
                if not problem:
                    problem, column = str(error), name
        return Row(row.line, [_cell(name, values.get(name, "")) for name in fields], problem, column)

    def _value(self, how: Joined | Offset, cells: dict[str, str], values: dict[str, str]) -> str:
        if isinstance(how, Joined):
            return " ".join(filter(None, (cells[column].strip() for column in how.columns)))
        text = cells[how.column].strip()
        if not text or not values[how.field]:
            return ""
        try:
            seconds = floor(Fraction(clean_figure(text)) * how.unit + Fraction(1, 2))
        except ValueError:
            raise ValueError(f"{quoted(text)} in {how.column} is no number") from None
        return iso(parse_file_time(values[how.field], self._tz, self._day_first) + seconds, self._tz)


class MappedFile(Folder):
    """A foreign file in the place of a site folder that holds incidents alone."""

    def __init__(self, path: Path, mapping: Mapping, tz: ZoneInfo, *, day_first: bool) -> None:
        self._begin(path)
        self.home = path.parent
        self.sources["incidents"] = Mapped(path, mapping, tz, day_first=day_first)


def _cell(name: str, value: str) -> str:
    """A value as a site folder would have it: foreign text is not guarded yet."""
    return guard(value) if isinstance(FIELDS[name].kind, Text | Codes) else value


def header_of(path: Path) -> list[str]:
    """The columns of a foreign file. Raises ExchangeError where it has none."""
    head = next(CsvSource(path).rows(), None)
    if head is None or head.problem:
        raise ExchangeError(f"{path.name}: {head.problem if head else 'it is empty: its first row must name columns'}")
    return [cell.strip() for cell in head.cells]
