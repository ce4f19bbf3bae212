"""The weekly review: the figures of an ISO week gone through one by one, and what was decided on each.

A review is named by its week, `2026-W47`. Nothing said in it is overwritten: a correction is a new version with its
reason. Days are ISO text of the site's calendar.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from sfm_tui.clock.refusal import quoted
from sfm_tui.domain.action import Day, Row
from sfm_tui.domain.event import Event, event
from sfm_tui.domain.text import Line, Text

FIGURES = {
    "within": "Within the limit", "mean": "Response times", "fill": "Shift fill", "late-starts": "Late starts",
    "no-shows": "No-shows", "licence": "Licensed duty time", "training": "Training in date",
    "calls": "Check calls in time", "reports": "Reports in 24 h",
}  # fmt: skip
"""The figures of a review in the order in which it goes through them, by their keys, as they are called."""
Kind = Literal["decision", "none", "action"]
KINDS: tuple[Kind, ...] = ("decision", "none", "action")
"""Something that somebody does; no action needed, with the reason; an improvement action."""
Answer = Literal["open", "done", "dropped"]
ANSWERS: tuple[Answer, ...] = ("open", "done", "dropped")
"""What became of a decision; `dropped` where it is not to be done any more."""

_WEEK = re.compile(r"([0-9]{4})-W([0-9]{2})")


def week_of(day: date) -> str:
    """The ISO week of a day: `2026-W47`."""
    year, week, _ = day.isocalendar()
    return f"{year:04}-W{week:02}"


def monday_of_week(week: str) -> date:
    """The Monday of an ISO week. Raises ValueError, in one line, where there is no such week."""
    found = _WEEK.fullmatch(week)
    try:
        if found is None:
            raise ValueError
        return date.fromisocalendar(int(found[1]), int(found[2]), 1)
    except ValueError:
        raise ValueError(f"{quoted(week)} is no week: write 2026-W47") from None


def week_after(week: str, by: int = 1) -> str:
    """The week so many weeks later."""
    return week_of(monday_of_week(week) + timedelta(weeks=by))


def _clean_week(value: str) -> str:
    monday_of_week(value)
    return value


def _clean_figure(value: str) -> str:
    if value not in FIGURES:
        raise ValueError(f"{quoted(value)} is none of the figures of a review: {', '.join(FIGURES)}")
    return value


Week = Annotated[str, AfterValidator(_clean_week)]
Figure = Annotated[str, AfterValidator(_clean_figure)]
Version = Annotated[int, Field(ge=1)]


class Decision(Row):
    """One version of what was decided on a figure; the one with the highest number stands.

    Of a decision `text` is what is to be done, `who` does it and `due` the day by which; where no action is needed
    `text` says why; of an action that was raised, `action` is its number. `shown` is the figure as it was then.
    """

    weekly: Week
    number: Version
    version: Version = 1
    figure: Figure
    kind: Kind = "decision"
    text: Text = ""
    who: Line = ""
    due: Day | None = None
    action: Line = ""
    shown: Text = ""
    struck: Text = ""

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.kind == "action":
            if not self.action:
                raise ValueError("an action is named by its number")
        elif not self.text.strip():
            said = "a reason is needed" if self.kind == "none" else "write what is to be done"
            raise ValueError(f"it is empty: {said}")
        return self

    @property
    def ref(self) -> str:
        """The review that it is of, as links name it."""
        return f"weekly:{self.weekly}"


@dataclass(frozen=True)
class Standing:
    """A decision as it stands, with what became of it: an action by its stage, anything else by what was answered."""

    decision: Decision
    author: str
    at: int
    answer: Answer = "open"
    note: str = ""
    answered_by: str = ""
    answered_at: int | None = None
    stage: str = ""

    @property
    def key(self) -> tuple[str, int]:
        """The week and the number in it."""
        return self.decision.weekly, self.decision.number

    @property
    def is_open(self) -> bool:
        """Whether somebody still has something to do."""
        if self.decision.struck or self.decision.kind == "none":
            return False
        if self.decision.kind == "action":
            return self.stage != "closed"
        return self.answer == "open"

    def late(self, today: str) -> bool:
        """Whether its day is over."""
        return self.is_open and self.decision.due is not None and self.decision.due < today


def to_ask(before: list[Standing], figure: str) -> list[Standing]:
    """What to ask of a figure from earlier reviews: all that is open, and the rest of what was decided on it last."""
    some = [one for one in before if one.decision.figure == figure and not one.decision.struck]
    last = max((one.decision.weekly for one in some), default="")
    return [one for one in some if one.is_open or one.decision.weekly == last]


# ── what the ledger keeps ────────────────────────────────────────────────────────────────────────────────────


class _OfWeek(Event):
    weekly: Week

    @property
    def subject(self) -> str:
        """The review, as links name it."""
        return f"weekly:{self.weekly}"


@event("weekly.decided")
class WeeklyDecided(_OfWeek):
    """Something was decided on a figure, corrected or struck; `old` is what stood there before."""

    number: Version
    version: Version
    old: dict[str, Any] | None = None
    new: dict[str, Any]
    why: Text = ""

    @property
    def words(self) -> str:
        """The week, the figure and all that was written."""
        said = (str(self.new.get(name) or "") for name in ("text", "who", "action"))
        return "\n".join(filter(None, (self.weekly, FIGURES.get(self.new.get("figure", ""), ""), *said, self.why)))


@event("weekly.answered")
class WeeklyAnswered(_OfWeek):
    """Somebody said what became of a decision; `was` is what was known before."""

    number: Version
    was: Answer = "open"
    answer: Answer
    note: Text = ""

    @property
    def words(self) -> str:
        """What was said."""
        return self.note


@event("weekly.held")
class WeeklyHeld(_OfWeek):
    """A review was gone through to its end; `figures` are what each was then, in words.

    `over` says whether the week was; `undecided` are the figures on which nothing was said.
    """

    over: bool
    figures: dict[str, Text]
    undecided: list[Figure] = []

    @property
    def words(self) -> str:
        """The week."""
        return f"{self.weekly} weekly review"
