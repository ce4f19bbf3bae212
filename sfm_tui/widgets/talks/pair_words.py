"""The pair under the matrix's cursor in words, and what the signs mean."""

from typing import TYPE_CHECKING

from sfm_tui.domain.training import State
from sfm_tui.widgets.lists.rows import Lines, Rows, wrapped
from sfm_tui.widgets.talks.grid import Grid
from sfm_tui.widgets.talks.words import LEGEND, SIGNS, pair_words

if TYPE_CHECKING:
    from sfm_tui.widgets.everywhere.session import Session

Told = tuple[State | None, str]


class PairWords(Rows[Told]):
    """Two lines of words about a pair, then the legend."""

    DEFAULT_CSS = """
    PairWords { height: 3; width: 1fr; }
    """

    def __init__(self, session: "Session") -> None:
        super().__init__(self._draw_told, key=lambda told: told, id="pair-words")
        self.can_focus = False
        self._session = session

    def say(self, grid: Grid, officer: str, topic: str) -> None:
        """Say how an officer stands with a topic."""
        state = grid.sign_of(officer, topic)
        if grid.matrix is None or state == "":
            self.show([(None, f"{grid.names[officer]}, {grid.titles[topic]}: reading …")])
            return
        words = pair_words(grid.matrix, officer, topic, grid.names[officer], grid.titles[topic])
        self.show([(grid.matrix.state(officer, topic), words)])

    def _draw_told(self, told: Told, width: int) -> Lines:
        state, words = told
        sign, style, _word = SIGNS[state]
        pieces = wrapped(words, width - 1)[:2]
        lines: Lines = [[(f"{sign} " if n == 0 else "  ", style), (piece, style)] for n, piece in enumerate(pieces)]
        return [*lines, *([[]] * (2 - len(lines))), [(LEGEND, "muted")]]
