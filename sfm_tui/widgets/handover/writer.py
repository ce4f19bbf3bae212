"""Where a handover is written: what is typed is kept in the store a moment later, so that a crash loses none of it."""

from typing import TYPE_CHECKING, cast

from textual import on
from textual.timer import Timer
from textual.widgets import TextArea

from sfm_tui.domain.desk import Author

if TYPE_CHECKING:
    from sfm_tui.widgets.everywhere.program import Program
    from sfm_tui.widgets.everywhere.session import Session

KEEP_AFTER = 0.3


class HandoverWriter(TextArea):
    """The text of one person's handover while it is being written."""

    def __init__(self, session: "Session", id: str | None = None) -> None:
        super().__init__("", id=id, soft_wrap=True, tab_behavior="focus", show_line_numbers=False)
        self.cursor_blink = False
        self.border_title = "Your handover"
        self.person = ""
        self._session = session
        self._keeping: Timer | None = None
        self._open = False

    def begin(self, person: str, text: str) -> None:
        """Write on `text` as a person."""
        self.person, self._open = person, True
        self.put(text)

    def put(self, text: str) -> None:
        """Show another text; nothing of it counts as typed."""
        with self.prevent(TextArea.Changed):
            self.load_text(text)
        self.move_cursor(self.document.end)

    def anew(self, text: str) -> None:
        """Put a text in place of all that is there, as if it were typed: it can be undone."""
        self.replace(text, (0, 0), self.document.end)

    def end(self) -> None:
        """The text is signed or left: nothing of it is kept from now on."""
        self._open = False
        self._stop()

    @on(TextArea.Changed)
    def _typed(self) -> None:
        self._stop()
        self._keeping = self.set_timer(KEEP_AFTER, self.keep)

    def _stop(self) -> None:
        if self._keeping is not None:
            self._keeping.stop()
            self._keeping = None

    def keep(self) -> None:
        """Bring the draft in the store up to what is written, beside the screen."""
        self._stop()
        if self._open:
            app = cast("Program", self.app)
            app.act(self.store_draft(self.text), "keep draft", keys_wait=False)

    async def store_draft(self, text: str) -> None:
        """Bring the draft in the store up to a text."""
        person = self.person
        await self._session.write(lambda store, _by: store.handovers.keep(text, Author(person)))
