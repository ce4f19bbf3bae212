"""`sfm actions`: the improvement plan, for people and for programs."""

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from sfm_tui.cli.say import cut, one_line, print_json_array
from sfm_tui.cli.stores import opened

if TYPE_CHECKING:
    from sfm_tui.storage.action_reading import Card


def run_actions(path: Path, *, overdue: bool, as_json: bool) -> int:
    """List the actions by stage and due day, or those alone that are past their due day and not closed.

    With `as_json` every cycle is an object of its own, as in the file; of the overdue ones the cycle at work.
    """
    with opened(path) as store:
        cards = [card for some in store.actions.board(closed=True).values() for card in some]
        if overdue:
            cards = [card for card in cards if card.overdue]
        if as_json:
            from sfm_tui.exchange.action_tables import ACTIONS
            from sfm_tui.exchange.values import object_of

            tz = store.tz
            names = [column.field or column.name for column in ACTIONS.columns]
            some = [card.action for card in cards] if overdue else store.actions.all()
            print_json_array(object_of(ACTIONS, tuple(getattr(one, name) for name in names), tz) for one in some)
            return 0
        width = shutil.get_terminal_size().columns if sys.stdout.isatty() else 0
        for card in cards:
            print(_line(card, width))
        if not cards:
            print("nothing is overdue" if overdue else "no actions")
    return 0


def _line(card: "Card", width: int) -> str:
    """One action; in `width` characters what it is called by and its owner give way, so that the rest can be read."""
    action = card.action
    due = f"due {action.due}" if action.due else "no due day"
    review = f"review {card.review_on}" if card.review_on else ""
    area, owner = one_line(action.area), one_line(card.owner) or "no owner"
    first = f"{action.action}  {action.stage:6}  {due}{' OVERDUE' if card.overdue else ''}"
    last = [
        f"{review}{' OVERDUE' if card.review_overdue else ''}", card.outcome,
        f"cycle {action.cycle}" if action.cycle > 1 else "",
    ]  # fmt: skip
    rest = "  ".join(filter(None, last))
    if width:
        owner = cut(owner, _OWNER)
        area = cut(area, max(_AREA, width - sum(len(part) + 2 for part in (first, owner, rest) if part)))
    return cut("  ".join(filter(None, (first, area, owner, rest))), width)


_OWNER, _AREA = 12, 10
"""Characters that an owner has at most, and what an action is called by at least, where the line is narrow."""
