"""One's own last change on the screen of settings, shown and then taken back."""

from typing import TYPE_CHECKING, Any

from sfm_tui.widgets.dialogs.held import keys_wait
from sfm_tui.widgets.everywhere.say import Outcome
from sfm_tui.widgets.everywhere.signed import AGAIN, signature_stands
from sfm_tui.widgets.records.taking_back import confirmed, planned

if TYPE_CHECKING:
    from textual.app import App

    from sfm_tui.storage.store import Store
    from sfm_tui.widgets.everywhere.session import Session

ROSTER_VERBS = ("licence", "absence", "cover", "remove")
"""Acts on the roster that the screen of settings makes."""


async def take_back(app: "App[Any]", session: "Session") -> Outcome | None:
    """Take back one's own last change of the settings, a licence, an absence or cover among them, once it is shown.

    None where the person left it as it was. Raises StoreError where there is nothing, or somebody changed it since.
    """
    by = session.author

    def of_roster(store: "Store") -> int:
        act = store.roster.last_act(by)
        return act[0] if act is not None and act[1] in ROSTER_VERBS else 0

    with keys_wait(app):
        if (signed := await signature_stands(session)) is not None:
            return Outcome(signed + AGAIN, "warn")
        roster = await session.read_after_writes(of_roster)
        plan = await planned(session, "settings", after=roster)
    if plan is not None or not roster:
        return await confirmed(app, session, "settings", plan)
    from sfm_tui.widgets.roster.amends import undo

    return Outcome("taken back, by a new entry") if await undo(app, session) is not None else None
