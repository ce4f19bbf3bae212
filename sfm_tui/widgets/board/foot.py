"""The card under the board's cursor in full, below the columns."""

from collections.abc import Sequence

from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from sfm_tui.widgets.board.drawing import BoardDrawing, Run, put_cut
from sfm_tui.widgets.lists.rows import wrapped
from sfm_tui.widgets.roster.cells import Cells


class BoardFoot(Widget):
    """A few lines in the colours of the board; a long one goes on below it."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    BoardFoot { height: 5; width: 1fr; background: $background; color: $foreground; }
    """

    def __init__(self, view: BoardDrawing) -> None:
        super().__init__(id="board-foot")
        self._view = view
        self._lines: list[list[Run]] = []

    def show(self, lines: Sequence[Sequence[Run]]) -> None:
        """Show these lines."""
        new = [line for one in lines for line in broken(one, self.size.width - 2)]
        if new != self._lines:
            self._lines = new
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """A rule, then a line each."""
        width = self.size.width
        cells = Cells.blank(width)
        if y == 0:
            cells.fill(0, width, "─", "rule")
        elif y - 1 < len(self._lines):
            put_cut(cells, 1, width - 1, self._lines[y - 1])
        strip = Strip([Segment(text, self._view.look(name)) for text, name in cells.runs()])
        return strip.adjust_cell_length(width, self.rich_style)


def broken(spans: Sequence[Run], width: int) -> list[list[Run]]:
    """A line, whose last piece goes on below it where it is longer than the line."""
    before = sum(len(text) for text, _ in spans[:-1])
    if not spans or before + len(spans[-1][0]) <= width or spans[-1][1] != "plain" or before > width // 2:
        return [list(spans)]
    text, look = spans[-1]
    first, *rest = wrapped("x" * max(1, before - 1) + " " + text[: 8 * max(1, width)], width + 2)
    below = wrapped(" ".join(rest), width) if rest else []
    return [[*spans[:-1], (first[before:], look)], *([("  " + line, look)] for line in below)]
