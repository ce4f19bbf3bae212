"""The log: incidents with their stamps and lines, the occurrence book, links between records."""

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from sfm_tui.domain.incidents import OFFICER_STAMPS, ORDER, STATES
from sfm_tui.domain.occurrences import KINDS
from sfm_tui.storage.tables.base import STRICT, Base, flag, one_of


class IncidentRow(Base, table=True):
    """An incident as it stands; `officers` are staff numbers separated by spaces, the first on scene first."""

    __tablename__ = "incident"
    __table_args__ = (
        one_of("state", STATES),
        CheckConstraint("severity BETWEEN 1 AND 4", name="severity"),
        flag("severity_assumed"),
        flag("category_guessed"),
        flag("imported"),
        Index("ix_incident_reported", "reported", "id"),
        Index("ix_incident_running", "reported", sqlite_where=text("state <> 'closed' AND struck = ''")),
        STRICT,
    )
    id: int = Field(primary_key=True)
    number: str = Field(unique=True)
    state: str
    outcome: str
    struck: str
    occurred: int | None = None
    reported: int
    dispatched: int | None = None
    on_scene: int | None = None
    resolved: int | None = None
    closed: int | None = None
    category: str
    category_guessed: bool
    severity: int
    severity_assumed: bool
    location: str
    officers: str
    summary: str
    police_ref: str
    evidence: str
    details: str
    imported: bool
    seq: int = Field(foreign_key="ledger.seq")


class StampRow(Base, table=True):
    """One point of an incident's timeline; `officer` is empty where it is the incident's own."""

    __tablename__ = "stamp"
    __table_args__ = (
        one_of("stamp", ORDER),
        CheckConstraint(
            f"officer = '' OR stamp IN ({', '.join(repr(s) for s in OFFICER_STAMPS)})", name="officer_stamp"
        ),
        UniqueConstraint("incident_id", "officer", "stamp", "at"),
        STRICT,
    )
    id: int = Field(primary_key=True)
    incident_id: int = Field(foreign_key="incident.id")
    officer: str
    stamp: str
    at: int
    written_at: int | None = None
    author: str
    flagged: str
    struck: str
    seq: int = Field(foreign_key="ledger.seq")


class EntryRow(Base, table=True):
    """A line of an incident's log; `entry` is its key in that incident, empty where it only tells of a stamp."""

    __tablename__ = "entry"
    __table_args__ = (
        one_of("line", ("opened", "stamp", "note", "change", "call")),
        Index("ix_entry_incident", "incident_id", "seq"),
        Index("ix_entry_at", "at", "seq"),
        Index("ix_entry_unsigned", "seq", sqlite_where=text("confirmed = 0")),
        Index("uq_entry_key", "incident_id", "entry", unique=True, sqlite_where=text("entry <> ''")),
        STRICT,
    )
    seq: int = Field(primary_key=True, foreign_key="ledger.seq")
    incident_id: int = Field(foreign_key="incident.id")
    entry: str
    line: str
    at: int
    written_at: int
    author: str
    confirmed: bool
    text: str
    amends: str
    struck: str


class OccurrenceRow(Base, table=True):
    """A line of the occurrence book."""

    __tablename__ = "occurrence"
    __table_args__ = (
        one_of("kind", KINDS),
        Index("ix_occurrence_at", "at", "id"),
        Index("ix_occurrence_unsigned", "seq", sqlite_where=text("confirmed = 0")),
        STRICT,
    )
    id: int = Field(primary_key=True)
    occurrence: str = Field(unique=True)
    at: int
    written_at: int
    author: str
    confirmed: bool
    kind: str
    post: str
    officer: str
    text: str
    incident: str
    struck: str
    seq: int = Field(foreign_key="ledger.seq")


class LinkRow(Base, table=True):
    """Two records that belong together, from what came first to what came of it."""

    __tablename__ = "link"
    __table_args__ = (
        UniqueConstraint("source", "target", "link"),
        Index("ix_link_target", "target"),
        STRICT,
    )
    id: int = Field(primary_key=True)
    source: str
    target: str
    link: str
    struck: str
    seq: int = Field(foreign_key="ledger.seq")
