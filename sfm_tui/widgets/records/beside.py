"""A screen with a list, and beside it the whole of what is under the list's cursor."""

from typing import TYPE_CHECKING

from textual import on

from sfm_tui.widgets.everywhere.again import Again
from sfm_tui.widgets.lists.rows import Rows
from sfm_tui.widgets.records.link_places import way_to
from sfm_tui.widgets.records.records_screen import RecordsScreen

if TYPE_CHECKING:
    from sfm_tui.widgets.everywhere.session import Session


class BesideScreen(RecordsScreen):
    """Has `#totals` over `#columns`, and in these a list and a `Reading` called `#said`.

    A subclass gives `_read_all`, which notes in `_seq` the state that it read and goes to the record in `_wanted`.
    """

    HIDDEN = "#columns, #totals"

    def __init__(self, session: "Session", name: str) -> None:
        super().__init__(session)
        self._wanted = ""
        self._read = Again(self, self._read_all, name)

    async def _read_all(self) -> None:
        raise NotImplementedError

    def show_record(self, key: str) -> None:
        """Go to a record once all is read."""
        self._wanted = key
        self._read()

    @on(Rows.Chosen, "#said")
    def _followed(self, event: Rows.Chosen) -> None:
        way = way_to(event.item.go, self.session.tz) if event.item.go else None
        if way is not None:
            self.post_message(way)
