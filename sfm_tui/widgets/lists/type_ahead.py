"""Keys typed ahead: what is typed while the cursor is on its way goes to where it was meant.

After a stalled line, from a quick hand or on a slow disk, many keys arrive at once: `F2`, words, Enter, more words.
Each key that may move the cursor or open something is therefore followed by a moment in which what comes next waits,
in its order, until the screen has caught up. Letters typed into a field wait for nothing.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import suppress
from math import inf
from typing import TYPE_CHECKING, Any

from textual import events
from textual.app import ScreenStackError
from textual.message_pump import MessagePump
from textual.widgets import Input

if TYPE_CHECKING:
    from textual.app import App

Typed = events.Key | events.Paste
Handle = Callable[[Typed], Awaitable[None]]
AT_MOST = 40.0
"""Seconds that keys wait for an act, longer than a store is waited for."""
_A_NODE, _ROUNDS = 0.5, 8
_AT_ONCE = ("ctrl+q",)


class TypeAhead:
    """Held by the program, which gives it every key and paste before anything else sees it."""

    def __init__(self, app: "App[Any]", handle: Handle) -> None:
        self._app = app
        self._handle = handle
        self._waiting: deque[Typed] = deque()
        self._acts: set[asyncio.Future[None]] = set()
        self._task: asyncio.Task[None] | None = None
        self._last: float | None = None

    async def take(self, event: Typed) -> None:
        """Handle a key now, or as soon as the screen has caught up with the keys before it."""
        self._last = asyncio.get_running_loop().time()
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

    def drop(self) -> None:
        """Forget what waits: the field for which it was meant never came."""
        self._waiting.clear()

    def _at_once(self, event: Typed) -> bool:
        """Whether a key is not to wait for an act: nobody is kept in front of a store that does not answer."""
        return bool(self._acts) and isinstance(event, events.Key) and event.key in _AT_ONCE

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
            screen, field = self._where()
            # What a key makes a field say reaches its screen by way of each container between them.
            way = [field, *field.ancestors_with_self] if field is not None else [screen, screen, self._app]
            for node in way:
                await _passed(node)
            if before == self._where() and not self._acts:
                return

    def _where(self) -> tuple[Any, Any]:
        return self._app.screen, self._app.focused


async def _passed(node: MessagePump) -> None:
    """Until a part of the screen has dealt with what was waiting for it."""
    done = asyncio.Event()
    if node.call_later(done.set):
        with suppress(TimeoutError):
            await asyncio.wait_for(done.wait(), _A_NODE)
