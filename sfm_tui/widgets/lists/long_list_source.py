"""Where a long list takes its rows from, and the few questions that it asks there."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

Row = TypeVar("Row")
Key = TypeVar("Key")
RowOut = TypeVar("RowOut", covariant=True)
KeyIn = TypeVar("KeyIn", contravariant=True)


class RowSource(Protocol[RowOut, KeyIn]):
    """Rows in one fixed order (newest first), read by key a page at a time."""

    async def page(self, start: KeyIn | None, *, forward: bool, limit: int) -> Sequence[RowOut]:
        """Up to `limit` rows next to `start`, always in list order, `start` itself left out.

        Forward gives the rows after `start`, backward those before it; without a `start` these are
        the very first and the very last rows. Fewer than `limit` come back only where the list ends.
        """
        ...


@dataclass(frozen=True)
class Stretch(Generic[Row]):
    """Neighbouring rows, whether more lie on either side, and the row asked for (`at`, `found` or not)."""

    rows: list[Row]
    more_before: bool
    more_after: bool
    at: int = 0
    found: bool = False


async def after(source: RowSource[Row, Key], start: Key | None, count: int) -> tuple[list[Row], bool]:
    """The `count` rows after `start` and whether more follow (one row more is asked for, to know)."""
    rows = list(await source.page(start, forward=True, limit=count + 1))
    return rows[:count], len(rows) > count


async def before(source: RowSource[Row, Key], start: Key | None, count: int) -> tuple[list[Row], bool]:
    """The `count` rows before `start`, in list order, and whether more lie before those."""
    rows = list(await source.page(start, forward=False, limit=count + 1))
    return rows[-count:], len(rows) > count


async def first(source: RowSource[Row, Key], count: int) -> Stretch[Row]:
    """The top of the list."""
    rows, more = await after(source, None, count)
    return Stretch(rows, False, more)


async def last(source: RowSource[Row, Key], count: int) -> Stretch[Row]:
    """The end of the list; `at` is the last row."""
    rows, more = await before(source, None, count)
    return Stretch(rows, more, False, at=max(0, len(rows) - 1))


async def around(source: RowSource[Row, Key], key_of: Callable[[Row], Key], key: Key, count: int) -> Stretch[Row]:
    """`count` rows on each side of `key`.

    `at` is the row with that key; where it is gone, the one that took its place (the last one at the end).
    """
    head, more_before = await before(source, key, count)
    tail, more_after = await after(source, key_of(head[-1]) if head else None, count)
    rows = head + tail
    for index in range(len(head), len(rows)):
        if key_of(rows[index]) == key:
            return Stretch(rows, more_before, more_after, at=index, found=True)
    return Stretch(rows, more_before, more_after, at=max(0, min(len(head), len(rows) - 1)))
