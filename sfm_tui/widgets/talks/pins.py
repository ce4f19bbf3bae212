"""The PIN with which an officer signs, if they want one."""

from typing import TYPE_CHECKING, Any, cast

from sfm_tui.widgets.dialogs.held import Held
from sfm_tui.widgets.everywhere.pins import change_pin
from sfm_tui.widgets.everywhere.say import Outcome
from sfm_tui.widgets.talks.sign import has_pin

if TYPE_CHECKING:
    from textual.app import App

    from sfm_tui.widgets.everywhere.program import Program
    from sfm_tui.widgets.everywhere.session import Session


async def officer_pin(app: "App[Any]", session: "Session", officer: str) -> Outcome | None:
    """Set or change an officer's PIN: from then on a signature with their number wants it."""
    from sfm_tui.storage.people import officer_key

    held = Held(cast("Program", app).ahead.hold)
    held.begin()
    try:
        has = await session.read(lambda store: has_pin(store, officer))
        name = session.officer_name(officer)
        done = await change_pin(app, session, officer_key(officer), name, has, held.end)
    finally:
        held.end()
    return Outcome(f"{name} signs with a PIN from now on") if done else None
