"""A place in which a soak may press anything: a demo store, a home of its own, and no file written outside of it."""

import gc
import inspect
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

import psutil

from sfm_tui.clock import FrozenClock
from sfm_tui.demo import make_demo

_MAKES = {"os.mkdir": 0, "os.rmdir": 0, "os.remove": 0, "os.rename": 1, "os.link": 1, "os.symlink": 1, "os.chmod": 0}
"""What of Python's audit events changes a path, and which of its arguments that is."""
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC


def fence(folder: Path) -> None:
    """From now on this process writes inside `folder` only; anything else fails as a folder without rights does."""
    home = folder / "home"
    home.mkdir(parents=True, exist_ok=True)
    (folder / "tmp").mkdir(exist_ok=True)
    os.environ |= {"HOME": str(home), "XDG_DATA_HOME": str(home / "data"), "XDG_CONFIG_HOME": str(home / "config"),
                   "SFM_CONFIG": str(home / "config.toml"), "TMPDIR": str(folder / "tmp"), "TERM": "xterm-256color",
                   "COLORTERM": "truecolor"}  # fmt: skip
    tempfile.tempdir = None
    os.chdir(home)
    sys.dont_write_bytecode = True
    inside = os.path.realpath(folder)

    def watch(event: str, args: tuple[Any, ...]) -> None:
        if event == "open":
            path, _mode, flags = args
            if not isinstance(flags, int) or not flags & _WRITES:
                return
        elif event in _MAKES:
            path = args[_MAKES[event]]
        else:
            return
        if isinstance(path, int) or path is None:
            return
        real = os.path.realpath(os.fsdecode(path))
        if not real.startswith((inside + os.sep, "/dev/")):
            raise PermissionError(13, "outside of the playground", os.fsdecode(path))

    sys.addaudithook(watch)


def demo_store(folder: Path, now: int) -> Path:
    """The demo as it stood at `now`, made in the folder if it is not there."""
    path = folder / "demo.db"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        make_demo(path, now, clock=FrozenClock(now))
    return path


def memory() -> int:
    """What this process holds in RAM, in bytes, once what can go has gone."""
    gc.collect()
    return int(psutil.Process().memory_info().rss)


def styles() -> list[Path]:
    """The program's own style sheets, for a subclass of it that lives here."""
    from sfm_tui.app import SfmApp

    beside = Path(inspect.getfile(SfmApp)).parent
    return [beside / file for file in SfmApp.CSS_PATH]
