"""The thread of a record in a store with many records and in one with few."""

from itertools import pairwise

from benchmarks import board_screen
from benchmarks.frame import Options, Row, at_most, interleave
from benchmarks.roster import timed
from sfm_tui.clock import FrozenClock
from sfm_tui.storage.store import Store
from sfm_tui.storage.thread import read_thread

LINKS = 10
LIMIT = 1.3


def thread(options: Options) -> list[Row]:
    """The thread of an action, of ten records on each side, among 2,000 actions beside 22.

    Read from the store as the view and the command read it, without the effect; both stores open, in turn.
    """
    many, few = board_screen.MANY if not options.quick else board_screen.QUICK, 2 * LINKS + 2
    with _linked(many) as large, _linked(few) as small:
        names = [action.action for action in small.actions.all()]
        middle = f"action:{sorted(names)[LINKS]}"
        sides = interleave(
            {
                "many": lambda: timed(lambda: read_thread(large, middle, effects=False)),
                "few": lambda: timed(lambda: read_thread(small, middle, effects=False)),
            },
            options.rounds,
        )
    return [at_most(f"the thread of an action, among {many:,} to {few}", sides["many"], sides["few"], LIMIT)]


def _linked(actions: int) -> Store:
    """A store with so many actions, the first of them in one thread."""
    store = Store.open(board_screen.copy_of(actions), FrozenClock(board_screen.NOW))
    refs = [f"action:{action.action}" for action in store.actions.all()]
    refs = sorted(refs)[: 2 * LINKS + 1]
    for source, target in pairwise(refs):
        store.links.make(source, target, board_screen.BY)
    return store
