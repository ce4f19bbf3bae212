"""A form in a dialog that stays, with what was typed, until the store has taken it."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Label

from sfm_tui.storage.errors import StoreError
from sfm_tui.widgets.dialogs.dialogs import FRAME
from sfm_tui.widgets.dialogs.modal import Modal
from sfm_tui.widgets.everywhere.key_names import key_of
from sfm_tui.widgets.everywhere.there import is_there
from sfm_tui.widgets.forms.record_form import Form, FormField
from sfm_tui.widgets.forms.refused_at import refused_at

Save = Callable[[dict[str, str]], Awaitable[Any]]


class FieldError(ValueError):
    """What is wrong with one field, found only when it was saved."""

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(problem)
        self.name = name


class NotYet(Exception):
    """Left before it was saved: the form stays as it is, and nothing is wrong with it."""


class FormDialog(Modal[Any]):
    """Type the fields, save them; gives what `save` gave, or None after Escape.

    `save` runs in a worker. Where it raises StoreError, ValueError or OSError, the cursor goes to the field that it is
    about, the line is shown and nothing is lost; NotYet leaves the form as it is.
    """

    DEFAULT_CSS = FRAME.replace("$NAME", "FormDialog")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", "Back", id="form.cancel", tooltip="Leave everything as it is"),
        Binding("ctrl+s", "save", "Save", id="form.save", priority=True, tooltip="Save all fields as they stand"),
        Binding("down", "app.focus_next", "Next field", show=False, id="form.next"),
        Binding("up", "app.focus_previous", "Previous field", show=False, id="form.previous"),
    ]

    def __init__(
        self,
        title: str,
        fields: Sequence[FormField],
        save: Save,
        *,
        focus: str = "",
        hint: str = "",
        shown: Callable[[], None] = lambda: None,
    ) -> None:
        """`focus` names the field to start in; `shown` is called when the form takes keys."""
        super().__init__()
        self._title = title
        self._fields = list(fields)
        self._save = save
        self._start = focus
        self._shown = shown
        ends = f"{key_of('form.save', '^S')} saves · {key_of('form.cancel', 'Esc')} goes back"
        self._hint = hint or f"Enter goes on, after the last it saves · {ends}"
        self._busy = False
        self._warned_of: dict[str, str] | None = None

    def compose(self) -> ComposeResult:
        """The form, and how to leave it."""
        with VerticalScroll(id="dialog", can_focus=False) as frame:
            frame.border_title = Content(self._title).markup
            yield Form(self._fields)
            yield Label(self._hint, classes="hint", id="form-hint", markup=False)

    def on_mount(self) -> None:
        """Start where it matters."""
        self.query_one(Form).go(self._start)
        self._shown()

    @on(Form.Sent)
    def _sent(self, event: Form.Sent) -> None:
        event.stop()
        if self._busy:
            return
        self._busy = True
        self.query_one("#form-hint", Label).update("one moment …")
        self.run_worker(self._saving(event.values), name="save", exit_on_error=False)

    async def _saving(self, values: dict[str, str]) -> None:
        form = self.query_one(Form)
        try:
            done = await self._save(values)
        except FieldError as error:
            form.refuse(error.name, str(error))
        except NotYet:
            pass
        except (StoreError, ValueError, OSError) as error:
            name, problem = refused_at(error, self._fields)
            form.refuse(name, problem if name else f"✖ {problem}")
        else:
            self.dismiss(done)
            return
        finally:
            self._busy = False
        self.query_one("#form-hint", Label).update(self._hint)

    def progress(self, text: str) -> None:
        """Say how far the saving is."""
        if is_there(self) and self._busy:
            self.query_one("#form-hint", Label).update(text)

    def action_save(self) -> None:
        """Save all fields as they stand."""
        self.query_one(Form).send()

    def action_cancel(self) -> None:
        """Leave everything as it is; where something was typed, the second Escape in a row does."""
        if self._busy:
            return
        form = self.query_one(Form)
        if form.changed and form.values != self._warned_of:
            self._warned_of = form.values
            self.query_one("#form-hint", Label).update(
                f"Not saved yet: {key_of('form.save', '^S')} saves, "
                f"{key_of('form.cancel', 'Esc')} again drops what was typed"
            )
            return
        self.dismiss(None)
