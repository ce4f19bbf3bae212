"""The roster's records as people enter them: checked on the way in, and written whole into the ledger.

The findings take the plain dataclasses of `roster`; these are what a form, a file or an act makes. Instants are epoch
seconds, dates ISO days, `excepted` days in one text with a space between, as the tables hold them.
"""

import re
from collections.abc import Iterable
from datetime import date
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, field_validator, model_validator

from sfm_tui.clock.refusal import quoted
from sfm_tui.domain import roster
from sfm_tui.domain.text import Code, Key, Line, Text

Sector = Literal["SG", "DS", "CP", "CCTV-PSS", "CVIT", "KH"]
SECTORS: tuple[Sector, ...] = ("SG", "DS", "CP", "CCTV-PSS", "CVIT", "KH")
LicenceStatus = Literal["active", "expired", "suspended", "revoked", "withdrawn", "replaced"]
LICENCE_STATUSES: tuple[LicenceStatus, ...] = ("active", "expired", "suspended", "revoked", "withdrawn", "replaced")
DutyStatus = Literal["planned", "worked", "no-show", "cancelled"]
DUTY_STATUSES: tuple[DutyStatus, ...] = ("planned", "worked", "no-show", "cancelled")

LICENCE_DIGITS = re.compile(r"[0-9]{16}")
MOST_HEADS = 999
MOST_POINTS = 99_999
EARLIEST, LATEST = -2_208_988_800, 32_503_680_000
"""The years 1900 to 2999, which are those that a file can hold."""


def licence_number(text: str) -> str:
    """A licence number as it is kept: 16 digits. Raises ValueError for anything else."""
    if not LICENCE_DIGITS.fullmatch(text):
        raise ValueError(f"{quoted(text)} is no licence number: write its 16 digits, without spaces")
    return text


def excepted_days(text: str) -> str:
    """Days in one text, in order and each once. Raises ValueError for what is no day."""
    days = set()
    for word in text.split():
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", word):
            raise ValueError(f"{quoted(word)} is no date: write 2026-12-25, with a space between two")
        try:
            days.add(date.fromisoformat(word).isoformat())
        except ValueError:
            raise ValueError(f"{quoted(word)} is no date: there is no such day in the calendar") from None
    return " ".join(sorted(days))


Number16 = Annotated[str, AfterValidator(licence_number)]
Days = Annotated[str, AfterValidator(excepted_days)]
At = Annotated[int, Field(ge=EARLIEST, lt=LATEST)]


class RosterRecord(BaseModel):
    """One row of the roster. `noun` names its table and file, `keys` the fields that identify it."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)
    noun: ClassVar[str]
    keys: ClassVar[tuple[str, ...]]

    @property
    def key(self) -> tuple[Any, ...]:
        """What identifies it, as its table has it."""
        fields = self.row()
        return tuple(fields[name] for name in self.keys)

    def row(self) -> dict[str, Any]:
        """Its fields as its table and the ledger have them: dates as ISO text."""
        return {
            name: value.isoformat() if isinstance(value, date) else value
            for name in type(self).model_fields
            for value in (getattr(self, name),)
        }


class _Spanned(RosterRecord):
    start: At
    end: At

    @model_validator(mode="after")
    def _ends_later(self) -> Self:
        if self.end <= self.start:
            raise ValueError("it ends before, or when, it starts: an end lies after its start")
        return self


class LicenceRecord(RosterRecord):
    """A licence of an officer; a renewal is one more, with an expiry of its own."""

    noun = "licence"
    keys = ("officer", "sector", "expires")
    officer: Key
    sector: Sector
    number: Number16
    starts: date | None = None
    expires: date
    status: LicenceStatus = "active"
    status_from: date | None = None
    checked_on: date | None = None

    @model_validator(mode="after")
    def _expires_later(self) -> Self:
        if self.starts is not None and self.expires < self.starts:
            raise ValueError("it expires before it starts: check the two dates")
        return self


class CoverRecord(_Spanned):
    """Heads that a post needs, once or by a repeat rule; `recurrence.check_repeat` says whether the rule is one."""

    noun = "cover"
    keys = ("post", "start", "end", "repeat")
    post: Code
    headcount: int = Field(default=1, ge=0, le=MOST_HEADS)
    repeat: Line = ""
    excepted: Days = ""

    @field_validator("repeat")
    @classmethod
    def _bare(cls, value: str) -> str:
        return value.strip()


class DutyRecord(_Spanned):
    """One officer at one post for a span."""

    noun = "duty"
    keys = ("officer", "post", "start")
    officer: Key
    post: Code
    booked_on: At | None = None
    booked_off: At | None = None
    status: DutyStatus = "planned"

    @model_validator(mode="after")
    def _booked_in_order(self) -> Self:
        if self.booked_on is not None and self.booked_off is not None and self.booked_off < self.booked_on:
            raise ValueError("it is booked off before it is booked on: check the two times")
        return self

    @property
    def active(self) -> bool:
        """Whether it counts: planned or worked."""
        return self.status in roster.ACTIVE

    @classmethod
    def of(cls, duty: roster.Duty) -> Self:
        """The record of a duty of a roster."""
        return cls.model_validate(
            {
                "officer": duty.officer, "post": duty.post, "start": duty.start, "end": duty.end,
                "booked_on": duty.booked_on, "booked_off": duty.booked_off, "status": duty.status or "planned",
            }
        )  # fmt: skip

    def duty(self) -> roster.Duty:
        """As the findings take it."""
        return roster.Duty(
            self.officer, self.post, self.start, self.end, self.status, self.booked_on, self.booked_off
        )  # fmt: skip


class AbsenceRecord(_Spanned):
    """A span in which an officer cannot stand anywhere, and why."""

    noun = "absence"
    keys = ("officer", "start")
    officer: Key
    reason: Line


class CheckCallRecord(RosterRecord):
    """A check call that was due from a post: when it came and from whom, or what was done where it did not."""

    noun = "checkcall"
    keys = ("post", "due")
    post: Code
    due: At
    officer: Line = ""
    received: At | None = None
    action: Text = ""


class PatrolRecord(RosterRecord):
    """A round of a route that was due: when it was walked and by whom, its points, what was found."""

    noun = "patrol"
    keys = ("patrol", "due")
    patrol: Code
    due: At
    officer: Line = ""
    started: At | None = None
    ended: At | None = None
    points_due: int = Field(default=0, ge=0, le=MOST_POINTS)
    points_made: int = Field(default=0, ge=0, le=MOST_POINTS)
    findings: Text = ""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.ended is not None and self.started is None:
            raise ValueError("it has ended and never started: enter when it started")
        if self.ended is not None and self.started is not None and self.ended < self.started:
            raise ValueError("it ends before it starts: check the two times")
        return self


class CompensationRecord(RosterRecord):
    """What an officer was given instead of a rest that was cut short; `start` is the start of that pause."""

    noun = "compensation"
    keys = ("officer", "start")
    officer: Key
    start: At
    given: Text
    why: Text = ""

    @field_validator("given")
    @classmethod
    def _something(cls, value: str) -> str:
        if not value.strip():
            raise ValueError("it is empty: write what was given, such as «4 h added to the rest on 2026-11-28»")
        return value


RECORDS: dict[str, type[RosterRecord]] = {
    record.noun: record
    for record in (
        LicenceRecord, CoverRecord, DutyRecord, AbsenceRecord, CheckCallRecord, PatrolRecord, CompensationRecord,
    )
}  # fmt: skip


def revive(noun: str, fields: dict[str, Any]) -> RosterRecord:
    """A record from a row or from the ledger. Raises ValueError where it is not as it was written."""
    return RECORDS[noun].model_validate(fields, strict=False)


def officer_of(fields: dict[str, Any]) -> str:
    """The officer that a row is about, empty where it is about none."""
    return str(fields.get("officer") or "")


def post_of(fields: dict[str, Any]) -> str:
    """The post that a row is about, empty where it is about none."""
    return str(fields.get("post") or "")


def from_of(fields: dict[str, Any]) -> int | None:
    """The instant that a row is about: its start, or when it was due; None for a licence."""
    at = fields.get("start", fields.get("due"))
    return int(at) if at is not None else None


def named(records: Iterable[RosterRecord]) -> tuple[set[str], set[str]]:
    """The officers and the posts that records name."""
    rows = [record.row() for record in records]
    return {officer_of(row) for row in rows} - {""}, {post_of(row) for row in rows} - {""}
