"""Keys pressed while a place or a question is still being read do what they do when they are pressed one by one."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

import pytest
from textual import events
from textual.pilot import Pilot
from textual.screen import ModalScreen
from textual.widgets import Input

from screens.incident import IncidentScreen
from screens.keys import SCREEN as KeysScreen
from sfm_tui.app import PLACES, SfmApp
from sfm_tui.widgets.everywhere.copying import line_of
from sfm_tui.widgets.everywhere.session import Session
from sfm_tui.widgets.lists import type_ahead
from tests.screens.painting import quiet

SLOW = 0.08
"""Seconds that each look at the store takes: longer than a burst of keys."""
THERE: dict[str, tuple[str, ...]] = dict.fromkeys(PLACES, ("down", "enter"))
"""What is pressed in a place as soon as it was asked for: the cursor goes on, what it is on opens."""
ASKED: dict[str, tuple[str, ...]] = {
    "board": ("n", "L", "a", "t", "e"),
    "briefing": ("n", "D", "o", "o", "r"),
    "talks": ("n",),
    "reflections": ("n", "K", "e", "y", "s"),
    "measures": ("n", "x", "1"),
    "settings": ("down", "down", "right", "n", "9", "9"),
    "roster": ("v", "down", "right", "enter"),
    "desk": ("ctrl+f", "down"),
    "book": ("down", "ctrl+f", "down"),
}
"""What opens a form or a question there, and what is typed into it at once."""
BURSTS = [(place, keys) for way in (THERE, ASKED) for place, keys in way.items() if place in PLACES]


@pytest.fixture
def slow_store(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each look at the store takes a while, as on a slow disk."""
    read: Callable[..., Awaitable[Any]] = Session.read

    async def slowly(session: Session, *args: Any, **more: Any) -> Any:
        await asyncio.sleep(SLOW)
        return await read(session, *args, **more)

    monkeypatch.setattr(Session, "read", slowly)


def stands(app: SfmApp) -> tuple[Any, ...]:
    """What is open, where the cursor is, and what has been typed."""
    screen, focused = app.screen, app.focused
    typed = [field.value for field in screen.query(Input)] if isinstance(screen, ModalScreen) else []
    return type(screen).__name__, app.current_mode, focused.id if focused else None, line_of(focused), typed


def key_event(key: str) -> events.Key:
    return events.Key(key, key if len(key) == 1 else None)


async def press(pilot: Pilot[Any], until: Any, keys: tuple[str, ...], *, at_once: bool) -> tuple[Any, ...]:
    app: SfmApp = pilot.app
    for key in keys:
        app.post_message(key_event(key))
        if not at_once:
            await until(pilot, lambda: quiet(pilot) and app.ahead._task is None, key)
    await until(pilot, lambda: quiet(pilot) and app.ahead._task is None, "the keys")
    return stands(app)


async def fresh(pilot: Pilot[Any], until: Any, place: str, keys: tuple[str, ...]) -> None:
    """At the desk, with nothing open, and the place not come to yet: it reads all of itself when it is."""
    app: SfmApp = pilot.app
    while isinstance(app.screen, ModalScreen):
        if "n" in keys and isinstance(app.focused, Input):
            app.focused.value = ""  # so that no draft of a new record is kept
        await pilot.pause()
        app.screen.dismiss(None)
        await until(pilot, lambda: quiet(pilot), "the dialog")
    app.go_to("desk")
    await until(pilot, lambda: quiet(pilot), "the desk")
    if place != "desk" and place in app._screen_stacks:
        await app.remove_mode(place)
        app.add_mode(place, partial(app._place, PLACES[place][0]))


async def walk(app: SfmApp, until: Any, bursts: list[tuple[str, tuple[str, ...]]]) -> list[str]:
    """Where a burst of keys came to something else than the same keys one by one."""
    differ: list[str] = []
    before: tuple[str, ...] = ()
    async with app.run_test(size=(120, 36)) as pilot:
        await until(pilot, lambda: app.session.before_going is not None and quiet(pilot), "the start")
        for place, keys in bursts:
            found = []
            for at_once in (False, True):
                await fresh(pilot, until, place, before)
                before = keys
                found.append(await press(pilot, until, ("f12", PLACES[place][2], *keys), at_once=at_once))
            if found[0] != found[1]:
                differ.append(f"{place} {' '.join(keys)}: {found[0]}, at once {found[1]}")
    return differ


async def test_keys_wait_for_what_a_place_reads_first(story: SfmApp, until: Any, slow_store: None) -> None:
    assert await walk(story, until, [(place, ASKED[place]) for place in ("board", "book")]) == []


@pytest.fixture
async def held_reads(monkeypatch: pytest.MonkeyPatch) -> asyncio.Event:
    """Looks at the store are answered once this is set."""
    answered = asyncio.Event()
    read: Callable[..., Awaitable[Any]] = Session.read

    async def held(session: Session, *args: Any, **more: Any) -> Any:
        await answered.wait()
        return await read(session, *args, **more)

    monkeypatch.setattr(Session, "read", held)
    return answered


async def test_nobody_waits_with_a_key_that_holds_everywhere(
    app: SfmApp, until: Any, held_reads: asyncio.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        for key in ("f12", PLACES["board"][2], "n", "f2"):
            app.post_message(key_event(key))
        monkeypatch.setattr(type_ahead, "SOON", 600.0)
        await until(pilot, lambda: isinstance(app.screen, IncidentScreen), "the incident")
        assert app.current_mode == "board"
        held_reads.set()
        await until(pilot, lambda: quiet(pilot), "the reads")


async def test_keys_do_not_wait_for_ever(
    app: SfmApp, until: Any, held_reads: asyncio.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type_ahead, "SOON", 0.05)
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        for key in ("f12", PLACES["board"][2], "question_mark"):
            app.post_message(events.Key(key, "?" if key == "question_mark" else key if len(key) == 1 else None))
        await until(pilot, lambda: isinstance(app.screen, KeysScreen), "the keys")
        held_reads.set()
        await until(pilot, lambda: quiet(pilot), "the reads")


@pytest.mark.soak
async def test_a_burst_does_in_every_place_what_the_same_keys_do_one_by_one(
    story: SfmApp, until: Any, slow_store: None
) -> None:
    assert await walk(story, until, BURSTS) == []
