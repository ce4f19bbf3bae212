"""What comes after: caller, witnesses, references, injury, loss, outcome; M/ETHANE for severity 1 and 2."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Input, Label

from sfm_tui.domain.incidents import FIELDS, METHANE
from sfm_tui.widgets.dialogs.dialogs import FRAME
from sfm_tui.widgets.dialogs.modal import Modal
from sfm_tui.widgets.forms.form import FieldInput, FieldRow


class MoreDialog(Modal[dict[str, str] | None]):
    """All fields on one page. Escape saves what was typed: nothing is lost on the way back."""

    DEFAULT_CSS = (
        FRAME.replace("$NAME", "MoreDialog")
        + """
    MoreDialog > #dialog { width: 100; height: 100%; }
    MoreDialog FieldRow > .name { width: 24; }
    MoreDialog .group { color: $accent; text-style: bold; margin-top: 1; }
    """
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "save", "Save, back", id="more.save", tooltip="Save what was typed and go back"),
        Binding("down", "app.focus_next", "Next field", show=False, id="more.down"),
        Binding("up", "app.focus_previous", "Field above", show=False, id="more.up"),
    ]

    def __init__(self, number: str, values: dict[str, str]) -> None:
        super().__init__()
        self._number = number
        self._values = values

    def compose(self) -> ComposeResult:
        """A row for each field."""
        with Vertical(id="dialog") as frame:
            frame.border_title = Content(f"{self._number}: more").markup
            frame.border_subtitle = "Esc saves and goes back"
            with VerticalScroll(can_focus=False):
                for name, value in self._values.items():
                    if name == METHANE[0]:
                        yield Label("M/ETHANE", classes="group", markup=False)
                    yield FieldRow(
                        name, FIELDS[name], FieldInput(value=value, id=f"more-{name}", select_on_focus=False)
                    )

    def on_mount(self) -> None:
        """Start in the first field."""
        self.query(Input).first().focus()

    def on_input_submitted(self) -> None:
        """Enter goes to the next field, and saves after the last."""
        inputs = list(self.query(Input))
        if self.focused is inputs[-1]:
            self.action_save()
        else:
            self.focus_next()

    def action_save(self) -> None:
        """Give back what was typed."""
        self.dismiss({name: self.query_one(f"#more-{name}", Input).value for name in self._values})
