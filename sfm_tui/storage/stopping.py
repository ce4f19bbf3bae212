"""Reading that takes long: told part by part, and ended where nobody wants it any more.

Whoever wants it opens `watched` around it; whoever reads names each part by `part`. A statement that runs is ended in
its midst too, since `StoreFile.reading` has SQLite ask in between.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, NamedTuple

Tell = Callable[[str], None]
"""Called with the name of the part that is read next."""
_STEPS = 300_000
"""Steps of SQLite's machine between two looks: some 10 ms."""


class Stopped(Exception):
    """The reading was no longer wanted."""


class _Watch(NamedTuple):
    unwanted: Callable[[], bool]
    tell: Tell


_watch: ContextVar[_Watch | None] = ContextVar("watch", default=None)


@contextmanager
def watched(unwanted: Callable[[], bool], tell: Tell) -> Iterator[None]:
    """Let what this thread reads within tell its parts, and end with Stopped soon after `unwanted` says so."""
    token = _watch.set(_Watch(unwanted, tell))
    try:
        yield
    finally:
        _watch.reset(token)


def look() -> None:
    """Raise Stopped where what this thread reads is no longer wanted."""
    watch = _watch.get()
    if watch is not None and watch.unwanted():
        raise Stopped("stopped: it was not read to its end")


def part(name: str) -> None:
    """Say which part is read next. Raises Stopped where it is no longer wanted."""
    look()
    watch = _watch.get()
    if watch is not None:
        watch.tell(name)


@contextmanager
def asking(connection: Any) -> Iterator[None]:
    """Let the statements of a raw connection fail, as interrupted, once the reading is no longer wanted."""
    watch = _watch.get()
    if watch is None:
        yield
        return
    connection.set_progress_handler(watch.unwanted, _STEPS)
    try:
        yield
    finally:
        connection.set_progress_handler(None, 0)
