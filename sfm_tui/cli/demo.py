"""`sfm demo`: the program on an invented site."""

import signal
import sys
import tempfile
from pathlib import Path
from typing import Any

from sfm_tui.cli import BAD_USE, complain, open_desk
from sfm_tui.cli.say import Progress
from sfm_tui.clock import SystemClock


def run_demo(keep: str, *, opens: bool) -> int:
    """Make the demo, at `keep` or in a place that is gone afterwards, and open the desk on it."""
    if not opens and not keep:
        complain("--no-open needs --keep PATH: where the demo is to be made")
        return BAD_USE
    if opens and not (sys.stdin and sys.stdin.isatty() and sys.stdout.isatty()):
        complain("the desk needs a terminal: --keep PATH with --no-open makes the demo without one")
        return BAD_USE
    if keep:
        path = Path(keep).absolute()
        _make(path)
        if not opens:
            print(path)
            return 0
        return open_desk(path)
    _leave_when_told()
    with tempfile.TemporaryDirectory(prefix="sfm-demo-", ignore_cleanup_errors=True) as made:
        path = Path(made) / "demo.db"
        _make(path)
        return open_desk(path)


def _make(path: Path) -> None:
    from sfm_tui.demo import make_demo

    with Progress() as progress:
        make_demo(path, SystemClock().now(), progress.tell)


def _leave_when_told() -> None:
    """Take the demo away also when the terminal is closed or the program is told to end."""

    def leave(number: int, _frame: Any) -> None:
        raise SystemExit(128 + number)

    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), leave)
