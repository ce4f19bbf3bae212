"""What is kept and what went: legal holds, and what is left of records that were erased."""

from sqlalchemy import Index, text
from sqlmodel import Field

from sfm_tui.storage.tables.base import STRICT, Base


class HoldRow(Base, table=True):
    """A legal hold on a record, an officer, a person or a period; `lifted_at` is empty while it stands."""

    __tablename__ = "hold"
    __table_args__ = (
        Index("ix_hold_standing", "target", unique=True, sqlite_where=text("lifted_at IS NULL")),
        STRICT,
    )
    seq: int = Field(primary_key=True, foreign_key="ledger.seq")
    target: str
    why: str
    at: int
    author: str
    lifted_at: int | None = None
    lifted_by: str
    lifted_why: str


class ErasedRow(Base, table=True):
    """A record that was erased under a retention rule: its name, the kind of the rule, the day (ISO) that it was of."""

    __tablename__ = "erased"
    __table_args__ = (Index("ix_erased_kind", "kind", "day"), STRICT)
    record: str = Field(primary_key=True)
    kind: str
    day: str
    rule: str
    at: int
    seq: int = Field(foreign_key="ledger.seq")
