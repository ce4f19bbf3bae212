"""Where the log takes its rows from: the list of incidents, or what a search finds."""

import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING

from sfm_tui.storage.listing import Filter, IncidentLine
from sfm_tui.storage.search import Hit, OccurrenceLine, RecordHit, RecordLine, SearchAll

if TYPE_CHECKING:
    from sfm_tui.storage.store import Store
    from sfm_tui.widgets.everywhere.session import Session

LogLine = IncidentLine | OccurrenceLine | RecordLine
LogRow = IncidentLine | Hit | RecordHit
LogKey = tuple[int, int, str]
MOST_HITS = 2_000
"""Records that a search shows at most; whoever wants to see more of them wants a narrower search."""


def log_key(row: LogRow) -> LogKey:
    """Where a row stands: by its report in the list, by its newest match in what a search found."""
    return (*row.key, "") if isinstance(row, IncidentLine) else (row.seq, 0, row.subject)


def line_of(row: LogRow) -> LogLine:
    """The record of a row."""
    return row if isinstance(row, IncidentLine) else row.found


def ref_of(line: LogLine) -> str:
    """A record as links name it."""
    if isinstance(line, IncidentLine):
        return f"incident:{line.number}"
    return f"occurrence:{line.occurrence}" if isinstance(line, OccurrenceLine) else f"{line.kind}:{line.key}"


def incident_of(row: LogRow | None) -> str | None:
    """The number of the incident that a row is; None for any other record."""
    line = line_of(row) if row is not None else None
    return line.number if isinstance(line, IncidentLine) else None


class Listing:
    """All incidents that a filter lets through, newest first, in keyset pages."""

    def __init__(self, session: "Session", wanted: Filter) -> None:
        self._session = session
        self._wanted = wanted

    async def page(self, start: LogKey | None, *, forward: bool, limit: int) -> Sequence[LogRow]:
        """The incidents next to `start`."""
        terms = self._session.terms

        def ask(store: "Store") -> list[IncidentLine]:
            from sfm_tui.storage.listing import page

            with store.reading() as connection:
                key = None if start is None else start[:2]
                return page(connection, self._wanted, terms, key, forward=forward, limit=limit)

        return await self._session.read(ask)


class _Found:
    """One run of a search and what it has found; read on by one thread at a time."""

    def __init__(self, search: SearchAll) -> None:
        self.search = search
        self.hits: list[Hit | RecordHit] = []
        self.asked = False
        self._turn = threading.Lock()

    def read_to(self, store: "Store", count: int) -> None:
        with self._turn, store.reading() as connection:
            while not self.search.done and len(self.hits) < min(count, MOST_HITS):
                for hit in self.search.more_records(connection, min(count, MOST_HITS) - len(self.hits)):
                    # What came with a file comes last, whatever its entry: places fall from hit to hit.
                    least = self.hits[-1].seq - 1 if self.hits else hit.seq
                    self.hits.append(hit if hit.seq <= least else hit._replace(seq=least))
            del self.hits[MOST_HITS:]
            self.asked = True


class Searching:
    """What a search finds, newest match first. It only reads forward, and keeps what it found."""

    def __init__(self, session: "Session", text: str, wanted: Filter) -> None:
        self._session = session
        self._text = text
        self._wanted = wanted
        self._found = self._begin()

    def _begin(self) -> _Found:
        return _Found(SearchAll(self._text, self._wanted, self._session.terms))

    def renew(self) -> None:
        """Search anew at the next page, because records changed."""
        self._found = self._begin()

    @property
    def words(self) -> str:
        """How many were found so far: `37 found`, `50+ found`, dots before anything was read."""
        found = self._found
        if not found.asked:
            return "…"
        if len(found.hits) >= MOST_HITS:
            return f"the newest {MOST_HITS:,} found, there may be more: another word narrows it"
        return f"{len(found.hits):,}{'' if found.search.done else '+'} found"

    async def page(self, start: LogKey | None, *, forward: bool, limit: int) -> Sequence[LogRow]:
        """The hits next to `start`; a record whose newest match moved is found where it stands now."""
        found = self._found

        def ask(store: "Store") -> list[Hit | RecordHit]:
            if start is None:
                found.read_to(store, limit if forward else MOST_HITS)
                return found.hits[:limit] if forward else found.hits[-limit:]
            at = self._place(store, found, start)
            if not forward:
                return found.hits[max(0, at - limit) : at]
            after = at + 1 if at < len(found.hits) and found.hits[at].subject == start[2] else at
            found.read_to(store, after + limit)
            return found.hits[after : after + limit]

        return await self._session.read(ask)

    @staticmethod
    def _place(store: "Store", found: _Found, key: LogKey) -> int:
        """Where the record of `key` is, or where it would be."""
        while True:
            for place, hit in enumerate(found.hits):
                if hit.subject == key[2] or hit.seq < key[0]:
                    return place
            if found.search.done or len(found.hits) >= MOST_HITS:
                return len(found.hits)
            found.read_to(store, len(found.hits) + 200)
