"""Run a program in a terminal of its own and time what a person in front of it would see.

A thread stamps each read from the terminal at once and answers the program's questions; the screen is
worked out in quiet moments, so that working it out does not disturb what is timed.
"""

import contextlib
import fcntl
import os
import signal
import struct
import subprocess
import sys
import termios
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Self

import psutil

from benchmarks.terminal import Answers, Screen

CTRL_C, CTRL_Q = b"\x03", b"\x11"
_POLL = 0.002
_QUIET_BEFORE_DRAWING = 0.012
_DRAW_AT_LEAST_EVERY = 0.4
_SWITCH = 0.0005


class NotShown(Exception):
    """What was waited for did not appear in time, or the program ended before it did."""


@dataclass(frozen=True)
class KeyPress:
    """From a key to the first output after it and to the last before silence, in seconds; bytes between."""

    first: float
    last: float
    size: int


def plain_environment(home: Path, **more: str) -> dict[str, str]:
    """An environment for a program at its defaults: a home folder of its own and a truecolour terminal."""
    kept = {name: os.environ[name] for name in ("PATH", "TMPDIR") if name in os.environ}
    folders = {"XDG_CONFIG_HOME": ".config", "XDG_CACHE_HOME": ".cache"}
    folders |= {"XDG_DATA_HOME": ".local/share", "XDG_STATE_HOME": ".local/state"}
    own = {name: str(home / folder) for name, folder in folders.items()}
    terminal = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"}
    return kept | own | terminal | {"HOME": str(home)} | more


def cpu_seconds(process: psutil.Process) -> float:
    """Processor time of a process and those under it; ones that have ended already are not counted."""
    total = 0.0
    with contextlib.suppress(psutil.Error):
        for one in [process, *process.children(recursive=True)]:
            with contextlib.suppress(OSError, psutil.Error):
                if sys.platform == "linux":  # the process's own clock: psutil counts in ticks of 10 ms
                    total += time.clock_gettime((~one.pid << 3) | 2)
                else:
                    used = one.cpu_times()
                    total += used.user + used.system
    return total


class PtyRun:
    """One run of a command in a terminal of `size` (columns, lines); a context manager that ends it.

    Times are seconds since just before the process started. Texts in `watch` are looked for from the
    first output on. Every wait has its own end, and `limit` seconds after the start all of them end.
    """

    SCREEN: ClassVar[type[Screen]] = Screen

    def __init__(
        self,
        command: Sequence[str],
        *,
        env: Mapping[str, str],
        watch: Sequence[str] = (),
        size: tuple[int, int] = (120, 40),
        cwd: Path | None = None,
        limit: float = 60.0,
    ) -> None:
        self._screen, self._answers = self.SCREEN(*size), Answers(*size)
        self._reads: list[tuple[float, bytes]] = []
        self._drawn, self._drawn_at = 0, 0.0
        self._closed = threading.Event()
        self._glyph: float | None = None
        self._seen: dict[str, float | None] = dict.fromkeys(watch)
        self._master, terminal = os.openpty()
        columns, lines = size
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, columns * 8, lines * 16))
        self._start = time.perf_counter()
        self._deadline = self._start + limit
        try:
            self._child = subprocess.Popen(
                list(command),
                stdin=terminal,
                stdout=terminal,
                stderr=terminal,
                env=dict(env),
                cwd=cwd,
                start_new_session=True,
            )
        except OSError as error:
            os.close(self._master)
            raise NotShown(f"it cannot be started: {error.strerror}") from error
        finally:
            os.close(terminal)
        self._switch = sys.getswitchinterval()
        sys.setswitchinterval(_SWITCH)  # the reading thread must not wait for the drawing one
        self._process = psutil.Process(self._child.pid)
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def lines(self) -> list[str]:
        """What the screen shows now, line by line."""
        self._draw()
        return self._screen.lines

    def first_glyph(self, timeout: float = 20.0) -> float:
        """When the first character that is not blank stood on the screen; raises NotShown."""
        self._wait(lambda: self._glyph is not None, timeout, "anything")
        assert self._glyph is not None
        return self._glyph - self._start

    def first_text(self, text: str, timeout: float = 20.0) -> float:
        """When `text` first stood on the screen, looked for from now on if not watched; raises NotShown."""
        self._seen.setdefault(text)
        self._wait(lambda: self._seen[text] is not None, timeout, f"«{text}»")
        at = self._seen[text]
        assert at is not None
        return at - self._start

    def settle(self, quiet: float = 0.3, timeout: float = 20.0) -> float:
        """When the last output before `quiet` seconds of silence came; raises NotShown if none comes."""
        self._wait(lambda: time.perf_counter() - self._last_output() >= quiet, timeout, "a still screen")
        return self._last_output() - self._start

    def press(self, key: bytes, quiet: float = 0.08, timeout: float = 5.0) -> KeyPress:
        """Send a key and time the output up to `quiet` seconds of silence; raises NotShown without any."""
        self._draw()
        before = len(self._reads)
        sent = time.perf_counter()
        os.write(self._master, key)
        self._wait(
            lambda: len(self._reads) > before and time.perf_counter() - self._last_output() >= quiet,
            timeout,
            "an answer to a key",
        )
        reads = self._reads[before:]
        return KeyPress(reads[0][0] - sent, reads[-1][0] - sent, sum(len(data) for _, data in reads))

    def until(self, key: bytes, text: str, timeout: float = 5.0) -> float:
        """Send a key: the seconds until `text`, which did not stand there, stands on the screen; raises NotShown."""
        self._draw()
        self._seen.pop(text, None)
        sent = time.perf_counter() - self._start
        os.write(self._master, key)
        return self.first_text(text, timeout) - sent

    def worked(self) -> float:
        """The processor time that the program has used so far, in seconds."""
        return cpu_seconds(self._process)

    def idle(self, seconds: float) -> float:
        """Leave the program alone for some seconds: the processor time it used, per second."""
        used, since = cpu_seconds(self._process), time.perf_counter()
        if self._closed.wait(min(seconds, max(0.0, self._deadline - since))):
            raise NotShown("it ended by itself while it was left alone")
        return (cpu_seconds(self._process) - used) / (time.perf_counter() - since)

    def close(self, key: bytes | None = None, grace: float = 3.0) -> int | None:
        """End the program, by `key` if it obeys it within `grace` seconds; its status, None if killed."""
        status = None
        try:
            if self._child.poll() is None and key is not None:
                with contextlib.suppress(OSError):
                    os.write(self._master, key)
            with contextlib.suppress(subprocess.TimeoutExpired):
                status = self._child.wait(grace if key is not None else 0)
        finally:
            self._kill()
        return status

    def _kill(self) -> None:
        if self._master < 0:
            return
        rest: list[psutil.Process] = []
        with contextlib.suppress(psutil.Error):
            rest = self._process.children(recursive=True)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._child.pid, signal.SIGKILL)
        for one in rest:
            with contextlib.suppress(psutil.Error):
                one.kill()
        self._child.wait(5)
        self._reader.join(2)
        os.close(self._master)
        self._master = -1
        sys.setswitchinterval(self._switch)

    def _read(self) -> None:
        while True:
            try:
                data = os.read(self._master, 65536)
            except OSError:
                data = b""
            now = time.perf_counter()
            if not data:
                self._closed.set()
                return
            self._reads.append((now, data))
            with contextlib.suppress(OSError):
                if reply := self._answers.to(data):
                    os.write(self._master, reply)

    def _last_output(self) -> float:
        return self._reads[-1][0] if self._reads else time.perf_counter()

    def _draw(self) -> None:
        """Bring the screen up to what has been read, and note what has appeared on it."""
        while self._drawn < len(self._reads):
            at, data = self._reads[self._drawn]
            self._drawn += 1
            shown = self._screen.feed(data)
            wanted = [text for text, seen in self._seen.items() if seen is None]
            if shown and (self._glyph is None or wanted):
                lines = self._screen.lines
                if self._glyph is None and any(lines):
                    self._glyph = at
                for text in wanted:
                    if any(text in line for line in lines):
                        self._seen[text] = at
        self._drawn_at = time.perf_counter()

    def _wait(self, done: Callable[[], bool], timeout: float, what: str) -> None:
        """Until `done`, looking at the screen in quiet moments; raises NotShown that names `what`."""
        end = min(time.perf_counter() + timeout, self._deadline)
        while True:
            now, closed = time.perf_counter(), self._closed.is_set()
            quiet = now - self._last_output() > _QUIET_BEFORE_DRAWING
            if quiet or closed or now - self._drawn_at > _DRAW_AT_LEAST_EVERY:
                self._draw()
            if done():
                return
            if closed:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    self._child.wait(1)
                raise NotShown(f"it ended with status {self._child.returncode} before it showed {what}")
            if now > end:
                raise NotShown(f"it did not show {what} in time")
            time.sleep(_POLL)
