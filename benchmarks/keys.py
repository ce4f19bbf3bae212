"""From a key to what it paints, in a large store and in a small one."""

import statistics
from pathlib import Path

from benchmarks import program, start, stores
from benchmarks.frame import Options, Row, Unavailable, at_most, interleave
from benchmarks.program import DOWN, F2, F12
from benchmarks.pty_run import CTRL_Q, NotShown, PtyRun

SMALL = 1_000
"""Seconds after the desk stands until the store is open behind it and nothing else runs."""


def _pressed(store: Path, keys: int) -> tuple[float, float]:
    """Median milliseconds from key to last paint: a step in the list, a letter in the form."""
    try:
        with PtyRun(program.command(store), env=program.environment(), watch=[stores.READY], limit=180) as run:
            run.first_text(stores.READY)
            program.answer(run)
            for key in (F12, b"l"):
                run.press(key, quiet=0.5)
            steps = [run.press(DOWN).last * 1000 for _ in range(keys)]
            run.press(F2, quiet=0.8)
            letters = [run.press(b"abcdefgh "[n % 9 : n % 9 + 1]).last * 1000 for n in range(keys)]
            run.close(CTRL_Q)
    except NotShown as error:
        raise Unavailable(str(error)) from error
    return statistics.median(steps), statistics.median(letters)


def keys(options: Options) -> list[Row]:
    """Moving in the incident list, and typing in the incident form, in 1,000,000 entries beside 1,000.

    From the key to the last byte that it paints, in a pseudo terminal; each sample is the median of one run.
    """
    large = start.ENTRIES if not options.quick else 2_000
    sides = interleave(
        {
            "large": lambda: _pressed(stores.copy_of(large, "keys"), options.keys),
            "small": lambda: _pressed(stores.copy_of(SMALL, "keys"), options.keys),
        },
        1 if options.quick else 4,
        warm=0,
    )
    many, few = sides["large"], sides["small"]

    def side(rounds: list[tuple[float, float]] | Unavailable, which: int) -> list[float] | Unavailable:
        return rounds if isinstance(rounds, Unavailable) else [one[which] for one in rounds]

    return [
        at_most("a step in the list, at a million entries to a thousand", side(many, 0), side(few, 0), 1.1),
        at_most("a letter in the form, at a million entries to a thousand", side(many, 1), side(few, 1), 1.1),
    ]
