"""A dialog is answered once; what stands in front of it or behind it stays."""

from collections.abc import Callable
from typing import Any

from textual import events
from textual.app import ComposeResult
from textual.widgets import Input, OptionList, Static

from screens.incident import IncidentScreen
from screens.occurrence import OccurrenceDialog
from sfm_tui.app import SfmApp
from sfm_tui.storage.store import Store
from sfm_tui.widgets.dialogs.dialogs import Choice, ChooseDialog
from sfm_tui.widgets.dialogs.modal import Modal


class Telling(Modal[None]):
    """A dialog with one line to say something in."""

    def compose(self) -> ComposeResult:
        yield Static("", id="line")


CHOICES = [Choice("a", "One"), Choice("b", "Two")]


async def asked(
    app: SfmApp, pilot: Any, settle: Any, answered: Callable[[str | None], None] | None = None
) -> ChooseDialog:
    """A question over the desk, as it is seen."""
    await settle(pilot)
    dialog = ChooseDialog("Which?", CHOICES)
    app.push_screen(dialog, answered)
    await settle(pilot)
    return dialog


async def test_all_places_are_in_view_on_24_lines(app: SfmApp, settle: Any) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("f12")
        await settle(pilot)
        options = app.screen.query_one(OptionList)
        assert options.option_count <= options.size.height
        assert options.max_scroll_y == 0
        frame = app.screen.query_one("#dialog")
        assert f"Esc leaves it as it is · {options.option_count}" in str(frame.border_subtitle)
        assert frame.region.bottom <= 21, "what the screen says of a key is seen below it"


async def test_a_double_click_is_one_answer(app: SfmApp, settle: Any) -> None:
    answers: list[str | None] = []
    async with app.run_test(size=(80, 24)) as pilot:
        await asked(app, pilot, settle, answers.append)
        options = app.screen.query_one(OptionList)
        x, y = options.region.x + 4, options.region.y + 1
        for kind in (events.MouseDown, events.MouseUp) * 2:
            app.post_message(kind(None, x, y, 0, 0, 1, False, False, False))
        await settle(pilot)
        assert answers == ["b"]
        assert [type(screen).__name__ for screen in app.screen_stack] == ["Desk"]


async def test_two_answers_in_one_burst_are_one(app: SfmApp, settle: Any) -> None:
    answers: list[str | None] = []
    async with app.run_test(size=(80, 24)) as pilot:
        dialog = await asked(app, pilot, settle, answers.append)
        dialog.dismiss("a")
        dialog.dismiss("b")
        dialog.action_cancel()
        await settle(pilot)
        assert answers == ["a"]
        assert len(app.screen_stack) == 1


async def test_a_dialog_that_ends_beneath_another_screen_takes_nothing_else_away(app: SfmApp, settle: Any) -> None:
    answers: list[str | None] = []
    async with app.run_test(size=(80, 24)) as pilot:
        dialog = await asked(app, pilot, settle, answers.append)
        await pilot.press("f2")
        await settle(pilot)
        dialog.dismiss("b")
        await settle(pilot)
        assert isinstance(app.screen, IncidentScreen)
        assert answers == ["b"]
        await pilot.press("escape")
        await settle(pilot)
        assert len(app.screen_stack) == 1
        assert not dialog.is_attached


async def test_a_dialog_that_ends_behind_the_lock_leaves_the_lock(app: SfmApp, settle: Any) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        dialog = await asked(app, pilot, settle)
        app.action_lock()
        await settle(pilot)
        dialog.dismiss("b")
        await settle(pilot)
        assert app.session.locked
        assert len(app.screen_stack) == 1
        assert len(app._screen_stacks["desk"]) == 1


async def test_the_last_letters_before_escape_are_kept(app: SfmApp, store: Store, settle: Any) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("f6", *"Keys to unit 1")
        await settle(pilot)
        assert isinstance(app.screen, OccurrenceDialog)
        app.screen.line.insert_text_at_cursor("4")
        app.screen.dismiss(None)
        await settle(pilot)
        assert [draft.body["text"] for draft in store.drafts.all()] == ["Keys to unit 14"]


async def test_a_double_click_in_the_palette_does_a_thing_once(app: SfmApp, settle: Any, until: Any) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("ctrl+p", *"open a new inc")
        await until(pilot, lambda: app.screen.query_one(OptionList).option_count == 1)
        options = app.screen.query_one(OptionList)
        for kind in (events.MouseDown, events.MouseUp) * 2:
            app.post_message(kind(None, options.region.x + 4, options.region.y, 0, 0, 1, False, False, False))
        app.post_message(events.Key("enter", "\r"))
        await settle(pilot)
        assert isinstance(app.screen, IncidentScreen)
        assert [one.number for one in app.session.data.running] == ["2026-0001"]


async def test_enter_twice_in_the_palette_does_a_thing_once(app: SfmApp, settle: Any, until: Any) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("ctrl+p", *"open a new inc")
        await until(pilot, lambda: app.screen.query_one(OptionList).option_count == 1)
        field = app.screen.query_one(Input)
        for _ in range(3):
            field.post_message(Input.Submitted(field, field.value))
        await settle(pilot)
        assert isinstance(app.screen, IncidentScreen)
        assert [one.number for one in app.session.data.running] == ["2026-0001"]


async def test_the_palette_closes_once(app: SfmApp, settle: Any) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("f2")
        await settle(pilot)
        await pilot.press("ctrl+p")
        await pilot.pause()
        palette = app.screen
        palette.dismiss()
        palette.dismiss()
        await settle(pilot)
        assert isinstance(app.screen, IncidentScreen)


async def test_the_palette_over_what_was_opened_over_the_palette(app: SfmApp, settle: Any, until: Any) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        for key, name in (("ctrl+p", "Palette"), ("ctrl+o", "AtDesk"), ("ctrl+p", "Palette")):
            await pilot.press(key)
            await until(pilot, lambda name=name: type(app.screen).__name__ == name, name)
        for name in ("AtDesk", "Palette", "Desk"):
            await pilot.press("escape")
            await until(pilot, lambda name=name: type(app.screen).__name__ == name, name)


async def test_what_a_dialog_that_is_gone_has_to_refuse_is_said_beneath_it(app: SfmApp, settle: Any) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        dialog = Telling()
        await app.push_screen(dialog)
        dialog.echo("line", "✖ one thing", bad=True)
        assert str(dialog.query_one("#line", Static).content) == "✖ one thing"
        dialog.dismiss(None)
        await settle(pilot)
        dialog.echo("line", "one moment")
        dialog.echo("line", "✖ another thing", bad=True)
        desk: Any = app.screen
        assert desk._said.said == "another thing"
