"""Brings rows from a source into the window of a long list, one question at a time."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from typing import Generic

from sfm_tui.widgets.lists.long_list_source import (
    Key,
    Row,
    RowSource,
    Stretch,
    after,
    around,
    before,
    first,
    last,
)
from sfm_tui.widgets.lists.long_list_window import Side, Window


@dataclass(eq=False)
class Load(Generic[Row, Key]):
    """One question on its way to a source."""

    source: RowSource[Row, Key]
    ask: "Callable[[Load[Row, Key]], Awaitable[None]]"
    holds_keys: bool
    """Whether keys wait for it, because the cursor will stand elsewhere when it is answered."""
    done: asyncio.Event = field(default_factory=asyncio.Event)
    found: bool = False
    again: bool = False
    overtaken: bool = False
    slow: bool = False


class Feed(Generic[Row, Key]):
    """Keeps one `Load` at a time; whatever comes back for an earlier one is dropped.

    `start` is given each load and runs `answer` with it as a task, in place of the task before. `arrived`
    is called when the window has changed, `failed` with the load and its error; the rows then stay as
    they are.
    """

    def __init__(
        self,
        window: Window[Row, Key],
        source: RowSource[Row, Key],
        *,
        start: Callable[[Load[Row, Key]], None],
        arrived: Callable[[], None],
        failed: Callable[[Load[Row, Key], Exception], None],
    ) -> None:
        self.window = window
        self.load: Load[Row, Key] | None = None
        self.out_of_reach = False
        """Whether the last answer was an error: rows are then asked for only where a key needs them."""
        self._closed = False
        self._source: RowSource[Row, Key] | None = None
        self._wanted = source
        self._start = start
        self._arrived = arrived
        self._failed = failed

    @property
    def stale(self) -> bool:
        """Whether the rows held are not those of the source that is wanted."""
        return self._source is not self._wanted

    @property
    def holds_keys(self) -> bool:
        """Whether the load on its way puts the cursor elsewhere."""
        return self.load is not None and self.load.holds_keys

    def top(self, source: RowSource[Row, Key] | None = None) -> Load[Row, Key]:
        """Fetch the first rows, of another source if one is given."""
        self._wanted = self._wanted if source is None else source
        return self._begin(self._ask_top, holds_keys=True)

    def end(self) -> Load[Row, Key]:
        """Fetch the last rows."""
        return self._begin(self._ask_end, holds_keys=True)

    def goto(self, key: Key) -> Load[Row, Key]:
        """Fetch the rows around a key; the load says whether it was found."""

        async def ask(load: Load[Row, Key]) -> None:
            stretch = await around(load.source, self.window.key, key, self.window.near_size)
            if self._put(load, stretch, line=self.window.height // 3):
                load.found = stretch.found

        return self._begin(ask, holds_keys=True)

    def refresh(self) -> Load[Row, Key]:
        """Fetch the rows around the cursor anew; asked for twice meanwhile, it is done once more."""
        if self.stale or not self.window.rows:
            return self.top()
        if self.load and self.load.ask == self._ask_again:
            self.load.again = True
            return self.load
        return self._begin(self._ask_again)

    def more(self, side: Side) -> Load[Row, Key]:
        """Fetch the rows that follow on one side of those held."""
        return self._begin(self._ask_after if side == "after" else self._ask_before)

    async def answer(self, load: Load[Row, Key]) -> None:
        """Put a load's question and the answer into the window, unless another load took its place."""
        try:
            finished = False
            while not finished:
                load.again = False
                await load.ask(load)
                if load.overtaken:
                    return
                finished = not load.again
                if finished:
                    self.load = None
                self.out_of_reach = False
                self._arrived()
        except Exception as error:
            if not load.overtaken:
                self._drop(load)
                self.out_of_reach = True
                self._failed(load, error)
        finally:
            self._drop(load)

    def close(self) -> None:
        """Ask nothing more; whoever waits for rows waits no longer."""
        self._closed = True
        if self.load:
            self.load.overtaken = True
            self._drop(self.load)

    def _begin(self, ask: Callable[[Load[Row, Key]], Awaitable[None]], *, holds_keys: bool = False) -> Load[Row, Key]:
        source = self._wanted if holds_keys or self._source is None else self._source
        load = Load(source, ask, holds_keys)
        if self._closed:
            load.done.set()
            return load
        if self.load:
            self.load.overtaken = True
            self._drop(self.load)
        self.load = load
        self._start(load)
        return load

    def _drop(self, load: Load[Row, Key]) -> None:
        """Wait no longer for a load, whether it was answered or not."""
        if self.load is load:
            self.load = None
        load.done.set()

    def _put(self, load: Load[Row, Key], stretch: Stretch[Row], line: int) -> bool:
        """Replace the rows, unless the load was overtaken."""
        if load.overtaken:
            return False
        self._source = load.source
        self.window.replace(stretch, line)
        return True

    async def _ask_top(self, load: Load[Row, Key]) -> None:
        self._put(load, await first(load.source, self.window.near_size), line=0)

    async def _ask_end(self, load: Load[Row, Key]) -> None:
        self._put(load, await last(load.source, self.window.near_size), line=self.window.height - 1)

    async def _ask_again(self, load: Load[Row, Key]) -> None:
        window = self.window
        while window.row is not None:
            key = window.key(window.row)
            stretch = await around(load.source, window.key, key, window.near_size)
            moved_to = window.key(window.row)
            if moved_to != key:
                at = next((i for i, row in enumerate(stretch.rows) if window.key(row) == moved_to), None)
                if at is None and not load.overtaken:
                    continue
                stretch = replace(stretch, at=at or 0)
            at_top = not window.above
            if self._put(load, stretch, line=window.cursor - window.top) and at_top:
                window.show_top()
            return

    async def _ask_after(self, load: Load[Row, Key]) -> None:
        rows, more = await after(load.source, self.window.key(self.window.rows[-1]), self.window.page_size)
        if not load.overtaken:
            self.window.append(rows, more)

    async def _ask_before(self, load: Load[Row, Key]) -> None:
        rows, more = await before(load.source, self.window.key(self.window.rows[0]), self.window.page_size)
        if not load.overtaken:
            self.window.prepend(rows, more)
