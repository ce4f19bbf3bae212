"""From the start of the process to what a person sees."""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks import cache, program, stores
from benchmarks.bare_apps import label
from benchmarks.frame import Options, Row, Unavailable, at_most, column, interleave
from benchmarks.pty_run import CTRL_Q, NotShown, PtyRun, plain_environment

ENTRIES = 1_000_000


@dataclass(frozen=True)
class Opening:
    """When the first character and when the awaited text stood on the screen, in milliseconds."""

    glyph: float
    ready: float


def opening(command: Sequence[str], env: Mapping[str, str], ready: str, leave: bytes = CTRL_Q) -> Opening:
    """Start a program once and end it again; raises Unavailable if it does not show `ready`."""
    try:
        with PtyRun(command, env=env, watch=[ready]) as run:
            seen = Opening(run.first_glyph() * 1000, run.first_text(ready) * 1000)
            run.close(leave)
    except NotShown as error:
        raise Unavailable(str(error)) from error
    return seen


def bare_label() -> Opening:
    """One start of the bare app with a label."""
    env = plain_environment(cache.folder("homes", "bare"))
    return opening([sys.executable, str(Path(label.__file__))], env, label.READY)


def desk() -> Opening:
    """One start of the program on a store of a million entries."""
    return opening(program.command(stores.of(ENTRIES)), program.environment(), stores.READY)


def start(options: Options) -> list[Row]:
    """The program on a store of 1,000,000 entries beside a Textual app that shows one label.

    First paint is the first character on the screen; the desk with its data is the number of a running
    incident on it. Both sides run from compiled bytecode, one after the other in turn.
    """
    sides = interleave({"ours": desk, "bare": bare_label}, options.rounds)
    bare = column(sides["bare"], lambda seen: seen.glyph)
    return [
        at_most("first paint, to a bare label's", column(sides["ours"], lambda seen: seen.glyph), bare, 1.25),
        at_most("desk with its data, to a bare label's first paint",
                column(sides["ours"], lambda seen: seen.ready), bare, 1.6),
    ]  # fmt: skip
