"""All figures of a year, and the trace of its late responses."""

import random

from benchmarks import figures_making, roster_making
from benchmarks.frame import Options, Row, at_most, interleave
from benchmarks.roster import timed
from benchmarks.roster_making import RULES
from sfm_tui.clock import FrozenClock
from sfm_tui.domain.findings import findings
from sfm_tui.domain.moment import Outing
from sfm_tui.domain.roster import Roster
from sfm_tui.domain.trace import Late, trace
from sfm_tui.storage.figures import kpis
from sfm_tui.storage.store import Store

INCIDENTS, BREACHES = 1_000_000, 10_000
PASS = (
    "WITH h AS MATERIALIZED (SELECT on_scene - reported s, count(*) c FROM incident NOT INDEXED WHERE reported >= ?"
    " AND reported < ? AND struck = '' AND on_scene >= reported GROUP BY 1),"
    " t AS (SELECT s, c, sum(c) OVER (ORDER BY s) r, sum(c) OVER () n FROM h)"
    " SELECT n, sum(s * c) * 1.0 / n, min(s) FILTER (WHERE r >= (9 * n + 9) / 10) FROM t"
)
"""One pass over the rows, the values counted; half as long as with a window over each row."""


def _lates(roster: Roster, many: int) -> tuple[list[Late], list[Outing]]:
    """So many late responses spread over the year, and the incidents that they are of."""
    rng = random.Random(many)
    low, high = roster_making.window_of(roster)
    lates, outings = [], []
    for n in range(many):
        at, officer = rng.randrange(low, high), f"S{rng.randint(1, 500):03}"
        lates.append(Late(f"N{n:05}", at, 300, 180, officer))
        outings.append(Outing(f"N{n:05}", (officer,), at, at + 20, at + rng.randint(600, 7200)))
    return lates, outings


def figures(options: Options) -> list[Row]:
    """Every figure of `sfm kpi` for a year with 1,000,000 incidents: responses by hour and week, the roster, the rest.

    The baseline is one query of SQL that gives count, mean and p90 of the same responses in one pass over the table,
    the quickest of those tried. The trace is that of 10,000 late responses against 100,000 duties of 500 officers;
    its baseline the findings of the same roster.
    """
    path = figures_making.of(20_000 if options.quick else INCIDENTS)
    duties, breaches = (2_000, 200) if options.quick else (roster_making.DUTIES, BREACHES)
    with Store.open(path, FrozenClock(figures_making.NOW)) as store, store.reading() as connection:
        cursor = connection.connection.cursor()
        whole = interleave(
            {
                "ours": lambda: timed(lambda: kpis(store, figures_making.WINDOW)),
                "pass": lambda: timed(lambda: cursor.execute(PASS, figures_making.WINDOW).fetchall()),
            },
            options.rounds,
        )
        cursor.close()
    roster = roster_making.by_pattern(duties)
    lates, outings = _lates(roster, breaches)
    window = roster_making.window_of(roster)
    traced = interleave(
        {
            "ours": lambda: timed(lambda: trace(lates, roster, outings, RULES.timezone)),
            "findings": lambda: timed(lambda: findings(roster, window, RULES)),
        },
        options.rounds,
    )
    return [
        at_most("all figures of a year, to one SQL pass for count, mean, p90", whole["ours"], whole["pass"], 3),
        at_most(
            f"trace of {breaches:,} late responses against {duties:,} duties, to the findings", traced["ours"],
            traced["findings"], 3,
        ),
    ]  # fmt: skip
