"""Search as one types, at a million entries."""

import time

from benchmarks import start, stores, wording
from benchmarks.frame import Options, Row, at_most
from sfm_tui.domain.response import ResponseTerms
from sfm_tui.storage.listing import Filter
from sfm_tui.storage.search import Search, _Records
from sfm_tui.storage.sqlite_only import match_expression
from sfm_tui.storage.store import Store

BARE = "SELECT rowid FROM search WHERE search MATCH ? ORDER BY rowid DESC LIMIT 50"
FIRST = 50


def typed() -> list[str]:
    """What stands in the search field after each letter, from two on: common words, rare ones, none."""
    words = ["barrier", "theft", "gate 3", "shoplifting unit", "riverside terrace", "keys", "zzzz"]
    words += [wording.PLACES[0], wording.PLACES[-1]]
    return [word[:size] for word in words for size in range(2, len(word) + 1)]


def searching(options: Options) -> list[Row]:
    """The first 50 hits for what is typed, letter by letter, in a store of 1,000,000 entries.

    Ours gives whole lines to show, each record once. The baseline is the bare FTS5 query for 50 row numbers of the
    same expression, newest first, by the driver itself. Both on one connection, whose pages have been read before,
    one after the other; the mean over everything typed. What searches remember is forgotten before each round.
    """
    queries = [query for query in typed() if match_expression(query)]
    ours: list[float] = []
    bare: list[float] = []
    terms = ResponseTerms()
    rounds = 2 if options.quick else 25
    with Store.open(stores.of(1_000 if options.quick else start.ENTRIES)) as store, store.reading() as connection:
        cursor = connection.connection.cursor()
        for turn in range(rounds + 1):
            _Records._of.clear()
            us = them = 0.0
            for query in queries:
                expression = match_expression(query)
                began = time.perf_counter()
                Search(query, Filter(), terms).more(connection, FIRST)
                middle = time.perf_counter()
                cursor.execute(BARE, (expression,)).fetchall()
                us += middle - began
                them += time.perf_counter() - middle
            if turn:
                ours.append(us * 1000 / len(queries))
                bare.append(them * 1000 / len(queries))
    return [at_most("first 50 hits, to the bare FTS5 query", ours, bare, 1.5)]
