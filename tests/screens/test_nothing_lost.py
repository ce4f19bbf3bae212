"""What is typed goes where it was meant, however fast, and stays whatever key comes next."""

from typing import Any
from unittest import mock

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets import Input

from screens.incident import IncidentScreen
from sfm_tui.app import SfmApp
from sfm_tui.clock import FrozenClock
from sfm_tui.domain.desk import Author
from sfm_tui.storage.errors import StoreFull
from sfm_tui.storage.incidents import Incidents
from sfm_tui.storage.store import Store
from sfm_tui.widgets.dialogs.dialogs import AskDialog, ChooseDialog
from tests.screens.log_fakes import said


def burst(pilot: Pilot[Any], *keys: str) -> None:
    """Send keys as a stalled line does: all of them at once. Words are typed letter by letter."""
    for key in keys:
        named = key in ("enter", "tab", "escape", "backspace", "shift+tab") or (key[0] == "f" and key[1:].isdigit())
        for one in [key] if named else key:
            pilot.app.post_message(events.Key(one if named or one != " " else "space", None if named else one))


async def test_a_burst_of_keys_goes_where_each_was_meant(app: SfmApp, store: Store, until: Any) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        burst(pilot, "f2", "Two males fighting", "enter", "gate 3", "enter", "enter", "2", "enter", "1", "f7", "enter")
        burst(pilot, "first note", "enter", "second note", "enter", "f6", "Keys to unit 14", "enter", "f6", "Patrol")
        await until(pilot, lambda: any(e.text == "second note" for e in store.incidents.log("2026-0001")))
        await until(pilot, lambda: getattr(app.focused, "value", "") == "Patrol", "the second line of the book")
        incident = store.incidents.get("2026-0001")
        assert (incident.summary, incident.location, incident.severity) == ("Two males fighting", "GATE3", 2)
        assert (incident.officers, incident.on_scene is not None) == (("1001",), True)
        notes = [line.text for line in store.incidents.log("2026-0001") if line.line == "note"]
        assert notes == ["first note", "second note"]
        with store.reading() as connection:
            texts = [row[0] for row in connection.exec_driver_sql("SELECT text FROM occurrence")]
        assert texts == ["Keys to unit 14"]


async def test_letters_after_f2_press_no_keys_of_the_desk(app: SfmApp, store: Store, until: Any) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        burst(pilot, "f2", "nn/?#n")
        await until(pilot, lambda: getattr(app.focused, "value", "") == "nn/?#n")
        assert [r.number for r in app.session.data.running] == ["2026-0001"]


async def test_a_stamp_after_f2_is_the_new_incident_s(app: SfmApp, store: Store, me: Author, until: Any) -> None:
    old = store.incidents.open(me, summary="Alarm").number
    app.session.look()
    async with app.run_test(size=(80, 24)) as pilot:
        burst(pilot, "f2", "f9")
        await until(pilot, lambda: "resolved" in said(app))
        assert store.incidents.get(old).resolved is None
        assert store.incidents.get("2026-0002").resolved is not None


async def test_letters_for_an_incident_that_never_came_press_nothing(app: SfmApp, store: Store, until: Any) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        with mock.patch.object(Incidents, "open", side_effect=StoreFull("the disk is full")):
            burst(pilot, "f2", "nnn")
            await until(pilot, lambda: said(app) == "the disk is full")
        await until(pilot, lambda: app.ahead._task is None)
        assert app.session.data.running == ()
        assert len(app.screen_stack) == 1


@pytest.mark.parametrize(
    "way", ["escape", "f2", "f3", "f4", "f12 l", "f6", "f1", "ctrl+o", "ctrl+q", "ctrl+n", "ctrl+s", "ctrl+l"]
)
async def test_no_key_takes_away_what_is_half_typed(
    app: SfmApp, store: Store, me: Author, settle: Any, until: Any, way: str
) -> None:
    for _ in range(2):
        store.incidents.open(me)
    app.session.look()
    async with app.run_test(size=(80, 24)) as pilot:
        app.open_incident("2026-0001", "what")
        await settle(pilot)
        app.screen.query_one("#note", Input).value = "half a note"
        # Its timer to keep what is typed never runs.
        with mock.patch.object(IncidentScreen, "set_timer"):
            await pilot.press(*"Smoke", *way.split())
        for _ in range(4):
            await pilot.pause()
        screens = [screen for stack in app._screen_stacks.values() for screen in stack]
        shown = next((screen for screen in screens if getattr(screen, "number", "") == "2026-0001"), None)
        if shown is not None:
            assert shown.query_one("#what", Input).value == "Smoke"
        else:
            await until(pilot, lambda: store.incidents.get("2026-0001").summary == "Smoke")
            await until(pilot, lambda: [d.body for d in store.drafts.all()] == [{"note": "half a note"}])


async def test_a_field_that_cannot_be_saved_on_leaving_comes_back(
    app: SfmApp, store: Store, me: Author, settle: Any, until: Any
) -> None:
    number = store.incidents.open(me).number
    async with app.run_test(size=(80, 24)) as pilot:
        app.open_incident(number, "what")
        await settle(pilot)
        full = StoreFull("the disk is full")
        with mock.patch.object(Store, "writing", side_effect=full):
            await pilot.press(*"Smoke", "escape")
            await until(pilot, lambda: "the disk is full" in said(app))
            assert not isinstance(app.screen, IncidentScreen)
        app.open_incident(number, "what")
        await settle(pilot)
        assert app.screen.query_one("#what", Input).value == "Smoke"
        assert "taken up where it was left: what" in said(app)
        await pilot.press("tab")
        await settle(pilot)
        assert store.incidents.get(number).summary == "Smoke"
        assert store.drafts.all() == []


async def test_f2_over_any_dialog_and_escape_back_to_it(
    app: SfmApp, store: Store, me: Author, settle: Any, until: Any
) -> None:
    number = store.incidents.open(me, summary="Alarm").number
    async with app.run_test(size=(80, 24)) as pilot:
        app.open_incident(number)
        await settle(pilot)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, ChooseDialog))
        await pilot.press("f2")
        await until(pilot, lambda: getattr(app.focused, "id", "") == "what")
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, ChooseDialog))
        await pilot.press("v")
        await until(pilot, lambda: isinstance(app.screen, AskDialog))
        await pilot.press(*"wrong si", "f2")
        await until(pilot, lambda: getattr(app.focused, "id", "") == "what")
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, AskDialog))
        await pilot.press(*"te", "enter")
        await until(pilot, lambda: store.incidents.get(number).struck == "wrong site")
        assert [r.number for r in app.session.data.running] == ["2026-0003", "2026-0002"]


async def test_a_dialog_that_another_place_is_gone_to_from_ends_as_with_escape(
    app: SfmApp, store: Store, me: Author, settle: Any, until: Any
) -> None:
    number = store.incidents.open(me, summary="Alarm").number
    async with app.run_test(size=(80, 24)) as pilot:
        app.open_incident(number)
        await settle(pilot)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, ChooseDialog))
        await pilot.press("f3")
        await until(pilot, lambda: getattr(app.focused, "id", "") == "find")
        await until(pilot, lambda: all(w.is_finished for w in app.workers), "every flow at its end")
        assert store.incidents.get(number).state == "open"


async def test_what_another_desk_is_typing_is_left_to_it(
    app: SfmApp, store: Store, me: Author, clock: FrozenClock, settle: Any
) -> None:
    number = store.incidents.open(me).number
    store.drafts.keep(f"incident:{number}", "patel", {"note": "Police are on th"})
    async with app.run_test(size=(80, 24)) as pilot:
        app.open_incident(number)
        await settle(pilot)
        assert app.screen.query_one("#note", Input).value == ""
        await pilot.press("escape")
        await settle(pilot)
        assert [d.body for d in store.drafts.all()] == [{"note": "Police are on th"}]
        clock.advance(600)
        app.open_incident(number)
        await settle(pilot)
        assert app.screen.query_one("#note", Input).value == "Police are on th"


async def test_a_store_of_an_earlier_version_opens_at_its_desk(store: Store, until: Any) -> None:
    with mock.patch("sfm_tui.widgets.everywhere.session.Session.first_look", return_value=False):
        old = SfmApp(store.path, store.clock, ask=True)
    async with old.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: old.current_mode == "desk")
        await until(pilot, lambda: type(old.screen).__name__ == "AtDesk")
        await pilot.press("enter")
        await until(pilot, lambda: "is at the desk" in said(old))
        assert len(old.screen_stack) == 1
        assert "another terminal" not in said(old)
    old.session.close()
