"""What the team is told: topics, briefings, handovers, talks."""

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field

from sfm_tui.domain.talks import MOST_MINUTES, PRESENT, RESULTS, TALK_STATES
from sfm_tui.storage.tables.base import STRICT, Base, DayOrInstant, flag, one_of


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
    __table_args__ = (flag("off_duty"), STRICT)
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
        one_of("state", TALK_STATES),
        CheckConstraint(f"minutes BETWEEN 0 AND {MOST_MINUTES}", name="minutes"),
        CheckConstraint("state <> 'completed' OR (held_at IS NOT NULL AND minutes IS NOT NULL)", name="held"),
        flag("locked"),
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
        one_of("result", (PRESENT, *RESULTS)),
        flag("off_duty"),
        flag("pin"),
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
