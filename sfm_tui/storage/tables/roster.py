"""The roster: licences, cover, duties and what was done to them."""

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field

from sfm_tui.domain.roster_records import DUTY_STATUSES, LICENCE_STATUSES, SECTORS
from sfm_tui.storage.tables.base import STRICT, Base, one_of

EFFECTS = ("made", "changed", "dropped", "removed")


class LicenceRow(Base, table=True):
    """A licence of an officer; dates are ISO days."""

    __tablename__ = "licence"
    __table_args__ = (
        one_of("sector", SECTORS),
        one_of("status", LICENCE_STATUSES),
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
        one_of("status", DUTY_STATUSES),
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
        one_of("effect", EFFECTS),
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
