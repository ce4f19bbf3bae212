"""Many changes of the roster for one action hide nothing else of it, in its links and in its thread."""

from typing import Any

from sfm_tui.app import SfmApp
from sfm_tui.domain.desk import Author
from sfm_tui.storage.store import Store
from sfm_tui.widgets.dialogs.dialogs import ChooseDialog
from sfm_tui.widgets.lists.rows import Rows
from sfm_tui.widgets.records.belongs import MANY, Belongs, Several, belonging, gathered
from sfm_tui.widgets.records.thread_dialog import ThreadDialog
from tests.conftest import NOW

DAY = 86400
MADE = MANY + 2


def changed(store: Store, me: Author, times: int, first: int = 0) -> str:
    """An action for which the roster was changed so often, and a point told."""
    action = store.actions.add("Responder", me)
    for day in range(first, first + times):
        start = NOW + day * DAY
        changes = store.roster.plan_assign("1001", "GATE", start, start + 3600)
        store.roster.change("assign", changes, me, made_for=[action.ref])
    store.briefings.add("One post only", me, since="2026-11-22", source=action.ref)
    return action.ref


def test_a_few_have_a_line_each_and_many_share_one(store: Store, me: Author) -> None:
    few, many = changed(store, me, MANY), changed(store, me, MADE, MANY)
    some = belonging(store, few)
    assert gathered(some) == some
    lines = gathered(belonging(store, many))
    assert [type(one) for one in lines] == [Several, Belongs]
    assert lines[0].label.startswith(f"→ {MADE} × roster change  ")
    assert isinstance(lines[0], Several)
    assert len({one.other.ref for one in lines[0].some}) == MADE


async def test_many_are_one_line_that_leads_to_each(
    store: Store, me: Author, app: SfmApp, settle: Any, until: Any
) -> None:
    ref = changed(store, me, MADE)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.go_to("board", ref.partition(":")[2])
        await until(pilot, lambda: app.screen.current_record() == (ref, "A-01"))
        await pilot.press("ctrl+f")
        await until(pilot, lambda: isinstance(app.screen, ChooseDialog))
        await pilot.press("1")
        await until(pilot, lambda: getattr(app.screen, "question", "") == "Which of them?")
        await pilot.press("2")
        await until(pilot, lambda: app.current_mode == "roster")
        screen: Any = app.screen
        await until(pilot, lambda: screen.board is not None and screen.timeline.place.bar is not None)
        assert screen.timeline.place.bar.start == NOW + DAY
        await pilot.press("escape")
        await until(pilot, lambda: app.current_mode == "board")
        await pilot.press("v")
        await until(pilot, lambda: isinstance(app.screen, ThreadDialog))
        rows = app.screen.query_one(Rows)
        whats = [one.what for one in rows.items if hasattr(one, "what")]
        assert f"{MADE} roster changes" in whats
        assert "roster change" not in whats
        assert any(what.startswith("briefing point") for what in whats)
