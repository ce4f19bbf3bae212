"""`sfm demo`: the program on an invented site."""

import signal
import sys
import tempfile
from pathlib import Path
from typing import Any

from sfm_tui.cli import BAD_USE, complain, open_desk
from sfm_tui.cli.say import Progress
from sfm_tui.clock import AheadClock, Clock, SystemClock, full_text, parse_file_time, zone

DAY = 86_400
FOLLOW_UP = "follow-up"
"""The folder beside a kept demo in which what came after lies."""


def run_demo(keep: str, at: str, *, before: bool, opens: bool) -> int:
    """Make the demo, at `keep` or in a place that is gone afterwards, and open the desk on it.

    `before` is the site before the change, `at` the time that it is there, as a file has it in the site's zone.
    """
    if not opens and not keep:
        complain("--no-open needs --keep PATH: where the demo is to be made")
        return BAD_USE
    if opens and not (sys.stdin and sys.stdin.isatty() and sys.stdout.isatty()):
        complain("the desk needs a terminal: --keep PATH with --no-open makes the demo without one")
        return BAD_USE
    clock = _clock(at) if at else SystemClock()
    if keep:
        path = Path(keep).absolute()
        _make(path, clock, before=before)
        if not opens:
            print(path)
            return 0
        return open_desk(path)
    _leave_when_told()
    with tempfile.TemporaryDirectory(prefix="sfm-demo-", ignore_cleanup_errors=True) as made:
        path = Path(made) / "demo.db"
        _make(path, clock, before=before)
        return open_desk(path)


def run_later(keep: str, days: int, *, opens: bool) -> int:
    """Put the clock of a kept demo forward, and write what happened meanwhile into a folder beside it."""
    from sfm_tui.cli.stores import author, opened
    from sfm_tui.demo import SITE, demo_files
    from sfm_tui.demo.later import write_follow_up
    from sfm_tui.storage.demo_time import demo_of, move_on

    if not keep:
        complain("--days-later needs --keep PATH: the demo that it is about")
        return BAD_USE
    path = Path(keep).absolute()
    folder = path.parent / FOLLOW_UP
    if folder.exists():
        complain(f"{folder} is there already: what came after was written once, take it away to write it anew")
        return BAD_USE
    with opened(path) as store:
        move_on(store, days * DAY, author(store, ""))
        demo = demo_of(store)
        print(f"it is {full_text(store.clock.now(), store.tz)} there now")
        if demo and demo.before:
            write_follow_up(store, demo, demo_files() / SITE, folder)
            print(f"what happened meanwhile: {folder}")
            print("read it in with «sfm import», or in the program: F12 s, Ctrl+R")
    return open_desk(path) if opens else 0


def _clock(at: str) -> AheadClock:
    """A clock that shows a time now. Raises ValueError for what is no time of the demo's site."""
    from sfm_tui.demo import demo_files, settings_of

    tz = zone(settings_of(demo_files())["timezone"])
    try:
        wanted = parse_file_time(at, tz)
    except ValueError as error:
        raise ValueError(f"--at: {error}") from None
    return AheadClock(wanted - SystemClock().now())


def _make(path: Path, clock: Clock, *, before: bool) -> None:
    from sfm_tui.demo import make_demo

    with Progress() as progress:
        make_demo(path, clock.now(), progress.tell, clock, before=before)


def _leave_when_told() -> None:
    """Take the demo away also when the terminal is closed or the program is told to end."""

    def leave(number: int, _frame: Any) -> None:
        raise SystemExit(128 + number)

    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), leave)
