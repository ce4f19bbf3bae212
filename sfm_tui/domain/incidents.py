"""Incidents: their states, stamps and fields, and the acts that change them.

An incident's own times (`dispatched`, `on_scene` and so on) are what figures go by; stamps of single officers
stand beside them and end an officer's busy time (rules.md, «Response» and «Breach trace»). Every act carries
the whole change, so that the records can be built again from the ledger alone.
"""

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from sfm_tui.domain.event import Event, event
from sfm_tui.domain.text import Code, Key, Line, Text

State = Literal["open", "on hold", "closed"]
STATES: tuple[State, ...] = ("open", "on hold", "closed")
OUTCOMES = ("resolved", "stood down", "false alarm", "handed to police", "handed to client")

StampKind = Literal[
    "occurred", "reported", "dispatched", "en route", "on scene", "stood down", "clear", "resolved", "closed"
]
INCIDENT_STAMPS: tuple[StampKind, ...] = ("occurred", "reported", "dispatched", "on scene", "resolved", "closed")
OFFICER_STAMPS: tuple[StampKind, ...] = ("dispatched", "en route", "on scene", "stood down", "clear")
COLUMN_OF: dict[str, str] = {
    "occurred": "occurred",
    "reported": "reported",
    "dispatched": "dispatched",
    "on scene": "on_scene",
    "resolved": "resolved",
    "closed": "closed",
}
ORDER: tuple[StampKind, ...] = (
    "occurred", "reported", "dispatched", "en route", "on scene", "stood down", "clear", "resolved", "closed",
)  # fmt: skip

DETAILS: dict[str, str] = {
    "caller": "Caller",
    "witnesses": "Witnesses",
    "cctv": "CCTV or BWV reference",
    "injury": "Injury",
    "injured": "Injured person",
    "hospital": "Taken to hospital",
    "days_off": "Days unfit for work",
    "loss": "Loss or damage",
    "force": "Force used",
    "services": "Services attending",
    "further": "Action still needed",
    "major": "Major incident declared",
    "exact_location": "Exact location",
    "type": "Type of incident",
    "hazards": "Hazards",
    "access": "Access",
    "casualties": "Casualties",
    "emergency": "Emergency services",
}
METHANE = ("major", "exact_location", "type", "hazards", "access", "casualties", "emergency")
FIELDS: dict[str, str] = {
    "summary": "What",
    "location": "Where",
    "category": "Category",
    "severity": "Severity",
    "officers": "Officers",
    "outcome": "Outcome",
    "police_ref": "Police reference",
    "evidence": "Evidence",
    **DETAILS,
}

Severity = Literal[1, 2, 3, 4]
ASSUMED_SEVERITY: Severity = 3


class IncidentEvent(Event):
    """An act on one incident."""

    number: Code

    @property
    def subject(self) -> str:
        """The incident, as links name it."""
        return f"incident:{self.number}"


@event("incident.opened")
class IncidentOpened(IncidentEvent):
    """A new incident: its number, when it was reported, and what is known so far."""

    reported: int
    occurred: int | None = None
    summary: Text = ""
    location: Line = ""
    category: Line = ""
    severity: Severity
    severity_assumed: bool = False
    category_guessed: bool = False
    occurrence: Line = ""

    @property
    def words(self) -> str:
        """What a search finds it by."""
        return _words(self.number, self.summary, self.location, self.category)

    @property
    def place(self) -> str:
        """Where it is."""
        return self.location


class _Fields(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)
    summary: Text = ""
    location: Line = ""
    category: Line = ""
    category_guessed: bool = False
    severity: Severity = ASSUMED_SEVERITY
    severity_assumed: bool = False
    officers: list[Key] = []
    outcome: Line = ""
    police_ref: Text = ""
    evidence: Text = ""
    details: dict[str, Text] = {}


def checked(new: Mapping[str, Any]) -> dict[str, Any]:
    """New values of an incident's fields, each as its field takes it (text in NFC); those left out stay out.

    Raises ValidationError for a value that a field does not take, ValueError for a field that there is not.
    """
    for name in new:
        if name not in FIELDS and name not in ("severity_assumed", "category_guessed"):
            raise ValueError(f"an incident has no field «{name}»")
    plain = {name: value for name, value in new.items() if name not in DETAILS}
    found = _Fields.model_validate({**plain, "details": {n: v for n, v in new.items() if n in DETAILS}})
    return {**found.model_dump(include=set(plain)), **found.details}


@event("incident.changed")
class IncidentChanged(IncidentEvent):
    """Fields that were given another value; `old` keeps what stood there. Officers are a list of staff numbers.

    `severity_assumed` and `category_guessed` are changed with the field they speak of.
    """

    old: dict[str, Any]
    new: dict[str, Any]
    why: Text = ""

    @field_validator("new")
    @classmethod
    def _each_as_its_field(cls, new: dict[str, Any]) -> dict[str, Any]:
        return checked(new)

    @model_validator(mode="after")
    def _old_and_new(self) -> "IncidentChanged":
        if set(self.old) != set(self.new):
            raise ValueError("a change names the old value of each field that it changes")
        return self

    @property
    def words(self) -> str:
        """The new texts."""
        return _words(*(str(v) for k, v in self.new.items() if isinstance(v, str) and k in FIELDS))

    @property
    def place(self) -> str:
        """Where it is, if that was changed."""
        return str(self.new.get("location", ""))


class StampEvent(IncidentEvent):
    """An act on the timeline. `sets` gives the incident's own times and officers that change with it."""

    stamp: StampKind
    officer: Line = ""
    at: int
    sets: dict[str, Any] = Field(default_factory=dict)


@event("incident.stamped")
class Stamped(StampEvent):
    """Something happened at `at`: an officer was dispatched, is on scene, the incident was resolved."""

    flagged: Line = ""


@event("incident.stamp_struck")
class StampStruck(StampEvent):
    """A stamp that does not hold: undone, or in error. It stays readable."""

    why: Text


@event("incident.stamp_corrected")
class StampCorrected(StampEvent):
    """A stamp whose time was wrong: the old one is struck, the new one stands beside it."""

    was: int
    why: Text
    flagged: Line = ""


@event("incident.noted")
class NoteWritten(IncidentEvent):
    """A line in the incident's log; `amends` names the entry that it corrects."""

    entry: Code
    at: int
    text: Text
    amends: Line = ""

    @property
    def words(self) -> str:
        """The note."""
        return self.text


@event("incident.called")
class CalledOut(NoteWritten):
    """A call made from the site's call-out list."""

    who: Line
    phone: Line = ""


@event("incident.note_struck")
class EntryStruck(IncidentEvent):
    """A log line that does not hold. It stays readable, with the reason."""

    entry: Code
    why: Text


@event("incident.state")
class StateChanged(IncidentEvent):
    """Put on hold, taken up again, closed or reopened; `closed` is the time of closing or nothing."""

    old: State
    new: State
    closed: int | None = None
    why: Text = ""


@event("incident.voided")
class Voided(IncidentEvent):
    """Raised in error: stays visible, counts for no figure (`struck` in rules.md)."""

    why: Text


@event("incident.imported")
class IncidentImported(IncidentEvent):
    """An incident that came with a site folder, as it came."""

    reported: int
    occurred: int | None = None
    dispatched: int | None = None
    on_scene: int | None = None
    resolved: int | None = None
    closed: int | None = None
    state: State = "open"
    category: Line = ""
    severity: Severity
    location: Line = ""
    officers: tuple[Line, ...] = ()
    summary: Text = ""
    outcome: Line = ""
    struck: Text = ""
    police_ref: Text = ""
    evidence: Text = ""

    @property
    def words(self) -> str:
        """What a search finds it by."""
        return _words(
            self.number, self.summary, self.location, self.category, self.outcome, self.police_ref, self.evidence
        )

    @property
    def place(self) -> str:
        """Where it is."""
        return self.location


@event("stamp.imported")
class StampImported(IncidentEvent):
    """An officer's stamp that came with a site folder, written when its author says."""

    stamp: StampKind
    officer: Line
    at: int
    written_at: int
    struck: Text = ""


@event("entry.imported")
class EntryImported(IncidentEvent):
    """A log line that came with a site folder, with its author and times."""

    entry: Code
    at: int
    written_at: int
    author: Line
    text: Text
    amends: Line = ""
    struck: Text = ""

    @property
    def words(self) -> str:
        """The note."""
        return self.text


def _words(*parts: str) -> str:
    return "\n".join(p for p in parts if p)
