"""A kept form of many fields: they scroll, and what the field is understood as stays in sight below them."""

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Label

from sfm_tui.widgets.dialogs.dialogs import FRAME
from sfm_tui.widgets.forms.kept_form import KeptForm
from sfm_tui.widgets.forms.record_form import Form


class LongForm(KeptForm):
    """As high as the screen allows."""

    DEFAULT_CSS = (
        FRAME.replace("$NAME", "LongForm")
        + """
    LongForm > #dialog { height: 100%; width: 100; }
    LongForm Form { height: 1fr; overflow-y: auto; scrollbar-size-vertical: 1; }
    LongForm Form > #form-echo { dock: bottom; height: 2; margin: 0; background: $surface; }
    LongForm .fixed { color: $muted; }
    """
    )

    def compose(self) -> ComposeResult:
        """The form, and how to leave it."""
        with Vertical(id="dialog") as frame:
            frame.border_title = Content(self._title).markup
            yield Form(self._fields)
            yield Label(self._hint, classes="hint", id="form-hint", markup=False)
