"""A screen of records: kept true while anybody writes, and hidden while the desk is locked."""

from collections.abc import Awaitable, Callable
from typing import ClassVar

from sfm_tui.widgets.everywhere.base import DeskScreen
from sfm_tui.widgets.everywhere.say import Outcome


class RecordsScreen(DeskScreen):
    """Takes up what anybody wrote, here or elsewhere, at once while it is shown and else when it is come back to.

    A subclass gives `_read`, which notes in `_seq` the state of the store that it read; where more hangs on it,
    `_behind` says whether there is anything to take up, and `_catch_up` does so.
    """

    HIDDEN: ClassVar[str] = ""
    """The parts that nobody sees while the desk is locked."""

    _read: Callable[[], None]
    _seq = -1

    def on_screen_resume(self) -> None:
        """Catch up with what happened while another screen was shown."""
        self.data_changed()

    def data_changed(self) -> None:
        """Take up what anybody wrote; the cursor stays, and what is typed."""
        super().data_changed()
        if self.is_mounted and self._behind:
            self._catch_up()

    @property
    def _behind(self) -> bool:
        return self._seq != self.session.data.head_seq

    def _catch_up(self) -> None:
        self._read()

    def do(self, flow: Callable[[], Awaitable[object]], name: str) -> None:
        """Have a person go through a flow, beside the screen; then take up what it changed, and say its `Outcome`.

        Not while the desk is locked: that is said.
        """
        if self.refuses():
            return

        async def work() -> None:
            try:
                done = await flow()
            finally:
                self.acted()
            if isinstance(done, Outcome):
                self.say(done.text, done.tone)

        self.act(work(), name, keys_wait=True)

    def action_undo(self) -> None:
        """Say that a signature stands; a screen with acts that can be taken back does so."""
        from sfm_tui.widgets.everywhere.signed import nothing_to_undo

        self.do(lambda: nothing_to_undo(self.session), "undo")

    def acted(self) -> None:
        """Something was done here: take up what it changed."""
        self.data_changed()

    def locked_changed(self) -> None:
        """Hide or show the records."""
        if self.HIDDEN:
            for part in self.query(self.HIDDEN):
                part.display = not self.session.locked
