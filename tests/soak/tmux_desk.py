"""The real program in a real terminal, tmux: what arrives there when a person presses a key."""

import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Self

from benchmarks.pty_run import plain_environment
from tests.soak.real_desk import PATIENCE, ROOT

AVAILABLE = shutil.which("tmux") is not None
_NAMES = {"enter": "Enter", "escape": "Escape", "tab": "Tab", "backspace": "BSpace", "up": "Up", "down": "Down"}


class TmuxDesk:
    """`python -m sfm_tui --db PATH` inside tmux; a context manager that ends both."""

    def __init__(self, path: Path, *, size: tuple[int, int] = (80, 24)) -> None:
        home = path.parent / "home"
        home.mkdir(exist_ok=True)
        self._socket = str(path.parent / "tmux")
        env = plain_environment(home, SFM_CONFIG=str(home / "config.toml"), PYTHONPATH=str(ROOT), TERM="tmux-256color")
        columns, lines = size
        self._env = env | {"SHELL": "/bin/sh"}
        command = ["env", *(f"{name}={value}" for name, value in env.items())]
        command += [sys.executable, "-m", "sfm_tui", "--db", str(path)]
        self._tmux("new-session", "-d", "-s", "s", "-x", str(columns), "-y", str(lines), "-c", str(ROOT), *command)
        self._tmux("set-option", "-g", "status", "off")
        self._tmux("set-option", "-s", "escape-time", "0")
        self._tmux("resize-window", "-t", "s", "-x", str(columns), "-y", str(lines))

    def _tmux(self, *words: str) -> str:
        done = subprocess.run(
            ["tmux", "-S", self._socket, "-f", "/dev/null", *words],
            env=self._env, capture_output=True, text=True, timeout=PATIENCE, check=True,
        )  # fmt: skip
        return done.stdout

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        subprocess.run(["tmux", "-S", self._socket, "kill-server"], capture_output=True, timeout=PATIENCE, check=False)

    def send(self, *keys: str) -> None:
        """Press keys, by name (`f2`, `ctrl+q`) or as text."""
        for key in keys:
            if key.startswith("ctrl+"):
                self._tmux("send-keys", "-t", "s", f"C-{key[5:]}")
            elif key in _NAMES or (key[0] == "f" and key[1:].isdigit()):
                self._tmux("send-keys", "-t", "s", _NAMES.get(key, key.upper()))
            else:
                self._tmux("send-keys", "-t", "s", "-l", key)

    @property
    def text(self) -> str:
        """All of the screen."""
        return self._tmux("capture-pane", "-p", "-t", "s")

    def until(self, holds: str | Callable[[str], object], what: str = "", timeout: float = PATIENCE) -> str:
        """Wait until a text stands on the screen, or something holds of it; gives the screen."""
        end = time.monotonic() + timeout
        while True:
            seen = self.text
            if holds in seen if isinstance(holds, str) else holds(seen):
                return seen
            assert time.monotonic() < end, f"never: {what or holds}\n{seen}"
            time.sleep(0.03)
