"""One's own last change of some records, shown and then taken back: the flow behind `u`, for any screen."""

from typing import TYPE_CHECKING, Any

from sfm_tui.clock import full_text
from sfm_tui.storage.errors import StoreError
from sfm_tui.widgets.dialogs.dialogs import Choice, ChooseDialog
from sfm_tui.widgets.dialogs.held import keys_wait
from sfm_tui.widgets.everywhere.key_names import key_of
from sfm_tui.widgets.everywhere.say import Outcome
from sfm_tui.widgets.everywhere.signed import AGAIN, signature_stands
from sfm_tui.widgets.lists.cells import clip_words

if TYPE_CHECKING:
    from textual.app import App

    from sfm_tui.storage.store import Store
    from sfm_tui.storage.undo import Back, What
    from sfm_tui.widgets.everywhere.session import Session

_MOST = 400
"""Cells of what would change; a text that was changed is as long as the form's."""


def back_words(binding: str) -> str:
    """Said of what was changed: how it is taken back; `binding` is the id of that key."""
    return f" · {key_of(binding, 'u')} takes it back"


async def take_back(app: "App[Any]", session: "Session", what: "What") -> Outcome | None:
    """Take back one's own last change of what a screen has, once it is shown; of a signature say that it stands.

    None where the person left it as it was. Raises StoreError where there is nothing, or somebody changed it since.
    """
    with keys_wait(app):
        if (signed := await signature_stands(session, what)) is not None:
            return Outcome(signed + AGAIN, "warn")
        plan = await planned(session, what)
    return await confirmed(app, session, what, plan)


async def planned(session: "Session", what: "What", *, after: int = 0) -> "tuple[Back, str] | None":
    """What would be taken back, and what that changes in words; None where nothing was done later than entry `after`.

    Raises StoreError where it cannot be taken back.
    """
    by = session.author

    def ask(store: "Store") -> "tuple[Back, str] | None":
        undo = store.undo(what)
        back = undo.plan(by) if undo.last(by) > after else None
        return (back, clip_words(back.words(store), _MOST)) if back is not None and back.act.seq > after else None

    return await session.read_after_writes(ask)


async def confirmed(
    app: "App[Any]", session: "Session", what: "What", plan: "tuple[Back, str] | None"
) -> Outcome | None:
    """Take it back once the person said so. Raises StoreError where there is nothing to take back."""
    if plan is None:
        from sfm_tui.storage.undo import nothing

        raise StoreError(nothing(what))
    back, words = plan
    choices = [Choice("yes", "Take it back", letter="t"), Choice("no", "Leave it", letter="l")]
    about = f"{words} · entry {back.act.seq} of {full_text(back.act.at, session.tz)} stays beside it"
    ask_it = ChooseDialog(f"Take back your change of {back.called}?", choices, about=about)
    if await app.push_screen_wait(ask_it) != "yes":
        return None
    await session.write(lambda store, by: store.undo(what).undo(by, back.act.seq))
    return Outcome(f"{back.called} stands as before: {words}")
