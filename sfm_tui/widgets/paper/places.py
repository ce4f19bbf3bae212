"""From where one stands to the paper screen, where there is more than one document to choose from."""

from typing import TYPE_CHECKING, Any

from sfm_tui.widgets.dialogs.dialogs import Choice, ChooseDialog
from sfm_tui.widgets.everywhere.messages import PlaceWanted
from sfm_tui.widgets.paper.key import paper_key

if TYPE_CHECKING:
    from textual.app import App


async def from_board(app: "App[Any]", action: str) -> None:
    """Ask whether the form of one action is wanted, that of all that are open, or the log of actions; show it."""
    choices = [Choice("one", f"The plan of {action}", letter="o")] if action else []
    choices += [
        Choice("all", "The plan of all that are open", letter="a"),
        Choice("log", "The log of every action", letter="l"),
    ]
    chosen = await app.push_screen_wait(ChooseDialog("Actions on paper", choices))
    if chosen is not None:
        kind, record = ("action-log", "") if chosen == "log" else ("action-plan", action if chosen == "one" else "")
        app.screen.post_message(PlaceWanted("paper", paper_key(kind, record=record, back="board")))
