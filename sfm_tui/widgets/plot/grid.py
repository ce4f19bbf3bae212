"""Cells of character and tone that a plot is drawn into, and the lines of text that they make."""

from rich.cells import cell_len

from sfm_tui.widgets.lists.cells import one_line
from sfm_tui.widgets.lists.rows import safe

Picture = tuple[tuple[tuple[str, str], ...], ...]
"""Lines of spans: text and tone."""
BRAILLE = 0x2800
"""The first of the characters of dots that a line is drawn with."""
_PLAIN = {
    "─": "-", "╌": ".", "═": "=", "┊": ":", "•": "*", "●": "@", "○": "o", "▲": "^", "▼": "v", "◆": "#", "✖": "x",
    "│": "|", "┤": "|", "└": "+", "┴": "+", "█": "#",
}  # fmt: skip


class Grid:
    """What stands in each cell; one that holds a letter of a label is not written over by another label."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        self._cells: list[list[tuple[str, str]]] = [[(" ", "plain")] * width for _ in range(height)]
        self._taken: set[tuple[int, int]] = set()

    def put(self, column: int, row: int, char: str, tone: str) -> None:
        """Put a character over what is there; outside of the grid it is left out."""
        if 0 <= column < self.width and 0 <= row < self.height:
            self._cells[row][column] = char, tone

    def dots(self, column: int, row: int, char: str, tone: str) -> None:
        """Put dots of a line, joined with those that another line has there."""
        old, _ = self._cells[row][column]
        if BRAILLE <= ord(old or " ") < BRAILLE + 256:
            char = chr(ord(old) | ord(char))
        self._cells[row][column] = char, tone

    def undotted(self) -> None:
        """Put a full stop for every cell of a line."""
        for row in self._cells:
            for n, (char, tone) in enumerate(row):
                if BRAILLE <= ord(char or " ") < BRAILLE + 256:
                    row[n] = ".", tone

    def label(self, column: int, row: int, text: str, tone: str) -> bool:
        """Write a label where no other one stands; says whether it could."""
        width = cell_len(text)
        if column < 0 or column + width > self.width or not 0 <= row < self.height:
            return False
        cells = {(n, row) for n in range(column - 1, column + width + 1)}
        if cells & self._taken:
            return False
        self._taken |= {(n, row) for n in range(column, column + width)}
        for char in text:
            wide = cell_len(char)
            self._cells[row][column] = char, tone
            if wide == 2:
                self._cells[row][column + 1] = "", tone
            column += wide
        return True

    def picture(self, *, plain: bool) -> Picture:
        """The lines of text; `plain` in letters that any terminal has."""
        lines = []
        for row in self._cells:
            spans: list[tuple[str, str]] = []
            for char, tone in row:
                letter = _PLAIN.get(char, char if char.isascii() else "*" * cell_len(char)) if plain else char
                if spans and (spans[-1][1] == tone):
                    spans[-1] = spans[-1][0] + letter, tone
                else:
                    spans.append((letter, tone))
            lines.append(tuple(spans))
        return tuple(lines)


def clean(text: str) -> str:
    """A label on one line, of characters that have a width of their own."""
    return "".join(char for char in safe(one_line(text[:200])) if cell_len(char))
