"""Keys that wait while one dialog gives way to the next, so that a PIN typed ahead goes into its field."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

SLOW_SECONDS = 0.3
ONE_MOMENT = "one moment: reading the roster …"


class Held:
    """Holds keys back from `begin` to `end`; both may be called more than once."""

    def __init__(self, hold: Callable[[], "asyncio.Future[None]"]) -> None:
        self._hold = hold
        self._until: asyncio.Future[None] | None = None

    def begin(self) -> None:
        """Hold back what is typed from now on."""
        if self._until is None:
            self._until = self._hold()

    def end(self) -> None:
        """Let what was typed through."""
        until, self._until = self._until, None
        if until is not None and not until.done():
            until.set_result(None)


@contextmanager
def keys_wait(app: Any) -> Iterator[None]:
    """Hold keys back while something is read that a dialog needs, and say so where it takes a while.

    Where it fails, the keys are forgotten.
    """
    held = Held(app.ahead.hold)
    held.begin()
    slow = False

    def say() -> None:
        nonlocal slow
        slow = True
        app.say(ONE_MOMENT)

    timer = app.set_timer(SLOW_SECONDS, say)
    try:
        yield
    except BaseException:
        app.ahead.drop()
        raise
    finally:
        timer.stop()
        if slow:
            app.say("")
        held.end()
