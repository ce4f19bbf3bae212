"""Records that one is chosen from where there are many: the newest, those that have some words, how many there are."""

import json
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from sfm_tui.storage.store import Store


class Candidate(NamedTuple):
    """A record that may be chosen: its number, what it is about, its instant where it has one."""

    key: str
    about: str
    at: int | None


class _Kind(NamedTuple):
    """The SQL of a kind of record: number, what it is about, instant, and which may be chosen at all."""

    number: str
    about: str
    at: str
    which: str


MANY = {
    "incident": _Kind("number", "CASE summary WHEN '' THEN category ELSE summary END", "reported", "struck = ''"),
    "talk": _Kind("talk", "title", "coalesce(held_at, planned_for)", "1"),
}
"""Kinds of which there may be many, by the noun of links, which is their table as well."""
_LISTED = {"incident": "1", "talk": "state <> 'cancelled'", "handover": "1"}
"""Which records of a table a document can be of."""


def newest(store: "Store", noun: str, words: Sequence[str], most: int) -> list[Candidate]:
    """The newest records of one of `MANY` whose number and text have all the words."""
    where, values = _having(noun, words)
    return _read(store, noun, where, f"LIMIT {int(most)}", values)


def these(store: "Store", noun: str, words: Sequence[str], keys: Sequence[str]) -> list[Candidate]:
    """Of the records with these numbers those that have all the words, the newest first."""
    where, values = _having(noun, words)
    wanted = f"{where} AND {MANY[noun].number} IN (SELECT value FROM json_each(?))"
    return _read(store, noun, wanted, "", (*values, json.dumps([*keys])))


def how_many(store: "Store", noun: str, words: Sequence[str]) -> int:
    """How many records of one of `MANY` have all the words."""
    return _count(store, noun, *_having(noun, words))


def how_many_listed(store: "Store", noun: str) -> int:
    """How many incidents, talks or handovers there are that a document can be of: no talk that was cancelled."""
    return _count(store, noun, _LISTED[noun], ())


def _having(noun: str, words: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """The condition that a record has the words, and its values; letters of any case, no letter is a pattern."""
    kind = MANY[noun]
    where = [kind.which, *(f"({kind.number} || ' ' || {kind.about}) LIKE ? ESCAPE '!'" for _ in words)]
    return " AND ".join(where), tuple("%" + re.sub("([!%_])", r"!\1", word) + "%" for word in words)


def _read(store: "Store", noun: str, where: str, limit: str, values: Sequence[str]) -> list[Candidate]:
    kind = MANY[noun]
    with store.reading() as connection:
        rows = connection.exec_driver_sql(
            f"SELECT {kind.number}, {kind.about}, {kind.at} FROM {noun} WHERE {where} ORDER BY 3 DESC, 1 DESC {limit}",
            tuple(values),
        )
        return [Candidate(*row) for row in rows]


def _count(store: "Store", noun: str, where: str, values: Sequence[str]) -> int:
    with store.reading() as connection:
        return int(connection.exec_driver_sql(f"SELECT count(*) FROM {noun} WHERE {where}", tuple(values)).scalar_one())
