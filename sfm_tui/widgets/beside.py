"""A screen with a list, and beside it the whole of what is under the list's cursor."""

from typing import TYPE_CHECKING

from textual import on

from sfm_tui.widgets.again import Again
from sfm_tui.widgets.base import DeskScreen
from sfm_tui.widgets.link_places import way_to
from sfm_tui.widgets.rows import Rows

if TYPE_CHECKING:
    from sfm_tui.widgets.session import Session


class BesideScreen(DeskScreen):
    """Has `#totals` over `#columns`, and in these a list and a `Reading` called `#said`.

    A subclass gives `_read_all`, which notes in `_seq` the state that it read and goes to the record in `_wanted`.
    """

    def __init__(self, session: "Session", name: str) -> None:
        super().__init__(session)
        self._seq = -1
        self._wanted = ""
        self._read = Again(self, self._read_all, name)

    async def _read_all(self) -> None:
        raise NotImplementedError

    def on_screen_resume(self) -> None:
        """Catch up with what happened while another screen was shown."""
        self.data_changed()

    def data_changed(self) -> None:
        """Read anew if anybody wrote; the cursor stays."""
        super().data_changed()
        if self.is_mounted and self._seq != self.session.data.head_seq:
            self._read()

    def locked_changed(self) -> None:
        """Hide or show the records."""
        for part in ("#columns", "#totals"):
            self.query_one(part).display = not self.session.locked

    def show_record(self, key: str) -> None:
        """Go to a record once all is read."""
        self._wanted = key
        self._read()

    @on(Rows.Chosen, "#said")
    def _followed(self, event: Rows.Chosen) -> None:
        way = way_to(event.item.go, self.session.tz) if event.item.go else None
        if way is not None:
            self.post_message(way)
