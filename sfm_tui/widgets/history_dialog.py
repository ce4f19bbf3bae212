"""Every change of a record, from the ledger: who, when, why, the old value."""

from typing import TYPE_CHECKING, Any, ClassVar

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen

from sfm_tui.clock import full_text
from sfm_tui.widgets.dialogs import FRAME
from sfm_tui.widgets.incident_parts import wrap
from sfm_tui.widgets.rows import Lines, Rows

if TYPE_CHECKING:
    from sfm_tui.widgets.session import Session


class HistoryDialog(ModalScreen[None]):
    """The entries of the ledger about one record, the newest first."""

    DEFAULT_CSS = (
        FRAME.replace("$NAME", "HistoryDialog")
        + """
    HistoryDialog > #dialog { width: 110; height: 100%; }
    """
    )
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss", "Back", id="history.back")]

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
            frame.border_subtitle = "Esc goes back"
            yield Rows[Any](self._draw_entry, key=lambda e: e.seq, id="history", empty="nothing is recorded")

    def on_mount(self) -> None:
        """Show them."""
        rows = self.query_one(Rows)
        rows.focus()
        rows.show(self._entries[::-1])

    def _draw_entry(self, entry: Any, width: int) -> Lines:
        time = full_text(entry.at, self._session.tz)
        who = self._authors.get(entry.author, entry.author) + ("" if entry.confirmed else " (unconfirmed)")
        head: Lines = [
            [(f"{entry.seq:>7}  ", "accent"), (f"{time}  ", "muted"), (who, "bold"), (f"  {entry.verb}", "muted")]
        ]
        if sum(cell_len(text) for text, _ in head[0]) > width:
            head = [[*head[0][:2]], [("         ", "plain"), *head[0][2:]]]
        lines = head
        lines += [[("         ", "plain"), (piece, "plain")] for piece in wrap(entry.text, width - 10, 6)]
        return lines
