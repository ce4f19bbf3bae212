"""A briefing point that is raised from another record, and the way back to it."""

from typing import Any

from textual.widgets import Input

from sfm_tui.app import SfmApp
from sfm_tui.clock import zone
from sfm_tui.domain.desk import Author
from sfm_tui.storage.store import Store
from sfm_tui.widgets.dialogs.dialogs import ChooseDialog
from sfm_tui.widgets.forms.form_dialog import FormDialog
from sfm_tui.widgets.lists.rows import Rows
from sfm_tui.widgets.records.link_places import way_to
from tests.screens.log_fakes import said
from tests.screens.shift_site import HOUR, STARTED, shift_site

NARROW = (80, 24)


async def test_raised_from_an_incident_and_back_to_it(
    app: SfmApp, store: Store, me: Author, settle: Any, until: Any
) -> None:
    async with app.run_test(size=NARROW) as pilot:
        await settle(pilot)
        store.incidents.open(me, summary="Late to gate 3")
        app.open_incident("2026-0001")
        await settle(pilot)
        await pilot.press("ctrl+f")
        await until(pilot, lambda: isinstance(app.screen, ChooseDialog))
        await pilot.press("b")
        await until(pilot, lambda: isinstance(app.screen, FormDialog))
        assert app.screen.query_one("#f0", Input).value == "Late to gate 3"
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert said(app) == "P-01 will be told, from incident 2026-0001"
        await pilot.press("ctrl+f")
        await until(pilot, lambda: isinstance(app.screen, ChooseDialog))
        await pilot.press("1")
        await settle(pilot)
        assert app.screen.query_one("#points", Rows).current.key == "P-01"


async def test_raised_from_a_finding_and_back_to_it(
    app: SfmApp, store: Store, me: Author, settle: Any, until: Any
) -> None:
    shift_site(store, me, diaz=False)
    async with app.run_test(size=(120, 36)) as pilot:
        await settle(pilot)
        await pilot.press("f12", "r")
        await settle(pilot)
        findings = app.screen.query_one("#findings", Rows)
        findings.focus()
        findings.put_cursor(next(findings._key(item) for item in findings.items if item.finding.kind == "uncovered"))
        await pilot.press("o")
        await until(pilot, lambda: isinstance(app.screen, ChooseDialog))
        await pilot.press("b")
        await until(pilot, lambda: isinstance(app.screen, FormDialog))
        assert app.screen.query_one("#f0", Input).value.startswith("Nobody at Gatehouse")
        await pilot.press("ctrl+s")
        await settle(pilot)
        ref = "finding:uncovered:2026-11-22T03:00:GATE"
        assert [link.source for link in store.links.of("briefing:P-01")] == [ref]
        assert said(app) == f"P-01 will be told, from {ref.replace(':', ' ', 1)}"
        app.go_to("briefing", "P-01")
        await settle(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, ChooseDialog))
        await pilot.press("5")
        await settle(pilot)
        assert app.current_mode == "roster"
        assert app.screen.timeline.cursor_at <= STARTED + 8 * HOUR


async def test_a_point_half_typed_outlives_its_form_and_the_program(
    app: SfmApp, store: Store, settle: Any, until: Any
) -> None:
    async with app.run_test(size=NARROW) as pilot:
        await settle(pilot)
        await pilot.press("f12", "n")
        await settle(pilot)
        await pilot.press("n")
        await until(pilot, lambda: isinstance(app.screen, FormDialog))
        await pilot.press(*"Half a point", "enter", "right", "f12", "d")
        await settle(pilot)
        assert app.current_mode == "desk"
    again = SfmApp(store.path, store.clock)
    again.session.person = "okafor"
    async with again.run_test(size=NARROW) as pilot:
        await settle(pilot)
        await pilot.press("f12", "n")
        await settle(pilot)
        await pilot.press("n")
        await until(pilot, lambda: isinstance(again.screen, FormDialog))
        assert again.screen.query_one("#f0", Input).value == "Half a point"
        assert again.screen.query_one("#f1").value == "low"
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(again.screen, FormDialog), "the first Escape only warns"
        await pilot.press("escape")
        await settle(pilot)
        assert store.drafts.all() == []
        assert store.briefings.all() == []
    again.session.close()


def test_names_of_records_that_no_screen_shows() -> None:
    tz = zone("Europe/London")
    for ref in ("feedback:client call", "finding:", "finding:uncovered", "finding:x:2026-13-45T99:99", "nothing"):
        assert way_to(ref, tz) is None
