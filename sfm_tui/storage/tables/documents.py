"""Documents that were made of the records."""

from sqlmodel import Field

from sfm_tui.storage.tables.base import STRICT, Base


class ReportRow(Base, table=True):
    """One document that was written to a file; `name` is its kind, `digest` the SHA-256 of the file in hex digits."""

    __tablename__ = "report"
    __table_args__ = (STRICT,)
    report: str = Field(primary_key=True)
    name: str
    title: str
    period: str
    form: str
    digest: str
    head: str
    author: str
    at: int
    seq: int = Field(foreign_key="ledger.seq")
