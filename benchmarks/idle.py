"""What the program costs while nobody touches it."""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks import cache, program, start, stores
from benchmarks.bare_apps import ticking
from benchmarks.frame import Options, Row, Unavailable, at_most, interleave
from benchmarks.pty_run import CTRL_Q, NotShown, PtyRun, plain_environment

REST = 2.0


def left_alone(command: Sequence[str], env: Mapping[str, str], ready: str, seconds: float, asks: bool = False) -> float:
    """Processor time, in thousandths, of a program left alone once `ready` has stood and what it `asks` is answered."""
    try:
        with PtyRun(command, env=env, watch=[ready], limit=seconds + 60) as run:
            run.first_text(ready)
            if asks:
                program.answer(run)
            run.idle(REST)
            used = run.idle(seconds) * 1000
            run.close(CTRL_Q)
    except NotShown as error:
        raise Unavailable(str(error)) from error
    return used


def idle(options: Options) -> list[Row]:
    """The desk with two running clocks, somebody signed on, beside a Textual app that updates one label a second.

    Processor time of the whole process tree per second of standing idle, in milliseconds.
    """
    bare = [sys.executable, str(Path(ticking.__file__))]
    bare_env = plain_environment(cache.folder("homes", "bare"))

    def ours() -> float:
        store = stores.of(start.ENTRIES)
        return left_alone(program.command(store), program.environment(), stores.READY, options.idle_seconds, asks=True)

    def one_label() -> float:
        return left_alone(bare, bare_env, ticking.READY, options.idle_seconds)

    rounds = 1 if options.quick else 3
    sides = interleave({"ours": ours, "bare": one_label}, rounds, warm=0)
    return [at_most("idle, to one label a second", sides["ours"], sides["bare"], 1.5, "ms/s")]
