"""A form with a text below it that takes points, one on each line."""

from collections.abc import Callable, Sequence
from typing import Any

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Label, TextArea

from sfm_tui.widgets.everywhere.key_names import key_of
from sfm_tui.widgets.forms.form_dialog import FormDialog, Save
from sfm_tui.widgets.forms.record_form import Form, FormField


class PointsDialog(FormDialog):
    """As a `FormDialog`; what `save` is given has `points` beside the fields."""

    DEFAULT_CSS = (
        FormDialog.DEFAULT_CSS.replace("FormDialog", "PointsDialog")
        + """
    PointsDialog TextArea, PointsDialog TextArea:focus { height: 7; border: none; background: $panel; padding: 0 1; }
    PointsDialog TextArea:focus { background: $panel-lighten-1; }
    PointsDialog .points { color: $secondary; }
    """
    )

    def __init__(
        self,
        title: str,
        fields: Sequence[FormField],
        points: str,
        save: Save,
        *,
        focus: str = "",
        shown: Callable[[], None] = lambda: None,
    ) -> None:
        async def with_points(values: dict[str, str]) -> Any:
            return await save({**values, "points": self.query_one(TextArea).text.strip("\n")})

        hint = f"Tab goes to the points · {key_of('form.save', '^S')} saves · Esc goes back"
        super().__init__(title, fields, with_points, focus=focus, hint=hint, shown=shown)
        self._points = points
        self._warned_points = points

    def compose(self) -> ComposeResult:
        """The form, the points, and how to leave it."""
        with VerticalScroll(id="dialog", can_focus=False) as frame:
            frame.border_title = Content(self._title).markup
            yield Form(self._fields)
            yield Label("Points, one on each line:", classes="points", markup=False)
            yield TextArea(self._points, id="points", soft_wrap=True)
            yield Label(self._hint, classes="hint", id="form-hint", markup=False)

    def action_cancel(self) -> None:
        """Leave everything as it is; where points were typed, the second Escape in a row does."""
        typed = self.query_one(TextArea).text
        if typed not in (self._points, self._warned_points) and not self._busy:
            self._warned_points = typed
            self._warned_of = self.query_one(Form).values
            self.query_one("#form-hint", Label).update(
                f"Not saved yet: {key_of('form.save', '^S')} saves, Esc again drops what was typed"
            )
            return
        super().action_cancel()
