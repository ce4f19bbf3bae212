"""The installed program in a terminal of its own, as somebody uses it who reads the screen and presses keys."""

import contextlib
import os
import re
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import ClassVar, Self

from benchmarks.pty_run import NotShown, PtyRun
from tests.story.screen import Cell, ColourScreen

KEYS = {
    "f1": b"\x1bOP", "f2": b"\x1bOQ", "f3": b"\x1bOR", "f4": b"\x1bOS", "f5": b"\x1b[15~", "f6": b"\x1b[17~",
    "f7": b"\x1b[18~", "f8": b"\x1b[19~", "f9": b"\x1b[20~", "f12": b"\x1b[24~", "enter": b"\r", "escape": b"\x1b",
    "tab": b"\t", "shift+tab": b"\x1b[Z", "up": b"\x1b[A", "down": b"\x1b[B", "right": b"\x1b[C", "left": b"\x1b[D",
    "home": b"\x1b[H", "end": b"\x1b[F", "pageup": b"\x1b[5~", "pagedown": b"\x1b[6~", "backspace": b"\x7f",
    "space": b" ", **{f"ctrl+{letter}": bytes([ord(letter) & 31]) for letter in "abcdefghijklmnopqrstuvwxyz"},
}  # fmt: skip
"""What a usual terminal sends for a key."""

PATIENCE = 60.0
"""Seconds until a step is given up: generous, since the machine may be busy; nothing waits longer than it must."""

QUIET = 0.15
"""Seconds without output after which a screen is done."""


class StoryDesk(PtyRun):
    """One run of the program at `size`; raises NotShown, with the screen in its words, where a step fails."""

    SCREEN: ClassVar[type[ColourScreen]] = ColourScreen

    def __init__(
        self, command: Sequence[str], *, env: Mapping[str, str], size: tuple[int, int] = (120, 36), cwd: Path
    ) -> None:
        super().__init__(command, env=env, size=size, cwd=cwd, limit=900.0)

    def __enter__(self) -> Self:
        return self

    @property
    def text(self) -> str:
        """All of the screen."""
        return "\n".join(self.lines)

    @property
    def cells(self) -> list[list[Cell]]:
        """All of the screen with its colours."""
        self._draw()
        assert isinstance(self._screen, ColourScreen)
        return self._screen.cells

    def press(self, *keys: str) -> None:
        """Press keys, by name (`f12`, `ctrl+s`) or as text, one after the other."""
        for key in keys:
            os.write(self._master, KEYS.get(key) or key.encode())

    def see(self, *wanted: str | Callable[[str], object], timeout: float = PATIENCE) -> str:
        """Wait until all texts stand on the screen (or what is asked of it holds) and it is still; gives the screen.

        A text is looked for with its spaces run together, so that one that is broken into lines is found too.
        """
        seen, looked, left = "", -1, list(wanted)

        def missing() -> list[str | Callable[[str], object]]:
            nonlocal seen, looked, left
            if looked == self._drawn:
                return left
            looked = self._drawn
            seen = "\n".join(self._screen.lines)
            flat = " ".join(re.sub("[│┃┆╎]", " ", seen).split())
            left = [one for one in wanted if not (one in seen or one in flat if isinstance(one, str) else one(seen))]
            return left

        self._drawn_at = 0.0
        try:
            self._wait(lambda: not missing(), timeout, "")
            self.settle(QUIET, timeout)
        except NotShown as error:
            names = ", ".join(f"«{one}»" if isinstance(one, str) else "what was asked of it" for one in missing())
            raise NotShown(f"{error}: {names or 'a still screen'}\n{self.text}") from None
        missing()
        return seen

    def gone(self, text: str, timeout: float = PATIENCE) -> str:
        """Wait until a text does not stand on the screen any more."""
        return self.see(lambda seen: text not in seen, timeout=timeout)

    def do(self, *keys: str, see: str | Callable[[str], object] = "", gone: str = "") -> str:
        """Press keys, then wait for a text to come, and for another to go."""
        self.press(*keys)
        return self.see(*([see] if see else []), *([lambda seen: gone not in seen] if gone else []))

    def still(self, seconds: float = 0.8, timeout: float = 6.0) -> None:
        """Wait until nothing but the clock has moved for some seconds, or the time is up."""
        before, since = self._drawn_so_far(), time.monotonic()

        looked = self._drawn

        def stands() -> bool:
            nonlocal before, since, looked
            if looked != self._drawn:
                looked, now = self._drawn, self._drawn_so_far()
                if now != before:
                    before, since = now, time.monotonic()
            return time.monotonic() - since > seconds

        with contextlib.suppress(NotShown):
            self._wait(stands, timeout, "a still screen")

    def ended(self, timeout: float = PATIENCE) -> None:
        """Wait until the program has ended by itself. Raises AssertionError where it failed."""
        status = self._child.wait(timeout)
        assert status == 0, f"it ended with status {status}\n{self.text}"

    def fill(self, help_words: str, text: str, *, over: bool = False) -> None:
        """Go down in a form to the field that is explained by these words, and type into it; `over` what stands there.

        Raises NotShown where no field is explained so.
        """
        self.to(help_words)
        if over:
            self.press("end", "ctrl+u")
        self.press(text)
        self.see(lambda seen: text[-12:] in seen)

    def to(self, help_words: str, key: str = "down", most: int = 60) -> None:
        """Press a key until these words are read on the screen. Raises NotShown where they never are."""
        for _ in range(most):
            if help_words in self.see():
                return
            before = self._drawn_so_far()
            self.press(key)
            with contextlib.suppress(NotShown):
                self.see(lambda _seen, before=before: self._drawn_so_far() != before, timeout=5.0)
        raise NotShown(f"«{help_words}» was not come to by {key}\n{self.text}")

    def _drawn_so_far(self) -> tuple[object, ...]:
        """All that a key can change: characters, colours and cursor, without the running clock of the first line."""
        assert isinstance(self._screen, ColourScreen)
        return (*map(tuple, self._screen.cells[1:]), self._screen.cursor)
