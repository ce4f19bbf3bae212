"""What a file of a site folder is described by: its columns, and how the store holds its rows."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from sfm_tui.exchange.kinds import CODE, LINE, Kind

Values = tuple[Any, ...]
Named = Iterator[tuple[str, str]]

FIRST, SECOND, THIRD, FOURTH = (f"json_extract(k.value, '$[{n}]')" for n in range(4))
"""The parts of a key that stands in `k` (of json_each)."""


@dataclass(frozen=True)
class Column:
    """One column. `field` is its name in the records, `refers` gives the records that a value names.

    An `optional` column may be missing and empty; one that may be `blank` must be there, and may be empty.
    """

    name: str
    kind: Kind
    key: bool = False
    optional: bool = False
    blank: bool = False
    field: str = ""
    refers: Callable[[Any], Named] | None = None

    @property
    def required(self) -> bool:
        """Whether a cell must hold something."""
        return not (self.optional or self.blank)


@dataclass(frozen=True)
class Table:
    """One file: its columns in the contract's order, and how the store holds its rows.

    Rows of a `logged` table are never changed by an import; those of the others are. `select` gives the columns,
    `source` the table with its joins, `by_key` the same for keys that stand in `k` (of json_each), `order` the key.
    `complete` fills what follows from other columns, `check` says what is wrong between columns, `check_zoned` what is
    wrong by the site's clock. `over` gives what a row leaves of the one that the store has, for a file that knows only
    a part of it; None where it leaves nothing. Rows for which the condition `fixed` holds are not changed either.
    `refers` gives the records that several columns name together: the column that is wrong without it, noun and key.
    """

    file: str
    noun: str
    columns: tuple[Column, ...]
    logged: bool
    select: str
    source: str
    by_key: str
    order: str
    complete: Callable[[list[Any]], None] | None = None
    check: Callable[[Values], Iterator[tuple[str, str]]] | None = None
    check_zoned: Callable[[Values, ZoneInfo], Iterator[tuple[str, str]]] | None = None
    over: Callable[[Values | None, Values], Values | None] | None = None
    fixed: str = ""
    refers: Callable[[Values], Iterator[tuple[str, str, str]]] | None = None

    @property
    def name(self) -> str:
        """The file's name without its ending: that of a sheet."""
        return self.file.removesuffix(".csv")

    @cached_property
    def key_places(self) -> tuple[int, ...]:
        """Where the key's columns stand."""
        return tuple(i for i, column in enumerate(self.columns) if column.key)

    def key(self, values: Sequence[Any]) -> Values:
        """The key of a row."""
        return tuple([values[i] for i in self.key_places])

    def fields(self, values: Values) -> dict[str, Any]:
        """A row by the names that the records use."""
        return {column.field or column.name: value for column, value in zip(self.columns, values, strict=True)}


def _one(noun: str) -> Callable[[Any], Named]:
    def names(value: str) -> Named:
        if value:
            yield noun, value

    return names


def key_column(name: str, kind: Kind = CODE, refers: str = "", field: str = "") -> Column:
    """A column of the key; `refers` is the noun of the record that its value names."""
    return Column(name, kind, key=True, field=field, refers=_one(refers) if refers else None)


def opt_column(name: str, kind: Kind = LINE, refers: str = "", field: str = "") -> Column:
    """A column that may be missing and empty."""
    return Column(name, kind, optional=True, field=field, refers=_one(refers) if refers else None)


def keyed(noun: str, *keys: str) -> str:
    """The SQL of `Table.by_key` for a table that is called as its noun, `t` in the query, by its key columns."""
    parts = zip(keys, (FIRST, SECOND, THIRD, FOURTH), strict=False)
    return f"json_each(?) k CROSS JOIN {noun} t ON {' AND '.join(f't.{name} = {part}' for name, part in parts)}"
