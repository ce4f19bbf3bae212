"""From the store to the improvement action plan on its form: one action, a choice of them, or all that are open."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from sfm_tui.domain.action import Action, Review, Step
from sfm_tui.domain.action_due import next_review, step_day
from sfm_tui.domain.assessment import ENABLERS, Assessment
from sfm_tui.domain.measure import Computed
from sfm_tui.reports.action_form import (
    Agreed,
    FormReview,
    FormRow,
    Head,
    Signer,
    days_line,
    form_paper,
)
from sfm_tui.reports.blocks import BlockPaper
from sfm_tui.reports.gather import foot_of, names_of
from sfm_tui.reports.paper import Fact, ReportError
from sfm_tui.reports.review_words import iso_day, listed
from sfm_tui.storage.errors import StoreError
from sfm_tui.storage.series import code_of

if TYPE_CHECKING:
    from sfm_tui.domain.desk import Author
    from sfm_tui.domain.gates import Facts
    from sfm_tui.reports.registry import Asked
    from sfm_tui.storage.ledger import Head as LedgerHead
    from sfm_tui.storage.store import Store

_TRIES = 50
_MOST_NAMED = 12
NOBODY = "(not yet named)"


def numbers_of(text: str) -> tuple[str, ...]:
    """The actions that a text names, with commas or spaces between, each once."""
    return tuple(dict.fromkeys(word for word in re.split(r"[\s,;]+", text) if word))


def action_plan(store: "Store", asked: "Asked", by: "Author") -> BlockPaper:
    """The form of the actions that are asked for, of all that are open where none is named.

    Raises StoreError for a number that no action has, ReportError where others write without a pause.
    """
    for _ in range(_TRIES):
        head = store.head()
        paper = _paper(store, numbers_of(asked.record), by, head)
        if store.head() == head:
            return paper
    raise ReportError("others are writing to the store without a pause: try again in a moment")


def _paper(store: "Store", numbers: tuple[str, ...], by: "Author", head: "LedgerHead") -> BlockPaper:
    actions = [store.actions.get(number) for number in numbers] if numbers else store.actions.at_work()
    if not numbers:
        actions.sort(key=lambda one: (one.due or "9999", len(one.action), one.action))
    around = [(action, store.actions.facts(action)) for action in actions]
    names = dict(store.actions.names())
    site, known, today = store.sites.get(), names_of(store), store.actions.today()
    foot = foot_of(store, site, known, head, by)
    owners = {action.action: names.get(action.owner, action.owner) or NOBODY for action in actions}
    site_facts = (
        Fact("Site", foot.site), *((Fact("Client", site.client),) if site and site.client else ())
    )  # fmt: skip
    heads = tuple(
        Head(_number(a), a.stage.capitalize(), _day(a.agreed_on), days_line(a.revised_on), owners[a.action])
        for a in actions
    )
    signers: tuple[Signer, ...]
    if len(heads) == 1:
        one = heads[0]
        facts = (
            *site_facts, Fact("Date of agreed plan", one.agreed_on or "–"), Fact("Revised on", one.revised_on or "–"),
            Fact("Stage", _stage(actions[0])), Fact("Owner", one.owner),
        )  # fmt: skip
        signers = (Signer("Owner", "" if one.owner == NOBODY else one.owner), Signer("Manager"))
    else:
        facts, signers = site_facts, (Signer("Manager"),)
    answered = store.assessments.answered_by()
    said = [a.action for a in actions]
    many = f"{len(said)} actions" if len(said) > _MOST_NAMED else listed(said) or "none"
    subtitle = f"{'' if numbers else 'All open actions: '}{many}, as of {iso_day(today)}"
    return form_paper(
        subtitle,
        facts,
        tuple(_row(store, action, about, answered.get(action.action, ())) for action, about in around),
        tuple(one for action, about in around for one in _reviews(action, about, names, alone=len(around) == 1)),
        signers,
        _earlier(around),
        (Signer("Reviewer"), *signers),
        foot,
        heads=heads if len(heads) > 1 else (),
    )


def _row(store: "Store", action: Action, about: "Facts", answers: "Sequence[Assessment]") -> FormRow:
    """A row of the form; under its area stands which rows of the self-assessment it answers."""
    rows = [f"{ENABLERS[row.code]}, {iso_day(row.assessed_on)}" for row in answers]
    steps = tuple(_agreed(step) for step in about.steps if step.cycle == action.cycle)
    days = tuple(iso_day(day) for day in action.review_dates.split())
    repeat = (f"Repeats: {action.review_repeat}",) if action.review_repeat.strip() else ()
    planned = next_review(action, about.reviews, store.actions.today(), store.tz) if action.stage != "closed" else None
    coming = (f"Next: {iso_day(planned)}",) if planned and planned not in action.review_dates.split() else ()
    return FormRow(
        number=_number(action),
        area="\n".join((action.area, *(f"Answers the self-assessment: {row}" for row in dict.fromkeys(rows)))),
        required_level=action.required_level,
        gap=action.gap,
        risk=action.safety_risk,
        risk_measures=action.risk_measures,
        agreed=steps,
        support=action.support,
        reviews=(*days, *repeat, *coming),
        measured=_measured(store, action),
        due=_day(action.due),
    )


def _agreed(step: Step) -> Agreed:
    day = step_day(step)
    return Agreed(
        step.who.capitalize(), step.text, step.support, iso_day(day) if day else step.timescale, step.done_on or ""
    )


def _measured(store: "Store", action: Action) -> tuple[str, ...]:
    since, until = _day(action.baseline_from), _day(action.baseline_to)
    baseline = f"Baseline: {since or 'the beginning'} to {until or 'now'}" if since or until else ""
    return (
        action.how_measured,
        f"Measure: {_measure(store, action.measure)}" if action.measure else "",
        f"Target: {action.target}" if action.target else "",
        baseline,
        f"In effect: {_day(action.in_effect_on)}" if action.in_effect_on else "",
    )


def _measure(store: "Store", measure: str) -> str:
    """What a measure is called; the word that was entered where nobody has set it up."""
    try:
        found = store.measures.get(code_of(store, measure))
    except StoreError:
        return measure
    unit = f", {found.unit}" if found.unit and not isinstance(found, Computed) else ""
    return f"{found.name}{unit}"


def _reviews(action: Action, about: "Facts", names: dict[str, str], *, alone: bool) -> list[FormReview]:
    """The reviews of the cycle at work, and room for the next one where there is to be one."""
    held = [_held(action, one, names) for one in about.reviews if one.cycle == action.cycle]
    room = action.stage in ("do", "check", "act") or (alone and not held)
    return [*held, FormReview(_number(action))] if room else held


def _held(action: Action, one: Review, names: dict[str, str]) -> FormReview:
    nxt = f"Next review: {iso_day(one.next_review)}" if one.next_review else ""
    return FormReview(
        _number(action), one.reviewed_on, one.outcome, one.evaluation,
        "\n".join(filter(None, (one.next_actions, nxt))), names.get(one.reviewer, one.reviewer),
    )  # fmt: skip


def _earlier(around: "list[tuple[Action, Facts]]") -> tuple[Fact, ...]:
    """The reviews of cycles that are over, by their days."""
    days = [
        f"{action.action}, cycle {one.cycle}: {iso_day(one.reviewed_on)}, {one.outcome}"
        for action, about in around
        for one in about.reviews
        if one.cycle != action.cycle
    ]
    return (Fact("Previous reviews", "\n".join(days)),) if days else ()


def _number(action: Action) -> str:
    return action.action if action.cycle == 1 else f"{action.action}\ncycle {action.cycle}"


def _stage(action: Action) -> str:
    return action.stage.capitalize() + (f", cycle {action.cycle}" if action.cycle > 1 else "")


def _day(text: str | None) -> str:
    return iso_day(text) if text else ""
