"""Training compliance of a large site."""

from datetime import date

from benchmarks import training_making
from benchmarks.frame import Options, Row, at_most, interleave
from benchmarks.roster import timed
from sfm_tui.clock import FrozenClock
from sfm_tui.storage.store import Store

LARGE = (500, 100, 520)
QUICK = (20, 5, 52)
ON = date(2026, 11, 22)
PASS = "SELECT sum(had_at) FROM attendance NOT INDEXED"


def training(options: Options) -> list[Row]:
    """How many officer-topic pairs are in date, of 500 officers and 100 topics after 10 years of talks.

    The baseline is one pass of SQL over the attendance table, which looks at each of its rows once and gives one row.
    Both on a store whose pages have been read before, in turn.
    """
    path = training_making.of(*(QUICK if options.quick else LARGE))
    with Store.open(path, FrozenClock(training_making.NOW)) as store, store.reading() as connection:
        cursor = connection.connection.cursor()
        rows = cursor.execute("SELECT count(*) FROM attendance").fetchone()[0]
        sides = interleave(
            {
                "ours": lambda: timed(lambda: store.talks.compliance(ON)),
                "pass": lambda: timed(lambda: cursor.execute(PASS).fetchall()),
            },
            options.rounds,
        )
        cursor.close()
    return [
        at_most(
            f"training compliance from {rows:,} signatures, to one SQL pass over them", sides["ours"], sides["pass"], 2
        )
    ]
