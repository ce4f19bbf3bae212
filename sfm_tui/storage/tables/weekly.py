"""Weekly reviews: the weeks that were gone through, what was decided on each figure, and what became of it."""

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from sfm_tui.domain.weekly import ANSWERS, KINDS
from sfm_tui.storage.tables.base import STRICT, Base, flag, one_of


class WeeklyRow(Base, table=True):
    """The review of an ISO week; `figures` are those of when it was held, as canonical JSON of words by their keys."""

    __tablename__ = "weekly"
    __table_args__ = (flag("week_over"), STRICT)
    weekly: str = Field(primary_key=True)
    began_at: int
    began_by: str
    held_at: int | None
    held_by: str
    week_over: bool
    figures: str
    seq: int = Field(foreign_key="ledger.seq")


class WeeklyDecisionRow(Base, table=True):
    """One version of what was decided on a figure; the one with the highest number stands."""

    __tablename__ = "weekly_decision"
    __table_args__ = (
        CheckConstraint("number >= 1", name="number"),
        CheckConstraint("version >= 1", name="version"),
        one_of("kind", KINDS),
        Index("ix_weekly_decision_figure", "figure", "weekly"),
        STRICT,
    )
    weekly: str = Field(primary_key=True, foreign_key="weekly.weekly")
    number: int = Field(primary_key=True)
    version: int = Field(primary_key=True)
    figure: str
    kind: str
    text: str
    who: str
    due: str | None
    action: str
    shown: str
    struck: str
    author: str
    at: int
    seq: int = Field(foreign_key="ledger.seq")


class WeeklyAnswerRow(Base, table=True):
    """What became of a decision, as it was said last."""

    __tablename__ = "weekly_answer"
    __table_args__ = (one_of("answer", ANSWERS), STRICT)
    weekly: str = Field(primary_key=True, foreign_key="weekly.weekly")
    number: int = Field(primary_key=True)
    answer: str
    note: str
    author: str
    at: int
    seq: int = Field(foreign_key="ledger.seq")
