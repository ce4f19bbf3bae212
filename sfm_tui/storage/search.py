"""Search in all text as one types: incidents and occurrences whose words match, the newest entry first."""

from dataclasses import dataclass

from sqlalchemy import Connection

from sfm_tui.domain.response import ResponseTerms
from sfm_tui.storage.listing import ROW_COLUMNS, Filter, IncidentLine, restrict
from sfm_tui.storage.sqlite_only import match_expression

CHUNK = 64
LARGEST_CHUNK = 1024


@dataclass(frozen=True, slots=True)
class OccurrenceLine:
    """What a list shows of an occurrence."""

    occurrence: str
    at: int
    kind: str
    text: str
    incident: str
    struck: str


@dataclass(frozen=True, slots=True)
class Hit:
    """One record that matches; `seq` is the newest matching entry seen, the place in the list."""

    seq: int
    subject: str
    found: IncidentLine | OccurrenceLine


class Search:
    """One search, read on as far as the list is scrolled. A record is given once, at its newest match."""

    def __init__(self, text: str, wanted: Filter, terms: ResponseTerms) -> None:
        self._expression = match_expression(text)
        self._wanted = wanted
        self._terms = terms
        self._before: int | None = None
        self._seen: set[str] = set()
        self._size = CHUNK
        self.done = not self._expression

    def more(self, connection: Connection, wanted: int = 50) -> list[Hit]:
        """The next hits, at least `wanted` of them unless the search is `done`."""
        hits: list[Hit] = []
        while not self.done and len(hits) < wanted:
            hits.extend(self._chunk(connection))
        return hits

    def _chunk(self, connection: Connection) -> list[Hit]:
        before = "" if self._before is None else f" AND search.rowid < {self._before}"
        rows = connection.exec_driver_sql(
            "SELECT l.seq, l.subject FROM (SELECT rowid FROM search WHERE search MATCH ?"
            f"{before} ORDER BY rowid DESC LIMIT {self._size}) s CROSS JOIN ledger l ON l.seq = s.rowid",
            (self._expression,),
        ).all()
        self.done = len(rows) < self._size
        # Where a filter leaves little of what is found, the pieces grow, so that few of them are asked for.
        self._size = min(self._size * 2, LARGEST_CHUNK)
        fresh: dict[str, int] = {}
        for seq, subject in rows:
            self._before = int(seq)
            if subject not in self._seen:
                self._seen.add(subject)
                fresh[subject] = int(seq)
        incidents = self._incidents(connection, [s[9:] for s in fresh if s.startswith("incident:")])
        occurrences = self._occurrences(connection, [s[11:] for s in fresh if s.startswith("occurrence:")])
        found: dict[str, IncidentLine | OccurrenceLine] = {**incidents, **occurrences}
        return [Hit(seq, subject, found[subject]) for subject, seq in fresh.items() if subject in found]

    def _incidents(self, connection: Connection, numbers: list[str]) -> dict[str, IncidentLine]:
        if not numbers:
            return {}
        where, values = restrict(self._wanted, self._terms)
        where.append(f"i.number IN ({', '.join('?' * len(numbers))})")
        rows = connection.exec_driver_sql(
            f"SELECT {ROW_COLUMNS} FROM incident i WHERE {' AND '.join(where)}", (*values, *numbers)
        )
        lines = (IncidentLine(*row) for row in rows)
        return {f"incident:{line.number}": line for line in lines}

    def _occurrences(self, connection: Connection, keys: list[str]) -> dict[str, OccurrenceLine]:
        if not keys or self._wanted.active:
            return {}
        rows = connection.exec_driver_sql(
            "SELECT occurrence, at, kind, substr(text, 1, 240), incident, struck FROM occurrence"
            f" WHERE occurrence IN ({', '.join('?' * len(keys))})",
            tuple(keys),
        )
        return {f"occurrence:{row[0]}": OccurrenceLine(*row) for row in rows}
