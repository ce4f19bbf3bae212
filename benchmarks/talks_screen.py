"""The talks screen in a terminal: opening it, and going through its matrix, on a large site and on a small one."""

import shutil
import statistics
from pathlib import Path

from benchmarks import cache, program, training_making
from benchmarks.frame import Options, Row, Unavailable, at_most, column, interleave
from benchmarks.program import F12, READY_AT
from benchmarks.pty_run import CTRL_Q, NotShown, PtyRun

LARGE = (500, 100, 520)
SMALL = (14, 12, 12)
QUICK = (40, 20, 52)
"""Officers, topics and weeks of talks."""

PAGE_DOWN, PAGE_UP = b"\x1b[6~", b"\x1b[5~"
FIRST = "Officer NG0000, Topic 0: "
"""What stands under the matrix once the pair under its cursor is read."""


def _copy(sizes: tuple[int, int, int]) -> Path:
    """A copy of a made store, so that what the program writes beside it is thrown away."""
    made = training_making.of(*sizes)
    copy = cache.folder("stores", "copies") / f"talks-{made.name}"
    for beside in copy.parent.glob(f"{copy.name}*"):
        beside.unlink()
    shutil.copyfile(made, copy)
    return copy


def _opened(store: Path, keys: int) -> tuple[float, float]:
    """Milliseconds from the key to the matrix, its pairs read; then the median of ten rows down and up."""
    try:
        # So few lines that neither site's matrix has room for all of its rows.
        with PtyRun(program.command(store), env=program.environment(), size=(80, 18), limit=180) as run:
            run.first_text("Running", 60)
            run.idle(READY_AT)
            run.press(F12, quiet=0.6)
            opened = run.until(b"t", FIRST, 60) * 1000
            run.first_text("in date, ", 60)
            run.idle(READY_AT)
            pages = [run.press(PAGE_UP if n % 2 else PAGE_DOWN).last * 1000 for n in range(keys)]
            run.close(CTRL_Q)
    except NotShown as error:
        raise Unavailable(str(error)) from error
    return opened, statistics.median(pages)


def talks_screen(options: Options) -> list[Row]:
    """The talks screen with 500 officers, 100 topics and 10 years of talks, beside 14 officers, 12 topics, 12 weeks.

    Opening: from the key, in a program that stands, to the part of the matrix that is seen, its pairs read from the
    store and the one under the cursor in words. The totals above it, which need every pair, follow. Going through it:
    ten rows down and up.
    """
    large, small = _copy(QUICK if options.quick else LARGE), _copy(SMALL)
    keys = max(2, options.keys // 3)
    sides = interleave(
        {"large": lambda: _opened(large, keys), "small": lambda: _opened(small, keys)},
        1 if options.quick else 9,
        warm=0 if options.quick else 1,
    )
    many, few = sides["large"], sides["small"]
    return [
        at_most(
            "opening the talks screen, at 500 officers and 10 years to 14 and 12 weeks",
            column(many, lambda one: one[0]),
            column(few, lambda one: one[0]),
            1.2,
        ),
        at_most(
            "ten rows of its matrix, at 500 officers to 14",
            column(many, lambda one: one[1]),
            column(few, lambda one: one[1]),
            1.2,
        ),
    ]
