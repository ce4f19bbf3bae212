"""The board in a terminal: opening it, walking through its cards and moving one, in a long plan and in a short one."""

import shutil
import statistics
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from benchmarks import cache, program
from benchmarks.frame import Options, Row, Unavailable, paired
from benchmarks.program import DOWN, F12, READY_AT, UP
from benchmarks.pty_run import CTRL_Q, NotShown, PtyRun
from sfm_tui.clock import FrozenClock
from sfm_tui.domain.action import STAGES
from sfm_tui.domain.desk import Author
from sfm_tui.domain.reference import Officer, Person
from sfm_tui.domain.site import Site
from sfm_tui.storage.store import Store

MANY, FEW, QUICK = 2_000, 20, 60
ROUNDS = 8
BY = Author("okafor")
NOW = 1_795_299_335
WEEKS = 52


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


def copy_of(actions: int) -> Path:
    """A copy of a made store, so that what the program writes to it is thrown away."""
    made = _made(actions)
    copy = cache.folder("stores", "copies") / made.name
    for beside in copy.parent.glob(f"{copy.name}*"):
        beside.unlink()
    shutil.copyfile(made, copy)
    return copy


class Took(NamedTuple):
    """Milliseconds from a key to its paint, and of processor time from the key until all that it set off is done."""

    shown: float
    worked: float


Act = Callable[[PtyRun], float]
Pair = tuple[Took, Took]


class Pairs(NamedTuple):
    """What was done on both boards, one right after the other: the long plan's, then the short one's."""

    opened: list[Pair]
    stepped: list[Pair]
    moved: list[Pair]


def _key(key: bytes, text: str) -> Act:
    return lambda run: run.until(key, text, 60)


def _step(key: bytes) -> Act:
    return lambda run: run.press(key).last


def _took(run: PtyRun, act: Act, after: float) -> Took:
    before = run.worked()
    shown = act(run)
    run.idle(after)
    return Took(shown * 1000, (run.worked() - before) * 1000)


def _round(pairs: Pairs, many: int, keys: int, *, few_first: bool) -> None:
    """Run both programs side by side and press each key in one right after the other."""
    with ExitStack() as stack:
        runs = [
            stack.enter_context(
                PtyRun(program.command(copy_of(n)), env=program.environment(), size=(120, 36), limit=600)
            )
            for n in (many, FEW)
        ]

        def both(act: Act, after: float) -> Pair:
            took = {at: _took(runs[at], act, after) for at in ((1, 0) if few_first else (0, 1))}
            return took[0], took[1]

        for run in runs:
            program.answer(run)
            run.press(F12, quiet=0.6)
        pairs.opened.append(both(_key(b"a", "To leave Plan"), READY_AT))
        for n in range(keys):
            pairs.stepped.append(both(_step(UP if n % 2 else DOWN), 0.1))
        for run in runs:
            run.press(b"l", quiet=0.6)
        for _ in range(max(1, keys // 2)):
            pairs.moved.append(both(_key(b"<", "is in Plan now"), 0.4))
            pairs.moved.append(both(_key(b"u", "is back in Do"), 0.4))
        for run in runs:
            run.close(CTRL_Q)


def board_screen(options: Options) -> list[Row]:
    """The board with 2,000 actions beside 20, from the key to what it paints, in a pseudo terminal.

    Both programs run side by side, and each key is pressed in one and right after it in the other, in the next round
    the other way round. The ratio is the median of the pairs' own, so that what else the machine does meets both alike.
    Opening: from the key, in a program that stands, to the cards that are seen, with what the one under the cursor
    still needs. A step of the cursor. Moving a card: from the key, through the commit, until the screen says where the
    card is; back a stage, and undone. Beside each, the ratio of processor time, which counts what follows the paint.
    """
    many, keys = (QUICK, 2) if options.quick else (MANY, 10)
    pairs = Pairs([], [], [])
    try:
        _round(Pairs([], [], []), many, 2, few_first=False)
        for turn in range(1 if options.quick else ROUNDS):
            _round(pairs, many, keys, few_first=turn % 2 == 0)
    except NotShown as error:
        raise Unavailable(str(error)) from error
    names = ("opening the board", "a step on the board", "moving a card on the board")
    return [_row(f"{what}, at 2,000 actions to 20", some) for what, some in zip(names, pairs, strict=True)]


def _row(name: str, some: list[Pair]) -> Row:
    worked = statistics.median(long.worked / short.worked for long, short in some)
    row = paired(name, [long.shown for long, _ in some], [short.shown for _, short in some], 1.3)
    return replace(row, note=f"processor time {worked:.2f} ×")
