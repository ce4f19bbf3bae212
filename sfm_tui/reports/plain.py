"""Plain text for a fixed pitch: widths as a terminal counts them, wrapping, labels and ends of a line."""

import re
import unicodedata
from collections.abc import Iterator

_TOKEN = re.compile(r" +|[^ ]+")


def cells(text: str) -> int:
    """How many columns a text takes: wide characters two, marks and joiners none."""
    if text.isascii():
        return len(text)
    return sum(_cells(c) for c in text)


def _cells(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def wrap(text: str, width: int) -> Iterator[str]:
    """The lines of a text, none wider than `width` columns (2 or more), at least one.

    Its own line ends and the spaces inside a line stay; those at which a line is broken, and at its end, go.
    """
    for line in text.split("\n"):
        if cells(line) <= width:
            yield line.rstrip(" ")
        else:
            yield from _broken(line, width)


def _broken(line: str, width: int) -> Iterator[str]:
    held, used = "", 0
    for match in _TOKEN.finditer(line):
        token = match.group()
        size = cells(token)
        if used + size <= width:
            held, used = held + token, used + size
            continue
        if held.strip(" ") or token[0] == " ":
            yield held.rstrip(" ")
            held, used = "", 0
        for c in "" if token[0] == " " else token:
            n = _cells(c)
            if used + n > width:
                yield held.rstrip(" ")
                held, used = "", 0
            held, used = held + c, used + n
    if held.strip(" "):
        yield held.rstrip(" ")


def indented(text: str, width: int, indent: int) -> list[str]:
    """Wrapped lines that start `indent` columns in; empty ones stay empty."""
    margin = " " * indent
    return [margin + line if line else "" for line in wrap(text, max(width - indent, 2))]


def labelled(label: str, value: str, width: int, column: int) -> list[str]:
    """A label, and its value from `column` on; a label that reaches it stands on a line of its own."""
    lines = indented(value, width, column)
    if cells(label) + 1 > column:
        return [*wrap(label, width), *lines]
    gap = " " * (column - cells(label))
    return [f"{label}{gap}{lines[0][column:]}".rstrip(" "), *lines[1:]]


def ends(left: str, right: str, width: int) -> list[str]:
    """Two texts at the ends of one line, or on two lines where they do not fit."""
    gap = width - cells(left) - cells(right)
    if gap >= 2:
        return [f"{left}{' ' * gap}{right}"]
    return [*wrap(left, width), *wrap(right, width)]


def thousands(n: int, word: str) -> str:
    """`1 talk`, `2,345 talks`."""
    return f"{n:,} {word}" if n == 1 else f"{n:,} {word}s"


def counted(n: int, word: str) -> str:
    """`1 talk`, `2 talks`."""
    return f"{n} {word}" if n == 1 else f"{n} {word}s"
