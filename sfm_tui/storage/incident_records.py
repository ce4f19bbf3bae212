"""What is read of incidents: one as it stands, its timeline, its log."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from sfm_tui.clock import zone
from sfm_tui.domain import incidents as acts
from sfm_tui.domain.timeline import Stamp, Standing
from sfm_tui.storage.errors import Clash, StoreError, damaged
from sfm_tui.storage.ledger import Head

if TYPE_CHECKING:
    from sfm_tui.storage.transaction import Transaction

_COLUMNS = (
    "number, state, outcome, struck, occurred, reported, dispatched, on_scene, resolved, closed, category,"
    " category_guessed, severity, severity_assumed, location, officers, summary, police_ref, evidence, details,"
    " imported, id, seq"
)
NAMES_OFFICER = (
    "(instr(' ' || i.officers || ' ', ' ' || :key || ' ')"
    " OR EXISTS (SELECT 1 FROM stamp s WHERE s.incident_id = i.id AND s.officer = :key))"
)
"""Whether an incident `i` names the officer `:key`: as one who was sent, or by a stamp."""
BY_NUMBER = f"SELECT {_COLUMNS} FROM incident WHERE number = ?"


@dataclass(frozen=True)
class Incident:
    """An incident as it stands. Times are epoch seconds; `officers` has the first on scene first."""

    number: str
    state: str
    outcome: str
    struck: str
    occurred: int | None
    reported: int
    dispatched: int | None
    on_scene: int | None
    resolved: int | None
    closed: int | None
    category: str
    category_guessed: bool
    severity: int
    severity_assumed: bool
    location: str
    officers: tuple[str, ...]
    summary: str
    police_ref: str
    evidence: str
    details: Mapping[str, str]
    imported: bool
    id: int
    seq: int

    @property
    def running(self) -> bool:
        """Whether it is on the desk: neither closed nor void."""
        return self.state != "closed" and not self.struck

    @property
    def standing(self) -> Standing:
        """Its own times and officers, as the rules of the timeline take them."""
        times = {column: getattr(self, column) for column in acts.COLUMN_OF.values()}
        return Standing(times, self.officers, self.outcome)

    def field(self, name: str) -> Any:
        """The value of a field of `FIELDS`; officers as a list."""
        if name in acts.DETAILS:
            return self.details.get(name, "")
        value = getattr(self, name)
        return list(value) if name == "officers" else value


@dataclass(frozen=True)
class StampView:
    """A stamp as the timeline shows it."""

    stamp: str
    officer: str
    at: int
    written_at: int | None
    author: str
    flagged: str
    struck: str
    seq: int


@dataclass(frozen=True)
class LogLine:
    """A line of an incident's log; `line` says what it tells of."""

    seq: int
    entry: str
    line: str
    at: int
    written_at: int
    author: str
    confirmed: int
    text: str
    amends: str
    struck: str


@dataclass(frozen=True)
class Done:
    """What came of an act: the incident, the ledger's head after it, and what the screen should say of it."""

    number: str
    head: Head
    seq: int
    at: int
    flagged: str = ""
    sets: Mapping[str, Any] = field(default_factory=dict)


def read(transaction: "Transaction", number: str) -> Incident:
    """One incident as the transaction sees it. Raises StoreError where there is none of that number."""
    return incident_of(transaction.one(BY_NUMBER, (number,)), number)


def incident_of(row: Any, number: str) -> Incident:
    """An incident from a row of `BY_NUMBER`. Raises StoreError where there is none, or it cannot be read back."""
    if row is None:
        raise StoreError(f"there is no incident {number}")
    values = dict(zip(_COLUMNS.replace(",", "").split(), row, strict=True))
    values["officers"] = tuple(values["officers"].split())
    try:
        values["details"] = json.loads(values["details"])
    except ValueError as error:
        raise damaged("the store", f"the details of incident {number}") from error
    for flag in ("category_guessed", "severity_assumed", "imported"):
        values[flag] = bool(values[flag])
    return Incident(**values)


def read_stamps(transaction: "Transaction", incident_id: int) -> list[Stamp]:
    """The timeline of an incident as the rules take it, in the order of its times."""
    rows = transaction.writer.all(
        "SELECT stamp, officer, at, struck FROM stamp WHERE incident_id = ? ORDER BY at, id", (incident_id,)
    )
    return [Stamp(*row) for row in rows]


def find_stamp(stamps: list[Stamp], stamp: str, officer: str, at: int, number: str) -> Stamp:
    """The stamp that a person points at. Raises Clash where it does not stand any more."""
    for s in stamps:
        if (s.stamp, s.officer, s.at) == (stamp, officer, at):
            if s.struck:
                raise Clash(f"that stamp of {number} was struck meanwhile ({s.struck})")
            return s
    raise Clash(f"{number} has no such stamp: somebody corrected it meanwhile")


def site_zone(transaction: "Transaction") -> ZoneInfo:
    """The site's time zone as the transaction sees it, UTC where no site is set."""
    return zone((transaction.one("SELECT timezone FROM site") or ("UTC",))[0])
