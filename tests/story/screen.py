"""The screen at the other end of a pty, with its colours."""

import re
from typing import NamedTuple

import pyte

from benchmarks.terminal import Screen

FOREGROUND, BACKGROUND = "e6edf3", "0d1117"
_NAMED = {
    "black": "000000", "red": "cd3131", "green": "0dbc79", "brown": "e5e510", "blue": "2472c8", "magenta": "bc3fbc",
    "cyan": "11a8cd", "white": "e5e5e5",
}  # fmt: skip


class Cell(NamedTuple):
    """One character of the screen as it is drawn."""

    text: str
    colour: str
    ground: str
    bold: bool = False
    italic: bool = False
    underline: bool = False
    strike: bool = False


class ColourScreen(Screen):
    """What a program's output leaves on a terminal's screen, colours and all."""

    KEEPS = re.compile(rb"\x1b(?:\[\??[0-9;]*[@A-HJ-MPXade-hlmr`]|[78DEMc])\Z")

    @property
    def cells(self) -> list[list[Cell]]:
        """The cells of each line, from the top."""
        buffer = self._screen.buffer
        return [[_cell(buffer[y][x]) for x in range(self._screen.columns)] for y in range(self._screen.lines)]

    @property
    def cursor(self) -> tuple[int, int]:
        """Column and line in which the next letter would be typed."""
        return self._screen.cursor.x, self._screen.cursor.y


def _cell(char: pyte.screens.Char) -> Cell:
    colour, ground = _colour(char.fg, FOREGROUND), _colour(char.bg, BACKGROUND)
    if char.reverse:
        colour, ground = ground, colour
    return Cell(char.data, colour, ground, char.bold, char.italics, char.underscore, char.strikethrough)


def _colour(name: str, default: str) -> str:
    if name == "default":
        return default
    return _NAMED.get(name.removeprefix("bright"), name)
