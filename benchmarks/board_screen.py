"""The board in a terminal: opening it, walking through its cards and moving one, in a long plan and in a short one."""

import shutil
import statistics
from datetime import date, timedelta
from pathlib import Path

from benchmarks import cache, program
from benchmarks.frame import Options, Row, Unavailable, at_most, column, interleave
from benchmarks.pty_run import CTRL_Q, NotShown, PtyRun
from sfm_tui.clock import FrozenClock
from sfm_tui.domain.action import STAGES
from sfm_tui.domain.desk import Author
from sfm_tui.domain.reference import Officer, Person
from sfm_tui.domain.site import Site
from sfm_tui.storage.store import Store

MANY, FEW, QUICK = 2_000, 20, 60
BY = Author("okafor")
NOW = 1_795_299_335
WEEKS = 52

F12, ENTER, DOWN, UP = b"\x1b[24~", b"\r", b"\x1b[B", b"\x1b[A"
READY_AT = 1.5
"""Seconds after something stands until nothing else runs."""


def _made(actions: int) -> Path:
    """The path of a store with so many actions, a quarter in each stage, made if it is not in the cache."""
    path = cache.folder("stores") / f"board-{actions}.db"
    if not path.is_file():
        unfinished = path.with_suffix(".unfinished")
        for old in path.parent.glob(f"{unfinished.name}*"):
            old.unlink()
        with Store.open(unfinished, FrozenClock(NOW)) as store:
            _fill(store, actions)
        unfinished.rename(path)
    return path


def _fill(store: Store, actions: int) -> None:
    store.sites.set(Site(code="B", timezone="Europe/London"), BY)
    store.reference.set(Person(person="okafor", name="J. Okafor"), BY)
    store.people.sign_on("okafor")
    for n in range(20):
        store.reference.set(Officer(officer=f"NG{n:04d}", name=f"Officer {n}"), BY)
    today = date.fromisoformat(store.actions.today())
    store.measures.add("late", "Late responses", BY, unit="a week")
    for n in range(WEEKS):
        store.measures.read("late", str(n % 7), BY, at=(today - timedelta(days=7 * (WEEKS - n))).isoformat())
    themes = [store.actions.add_theme(f"Theme {n}", BY).theme for n in range(5)]
    for n in range(actions):
        made = store.actions.add(
            f"Improvement {n} at the north gate", BY, owner=f"NG{n % 20:04d}", theme=themes[n // 4 % 5],
            due=(today + timedelta(days=n % 200 - 20)).isoformat(), measure="late" if n % 2 else "",
        )  # fmt: skip
        if n % 4:
            store.actions.move(made, STAGES[n % 4], BY, why="as it was agreed")


def _copy(actions: int) -> Path:
    """A copy of a made store, so that what the program writes to it is thrown away."""
    made = _made(actions)
    copy = cache.folder("stores", "copies") / made.name
    for beside in copy.parent.glob(f"{copy.name}*"):
        beside.unlink()
    shutil.copyfile(made, copy)
    return copy


def _used(actions: int, keys: int) -> tuple[float, float, float]:
    """Milliseconds from key to paint: opening, a step of the cursor, a card that is moved; the last two are medians."""
    try:
        with PtyRun(program.command(_copy(actions)), env=program.environment(), size=(120, 36), limit=240) as run:
            run.first_text("Still J. Okafor?", 60)
            run.idle(READY_AT)
            run.press(ENTER, quiet=0.6)
            run.press(F12, quiet=0.6)
            opened = run.until(b"a", "To leave Plan", 60) * 1000
            run.idle(READY_AT)
            steps = [run.press(UP if n % 2 else DOWN).last * 1000 for n in range(keys)]
            run.press(b"l", quiet=0.6)
            moved = []
            for _ in range(max(1, keys // 4)):
                moved.append(run.until(b"<", "is in Plan now", 20) * 1000)
                run.idle(0.5)
                moved.append(run.until(b"u", "is back in Do", 20) * 1000)
                run.idle(0.5)
            run.close(CTRL_Q)
    except NotShown as error:
        raise Unavailable(str(error)) from error
    return opened, statistics.median(steps), statistics.median(moved)


def board_screen(options: Options) -> list[Row]:
    """The board with 2,000 actions beside 20, from the key to what it paints, in a pseudo terminal.

    Opening: from the key, in a program that stands, to the cards that are seen, with what the one under the cursor
    still needs. A step of the cursor. Moving a card: from the key, through the commit, until the screen says where the
    card is; back a stage, and undone.
    """
    many, keys = QUICK if options.quick else MANY, max(2, options.keys // 3)
    sides = interleave(
        {"many": lambda: _used(many, keys), "few": lambda: _used(FEW, keys)},
        1 if options.quick else 5,
        warm=0 if options.quick else 1,
    )
    long, short = sides["many"], sides["few"]
    return [
        at_most(f"{what}, at 2,000 actions to 20", column(long, lambda one, n=n: one[n]),
                column(short, lambda one, n=n: one[n]), 1.3)
        for n, what in enumerate(("opening the board", "a step on the board", "moving a card on the board"))
    ]  # fmt: skip
