"""How the benchmarks start the program, at its defaults and in a home folder of its own."""

import sys
from pathlib import Path

from benchmarks import cache
from benchmarks.pty_run import plain_environment


def command(store: Path) -> list[str]:
    """The command that opens the app on a store, as a person types it."""
    return [str(Path(sys.executable).with_name("sfm")), "--db", str(store)]


def environment() -> dict[str, str]:
    """The environment that the program is started in."""
    return plain_environment(cache.folder("homes", "sfm"))
