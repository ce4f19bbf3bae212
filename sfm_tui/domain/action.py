"""Improvement actions: the fields of the plan form, the stages that a cycle goes through, its steps and reviews.

An action goes through one cycle after the other, each with the fields as they stood; the one with the highest number
is at work. Days are ISO text of the site's calendar.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from sfm_tui.clock.refusal import quoted
from sfm_tui.domain.text import Code, Line, Name, Text, clean_day

Stage = Literal["plan", "do", "check", "act", "closed"]
STAGES: tuple[Stage, ...] = ("plan", "do", "check", "act", "closed")
By = Literal["manager", "officer", "team"]
BY: tuple[By, ...] = ("manager", "officer", "team")
Outcome = Literal["met", "partially met", "not met"]
OUTCOMES: tuple[Outcome, ...] = ("met", "partially met", "not met")
Decision = Literal["", "adopt", "adapt", "drop"]
DECISIONS: tuple[Decision, ...] = ("", "adopt", "adapt", "drop")
MOST_CYCLES = 999

_SEVERAL = re.compile(r"[;&/+]|\band\b", re.IGNORECASE)


def clean_days(value: str) -> str:
    """Check days in one text, a space between two; gives them in order, each once."""
    return " ".join(sorted({clean_day(word) for word in value.split()}))


def clean_said(value: str) -> str:
    """Check a text that must say something."""
    if not value.strip():
        raise ValueError("it is empty: write what is meant")
    return value


def names_in(owner: str) -> list[str]:
    """The names that a text gives, by what stands between two: several are no single owner."""
    return [part.strip() for part in _SEVERAL.split(owner) if part.strip()]


def clean_one(value: str) -> str:
    """Check that a text names one person at most. Raises ValueError where it names several."""
    names = names_in(value)
    if len(names) > 1:
        raise ValueError(f"{quoted(value)} names {len(names)} people: choose the one who answers for it")
    return value


Day = Annotated[str, AfterValidator(clean_day)]
Days = Annotated[str, AfterValidator(clean_days)]
Said = Annotated[Text, AfterValidator(clean_said)]
Cycle = Annotated[int, Field(ge=1, le=MOST_CYCLES)]
Owner = Annotated[Line, AfterValidator(clean_one)]


def _flag(value: Any) -> Any:
    """Yes or no as tables and files have them."""
    return bool(value) if isinstance(value, int) and value in (0, 1) else value


Flag = Annotated[bool, BeforeValidator(_flag)]


class Row(BaseModel):
    """A record of the plan: frozen, checked on the way in."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    def row(self) -> dict[str, Any]:
        """Its fields as the ledger has them."""
        return dict(self)

    def with_(self, **fields: Any) -> Self:
        """The record with other fields, checked anew."""
        return type(self)(**{**self.row(), **fields})


class Action(Row):
    """One cycle of an action.

    The fields from `stage` to `how_measured` are those of the site folder. `area` is what the card is called by.
    `cause` is the cause with its evidence, `objective` the owner's personal objective that it serves, `review_repeat`
    a rule in words or as an RRULE, `deviations` what was done otherwise than agreed, `briefed` who was told when it
    began, `standardised` which instruction was changed and who was told, `decision` what became of it.
    """

    action: Code
    cycle: Cycle = 1
    stage: Stage = "plan"
    theme: Line = ""
    area: Name
    required_level: Text = ""
    gap: Text = ""
    safety_risk: Flag = False
    risk_measures: Text = ""
    support: Text = ""
    owner: Owner = ""
    consulted: Text = ""
    cost: Line = ""
    agreed_on: Day | None = None
    started_on: Day | None = None
    in_effect_on: Day | None = None
    due: Day | None = None
    measure: Line = ""
    baseline_from: Day | None = None
    baseline_to: Day | None = None
    target: Line = ""
    how_measured: Text = ""
    cause: Text = ""
    objective: Text = ""
    review_dates: Days = ""
    review_repeat: Line = ""
    revised_on: Days = ""
    deviations: Text = ""
    briefed: Text = ""
    side_effects: Text = ""
    decision: Decision = ""
    standardised: Text = ""
    recheck_on: Day | None = None
    lessons: Text = ""

    @model_validator(mode="after")
    def _days_in_order(self) -> Self:
        if problem := next(disorder(self.row()), None):
            raise ValueError(": ".join(problem))
        return self

    @property
    def ref(self) -> str:
        """The action, as links name it."""
        return f"action:{self.action}"

    @property
    def began(self) -> str | None:
        """The day on which this cycle began: when it was started, else agreed."""
        return self.started_on or self.agreed_on


FILE_FIELDS = tuple(Action.model_fields)[2:22]
"""The fields that a site folder holds, beside the key."""
WRITTEN = tuple(name for name in Action.model_fields if name not in ("action", "cycle", "stage"))
"""The fields that a person writes; the stage is changed by moves alone."""
START_FRESH = (
    "agreed_on", "started_on", "in_effect_on", "due", "review_dates", "review_repeat", "revised_on", "deviations",
    "briefed", "side_effects", "decision", "standardised", "recheck_on", "lessons", "consulted",
)  # fmt: skip
"""What a new cycle does not take over from the one before."""

LABELS = {
    "theme": "Theme", "area": "Area for improvement", "required_level": "Required level of performance",
    "gap": "Identified gap", "safety_risk": "Safety or security risk", "risk_measures": "Measures against the risk",
    "support": "Support required", "owner": "Owner", "consulted": "Consulted", "cost": "Cost",
    "agreed_on": "Agreed on", "started_on": "Started on", "in_effect_on": "In effect on",
    "due": "Date to reach the required level", "measure": "Measure", "baseline_from": "Baseline from",
    "baseline_to": "Baseline to", "target": "Target", "how_measured": "How improvement is measured",
    "cause": "Cause and evidence", "objective": "Owner's objective", "review_dates": "Progress review dates",
    "review_repeat": "Reviews repeat", "revised_on": "Revised on", "deviations": "Done otherwise than agreed",
    "briefed": "Who was told", "side_effects": "Side effects", "decision": "Decision",
    "standardised": "Instruction changed, team told", "recheck_on": "Look again on", "lessons": "Lessons",
    "stage": "Stage", "steps": "Agreed actions", "reviews": "Reviews", "links": "Raised from",
}  # fmt: skip
"""What a form calls each field; the last three are no fields of their own, but places that a gate leads to."""


def changes_words(was: Row, now: Row, names: Iterable[str], labels: Mapping[str, str] = LABELS) -> str:
    """Which of some fields are not what they were: `Due: nothing → 2026-12-01; Owner: …`; empty where all are."""
    return "; ".join(
        f"{labels.get(name, name)}: {_short(getattr(was, name))} → {_short(getattr(now, name))}"
        for name in names
        if getattr(was, name) != getattr(now, name)
    )


def _short(value: Any) -> str:
    text = " ".join(str(value).split()) if value not in (None, "") else "nothing"
    return text if len(text) <= 60 else text[:59] + "…"


_ORDER = (
    ("due", "started_on", "is before the start"),
    ("due", "agreed_on", "is before the day on which it was agreed"),
    ("baseline_to", "baseline_from", "is before the baseline begins"),
    ("in_effect_on", "started_on", "is before the start"),
    ("recheck_on", "in_effect_on", "is before the change was in effect"),
)


def disorder(fields: dict[str, Any]) -> Any:
    """The days that contradict each other: the field, and in words what is wrong and what would be right."""
    for later, earlier, words in _ORDER:
        last, first = fields.get(later), fields.get(earlier)
        if last and first and last < first:
            yield later, f"{quoted(last)} {words}, {quoted(first)}: choose a later day"


class Step(Row):
    """One agreed action: by the manager, an officer or the team. It belongs to the cycle in which it was agreed."""

    action: Code
    step: Code
    cycle: Cycle = 1
    who: By
    text: Said
    support: Text = ""
    timescale: Line = ""
    done_on: Day | None = None


class Review(Row):
    """A review of a cycle: whether the required level was reached, and what is agreed next."""

    action: Code
    cycle: Cycle
    reviewed_on: Day
    outcome: Outcome
    evaluation: Said
    next_actions: Text = ""
    next_review: Day | None = None
    reviewer: Name

    @model_validator(mode="after")
    def _next_is_later(self) -> Self:
        if self.next_review is not None and self.next_review <= self.reviewed_on:
            raise ValueError(
                f"next_review: {quoted(self.next_review)} is not after the review of {quoted(self.reviewed_on)}:"
                " choose a later day"
            )
        return self


def check_review(action: Action, review: Review, today: str) -> None:
    """Raise ValueError for a review before the action began, or of a day that is still to come."""
    if review.reviewed_on > today:
        raise ValueError(f"{quoted(review.reviewed_on)} is still to come: a review is entered once it was held")
    if action.began is not None and review.reviewed_on < action.began:
        raise ValueError(
            f"{quoted(review.reviewed_on)} is before {action.action} began, {quoted(action.began)}:"
            " choose that day or a later one"
        )
