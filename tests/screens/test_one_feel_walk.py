"""Every place, every key of it: what a dialog took away is there again after Escape, and nobody redraws a field in use.

One program walks all places, so that a place or a key that is new is walked by itself.
"""

from collections.abc import Iterator
from typing import Any

from textual.app import App
from textual.pilot import Pilot
from textual.screen import ModalScreen, Screen
from textual.widgets import Input, TextArea

from sfm_tui.app import PLACES, SfmApp
from sfm_tui.clock import FrozenClock
from sfm_tui.storage.store import Store
from tests.conftest import ME, NOW

MOVES = {"up", "down", "left", "right", "pageup", "pagedown", "home", "end", "tab", "escape", "ctrl+left", "ctrl+right"}
HALF = "half a w"


def busy(app: App[Any]) -> bool:
    """Whether something is on its way that does not wait for an answer."""
    return not isinstance(app.screen, ModalScreen) and any(not w.is_finished for w in app.workers)


async def rest(pilot: Pilot[Any]) -> None:
    """Wait until all is done, or a dialog asks."""
    await pilot.pause()
    for _ in range(1500):
        if not busy(pilot.app):
            break
        await pilot.pause(0.005)
    await pilot.pause()


def own_keys(screen: Screen[Any]) -> Iterator[tuple[str, str]]:
    """The keys of the screen that do more than move its cursor, one for each act, with its id."""
    acts = set()
    for node, binding, enabled, _tip in screen.active_bindings.values():
        known = binding.action in acts or not binding.id or not enabled
        if known or isinstance(node, App) or binding.action.startswith("app.") or binding.key in MOVES:
            continue
        acts.add(binding.action)
        yield binding.key, binding.id or ""


async def go(pilot: Pilot[SfmApp], place: str) -> Screen[Any]:
    pilot.app.go_to(place)
    await rest(pilot)
    return pilot.app.screen


async def back_to(pilot: Pilot[SfmApp], screen: Screen[Any]) -> bool:
    """Escape until the screen is on top again; a form with something typed in it asks for a second one."""
    for _ in range(6):
        if pilot.app.screen is screen:
            return True
        await pilot.press("escape")
        await rest(pilot)
    return pilot.app.screen is screen


async def type_half(pilot: Pilot[SfmApp], other: Store, what: str) -> list[str]:
    """Type half a text into the field in use, let another terminal write, and see that nothing of it moved."""
    field = pilot.app.focused
    if not isinstance(field, Input | TextArea) or getattr(field, "read_only", False):
        return []
    if isinstance(field, Input):
        field.value, field.cursor_position = HALF, 4
    else:
        field.text = HALF
        field.move_cursor((0, 4))
    await pilot.pause()
    before = _state(field)
    other.occurrences.log("Written elsewhere", ME)
    pilot.app._tick()
    await rest(pilot)
    wrong = []
    if pilot.app.focused is not field:
        wrong.append(f"{what}: the focus left the field for {pilot.app.focused} when somebody else wrote")
    if _state(field) != before:
        wrong.append(f"{what}: the field in use was redrawn: {before} → {_state(field)}")
    return wrong


def _state(field: Input | TextArea) -> tuple[str, object]:
    if isinstance(field, Input):
        return field.value, field.cursor_position
    return field.text, field.cursor_location


async def test_no_dialog_takes_the_focus_and_nobody_else_s_entry_the_field(story: SfmApp) -> None:
    wrong: list[str] = []
    opened: set[str] = set()
    async with story.run_test(size=(100, 30)) as pilot:
        await rest(pilot)
        with Store.open(story.session.path, FrozenClock(NOW)) as other:
            for place in PLACES:
                screen = await go(pilot, place)
                for key, name in list(own_keys(screen)):
                    if story.current_mode != place or story.screen is not screen:
                        screen = await go(pilot, place)
                    focus = story.focused
                    if focus is None:
                        wrong.append(f"{place}: nothing is in focus before {name}")
                    await pilot.press(key)
                    await rest(pilot)
                    if story.current_mode != place or story.screen is screen:
                        continue
                    what = f"{place}, {name} ({key})"
                    opened.add(what)
                    if story.focused is None:
                        wrong.append(f"{what}: nothing is in focus in {type(story.screen).__name__}")
                    wrong += await type_half(pilot, other, what)
                    if not await back_to(pilot, screen):
                        wrong.append(f"{what}: Escape does not lead back from {type(story.screen).__name__}")
                    elif story.focused is not focus:
                        wrong.append(f"{what}: the focus was on {focus} and is on {story.focused}")
    assert wrong == []
    assert len(opened) > 50
