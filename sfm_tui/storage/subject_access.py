"""What the store knows of one person: read for them, when they ask for it."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection

from sfm_tui.clock import full_text, iso
from sfm_tui.domain.desk import Author
from sfm_tui.domain.keeping import AccessGiven
from sfm_tui.domain.pack.unnamed import CALLED, Unnamed
from sfm_tui.storage.errors import StoreError
from sfm_tui.storage.incident_records import NAMES_OFFICER
from sfm_tui.storage.known_names import known_names
from sfm_tui.storage.listing import Filter, IncidentLine
from sfm_tui.storage.on_shift import check_confirmed
from sfm_tui.storage.search import SearchAll

if TYPE_CHECKING:
    from sfm_tui.storage.store import Store

NOT_IN_IT = (
    "Not in it: a capability plan (a locked file of its own, which whoever keeps it can open), attached files (named"
    " here; ask for copies), copies of the store and papers made before, and what other systems keep, such as CCTV."
)
OUTSIDER = "outsider"
"""Whose data they were, in the ledger, where no list of the site has the person."""
MOST_HITS = 500
_CALLED, _BEFORE, _AROUND = 50, 24, 160
"""Characters that are shown of what a record is called, before a name, and around it in all."""


@dataclass(frozen=True)
class Part:
    """One kind of thing that is known: a table with a title; times are instants, the rest text or numbers."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]


@dataclass(frozen=True)
class Known:
    """All that is known of a person; `person` is their record, `name` how they are called there."""

    person: str
    name: str
    parts: tuple[Part, ...]

    @property
    def records(self) -> int:
        """How many rows it has."""
        return sum(len(part.rows) for part in self.parts)


@dataclass(frozen=True)
class Mention:
    """A record in whose words a name was found; `around` are the words beside it. Somebody looks who it is."""

    record: str
    text: str
    around: str = ""

    @property
    def words(self) -> str:
        """What the record says, and where the name stands in it."""
        return f"{self.text[:_CALLED]} · {self.around}" if self.around else self.text


def mentions(store: "Store", name: str) -> list[Mention]:
    """The records in whose words all words of a name stand, the newest first, `MOST_HITS` at most."""
    with store.reading() as connection:
        hits = SearchAll(name, Filter(), store.sites.terms()).more_records(connection, MOST_HITS)
    found = []
    for hit in hits[:MOST_HITS]:
        line = hit.found
        found.append(Mention(hit.subject, line.summary if isinstance(line, IncidentLine) else line.text))
    return _with_words(store, found, name)


def _with_words(store: "Store", found: list[Mention], name: str) -> list[Mention]:
    """The same with the words around the name, where they stand elsewhere than in what the record is called."""
    wanted = name.casefold().split()
    around: dict[str, str] = {}
    with store.reading() as connection:
        rows = [row for part in _chosen(connection, [one.record for one in found]) for row in part.rows]
    for record, _at, *texts in rows:
        for text in texts:
            if record not in around and isinstance(text, str) and all(word in text.casefold() for word in wanted):
                around[record] = _around(text, wanted[0])
    return [
        one if all(word in one.text.casefold() for word in wanted) else replace(one, around=around.get(one.record, ""))
        for one in found
    ]


def _around(text: str, word: str) -> str:
    """The text from the word before `word` on, which stands in it in small letters or not."""
    place = max(0, text.casefold().find(word) - _BEFORE)
    cut = text[place : place + _AROUND]
    whole = cut.split(maxsplit=1)[-1] if place else cut
    return ("…" if place else "") + " ".join((whole if word in whole.casefold() else cut).split())


def of_person(
    store: "Store", person: str, *, records: Sequence[str] = (), unmasked: bool = False
) -> Known:  # fmt: skip
    """Everything about an officer (`officer:1001`) or a person (`person:okafor`), and what was confirmed of `records`.

    Others who are named become what they are («officer», «person») unless `unmasked`. Raises StoreError where there
    is nobody of that code.
    """
    noun, _, key = person.partition(":")
    if noun not in ("officer", "person"):
        raise StoreError(f"«{person}» is nobody: write officer:1001 or person:okafor, or look for a name")
    with store.reading() as connection:
        row = connection.exec_driver_sql(f"SELECT name FROM {noun} WHERE {noun} = ?", (key,)).first()
        if row is None:
            raise StoreError(f"there is no {noun} {key}")
        parts = [_part(connection, *spec, key=key, ref=person) for spec in (_OFFICER if noun == "officer" else _PERSON)]
        parts += _chosen(connection, records)
    return _told(store, Known(person, str(row[0]), tuple(parts)), unmasked=unmasked)


def of_outsider(store: "Store", name: str, records: Sequence[str], *, unmasked: bool = False) -> Known:
    """What the confirmed `records` say, for somebody whom no list of the site has."""
    with store.reading() as connection:
        parts = _chosen(connection, records)
    return _told(store, Known(OUTSIDER, name, tuple(parts)), unmasked=unmasked)


def given(store: "Store", known: Known, file: str, digest: str, by: Author, *, unmasked: bool) -> None:
    """Enter in the ledger that a person's data were put together. Raises Refused while the desk is locked."""
    check_confirmed(by)
    with store.writing() as transaction:
        act = AccessGiven(person=known.person, file=file, digest=digest, records=known.records, unmasked=unmasked)
        transaction.append(act, by)


def plain(store: "Store", known: Known) -> dict[str, Any]:
    """The same as plain data, with times that carry an offset."""
    tz = store.tz

    def cell(column: str, value: Any) -> Any:
        return iso(value, tz) if column.endswith("_at") and isinstance(value, int) else value

    parts = [
        {"title": part.title, "rows": [
            {c: cell(c, v) for c, v in zip(part.columns, row, strict=True)} for row in part.rows]}
        for part in known.parts
    ]  # fmt: skip
    return {"person": known.person, "name": known.name, "parts": parts, "not_in_it": NOT_IN_IT}


def shown(store: "Store") -> Callable[[str, Any], str]:
    """How a cell of a part is shown to people: its column's name and value as one text."""
    tz = store.tz

    def cell(column: str, value: Any) -> str:
        if value is None:
            return ""
        return full_text(value, tz) if column.endswith("_at") and isinstance(value, int) else str(value)

    return cell


def _told(store: "Store", known: Known, *, unmasked: bool) -> Known:
    parts = [part for part in known.parts if part.rows]
    if not unmasked:
        key = known.person.partition(":")[2]
        own = {name.casefold() for name in (known.name, key)}
        others = [
            one for one in known_names(store)
            if one.people and one.key != key and not own & {name.casefold() for name in one.names}
        ]  # fmt: skip
        mask, codes = Unnamed(others), {one.key: CALLED.get(one.kind, "a person") for one in others}
        parts = [
            Part(part.title, part.columns, tuple(
                tuple(codes.get(value) or mask.text(value) if isinstance(value, str) else value for value in row)
                for row in part.rows))
            for part in parts
        ]  # fmt: skip
    return Known(known.person, known.name, tuple(parts))


def _part(connection: Connection, title: str, sql: str, *, key: str, ref: str) -> Part:
    found = connection.exec_driver_sql(sql, {"key": key, "ref": ref})
    return Part(title, tuple(found.keys()), tuple(tuple(row) for row in found))


def _chosen(connection: Connection, records: Sequence[str]) -> list[Part]:
    if not records:
        return []
    found = connection.exec_driver_sql(_CHOSEN, {"records": json.dumps(list(records))})
    return [Part("Records that were looked at and confirmed", tuple(found.keys()), tuple(tuple(r) for r in found))]


_INCIDENTS = f"WITH mine AS (SELECT i.* FROM incident i WHERE {NAMES_OFFICER})"
_SAME = (
    ("Legal holds", "SELECT target, why, at AS placed_at, lifted_at FROM hold WHERE target = :ref ORDER BY at"),
    ("Changes of the record, with what stood there before",
     "SELECT l.at AS written_at, l.kind, p.payload AS what FROM ledger l LEFT JOIN payload p ON p.seq = l.seq"
     " WHERE l.subject = :ref AND l.kind IN ('officer.set', 'person.set') ORDER BY l.seq"),
    ("What was given of them before",
     "SELECT l.at AS given_at, l.author FROM ledger l WHERE l.subject = :ref AND l.kind = 'access.given'"
     " ORDER BY l.seq"),
    ("What they entered: when, what kind, of which record",
     "SELECT at AS entered_at, kind, subject AS record FROM ledger WHERE author = :key ORDER BY seq"),
)  # fmt: skip
_OFFICER = (
    ("The record", "SELECT * FROM officer WHERE officer = :key"),
    ("Licences", "SELECT sector, number, starts, expires, status, status_from, checked_on FROM licence"
     " WHERE officer = :key ORDER BY expires"),
    ("Duties", 'SELECT post, start AS start_at, "end" AS end_at, booked_on AS booked_on_at,'
     " booked_off AS booked_off_at, status FROM duty WHERE officer = :key ORDER BY start"),
    ("Absences", 'SELECT start AS start_at, "end" AS end_at, reason FROM absence WHERE officer = :key ORDER BY start'),
    ("Compensatory rest", "SELECT start AS start_at, given, why FROM compensation WHERE officer = :key ORDER BY start"),
    ("Check calls", "SELECT post, due AS due_at, received AS received_at, action FROM checkcall WHERE officer = :key"
     " ORDER BY due"),
    ("Rounds", "SELECT patrol, due AS due_at, started AS started_at, ended AS ended_at, points_due, points_made,"
     " findings FROM patrol WHERE officer = :key ORDER BY due"),
    ("Incidents that they were sent to", f"{_INCIDENTS} SELECT number, reported AS reported_at, category, location,"
     " summary, outcome FROM mine ORDER BY reported"),
    ("Their times in incidents", "SELECT i.number, s.stamp, s.at AS stamped_at, s.struck FROM stamp s"
     " JOIN incident i ON i.id = s.incident_id WHERE s.officer = :key ORDER BY s.at"),
    ("The log of those incidents", f"{_INCIDENTS} SELECT m.number, e.at AS entry_at, e.author, e.text, e.struck"
     " FROM mine m JOIN entry e ON e.incident_id = m.id ORDER BY m.reported, e.seq"),
    ("Files attached to those incidents (ask for copies)",
     f"{_INCIDENTS} SELECT m.number, a.name, a.about, a.at AS attached_at, a.struck FROM mine m"
     " JOIN attachment a ON a.record = 'incident:' || m.number ORDER BY a.at"),
    ("The occurrence book", "SELECT occurrence, at AS line_at, kind, text, struck FROM occurrence WHERE officer = :key"
     " ORDER BY at"),
    ("Toolbox talks", "SELECT a.talk, t.title, t.held_at, a.result, a.signed_at, a.catch_up_on FROM attendance a"
     " JOIN talk t ON t.talk = a.talk WHERE a.officer = :key ORDER BY t.held_at"),
    ("Briefing points that they acknowledged", "SELECT a.briefing, b.text, a.at AS acknowledged_at"
     " FROM acknowledgement a JOIN briefing b ON b.briefing = a.briefing WHERE a.officer = :key ORDER BY a.at"),
    *_SAME,
)  # fmt: skip
_PERSON = (
    ("The record", "SELECT * FROM person WHERE person = :key"),
    ("Lines in the logs of incidents", "SELECT i.number, e.at AS entry_at, e.text, e.struck FROM entry e"
     " JOIN incident i ON i.id = e.incident_id WHERE e.author = :key ORDER BY e.seq"),
    ("Lines in the occurrence book", "SELECT occurrence, at AS line_at, kind, text, struck FROM occurrence"
     " WHERE author = :key ORDER BY at"),
    ("Handovers", "SELECT handover, at AS signed_at, giver, receiver, accepted_at, text FROM handover"
     " WHERE :key IN (giver, receiver) ORDER BY at"),
    ("Toolbox talks that they held", "SELECT talk, title, held_at, key_points FROM talk WHERE presenter = :key"
     " ORDER BY held_at"),
    ("Actions that they own", "SELECT action, cycle, stage, area, gap, due FROM action WHERE owner = :key"
     " ORDER BY action, cycle"),
    ("Reviews that they wrote", "SELECT action, cycle, reviewed_on, outcome, evaluation FROM review"
     " WHERE reviewer = :key ORDER BY reviewed_on"),
    ("Decisions in weekly reviews", "SELECT weekly, figure, text, due, at AS decided_at FROM weekly_decision"
     " WHERE :key IN (who, author) ORDER BY weekly, number, version"),
    ("What became of them", "SELECT weekly, number, answer, note, at AS answered_at FROM weekly_answer"
     " WHERE author = :key ORDER BY weekly, number"),
    ("Self-assessments", "SELECT enabler, assessed_on, level, evidence, strengths, confidence, gaps, views"
     " FROM assessment WHERE assessor = :key ORDER BY assessed_on, enabler"),
    ("Reflections", "SELECT reflection, version, title, day, did, prompted, worked, hard, learned, mapping, next_steps"
     " FROM reflection WHERE author = :key ORDER BY reflection, version"),
    ("Study notes", "SELECT note, version, title, day, text, source FROM note WHERE author = :key"
     " ORDER BY note, version"),
    *_SAME,
)  # fmt: skip
_CHOSEN = """
WITH k AS (SELECT value AS ref FROM json_each(:records))
SELECT 'incident:' || i.number AS record, i.reported AS record_at, i.summary AS text, i.details AS more
    FROM incident i WHERE 'incident:' || i.number IN (SELECT ref FROM k)
UNION ALL SELECT 'incident:' || i.number, e.at, e.text, '' FROM entry e JOIN incident i ON i.id = e.incident_id
    WHERE 'incident:' || i.number IN (SELECT ref FROM k)
UNION ALL SELECT 'occurrence:' || occurrence, at, text, '' FROM occurrence
    WHERE 'occurrence:' || occurrence IN (SELECT ref FROM k)
UNION ALL SELECT 'handover:' || handover, at, text, '' FROM handover
    WHERE 'handover:' || handover IN (SELECT ref FROM k)
UNION ALL SELECT 'briefing:' || briefing, NULL, text, '' FROM briefing
    WHERE 'briefing:' || briefing IN (SELECT ref FROM k)
UNION ALL SELECT 'talk:' || talk, held_at, title || char(10) || key_points, questions FROM talk
    WHERE 'talk:' || talk IN (SELECT ref FROM k)
UNION ALL SELECT 'action:' || action, NULL, area || char(10) || gap, required_level || char(10) || risk_measures
    || char(10) || consulted || char(10) || cause || char(10) || side_effects || char(10) || lessons FROM action
    WHERE 'action:' || action IN (SELECT ref FROM k)
UNION ALL SELECT 'action:' || action, NULL, text, support FROM step WHERE 'action:' || action IN (SELECT ref FROM k)
UNION ALL SELECT 'action:' || action, NULL, evaluation, next_actions FROM review
    WHERE 'action:' || action IN (SELECT ref FROM k)
UNION ALL SELECT 'action:' || action, NULL, who, notes FROM consultation
    WHERE 'action:' || action IN (SELECT ref FROM k)
UNION ALL SELECT 'weekly:' || weekly, at, text, shown FROM weekly_decision
    WHERE 'weekly:' || weekly IN (SELECT ref FROM k)
UNION ALL SELECT 'weekly:' || weekly, at, note, '' FROM weekly_answer WHERE 'weekly:' || weekly IN (SELECT ref FROM k)
UNION ALL SELECT 'reflection:' || reflection, NULL, title || char(10) || did, worked || char(10) || hard || char(10)
    || learned || char(10) || next_steps FROM reflection WHERE 'reflection:' || reflection IN (SELECT ref FROM k)
UNION ALL SELECT 'note:' || note, NULL, title || char(10) || text, source FROM note
    WHERE 'note:' || note IN (SELECT ref FROM k)
UNION ALL SELECT 'assessment:' || s.assessment, NULL, evidence, strengths || char(10) || gaps || char(10) || views
    FROM assessment s WHERE 'assessment:' || s.assessment IN (SELECT ref FROM k)
ORDER BY 2
"""
