"""The roster's screen in a terminal: one assignment on a large roster, and scrolling through many posts."""

import re
import statistics
from pathlib import Path

from benchmarks import program, roster_store
from benchmarks.frame import Options, Row, Unavailable, at_most, column, interleave
from benchmarks.program import DOWN, ENTER, F12, READY_AT, TAB
from benchmarks.pty_run import CTRL_Q, NotShown, PtyRun

DUTIES, OFFICERS, POSTS = 100_000, 500, 60
FEW = (8_000, 40, 5)
NEXT_WEEK = b"]"
PAGE_DOWN, PAGE_UP = b"\x1b[6~", b"\x1b[5~"
COUNT = re.compile(r"(\d+) findings")
ONE_SHORT = re.compile(r"▌.*(07–19|19–07) too few P\d+ −1")
"""The cursor of the list on a shift that is one officer short: whoever takes it ends the finding."""


def _opened(run: PtyRun) -> None:
    """Sign on and go to the roster."""
    program.answer(run)
    for key in (F12, b"r"):
        run.press(key, quiet=0.6)
    run.first_text(" findings ", 60)
    run.idle(READY_AT)


def _findings(run: PtyRun) -> int:
    """How many findings the list says that it has."""
    found = COUNT.search("\n".join(run.lines))
    if found is None:
        raise NotShown("the roster shows no count of its findings")
    return int(found[1])


def _to_one_short(run: PtyRun) -> None:
    """Put the cursor of the list on a shift that is one officer short."""
    for _ in range(100):
        if any(ONE_SHORT.search(line) for line in run.lines):
            return
        run.press(DOWN)
    raise NotShown("no shift of the roster is one officer short")


def _assigned(keys: int, assignments: int, sizes: tuple[int, int, int]) -> tuple[float, float]:
    """Median milliseconds from key to paint: saving an assignment until its finding is gone, a step in the list."""
    try:
        with PtyRun(program.command(roster_store.copy_of(*sizes)), env=program.environment(), limit=240) as run:
            _opened(run)
            run.press(NEXT_WEEK, quiet=0.4)  # what is over asks for a reason
            run.idle(READY_AT)
            run.press(TAB, quiet=0.4)
            steps = [run.press(DOWN).last * 1000 for _ in range(keys)]
            saved = []
            for _ in range(assignments):
                _to_one_short(run)
                before = _findings(run)
                run.until(ENTER, "Who could take", 20)
                run.first_text("can · ", 20)
                run.idle(READY_AT)
                run.until(ENTER, "Enter saves", 20)
                run.idle(READY_AT)
                saved.append(run.until(ENTER, f"{before - 1} findings") * 1000)
                run.idle(READY_AT)
            run.close(CTRL_Q)
    except NotShown as error:
        raise Unavailable(str(error)) from error
    return statistics.median(saved), statistics.median(steps)


def _scrolled(store: Path, keys: int) -> float:
    """Median milliseconds from key to paint: ten lines down, ten up, in a terminal too low for either roster."""
    try:
        with PtyRun(program.command(store), env=program.environment(), size=(120, 24), limit=180) as run:
            _opened(run)
            pages = [run.press(PAGE_UP if n % 2 else PAGE_DOWN).last * 1000 for n in range(keys)]
            run.close(CTRL_Q)
    except NotShown as error:
        raise Unavailable(str(error)) from error
    return statistics.median(pages)


def roster_screen(options: Options) -> list[Row]:
    """The roster's screen with 100,000 duties, from the key to what it paints, in a pseudo terminal.

    An assignment: from the Enter that saves it, through the commit, until the finding is gone from the list; beside a
    step of the cursor in that list, with which the timeline goes along. Scrolling: ten lines of a week up and down at
    60 posts, beside 5 posts with as many officers each. Each sample is the median of one run.
    """
    sizes = (2_000, 80, 10) if options.quick else (DUTIES, OFFICERS, POSTS)
    rounds = 1 if options.quick else 4
    keys, assignments = options.keys // 3, options.keys // 8 + 1
    acts = interleave({"acts": lambda: _assigned(keys, assignments, sizes)}, rounds, warm=0)["acts"]
    sides = interleave(
        {
            "many": lambda: _scrolled(roster_store.copy_of(*sizes), options.keys),
            "few": lambda: _scrolled(roster_store.copy_of(*FEW), options.keys),
        },
        rounds,
        warm=0,
    )
    return [
        at_most(
            "an assignment on the roster's screen, to a step in its list",
            column(acts, lambda one: one[0]),
            column(acts, lambda one: one[1]),
            1.5,
        ),
        at_most("scrolling the roster, at 60 posts to 5", sides["many"], sides["few"], 1.2),
    ]
