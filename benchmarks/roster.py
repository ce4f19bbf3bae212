"""The roster's findings: all of them, those of one change, and who could cover."""

import json
import subprocess
import sys
import time
from collections.abc import Callable

from benchmarks import roster_making
from benchmarks.frame import Options, Row, at_most, below, faster, interleave
from benchmarks.roster_making import DAY, HOUR, RULES
from sfm_tui.domain.findings import findings
from sfm_tui.domain.roster import Roster
from sfm_tui.domain.roster_changes import assign
from sfm_tui.domain.roster_effect import Watch
from tests.domain.findings_oracle import told

MAKES: dict[str, Callable[[int], Roster]] = {
    "by pattern": roster_making.by_pattern,
    "by chance": roster_making.by_chance,
}
SMALL = (60, 6, 3)
"""Duties, officers and posts of the roster that every minute is asked of: a hundred thousand would take days."""
CHILD = """
import json
from benchmarks import roster_making
from benchmarks.peak import peak_megabytes
from sfm_tui.domain.findings import findings
roster = roster_making.by_chance(%d)
found = findings(roster, roster_making.window_of(roster), roster_making.RULES)
print(json.dumps(peak_megabytes()))
"""


def timed(act: Callable[[], object]) -> float:
    """Milliseconds that an act takes."""
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000


def _all(name: str, roster: Roster, rounds: int) -> Row:
    window, events = roster_making.window_of(roster), roster_making.events_of(roster)
    sides = interleave(
        {
            "ours": lambda: timed(lambda: findings(roster, window, RULES)),
            "sort": lambda: timed(lambda: sorted(events)),
        },
        rounds,
    )
    count = f"{len(roster.duties):,}"
    return at_most(f"findings of {count} duties {name}, to sorting their events", sides["ours"], sides["sort"], 4)


def _minutes(rounds: int) -> Row:
    roster = roster_making.by_chance(*SMALL)
    window = roster_making.window_of(roster)
    sides = interleave(
        {
            "ours": lambda: timed(lambda: findings(roster, window, RULES)),
            "grid": lambda: timed(lambda: told(roster, window, RULES)),
        },
        rounds,
        warm=0,
    )
    return faster(f"findings of {SMALL[0]} duties, to asking each minute", sides["ours"], sides["grid"], 20)


def _one_change(roster: Roster, rounds: int) -> list[Row]:
    window = roster_making.window_of(roster)
    watch = Watch(roster, window, RULES)
    officers = [officer.officer for officer in roster.officers]
    middle = (window[0] + window[1]) // 2 // DAY * DAY
    turns = iter(range(10_000))

    def gap() -> tuple[str, int, int]:
        start = middle + next(turns) * HOUR
        return roster.posts[0].post, start, start + 8 * HOUR

    sides = interleave(
        {
            "effect": lambda: timed(lambda: watch.apply(assign(officers[next(turns) % len(officers)], *gap()))),
            "who": lambda: timed(lambda: watch.candidates(*gap())),
            "all": lambda: timed(lambda: findings(roster, window, RULES)),
        },
        rounds,
    )
    return [
        at_most("findings after one assignment, to all of them", sides["effect"], sides["all"], 0.1),
        at_most("who could cover a gap, to all findings", sides["who"], sides["all"], 0.15),
    ]


def _memory(duties: int) -> float:
    done = subprocess.run([sys.executable, "-c", CHILD % duties], check=True, capture_output=True, text=True)
    return float(json.loads(done.stdout))


def roster(options: Options) -> list[Row]:
    """The findings of 100,000 duties of 500 officers at 60 posts in a year, all eleven kinds, no window left out.

    Beside sorting the same 200,000 starts and ends as shuffled tuples in plain Python. One roster goes by a shift
    pattern with some of it wrong, the other by pure chance: two findings in three duties. The minute grid is the
    oracle of the tests, on a roster that it can do. The memory is the greatest that a process held which made the
    roster by chance and all of its findings. A change is one assignment, findings kept up with it; who could cover is
    asked of all officers.
    """
    duties = 2_000 if options.quick else roster_making.DUTIES
    rounds = options.rounds
    made = {name: make(duties) for name, make in MAKES.items()}
    return [
        *(_all(name, roster, rounds) for name, roster in made.items()),
        _minutes(1 if options.quick else 3),
        below("memory of the findings", [_memory(duties)], 200, "MB"),
        *_one_change(made["by chance"], rounds),
    ]
