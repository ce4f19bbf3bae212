"""What the ledger keeps of improvement actions: raised, changed, moved, sent round again, reviewed."""

from typing import Any

from sfm_tui.domain.action import Cycle, Day, Stage
from sfm_tui.domain.event import Event, event
from sfm_tui.domain.text import Code, Line, Text

_SEARCHED = (
    "area", "required_level", "gap", "risk_measures", "support", "owner", "consulted", "measure", "how_measured",
    "cause", "objective", "deviations", "briefed", "side_effects", "standardised", "lessons", "text", "evaluation",
    "next_actions", "reviewer",
)  # fmt: skip


def _words(action: str, fields: dict[str, Any]) -> str:
    return "\n".join(filter(None, (action, *(str(fields.get(name) or "") for name in _SEARCHED))))


class ActionEvent(Event):
    """An act on one action."""

    action: Code
    cycle: Cycle = 1

    @property
    def subject(self) -> str:
        """The action, as links name it."""
        return f"action:{self.action}"


@event("action.raised")
class ActionRaised(ActionEvent):
    """An action was put on the board; `new` are the fields that were filled in."""

    new: dict[str, Any]

    @property
    def words(self) -> str:
        """Its number and what was written."""
        return _words(self.action, self.new)


@event("action.changed")
class ActionChanged(ActionEvent):
    """Fields of a cycle were changed: those that differ, as they were and are; `undoes` is the entry it takes back."""

    old: dict[str, Any]
    new: dict[str, Any]
    why: Text = ""
    undoes: int = 0

    @property
    def words(self) -> str:
        """What was written."""
        return _words(self.action, self.new)


@event("action.moved")
class ActionMoved(ActionEvent):
    """A cycle went to another stage. `missing` is what the gate still asked for where `why` overrode it.

    `undoes` is the entry that this one takes back.
    """

    old: Stage
    new: Stage
    why: Text = ""
    missing: tuple[Line, ...] = ()
    undoes: int | None = None


@event("action.again")
class ActionAgain(ActionEvent):
    """A cycle, which stood at `old`, is over and the action goes back to Plan as cycle + 1 with the fields `new`."""

    old: Stage
    new: dict[str, Any]
    why: Text


@event("action.again_undone")
class ActionAgainUndone(ActionEvent):
    """The new cycle after this one, in which nothing was done yet, is taken back; this one stands at `stage`."""

    stage: Stage
    undoes: int


@event("step.set")
class StepSet(ActionEvent):
    """A step of an action was agreed, changed or done; `undoes` is the entry that it takes back."""

    step: Code
    old: dict[str, Any] | None = None
    new: dict[str, Any]
    why: Text = ""
    undoes: int = 0

    @property
    def words(self) -> str:
        """What it says."""
        return _words(self.action, self.new)


@event("step.dropped")
class StepDropped(ActionEvent):
    """A step is not to be done after all; `undoes` is the entry that it takes back."""

    step: Code
    old: dict[str, Any]
    why: Text
    undoes: int = 0


@event("review.set")
class ReviewSet(ActionEvent):
    """A review was entered, or put right with a reason."""

    reviewed_on: Day
    old: dict[str, Any] | None = None
    new: dict[str, Any]
    why: Text = ""

    @property
    def words(self) -> str:
        """What was found."""
        return _words(self.action, self.new)


@event("action.consulted")
class ActionConsulted(ActionEvent):
    """Somebody was asked for their view of an action; `consulted` is the form's field as it now stands."""

    on: Day
    who: Line
    notes: Text = ""
    consulted: Text = ""

    @property
    def words(self) -> str:
        """Who it was, and the notes."""
        return "\n".join(filter(None, (self.action, self.who, self.notes)))
