"""Briefing and handover in a terminal: opening them on a large site with ten years behind it, and on a small one."""

import shutil
from pathlib import Path

from benchmarks import cache, program, training_making
from benchmarks.frame import Options, Row, Unavailable, at_most, column, interleave
from benchmarks.program import ESCAPE, F12, READY_AT
from benchmarks.pty_run import CTRL_Q, NotShown, PtyRun
from benchmarks.talks_screen import LARGE, QUICK, SMALL
from sfm_tui.domain.reference import Person, Post
from sfm_tui.storage.store import Store

HOUR, DAY = 3600, 86_400
POINTS, OFFICERS = 8, 6
"""Points of one shift and officers on it: a briefing is for who stands there, on a large site too."""


def _copy(sizes: tuple[int, int, int]) -> Path:
    """A copy of a made store with a handover every twelve hours, a shift that is on now, and its points."""
    made, (officers, _topics, weeks) = training_making.of(*sizes), sizes
    copy = cache.folder("stores", "copies") / f"briefing-{made.name}"
    for beside in copy.parent.glob(f"{copy.name}*"):
        beside.unlink()
    shutil.copyfile(made, copy)
    with Store.open(copy) as store:
        by, now = training_making.BY, store.clock.now()
        for code in (by.person, "patel"):
            store.reference.set(Person(person=code, name=code.title()), by)
        store.reference.set(Post(post="GATE", name="Gatehouse"), by)
        with store.writing() as transaction:
            seq, start = transaction.head.seq, now - HOUR
            for n in range(officers):
                turn = 0 if n < OFFICERS else 1 + n // OFFICERS
                for day in range(0, 7 * weeks, 4):
                    at = start - day * DAY - turn * 12 * HOUR
                    transaction.writer.insert(
                        "duty",
                        {"officer": f"NG{n:04d}", "post": "GATE", "start": at, "end": at + 11 * HOUR,
                         "booked_on": at, "booked_off": None, "status": "planned", "seq": seq},
                    )  # fmt: skip
            for n in range(14 * weeks):
                at = now - (14 * weeks - n) * 12 * HOUR
                transaction.writer.insert(
                    "handover",
                    {"handover": f"H-{n + 1:02d}", "at": at, "giver": by.person, "receiver": "patel",
                     "accepted_at": at + 300, "text": "All quiet.\nKeys 46 of 46.", "seq": seq},
                )  # fmt: skip
        for n in range(POINTS):
            store.briefings.add(f"Point {n} of the stand-up", by)
    return copy


def _opened(store: Path) -> tuple[float, float]:
    """Milliseconds from the key to the briefing's points, and to the last handover, both read from the store."""
    try:
        with PtyRun(program.command(store), env=program.environment(), size=(80, 24), limit=180) as run:
            program.answer(run, ESCAPE)
            run.press(F12, quiet=0.6)
            briefing = run.until(b"n", "to acknowledge", 60) * 1000
            run.idle(READY_AT)
            run.press(F12, quiet=0.6)
            handover = run.until(b"h", "Keys 46 of 46", 60) * 1000
            run.close(CTRL_Q)
    except NotShown as error:
        raise Unavailable(str(error)) from error
    return briefing, handover


def briefing_screen(options: Options) -> list[Row]:
    """Briefing and handover with 500 officers and 10 years behind them, beside 14 officers and 12 weeks.

    From the key, in a program that stands, until the points of the shift that is on, its officers and who has not
    heard what are on the screen; until the text of the last handover is. A shift has six officers and eight points.
    """
    large, small = _copy(QUICK if options.quick else LARGE), _copy(SMALL)
    sides = interleave(
        {"large": lambda: _opened(large), "small": lambda: _opened(small)},
        1 if options.quick else 9,
        warm=0 if options.quick else 1,
    )
    many, few = sides["large"], sides["small"]
    named = "at 500 officers and 10 years to 14 and 12 weeks"
    return [
        at_most(f"opening the briefing, {named}", column(many, lambda r: r[0]), column(few, lambda r: r[0]), 1.2),
        at_most(f"opening the handovers, {named}", column(many, lambda r: r[1]), column(few, lambda r: r[1]), 1.2),
    ]
