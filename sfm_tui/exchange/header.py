"""The header row: which cell of a row belongs to which column, and the making of values from cells."""

from collections.abc import Callable
from typing import Any

from sfm_tui.clock.refusal import quoted
from sfm_tui.exchange.kinds import Context, Reader
from sfm_tui.exchange.read import not_utf8
from sfm_tui.exchange.tables import Table

WHY = "why"
"""The column that a file of rejected rows has more; such a file can be imported once it is put right."""

Problems = list[tuple[str, str]]
Convert = Callable[[list[str]], tuple[list[Any], Problems]]


class Header:
    """What a header row says: `places` of the table's columns, None where one is not there.

    `problems` make the whole file unreadable; `notes` are what is passed over.
    """

    def __init__(self, table: Table, cells: list[str]) -> None:
        self.table = table
        self.cells = cells
        self.problems: Problems = []
        self.notes: list[str] = []
        known = {column.name: i for i, column in enumerate(table.columns)}
        self.places: list[int | None] = [None] * len(table.columns)
        self.others: list[int] = []
        seen: set[str] = set()
        for place, cell in enumerate(cells):
            name = "_".join(cell.split()).casefold()
            if name in seen:
                self.problems.append((_shown(cell), "the header has this column twice: keep one"))
            elif name in known:
                self.places[known[name]] = place
                if cell != name:
                    self.notes.append(f"the column {quoted(cell)} is read as {name}")
            else:
                self.others.append(place)
                what = "says why rows were rejected" if name == WHY else "is not known"
                self.notes.append(f"the column {quoted(cell)} {what}: ignored")
            if name:
                seen.add(name)
        for column, at in zip(table.columns, self.places, strict=True):
            if at is None and not column.optional:
                self.problems.append((column.name, "the column is missing: add it to the header"))

    def converter(self, context: Context) -> Convert:
        """A function from cells to values, with what is wrong in which column."""
        plan: list[tuple[int | None, Reader, str]] = [
            (place, column.kind.reader(context, column.required), column.name)
            for column, place in zip(self.table.columns, self.places, strict=True)
        ]
        empties = [column.kind.empty for column in self.table.columns]
        width, others, names = len(self.cells), self.others, self.cells

        def convert(cells: list[str]) -> tuple[list[Any], Problems]:
            values = empties.copy()
            problems: Problems = []
            if len(cells) != width:
                return values, [("", f"{len(cells)} cells where the header has {width}: check separators and quotes")]
            for i, (place, read, name) in enumerate(plan):
                if place is not None:
                    try:
                        values[i] = read(cells[place])
                    except ValueError as error:
                        problems.append((name, not_utf8(cells[place]) or str(error)))
            for place in others:
                if trouble := not_utf8(cells[place]):
                    problems.append((_shown(names[place]), trouble))
            return values, problems

        return convert


def _shown(name: str) -> str:
    return quoted(name)[1:-1]
