"""The site and its reference data."""

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from sfm_tui.domain.reference import ACTIVITIES, ROLES
from sfm_tui.storage.tables.base import STRICT, Base, flag, one_of


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
    __table_args__ = (one_of("role", ROLES), STRICT)
    person: str = Field(primary_key=True)
    name: str
    role: str
    left_on: str | None = None


class OfficerRow(Base, table=True):
    """A security officer."""

    __tablename__ = "officer"
    __table_args__ = (flag("opt_out"), STRICT)
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
        one_of("activity", ACTIVITIES),
        *(flag(c) for c in ("responder", "lone", "critical", "special_case")),
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
    __table_args__ = (flag("hidden"), STRICT)
    location: str = Field(primary_key=True)
    name: str
    inside: str
    hidden: bool


class CategoryRow(Base, table=True):
    """A word for what happened; `words` are separated by line ends."""

    __tablename__ = "category"
    __table_args__ = (flag("hidden"), CheckConstraint("severity BETWEEN 1 AND 4", name="severity"), STRICT)
    name: str = Field(primary_key=True)
    severity: int
    words: str
    hidden: bool
