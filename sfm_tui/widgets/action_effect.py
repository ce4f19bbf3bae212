"""What the measure of an action tells of it, to read in full."""

from datetime import date
from typing import TYPE_CHECKING, Any

from sfm_tui.storage.errors import Refused
from sfm_tui.widgets.cells import clip, one_line
from sfm_tui.widgets.text_dialog import TextDialog

if TYPE_CHECKING:
    from textual.app import App

    from sfm_tui.storage.store import Store
    from sfm_tui.widgets.session import Session


async def effect(app: "App[Any]", session: "Session", number: str, cycle: int | None = None) -> None:
    """Show the effect of an action, of its cycle at work where none is named.

    Raises Refused where it names no measure that is known.
    """

    def ask(store: "Store") -> tuple[str, list[str]]:
        from sfm_tui.storage.action_effects import judged_of
        from sfm_tui.widgets.action_effect_lines import effect_lines

        found = store.actions.effects.of(number, cycle)
        if found is None:
            raise Refused(f"{number} names no measure that is known: choose the one that it moves, then this is told")
        today = date.fromisoformat(store.actions.today())
        lines = [clip(one_line(line), 300) for line in effect_lines(found, judged_of(found, today), today)]
        return found.action.area, lines

    area, lines = await session.read(ask)
    await app.push_screen_wait(TextDialog(f"{number}: did it help?", "\n".join(lines), [area]))
