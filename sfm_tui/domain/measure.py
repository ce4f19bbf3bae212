"""Measures: the series that a team counts, and those that the program computes itself.

A reading holds the value as it was written, so that a file gives it back digit for digit. `n` is how many cases it
stands for, where it is a share or a mean.
"""

import re
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import AfterValidator, Field

from sfm_tui.clock.refusal import quoted
from sfm_tui.domain.action import Row, Said
from sfm_tui.domain.briefing import Moment
from sfm_tui.domain.event import Event, event
from sfm_tui.domain.reference import Better
from sfm_tui.domain.text import Code, Text

MOST_CASES = 999_999_999
ENOUGH_CASES = 20
"""Cases on each side that an effect needs where a reading is one response; rules.md, Effect of an action."""
ENOUGH_READINGS = 7
"""Readings on each side that any other measure needs."""

_FIGURE = re.compile(r"[+-]?[0-9]{1,15}(\.[0-9]{1,15})?")


def clean_figure(value: str) -> str:
    """Check a figure, kept as it was written. Raises ValueError, in one line, for what is none."""
    if not _FIGURE.fullmatch(value):
        raise ValueError(f"{quoted(value)} is no number: write digits, such as 4 or -2.5")
    return value


Figure = Annotated[str, AfterValidator(clean_figure)]


class Reading(Row):
    """One value of a series, at an instant or on a day."""

    measure: Code
    at: Moment
    value: Figure
    n: Annotated[int, Field(ge=0, le=MOST_CASES)] | None = None


class Phase(Row):
    """From when on a series is judged anew, and why: a person's decision, never the program's."""

    measure: Code
    since: Moment
    reason: Said


@dataclass(frozen=True)
class Computed:
    """A measure that the program computes from the log and the roster; `cases` where a reading is one response."""

    measure: str
    name: str
    unit: str
    better: Better
    cases: bool = False


COMPUTED: dict[str, Computed] = {
    one.measure: one
    for one in (
        Computed("response-time", "Response time", "seconds", "lower", cases=True),
        Computed("response-within", "Responses within the limit", "%", "higher", cases=True),
        Computed("shift-fill", "Shift fill", "%", "higher"),
        Computed("late-starts", "Late starts", "duties", "lower"),
        Computed("no-shows", "No-shows", "duties", "lower"),
    )
}
"""The measures that need no readings, by the name that an action or a file gives."""


def enough(measure: str) -> int:
    """How many readings each side of an effect needs; rules.md, Effect of an action."""
    return ENOUGH_CASES if measure in COMPUTED and COMPUTED[measure].cases else ENOUGH_READINGS


# ── what the ledger keeps ────────────────────────────────────────────────────────────────────────────────────


class SeriesEvent(Event):
    """An act on one measure's series; `undoes` is the entry that it takes back."""

    measure: Code
    old: dict[str, Any] | None = None
    new: dict[str, Any]
    why: Text = ""
    undoes: int = 0

    @property
    def subject(self) -> str:
        """The measure, as links name it."""
        return f"measure:{self.measure}"


@event("reading.set")
class ReadingSet(SeriesEvent):
    """A value was read, or put right with a reason."""


@event("phase.set")
class PhaseSet(SeriesEvent):
    """A new phase of a series was begun, or its reason put right."""


class SeriesDropped(Event):
    """What should not have been entered in a series was taken off it, with a reason; `undoes` as above."""

    measure: Code
    old: dict[str, Any]
    why: Text
    undoes: int = 0

    @property
    def subject(self) -> str:
        """The measure, as links name it."""
        return f"measure:{self.measure}"


@event("reading.dropped")
class ReadingDropped(SeriesDropped):
    """The entering of a reading was taken back."""


@event("phase.dropped")
class PhaseDropped(SeriesDropped):
    """A phase that should not have been begun was taken back."""


__all__ = [
    "COMPUTED", "ENOUGH_CASES", "ENOUGH_READINGS", "Better", "Computed", "Figure", "Phase", "PhaseDropped", "PhaseSet",
    "Reading", "ReadingDropped", "ReadingSet", "clean_figure", "enough",
]  # fmt: skip
