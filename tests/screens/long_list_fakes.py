"""Sources and an app for the tests of the long list."""

import asyncio
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import repeat

from textual.app import App, ComposeResult
from textual.content import Content
from textual.events import Key
from textual.pilot import Pilot

from sfm_tui.widgets.lists.long_list import LongList

EMPTY = "Nothing logged yet. F2 logs the first incident."


@dataclass(frozen=True)
class Entry:
    number: int
    text: str = ""


class Source:
    """Entries by falling number over any sequence of rising numbers, made when asked for.

    With `gate` cleared a page waits, with `turns` it takes so many turns of the loop, with `error` set it
    is raised.
    """

    def __init__(self, numbers: Sequence[int], text: Callable[[int], str] = lambda n: f"row {n}") -> None:
        self.numbers = numbers
        self.text = text
        self.gate = asyncio.Event()
        self.gate.set()
        self.error: Exception | None = None
        self.asked: list[tuple[int | None, bool]] = []
        self.given = 0
        self.turns: Iterator[int] = repeat(0)

    async def page(self, start: int | None, *, forward: bool, limit: int) -> list[Entry]:
        self.asked.append((start, forward))
        for _ in range(next(self.turns)):
            await asyncio.sleep(0)
        await self.gate.wait()
        if self.error:
            raise self.error
        numbers = self.numbers
        if forward:
            stop = len(numbers) if start is None else bisect_left(numbers, start)
            found = numbers[max(0, stop - limit) : stop]
        else:
            begin = 0 if start is None else bisect_left(numbers, start + 1)
            found = numbers[begin : begin + limit]
        self.given += len(found)
        return [Entry(number, self.text(number)) for number in reversed(found)]


def draw(entry: Entry, width: int, selected: bool) -> Content:
    return Content(entry.text)


class ListApp(App[None]):
    def __init__(self, source: Source, draw: Callable[[Entry, int, bool], object] = draw) -> None:
        super().__init__()
        self.source = source
        self.list: LongList[Entry, int] = LongList(source, draw, key=lambda entry: entry.number, empty=EMPTY)
        self.highlighted: list[Entry | None] = []
        self.chosen: list[Entry] = []
        self.failures: list[Exception] = []

    def compose(self) -> ComposeResult:
        yield self.list

    def on_long_list_highlighted(self, message: LongList.Highlighted) -> None:
        self.highlighted.append(message.row)

    def on_long_list_chosen(self, message: LongList.Chosen) -> None:
        self.chosen.append(message.row)

    def on_long_list_failed(self, message: LongList.Failed) -> None:
        self.failures.append(message.error)

    def lines(self) -> list[str]:
        """What stands in the terminal, line by line, as far as the list drew it."""
        return [strip.text for strip in self.list.render_lines(self.list.size.region)]

    def shown(self) -> tuple[list[str], int]:
        """The rows on screen, and the line of the cursor."""
        lines = self.lines()
        cursor = [y for y, line in enumerate(lines) if line.startswith("›")]
        assert len(cursor) <= 1
        return [line[1:-1].rstrip() for line in lines if line[1:-1].strip()], cursor[0] if cursor else -1


async def flush(pilot: Pilot[None]) -> None:
    """Until the keys sent have gone from the app to the list, and its messages back."""
    for _ in range(3):
        await pilot._wait_for_screen()


async def settle(pilot: Pilot[None]) -> None:
    """Until the list has all its rows, and the messages about them have been handled."""
    assert isinstance(pilot.app, ListApp)
    await flush(pilot)
    await pilot.app.list.settled()
    await flush(pilot)


def send(pilot: Pilot[None], *keys: str) -> None:
    """Keys one after the other, faster than anybody waits for anything (`pilot.press` waits for each)."""
    for key in keys:
        pilot.app.post_message(Key(key, None))


async def press(pilot: Pilot[None], *keys: str) -> None:
    send(pilot, *keys)
    await settle(pilot)
