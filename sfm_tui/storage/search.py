"""Search in all text as one types: incidents and occurrences whose words match, the newest entry first."""

import json
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine

from sfm_tui.domain.response import ResponseTerms
from sfm_tui.storage.listing import ROW_COLUMNS, Filter, IncidentLine, restrict
from sfm_tui.storage.sqlite_only import match_expression

CHUNK = 56
LARGEST_CHUNK = 1024
MOST_KNOWN = 5_000


class OccurrenceLine(NamedTuple):
    """What a list shows of an occurrence, as `OCCURRENCE_COLUMNS` gives it."""

    occurrence: str
    at: int
    kind: str
    text: str
    incident: str
    struck: str


class Hit(NamedTuple):
    """One record that matches; `seq` is the newest matching entry seen, the place in the list."""

    seq: int
    subject: str
    found: IncidentLine | OccurrenceLine


OCCURRENCE_COLUMNS = "o.occurrence, o.at, o.kind, substr(o.text, 1, 240), o.incident, o.struck"
_INCIDENT_AT = 2
_OCCURRENCE_AT = _INCIDENT_AT + len(IncidentLine._fields)
_ENTRIES = "SELECT rowid FROM search WHERE search MATCH ? AND rowid < ? ORDER BY rowid DESC LIMIT ?"


class Search:
    """One search, read on as far as the list is scrolled. A record is given once, at its newest match."""

    def __init__(self, text: str, wanted: Filter, terms: ResponseTerms) -> None:
        self._expression = match_expression(text)
        self._wanted = wanted
        self._terms = terms
        self._before = 1 << 62
        self._seen: set[str] = set()
        self._size = CHUNK
        self.done = not self._expression

    def more(self, connection: Connection, wanted: int = 50) -> list[Hit]:
        """The next hits, at least `wanted` of them unless the search is `done`."""
        hits: list[Hit] = []
        if not self.done:
            cursor = connection.connection.cursor()
            records = _Records.known(connection.engine, cursor, self._wanted, self._terms)
            while not self.done and len(hits) < wanted:
                self._chunk(cursor, records, hits)
        return hits

    def _chunk(self, cursor: Any, records: "_Records", hits: list[Hit]) -> None:
        entries = [seq for (seq,) in cursor.execute(_ENTRIES, (self._expression, self._before, self._size))]
        self.done = len(entries) < self._size
        # Where a filter leaves little of what is found, the pieces grow, so that few of them are asked for.
        self._size = min(self._size * 2, LARGEST_CHUNK)
        if entries:
            self._before = entries[-1]
        seen = self._seen
        for subject, hit in records.read(cursor, entries):
            if subject not in seen:
                seen.add(subject)
                if hit is not None:
                    hits.append(hit)


class _Records:
    """The records that searches have read, by the entries that led to them; none where a filter leaves it out.

    Letter by letter one finds much the same entries. The records stand as long as nothing is written: every change
    is an entry of the ledger, so the number of its last one tells.
    """

    _of: "WeakKeyDictionary[Engine, _Records]" = WeakKeyDictionary()

    def __init__(self, stand: tuple[object, ...], wanted: Filter, terms: ResponseTerms) -> None:
        self._stand = stand
        where, self._values = restrict(wanted, terms)
        incident = [*where, "i.number = substr(l.subject, 10)", "substr(l.subject, 1, 9) = 'incident:'"]
        occurrence = ["o.occurrence = substr(l.subject, 12)", "substr(l.subject, 1, 11) = 'occurrence:'"]
        if wanted.active:
            occurrence.append("0")
        self._sql = (
            f"SELECT l.seq, l.subject, {ROW_COLUMNS}, {OCCURRENCE_COLUMNS}"
            " FROM json_each(?) k CROSS JOIN ledger l ON l.seq = k.value"
            f" LEFT JOIN incident i ON {' AND '.join(incident)}"
            f" LEFT JOIN occurrence o ON {' AND '.join(occurrence)}"
        )
        self._found: dict[int, tuple[str, Hit | None]] = {}

    @classmethod
    def known(cls, engine: Engine, cursor: Any, wanted: Filter, terms: ResponseTerms) -> "_Records":
        """What is known of the records as this connection sees them."""
        stand = (cursor.execute("SELECT max(seq) FROM ledger").fetchone()[0], wanted, terms)
        records = cls._of.get(engine)
        if records is None or records._stand != stand or len(records._found) > MOST_KNOWN:
            records = cls._of[engine] = cls(stand, wanted, terms)
        return records

    def read(self, cursor: Any, entries: list[int]) -> list[tuple[str, Hit | None]]:
        """What entries are about, in their order; records read before are not read again."""
        found = self._found
        missing = [seq for seq in entries if seq not in found]
        if missing:
            for row in cursor.execute(self._sql, (json.dumps(missing), *self._values)):
                line: IncidentLine | OccurrenceLine | None = None
                if row[_INCIDENT_AT] is not None:
                    line = IncidentLine._make(row[_INCIDENT_AT:_OCCURRENCE_AT])
                elif row[_OCCURRENCE_AT] is not None:
                    line = OccurrenceLine._make(row[_OCCURRENCE_AT:])
                found[row[0]] = row[1], None if line is None else Hit(row[0], row[1], line)
        return [found[seq] for seq in entries if seq in found]
