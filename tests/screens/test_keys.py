"""F1 tells the keys that are true, and the palette does by name what the keys do."""

from typing import Any

import pytest
from textual.command import CommandPalette
from textual.widgets import Input, OptionList

from screens.keys import Keys
from sfm_tui.app import SfmApp
from sfm_tui.clock import FrozenClock
from sfm_tui.domain.desk import Author
from sfm_tui.storage.store import Store
from sfm_tui.widgets.everywhere.key_table import EVERYWHERE, HERE, key_table
from tests.screens.log_fakes import fill, go


def told(app: SfmApp) -> str:
    return "\n".join(str(part.render()) for part in app.screen.query("Static, Label"))


async def test_f1_names_the_keys_of_the_screen_beneath(app: SfmApp, settle: Any) -> None:
    async with app.run_test(size=(120, 60)) as pilot:
        await go(pilot, settle, "l")
        await pilot.press("f1")
        await settle(pilot)
        text = told(app)
        assert text.index(HERE) < text.index("Where the cursor is") < text.index(EVERYWHERE)
        assert "s            State" in text
        assert "Running, open, on hold, closed or void" in text
        assert "F7           On scene" in text
        assert "Stamp an officer on scene, now" in text


@pytest.mark.parametrize("key", ["f1", "escape"])
async def test_f1_or_escape_closes(app: SfmApp, settle: Any, key: str) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        beneath = app.screen
        await pilot.press("f1")
        await settle(pilot)
        assert isinstance(app.screen, Keys)
        await pilot.press(key)
        await settle(pilot)
        assert app.screen is beneath


async def test_f_leads_to_the_function_keys(app: SfmApp, settle: Any) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await go(pilot, settle, "l")
        await pilot.press("f1")
        await settle(pilot)
        scroll = app.screen.query_one("#keys-scroll")
        assert scroll.scroll_y == 0
        await pilot.press("f")
        await settle(pilot)
        heading = next(label for label in app.screen.query(".heading") if EVERYWHERE in str(label.render()))
        assert scroll.region.contains_region(heading.region)
        assert scroll.scroll_y > 0


async def test_in_a_field_letters_are_no_keys(app: SfmApp, settle: Any) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await go(pilot, settle, "l")
        letters = {line.keys for _group, lines in key_table(app.screen) for line in lines}
        await pilot.press("f3")
        await settle(pilot)
        in_field = {line.keys for _group, lines in key_table(app.screen) for line in lines}
        assert {"s", "/"} <= letters
        assert not {"s", "/"} & in_field
        assert "F7" in in_field


async def test_every_key_of_every_place_has_a_verb_and_a_tooltip(app: SfmApp, settle: Any) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        for letter in "lb":
            await go(pilot, settle, letter)
            for binding in (*app.screen.BINDINGS, *app.BINDINGS):
                assert binding.id
                assert binding.description
                assert binding.tooltip


def options(app: SfmApp) -> list[str]:
    return [str(option.prompt) for option in app.screen.query_one(OptionList).options]


async def palette(pilot: Any, settle: Any, typed: str) -> list[str]:
    """What the palette offers for a text, once it has come to rest."""
    await pilot.press("ctrl+p")
    await settle(pilot)
    assert isinstance(pilot.app.screen, CommandPalette)
    pilot.app.screen.query_one(Input).value = typed
    offered: list[str] = []
    for _ in range(20):
        await settle(pilot)
        before, offered = offered, options(pilot.app)
        if offered and before == offered:
            break
    return offered


async def test_the_palette_lists_the_main_acts_and_places(app: SfmApp, settle: Any) -> None:
    async with app.run_test(size=(120, 50)) as pilot:
        await go(pilot, settle, "l")
        offered = await palette(pilot, settle, "")
        text = "\n".join(offered)
        assert "On scene: Stamp an officer on scene, now  F7" in text
        assert "State: Running, open, on hold, closed or void  s" in text
        assert "Go to: Occurrence book  F12 b" in text
        assert "Page down" not in text


@pytest.mark.parametrize(
    ("typed", "mode"), [("occurrence book", "book"), ("all incidents", "log"), ("Go to: Desk", "desk")]
)
async def test_the_palette_goes_to_places(app: SfmApp, settle: Any, typed: str, mode: str) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await go(pilot, settle, "b" if mode != "book" else "l")
        offered = await palette(pilot, settle, typed)
        place = next(n for n, text in enumerate(offered) if text.startswith("Go to:"))
        app.screen.query_one(OptionList).highlighted = place
        await pilot.press("enter")
        await settle(pilot)
        assert app.current_mode == mode


async def test_the_palette_does_what_a_key_of_the_screen_does(app: SfmApp, settle: Any) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await go(pilot, settle, "l")
        await palette(pilot, settle, "only responses over")
        await pilot.press("enter")
        await settle(pilot)
        assert app.screen.narrowing.filter.breach


@pytest.mark.parametrize("typed", ["2", "2026-0002", "#2"])
async def test_the_palette_opens_an_incident_by_its_number(
    app: SfmApp, store: Store, clock: FrozenClock, me: Author, settle: Any, typed: str
) -> None:
    fill(store, clock, me)
    store.incidents.change("2026-0002", {"summary": "[@click=app.quit]x [/red]"}, me)
    async with app.run_test(size=(120, 40)) as pilot:
        offered = await palette(pilot, settle, typed)
        assert offered[0] == "Open incident 2026-0002: [@click=app.quit]x [/red]"
        await pilot.press("enter")
        await settle(pilot)
        assert app.screen.number == "2026-0002"


@pytest.mark.parametrize("typed", ["[/red]", "[@click=app.quit]x", "x" * 3000, "'; --"])
async def test_hostile_text_in_the_palette(app: SfmApp, settle: Any, typed: str) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await palette(pilot, settle, typed)
        assert app.is_running
