"""From the store to the log of the improvement plan, at one state of the store."""

from datetime import date
from typing import TYPE_CHECKING

from sfm_tui.domain.action import LABELS
from sfm_tui.domain.gates import last_review
from sfm_tui.reports.action_log import LogLine, action_log_paper
from sfm_tui.reports.gather import foot_of, names_of
from sfm_tui.reports.paper import ReportError
from sfm_tui.storage.action_effects import judged_of

if TYPE_CHECKING:
    from sfm_tui.domain.action import Action
    from sfm_tui.domain.desk import Author
    from sfm_tui.domain.effect_words import Judged
    from sfm_tui.reports.blocks import BlockPaper
    from sfm_tui.reports.registry import Asked
    from sfm_tui.storage.ledger import Head
    from sfm_tui.storage.store import Store

_TRIES = 50


def action_log(store: "Store", _asked: "Asked", by: "Author") -> "BlockPaper":
    """Every action as it stands. Raises ReportError where others write without a pause."""
    for _ in range(_TRIES):
        head = store.head()
        paper = _paper(store, by, head)
        if store.head() == head:
            return paper
    raise ReportError("others are writing to the store without a pause: try again in a moment")


def _paper(store: "Store", by: "Author", head: "Head") -> "BlockPaper":
    cards = [card for some in store.actions.board(closed=True).values() for card in some]
    cards.sort(key=lambda card: (card.action.due or "9999", card.action.action))
    at_work = {(card.action.action, card.action.cycle) for card in cards}
    lines = []
    for card in cards:
        effect, why = _effect(store, card.action)
        last = last_review(card.action, store.actions.facts(card.action).reviews)
        lines.append(
            LogLine(
                card.action, card.owner, card.overdue, last, card.review_on, card.review_overdue, effect, why,
            )
        )  # fmt: skip
    names = store.actions.names()
    earlier = []
    for action in store.actions.all():
        if (action.action, action.cycle) not in at_work:
            effect, why = _effect(store, action)
            reviews = store.actions.facts(action).reviews
            owner = names.get(action.owner, action.owner)
            earlier.append(LogLine(action, owner, False, last_review(action, reviews), None, False, effect, why))
    foot = foot_of(store, store.sites.get(), names_of(store), head, by)
    return action_log_paper(tuple(lines), tuple(earlier), store.actions.today(), foot)


def _effect(store: "Store", action: "Action") -> "tuple[Judged | None, str]":
    """The effect in short, and why nothing can be told of it."""
    if not action.measure:
        return None, "no measure"
    found = store.actions.effects.of(action.action, action.cycle)
    if found is None:
        return None, f"«{action.measure}» is no measure that is kept"
    why = found.found.why
    for name in ("baseline_from", "baseline_to", "in_effect_on"):
        why = why.replace(name, LABELS[name].lower())
    return judged_of(found, date.fromisoformat(store.actions.today())), why
