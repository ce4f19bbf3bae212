"""Every place, every key of it: what a dialog took away is there again after Escape, and nobody redraws a field in use.

One program walks all places, so that a place or a key that is new is walked by itself.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from textual._compositor import Compositor
from textual.app import App
from textual.pilot import Pilot
from textual.screen import ModalScreen, Screen
from textual.widget import Widget
from textual.widgets import Input, TextArea

from sfm_tui.app import PLACES, SfmApp
from sfm_tui.clock import FrozenClock
from sfm_tui.domain.site import Site
from sfm_tui.storage.store import Store
from sfm_tui.widgets.lists.long_list import LongList
from sfm_tui.widgets.lists.rows import Rows
from tests.conftest import ME, NOW
from tests.examples import some

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


def told(dialog: Screen[Any]) -> str:
    """What a dialog says of its keys."""
    lines = [str(label.render()) for label in dialog.query(".hint")]
    return " ".join([*lines, *(str(frame.border_subtitle) for frame in dialog.query("#dialog"))])


def _state(field: Input | TextArea) -> tuple[str, object]:
    if isinstance(field, Input):
        return field.value, field.cursor_position
    return field.text, field.cursor_location


@pytest.fixture
def unpainted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the focus is can be seen without a picture."""
    monkeypatch.setattr(Compositor, "render_update", lambda *_args, **_more: None)


@pytest.mark.usefixtures("unpainted")
async def test_no_dialog_takes_the_focus_and_nobody_else_s_entry_the_field(story: SfmApp) -> None:
    wrong: list[str] = []
    opened: set[str] = set()
    walked = some([*PLACES], 2)
    async with story.run_test(size=(100, 30)) as pilot:
        await rest(pilot)
        with Store.open(story.session.path, FrozenClock(NOW)) as other:
            for place in walked:
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
                    if isinstance(story.screen, ModalScreen) and "Esc" not in told(story.screen):
                        wrong.append(f"{what}: {type(story.screen).__name__} does not say how it is left")
                    wrong += await type_half(pilot, other, what)
                    if not await back_to(pilot, screen):
                        wrong.append(f"{what}: Escape does not lead back from {type(story.screen).__name__}")
                    elif story.focused is not focus:
                        wrong.append(f"{what}: the focus was on {focus} and is on {story.focused}")
    assert wrong == []
    assert len(opened) > 3 * len(walked)


@pytest.mark.usefixtures("unpainted")
async def test_the_focus_outlives_another_size_and_a_lock(app: SfmApp) -> None:
    wrong: list[str] = []
    async with app.run_test(size=(100, 30)) as pilot:
        await rest(pilot)
        for place in some([*PLACES][1:], 2):
            screen = await go(pilot, place)
            focus = app.focused
            await pilot.resize_terminal(80, 24)
            await rest(pilot)
            if app.focused is not focus:
                wrong.append(f"{place}, another size: the focus was on {focus} and is on {app.focused}")
            app.duty.lock.lock()
            await rest(pilot)
            if app.focused is None:
                wrong.append(f"{place}: nothing is in focus on the locked desk")
            app.duty.lock.unlock()
            await pilot.resize_terminal(100, 30)
            await rest(pilot)
            if app.screen is not screen or app.focused is not focus:
                wrong.append(f"{place}, locked: the focus was on {focus} and is on {app.focused}")
    assert wrong == []


A_WAY = re.compile(r"(?<!\w)(F\d+|\^[A-Z]|[a-z0-9]|[\]\[←→])(?!\w)")
"""A key by its name, such as `F2`, `n` or `]`."""
SAYS_ELSEWHERE = {
    "roster findings": "the timeline above it says what to do",
    "briefing points": "where everybody has heard all, nothing is left to do",
    "talks pair-words": "the matrix above it says what to do",
    "trace minute": "the list above it says what to do",
    "trace groups": "the list that it sums up says what to do",
    "trace hours": "the list that it sums up says what to do",
    "briefing officers": "hidden beside all points",
}


def empty_words(part: Widget) -> str | None:
    """What a list says where it is empty; None where it is not."""
    if isinstance(part, Rows):
        return None if part.items else part._empty
    if isinstance(part, LongList):
        return None if part.row is not None else part._empty
    return None


async def test_an_empty_list_says_what_to_do(empty_store: Store, clock: FrozenClock) -> None:
    empty_store.sites.set(Site(code="NEW", name="New site", timezone="Europe/London"), ME)
    app = SfmApp(empty_store.path, clock)
    app.session.person = "okafor"
    wrong: list[str] = []
    seen = 0
    async with app.run_test(size=(120, 36)) as pilot:
        await rest(pilot)
        for place in PLACES:
            await go(pilot, place)
            views = [key for key, _name in own_keys(app.screen) if key.isdigit()]
            for key in ["", *(views if place != "briefing" else [])]:
                await pilot.press(*key)
                await rest(pilot)
                for part in app.screen.query("*"):
                    words = empty_words(part)
                    if words is None or not part.region or f"{place} {part.id}" in SAYS_ELSEWHERE:
                        continue
                    seen += 1
                    if not A_WAY.search(words):
                        wrong.append(f"{place} {key} {part.id}: «{words}»")
    app.session.close()
    assert wrong == []
    assert seen > 12
