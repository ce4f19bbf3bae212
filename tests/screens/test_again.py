"""Work beside a screen: done once more where it is asked for meanwhile, and silent where the screen is left."""

import asyncio
from typing import Any

import pytest
from textual.app import App, ComposeResult
from textual.css.query import NoMatches
from textual.screen import Screen
from textual.widgets import Label

from sfm_tui.widgets.everywhere.again import Again


class Working(Screen[None]):
    """Reads something for as long as the test wants, then shows it."""

    def __init__(self) -> None:
        super().__init__()
        self.done = 0
        self.come = asyncio.Event()
        self.read = Again(self, self._read, "read")

    def compose(self) -> ComposeResult:
        yield Label("", id="shown")

    async def _read(self) -> None:
        await asyncio.shield(self.come.wait())
        self.query_one("#shown", Label).update("read")
        self.done += 1


class Host(App[None]):
    """Acts as the program does, and keeps what went wrong."""

    def __init__(self) -> None:
        super().__init__()
        self.wrong: list[Exception] = []
        self.tasks: list[asyncio.Task[Any]] = []

    def act(self, work: Any, _name: str, **_how: Any) -> None:
        async def run() -> None:
            try:
                await work
            except Exception as error:
                self.wrong.append(error)

        self.tasks.append(asyncio.create_task(run()))


async def test_asked_while_at_work_it_is_done_once_more() -> None:
    app = Host()
    async with app.run_test() as pilot:
        screen = Working()
        await app.push_screen(screen)
        for _ in range(3):
            screen.read()
            await pilot.pause()
        screen.come.set()
        await asyncio.gather(*app.tasks)
        assert screen.done == 2
    assert app.wrong == []


async def test_of_a_screen_that_was_left_nothing_is_said() -> None:
    app = Host()
    async with app.run_test() as pilot:
        screen = Working()
        await app.push_screen(screen)
        screen.read()
        await pilot.pause()
        await app.pop_screen()
        screen.come.set()
        await asyncio.gather(*app.tasks)
    assert (screen.done, app.wrong) == (0, [])


async def test_of_a_program_that_was_left_nothing_is_said() -> None:
    app = Host()
    async with app.run_test() as pilot:
        screen = Working()
        await app.push_screen(screen)
        screen.read()
        await pilot.pause()
    screen.come.set()
    await asyncio.gather(*app.tasks)
    assert (screen.done, app.wrong) == (0, [])


async def test_what_a_screen_lacks_that_is_shown_is_told() -> None:
    app = Host()
    async with app.run_test():
        screen = Working()
        await app.push_screen(screen)
        await screen.query_one("#shown").remove()
        screen.come.set()
        screen.read()
        await asyncio.gather(*app.tasks)
    assert len(app.wrong) == 1
    with pytest.raises(NoMatches):
        raise app.wrong[0]
