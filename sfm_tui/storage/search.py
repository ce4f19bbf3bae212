"""Search in all text as one types: incidents and occurrences whose words match, the newest entry first."""

import json
from typing import NamedTuple
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
_OCCURRENCE_AT = 1 + len(IncidentLine._fields)
_ENTRIES = (
    "SELECT s.rowid, l.subject FROM"
    " (SELECT rowid FROM search WHERE search MATCH ? AND rowid < ? ORDER BY rowid DESC LIMIT ?) s"
    " CROSS JOIN ledger l ON l.seq = s.rowid"
)


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
            records = _Records.known(connection, self._wanted, self._terms)
            while not self.done and len(hits) < wanted:
                hits.extend(self._chunk(connection, records))
        return hits

    def _chunk(self, connection: Connection, records: "_Records") -> list[Hit]:
        entries = connection.connection.cursor().execute(_ENTRIES, (self._expression, self._before, self._size))
        rows = entries.fetchall()
        self.done = len(rows) < self._size
        # Where a filter leaves little of what is found, the pieces grow, so that few of them are asked for.
        self._size = min(self._size * 2, LARGEST_CHUNK)
        fresh: list[tuple[int, str]] = []
        for row in rows:
            if row[1] not in self._seen:
                self._seen.add(row[1])
                fresh.append(row)
        if rows:
            self._before = rows[-1][0]
        lines = records.read(connection, [subject for _seq, subject in fresh])
        return [Hit(seq, subject, line) for seq, subject in fresh if (line := lines.get(subject)) is not None]


class _Records:
    """The records that searches have read, by subject (`incident:2026-0142`); None for one that a filter leaves out.

    Letter by letter one finds much the same records. They stand as long as nothing is written: every change is an
    entry of the ledger, so the number of its last one tells.
    """

    _of: "WeakKeyDictionary[Engine, _Records]" = WeakKeyDictionary()

    def __init__(self, stand: tuple[object, ...], wanted: Filter, terms: ResponseTerms) -> None:
        self._stand = stand
        where, self._values = restrict(wanted, terms)
        incident = [*where, "i.number = substr(k.value, 10)", "substr(k.value, 1, 9) = 'incident:'"]
        occurrence = ["o.occurrence = substr(k.value, 12)", "substr(k.value, 1, 11) = 'occurrence:'"]
        if wanted.active:
            occurrence.append("0")
        self._sql = (
            f"SELECT k.value, {ROW_COLUMNS}, {OCCURRENCE_COLUMNS} FROM json_each(?) k"
            f" LEFT JOIN incident i ON {' AND '.join(incident)}"
            f" LEFT JOIN occurrence o ON {' AND '.join(occurrence)}"
        )
        self._lines: dict[str, IncidentLine | OccurrenceLine | None] = {}

    @classmethod
    def known(cls, connection: Connection, wanted: Filter, terms: ResponseTerms) -> "_Records":
        """What is known of the records as this connection sees them."""
        last = connection.connection.cursor().execute("SELECT max(seq) FROM ledger").fetchone()
        stand = (last[0], wanted, terms)
        records = cls._of.get(connection.engine)
        if records is None or records._stand != stand or len(records._lines) > MOST_KNOWN:
            records = cls._of[connection.engine] = cls(stand, wanted, terms)
        return records

    def read(self, connection: Connection, subjects: list[str]) -> dict[str, IncidentLine | OccurrenceLine | None]:
        """The records, with those read before."""
        lines = self._lines
        missing = [subject for subject in subjects if subject not in lines]
        if missing:
            for row in connection.connection.cursor().execute(self._sql, (json.dumps(missing), *self._values)):
                if row[1] is not None:
                    lines[row[0]] = IncidentLine._make(row[1:_OCCURRENCE_AT])
                else:
                    lines[row[0]] = OccurrenceLine._make(row[_OCCURRENCE_AT:]) if row[_OCCURRENCE_AT] else None
        return lines
