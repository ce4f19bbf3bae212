"""The store's records as the rows of files: all of them in key order, or those of some keys.

An import compares with exactly what an export would write, since both read here.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from sqlalchemy import Connection

from sfm_tui.exchange.tables import LINKS, Table, Values

_CHUNK = 1000


def all_rows(connection: Connection, table: Table, where: str = "", values: tuple[int, ...] = ()) -> Iterator[Values]:
    """Every row, or those for which `where` holds, by key; read on as it is asked for."""
    only = f" WHERE {where}" if where else ""
    rows = _streamed(connection, f"SELECT {table.select} FROM {table.source}{only} ORDER BY {table.order}", values)
    return _joined_kinds(rows) if table is LINKS else rows


def rows_of(connection: Connection, table: Table, keys: Sequence[Values]) -> dict[Values, Values]:
    """The rows of these keys, those that are there, by key."""
    sql = f"SELECT {table.select} FROM {table.by_key}"
    found: Iterable[Values] = (tuple(row) for row in connection.exec_driver_sql(sql, (json.dumps(keys),)))
    if table is LINKS:
        found = _joined_kinds(sorted(set(found)))
    return {table.key(values): values for values in found}


def keys_of(connection: Connection, table: Table, keys: Sequence[Values]) -> set[Values]:
    """Those of the keys that the store has."""
    names = table.select.split(", ")
    sql = f"SELECT {', '.join(names[i] for i in table.key_places)} FROM {table.by_key}"
    return {tuple(row) for row in connection.exec_driver_sql(sql, (json.dumps(keys),))} if keys else set()


def fixed_keys(connection: Connection, table: Table, keys: Sequence[Values]) -> set[Values]:
    """Those of the keys whose rows an import may not change although the table's others may be."""
    if not table.fixed or not keys:
        return set()
    names = table.select.split(", ")
    sql = f"SELECT {', '.join(names[i] for i in table.key_places)} FROM {table.by_key} WHERE {table.fixed}"
    return {tuple(row) for row in connection.exec_driver_sql(sql, (json.dumps(keys),))}


def keys_there(connection: Connection, noun: str, keys: Iterable[str]) -> set[str]:
    """Those of the keys of people, posts, locations, officers, incidents or occurrences that the store has."""
    column = "number" if noun == "incident" else noun
    sql = f"SELECT t.{column} FROM json_each(?) k CROSS JOIN {noun} t ON t.{column} = k.value"
    return {row[0] for row in connection.exec_driver_sql(sql, (json.dumps(list(keys)),))}


def incident_rows(connection: Connection, table: Table, numbers: Sequence[str]) -> dict[str, Values]:
    """The incidents of these numbers, by number."""
    return {key[0]: values for key, values in rows_of(connection, table, [(n,) for n in numbers]).items()}


def _streamed(connection: Connection, sql: str, values: tuple[int, ...]) -> Iterator[Values]:
    result = connection.exec_driver_sql(sql, values)
    try:
        while rows := result.fetchmany(_CHUNK):
            for row in rows:
                yield tuple(row)
    finally:
        result.close()


def _joined_kinds(rows: Iterable[Values]) -> Iterator[Values]:
    """One row for two records that are linked in several ways: the file's key has only the two."""
    for pair, group in groupby(rows, key=lambda row: row[:2]):
        yield (*pair, "; ".join(row[2] for row in group if row[2]))
