"""Paragraphs to read line by line, some of which lead to a record: what the right half of two screens shows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rich.cells import cell_len, chop_cells

from sfm_tui.widgets.lists.rows import Lines, Rows, safe


@dataclass(frozen=True)
class Para:
    """A paragraph: `tone` is a style of `Rows`, `go` the record that Enter leads to, `head` what stands before it.

    Its lines after the first begin under where the text begins.
    """

    text: str = ""
    tone: str = "plain"
    head: str = ""
    go: str = ""


@dataclass(frozen=True)
class Line:
    """One line of a paragraph, as it is shown."""

    place: int
    head: str
    text: str
    tone: str
    go: str
    begins: bool = True
    """Whether a paragraph begins with it."""


Write = Callable[[int], Sequence[Para]]
"""Makes the paragraphs for a width in cells."""


def flow(text: str, width: int) -> list[str]:
    """The text in lines of at most `width` cells, all of it; a word that is longer is broken."""
    lines = []
    for part in text.replace("\r\n", "\n").split("\n"):
        line = ""
        for word in safe(part).split(" "):
            if line and cell_len(line) + 1 + cell_len(word) > width:
                lines.append(line)
                line = word
            else:
                line = f"{line} {word}" if line else word
            if cell_len(line) > width:
                *full, line = chop_cells(line, width)
                lines.extend(full)
        lines.append(line)
    return lines


class Reading(Rows[Line]):
    """Shows paragraphs; the cursor goes from line to line, so that a text of any length is read to its end."""

    def __init__(self, id: str | None = None) -> None:
        super().__init__(_draw, key=lambda line: line.place, id=id)
        self._write: Write = lambda _width: ()
        self._subject = ""
        self._width = 0

    def tell(self, subject: str, write: Write) -> None:
        """Show what `write` makes; of another subject than before from its beginning."""
        self._write = write
        if subject != self._subject:
            self._subject, self.cursor, self.top = subject, 0, 0
        self._flow()

    def _flow(self) -> None:
        self._width = self.size.width
        if not self._width:
            return
        lines: list[Line] = []
        for para in self._write(self._width - 2):
            room = max(8, self._width - 2 - cell_len(para.head))
            for n, text in enumerate(flow(para.text, room)):
                head = para.head if n == 0 else " " * cell_len(para.head)
                lines.append(Line(len(lines), head, text, para.tone, para.go, n == 0))
        self.show(lines)

    def on_resize(self) -> None:
        """Set the paragraphs anew for another width."""
        if self.size.width != self._width:
            self._flow()

    def line_to_copy(self) -> str:
        """The paragraph that the cursor is in, on one line."""
        if self.current is None:
            return ""
        first = last = self.cursor
        while first and not self.items[first].begins:
            first -= 1
        while last + 1 < len(self.items) and not self.items[last + 1].begins:
            last += 1
        lines = self.items[first : last + 1]
        return " ".join((lines[0].head + lines[0].text, *(line.text for line in lines[1:])))

    @property
    def all_text(self) -> str:
        """Everything that can be read here."""
        return "\n".join(f"{line.head}{line.text}" for line in self.items)


def _draw(line: Line, _width: int) -> Lines:
    return [[(line.head, "muted"), (line.text, line.tone)]]
