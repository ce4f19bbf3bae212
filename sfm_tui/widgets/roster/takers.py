"""Who could take the gap under the cursor, as far as there is room to say so; to choose one, the gap is filled."""

from typing import TYPE_CHECKING

from textual.content import Content
from textual.timer import Timer

from sfm_tui.domain.candidates import Candidate
from sfm_tui.widgets.everywhere.again import Again
from sfm_tui.widgets.lists.rows import Lines, Rows
from sfm_tui.widgets.roster.bars import COVER
from sfm_tui.widgets.roster.board import Board
from sfm_tui.widgets.roster.candidates import SpanOf, candidate_lines, longest_name

if TYPE_CHECKING:
    from sfm_tui.domain.findings import Finding
    from sfm_tui.widgets.everywhere.session import Session
    from sfm_tui.widgets.roster.words import RosterWords

NO_GAP = "Put the cursor on a gap to see who could take it."
PAST_NINE = 10
REST_SECONDS = 0.15
"""So long the cursor rests on a gap before it is asked who could take it."""


class Takers(Rows[Candidate], can_focus=False):
    """The officers for a gap, the best first. Counted in a thread; while the cursor runs on, only for the last gap."""

    def __init__(self, session: "Session") -> None:
        super().__init__(self._drawn_taker, key=lambda one: one.officer, empty=NO_GAP, id="takers")
        self._session = session
        self._board: Board | None = None
        self._words: RosterWords | None = None
        self._gap: SpanOf | None = None
        self._asked: object = None
        self._widest = 8
        self._rest: Timer | None = None
        self._count = Again(self, self._ask, "who could take it")

    def ask(self, board: Board, words: "RosterWords", finding: "Finding | None") -> None:
        """Show who could take what a finding leaves open; nobody for one that leaves nothing."""
        gap = gap_of(board, finding)
        self._board, self._words, self._gap = board, words, gap
        asked = (board.seq, gap)
        if asked == self._asked:
            return
        self._asked = asked
        if self._rest is not None:
            self._rest.stop()
        if gap is None:
            self.border_title = "Who could take it"
            self.show([])
        elif self.display:
            self._rest = self.set_timer(REST_SECONDS, self._count)

    def forget(self) -> None:
        """Ask anew the next time."""
        self._asked = None

    async def _ask(self) -> None:
        board, gap = self._board, self._gap
        if board is None or gap is None or self._words is None:
            return
        found = await self._session.read(lambda _store: board.candidates(gap.post, gap.start, gap.end))
        if gap == self._gap:
            self._widest = longest_name(self._words, found)
            where = f"{self._words.span(gap.start, gap.end)}, {self._words.where(gap.post)}"
            self.border_title = Content(f"Who could take {where}").markup
            self.show(found)

    def _drawn_taker(self, one: Candidate, width: int) -> Lines:
        assert self._words is not None
        assert self._gap is not None
        return candidate_lines(one, PAST_NINE, width, self._widest, self._words, self._gap)


def gap_of(board: Board, finding: "Finding | None") -> SpanOf | None:
    """The post and span that a finding leaves open; for a peak in which nobody is free the first responder post."""
    if finding is None:
        return None
    if finding.kind in COVER:
        return SpanOf(finding.post or "", finding.start, finding.end)
    if finding.kind == "no-responder":
        post = next((post.post for post in board.posts.values() if post.responder), "")
        return SpanOf(post, finding.start, finding.end) if post else None
    return None
