"""The earlier cycles of an action, to read."""

from typing import TYPE_CHECKING, Any

from sfm_tui.storage.errors import Refused
from sfm_tui.widgets.actions.words import cycle_text, day
from sfm_tui.widgets.dialogs.dialogs import Choice, ChooseDialog
from sfm_tui.widgets.dialogs.text_dialog import TextDialog

if TYPE_CHECKING:
    from textual.app import App

    from sfm_tui.widgets.everywhere.session import Session


async def cycles(app: "App[Any]", session: "Session", number: str) -> None:
    """Show an earlier cycle of an action as it stood when it was over. Raises Refused where there is none."""
    whole = await session.read(lambda store: store.actions.dossier(number))
    earlier = whole.cycles[:-1]
    if not earlier:
        raise Refused(f"{number} is in its first cycle: there is no earlier one")
    chosen = earlier[-1]
    if len(earlier) > 1:
        choices = [
            Choice(str(one.cycle), f"Cycle {one.cycle}", f"begun {day(one.began) or 'never'}") for one in earlier[::-1]
        ]
        answer = await app.push_screen_wait(ChooseDialog(f"{number}: which cycle?", choices))
        if answer is None:
            return
        chosen = next(one for one in earlier if str(one.cycle) == answer)
    title = f"{number}, cycle {chosen.cycle} of {whole.action.cycle}"
    await app.push_screen_wait(TextDialog(title, cycle_text(chosen, whole), ["It is over, and stays as it was."]))
