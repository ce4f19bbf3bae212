"""One's own last change on the screen of settings, shown and then taken back."""

from typing import TYPE_CHECKING, Any

from sfm_tui.clock import full_text
from sfm_tui.storage.errors import StoreError
from sfm_tui.storage.record_history import changed_words
from sfm_tui.widgets.dialogs.dialogs import Choice, ChooseDialog
from sfm_tui.widgets.dialogs.held import keys_wait
from sfm_tui.widgets.everywhere.say import Outcome
from sfm_tui.widgets.everywhere.signed import AGAIN, signature_stands

if TYPE_CHECKING:
    from textual.app import App

    from sfm_tui.storage.settings_undo import Back
    from sfm_tui.storage.store import Store
    from sfm_tui.widgets.everywhere.session import Session

ROSTER_VERBS = ("licence", "absence", "cover", "remove")
"""Acts on the roster that the screen of settings makes."""


async def take_back(app: "App[Any]", session: "Session") -> Outcome | None:
    """Take back one's own last change of the settings, a licence, an absence or cover among them, once it is shown.

    None where the person left it as it was. Raises StoreError where there is nothing, or somebody changed it since.
    """
    by = session.author

    def newest(store: "Store") -> tuple[int, int]:
        act = store.roster.last_act(by)
        return store.settings_undo.last(by), act[0] if act is not None and act[1] in ROSTER_VERBS else 0

    def ask(store: "Store") -> "tuple[Back, str]":
        back = store.settings_undo.plan(by)
        if back is None:
            raise StoreError("there is no change of the settings of yours to take back")
        return back, changed_words(store, back.noun, back.now, back.then)

    with keys_wait(app):
        if (signed := await signature_stands(session)) is not None:
            return Outcome(signed + AGAIN, "warn")
        settings, roster = await session.read_after_writes(newest)
        found = await session.read(ask) if settings >= roster else None
    if found is None:
        from sfm_tui.widgets.roster.amends import undo

        return Outcome("taken back, by a new entry") if await undo(app, session) is not None else None
    back, words = found
    called = "the site" if back.noun == "site" else f"{back.noun} {back.key}"
    choices = [Choice("yes", "Take it back", letter="t"), Choice("no", "Leave it", letter="l")]
    about = f"{words} · entry {back.act.seq} of {full_text(back.act.at, session.tz)} stays beside it"
    ask_it = ChooseDialog(f"Take back your change of {called}?", choices, about=about)
    if await app.push_screen_wait(ask_it) != "yes":
        return None
    await session.write(lambda store, by: store.settings_undo.undo(by, back.act.seq))
    return Outcome(f"{called} stands as before: {words}")
