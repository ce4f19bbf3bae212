"""Officers booked on and off from the desk."""

from typing import Any

from sfm_tui.app import SfmApp
from sfm_tui.clock import FrozenClock
from sfm_tui.domain.desk import Author
from sfm_tui.storage.store import Store
from sfm_tui.widgets.dialogs.dialogs import AskDialog, ChooseDialog
from sfm_tui.widgets.lists.rows import Rows
from sfm_tui.widgets.roster.preview import RosterPreview
from tests.screens.shift_site import HOUR, STARTED, shift_site
from tests.screens.test_check_calls_screen import said
from tests.screens.test_desk_cover import WIDE, open_desk, shown


def question(app: SfmApp) -> str:
    return str(getattr(app.screen, "question", ""))


async def test_who_is_late_stands_first_and_is_booked_on(
    app: SfmApp, store: Store, me: Author, clock: FrozenClock, settle: Any, until: Any
) -> None:
    shift_site(store, me)
    async with app.run_test(size=WIDE) as pilot:
        await open_desk(app, pilot, settle)
        await pilot.press("b")
        await until(pilot, lambda: isinstance(app.screen, ChooseDialog), "who")
        dialog = app.screen
        assert isinstance(dialog, ChooseDialog)
        assert [(c.label, c.detail) for c in dialog._choices] == [
            ("Diaz", "GATE 19:00–00:00, book on"),
            ("Diaz", "RESP 19:00–00:00, book on"),
            ("Reid", "GATE 19:00–03:00, book off (on since 18:59)"),
            ("Shaw", "RESP 19:00–07:00, book off (on since 18:59)"),
        ]
        await pilot.press("1")
        await until(pilot, lambda: question(app).startswith("Diaz at GATE"), "now or when")
        await pilot.press("n")
        await settle(pilot)
        duty = store.roster.duty("1003", "GATE", STARTED)
        assert duty is not None
        assert (duty.booked_on, duty.status) == (clock.now(), "worked")
        assert said(app) == "Diaz booked on at GATE 22:15 · u takes it back"
        await pilot.press("u")
        await until(pilot, lambda: isinstance(app.screen, RosterPreview), "what it would take back")
        await pilot.press("enter")
        await until(pilot, lambda: said(app) == "taken back, by a new entry")
        duty = store.roster.duty("1003", "GATE", STARTED)
        assert duty is not None
        assert (duty.booked_on, duty.status) == (None, "planned")


async def test_the_row_under_the_cursor_is_booked_off_at_a_typed_time(
    app: SfmApp, store: Store, me: Author, clock: FrozenClock, settle: Any, until: Any
) -> None:
    shift_site(store, me, diaz=False)
    async with app.run_test(size=WIDE) as pilot:
        await open_desk(app, pilot, settle)
        rows = app.screen.query_one("#on-duty", Rows)
        rows.focus()
        rows.put_cursor(("1002", 0))
        await pilot.press("b")
        await until(pilot, lambda: question(app).startswith("Reid at GATE: book off"), "now or when")
        await pilot.press("t")
        await until(pilot, lambda: isinstance(app.screen, AskDialog), "the time")
        await pilot.press(*"2205", "enter")
        await settle(pilot)
        duty = store.roster.duty("1002", "GATE", STARTED)
        assert duty is not None
        assert duty.booked_off == STARTED + 3 * HOUR + 300
        assert next(line for line in shown(app, "on-duty") if line.startswith("Reid")).endswith("booked off")


async def test_one_who_comes_soon_is_shown_and_can_be_booked_on(
    app: SfmApp, store: Store, me: Author, clock: FrozenClock, settle: Any, until: Any
) -> None:
    shift_site(store, me, diaz=False)
    store.roster.assign("1003", "GATE", clock.now() + 1200, clock.now() + HOUR, me)
    async with app.run_test(size=WIDE) as pilot:
        await open_desk(app, pilot, settle)
        assert shown(app, "on-duty")[-1].split() == ["Diaz", "GATE", "from", "22:35"]
        await pilot.press("b")
        await until(pilot, lambda: isinstance(app.screen, ChooseDialog), "who")
        await pilot.press("1")
        await until(pilot, lambda: question(app).startswith("Diaz at GATE"), "now or when")
        await pilot.press("escape")
        await settle(pilot)
        duty = store.roster.duty("1003", "GATE", clock.now() + 1200)
        assert duty is not None
        assert duty.booked_on is None, "left as it was"
