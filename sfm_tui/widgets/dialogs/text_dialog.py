"""A text to read in full, with scrolling where it is long."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Label, Static

from sfm_tui.widgets.dialogs.dialogs import FRAME
from sfm_tui.widgets.dialogs.modal import Modal
from sfm_tui.widgets.everywhere.key_names import key_of
from sfm_tui.widgets.lists.long_list_line import visible


class TextDialog(Modal[str | None]):
    """Shows a text as it was typed, under some lines about it. Escape closes; Enter gives `enter`, if there is one."""

    DEFAULT_CSS = (
        FRAME.replace("$NAME", "TextDialog")
        + """
    TextDialog #text-scroll { height: auto; max-height: 20; margin-top: 1; scrollbar-size-vertical: 1; }
    TextDialog .about { color: $muted; }
    """
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "done", "Back", id="text.back", tooltip="Back to the list"),
        Binding("enter", "take", "Open", id="text.take", tooltip="Open what this belongs to"),
    ]

    def __init__(
        self, title: str, text: str, about: Sequence[str], *, hint: str = "", enter: str | None = None
    ) -> None:
        super().__init__()
        self._title = title
        self._text = text
        self._about = about
        self._hint = hint or f"↑↓ scroll · {key_of('text.back', 'Esc')} goes back"
        self._enter = enter

    def compose(self) -> ComposeResult:
        """What is known of the text, then the text."""
        with Vertical(id="dialog") as frame:
            frame.border_title = Content(self._title).markup
            for line in self._about:
                yield Label(visible(line), classes="about", markup=False)
            with VerticalScroll(id="text-scroll"):
                lines = (visible(line) for line in self._text.split("\n"))
                yield Static(Content("\n".join(lines)), markup=False)
            yield Label(self._hint, classes="hint", markup=False)

    def on_mount(self) -> None:
        """The text scrolls."""
        self.query_one("#text-scroll").focus()

    def action_done(self) -> None:
        """Close."""
        self.dismiss(None)

    def action_take(self) -> None:
        """Close and give what Enter stands for."""
        self.dismiss(self._enter)
