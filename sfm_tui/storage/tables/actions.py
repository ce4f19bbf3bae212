"""The improvement plan: themes, actions, steps, reviews; measures with their readings."""

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field

from sfm_tui.domain.action import BY, DECISIONS, OUTCOMES, STAGES
from sfm_tui.domain.reference import BETTER
from sfm_tui.storage.tables.base import STRICT, Base, DayOrInstant, flag, one_of


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
        one_of("stage", STAGES),
        one_of("decision", DECISIONS),
        flag("safety_risk"),
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
    __table_args__ = (one_of("who", BY), STRICT)
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
    __table_args__ = (one_of("outcome", OUTCOMES), STRICT)
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
    __table_args__ = (one_of("better", BETTER), STRICT)
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
