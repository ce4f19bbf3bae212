"""The files of a site folder, one description each: what reading, writing and checking go by.

A further file is one more `Table` here, its events in `acts`.
"""

from collections.abc import Iterator
from typing import Any

from sfm_tui.clock.refusal import quoted
from sfm_tui.domain.incidents import OFFICER_STAMPS, STATES
from sfm_tui.domain.occurrences import KINDS
from sfm_tui.domain.reference import ACTIVITIES, ROLES
from sfm_tui.exchange.action_tables import PLAN
from sfm_tui.exchange.columns import FIRST, FOURTH, SECOND, THIRD, Column, Named, Table, Values
from sfm_tui.exchange.columns import key_column as _key
from sfm_tui.exchange.columns import opt_column as _opt
from sfm_tui.exchange.kinds import (
    CODE,
    CODES,
    DATE,
    LINE,
    STAFF_NUMBER,
    TEXT,
    TIME,
    YES_NO,
    Integer,
    Number,
    Word,
)
from sfm_tui.exchange.portfolio_tables import ASSESSMENTS
from sfm_tui.exchange.roster_tables import ROSTER
from sfm_tui.exchange.training_tables import TRAINING
from sfm_tui.storage.errors import StoreError
from sfm_tui.storage.links import OF_THIS_STORE, TABLE_OF, check_ref

_LOOSE = ("action", "briefing", "handover", "note", "reflection", "report", "roster", "talk", "theme",
          "topic", "weekly")  # fmt: skip
"""Records that a link may name without their file: a talk that is only planned is in none, nor is a reflection."""


def _officers(value: str) -> Named:
    for officer in value.split():
        yield "officer", officer


def _record(value: str) -> Named:
    kind, _, key = value.partition(":")
    if kind in TABLE_OF and kind not in _LOOSE:
        yield TABLE_OF[kind][0], key


_STATE, _CLOSED = 7, 6


def _complete_incident(values: list[Any]) -> None:
    if not values[_STATE]:
        values[_STATE] = "open" if values[_CLOSED] is None else "closed"


def _check_link(values: Values) -> Iterator[tuple[str, str]]:
    for name, ref in zip(("from", "to"), values[:2], strict=True):
        try:
            check_ref(ref)
        except StoreError as error:
            yield name, str(error)
    if values[0] == values[1]:
        yield "to", f"{quoted(values[0])} is linked to itself: name another record"


def _check_entry(values: Values) -> Iterator[tuple[str, str]]:
    if values[6] == values[1]:
        yield "amends", f"entry {quoted(values[1])} amends itself: name the entry that it corrects"


SEVERITY = Integer(1, 4, "1 (critical), 2, 3 or 4 (low)")
_THERE = " OR ".join(
    f"(e.record LIKE '{noun}:%' AND EXISTS (SELECT 1 FROM {table} t WHERE t.{key} = substr(e.record, {len(noun) + 2})))"
    for noun, (table, key) in TABLE_OF.items()
)
ERASED_END = f"EXISTS (SELECT 1 FROM erased e WHERE e.record IN (l.source, l.target) AND NOT ({_THERE}))"
"""Whether a link `l` leads to a record that was erased, and was not entered again."""
INCIDENT_KEY = "json_each(?) k CROSS JOIN incident i ON i.number = "


def _reference(file: str, noun: str, key: str, columns: tuple[Column, ...]) -> Table:
    names = ", ".join(column.name for column in columns)
    by_key = f"json_each(?) k CROSS JOIN {noun} ON {key} = {FIRST}"
    return Table(file, noun, columns, False, names, noun, by_key, key)


PEOPLE = _reference(
    "people.csv", "person", "person",
    (_key("person"), Column("name", LINE), Column("role", Word(ROLES)), _opt("left_on", DATE)),
)  # fmt: skip

POSTS = _reference(
    "posts.csv", "post", "post",
    (
        _key("post"), Column("name", LINE), Column("activity", Word(ACTIVITIES)), Column("responder", YES_NO),
        Column("lone", YES_NO), _opt("critical", YES_NO), Column("special_case", YES_NO),
        _opt("check_call_minutes", Integer(1, 1440, "whole minutes, 1 to 1440")),
    ),
)  # fmt: skip

LOCATIONS = _reference(
    "locations.csv", "location", "location", (_key("location"), Column("name", LINE), _opt("inside", CODE))
)

OFFICERS = _reference(
    "officers.csv", "officer", "officer",
    (
        _key("officer", STAFF_NUMBER), Column("name", LINE), _opt("call_sign"), Column("opt_out", YES_NO),
        _opt("weekly_hours", Number("hours a week, such as 42 or 37.5", 168)), _opt("inducted_on", DATE),
        _opt("left_on", DATE), _opt("phone"),
    ),
)  # fmt: skip

INCIDENTS = Table(
    "incidents.csv", "incident",
    (
        _key("number"), _opt("occurred", TIME), Column("reported", TIME), _opt("dispatched", TIME),
        _opt("on_scene", TIME), _opt("resolved", TIME), _opt("closed", TIME), _opt("state", Word(STATES)),
        Column("category", LINE, blank=True), Column("severity", SEVERITY), Column("location", LINE, blank=True),
        Column("officers", CODES, optional=True, refers=_officers), Column("summary", TEXT, blank=True),
        _opt("outcome"), _opt("struck", TEXT), _opt("police_ref", TEXT), _opt("evidence", TEXT),
    ),
    logged=True,
    select="i.number, i.occurred, i.reported, i.dispatched, i.on_scene, i.resolved, i.closed, i.state, i.category,"
    " i.severity, i.location, i.officers, i.summary, i.outcome, i.struck, i.police_ref, i.evidence",
    source="incident i",
    by_key=INCIDENT_KEY + FIRST,
    order="i.number",
    complete=_complete_incident,
)  # fmt: skip

STAMPS = Table(
    "stamps.csv", "stamp",
    (
        _key("incident", CODE, "incident", "number"), _key("officer", CODE, "officer"),
        _key("kind", Word(OFFICER_STAMPS), field="stamp"), _key("at", TIME), Column("written_at", TIME),
        _opt("struck", TEXT),
    ),
    logged=True,
    select="i.number, s.officer, s.stamp, s.at, s.written_at, s.struck",
    source="incident i CROSS JOIN stamp s ON s.incident_id = i.id AND s.officer <> ''",
    by_key=f"{INCIDENT_KEY}{FIRST} CROSS JOIN stamp s ON s.incident_id = i.id AND s.officer = {SECOND}"
    f" AND s.stamp = {THIRD} AND s.at = {FOURTH}",
    order="i.number, s.officer, s.stamp, s.at",
)  # fmt: skip

ENTRIES = Table(
    "entries.csv", "entry",
    (
        _key("incident", CODE, "incident", "number"), _key("entry"), Column("at", TIME), Column("written_at", TIME),
        Column("author", LINE), Column("text", TEXT), _opt("amends", CODE), _opt("struck", TEXT),
    ),
    logged=True,
    select="i.number, e.entry, e.at, e.written_at, e.author, e.text, e.amends, e.struck",
    source="incident i CROSS JOIN entry e ON e.incident_id = i.id AND e.entry <> ''",
    by_key=f"{INCIDENT_KEY}{FIRST} CROSS JOIN entry e ON e.incident_id = i.id AND e.entry <> '' AND e.entry = {SECOND}",
    order="i.number, e.entry",
    check=_check_entry,
)  # fmt: skip

OCCURRENCES = Table(
    "occurrences.csv", "occurrence",
    (
        _key("occurrence"), Column("at", TIME), Column("written_at", TIME), Column("author", LINE),
        Column("kind", Word(KINDS), field="line"), _opt("post", CODE, "post"), _opt("officer", CODE, "officer"),
        Column("text", TEXT), _opt("incident", CODE, "incident"), _opt("struck", TEXT),
    ),
    logged=True,
    select="o.occurrence, o.at, o.written_at, o.author, o.kind, o.post, o.officer, o.text, o.incident, o.struck",
    source="occurrence o",
    by_key=f"json_each(?) k CROSS JOIN occurrence o ON o.occurrence = {FIRST}",
    order="o.occurrence",
)  # fmt: skip

ONLY_HERE = "({})".format(
    " OR ".join(f"l.{end} GLOB '{kind}:*'" for end in ("source", "target") for kind in OF_THIS_STORE)
)
"""Whether a link `l` leads to what this store alone has."""

LINKS = Table(
    "links.csv", "link",
    (
        Column("from", CODE, key=True, field="source", refers=_record),
        Column("to", CODE, key=True, field="target", refers=_record), _opt("kind", field="link"),
    ),
    logged=False,
    select="l.source, l.target, l.link",
    source=f"link l WHERE l.struck = '' AND NOT {ERASED_END} AND NOT {ONLY_HERE}",
    by_key=f"json_each(?) k CROSS JOIN link l ON l.source = {FIRST} AND l.target = {SECOND} WHERE l.struck = '' AND NOT"
    f" {ONLY_HERE}",
    order="l.source, l.target, l.link",
    check=_check_link,
)  # fmt: skip

TABLES = (
    PEOPLE, POSTS, LOCATIONS, OFFICERS, *ROSTER, INCIDENTS, STAMPS, ENTRIES, OCCURRENCES, *TRAINING, *PLAN, ASSESSMENTS,
    LINKS,
)  # fmt: skip
"""In the order of reading and writing: what is named comes before what names it."""

BY_NAME = {table.name: table for table in TABLES}
BY_NOUN = {table.noun: table for table in TABLES}

__all__ = [
    "BY_NAME", "BY_NOUN", "ENTRIES", "INCIDENTS", "LINKS", "LOCATIONS", "OCCURRENCES", "OFFICERS", "PEOPLE",
    "POSTS", "STAMPS", "TABLES", "Column", "Table", "Values",
]  # fmt: skip
