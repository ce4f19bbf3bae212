"""Keys typed ahead: what is typed while the cursor is on its way goes to where it was meant.

After a stalled line, from a quick hand or on a slow disk, many keys arrive at once: `F2`, words, Enter, more words.
Each key that may move the cursor or open something is therefore followed by a moment in which what comes next waits,
in its order, until the screen has caught up. Letters typed into a field wait for nothing.

A screen that reads what it shows, and an act that is on its way to a question, are `expected`: keys wait for them too,
but not for long, and not where a key comes that holds everywhere, such as that of a stamp, or Escape.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from functools import partial
from math import inf
from typing import TYPE_CHECKING, Any

from textual import events
from textual.app import ScreenStackError
from textual.message_pump import MessagePump
from textual.widgets import Input

from sfm_tui.widgets.everywhere.field import is_field

if TYPE_CHECKING:
    from textual.app import App

Typed = events.Key | events.Paste
Handle = Callable[[Typed], Awaitable[None]]
AT_MOST = 40.0
"""Seconds that keys wait for an act, longer than a store is waited for."""
SOON = 3.0
"""Seconds that keys wait for what is expected to be read or asked."""
_A_NODE, _ROUNDS = 0.5, 8
_AT_ONCE = ("ctrl+q",)


class TypeAhead:
    """Held by the program, which gives it every key and paste before anything else sees it."""

    def __init__(self, app: "App[Any]", handle: Handle) -> None:
        self._app = app
        self._handle = handle
        self._waiting: deque[Typed] = deque()
        self._acts: set[asyncio.Future[None]] = set()
        self._expected: dict[asyncio.Future[None], bool] = {}
        self._task: asyncio.Task[None] | None = None
        self._last: float | None = None

    async def take(self, event: Typed) -> None:
        """Handle a key now, or as soon as the screen has caught up with the keys before it."""
        self._last = asyncio.get_running_loop().time()
        if self._expected and self._everywhere(event):
            self.opened()
        if self._task is None and self._awaited:  # of a click, or of nobody's key
            self._task = asyncio.create_task(self._catch_up())
        if self._task is not None and not self._at_once(event):
            self._waiting.append(event)
            return
        moves = self._moves(event)
        await self._handle(event)
        if moves and self._task is None:
            self._task = asyncio.create_task(self._catch_up())

    def rested(self) -> float:
        """Seconds since the last key; without end where there was none."""
        return inf if self._last is None else asyncio.get_running_loop().time() - self._last

    def hold(self) -> "asyncio.Future[None]":
        """Let keys wait for an act that will move the cursor, until the future that this gives is done."""
        act: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._acts.add(act)
        act.add_done_callback(self._acts.discard)
        return act

    @contextmanager
    def expected(self, *, also_in_field: bool) -> Iterator[None]:
        """Let keys wait for what is read for the screen, or will ask something: to the end of this, or a new screen.

        Letters typed into a field that has the cursor wait only if they do so `also_in_field`.
        """
        ended = _nothing

        def begin() -> None:
            nonlocal ended
            ended()
            ended = self._expect(also_in_field)

        begin()
        _AGAIN.set(begin)  # in the task of the act alone
        try:
            yield
        finally:
            ended()

    def _expect(self, also_in_field: bool) -> Callable[[], None]:
        loop = asyncio.get_running_loop()
        one: asyncio.Future[None] = loop.create_future()
        self._expected[one] = also_in_field
        one.add_done_callback(self._expected.pop)
        timer = loop.call_later(SOON, _end, one)
        one.add_done_callback(lambda _one: timer.cancel())
        return partial(_end, one)

    @staticmethod
    def answered() -> None:
        """A question of an act that is `expected` was answered: keys wait for what comes of it, as for the question."""
        _AGAIN.get(_nothing)()

    def opened(self) -> None:
        """What was expected is there, or nobody waits for it any more."""
        for one in set(self._expected):
            _end(one)

    @property
    def _awaited(self) -> set["asyncio.Future[None]"]:
        """What is expected that keys wait for, where the cursor is now."""
        field = self._app.focused
        in_field = is_field(field) and not getattr(field, "digits_choose", False)
        return {one for one, also_in_field in self._expected.items() if also_in_field or not in_field}

    def drop(self) -> None:
        """Forget what waits: the field for which it was meant never came."""
        self._waiting.clear()

    def _at_once(self, event: Typed) -> bool:
        """Whether a key is not to wait for an act: nobody is kept in front of a store that does not answer."""
        return bool(self._acts) and isinstance(event, events.Key) and event.key in _AT_ONCE

    def _everywhere(self, event: Typed) -> bool:
        """Whether a key is to be heard at once, whatever a screen is still reading."""
        if not isinstance(event, events.Key):
            return False
        _app, bound = self._app.screen._binding_chain[-1]
        return event.key == "escape" or any(one.priority for one in bound.key_to_bindings.get(event.key, ()))

    def _moves(self, event: Typed) -> bool:
        """Whether a key may move the cursor, or open or close something."""
        field = self._app.focused
        in_field = isinstance(field, Input) and not getattr(field, "digits_choose", False)
        return isinstance(event, events.Key) and not (in_field and event.is_printable)

    async def _catch_up(self) -> None:
        try:
            await self._settled()
            while self._waiting:
                event = self._waiting.popleft()
                moves = self._moves(event)
                await self._in_turn(event)
                if moves:
                    await self._settled()
        except ScreenStackError:  # the program ends
            self._waiting.clear()
        finally:
            self._task = None

    async def _in_turn(self, event: Typed) -> None:
        """Handle a key where the program handles its messages, so that an error in it is told as any other."""
        done = asyncio.Event()

        async def handle() -> None:
            try:
                await self._handle(event)
            finally:
                done.set()

        if self._app.call_later(handle):
            await done.wait()

    async def _settled(self) -> None:
        """Until the acts that were begun are done, and nothing moves the cursor any more."""
        for _ in range(_ROUNDS):
            before = self._where()
            if self._acts:
                await asyncio.wait(set(self._acts), timeout=AT_MOST)
            if self._expected and any(map(self._everywhere, self._waiting)):
                self.opened()
            if awaited := self._awaited:
                await asyncio.wait(awaited)
            screen, field = self._where()
            # What a key makes a field say reaches its screen by way of each container between them.
            way = [field, *field.ancestors_with_self] if field is not None else [screen, screen, self._app]
            for node in way:
                await _passed(node)
            if before == self._where() and not self._acts and not self._awaited:
                return

    def _where(self) -> tuple[Any, Any]:
        return self._app.screen, self._app.focused


def _nothing() -> None:
    pass


_AGAIN: ContextVar[Callable[[], None]] = ContextVar("again")
"""Lets keys wait once more for the act that runs here."""


def _end(one: "asyncio.Future[None]") -> None:
    if not one.done():
        one.set_result(None)


async def _passed(node: MessagePump) -> None:
    """Until a part of the screen has dealt with what was waiting for it."""
    done = asyncio.Event()
    if node.call_later(done.set):
        with suppress(TimeoutError):
            await asyncio.wait_for(done.wait(), _A_NODE)
