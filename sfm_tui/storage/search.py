"""Search in all text as one types: incidents and occurrences whose words match, the newest entry first."""

from typing import Any, NamedTuple

from sqlalchemy import Connection

from sfm_tui.domain.response import ResponseTerms
from sfm_tui.storage.listing import ROW_COLUMNS, Filter, IncidentLine, restrict
from sfm_tui.storage.sqlite_only import match_expression

CHUNK = 64
LARGEST_CHUNK = 1024


class OccurrenceLine(NamedTuple):
    """What a list shows of an occurrence, as `OCCURRENCE_COLUMNS` gives it."""

    occurrence: str
    at: int
    kind: str
    text: str
    incident: str
    struck: str


OCCURRENCE_COLUMNS = "o.occurrence, o.at, o.kind, substr(o.text, 1, 240), o.incident, o.struck"
_OCCURRENCE_AT = 2 + len(IncidentLine._fields)


class Hit(NamedTuple):
    """One record that matches; `seq` is the newest matching entry seen, the place in the list."""

    seq: int
    subject: str
    found: IncidentLine | OccurrenceLine


class Search:
    """One search, read on as far as the list is scrolled. A record is given once, at its newest match."""

    def __init__(self, text: str, wanted: Filter, terms: ResponseTerms) -> None:
        self._expression = match_expression(text)
        where, self._values = restrict(wanted, terms)
        # A subject is the record as links name it: `incident:2026-0142`. One statement reads the words and the
        # records, since each further one costs more than the records do.
        self._sql = (
            f"SELECT s.rowid, l.subject, {ROW_COLUMNS}, {OCCURRENCE_COLUMNS} FROM"
            " (SELECT rowid FROM search WHERE search MATCH ? AND rowid < ? ORDER BY rowid DESC LIMIT ?) s"
            " CROSS JOIN ledger l ON l.seq = s.rowid"
            f" LEFT JOIN incident i ON {' AND '.join(_named('i.number', 'incident') + where)}"
            f" LEFT JOIN occurrence o ON {' AND '.join(_named('o.occurrence', 'occurrence'))}"
            f"{' AND 0' if wanted.active else ''}"
        )
        self._before = 1 << 62
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
        values = (self._expression, self._before, self._size, *self._values)
        rows: list[tuple[Any, ...]] = connection.connection.cursor().execute(self._sql, values).fetchall()
        self.done = len(rows) < self._size
        # Where a filter leaves little of what is found, the pieces grow, so that few of them are asked for.
        self._size = min(self._size * 2, LARGEST_CHUNK)
        if rows:
            self._before = rows[-1][0]
        hits: list[Hit] = []
        for row in rows:
            subject = row[1]
            if subject in self._seen:
                continue
            self._seen.add(subject)
            if row[2] is not None:
                hits.append(Hit(row[0], subject, IncidentLine._make(row[2:_OCCURRENCE_AT])))
            elif row[_OCCURRENCE_AT] is not None:
                hits.append(Hit(row[0], subject, OccurrenceLine._make(row[_OCCURRENCE_AT:])))
        return hits


def _named(column: str, kind: str) -> list[str]:
    """The conditions under which a record is the one that an entry of the ledger is about."""
    return [f"{column} = substr(l.subject, {len(kind) + 2})", f"substr(l.subject, 1, {len(kind) + 1}) = '{kind}:'"]
