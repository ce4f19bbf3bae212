"""What is no record: counters, drafts, PINs, settings of this store."""

from sqlmodel import Field

from sfm_tui.storage.tables.base import STRICT, Base


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
