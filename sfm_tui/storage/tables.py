"""The tables. Strict ones: what a column does not allow is refused by SQLite itself.

Nothing is put into them but by `project`, from events that have been checked; so they carry no rules of their own
beyond what SQLite can hold them to. Instants are INTEGER epoch seconds.
"""

from typing import Any

from sqlalchemy import Boolean, CheckConstraint, Index, LargeBinary, MetaData, UniqueConstraint, text
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import registry
from sqlalchemy.types import UserDefinedType
from sqlmodel import Field, SQLModel
from sqlmodel.sql.sqltypes import AutoString

from sfm_tui.domain.action import BY, DECISIONS, OUTCOMES, STAGES
from sfm_tui.domain.incidents import OFFICER_STAMPS, ORDER, STATES
from sfm_tui.domain.occurrences import KINDS
from sfm_tui.domain.reference import ACTIVITIES, BETTER, ROLES
from sfm_tui.domain.roster_records import DUTY_STATUSES, LICENCE_STATUSES, SECTORS
from sfm_tui.domain.talks import MOST_MINUTES, PRESENT, RESULTS, TALK_STATES


@compiles(AutoString, "sqlite")
def _text_column(_type: Any, _compiler: Any, **_kw: Any) -> str:
    return "TEXT"


@compiles(Boolean, "sqlite")
def _flag_column(_type: Any, _compiler: Any, **_kw: Any) -> str:
    return "INTEGER"


class DayOrInstant(UserDefinedType[Any]):
    """A column that holds a day (ISO text) or an instant."""

    cache_ok = True

    def get_col_spec(self, **_kw: Any) -> str:
        """SQLite's name for a column that takes both."""
        return "ANY"


def _one_of(column: str, words: tuple[str, ...]) -> CheckConstraint:
    return CheckConstraint(f"{column} IN ({', '.join(repr(w) for w in words)})", name=f"known_{column}")


def _flag(column: str) -> CheckConstraint:
    return CheckConstraint(f"{column} IN (0, 1)", name=f"flag_{column}")


EFFECTS = ("made", "changed", "dropped", "removed")
STRICT: dict[str, Any] = {"sqlite_strict": True}
NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(SQLModel, registry=registry(metadata=MetaData(naming_convention=NAMES))):
    """The root of every table of the store."""


class LedgerRow(Base, table=True):
    """The header of one entry, chained to the one before; never changed, never removed."""

    __tablename__ = "ledger"
    __table_args__ = (
        Index("ix_ledger_subject", "subject", "seq"),
        CheckConstraint("seq > 0", name="counted"),
        CheckConstraint("length(hash) = 32 AND length(digest) = 32", name="hashes"),
        _flag("confirmed"),
        STRICT,
    )
    seq: int = Field(primary_key=True)
    format: int
    site: str
    at: int
    author: str
    confirmed: bool
    kind: str
    subject: str
    client_id: str = Field(unique=True)
    digest: bytes = Field(sa_type=LargeBinary)
    hash: bytes = Field(sa_type=LargeBinary)


class PayloadRow(Base, table=True):
    """What an entry says, apart from its header, so that it can be erased when its time is over."""

    __tablename__ = "payload"
    __table_args__ = (STRICT,)
    seq: int = Field(primary_key=True, foreign_key="ledger.seq")
    salt: bytes = Field(sa_type=LargeBinary)
    payload: str


class ErasureRow(Base, table=True):
    """Which entry's payload may go, and the ledger entry that says under which rule."""

    __tablename__ = "erasure"
    __table_args__ = (STRICT,)
    seq: int = Field(primary_key=True, foreign_key="ledger.seq")
    by_seq: int = Field(foreign_key="ledger.seq")


class SiteRow(Base, table=True):
    """The site's settings, whole."""

    __tablename__ = "site"
    __table_args__ = (CheckConstraint("id = 1", name="one"), STRICT)
    id: int = Field(primary_key=True)
    code: str
    name: str
    timezone: str
    settings: str


class PersonRow(Base, table=True):
    """Somebody who is no officer."""

    __tablename__ = "person"
    __table_args__ = (_one_of("role", ROLES), STRICT)
    person: str = Field(primary_key=True)
    name: str
    role: str
    left_on: str | None = None


class OfficerRow(Base, table=True):
    """A security officer."""

    __tablename__ = "officer"
    __table_args__ = (_flag("opt_out"), STRICT)
    officer: str = Field(primary_key=True)
    name: str
    call_sign: str
    opt_out: bool
    weekly_hours: str
    inducted_on: str | None = None
    left_on: str | None = None
    phone: str


class PostRow(Base, table=True):
    """A duty point."""

    __tablename__ = "post"
    __table_args__ = (
        _one_of("activity", ACTIVITIES),
        *(_flag(c) for c in ("responder", "lone", "critical", "special_case")),
        STRICT,
    )
    post: str = Field(primary_key=True)
    name: str
    activity: str
    responder: bool
    lone: bool
    critical: bool
    special_case: bool
    check_call_minutes: int | None = None


class LocationRow(Base, table=True):
    """A place on the site."""

    __tablename__ = "location"
    __table_args__ = (_flag("hidden"), STRICT)
    location: str = Field(primary_key=True)
    name: str
    inside: str
    hidden: bool


class CategoryRow(Base, table=True):
    """A word for what happened; `words` are separated by line ends."""

    __tablename__ = "category"
    __table_args__ = (_flag("hidden"), CheckConstraint("severity BETWEEN 1 AND 4", name="severity"), STRICT)
    name: str = Field(primary_key=True)
    severity: int
    words: str
    hidden: bool


class IncidentRow(Base, table=True):
    """An incident as it stands; `officers` are staff numbers separated by spaces, the first on scene first."""

    __tablename__ = "incident"
    __table_args__ = (
        _one_of("state", STATES),
        CheckConstraint("severity BETWEEN 1 AND 4", name="severity"),
        _flag("severity_assumed"),
        _flag("category_guessed"),
        _flag("imported"),
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
        _one_of("stamp", ORDER),
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
        _one_of("line", ("opened", "stamp", "note", "change", "call")),
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
        _one_of("kind", KINDS),
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


class LicenceRow(Base, table=True):
    """A licence of an officer; dates are ISO days."""

    __tablename__ = "licence"
    __table_args__ = (
        _one_of("sector", SECTORS),
        _one_of("status", LICENCE_STATUSES),
        CheckConstraint("length(number) = 16 AND number NOT GLOB '*[^0-9]*'", name="number"),
        STRICT,
    )
    officer: str = Field(primary_key=True)
    sector: str = Field(primary_key=True)
    number: str
    starts: str | None = None
    expires: str = Field(primary_key=True)
    status: str
    status_from: str | None = None
    checked_on: str | None = None


class CoverRow(Base, table=True):
    """Heads that a post needs; `excepted` are ISO days separated by spaces."""

    __tablename__ = "cover"
    __table_args__ = (
        CheckConstraint("start < end", name="span"),
        CheckConstraint("headcount >= 0", name="headcount"),
        STRICT,
    )
    post: str = Field(primary_key=True)
    start: int = Field(primary_key=True)
    end: int = Field(primary_key=True)
    headcount: int
    repeat: str = Field(primary_key=True)
    excepted: str


class DutyRow(Base, table=True):
    """One officer at one post for a span."""

    __tablename__ = "duty"
    __table_args__ = (
        _one_of("status", DUTY_STATUSES),
        CheckConstraint("start < end", name="span"),
        Index("ix_duty_start", "start"),
        Index("ix_duty_officer_start", "officer", "start"),
        Index("ix_duty_post_start", "post", "start"),
        Index("ix_duty_long", "start", sqlite_where=text('"end" - start > 604800')),
        STRICT,
    )
    officer: str = Field(primary_key=True)
    post: str = Field(primary_key=True)
    start: int = Field(primary_key=True)
    end: int
    booked_on: int | None = None
    booked_off: int | None = None
    status: str


class AbsenceRow(Base, table=True):
    """A span in which an officer cannot stand anywhere."""

    __tablename__ = "absence"
    __table_args__ = (CheckConstraint("start < end", name="span"), STRICT)
    officer: str = Field(primary_key=True)
    start: int = Field(primary_key=True)
    end: int
    reason: str


class CheckCallRow(Base, table=True):
    """A check call that was due, and what came of it."""

    __tablename__ = "checkcall"
    __table_args__ = (Index("ix_checkcall_due", "due"), STRICT)
    post: str = Field(primary_key=True)
    due: int = Field(primary_key=True)
    officer: str
    received: int | None = None
    action: str


class PatrolRow(Base, table=True):
    """A round that was due, and what came of it."""

    __tablename__ = "patrol"
    __table_args__ = (
        CheckConstraint("points_due >= 0 AND points_made >= 0", name="points"),
        Index("ix_patrol_due", "due"),
        STRICT,
    )
    patrol: str = Field(primary_key=True)
    due: int = Field(primary_key=True)
    officer: str
    started: int | None = None
    ended: int | None = None
    points_due: int
    points_made: int
    findings: str


class CompensationRow(Base, table=True):
    """What an officer was given for a rest that was cut short."""

    __tablename__ = "compensation"
    __table_args__ = (STRICT,)
    officer: str = Field(primary_key=True)
    start: int = Field(primary_key=True)
    given: str
    why: str


class RosterChangeRow(Base, table=True):
    """One record that an act on the roster touched; `effect` says what became of it, who and why stand in the ledger.

    `dropped` is a duty that does not count any more. Rows that came new with an import have none.
    """

    __tablename__ = "roster_change"
    __table_args__ = (
        _one_of("effect", EFFECTS),
        Index("ix_roster_change_officer", "officer", "start"),
        Index("ix_roster_change_post", "post", "start"),
        Index("ix_roster_change_start", "start"),
        STRICT,
    )
    seq: int = Field(primary_key=True, foreign_key="ledger.seq")
    n: int = Field(primary_key=True)
    verb: str
    noun: str
    effect: str
    officer: str
    post: str
    start: int | None = None
    end: int | None = None


class TopicRow(Base, table=True):
    """What talks are about; `points` has one on each line."""

    __tablename__ = "topic"
    __table_args__ = (CheckConstraint("refresher_months >= 1", name="refresher"), STRICT)
    topic: str = Field(primary_key=True)
    title: str
    points: str
    refresher_months: int | None = None


class RequirementRow(Base, table=True):
    """Who must have had a topic: `all`, a post or an officer."""

    __tablename__ = "requirement"
    __table_args__ = (STRICT,)
    topic: str = Field(primary_key=True)
    who: str = Field(primary_key=True)


class BriefingRow(Base, table=True):
    """A briefing point; `changed_at` is when its text was last changed here, 0 where a file brought it."""

    __tablename__ = "briefing"
    __table_args__ = (
        CheckConstraint("typeof(since) IN ('integer', 'text')", name="since"),
        CheckConstraint("typeof(until) IN ('integer', 'text', 'null')", name="until"),
        STRICT,
    )
    briefing: str = Field(primary_key=True)
    text: str
    priority: str
    since: int | str = Field(sa_type=DayOrInstant)
    until: int | str | None = Field(default=None, sa_type=DayOrInstant)
    repeat: str
    owner: str
    withdrawn: str
    changed_at: int
    seq: int = Field(foreign_key="ledger.seq")


class ToldRow(Base, table=True):
    """A point that was read out to the shift that starts at `shift`."""

    __tablename__ = "told"
    __table_args__ = (STRICT,)
    briefing: str = Field(primary_key=True, foreign_key="briefing.briefing")
    shift: int = Field(primary_key=True)
    at: int
    author: str
    seq: int = Field(foreign_key="ledger.seq")


class AcknowledgementRow(Base, table=True):
    """An officer who acknowledged a point; `off_duty` says that the roster did not have them on duty then."""

    __tablename__ = "acknowledgement"
    __table_args__ = (_flag("off_duty"), STRICT)
    briefing: str = Field(primary_key=True, foreign_key="briefing.briefing")
    officer: str = Field(primary_key=True)
    at: int = Field(primary_key=True)
    off_duty: bool
    seq: int = Field(foreign_key="ledger.seq")


class HandoverRow(Base, table=True):
    """A handover as it was signed; `receiver` is who accepted it, before that who is expected to."""

    __tablename__ = "handover"
    __table_args__ = (Index("ix_handover_at", "at"), STRICT)
    handover: str = Field(primary_key=True)
    at: int
    giver: str
    receiver: str
    accepted_at: int | None = None
    text: str
    seq: int = Field(foreign_key="ledger.seq")


class TalkRow(Base, table=True):
    """A toolbox talk; `ticked` has the points that were gone through, one on each line. `locked` is its register."""

    __tablename__ = "talk"
    __table_args__ = (
        _one_of("state", TALK_STATES),
        CheckConstraint(f"minutes BETWEEN 0 AND {MOST_MINUTES}", name="minutes"),
        CheckConstraint("state <> 'completed' OR (held_at IS NOT NULL AND minutes IS NOT NULL)", name="held"),
        _flag("locked"),
        Index("ix_talk_held_at", "held_at"),
        Index("ix_talk_open", "state", sqlite_where=text("state IN ('planned', 'running')")),
        STRICT,
    )
    talk: str = Field(primary_key=True)
    topic: str
    title: str
    state: str
    planned_for: int | None = None
    held_at: int | None = None
    minutes: int | None = None
    presenter: str
    key_points: str
    ticked: str
    questions: str
    understanding: str
    cancelled: str
    locked: bool
    seq: int = Field(foreign_key="ledger.seq")


class AttendanceRow(Base, table=True):
    """One line of a talk's register. `topic` and `had_at` repeat the talk's, so that one pass tells who had what.

    `had_at` is set where the result counts: when the officer signed, else when the talk was held.
    """

    __tablename__ = "attendance"
    __table_args__ = (
        _one_of("result", (PRESENT, *RESULTS)),
        _flag("off_duty"),
        _flag("pin"),
        Index("ix_attendance_had", "topic", "officer", "had_at", sqlite_where=text("had_at IS NOT NULL")),
        Index("ix_attendance_absent", "officer", "topic", sqlite_where=text("result = 'absent'")),
        STRICT,
    )
    talk: str = Field(primary_key=True, foreign_key="talk.talk")
    officer: str = Field(primary_key=True)
    signed_at: int | None = None
    result: str
    topic: str
    had_at: int | None = None
    off_duty: bool
    pin: bool
    catch_up_on: str
    seq: int = Field(foreign_key="ledger.seq")


class TalkCorrectionRow(Base, table=True):
    """What is to be put right in a locked register, beside it."""

    __tablename__ = "talk_correction"
    __table_args__ = (Index("ix_talk_correction_talk", "talk"), STRICT)
    seq: int = Field(primary_key=True, foreign_key="ledger.seq")
    talk: str = Field(foreign_key="talk.talk")
    at: int
    author: str
    text: str


class ThemeRow(Base, table=True):
    """What improvement is about; actions stand under it."""

    __tablename__ = "theme"
    __table_args__ = (STRICT,)
    theme: str = Field(primary_key=True)
    title: str
    objective: str


class ActionRow(Base, table=True):
    """One cycle of an improvement action; the one with the highest number is at work. Days are ISO text."""

    __tablename__ = "action"
    __table_args__ = (
        CheckConstraint("cycle >= 1", name="cycle"),
        _one_of("stage", STAGES),
        _one_of("decision", DECISIONS),
        _flag("safety_risk"),
        CheckConstraint("due >= started_on", name="due"),
        Index("ix_action_open", "stage", sqlite_where=text("stage <> 'closed'")),
        STRICT,
    )
    action: str = Field(primary_key=True)
    cycle: int = Field(primary_key=True)
    stage: str
    theme: str
    area: str
    required_level: str
    gap: str
    safety_risk: bool
    risk_measures: str
    support: str
    owner: str
    consulted: str
    cost: str
    agreed_on: str | None = None
    started_on: str | None = None
    in_effect_on: str | None = None
    due: str | None = None
    measure: str
    baseline_from: str | None = None
    baseline_to: str | None = None
    target: str
    how_measured: str
    cause: str
    objective: str
    review_dates: str
    review_repeat: str
    revised_on: str
    deviations: str
    briefed: str
    side_effects: str
    decision: str
    standardised: str
    recheck_on: str | None = None
    lessons: str
    seq: int = Field(foreign_key="ledger.seq")


class StepRow(Base, table=True):
    """An agreed action of an action's plan; `cycle` is the one in which it was agreed."""

    __tablename__ = "step"
    __table_args__ = (_one_of("who", BY), STRICT)
    action: str = Field(primary_key=True)
    step: str = Field(primary_key=True)
    cycle: int
    who: str
    text: str
    support: str
    timescale: str
    done_on: str | None = None
    seq: int = Field(foreign_key="ledger.seq")


class ReviewRow(Base, table=True):
    """A review of a cycle."""

    __tablename__ = "review"
    __table_args__ = (_one_of("outcome", OUTCOMES), STRICT)
    action: str = Field(primary_key=True)
    cycle: int = Field(primary_key=True)
    reviewed_on: str = Field(primary_key=True)
    outcome: str
    evaluation: str
    next_actions: str
    next_review: str | None = None
    reviewer: str
    seq: int = Field(foreign_key="ledger.seq")


class ConsultationRow(Base, table=True):
    """Who was asked for their view of an action, when, and what they said."""

    __tablename__ = "consultation"
    __table_args__ = (Index("ix_consultation_action", "action"), STRICT)
    seq: int = Field(primary_key=True, foreign_key="ledger.seq")
    action: str
    cycle: int
    day: str
    who: str
    notes: str


class MeasureRow(Base, table=True):
    """A series that the team counts."""

    __tablename__ = "measure"
    __table_args__ = (_one_of("better", BETTER), STRICT)
    measure: str = Field(primary_key=True)
    name: str
    unit: str
    better: str
    target: str


class PhaseRow(Base, table=True):
    """From when on a series is judged anew, and why."""

    __tablename__ = "phase"
    __table_args__ = (CheckConstraint("typeof(since) IN ('integer', 'text')", name="since"), STRICT)
    measure: str = Field(primary_key=True)
    since: int | str = Field(sa_type=DayOrInstant, primary_key=True)
    reason: str
    seq: int = Field(foreign_key="ledger.seq")


class ReadingRow(Base, table=True):
    """One value of a series, as it was written; `n` is how many cases it stands for."""

    __tablename__ = "reading"
    __table_args__ = (
        CheckConstraint("typeof(at) IN ('integer', 'text')", name="at"),
        CheckConstraint("n >= 0", name="n"),
        STRICT,
    )
    measure: str = Field(primary_key=True)
    at: int | str = Field(sa_type=DayOrInstant, primary_key=True)
    value: str
    n: int | None = None
    seq: int = Field(foreign_key="ledger.seq")


class CounterRow(Base, table=True):
    """The last number given in each sequence of the site's own."""

    __tablename__ = "counter"
    __table_args__ = (STRICT,)
    name: str = Field(primary_key=True)
    value: int


class DraftRow(Base, table=True):
    """What somebody was typing. Not evidence: it goes when it is saved or thrown away."""

    __tablename__ = "draft"
    __table_args__ = (STRICT,)
    key: str = Field(primary_key=True)
    at: int
    person: str
    body: str


class PinRow(Base, table=True):
    """The hash of a person's PIN (argon2)."""

    __tablename__ = "pin"
    __table_args__ = (STRICT,)
    person: str = Field(primary_key=True)
    hash: str


class LocalRow(Base, table=True):
    """Settings of this store that are no evidence: the last person at the desk, a schema note."""

    __tablename__ = "local"
    __table_args__ = (STRICT,)
    name: str = Field(primary_key=True)
    value: str


STATE_TABLES = (
    "site", "person", "officer", "post", "location", "category", "incident", "stamp", "entry", "occurrence",
    "link", "counter", "licence", "cover", "duty", "absence", "checkcall", "patrol", "compensation", "roster_change",
    "topic", "requirement", "briefing", "told", "acknowledgement", "handover", "talk", "attendance", "talk_correction",
    "theme", "action", "step", "review", "consultation", "measure", "phase", "reading",
)  # fmt: skip
