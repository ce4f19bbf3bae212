"""Changes of the roster: what an act makes of the records, and the one event that keeps it.

An act is planned as pairs of what stands and what shall stand; the same pairs show on a screen what the act would do
before it is saved (`roster_effect`), are stored with it, and undo it when they are exchanged.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, Self

from sfm_tui.domain import roster
from sfm_tui.domain.event import Event, event
from sfm_tui.domain.roster_records import (
    AbsenceRecord,
    CoverRecord,
    DutyRecord,
    LicenceRecord,
    RosterRecord,
    revive,
)
from sfm_tui.domain.text import Text

Verb = Literal[
    "assign", "move", "split", "swap", "extend", "shorten", "cancel", "no-show", "book-on", "book-off", "duty",
    "absence", "licence", "cover", "check-call", "patrol", "compensate", "pattern", "remove", "undo",
]  # fmt: skip
UNDO: Verb = "undo"
SUBJECT = "roster:site"


@dataclass(frozen=True)
class Change:
    """One record as it stands and as it shall stand: None where there is none. Both have the same key."""

    old: RosterRecord | None
    new: RosterRecord | None

    def __post_init__(self) -> None:
        if self.old is None and self.new is None:
            raise ValueError("a change of nothing into nothing")
        if self.old is not None and self.new is not None and (self.old.noun, self.old.key) != (
            self.new.noun, self.new.key
        ):  # fmt: skip
            raise ValueError("a change keeps the record's key: take the one away and make the other")

    @property
    def record(self) -> RosterRecord:
        """The record that there is, the new one first."""
        found = self.new if self.new is not None else self.old
        assert found is not None
        return found

    def plain(self) -> dict[str, Any]:
        """As the ledger keeps it."""
        return {
            "table": self.record.noun,
            "key": list(self.record.key),
            "old": None if self.old is None else self.old.row(),
            "new": None if self.new is None else self.new.row(),
        }

    @classmethod
    def revived(cls, fields: dict[str, Any]) -> Self:
        """A change read back from the ledger."""
        old, new = (None if fields[n] is None else revive(fields["table"], fields[n]) for n in ("old", "new"))
        return cls(old, new)

    def reversed(self) -> "Change":
        """What takes it back."""
        return Change(self.new, self.old)


@event("roster.changed")
class RosterChanged(Event):
    """An act on the roster: each record as it stood and as it stands; `undoes` is the entry that it takes back."""

    verb: Verb
    why: Text = ""
    changes: tuple[dict[str, Any], ...]
    undoes: int = 0

    @property
    def subject(self) -> str:
        """The roster: one for the site, so that its acts can be walked backwards."""
        return SUBJECT


# ── what an act makes of the duties ──────────────────────────────────────────────────────────────────────────


def assign(officer: str, post: str, start: int, end: int, *, there: DutyRecord | None = None) -> list[Change]:
    """An officer is put on a duty; `there` is what already has its key, such as one that was cancelled."""
    return [Change(there, DutyRecord(officer=officer, post=post, start=start, end=end))]


def move(
    duty: DutyRecord, *, officer: str | None = None, post: str | None = None, start: int | None = None,
    end: int | None = None, there: DutyRecord | None = None,
) -> list[Change]:  # fmt: skip
    """A duty goes to another officer, post or time; `there` is what has the new key.

    Who is dropped from it keeps a cancelled duty. Where only the time changes, the duty itself is moved.
    """
    fields = {"officer": officer, "post": post, "start": start, "end": end}
    new = _with(duty, booked_on=None, booked_off=None, status="planned", **_given(fields))
    if new.key == duty.key:
        return [Change(duty, _with(duty, end=new.end))]
    dropped = None if new.officer == duty.officer and new.post == duty.post else _with(duty, status="cancelled")
    return [Change(duty, dropped), Change(there, new)]


def split(duty: DutyRecord, at: int, *, officer: str = "", there: DutyRecord | None = None) -> list[Change]:
    """A duty ends at `at`, and another goes on from there, of another officer where one is named.

    Raises ValueError for a time that does not lie inside it.
    """
    if not duty.start < at < duty.end:
        raise ValueError("the time to split at lies outside of the duty: choose one between its start and its end")
    second = _with(duty, officer=officer or duty.officer, start=at, booked_on=None)
    if officer and officer != duty.officer:
        second = _with(second, booked_off=None, status="planned")
    return [Change(duty, _with(duty, end=at, booked_off=None)), Change(there, second)]


def part(
    duty: DutyRecord, start: int, end: int, officer: str, *, there: DutyRecord | None = None,
    rest_there: DutyRecord | None = None,
) -> list[Change]:  # fmt: skip
    """Another officer takes the part [start, end) of a duty; its officer keeps what is left before and after.

    `there` and `rest_there` are what has the keys of the part and of what is left after it. Raises ValueError for a
    part that does not lie inside the duty, and for its own officer.
    """
    if officer == duty.officer:
        raise ValueError(f"it is {officer}'s duty already: choose another officer")
    if not duty.start <= start < end <= duty.end:
        raise ValueError("that part lies outside of the duty: choose times between its start and its end")
    if (start, end) == (duty.start, duty.end):
        return move(duty, officer=officer, there=there)
    changes = [Change(there, DutyRecord(officer=officer, post=duty.post, start=start, end=end))]
    if start > duty.start:
        changes.insert(0, Change(duty, _with(duty, end=start, booked_off=None)))
    else:
        changes.insert(0, Change(duty, None))
    if end < duty.end:
        status = duty.status if duty.booked_off is not None else "planned"
        off = None if duty.booked_off is None else max(end, duty.booked_off)
        changes.append(Change(rest_there, _with(duty, start=end, booked_on=None, booked_off=off, status=status)))
    return changes


def swap(one: DutyRecord, other: DutyRecord, *, there: Sequence[DutyRecord | None] = (None, None)) -> list[Change]:
    """Two officers take each other's duty; `there` is what already has the keys of the two new duties.

    Raises ValueError for two duties of one officer.
    """
    if one.officer == other.officer:
        raise ValueError(f"both duties are those of {one.officer}: choose one of another officer")
    if (one.post, one.start) == (other.post, other.start):
        fresh = {"booked_on": None, "booked_off": None, "status": "planned"}
        return [
            Change(one, _with(one, end=other.end, **fresh)), Change(other, _with(other, end=one.end, **fresh)),
        ]  # fmt: skip
    return [
        *move(one, officer=other.officer, there=there[0]),
        *move(other, officer=one.officer, there=there[1]),
    ]


def end_at(duty: DutyRecord, end: int) -> list[Change]:
    """A duty ends later or earlier."""
    return [Change(duty, _with(duty, end=end))]


def status(duty: DutyRecord, word: Literal["planned", "worked", "no-show", "cancelled"]) -> list[Change]:
    """A duty is cancelled, was not turned up for, or holds again."""
    return [Change(duty, _with(duty, status=word))]


def book(duty: DutyRecord, *, on: int | None = None, off: int | None = None) -> list[Change]:
    """An officer books on or off: the duty is worked. Raises ValueError for booking off before booking on."""
    if on is None and duty.booked_on is None:
        raise ValueError("the officer never booked on: book on first")
    new = _with(
        duty, booked_on=duty.booked_on if on is None else on, booked_off=duty.booked_off if off is None else off,
        status="worked",
    )  # fmt: skip
    return [Change(duty, new)]


def _given(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None}


def _with(duty: DutyRecord, **fields: Any) -> DutyRecord:
    return DutyRecord(**{**duty.row(), **fields})


def as_plain(record: RosterRecord) -> Any:
    """A record as the findings take it. Raises TypeError for one that they do not ask about."""
    if isinstance(record, DutyRecord):
        return record.duty()
    if isinstance(record, AbsenceRecord):
        return roster.Absence(record.officer, record.start, record.end, record.reason)
    row = record.row()
    if isinstance(record, LicenceRecord):
        return roster.Licence(
            record.officer, record.sector, row["expires"], row["starts"] or "", record.status,
            row["status_from"] or "",
        )  # fmt: skip
    if isinstance(record, CoverRecord):
        return roster.CoverRow(
            record.post, record.start, record.end, record.headcount, record.repeat, tuple(record.excepted.split())
        )
    raise TypeError(f"the findings do not ask about a {record.noun}")
