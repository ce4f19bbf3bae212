"""Saving the form of an action: what was changed in it, the steps and notes written there, the day it was agreed."""

from typing import TYPE_CHECKING, Any

from sfm_tui.domain.action import Action
from sfm_tui.storage.errors import Refused, StoreError
from sfm_tui.widgets.actions.fields import NOTES, RAISED, STEP, ActionFields, field_of, steps_of
from sfm_tui.widgets.actions.sources import sources_in, whole_ref
from sfm_tui.widgets.everywhere.key_names import key_of
from sfm_tui.widgets.forms.form_dialog import FieldError

if TYPE_CHECKING:
    from sfm_tui.domain.desk import Author
    from sfm_tui.storage.store import Store
    from sfm_tui.widgets.everywhere.session import Session


class AtField:
    """Puts what the store refuses at the field that it is about."""

    def __enter__(self) -> None: ...

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, Refused):
            name, problem = field_of(str(error))
            if name:
                raise FieldError(name, problem) from None


def sources_typed(store: "Store", typed: dict[str, str]) -> list[str]:
    """The records that a form names as what the action comes from. Raises FieldError for one that is not there."""
    found = [whole_ref(store, ref) for ref in sources_in(typed.get(RAISED, ""))]
    for ref in found:
        if not store.links.known(ref):
            raise FieldError(RAISED, f"there is no {ref.replace(':', ' ', 1)}")
    return found


class StepsWritten:
    """Agrees the steps, notes the meeting and links the records that a form names; each once, however often saved."""

    def __init__(self) -> None:
        self._done: set[tuple[str, str]] = set()

    def after(self, store: "Store", by: "Author", action: Action, typed: dict[str, str]) -> Action:
        """Do what is still to do of it."""
        for name, text in steps_of(typed).items():
            if (name, text) in self._done:
                continue
            try:
                store.actions.add_step(action, text, by, who=STEP[name])
            except StoreError as error:
                raise FieldError(name, str(error)) from None
            self._done.add((name, text))
        for ref in sources_typed(store, typed):
            if (RAISED, ref) not in self._done:
                store.links.make(ref, action.ref, by)
                self._done.add((RAISED, ref))
        notes = typed.get(NOTES, "").strip()
        if notes and (NOTES, notes) not in self._done:
            who = typed.get("consulted", "").strip()
            if not who:
                raise FieldError("consulted", "write who was asked: the notes are of a meeting with them")
            action = store.actions.consult(action, " ".join(who.split()), by, notes=notes)
            self._done.add((NOTES, notes))
        return action


class Saving:
    """Saves what was changed in a form; what somebody else changed meanwhile is told first.

    `agreed` is a day and a reason: with them the plan, or where it was agreed before a revised one, is agreed on that
    day as it stands in the form.
    """

    def __init__(self, session: "Session", fields: ActionFields, saw: Action) -> None:
        self._session = session
        self._fields = fields
        self._saw = saw
        self.agreed: tuple[str, str] | None = None
        self._put = StepsWritten()

    async def __call__(self, typed: dict[str, str]) -> Action:
        """Save what was typed; FieldError names the field that will not do, StoreError who changed it meanwhile."""
        from sfm_tui.storage.actions import ActionClash

        values = self._fields.values(typed)

        def act(store: "Store", by: "Author") -> Action:
            with AtField():
                saved = self._put_in(store, by, values)
            return self._put.after(store, by, saved, typed)

        try:
            return await self._session.write(act)
        except ActionClash as error:
            if error.now is None:
                raise
            self._saw = error.now
            said = str(error).removesuffix(" look again, then change it")
            raise StoreError(f"{said} {key_of('form.save', '^S')} again puts what you typed there") from None

    def _put_in(self, store: "Store", by: "Author", values: dict[str, Any]) -> Action:
        if self.agreed is None:
            return store.actions.change(self._saw, by, **values)
        on, why = self.agreed
        if self._saw.agreed_on is None:
            return store.actions.change(self._saw, by, why=why, **{**values, "agreed_on": on})
        return store.actions.revise(self._saw, by, on=on, why=why, **values)

    @property
    def was_agreed(self) -> str | None:
        """The day on which the plan was agreed first, as far as it was when the form was opened or last told of."""
        return self._saw.agreed_on
