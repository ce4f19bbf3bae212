"""The gate of a card on screen: all that is missing in sight, and what somebody else did meanwhile told."""

from typing import Any

from sfm_tui.app import SfmApp
from sfm_tui.domain.desk import Author
from sfm_tui.storage.store import Store
from sfm_tui.widgets.actions.flows import gate
from sfm_tui.widgets.actions.gate import GateDialog
from sfm_tui.widgets.dialogs.dialogs import AskDialog
from sfm_tui.widgets.lists.rows import Rows
from tests.screens.test_action_flows import run

PATEL = Author("patel")


async def test_a_reason_that_was_typed_survives_somebody_elses_move(
    app: SfmApp, store: Store, me: Author, settle: Any, until: Any
) -> None:
    store.actions.move(store.actions.add("Radio discipline", me), "do", me, why="as it was agreed")
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        done = run(app, gate(app, app.session, "A-01", "check"))
        await until(pilot, lambda: isinstance(app.screen, GateDialog))
        await pilot.press("m")
        await until(pilot, lambda: isinstance(app.screen, AskDialog))
        await pilot.press(*"the client")
        store.actions.move(store.actions.get("A-01"), "plan", PATEL)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, GateDialog))
        assert store.actions.get("A-01").stage == "plan"
        told = [one.said for one in app.screen_stack[0].query("SayLine")]
        assert told == ["A-01 was changed meanwhile by A. Patel at 22:15:35 (Stage: do → plan)"]
        await pilot.press("m")
        await until(pilot, lambda: isinstance(app.screen, AskDialog))
        store.actions.move(store.actions.get("A-01"), "check", PATEL, why="mine")
        await pilot.press("enter")
        await until(pilot, lambda: done)
        assert done[0].text.startswith("A-01 was changed meanwhile by A. Patel")
        assert "(why: mine)" in store.actions.history("A-01")[-1].text


async def test_all_that_is_missing_is_in_sight_at_80_columns(
    app: SfmApp, store: Store, me: Author, settle: Any, until: Any
) -> None:
    card = store.actions.add("Radio discipline", me)
    store.actions.add_step(card, "Listen to twenty calls", me)
    store.actions.move(card, "do", me, why="as it was agreed")
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        run(app, gate(app, app.session, "A-01", "check"))
        await until(pilot, lambda: isinstance(app.screen, GateDialog))
        rows = app.screen.query_one(Rows)
        await until(pilot, lambda: rows.size.height == len([*rows._lines()]) == 4)
