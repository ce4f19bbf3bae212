"""What the commands print: JSON, counts, lines of text, and how far a long work is."""

import json
import sys
from collections.abc import Iterable
from typing import Any

from sfm_tui.clock import Clock, SystemClock

_EVERY = 0.1


def json_text(value: Any) -> str:
    """One line of JSON in UTF-8; where a text holds what UTF-8 cannot, in ASCII with escapes."""
    text = json.dumps(value, ensure_ascii=False)
    try:
        text.encode()
    except UnicodeEncodeError:
        return json.dumps(value)
    return text


def print_json_array(values: Iterable[Any]) -> None:
    """Print an array, one value a line, as the values come: however many there are, few are held."""
    print("[", end="")
    separator = ""
    for value in values:
        print(f"{separator}\n{json_text(value)}", end="")
        separator = ","
    print("\n]" if separator else "]")


def one_line(text: str) -> str:
    """Text for one line: line ends as spaces, and what steers a terminal or turns the writing written out."""
    flat = " ".join(text.split())
    if flat.isprintable():
        return flat
    return "".join(c if c.isprintable() or c in _JOINERS else f"\\u{ord(c):04x}" for c in flat)


def cut(line: str, width: int) -> str:
    """The line, no longer than `width` characters where that is not 0."""
    return line if not width or len(line) <= width else line[: width - 1] + "…"


_JOINERS = "\u200c\u200d"


def counted(n: int, one: str, many: str = "") -> str:
    """`1 incident`, `2,345 incidents`."""
    return f"{n:,} {one if n == 1 else many or one + 's'}"


class Progress:
    """How far a long work is, on one line of standard error; nothing where that is no terminal."""

    def __init__(self, what: str = "", clock: Clock | None = None) -> None:
        self._what = what
        self._clock = clock or SystemClock()
        self._shown = 0
        self._last = float("-inf")
        self._on = sys.stderr.isatty()

    def steps(self, done: int, total: int) -> None:
        """So many of so many are done; 0 of 0 where the number is not known."""
        self.tell(self._what, done, total)

    def tell(self, what: str, done: int, total: int) -> None:
        """As `steps`, with what is being done."""
        now = self._clock.monotonic()
        if not self._on or now - self._last < _EVERY:
            return
        self._last = now
        far = f" {100 * done // total} %" if total else f" {done:,}" if done else ""
        self._put(cut(one_line(f"{what}{far}"), 78))

    def clear(self) -> None:
        """Take the line away."""
        if self._shown:
            self._put("")
            print("\r", end="", file=sys.stderr, flush=True)

    def _put(self, line: str) -> None:
        print(f"\r{line.ljust(self._shown)}", end="", file=sys.stderr, flush=True)
        self._shown = len(line)

    def __enter__(self) -> "Progress":
        return self

    def __exit__(self, *_exc: object) -> None:
        self.clear()
