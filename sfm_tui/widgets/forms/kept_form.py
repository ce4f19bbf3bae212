"""A form whose half-typed fields outlive it, and the program, until it is saved or dropped on purpose."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

from textual.await_complete import AwaitComplete
from textual.widgets import Label

from sfm_tui.widgets.everywhere.key_names import key_of
from sfm_tui.widgets.everywhere.session import NOBODY
from sfm_tui.widgets.forms.form_dialog import FieldError, FormDialog, Save
from sfm_tui.widgets.forms.record_form import Form, FormField
from sfm_tui.widgets.lists.cells import clip, one_line

if TYPE_CHECKING:
    from textual.app import App

    from sfm_tui.widgets.everywhere.program import Program
    from sfm_tui.widgets.everywhere.session import Session

KEEP_EVERY = 0.5
STOOD = "stood:"
"""Before a field's name: what stood in it when it was typed over, kept beside what was typed."""


class KeptForm(FormDialog):
    """Holds what differs from `blank` in the session at once, and in the store twice a second."""

    def __init__(
        self, session: "Session", key: str, title: str, fields: Sequence[FormField], save: Save, *,
        blank: dict[str, str], focus: str = "",
    ) -> None:  # fmt: skip
        super().__init__(title, fields, save, focus=focus)
        self.stood = dict(blank)
        self.dropped = False
        self._session = session
        self._key = key
        self._blank = blank
        self._stored: dict[str, str] = {}

    def on_mount(self) -> None:
        """Begin to keep."""
        self.set_interval(KEEP_EVERY, self._keep)

    def _typed(self) -> dict[str, str]:
        """The fields in which something else stands than at first."""
        values = self.query_one(Form).values
        return {name: text for name, text in values.items() if text != self._blank.get(name, "")}

    def _hold(self) -> dict[str, str]:
        typed = self._typed()
        typed |= {f"{STOOD}{name}": self.stood[name] for name in typed if self.stood.get(name)}
        if typed:
            self._session.half_written[self._key] = typed
        else:
            self._session.half_written.pop(self._key, None)
        return typed

    def _keep(self) -> None:
        typed = self._hold()
        if typed != self._stored:
            self._stored = typed
            app = cast("Program", self.app)
            key = self._key
            app.act(
                self._session.write(lambda store, by: store.drafts.keep(key, by.person, typed)),
                "keep draft",
                keys_wait=False,
            )

    def dismiss(self, result: Any = None) -> AwaitComplete:
        """Close; what is typed stays held where something else than the person closed it."""
        if result is None and not self.dropped and self.is_mounted:
            self._keep()
        return super().dismiss(result)

    def action_cancel(self) -> None:
        """Leave; where something is typed, the second Escape in a row drops it."""
        if self._busy:
            return
        typed = self._typed()
        if typed and typed != self._warned_of:
            self._warned_of = typed
            self.query_one("#form-hint", Label).update(
                f"Not saved yet: {key_of('form.save', '^S')} saves, Esc again drops what was typed"
            )
            return
        self.dropped = True
        self.dismiss(None)


class _Telling:
    """Saves once the person has been told of each field whose record was changed since they typed over it."""

    def __init__(self, save: Save, fields: Sequence[FormField], held: dict[str, str]) -> None:
        self.dialog: KeptForm | None = None
        self._save = save
        self._now = {field.name: (field.label, field.value) for field in fields if field.name in held}
        self.stood = {
            name: before
            for name, (_label, now) in self._now.items()
            if (before := held.get(f"{STOOD}{name}", "")) != now != held[name]
        }

    async def __call__(self, typed: dict[str, str]) -> Any:
        for name in list(self.stood):
            before = self.stood.pop(name)
            label, now = self._now[name]
            if self.dialog is not None:
                self.dialog.stood[name] = now
            if typed[name] != now:
                was, become = (clip(one_line(text), 40) or "empty" for text in (before, now))
                raise FieldError(
                    name,
                    f"{label} was changed since you typed: {was} → {become}. "
                    f"{key_of('form.save', '^S')} again puts what you typed there",
                )
        return await self._save(typed)


async def ask_kept(
    app: "App[Any]", session: "Session", key: str, title: str, fields: Sequence[FormField], save: Save, *,
    focus: str = "", make: Callable[..., KeptForm] = KeptForm, shared: bool = False,
) -> Any:  # fmt: skip
    """Show a form with what was half typed in it before, if anything was; gives what `save` gave, None for nothing.

    `make` is the dialog to show it in. The fields of a `shared` one are those of a record: where another value stands
    there now than when it was typed over, that is told before it is saved.
    """
    held = session.half_written.get(key)
    if held is None:
        draft = await session.read(lambda store: store.drafts.get(key))
        mine = draft is not None and draft.person in ("", NOBODY, session.author.person)
        held = {name: str(text) for name, text in draft.body.items()} if draft is not None and mine else {}
    blank = {field.name: field.value for field in fields}
    some = [replace(field, value=held.get(field.name, field.value)) for field in fields]
    if shared:
        save = _Telling(save, fields, held)
    dialog = make(session, key, title, some, save, blank=blank, focus=focus)
    if isinstance(save, _Telling):
        save.dialog = dialog
        dialog.stood |= save.stood
    if held:
        cast("Program", app).say("taken up where it was left", "warn")
    done = await app.push_screen_wait(dialog)
    if done is not None or dialog.dropped:
        session.half_written.pop(key, None)
        await session.write(lambda store, _by: store.drafts.drop(key))
    return done
