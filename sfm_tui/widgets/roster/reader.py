"""Reads the roster for its screen, and takes up what was written since."""

from functools import partial
from typing import TYPE_CHECKING

from sfm_tui.widgets.roster.axis import Axis
from sfm_tui.widgets.roster.board import Board, Span, only_roster, read_board, week_of, window_of

if TYPE_CHECKING:
    from sfm_tui.storage.store import Store
    from sfm_tui.widgets.everywhere.session import Session


class RosterReader:
    """Gives boards: the one that is held where that is enough, with what was written since; else a new one."""

    def __init__(self, session: "Session") -> None:
        self._session = session

    def holds(self, board: Board, around: int, axis: Axis) -> bool:
        """Whether a board has the week of an instant and all that is shown."""
        start, end = week_of(around, self._session.tz)
        low, high = board.window
        return low <= min(start, axis.start) and max(end, axis.end) <= high

    async def read(self, held: Board | None, around: int, axis: Axis, by: str) -> Board:
        """The roster around an instant, ready to be drawn by post or by officer."""
        if held is None or not self.holds(held, around, axis):
            return await self._fresh(window_of(around, self._session.tz), by)
        from sfm_tui.storage.roster_news import news

        while True:
            after = held.seq
            seq, changes = await self._session.read(partial(news, after=after))
            if held.seq == after:  # else an act of this screen was taken up while that was read
                break
        if changes is None:
            return await self._fresh(held.window, by)
        if seq > held.seq:  # else it was taken up meanwhile
            if some := only_roster(changes):
                held.apply(some, seq)
            held.seq = seq
        return held

    async def _fresh(self, window: Span, by: str) -> Board:
        def read(store: "Store") -> Board:
            board = read_board(store, window)
            board.rows(by)
            return board

        return await self._session.read(read)
