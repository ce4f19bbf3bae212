"""Toolbox talks: what is done to one, from the plan to the locked register, as the ledger keeps it.

A talk is `planned`, `running` once it is started, then `completed`, and locked; or `cancelled`. Attendance is
`present` (expected, not signed yet), `attended` (signed), `absent`, or `catch-up` (had it later).
"""

from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from sfm_tui.domain.event import Event, event
from sfm_tui.domain.roster_records import At
from sfm_tui.domain.text import Code, Key, Line, Name, Text

TalkState = Literal["planned", "running", "completed", "cancelled"]
TALK_STATES: tuple[TalkState, ...] = ("planned", "running", "completed", "cancelled")
Result = Literal["attended", "absent", "catch-up"]
RESULTS: tuple[Result, ...] = ("attended", "absent", "catch-up")
PRESENT = "present"
HAD = ("attended", "catch-up")
"""The results that count as having had the topic."""

MOST_MINUTES = 1440
Minutes = Annotated[int, Field(ge=0, le=MOST_MINUTES)]


class TalkFields(BaseModel):
    """What a person writes of a talk; `ticked` are the points that were gone through, one on each line."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)
    topic: Code
    title: Name
    planned_for: At | None = None
    presenter: Line = ""
    key_points: Text = ""
    ticked: Text = ""
    questions: Text = ""
    understanding: Text = ""


class TalkRecord(BaseModel):
    """A talk as a file has it: held, and over."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)
    talk: Code
    topic: Code
    held_at: At
    minutes: Minutes
    presenter: Line
    key_points: Text = ""


class Requirement(BaseModel):
    """Who must have had a topic: `all`, the officers of a post, or one officer."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)
    topic: Code
    who: Code


def minutes_of(seconds: int) -> int:
    """How long a talk took, in whole minutes begun, one at least."""
    return min(max(1, -(-seconds // 60)), MOST_MINUTES)


def points_of(text: str) -> list[str]:
    """The points of a text, one on each line, empty lines left out."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def not_complete(attendance: Mapping[str, str], names: Mapping[str, str]) -> str:
    """Why a talk with this attendance (result by officer) cannot be completed, in one line; empty where it can."""
    unsigned = sorted(names.get(officer, officer) for officer, result in attendance.items() if result == PRESENT)
    if unsigned:
        return f"not signed yet: {', '.join(unsigned)}: let them sign, or take them off the list of those present"
    if "attended" not in attendance.values():
        return "nobody has attended: a talk is completed once somebody has signed for it, or it is cancelled"
    return ""


# ── what the ledger keeps ────────────────────────────────────────────────────────────────────────────────────


class TalkEvent(Event):
    """An act on one talk."""

    talk: Code

    @property
    def subject(self) -> str:
        """The talk, as links name it."""
        return f"talk:{self.talk}"


@event("talk.planned")
class TalkPlanned(TalkEvent):
    """A talk was planned."""

    new: dict[str, Any]

    @property
    def words(self) -> str:
        """Its number and what it is about."""
        return _words(self.talk, self.new)


@event("talk.changed")
class TalkChanged(TalkEvent):
    """What stands of a talk was changed before it was completed: the fields that differ, as they were and are."""

    old: dict[str, Any]
    new: dict[str, Any]

    @property
    def words(self) -> str:
        """What was written."""
        return _words(self.talk, self.new)


@event("talk.started")
class TalkStarted(TalkEvent):
    """A talk began; `present` are those who are expected to sign."""

    present: tuple[Key, ...] = ()


@event("talk.expected")
class TalkExpected(TalkEvent):
    """Who is there was put right before they signed."""

    added: tuple[Key, ...] = ()
    removed: tuple[Key, ...] = ()


@event("talk.absence")
class TalkAbsence(TalkEvent):
    """Somebody missed the talk; `catch_up_on` is the day (ISO) on which they are to have it, if one is set."""

    officer: Key
    catch_up_on: Line = ""


@event("talk.signed")
class TalkSigned(TalkEvent):
    """An officer signed that they attended; `pin` says that their PIN was asked for and right."""

    officer: Key
    off_duty: bool = False
    pin: bool = False


@event("talk.signature_struck")
class TalkSignatureStruck(TalkEvent):
    """A signature that does not hold: the officer is expected to sign again."""

    officer: Key
    why: Text


@event("talk.completed")
class TalkCompleted(TalkEvent):
    """A talk is over and its register locked."""

    minutes: Minutes


@event("talk.caught_up")
class TalkCaughtUp(TalkEvent):
    """An officer who missed the talk had it at `at`."""

    officer: Key
    at: At
    off_duty: bool = False
    pin: bool = False


@event("talk.corrected")
class TalkCorrected(TalkEvent):
    """What is to be put right in a locked register, beside it."""

    text: Text

    @property
    def words(self) -> str:
        """The correction."""
        return f"{self.talk}\n{self.text}"


@event("talk.cancelled")
class TalkCancelled(TalkEvent):
    """A talk that is not held, or was broken off for good."""

    why: Text


@event("attendance.imported")
class AttendanceImported(TalkEvent):
    """A line of a register that came with a site folder."""

    officer: Key
    signed_at: At | None = None
    result: Result


@event("requirement.changed")
class RequirementChanged(Event):
    """Who must have had a topic was added to or taken from; `undoes` is the entry that it takes back."""

    topic: Code
    added: tuple[Code, ...] = ()
    removed: tuple[Code, ...] = ()
    why: Text = ""
    undoes: int = 0

    @property
    def subject(self) -> str:
        """The topic."""
        return f"topic:{self.topic}"


def _words(talk: str, fields: Mapping[str, Any]) -> str:
    names: Iterable[str] = ("title", "topic", "presenter", "key_points", "questions", "understanding")
    return "\n".join(filter(None, (talk, *(str(fields.get(name) or "") for name in names))))
