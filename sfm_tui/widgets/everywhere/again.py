"""Work that is asked for more often than it can be done: one at a time, and the last wish is always done."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, cast

from textual.css.query import NoMatches

if TYPE_CHECKING:
    from textual.dom import DOMNode

    from sfm_tui.widgets.everywhere.program import Program


class Again:
    """Does `work` beside the screen. Asked while it is being done, it is done once more after that.

    What goes wrong is said on the screen, as for every act; what a screen lacks that is left is nobody's business.
    Keys wait for the first time: until then a screen is empty.
    """

    def __init__(self, node: "DOMNode", work: Callable[[], Awaitable[Any]], name: str) -> None:
        self._node = node
        self._work = work
        self._label = name
        self._wanted = False
        self._busy = False
        self._first = True
        self._at_rest = asyncio.Event()
        self._at_rest.set()

    async def done(self) -> None:
        """Wait until nothing of it is being done any more."""
        await self._at_rest.wait()

    def __call__(self) -> None:
        """Ask for it."""
        self._wanted = True
        if not self._busy:
            self._busy = True
            self._at_rest.clear()
            cast("Program", self._node.app).act(self._do(), self._label, keys_wait=None if self._first else False)

    async def _do(self) -> None:
        try:
            while self._wanted:
                self._wanted = False
                await self._work()
        except NoMatches:
            if self._node.is_attached and self._node.app.is_running:
                raise
        finally:
            self._busy = self._first = False
            self._at_rest.set()
