"""One's own last act on the briefing, shown and then taken back; a withdrawn point told again."""

from typing import TYPE_CHECKING, Any

from sfm_tui.clock import full_text
from sfm_tui.domain.briefing import Point
from sfm_tui.storage.errors import StoreError
from sfm_tui.widgets.dialogs.dialogs import Choice, ChooseDialog
from sfm_tui.widgets.dialogs.held import keys_wait
from sfm_tui.widgets.everywhere.say import Outcome
from sfm_tui.widgets.everywhere.signed import AGAIN, signature_stands
from sfm_tui.widgets.lists.cells import clip

if TYPE_CHECKING:
    from textual.app import App

    from sfm_tui.storage.briefing_undo import Back
    from sfm_tui.storage.store import Store
    from sfm_tui.widgets.everywhere.session import Session

_DONE = {
    "added": "is withdrawn: that it was added is taken back",
    "changed": "is as it was before your change",
    "withdrawn": "is told again: its withdrawal is taken back",
    "told": "is not read out: the tick is taken back",
}
_TITLE = 60


async def take_back(app: "App[Any]", session: "Session") -> Outcome | None:
    """Take back one's own last act on the briefing, once it is shown; of a signature say that it stands.

    None where the person left it as it was. Raises StoreError where there is nothing, or somebody changed it since.
    """
    by, tz, names = session.author, session.tz, session.data.names

    def ask(store: "Store") -> "tuple[Back, str]":
        from sfm_tui.storage.briefing_undo import NOTHING
        from sfm_tui.storage.history import changes

        back = store.briefing_undo.plan(by)
        if back is None:
            raise StoreError(NOTHING)
        return back, " · ".join(changes(back.now.row(), back.then.row(), tz, names))

    with keys_wait(app):
        if (signed := await signature_stands(session)) is not None:
            return Outcome(signed + AGAIN, "warn")
        back, words = await session.read_after_writes(ask)
    key = back.act.key
    did = "read out" if back.verb == "told" else back.verb
    title = clip(f"{key} {did} {full_text(back.act.at, tz)}: {back.now.text}", _TITLE)
    hint = f"{words or 'the tick goes'} · the entry stays beside the new one"
    choices = [Choice("yes", "Take it back", letter="t"), Choice("no", "Leave it", letter="l")]
    if await app.push_screen_wait(ChooseDialog(title, choices, about=hint)) != "yes":
        return None
    await session.write(lambda store, by: store.briefing_undo.undo(by, back.act.seq))
    return Outcome(f"{key} {_DONE[back.verb]}")


async def put_back(session: "Session", saw: Point) -> Outcome:
    """Tell a withdrawn point again, whoever withdrew it."""
    await session.write(lambda store, by: store.briefing_undo.put_back(saw, by))
    return Outcome(f"{saw.briefing} {_DONE['withdrawn']}")
