"""The rows of weekly reviews, read back as records, in a transaction or outside of one."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sfm_tui.domain.weekly import FIGURES, Decision, Standing
from sfm_tui.storage.errors import damaged

Ask = Callable[..., Iterable[Any]]

COLUMNS = ", ".join(f"d.{name}" for name in Decision.model_fields)
ROW = "weekly, began_at, began_by, held_at, held_by, week_over, figures"
_NEWEST = "d.version = (SELECT max(o.version) FROM weekly_decision o WHERE o.weekly = d.weekly AND o.number = d.number)"
_STAGE = (
    "coalesce((SELECT a.stage FROM action a WHERE a.action = d.action ORDER BY a.cycle DESC LIMIT 1),"
    " (SELECT 'closed' FROM erased e WHERE e.record = 'action:' || d.action))"
)
"""An action that was erased had been closed."""
_STANDING = (
    f"SELECT {COLUMNS}, f.author, f.at, coalesce(w.answer, 'open'), coalesce(w.note, ''), coalesce(w.author, ''),"
    f" w.at, coalesce({_STAGE}, '') FROM weekly_decision d"
    " JOIN weekly_decision f ON f.weekly = d.weekly AND f.number = d.number AND f.version = 1"
    " LEFT JOIN weekly_answer w ON w.weekly = d.weekly AND w.number = d.number"
    f" WHERE {_NEWEST}"
)


@dataclass(frozen=True)
class Review:
    """The review of a week as it stands; `began_at` is None where nothing was said in it yet.

    `figures` are what each figure was, in words, when it was held; `week_over` whether the week was over then.
    """

    week: str
    began_at: int | None = None
    began_by: str = ""
    held_at: int | None = None
    held_by: str = ""
    week_over: bool = False
    figures: Mapping[str, str] = field(default_factory=dict)
    decisions: tuple[Standing, ...] = ()

    def on(self, figure: str) -> list[Standing]:
        """What was said on a figure, without what was struck."""
        return [one for one in self.decisions if one.decision.figure == figure and not one.decision.struck]

    @property
    def undecided(self) -> list[str]:
        """The figures on which nothing was said."""
        said = {one.decision.figure for one in self.decisions if not one.decision.struck}
        return [figure for figure in FIGURES if figure not in said]


def read_standings(ask: Ask, where: str = "1", values: tuple[Any, ...] = ()) -> list[Standing]:
    """What was decided, as it stands now, by week and number; `d` is the decision in `where`."""
    many = len(Decision.model_fields)
    rows = ask(f"{_STANDING} AND {where} ORDER BY d.weekly, d.number", values)
    return [Standing(decision_of(row), *row[many:]) for row in rows]


def read_review(ask: Ask, week: str) -> Review:
    """The review of a week; one in which nothing was said yet is empty."""
    decisions = read_standings(ask, "d.weekly = ?", (week,))
    rows = list(ask(f"SELECT {ROW} FROM weekly WHERE weekly = ?", (week,)))
    return review_of(rows[0], decisions) if rows else Review(week)


def review_of(row: Any, decisions: Iterable[Standing]) -> Review:
    """A review from its row and what was decided in it."""
    week, began_at, began_by, held_at, held_by, over, figures = row
    return Review(week, began_at, began_by, held_at, held_by, bool(over), json.loads(figures), tuple(decisions))


def decision_of(row: Any) -> Decision:
    """A decision from its row. Raises NotAStore where it is not as it was written."""
    try:
        return Decision.model_validate(dict(zip(Decision.model_fields, row, strict=False)))
    except ValueError as error:
        raise damaged("the store", f"a weekly decision, {str(row[0])[:80]}") from error
