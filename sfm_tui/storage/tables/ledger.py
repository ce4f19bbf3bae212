"""The ledger: headers, payloads, what may be erased."""

from sqlalchemy import CheckConstraint, Index, LargeBinary
from sqlmodel import Field

from sfm_tui.storage.tables.base import STRICT, Base, flag


class LedgerRow(Base, table=True):
    """The header of one entry, chained to the one before; never changed, never removed."""

    __tablename__ = "ledger"
    __table_args__ = (
        Index("ix_ledger_subject", "subject", "seq"),
        CheckConstraint("seq > 0", name="counted"),
        CheckConstraint("length(hash) = 32 AND length(digest) = 32", name="hashes"),
        flag("confirmed"),
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
