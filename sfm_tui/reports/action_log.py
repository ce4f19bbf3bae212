"""The log of the improvement plan: every action with its stage, owner, days, last review and what it did.

Pure. The verdict of an effect is the one that `sfm effect` tells; where it is too early, the reason stands there.
"""

from dataclasses import dataclass

from sfm_tui.domain.action import Action, Review
from sfm_tui.domain.effect_words import SIGNS, Judged
from sfm_tui.reports.blocks import Block, BlockPaper, Column, Heading, Para, Table
from sfm_tui.reports.paper import Foot
from sfm_tui.reports.plain import counted, thousands
from sfm_tui.reports.review_words import NOTHING, at_most, iso_day, listed

_COLUMNS = (
    Column("No.", 1.2), Column("stage", 1.2), Column("action", 3.2), Column("owner", 2), Column("agreed", 1.6),
    Column("in effect", 1.6), Column("due", 1.6), Column("last review", 2.3), Column("next review", 1.6),
    Column("effect", 3),
)  # fmt: skip
_EARLIER = (
    Column("No.", 1), Column("action", 4), Column("agreed", 1.5), Column("in effect", 1.5),
    Column("last review", 3.5), Column("decision", 1.2), Column("effect", 3.5),
)  # fmt: skip


@dataclass(frozen=True)
class LogLine:
    """One cycle of an action: `owner` by name, `last` its last review, `effect` None where it has no known measure.

    `why` says why nothing can be told of the effect.
    """

    action: Action
    owner: str
    overdue: bool
    last: Review | None
    next_review: str | None
    review_overdue: bool
    effect: Judged | None
    why: str


def action_log_paper(
    lines: tuple[LogLine, ...], earlier: tuple[LogLine, ...], today: str, foot: Foot
) -> BlockPaper:  # fmt: skip
    """The document: `lines` are the cycles at work in their order, `earlier` those that are over."""
    still = tuple(one for one in lines if one.action.stage != "closed")
    closed = tuple(one for one in lines if one.action.stage == "closed")
    blocks: list[Block] = [
        Para(_summary(still, closed), "lead"),
        Heading("Open actions"),
        _table(f"Open: {len(still):,}", still, "No action is open."),
        Heading("Closed actions"),
        _table(f"Closed: {len(closed):,}", closed, "No action is closed."),
    ]
    if earlier:
        some, title = at_most(earlier, f"Cycles that are over: {len(earlier):,}")
        blocks += [Heading("Earlier cycles"), Table(title, _EARLIER, tuple(map(_earlier_row, some)))]
    return BlockPaper("Action log", f"As of {iso_day(today)}", tuple(blocks), foot, landscape=True)


def _summary(still: tuple[LogLine, ...], closed: tuple[LogLine, ...]) -> str:
    overdue = sum(one.overdue for one in still)
    late = [f"{overdue:,} overdue"] if overdue else []
    reviews = sum(one.review_overdue for one in still)
    late += [f"{counted(reviews, 'review')} overdue"] if reviews else []
    said = f"{thousands(len(still), 'open action')}" + (f" ({', '.join(late)})" if late else "")
    verdicts = [one.effect.verdict if one.effect else "" for one in (*still, *closed)]
    effects = [f"{verdicts.count(verdict):,} {verdict}" for verdict in SIGNS if verdict in verdicts]
    told = f" Effects: {listed(effects)}; {verdicts.count(''):,} not measured." if verdicts else ""
    return f"{said}, {len(closed):,} closed.{told}"


def _table(title: str, lines: tuple[LogLine, ...], empty: str) -> Table:
    some, title = at_most(lines, title)
    strong = tuple(n for n, one in enumerate(some) if one.overdue or one.review_overdue)
    return Table(title, _COLUMNS, tuple(map(_row, some)), empty, strong)


def _row(one: LogLine) -> tuple[str, ...]:
    action = one.action
    return (
        _number(action), action.stage, action.area, one.owner or "(nobody yet)", iso_day(action.agreed_on),
        iso_day(action.in_effect_on), iso_day(action.due) + ("\n! overdue" if one.overdue else ""), _last(one.last),
        iso_day(one.next_review) + ("\n! overdue" if one.review_overdue else ""), _effect(one),
    )  # fmt: skip


def _earlier_row(one: LogLine) -> tuple[str, ...]:
    action = one.action
    return (
        f"{action.action}\ncycle {action.cycle}", action.area, iso_day(action.agreed_on), iso_day(action.in_effect_on),
        _last(one.last), action.decision or NOTHING, _effect(one),
    )  # fmt: skip


def _number(action: Action) -> str:
    return action.action if action.cycle == 1 else f"{action.action}\ncycle {action.cycle}"


def _last(review: Review | None) -> str:
    return f"{iso_day(review.reviewed_on)}: {review.outcome}" if review else NOTHING


def _effect(one: LogLine) -> str:
    if one.effect is None:
        return one.why or NOTHING
    said = one.effect.word
    if one.effect.verdict == "too early":
        return f"{said}\n{one.why}" if one.why else said
    return "\n".join(filter(None, (f"{said} {one.effect.figure}".rstrip(), one.effect.shift)))
