"""The clock of a demo, which may stand where the demo wants it. That of a store which is none is the computer's.

A store is a demo by its very first entry, which only an empty store can be given. How far the clock stands ahead is
an entry too, and grows only. So no store of a real site can be told another time, and a demo says that it was.
"""

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from sfm_tui.clock import AheadClock, Clock, SystemClock

if TYPE_CHECKING:
    from sfm_tui.domain.desk import Author
    from sfm_tui.storage.store import Store

_BEGUN, _MOVED = "demo.begun", "demo.moved"
_SQL = "SELECT l.kind, l.at, p.payload FROM ledger l JOIN payload p ON p.seq = l.seq"


class Demo(NamedTuple):
    """What the ledger of a demo says: since when it is one, whether it is the one before the change, its clock."""

    begun_at: int
    before: bool
    ahead: int


def demo_in(connection: Any) -> Demo | None:
    """What a store, open on a raw connection, says of itself as a demo with a clock of its own; None for any other."""
    first = connection.execute(f"{_SQL} WHERE l.seq = 1").fetchone()
    if first is None or first[0] != _BEGUN:
        return None
    begun = json.loads(first[2])
    last = connection.execute(f"{_SQL} WHERE l.kind = ? ORDER BY l.seq DESC LIMIT 1", (_MOVED,)).fetchone()
    moved = json.loads(last[2]) if last else begun
    return Demo(int(first[1]), bool(begun.get("before")), int(moved.get("ahead", 0)))


def clock_in(connection: Any) -> Clock:
    """The clock by which a store goes that is open on a raw connection: the computer's, unless it is a demo."""
    try:
        found = demo_in(connection)
    except (ValueError, TypeError, AttributeError):  # a damaged entry: whoever reads on says so
        found = None
    return AheadClock(found.ahead) if found else SystemClock()


def begin(store: "Store", by: "Author", *, before: bool) -> None:
    """Make an empty store a demo whose clock stands where the store's does. Raises Refused where it has records."""
    from sfm_tui.domain.demo import DemoBegun
    from sfm_tui.storage.errors import Refused

    with store.writing() as transaction:
        if transaction.head.seq:
            raise Refused(f"{store.path} has records already: only an empty store can become a demo")
        transaction.append(DemoBegun(ahead=_ahead(store.clock), before=before), by)


def demo_of(store: "Store") -> Demo | None:
    """What an open store says of itself as a demo with a clock of its own; None for any other."""
    with store.reading() as connection:
        return demo_in(connection.connection.dbapi_connection)


def move_on(store: "Store", seconds: int, by: "Author") -> None:
    """Put the clock of a demo forward, for everybody who opens it from now on, and for this open store.

    Raises Refused for a store that is no demo with a clock of its own, and for a step that leads back.
    """
    from sfm_tui.domain.demo import DemoMoved
    from sfm_tui.storage.errors import Refused

    if seconds <= 0:
        raise Refused("the clock of a demo goes forward only: 1 day or more")
    with store.writing() as transaction:
        found = demo_in(transaction.writer.connection.connection.dbapi_connection)
        if found is None:
            raise Refused(
                f"{store.path} is no demo with a clock of its own: nobody can move its time, «sfm demo --before"
                " --keep PATH» makes one"
            )
        ahead = found.ahead + seconds
        transaction.append(DemoMoved(ahead=ahead), by)
    store.clock = AheadClock(ahead)


def _ahead(clock: Clock) -> int:
    return clock.ahead if isinstance(clock, AheadClock) else 0
