"""Search in all text as one types: the records whose words match, the newest entry first.

`Search` gives incidents and occurrences, `SearchAll` all other records as well: what the team was told, the improvement
plan, reflections and notes, self-assessments, weekly reviews.
"""

import json
import unicodedata
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine

from sfm_tui.domain.response import ResponseTerms
from sfm_tui.storage.listing import ROW_COLUMNS, Filter, IncidentLine, restrict
from sfm_tui.storage.sqlite_only import LONGEST_QUERY, match_expression

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


class RecordLine(NamedTuple):
    """What a list shows of any other record: a point, a talk, an action, a page, an assessment.

    `at` is when it was made, held or planned for, None where it has no time; `text` is its beginning, `state` one word
    of how it stands.
    """

    kind: str
    key: str
    at: int | None
    text: str
    state: str


class Hit(NamedTuple):
    """One record that matches; `seq` is the newest matching entry seen, the place in the list."""

    seq: int
    subject: str
    found: IncidentLine | OccurrenceLine


class RecordHit(NamedTuple):
    """The same for any other record."""

    seq: int
    subject: str
    found: RecordLine


OCCURRENCE_COLUMNS = "o.occurrence, o.at, o.kind, substr(o.text, 1, 240), o.incident, o.struck"
OTHERS = {
    "briefing": "SELECT t.briefing, nullif(t.changed_at, 0), substr(t.text, 1, 240),"
    " CASE WHEN t.withdrawn = '' THEN '' ELSE 'withdrawn' END",
    "handover": "SELECT t.handover, t.at, substr(t.text, 1, 240),"
    " CASE WHEN t.accepted_at IS NULL THEN 'not accepted' ELSE 'accepted' END",
    "talk": "SELECT t.talk, coalesce(t.held_at, t.planned_for), t.title, t.state",
    "topic": "SELECT t.topic, NULL, t.title, ''",
    "action": "SELECT t.action, NULL, t.area, t.stage",
    "theme": "SELECT t.theme, NULL, t.title, ''",
    "measure": "SELECT t.measure, NULL, t.name, ''",
    "report": "SELECT t.report, t.at, t.title || CASE WHEN t.period = '' THEN '' ELSE ', ' || t.period END, t.form",
    "reflection": "SELECT t.reflection, NULL, t.title, CASE WHEN t.withdrawn = '' THEN '' ELSE 'out of use' END",
    "note": "SELECT t.note, NULL, t.title, CASE WHEN t.withdrawn = '' THEN t.kind ELSE 'out of use' END",
    "assessment": "SELECT t.assessment, NULL, substr(t.evidence, 1, 240), 'level ' || t.level",
    "weekly": "SELECT t.weekly, t.began_at, coalesce((SELECT substr(group_concat(d.said, ' · '), 1, 240) FROM"
    " (SELECT CASE WHEN d.kind = 'action' THEN d.action ELSE d.text END said FROM weekly_decision d"
    " WHERE d.weekly = t.weekly AND d.struck = '' AND d.kind <> 'none' AND d.version ="
    " (SELECT max(o.version) FROM weekly_decision o WHERE o.weekly = d.weekly AND o.number = d.number)"
    " ORDER BY d.number) d), 'no decision'), CASE WHEN t.held_at IS NULL THEN 'not held' ELSE 'held' END",
}
"""What is read of the records that only some searches give, by the noun that names their table and key."""

_LAST_CYCLE = "t.cycle = (SELECT max(o.cycle) FROM action o WHERE o.action = t.action)"
_ONLY = {
    "action": f" AND {_LAST_CYCLE}",
    "reflection": " AND t.version = (SELECT max(o.version) FROM reflection o WHERE o.reflection = t.reflection)",
    "note": " AND t.version = (SELECT max(o.version) FROM note o WHERE o.note = t.note)",
}
"""Which of several rows of one key is read."""


def restrict_to_last(kind: str) -> str:
    """The condition on `t` that leaves one row of each key: the cycle at work, the version that stands."""
    return _ONLY.get(kind, "")


_INCIDENT_AT = 2
_OCCURRENCE_AT = _INCIDENT_AT + len(IncidentLine._fields)
_ENTRIES = "SELECT rowid FROM search WHERE search MATCH ? AND rowid < ? ORDER BY rowid DESC LIMIT ?"


class Search:
    """One search, read on as far as the list is scrolled. A record is given once, at its newest match."""

    _others = False

    def __init__(self, text: str, wanted: Filter, terms: ResponseTerms) -> None:
        self._text = text[:LONGEST_QUERY]
        self._expression = match_expression(text)
        self._wanted = wanted
        self._terms = terms
        self._before = 1 << 62
        self._seen: set[str] = set()
        self._size = CHUNK
        self.done = not self._expression

    def more(self, connection: Connection, wanted: int = 50) -> list[Hit]:
        """The next hits, at least `wanted` of them unless the search is `done`."""
        return [hit for hit in self._more(connection, wanted) if isinstance(hit, Hit)]

    def _more(self, connection: Connection, wanted: int) -> list[Hit | RecordHit]:
        hits: list[Hit | RecordHit] = []
        if not self.done:
            cursor = connection.connection.cursor()
            records = _Records.known(
                connection.engine, cursor, self._wanted, self._terms, others=self._others and not self._wanted.active
            )
            while not self.done and len(hits) < wanted:
                self._chunk(cursor, records, hits)
        return hits

    def _chunk(self, cursor: Any, records: "_Records", hits: list[Hit | RecordHit]) -> None:
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


class SearchAll(Search):
    """A search for all records; a filter leaves all but incidents out."""

    _others = True

    def __init__(self, text: str, wanted: Filter, terms: ResponseTerms) -> None:
        super().__init__(text, wanted, terms)
        self._of_files_left = not self.done and not wanted.active

    def more_records(self, connection: Connection, wanted: int = 50) -> list[Hit | RecordHit]:
        """The next hits of all kinds, at least `wanted` of them unless the search is `done`.

        Points, talks, topics and actions that came with a file have no entry of their own: they come last.
        """
        hits = self._more(connection, wanted)
        if self.done and self._of_files_left:
            self._of_files_left = False
            hits += self._of_files(connection.connection.cursor())
        return hits

    def _of_files(self, cursor: Any) -> list[Hit | RecordHit]:
        *whole, last = _words(self._text)
        found: list[Hit | RecordHit] = []
        for kind, texts in _OF_FILES.items():
            for seq, words, *row in cursor.execute(
                f"SELECT {texts}, {OTHERS[kind].removeprefix('SELECT ')} FROM {kind} t{_FROM_FILE[kind]}"
            ).fetchall():
                subject, there = f"{kind}:{row[0]}", set(_words(words))
                if subject not in self._seen and there.issuperset(whole) and _begins(there, last, self._text):
                    self._seen.add(subject)
                    found.append(RecordHit(seq, subject, RecordLine(kind, *row)))
        return sorted(found, key=lambda hit: -hit.seq)


_ACTION_WORDS = "".join(
    f"t.{name} || ' ' || "
    for name in (
        "action", "area", "required_level", "gap", "risk_measures", "support", "owner", "consulted", "measure",
        "how_measured",
    )
).removesuffix(" || ")  # fmt: skip
_OF_FILES = {
    "briefing": "t.seq, t.briefing || ' ' || t.text || ' ' || t.owner",
    "talk": "t.seq, t.talk || ' ' || t.topic || ' ' || t.title || ' ' || t.presenter || ' ' || t.key_points",
    "topic": "0, t.topic || ' ' || t.title || ' ' || t.points",
    "action": f"t.seq, {_ACTION_WORDS}"
    " || coalesce((SELECT group_concat(s.text, ' ') FROM step s WHERE s.action = t.action), '') || ' '"
    " || coalesce((SELECT group_concat(r.evaluation || ' ' || r.next_actions, ' ') FROM review r"
    " WHERE r.action = t.action), '')",
    "theme": "0, t.theme || ' ' || t.title || ' ' || t.objective",
    "measure": "0, t.measure || ' ' || t.name",
    "assessment": "t.seq, t.enabler || ' ' || t.assessor || ' ' || t.evidence || ' ' || t.strengths",
}
_BY_FILE = " JOIN ledger l ON l.seq = t.seq WHERE l.kind = 'file.imported'"
_FROM_FILE = {
    "briefing": _BY_FILE, "talk": _BY_FILE, "topic": "", "action": f"{_BY_FILE} AND {_LAST_CYCLE}", "theme": "",
    "measure": "", "assessment": _BY_FILE,
}  # fmt: skip


def _words(text: str) -> list[str]:
    """The words of a text as the index has them: letters and digits, small, without accents."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return "".join(c if c.isalnum() else " " for c in plain.casefold()).split()


def _begins(there: set[str], last: str, typed: str) -> bool:
    """Whether the last word is there; as long as it is being typed, it may go on."""
    going_on = len(last) > 1 and typed[-1:].isalnum()
    return last in there or (going_on and any(word.startswith(last) for word in there))


class _Records:
    """The records that searches have read, by the entries that led to them; none where a filter leaves it out.

    Letter by letter one finds much the same entries. The records stand as long as nothing is written: every change
    is an entry of the ledger, so the number of its last one tells.
    """

    _of: "WeakKeyDictionary[Engine, _Records]" = WeakKeyDictionary()

    def __init__(self, stand: tuple[object, ...], wanted: Filter, terms: ResponseTerms, *, others: bool) -> None:
        self._stand = stand
        self._others = others
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
        self._found: dict[int, tuple[str, Hit | RecordHit | None]] = {}

    @classmethod
    def known(
        cls, engine: Engine, cursor: Any, wanted: Filter, terms: ResponseTerms, *, others: bool
    ) -> "_Records":  # fmt: skip
        """What is known of the records as this connection sees them."""
        stand = (cursor.execute("SELECT max(seq) FROM ledger").fetchone()[0], wanted, terms, others)
        records = cls._of.get(engine)
        if records is None or records._stand != stand or len(records._found) > MOST_KNOWN:
            records = cls._of[engine] = cls(stand, wanted, terms, others=others)
        return records

    def read(self, cursor: Any, entries: list[int]) -> list[tuple[str, Hit | RecordHit | None]]:
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
            if self._others:
                self._read_others(cursor, missing)
        return [found[seq] for seq in entries if seq in found]

    def _read_others(self, cursor: Any, entries: list[int]) -> None:
        """Fill in the records of `OTHERS` that these entries are about."""
        keys: dict[str, dict[str, list[int]]] = {}
        for seq in entries:
            subject, hit = self._found.get(seq, ("", None))
            kind, _, key = subject.partition(":")
            if hit is None and kind in OTHERS:
                keys.setdefault(kind, {}).setdefault(key, []).append(seq)
        for kind, named in keys.items():
            sql = f"{OTHERS[kind]} FROM json_each(?) k CROSS JOIN {kind} t ON t.{kind} = k.value{_ONLY.get(kind, '')}"
            for row in cursor.execute(sql, (json.dumps(list(named)),)):
                line = RecordLine(kind, *row)
                for seq in named[line.key]:
                    subject = f"{kind}:{line.key}"
                    self._found[seq] = subject, RecordHit(seq, subject, line)
