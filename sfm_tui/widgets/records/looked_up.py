"""The record that stands for what the cursor is on, where only the store can tell which: a duty, a cell of a matrix."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Generic, TypeVar

from textual.timer import Timer

from sfm_tui.widgets.everywhere.again import Again

if TYPE_CHECKING:
    from sfm_tui.storage.store import Store
    from sfm_tui.widgets.everywhere.base import DeskScreen

Key = TypeVar("Key")
REST_SECONDS = 0.15
"""So long the cursor rests before the store is asked."""


class LookedUp(Generic[Key]):
    """Asks the store once the cursor rests on something, so that the answer is there when it is wanted.

    `look` gives the records that stand for a key, the newest first; `ask` waits for the answer.
    """

    def __init__(self, screen: "DeskScreen", look: "Callable[[Store, Key], list[str]]", name: str) -> None:
        self._screen = screen
        self._look = look
        self._wanted: Key | None = None
        self._answer: tuple[Key, int, tuple[str, ...]] | None = None
        self._rest: Timer | None = None
        self._read = Again(screen, self._ask_rested, name)

    def rest_on(self, key: Key | None) -> None:
        """The cursor came to this; None where no record can stand for what it is on."""
        if key == self._wanted:
            return
        self._wanted = key
        if self._rest is not None:
            self._rest.stop()
        if key is not None:
            self._rest = self._screen.set_timer(REST_SECONDS, self._read)

    def known(self, key: Key) -> tuple[str, ...]:
        """What was answered last for a key; nothing where another one was asked for."""
        return self._answer[2] if self._answer is not None and self._answer[0] == key else ()

    async def ask(self, key: Key) -> tuple[str, ...]:
        """The answer for a key as the store has it now."""
        seq = self._screen.session.data.head_seq
        if self._answer is not None and self._answer[:2] == (key, seq):
            return self._answer[2]
        found = await self._screen.session.read(lambda store: tuple(self._look(store, key)))
        self._answer = key, seq, found
        return found

    async def _ask_rested(self) -> None:
        if self._wanted is not None and not self._screen.session.locked:
            await self.ask(self._wanted)
