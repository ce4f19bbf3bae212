"""The dashboard in a terminal: opening it, and coming back to it, in a year of 1,000,000 incidents and on the demo."""

import shutil
from contextlib import ExitStack
from pathlib import Path

from benchmarks import cache, figures_making, program
from benchmarks.frame import Options, Row, Unavailable, paired
from benchmarks.program import ESCAPE, F12, READY_AT
from benchmarks.pty_run import CTRL_Q, NotShown, PtyRun
from sfm_tui.clock import FrozenClock
from sfm_tui.demo import make_demo
from sfm_tui.storage.schema import CURRENT

MANY, QUICK = 1_000_000, 20_000
ROUNDS, PRESSES = 7, 3
Pair = tuple[float, float]
"""Milliseconds in the large store's program and in the small one's, one after the other."""
NOW = 1_795_299_335

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


def _round(
    opened: list[Pair], again: list[Pair], stores: tuple[Path, Path], presses: int, *, small_first: bool
) -> None:
    """Run both programs side by side and press each key in one, and once that has computed all, in the other."""
    order = (1, 0) if small_first else (0, 1)
    with ExitStack() as stack:
        runs = [
            stack.enter_context(PtyRun(program.command(store), env=program.environment(), size=(120, 36), limit=600))
            for store in stores
        ]
        for run in runs:
            program.answer(run, ESCAPE)
        took = {}
        for at in order:
            runs[at].press(F12, quiet=0.6)
            took[at] = runs[at].until(b"f", OPENED, 60) * 1000
            runs[at].first_text(COMPUTED, 180)
            runs[at].idle(READY_AT)
        opened.append((took[0], took[1]))
        for _ in range(presses):
            for at in order:
                runs[at].press(F12, quiet=0.4)
                runs[at].until(b"d", "Running", 60)
                runs[at].idle(0.5)
                runs[at].press(F12, quiet=0.4)
                took[at] = runs[at].until(b"f", "as of ", 60) * 1000
                runs[at].idle(0.2)
            again.append((took[0], took[1]))
        for run in runs:
            run.close(CTRL_Q)


def figures_screen(options: Options) -> list[Row]:
    """The dashboard of a year with 1,000,000 incidents beside that of the demo's 12 weeks, from the key to the paint.

    Both programs run side by side; a key is pressed in one and, once that stands still, in the other, in the next
    round the other way round. The ratio is the median of the pairs' own. Opening: to the table with what there is; its
    figures follow as they are computed. Coming back: to the figures, which are kept while nobody writes.
    """
    stores = _copy(figures_making.of(QUICK if options.quick else MANY)), _copy(_demo())
    opened: list[Pair] = []
    again: list[Pair] = []
    try:
        for n in range(1 if options.quick else ROUNDS):
            _round(opened, again, stores, 1 if options.quick else PRESSES, small_first=n % 2 == 1)
    except NotShown as error:
        raise Unavailable(str(error)) from error
    return [
        paired(f"{what}, at 1,000,000 incidents to the demo", [a for a, _ in some], [b for _, b in some], 1.2)
        for what, some in (("opening the dashboard", opened), ("coming back to the dashboard", again))
    ]
