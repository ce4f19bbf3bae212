"""A walk through every place of the program and over its dialogs, for tests of how all of it looks."""

from collections.abc import Awaitable, Callable
from typing import Any

from textual.screen import ModalScreen

from sfm_tui.app import PLACES, SfmApp
from sfm_tui.widgets.lists.long_list import LongList
from tests.screens.painting import quiet

ANYWHERE = ("down", "tab", "enter")
"""Keys that show more of any place: the cursor on a row, another pane in focus, what Enter opens."""
WAYS: dict[str, tuple[str, ...]] = {
    # a key, or the place to go to
    "desk, log pane": ("to desk", "tab", "down"),
    "incident": ("f4",),
    "incident, officers": ("f4", "shift+tab"),
    "new incident": ("f2",),
    "more": ("f4", "ctrl+n"),
    "state": ("f4", "ctrl+s"),
    "history": ("f4", "ctrl+t"),
    "correct a stamp": ("f4", "f5"),
    "log, found": ("f3", "a", "l", "a", "r", "m"),
    "log, preview": ("to log", "space", "down"),
    "log, officers": ("to log", "o"),
    "log, a wrong date": ("to log", "d", "x"),
    "book, a line": ("to book", "enter"),
    "briefing, a new point": ("to briefing", "n", "x", "enter", "enter", "enter", "z"),
    "briefing, who has not heard": ("to briefing", "f", "down"),
    "handover, writing": ("to handover", "w"),
    "handover, signing": ("to handover", "w", "ctrl+s"),
    "board, a card": ("to board", "down", "right", "right"),
    "board, more of it": ("to board", "down", "c"),
    "roster, timeline": ("to roster", "v", "right", "down"),
    "figures, hours": ("to figures", "right", "right"),
    "settings, records": ("to settings", "down", "right", "down"),
    "settings, form": ("to settings", "right", "enter"),
    "go to": ("f12",),
    "at the desk": ("ctrl+o",),
    "occurrence": ("f6", "2", "2", "1", "0", "space", "k", "e", "y", "s"),
    "a wrong time": ("f6", "2", "4", "7", "5", "space", "k"),
    "keys": ("f1",),
    "palette": ("ctrl+p",),
    "palette, found": ("ctrl+p", "n", "e", "w"),
    "leave": ("ctrl+q",),
}
Look = Callable[[str], Awaitable[None]]


async def walk(app: SfmApp, until: Any, look: Look, size: tuple[int, int] = (120, 36)) -> None:
    """Go to each place, those that are added too, then the ways above, and look at what is shown."""
    async with app.run_test(size=size) as pilot:

        async def press(key: str) -> None:
            if key.startswith("to "):
                app.go_to(key.removeprefix("to "))
            else:
                await pilot.press(key)
            await until(pilot, lambda: quiet(pilot), key)
            for rows in app.screen.query(LongList):
                await rows.settled()
            await pilot.pause()

        async def back() -> None:
            while isinstance(app.screen, ModalScreen):
                app.screen.dismiss(None)
                await pilot.pause()

        await until(pilot, lambda: app.session.before_going is not None, "the start")
        for place in PLACES:
            await press(f"to {place}")
            await look(place)
            for n, key in enumerate(ANYWHERE):
                await press(key)
                await look(f"{place}, {' '.join(ANYWHERE[: n + 1])}")
            await back()
        for name, keys in WAYS.items():
            for key in keys:
                await press(key)
            await look(name)
            await back()
