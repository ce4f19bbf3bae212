"""What the dialogs of an action say of it: its lines in words, and the advice on what is being written."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sfm_tui.clock import day_text, local_date
from sfm_tui.domain.action import LABELS, Action, Review, Step
from sfm_tui.domain.action_due import step_day

if TYPE_CHECKING:
    from sfm_tui.domain.effect_words import Judged
    from sfm_tui.domain.gates import Facts
    from sfm_tui.storage.action_reading import Dossier
    from sfm_tui.widgets.everywhere.session import Session

MARKS = {"met": "✓", "partially met": "~", "not met": "✖"}


def day(text: str | None) -> str:
    """`12 Dec 2026` for an ISO day, nothing for none."""
    return day_text(date.fromisoformat(text)).split(" ", 1)[1] if text else ""


def about_lines(whole: "Dossier") -> list[str]:
    """What stands above the form: where it came from, its steps and last review, what it still needs."""
    from sfm_tui.widgets.assessment.words import ref_words

    action, lines = whole.action, []
    came = [ref_words(link.source) for link in whole.links if link.target == action.ref]
    lines.append(f"Raised from: {', '.join(came)}" if came else "Raised from: nothing is linked")
    some = whole.steps(action.cycle)
    done = sum(step.done_on is not None for step in some)
    steps = f"Steps: {done} of {len(some)} done" if some else "Steps: none agreed yet"
    reviews = whole.reviews(action.cycle)
    last = reviews[-1] if reviews else None
    review = f"last review {day(last.reviewed_on)}: {MARKS[last.outcome]} {last.outcome}" if last else "no review yet"
    lines.append(f"{steps} · {review}")
    if whole.needs:
        names = dict.fromkeys(LABELS[need.field].lower() for need in whole.needs)
        lines.append(f"To leave {action.stage.capitalize()} it needs: {', '.join(names)}")
    return lines


def effect_about(found: "Judged | None") -> list[str]:
    """What the measure says of the change, as the line above the form; nothing where there is no measure."""
    if found is None:
        return []
    more = f" · {found.shift}" if found.shift else f" · enough about {day(found.by.isoformat())}" if found.by else ""
    return [f"Effect: {found.line}{more}"]


def step_more(step: Step) -> list[str]:
    """What support a step has, and by when it is to be done: `by 7 Nov 2026`, or a timescale in its own words."""
    until = step_day(step)
    by_when = f"by {day(until)}" if until else step.timescale
    return [text for text in (step.support and f"support: {step.support}", by_when) if text]


def step_line(step: Step) -> str:
    """A step on one line, for a cycle that is read."""
    more = [*step_more(step), f"done {day(step.done_on)}" if step.done_on else "not done"]
    return f"{step.step} {step.who}: {step.text} ({' · '.join(more)})"


def review_lines(review: Review, names: "dict[str, str]") -> list[str]:
    """A review in lines, for a cycle that is read."""
    who = names.get(review.reviewer, review.reviewer)
    lines = [f"{day(review.reviewed_on)}, {who}: {MARKS[review.outcome]} {review.outcome}", f"  {review.evaluation}"]
    if review.next_actions.strip():
        lines.append(f"  next: {review.next_actions}")
    if review.next_review:
        lines.append(f"  next review: {day(review.next_review)}")
    return lines


def cycle_text(action: Action, whole: "Dossier") -> str:
    """Everything that one cycle of an action held, to read."""
    names = dict(whole.facts.names)
    lines = []
    for name, label in LABELS.items():
        value = getattr(action, name, None)
        if value in (None, "", False):
            continue
        words = "yes" if value is True else names.get(value, value) if name == "owner" else str(value)
        lines.append(f"{label}: {words}")
    steps = whole.steps(action.cycle)
    if steps:
        lines += ["", "Agreed actions", *(step_line(step) for step in steps)]
    asked = [one for one in whole.consultations if one.cycle == action.cycle]
    if asked:
        lines += ["", "Consulted", *(f"{day(one.day)}, {one.who}: {one.notes}" for one in asked)]
    reviews = whole.reviews(action.cycle)
    if reviews:
        lines += ["", "Reviews", *(line for review in reviews for line in review_lines(review, names))]
    return "\n".join(lines)


@dataclass(frozen=True)
class Around:
    """What stands around an action that is being written: what it was raised from, the themes, the other cards."""

    facts: "Facts"
    links: tuple[str, ...]
    themes: int
    others: tuple[Action, ...]


def advice_on(
    action: Action | None, around: Around, session: "Session", named: str = ""
) -> list[tuple[str, str]]:  # fmt: skip
    """Advice on what is typed so far: the field, and the words; nothing of an action that has no area yet.

    `named` is what is typed of where it comes from.
    """
    from sfm_tui.domain.advice import advice, plan_advice

    if action is None:
        return []
    today = local_date(session.now(), session.tz).isoformat()
    others = [one for one in around.others if one.action != action.action]
    found = [
        *advice(action, around.facts, (*around.links, *([named] if named.strip() else [])), today, session.tz),
        *(hint for hint in plan_advice(around.themes, [*others, action]) if hint.test == "short"),
    ]
    return [(hint.field, hint.words) for hint in found]
