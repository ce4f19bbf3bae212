"""How the benchmarks start the program, at its defaults and in a home folder of its own."""

import sys
from pathlib import Path

from benchmarks import cache
from benchmarks.pty_run import PtyRun, plain_environment

ASKED = "Enter chooses"
"""Stands in the question at the start, who is at the desk: it comes once the desk is at rest, and takes the keys."""
F2, F12, TAB, UP, DOWN = b"\x1bOQ", b"\x1b[24~", b"\t", b"\x1b[A", b"\x1b[B"
ENTER, ESCAPE = b"\r", b"\x1b"
READY_AT = 1.5
"""Seconds after something stands until nothing else runs."""


def command(store: Path) -> list[str]:
    """The command that opens the app on a store, as a person types it."""
    return [str(Path(sys.executable).with_name("sfm")), "--db", str(store)]


def environment() -> dict[str, str]:
    """The environment that the program is started in."""
    return plain_environment(cache.folder("homes", "sfm"))


def answer(run: PtyRun, key: bytes = ENTER) -> None:
    """Wait for the question at the start and answer it: Enter takes whoever was here last, Escape nobody."""
    run.first_text(ASKED, 120)
    run.idle(READY_AT)
    run.press(key, quiet=0.6)
