"""Reading what takes long: told part by part, and left at once where nobody waits for it any more."""

import asyncio
import threading
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Generic, TypeVar

from sfm_tui.storage.stopping import Tell, watched

if TYPE_CHECKING:
    from sfm_tui.storage.store import Store
    from sfm_tui.widgets.everywhere.session import Session

T = TypeVar("T")


async def read_parts(session: "Session", ask: "Callable[[Store], T]", tell: Tell) -> T:
    """Ask the store something, in a thread; `tell` hears the name of each part as it is begun.

    Cancelled, this comes back at once, and the thread ends at its next look.
    """
    loop, unwanted = asyncio.get_running_loop(), threading.Event()

    def told(name: str) -> None:
        loop.call_soon_threadsafe(tell, name)

    def work(store: "Store") -> T:
        with watched(unwanted.is_set, told):
            return ask(store)

    try:
        return await session.read(work)
    finally:
        unwanted.set()


class Stoppable(Generic[T]):
    """Something for which a person waits and which they can stop; one at a time."""

    def __init__(self) -> None:
        self._running: asyncio.Future[T] | None = None

    async def run(self, work: Awaitable[T]) -> T | None:
        """What `work` gives; None as soon as it is stopped. Raises what it raises."""
        running = self._running = asyncio.ensure_future(work)
        try:
            await asyncio.wait({running})
        finally:
            running.cancel()
        return None if running.cancelled() else running.result()

    @property
    def busy(self) -> bool:
        """Whether it is still waited for."""
        return self._running is not None and not self._running.done()

    def stop(self) -> bool:
        """Stop it; whether there was anything to stop."""
        return self._running is not None and self._running.cancel()
