"""The key for links on the paper screen: what was made last of the document that is shown, and what it tells of."""

from typing import Any

from sfm_tui.app import SfmApp
from sfm_tui.domain.desk import Author
from sfm_tui.storage.store import Store
from sfm_tui.widgets.dialogs.dialogs import ChooseDialog
from sfm_tui.widgets.paper.key import paper_key


def enter(store: Store, me: Author, action: str) -> str:
    return store.documents.made(
        "action-plan", "Action plan", me, period=action, form="pdf", digest="a" * 64, head=store.head().long,
        about=[f"action:{action}"],
    ).report  # fmt: skip


async def test_the_document_that_is_shown_leads_to_what_it_tells_of_and_back(
    store: Store, me: Author, app: SfmApp, settle: Any, until: Any
) -> None:
    first, second = (store.actions.add(name, me).action for name in ("Responder", "Lighting"))
    enter(store, me, first)
    last = enter(store, me, first)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.go_to("paper", paper_key("action-plan", record=first))
        screen: Any = app.screen
        await until(pilot, lambda: screen.made is not None and screen.made.asked.record == first)
        await pilot.press("ctrl+f")
        await until(pilot, lambda: isinstance(app.screen, ChooseDialog))
        assert app.screen.question.startswith(f"{last}: ← came from 1")
        assert screen.current_record() == (f"report:{last}", last)
        await pilot.press("1")
        await until(pilot, lambda: app.screen.current_record() == (f"action:{first}", first))
        await pilot.press("escape")
        await until(pilot, lambda: app.current_mode == "paper")
        app.go_to("paper", paper_key("action-plan", record=second))
        await until(pilot, lambda: screen.made is not None and screen.made.asked.record == second)
        await pilot.press("ctrl+f")
        await until(pilot, lambda: "not made into a file yet: s saves it" in screen._said.said)
        assert screen.current_record() is None
