"""An action that is raised from another record, and the way to it."""

from typing import Any

from sfm_tui.app import SfmApp
from sfm_tui.domain.desk import Author
from sfm_tui.storage.store import Store
from sfm_tui.widgets.dialogs.dialogs import ChooseDialog
from sfm_tui.widgets.everywhere.messages import PlaceWanted
from sfm_tui.widgets.records.link_places import way_to


async def test_raised_from_an_incident(app: SfmApp, store: Store, me: Author, settle: Any, until: Any) -> None:
    async with app.run_test(size=(100, 30)) as pilot:
        await settle(pilot)
        store.incidents.open(me, summary="Late to gate 3")
        app.open_incident("2026-0001")
        await settle(pilot)
        await pilot.press("ctrl+f")
        await until(pilot, lambda: isinstance(app.screen, ChooseDialog))
        await pilot.press("a")
        await until(pilot, lambda: type(app.screen).__name__ == "ActionDialog")
        await pilot.press(*", peak", "ctrl+s")
        await until(pilot, lambda: store.actions.board()["plan"])
        await settle(pilot)
        assert store.actions.get("A-01").area == "Late to gate 3, peak"
        assert [link.source for link in store.links.of("action:A-01")] == ["incident:2026-0001"]
        way = way_to("action:A-01", app.session.tz)
        assert isinstance(way, PlaceWanted)
        assert (way.place, way.key) == ("board", "A-01")
        app.go_to("board", "A-01")
        await settle(pilot)
        assert app.screen.view.current.action == "A-01"
