"""A change of the roster is linked to the record that it was made for, or to the finding that it mends."""

from typing import Any

import pytest
from textual.widgets import Input

from sfm_tui.app import SfmApp
from sfm_tui.domain.desk import Author
from sfm_tui.storage.store import Store
from sfm_tui.widgets.dialogs.dialogs import ChooseDialog
from sfm_tui.widgets.lists.line_above import Words
from sfm_tui.widgets.lists.rows import Rows
from sfm_tui.widgets.records.history_dialog import HistoryDialog
from sfm_tui.widgets.roster import flows
from sfm_tui.widgets.roster.fill import FillDialog
from sfm_tui.widgets.roster.preview import RosterPreview
from tests.screens.roster_fakes import at, crowd, held

SIZE = (120, 36)


@pytest.fixture
def roster(store: Store, me: Author) -> Store:
    crowd(store, me)
    return store


async def preview(app: SfmApp, pilot: Any, until: Any, why: str = "") -> None:
    """Save what the preview shows."""
    await until(pilot, lambda: isinstance(app.screen, RosterPreview) and app.screen.effect, "the preview")
    app.screen.query_one("#why", Input).value = why
    await pilot.pause()
    await pilot.press("enter")


async def test_all_changes_made_for_an_action_are_linked_to_it_until_the_roster_is_left(
    roster: Store, me: Author, app: SfmApp, settle: Any, until: Any
) -> None:
    action = roster.actions.add("Responder alone at close", me)

    def linked() -> dict[str, str]:
        return {one.target: one.struck for one in roster.links.of(action.ref)}

    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        app.go_to("board", action.action)
        await until(pilot, lambda: app.screen.current_record() == (action.ref, action.action))
        await pilot.press("ctrl+f")
        await until(pilot, lambda: isinstance(app.screen, ChooseDialog))
        await pilot.press("r")
        await until(pilot, lambda: app.current_mode == "roster")
        await settle(pilot)
        screen: Any = app.screen
        title = screen.query_one(Words)
        assert title.said.endswith("for action A-01")

        async def drop(officer: str, post: str) -> str:
            screen._flow(flows.cancel(app, app.session, held(roster, officer, post, "07:00")), "cancel")
            await preview(app, pilot, until, "patrol goes to another officer")
            await until(pilot, lambda: not isinstance(app.screen, RosterPreview))
            if post == "GATE":  # what it leaves is not filled now
                await until(pilot, lambda: isinstance(app.screen, ChooseDialog))
                await pilot.press("n")
            await settle(pilot)
            return f"roster:{max(one.seq for one in roster.roster.history())}"

        first, second = await drop("1003", "PATROL"), await drop("1001", "GATE")
        assert linked() == {first: "", second: ""}
        screen._flow(flows.undo(app, app.session), "undo")
        await preview(app, pilot, until)
        await settle(pilot)
        assert linked() == {first: "", second: "the change was taken back"}
        assert (action.ref, "changed") in {(one.source, one.link) for one in roster.links.of(first)}
        await pilot.press("escape")
        await until(pilot, lambda: app.current_mode == "board")
        app.go_to("roster")
        await settle(pilot)
        assert "A-01" not in title.said
        third = await drop("1001", "GATE")
        assert third not in linked()


async def test_filling_a_gap_links_the_change_to_the_finding(
    roster: Store, app: SfmApp, settle: Any, until: Any
) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        app.go_to("roster", f"{at('12:00')} GATE")
        await settle(pilot)
        found = app.screen.query_one("#findings", Rows)
        found.focus()
        uncovered = next(item for item in found.items if item.finding.kind == "uncovered")
        found.put_cursor(found._key(uncovered))
        await settle(pilot)
        ref = app.screen.current_record()[0]
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, FillDialog) and app.screen._found)
        await pilot.press("1")
        await preview(app, pilot, until, "nobody was there")
        await until(pilot, lambda: not isinstance(app.screen, FillDialog | RosterPreview))
        await settle(pilot)
        change = max(one.seq for one in roster.roster.history())
        assert [one.target for one in roster.links.of(ref)] == [f"roster:{change}"]
        app.screen.timeline.focus()
        await pilot.press("y")
        await until(pilot, lambda: isinstance(app.screen, HistoryDialog))
