"""One write transaction: rows gathered by table, put down in batches, numbers given without gaps.

The SQL is compiled once from the tables of `tables`; statements and rows go to the driver itself, as plain tuples.
That is what makes an import half as fast as bare `executemany`, and one entry less than a millisecond.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Table, insert
from sqlalchemy.dialects import sqlite

from sfm_tui.storage.tables import Base

_BATCH = 4000
_REMEMBERED = 200_000
_DIALECT = sqlite.dialect(paramstyle="qmark")


class _Insert:
    def __init__(self, table: Table) -> None:
        self.columns = tuple(column.name for column in table.columns)
        self.sql = str(insert(table).compile(dialect=_DIALECT, column_keys=list(self.columns)))
        self.pick = itemgetter(*self.columns)


_INSERTS = {name: _Insert(table) for name, table in Base.metadata.tables.items()}
_SEARCH_SQL = "INSERT INTO search (rowid, words) VALUES (?, ?)"
_COUNTER_SQL = "INSERT INTO counter (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value"
_ORDER = [table.name for table in Base.metadata.sorted_tables]


class Writer:
    """Gathers the rows of one transaction; `flush` writes them in an order that foreign keys allow."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._cursor: Any = connection.connection.cursor()
        self._rows: defaultdict[str, list[tuple[Any, ...]]] = defaultdict(list)
        self._search: list[tuple[int, str]] = []
        self._held = 0
        self._next: dict[str, int] = {}
        self._gone: dict[str, set[int]] = {}
        self._counters: dict[str, int] = {}
        self._given: set[str] = set()
        self._incidents: dict[str, int] = {}
        self._recalled: dict[str, Any] = {}

    def insert(self, table: str, row: Mapping[str, Any]) -> None:
        """Add a row; every column must be named."""
        self._rows[table].append(_INSERTS[table].pick(row))
        self._held += 1
        if self._held >= _BATCH:
            self.flush()

    def index(self, seq: int, words: str, place: str = "") -> None:
        """Make the entry `seq` found by `words`, and by the name of the place whose code it gives."""
        if place and (name := self.place_name(place)) != place:
            words = f"{words}\n{name}"
        if words:
            self._search.append((seq, words))

    def place_name(self, code: str) -> str:
        """The name of a location of the site; words that are no code of one stay as they are."""
        names: dict[str, str] = self.recall("places", self._place_names)
        return names.get(code, code)

    def _place_names(self) -> dict[str, str]:
        self.flush()
        return {row[0]: row[1] for row in self.ask("SELECT location, name FROM location")}

    def next_id(self, table: str) -> int:
        """The next free integer key of a table. None is given twice, not even that of a row that was erased."""
        value = self._next.get(table)
        if value is None:
            found = self.ask(f"SELECT max(id) FROM {table}").fetchone()
            value = max(int(found[0] or 0), self.counter(f"last {table}")) + 1
        gone = self._gone.get(table, ())
        while value in gone:
            value += 1
        self._next[table] = value + 1
        return value

    def leave_out(self, table: str, ids: Iterable[int]) -> None:
        """Give none of these integer keys in a table: their rows were erased, and those of later rows stay theirs."""
        self._gone.setdefault(table, set()).update(ids)

    def counter(self, name: str) -> int:
        """The last number given in a sequence, 0 where none was."""
        if name not in self._counters:
            found = self.one("SELECT value FROM counter WHERE name = ?", (name,))
            self._counters[name] = found[0] if found else 0
        return self._counters[name]

    def raise_counter(self, name: str, value: int) -> None:
        """Note that `value` has been given; a lower one than the last changes nothing."""
        if value > self.counter(name):
            self._counters[name] = value
            self._given.add(name)

    def incident_id(self, number: str) -> int:
        """The integer key of an incident. Raises KeyError where there is none."""
        known = self._incidents.get(number)
        if known is None:
            # No flush first: what waits to be written is remembered.
            found = self.ask("SELECT id FROM incident WHERE number = ?", (number,)).fetchone()
            if found is None:
                raise KeyError(number)
            known = self._remember(number, found[0])
        return known

    def new_incident(self, number: str) -> int:
        """The integer key for a new incident."""
        return self._remember(number, self.next_id("incident"))

    def _remember(self, number: str, key: int) -> int:
        if len(self._incidents) > _REMEMBERED:
            self.flush()
            self._incidents.clear()
        self._incidents[number] = key
        return key

    def recall(self, name: str, load: Callable[[], Any]) -> Any:
        """Something read once in this transaction, such as the officers' names; `forget` after changing it."""
        if name not in self._recalled:
            self._recalled[name] = load()
        return self._recalled[name]

    def forget(self, name: str) -> None:
        """Read it anew next time."""
        self._recalled.pop(name, None)

    def ask(self, sql: str, values: tuple[Any, ...] = ()) -> Any:
        """A cursor with a query's rows, to be read at once; rows that wait to be written are not among them."""
        return self._cursor.execute(sql, values)

    def one(self, sql: str, values: tuple[Any, ...] = ()) -> Any:
        """The first row of a query that sees everything written so far."""
        self.flush()
        cursor = self.connection.connection.cursor()
        row = cursor.execute(sql, values).fetchone()
        cursor.close()  # a query that is read to its first row only would hold the store's state until then
        return row

    def all(self, sql: str, values: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        """All rows of a query that sees everything written so far."""
        self.flush()
        rows: list[tuple[Any, ...]] = self._cursor.execute(sql, values).fetchall()
        return rows

    def run(self, sql: str, values: tuple[Any, ...] = ()) -> int:
        """Run one statement after everything gathered so far; gives the number of rows touched."""
        self.flush()
        return int(self._cursor.execute(sql, values).rowcount)

    def update(self, table: str, key: tuple[str, Any], values: Mapping[str, Any]) -> None:
        """Change columns of the row whose `key` column has that value."""
        if not values:
            return
        columns = ", ".join(f"{name} = ?" for name in _known(table, values))
        self.run(f"UPDATE {table} SET {columns} WHERE {key[0]} = ?", (*values.values(), key[1]))

    def close(self) -> None:
        """Let go of the cursor: a query that was read in part would keep an old state of the store in sight."""
        self._cursor.close()

    def flush(self) -> None:
        """Write what has been gathered."""
        if not (self._held or self._given or self._search):
            return
        given, self._given = self._given, set()
        if given:
            self._put(_COUNTER_SQL, [(name, self._counters[name]) for name in sorted(given)])
        rows, self._rows, self._held = self._rows, defaultdict(list), 0
        for table in _ORDER:
            batch = rows.get(table)
            if batch:
                self._put(_INSERTS[table].sql, batch)
        search, self._search = self._search, []
        if search:
            self._put(_SEARCH_SQL, search)

    def _put(self, sql: str, batch: list[Any]) -> None:
        if len(batch) == 1:
            self._cursor.execute(sql, batch[0])
        else:
            self._cursor.executemany(sql, batch)


def _known(table: str, names: Iterable[str]) -> Iterable[str]:
    columns = _INSERTS[table].columns
    for name in names:
        if name not in columns:
            raise KeyError(f"{table} has no column {name}")
        yield name
