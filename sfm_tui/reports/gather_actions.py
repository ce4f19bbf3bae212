"""From the store to the log of the improvement plan, at one state of the store."""

from datetime import date
from typing import TYPE_CHECKING

from sfm_tui.domain.action import LABELS
from sfm_tui.domain.gates import last_review
from sfm_tui.reports.action_log import LogLine, action_log_paper
from sfm_tui.reports.gather import foot_of, names_of
from sfm_tui.reports.paper import ReportError
from sfm_tui.storage.action_effects import judged_of
from sfm_tui.storage.action_rows import read_reviews
from sfm_tui.storage.asking import asking

if TYPE_CHECKING:
    from sfm_tui.domain.action import Action
    from sfm_tui.domain.desk import Author
    from sfm_tui.domain.effect_words import Judged
    from sfm_tui.reports.blocks import BlockPaper
    from sfm_tui.reports.registry import Asked
    from sfm_tui.storage.action_reading import Card
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
    cards.sort(key=lambda card: (card.action.due or "9999", len(card.action.action), card.action.action))
    at_work = {(card.action.action, card.action.cycle) for card in cards}
    with store.reading() as connection:
        numbers = [card.action.action for card in cards]
        reviews = read_reviews(asking(connection), numbers)

    def line(action: "Action", owner: str, card: "Card | None") -> LogLine:
        effect, why = _effect(store, action)
        return LogLine(
            action,
            owner,
            overdue=card.overdue if card else False,
            last=last_review(action, reviews.get(action.action, ())),
            next_review=card.review_on if card else None,
            review_overdue=card.review_overdue if card else False,
            effect=effect,
            why=why,
        )

    names = store.actions.names()
    earlier = tuple(
        line(action, names.get(action.owner, action.owner), None)
        for action in store.actions.all()
        if (action.action, action.cycle) not in at_work
    )
    lines = tuple(line(card.action, card.owner, card) for card in cards)
    foot = foot_of(store, store.sites.get(), names_of(store), head, by)
    return action_log_paper(lines, earlier, store.actions.today(), foot)


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
