"""What a card still needs to leave its stage: each thing in words, with the field or place that it takes one to."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sfm_tui.domain.action import LABELS, OUTCOMES, STAGES, Action, Review, Stage, Step, names_in
from sfm_tui.domain.measure import COMPUTED, enough

if TYPE_CHECKING:
    from sfm_tui.domain.effect_words import Judged

_TEAM = re.compile(
    r"\b(all|everyone|everybody|team|teams|staff|shift|officers|managers|supervisors|tbc|tba|tbd)\b", re.I
)
_FIGURE = re.compile(r"[0-9]")


@dataclass(frozen=True)
class Need:
    """One thing that is missing; `field` is a field of the form, or `steps`, `reviews` or `links`."""

    words: str
    field: str


@dataclass(frozen=True)
class Facts:
    """What stands around a cycle: its steps and reviews, and what is linked.

    `baseline_n` and `follow_up_n` are the readings in the baseline and since the change was in effect, responses for a
    measure that is made of them; None where nothing is counted, so that no number is asked for. `told` says that a
    briefing point or a talk came of the action. `effect` is what the measure says of the change, None as long as it is
    not computed.
    """

    steps: tuple[Step, ...] = ()
    reviews: tuple[Review, ...] = ()
    baseline_n: int | None = None
    follow_up_n: int | None = None
    told: bool = False
    names: dict[str, str] = field(default_factory=dict)
    effect: "Judged | None" = None


NO_FACTS = Facts()


def is_team(owner: str) -> bool:
    """Whether an owner is no one person: a team, everybody, somebody yet to be named."""
    return bool(_TEAM.search(owner)) or len(names_in(owner)) > 1


def needs(action: Action, facts: Facts = NO_FACTS) -> list[Need]:
    """What the card still needs to leave the stage it is in; nothing for a closed one."""
    return [*_GATES[action.stage](action, facts)]


def needs_to(action: Action, to: Stage, facts: Facts = NO_FACTS) -> list[Need]:
    """What the card still needs to get to a stage: every gate on the way there; nothing for a way back."""
    here, there = STAGES.index(action.stage), STAGES.index(to)
    return [need for stage in STAGES[here:there] for need in _GATES[stage](action, facts)]


def _blank(action: Action, *names: str) -> Iterator[Need]:
    for name in names:
        value = getattr(action, name)
        if value is None or not value.strip():
            yield Need(f"{LABELS[name]}: nothing is written", name)


def _plan(action: Action, facts: Facts) -> Iterator[Need]:
    yield from _blank(action, "required_level", "gap")
    if action.gap.strip() and not _FIGURE.search(action.gap):
        yield Need("Identified gap: give its figures, and the period they are of", "gap")
    yield from _blank(action, "cause", "baseline_from", "baseline_to", "measure")
    if action.measure and action.baseline_from and action.baseline_to and facts.baseline_n == 0:
        yield Need("Baseline: the measure has no reading between these two days", "baseline_from")
    yield from _blank(action, "target", "how_measured")
    if action.target.strip() and not _FIGURE.search(action.target):
        yield Need("Target: give the number to reach", "target")
    if not action.owner.strip():
        yield Need("Owner: name the one person who answers for it", "owner")
    elif is_team(action.owner):
        yield Need(f"Owner: «{action.owner}» is no one person: name the one who answers for it", "owner")
    yield from _blank(action, "due")
    if not action.review_dates and not action.review_repeat.strip():
        yield Need("Progress review dates: set one before the due date", "review_dates")
    if action.safety_risk and not action.risk_measures.strip():
        yield Need(
            "Measures against the risk: the gap is a safety or security risk, say what is in place", "risk_measures"
        )
    yield from _blank(action, "consulted")
    if not any(step.cycle == action.cycle for step in facts.steps):
        yield Need("Agreed actions: agree one step at least", "steps")


def _do(action: Action, facts: Facts) -> Iterator[Need]:
    yield from _blank(action, "started_on")
    left = [step for step in facts.steps if step.cycle == action.cycle and step.done_on is None]
    if left and not action.deviations.strip():
        which = ", ".join(step.step for step in left)
        yield Need(f"Agreed actions: {which} not done: mark as done, or note what was done otherwise", "steps")
    if not action.briefed.strip() and not facts.told:
        yield Need("Who was told: note it, or link the briefing point or the talk", "briefed")


def _check(action: Action, facts: Facts) -> Iterator[Need]:
    yield from _blank(action, "measure", "in_effect_on")
    if action.measure and action.in_effect_on:
        yield from _data(action, facts)
    yield from _blank(action, "side_effects")
    review = last_review(action, facts.reviews)
    if review is None or (action.in_effect_on and review.reviewed_on < action.in_effect_on):
        yield Need(f"Reviews: review the result: {', '.join(OUTCOMES[:-1])} or {OUTCOMES[-1]}", "reviews")
        return
    if _same(review.reviewer, action.owner, facts):
        yield Need("Reviews: the last reviewer is the owner: let somebody else review the result", "reviews")
    found = facts.effect
    if found is not None and review.outcome in _AGAINST.get(found.verdict, ()):
        yield Need(
            f"Reviews: the last one says «{review.outcome}», the measure says {found.verdict}:"
            f" {found.figure}, {found.shift}: review it again", "reviews",
        )  # fmt: skip


_AGAINST = {"worse": ("met", "partially met"), "no clear change": ("met",)}
"""The outcomes of a review that a verdict contradicts."""


def _data(action: Action, facts: Facts) -> Iterator[Need]:
    """Whether there are readings enough on both sides to tell an effect (rules.md, Effect of an action)."""
    found, wanted = facts.effect, enough(action.measure)
    after = facts.follow_up_n if found is None else found.after
    what = "responses" if wanted == enough("response-time") else "readings"
    if found is not None:
        yield from _blank(action, "baseline_from", "baseline_to")
        if action.baseline_from and action.baseline_to and found.before < wanted:
            yield Need(
                f"Baseline: {found.before} {what} from {action.baseline_from} to {action.baseline_to}, and {wanted} are"
                " needed: choose an earlier first day", "baseline_from",
            )  # fmt: skip
    if after is not None and after < wanted:
        when = f", about {found.by} at this rate" if found is not None and found.by is not None else ""
        yield Need(
            f"Too early: {after} of {wanted} {what} from {action.in_effect_on} on, {wanted - after} are missing{when}",
            "measure",
        )


def _act(action: Action, facts: Facts) -> Iterator[Need]:
    if not action.decision:
        yield Need("Decision: adopt it, adapt it or drop it", "decision")
    elif action.decision == "adapt":
        yield Need("Decision: what is adapted goes round again as a new cycle", "decision")
    elif action.decision == "adopt":
        if not action.standardised.strip():
            yield Need("Instruction changed, team told: say which and when", "standardised")
        yield from _blank(action, "recheck_on")
    yield from _blank(action, "lessons")


def _closed(_action: Action, _facts: Facts) -> Iterator[Need]:
    yield from ()


_GATES = {"plan": _plan, "do": _do, "check": _check, "act": _act, "closed": _closed}


def last_review(action: Action, reviews: tuple[Review, ...]) -> Review | None:
    """The last review of this cycle."""
    own = [review for review in reviews if review.action == action.action and review.cycle == action.cycle]
    return max(own, key=lambda review: review.reviewed_on, default=None)


def _same(one: str, other: str, facts: Facts) -> bool:
    def name(who: str) -> str:
        return facts.names.get(who, who).strip().casefold()

    return name(one) == name(other)


def counts_here(measure: str) -> bool:
    """Whether the readings of a measure are typed in or imported, so that they can be counted in the store."""
    return bool(measure) and measure not in COMPUTED
