"""The real program in a terminal of its own: what it shows, and what of that it has acknowledged."""

import os
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Self

from benchmarks.pty_run import NotShown, PtyRun, plain_environment
from sfm_tui.clock import SystemClock
from sfm_tui.domain.desk import Author
from sfm_tui.domain.site import Response, Site
from sfm_tui.storage.store import Store
from tests.conftest import LOCATIONS, OFFICERS, PEOPLE, POSTS

ROOT = Path(__file__).parents[2]
KEYS = {
    "f1": b"\x1bOP", "f2": b"\x1bOQ", "f3": b"\x1bOR", "f4": b"\x1bOS", "f5": b"\x1b[15~", "f6": b"\x1b[17~",
    "f7": b"\x1b[18~", "f8": b"\x1b[19~", "f9": b"\x1b[20~", "f12": b"\x1b[24~", "enter": b"\r", "escape": b"\x1b",
    "tab": b"\t", "up": b"\x1b[A", "down": b"\x1b[B", "right": b"\x1b[C", "left": b"\x1b[D", "backspace": b"\x7f",
    "ctrl+o": b"\x0f", "ctrl+q": b"\x11", "ctrl+s": b"\x13", "ctrl+n": b"\x0e",
}  # fmt: skip
"""What a usual terminal sends for a key."""
PATIENCE = 120.0
"""Seconds that anything may take to be shown: far more than on a quiet machine, since a soak loads it."""

_HEAD = re.compile(r"(\d+)·([0-9a-f]{4})(?: |$)")
_SAID = re.compile(r"^ ([✓!·✖]) (\S.*)$")


class RealDesk(PtyRun):
    """`python -m sfm_tui --db PATH`; remembers every head and every line that it ever said on the screen."""

    def __init__(self, path: Path, *, size: tuple[int, int] = (80, 24), limit: float = 600.0, **more: str) -> None:
        home = path.parent / "home"
        home.mkdir(exist_ok=True)
        env = plain_environment(home, SFM_CONFIG=str(home / "config.toml"), PYTHONPATH=str(ROOT), **more)
        self.heads: set[tuple[int, str]] = set()
        self.said: list[str] = []
        command = [sys.executable, "-m", "sfm_tui", "--db", str(path)]
        super().__init__(command, env=env, size=size, cwd=ROOT, limit=limit)

    def __enter__(self) -> Self:
        return self

    # ── keys ─────────────────────────────────────────────────────────────────────────────────────────────────

    def send(self, *keys: str) -> None:
        """Press keys, by name (`f2`) or as text."""
        for key in keys:
            os.write(self._master, KEYS[key] if key in KEYS else key.encode())

    def paste(self, text: str) -> None:
        """Paste a text, as a terminal does that was asked to mark pastes."""
        os.write(self._master, b"\x1b[200~" + text.encode() + b"\x1b[201~")

    def kill(self) -> None:
        """End the program as a crash does. What it had written to the terminal before is still read."""
        self._child.kill()
        self._child.wait(10)
        self._reader.join(5)
        self._draw()

    def limit_waits(self, end: float) -> None:
        """Let every wait end at that moment of `time.monotonic`."""
        self._deadline = time.perf_counter() + end - time.monotonic()

    # ── the screen ───────────────────────────────────────────────────────────────────────────────────────────

    @property
    def text(self) -> str:
        """All of the screen."""
        return "\n".join(self.lines)

    @property
    def alive(self) -> bool:
        """Whether the program runs."""
        return self._child.poll() is None

    def until(self, holds: str | Callable[[str], object], what: str = "", timeout: float = PATIENCE) -> str:
        """Wait until a text stands on the screen, or something holds of it; gives the screen. Raises NotShown."""
        seen = ""

        def done() -> bool:
            nonlocal seen
            seen = "\n".join(self._screen.lines)
            return holds in seen if isinstance(holds, str) else bool(holds(seen))

        self._drawn_at = 0.0
        try:
            self._wait(done, timeout, what or (f"«{holds}»" if isinstance(holds, str) else "what was waited for"))
        except NotShown as error:
            raise NotShown(f"{error}\n{self.text}") from None
        return seen

    def says(self, words: str, since: int = 0, timeout: float = PATIENCE) -> str:
        """Wait until a line with these words has been said after the first `since` lines; gives the line."""
        found = ""

        def done(_screen: str) -> bool:
            nonlocal found
            found = next((line for line in self.said[since:] if words in line), "")
            return bool(found)

        self.until(done, f"a line that says «{words}» (said: {self.said[since:]})", timeout)
        return found

    def output_over(self, seconds: float) -> int:
        """Leave it alone for some seconds: how many bytes it wrote."""
        before = len(self._reads)
        time.sleep(seconds)
        return sum(len(data) for _at, data in self._reads[before:])

    def _draw(self) -> None:
        while self._drawn < len(self._reads):
            _at, data = self._reads[self._drawn]
            self._drawn += 1
            if self._screen.feed(data):
                self._note(self._screen.lines)
        self._drawn_at = time.perf_counter()

    def _note(self, lines: list[str]) -> None:
        for seq, digits in _HEAD.findall(lines[0] + " "):
            self.heads.add((int(seq), digits))
        for line in lines[-4:]:
            found = _SAID.match(line)
            if found and (not self.said or self.said[-1] != found[2]):
                self.said.append(found[2])

    # ── the start ────────────────────────────────────────────────────────────────────────────────────────────

    def sign_on(self) -> None:
        """Answer who is at the desk with Enter, and put off what was left half-written."""
        self.until("Enter chooses")
        self.send("enter")
        self.says("is at the desk")
        self.settle(0.2)
        if "go on?" in self.text:
            self.send("l")
            self.until(lambda screen: "go on?" not in screen, "the offer gone")


def make_store(path: Path, *, limit_seconds: int = 180) -> None:
    """The small site of the tests in a store at `path`, J. Okafor at its desk; the clock is the real one."""
    me = Author("okafor")
    with Store.open(path, SystemClock()) as store:
        store.sites.set(
            Site(
                code="NRP", name="Northgate", timezone="Europe/London", response=Response(limit_seconds=limit_seconds)
            ),
            me,
        )
        for record in (*PEOPLE, *OFFICERS, *POSTS, *LOCATIONS):
            store.reference.set(record, me)
        store.people.sign_on("okafor")
