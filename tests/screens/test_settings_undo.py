"""`u` on the screen of settings: one's own last change is shown, and taken back by a new entry."""

from datetime import date
from typing import Any

from sfm_tui.app import SfmApp
from sfm_tui.domain.desk import Author
from sfm_tui.domain.reference import Officer
from sfm_tui.domain.roster_records import LicenceRecord
from sfm_tui.storage.store import Store
from sfm_tui.widgets.dialogs.dialogs import ChooseDialog
from tests.screens.settings_forms import edit, go, put, said, save

SIZE = (80, 24)


def asks(app: SfmApp) -> str:
    """What the question on screen says beside its choices."""
    return str(getattr(app.screen, "_about", "") or app.screen._hint) if isinstance(app.screen, ChooseDialog) else ""


async def test_a_change_is_shown_and_taken_back(app: SfmApp, store: Store, until: Any) -> None:
    before = store.reference.get(Officer, "1002")
    async with app.run_test(size=SIZE) as pilot:
        await go(app, pilot, until, "officers")
        await edit(app, pilot, until, "1002")
        await put(app, pilot, "phone", "0161 496 0000")
        await save(app, pilot, until)
        assert said(app) == "officer 1002 saved · u takes it back"
        head = store.head().seq
        await pilot.press("u")
        await until(pilot, lambda: asks(app).startswith("phone: 0161 496 0000 → nothing"))
        await pilot.press("escape")
        await until(pilot, lambda: not asks(app))
        assert store.head().seq == head
        await pilot.press("u")
        await until(pilot, lambda: asks(app))
        await pilot.press("t")
        await until(pilot, lambda: said(app).startswith("officer 1002 stands as before"))
        assert store.reference.get(Officer, "1002") == before
        assert store.head().seq == head + 1
        assert app.focused is not None
        assert app.focused.id == "records"


async def test_what_somebody_changed_since_is_told_in_a_line(app: SfmApp, store: Store, until: Any) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await go(app, pilot, until, "officers")
        await edit(app, pilot, until, "1002")
        await put(app, pilot, "phone", "1")
        await save(app, pilot, until)
        saw = store.reference.get(Officer, "1002")
        assert saw is not None
        store.reference.set(saw.model_copy(update={"phone": "2"}), Author("marsh"), saw=saw)
        await pilot.press("u")
        await until(pilot, lambda: "somebody changed phone of officer 1002 since then" in said(app))


async def test_a_licence_that_was_taken_off_stands_again(
    app: SfmApp, store: Store, me: Author, until: Any
) -> None:  # fmt: skip
    held = LicenceRecord(officer="1001", sector="SG", number="1" * 16, expires=date(2027, 1, 1))
    store.roster.set(held, me)
    async with app.run_test(size=SIZE) as pilot:
        await go(app, pilot, until, "licences")
        store.roster.remove(held, me, "the wrong officer")
        await pilot.press("u")
        await until(pilot, lambda: "Take back the last act" in str(getattr(app.screen, "question", "")))
        await pilot.press("enter")
        await until(pilot, lambda: said(app) == "taken back, by a new entry")
        assert store.roster.records(LicenceRecord) == [held]


async def test_with_nothing_to_take_back_it_says_so(app: SfmApp, until: Any) -> None:
    app.session.person = "marsh"
    async with app.run_test(size=SIZE) as pilot:
        await go(app, pilot, until, "officers")
        await pilot.press("u")
        await until(pilot, lambda: "no change of the settings of yours" in said(app))
