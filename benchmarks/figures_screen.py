"""The dashboard in a terminal: opening it, and coming back to it, in a year of 1,000,000 incidents and on the demo."""

import shutil
from pathlib import Path

from benchmarks import cache, figures_making, program
from benchmarks.frame import Options, Row, Unavailable, at_most, column, interleave
from benchmarks.pty_run import CTRL_Q, NotShown, PtyRun
from sfm_tui.clock import FrozenClock
from sfm_tui.demo import make_demo
from sfm_tui.storage.schema import CURRENT

MANY, QUICK = 1_000_000, 20_000
NOW = 1_795_299_335

F12, ESCAPE = b"\x1b[24~", b"\x1b"
READY_AT = 1.5
"""Seconds after something stands until nothing else runs."""
OPENED = "Reports in 24 h"
"""The last line of the table."""
COMPUTED = "the centre"
"""What is said of the weeks, which are computed last."""


def _demo() -> Path:
    path = cache.folder("figures-screen", f"{CURRENT}") / "demo.db"
    if not path.is_file():
        part = path.with_suffix(".part")
        part.unlink(missing_ok=True)
        make_demo(part, NOW, clock=FrozenClock(NOW))
        part.rename(path)
    return path


def _copy(made: Path) -> Path:
    """A copy of a made store, so that what the program writes beside it is thrown away."""
    copy = cache.folder("stores", "copies") / f"figures-{made.name}"
    for beside in copy.parent.glob(f"{copy.name}*"):
        beside.unlink()
    shutil.copyfile(made, copy)
    return copy


def _used(store: Path) -> tuple[float, float]:
    """Milliseconds from the key to the dashboard's table; when all is computed, from the key back to its figures."""
    try:
        with PtyRun(program.command(store), env=program.environment(), size=(120, 36), limit=300) as run:
            run.first_text("Running", 60)
            run.idle(READY_AT)
            run.press(ESCAPE, quiet=0.6)
            run.press(F12, quiet=0.6)
            opened = run.until(b"f", OPENED, 60) * 1000
            run.first_text(COMPUTED, 180)
            run.idle(READY_AT)
            run.press(F12, quiet=0.6)
            run.until(b"d", "Running", 60)
            run.idle(READY_AT)
            run.press(F12, quiet=0.6)
            again = run.until(b"f", "as of ", 60) * 1000
            run.close(CTRL_Q)
    except NotShown as error:
        raise Unavailable(str(error)) from error
    return opened, again


def figures_screen(options: Options) -> list[Row]:
    """The dashboard of a year with 1,000,000 incidents beside that of the demo's 12 weeks, from the key to the paint.

    Opening: from the key, in a program that stands, to the table with what there is; its figures follow as they are
    computed. Coming back: from the key to the figures, which are kept while nobody writes.
    """
    large, small = _copy(figures_making.of(QUICK if options.quick else MANY)), _copy(_demo())
    sides = interleave(
        {"large": lambda: _used(large), "small": lambda: _used(small)},
        1 if options.quick else 7,
        warm=0 if options.quick else 1,
    )
    many, few = sides["large"], sides["small"]
    return [
        at_most(f"{what}, at 1,000,000 incidents to the demo", column(many, lambda one, n=n: one[n]),
                column(few, lambda one, n=n: one[n]), 1.2)
        for n, what in enumerate(("opening the dashboard", "coming back to the dashboard"))
    ]  # fmt: skip
