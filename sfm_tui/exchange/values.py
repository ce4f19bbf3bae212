"""Rows as files and as JSON have them."""

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from sfm_tui.domain.response import ResponseTerms
from sfm_tui.exchange.kinds import guard, unguard
from sfm_tui.exchange.rows import incident_rows
from sfm_tui.exchange.tables import INCIDENTS, Table, Values
from sfm_tui.storage.listing import Filter, page
from sfm_tui.storage.search import Search

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from sfm_tui.storage.store import Store

_PAGE = 500


def cells_of(table: Table, tz: ZoneInfo) -> Callable[[Values], list[str]]:
    """A function from a row of the store to the cells of the file."""
    writers = [column.kind.write for column in table.columns]

    def cells(values: Values) -> list[str]:
        return [write(value, tz) for write, value in zip(writers, values, strict=True)]

    return cells


def object_of(table: Table, values: Values, tz: ZoneInfo) -> dict[str, Any]:
    """A row as JSON has it: by the file's column names, what may be empty and is as null, text without guards."""
    return {
        column.name: None if column.optional and value == "" else column.kind.plain(value, tz)
        for column, value in zip(table.columns, values, strict=True)
    }


def incident_objects(store: "Store", text: str = "", wanted: Filter | None = None) -> Iterator[dict[str, Any]]:
    """Incidents as JSON has them: the newest first, or those that a search for `text` finds, newest entry first."""
    tz = store.tz
    terms = store.sites.terms()
    wanted = wanted or Filter()
    with store.reading() as connection:
        if text.strip():
            numbers = _found(connection, Search(text, wanted, terms))
        else:
            numbers = _listed(connection, wanted, terms)
        for some in numbers:
            rows = incident_rows(connection, INCIDENTS, some)
            for number in some:
                yield object_of(INCIDENTS, rows[number], tz)


def _found(connection: "Connection", search: Search) -> Iterator[Sequence[str]]:
    while not search.done:
        hits = search.more(connection, _PAGE)
        yield [hit.subject.removeprefix("incident:") for hit in hits if hit.subject.startswith("incident:")]


def _listed(connection: "Connection", wanted: Filter, terms: ResponseTerms) -> Iterator[Sequence[str]]:
    after = None
    while lines := page(connection, wanted, terms, after, forward=True, limit=_PAGE):
        yield [line.number for line in lines]
        after = lines[-1].key


__all__ = ["cells_of", "guard", "incident_objects", "object_of", "unguard"]
