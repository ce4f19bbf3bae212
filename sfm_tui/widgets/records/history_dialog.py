"""Every change of a record, from the ledger: who, when, why, the old value."""

from typing import TYPE_CHECKING, Any, ClassVar

from rich.cells import cell_len
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content

from sfm_tui.clock import full_text
from sfm_tui.widgets.dialogs.dialogs import FRAME
from sfm_tui.widgets.dialogs.modal import Modal
from sfm_tui.widgets.dialogs.text_dialog import TextDialog
from sfm_tui.widgets.lists.cells import wrap
from sfm_tui.widgets.lists.rows import Lines, Rows

if TYPE_CHECKING:
    from sfm_tui.widgets.everywhere.session import Session

MOST_LINES = 6
"""Lines of one entry in the list; Enter shows all of it."""


class HistoryDialog(Modal[None]):
    """The entries of the ledger about one record, the newest first."""

    DEFAULT_CSS = (
        FRAME.replace("$NAME", "HistoryDialog")
        + """
    HistoryDialog > #dialog { width: 110; height: 100%; }
    """
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", "Back", id="history.back", tooltip="Back to where you were")
    ]

    def __init__(self, session: "Session", title: str, entries: list[Any], authors: dict[str, str]) -> None:
        super().__init__()
        self._session = session
        self._title = title
        self._entries = entries
        self._authors = authors

    def compose(self) -> ComposeResult:
        """The list."""
        with Vertical(id="dialog") as frame:
            frame.border_title = Content(self._title).markup
            some = f"{len(self._entries):,} · Enter shows all of it · " if self._entries else ""
            frame.border_subtitle = f"{some}Esc goes back"
            yield Rows[Any](self._draw_entry, key=lambda e: e.seq, id="history", empty="nothing is recorded")

    def on_mount(self) -> None:
        """Show them."""
        rows = self.query_one(Rows)
        rows.focus()
        rows.show(self._entries[::-1])

    @on(Rows.Chosen)
    def _read_all(self, event: Rows.Chosen) -> None:
        """Show an entry in full."""
        event.stop()
        entry = event.item
        about = [f"{full_text(entry.at, self._session.tz)}  {self._who(entry)}"]
        self.app.push_screen(TextDialog(f"{entry.seq} · {entry.verb}", entry.text, about))

    def _who(self, entry: Any) -> str:
        name: str = self._authors.get(entry.author, entry.author)
        return name if entry.confirmed else f"{name} (unconfirmed)"

    def _draw_entry(self, entry: Any, width: int) -> Lines:
        time = full_text(entry.at, self._session.tz)
        who = self._who(entry)
        head: Lines = [
            [(f"{entry.seq:>7}  ", "accent"), (f"{time}  ", "muted"), (who, "bold"), (f"  {entry.verb}", "muted")]
        ]
        if sum(cell_len(text) for text, _ in head[0]) > width:
            head = [[*head[0][:2]], [("         ", "plain"), *head[0][2:]]]
        lines = head
        lines += [[("         ", "plain"), (piece, "plain")] for piece in wrap(entry.text, width - 10, MOST_LINES)]
        return lines
