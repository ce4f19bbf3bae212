"""What a person does to improvement actions, for any screen: raise and write one, move it, review it, tick its steps.

Each flow gives what the screen should say, or None where everything was left as it was.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from sfm_tui.domain.action import Action
from sfm_tui.domain.action_sketch import ActionSketch
from sfm_tui.domain.gates import NO_FACTS, Facts
from sfm_tui.storage.errors import Refused, StoreError
from sfm_tui.widgets.action_cycles import cycles
from sfm_tui.widgets.action_fields import NOTES, PLACES, STEP, ActionFields, Known, field_of, look, steps_of
from sfm_tui.widgets.action_form import ActionDialog
from sfm_tui.widgets.action_gate import gate
from sfm_tui.widgets.action_measures import measures
from sfm_tui.widgets.action_review import review
from sfm_tui.widgets.action_steps import steps
from sfm_tui.widgets.action_themes import themes
from sfm_tui.widgets.action_words import Around, about_lines, advice_on
from sfm_tui.widgets.form_dialog import FieldError
from sfm_tui.widgets.history_dialog import HistoryDialog
from sfm_tui.widgets.kept_form import ask_kept
from sfm_tui.widgets.stamping import Outcome

if TYPE_CHECKING:
    from textual.app import App

    from sfm_tui.domain.desk import Author
    from sfm_tui.storage.action_reading import Dossier
    from sfm_tui.storage.store import Store
    from sfm_tui.widgets.session import Session


class _Refused:
    """Puts what the store refuses at the field that it is about."""

    def __enter__(self) -> None: ...

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, Refused):
            name, problem = field_of(str(error))
            if name:
                raise FieldError(name, problem) from None


@dataclass(frozen=True)
class Raised(Outcome):
    """A new action was saved; `action` is its number, for a way to its card."""

    action: str = ""


async def new_action(
    app: "App[Any]", session: "Session", sources: Iterable[str] = (), *, area: str = "",
    sketch: ActionSketch | None = None,
) -> Raised | None:  # fmt: skip
    """Write a new action, raised from these records; what is half written is kept until it is saved or dropped.

    `sketch` is what the form opens with, and the records it names are linked too. Nothing is saved before the person
    does so; None where they do not.
    """
    start = sketch or ActionSketch()
    start = start.with_(area=area or start.area)
    came_from = tuple(dict.fromkeys((*sources, *start.sources)))
    known, around = await session.read(lambda store: (look(store), _around(store, None, came_from)))
    fields = ActionFields(session, known, given=start.typed())
    client, put = uuid4().hex, _Steps()

    async def save(typed: dict[str, str]) -> Action:
        values = fields.values(typed, every=True)

        def act(store: "Store", by: "Author") -> Action:
            more = {name: value for name, value in values.items() if name != "area"}
            with _Refused():
                made = store.actions.add(values["area"], by, sources=came_from, client_id=client, **more)
            return put.after(store, by, made, typed)

        return await session.write(act)

    def advise(typed: dict[str, str]) -> Sequence[tuple[str, str]]:
        return advice_on(fields.sketch(typed), around, session)

    async def above() -> Sequence[str]:
        many = f"{len(came_from)} records: " if len(came_from) > 1 else ""
        return [f"Raised from {many}{', '.join(map(_named, came_from))}"] if came_from else ()

    title = "A new action" + (f", from {_named(came_from[0])}" if len(came_from) == 1 else "")
    key = f"action:new:{session.author.person}:{_key_of(came_from)}"
    make = partial(ActionDialog, look=above, advise=advise)
    done: Action | None = await ask_kept(app, session, key, title, fields.fields(), save, focus="area", make=make)
    return Raised(f"{done.action} is on the board, in Plan: {done.area}", action=done.action) if done else None


def _named(ref: str) -> str:
    return ref.replace(":", " ", 1)


def _key_of(sources: tuple[str, ...]) -> str:
    """What tells one half-written action from another: the records it comes from, many of them in short."""
    key = ":".join(sources)
    return key if len(key) <= 200 else sha256(key.encode()).hexdigest()


async def open_action(app: "App[Any]", session: "Session", number: str, at_field: str = "") -> Outcome | None:
    """Show an action's form and save what is changed in it; `at_field` is where the cursor starts."""

    def ask(store: "Store") -> "tuple[Known, Dossier, Around]":
        whole = store.actions.dossier(number)
        came_from = tuple(link.source for link in whole.links if link.target == whole.action.ref)
        return look(store), whole, _around(store, whole.facts, came_from)

    known, whole, around = await session.read(ask)
    fields = ActionFields(session, known, whole.action)
    saving = _Saving(session, fields, whole.action)

    def advise(typed: dict[str, str]) -> Sequence[tuple[str, str]]:
        return advice_on(fields.sketch(typed), around, session)

    async def above() -> Sequence[str]:
        now = await session.read(lambda store: store.actions.dossier(number))
        return about_lines(now)

    async def take(way: str) -> None:
        done = await {"steps": steps, "review": review, "cycles": cycles, "history": history}[way](app, session, number)
        if isinstance(done, Outcome):
            app.say(done.text, done.tone)  # type: ignore[attr-defined]

    action = whole.action
    ways = ("steps", "review", *(("cycles",) if action.cycle > 1 else ()), "history")
    title = f"{action.action} · {action.stage.capitalize()}" + (f" · cycle {action.cycle}" if action.cycle > 1 else "")
    make = partial(ActionDialog, look=above, take=take, advise=advise, ways=ways)
    key = f"action:{action.action}:{action.cycle}:{session.author.person}"
    focus = PLACES.get(at_field, at_field) or "area"
    done = await ask_kept(app, session, key, title, fields.fields(), saving, focus=focus, make=make, shared=True)
    return Outcome(f"{done.action} saved") if done is not None else None


def _around(store: "Store", facts: Facts | None, links: tuple[str, ...]) -> Around:
    return Around(facts or NO_FACTS, links, len(store.actions.themes()), tuple(store.actions.at_work()))


class _Steps:
    """Agrees the steps, and notes the meeting, that were written in a form; each once, however often it is saved."""

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
        notes = typed.get(NOTES, "").strip()
        if notes and (NOTES, notes) not in self._done:
            who = typed.get("consulted", "").strip()
            if not who:
                raise FieldError("consulted", "write who was asked: the notes are of a meeting with them")
            action = store.actions.consult(action, " ".join(who.split()), by, notes=notes)
            self._done.add((NOTES, notes))
        return action


class _Saving:
    """Saves what was changed in a form; what somebody else changed meanwhile is told first."""

    def __init__(self, session: "Session", fields: ActionFields, saw: Action) -> None:
        self._session = session
        self._fields = fields
        self._saw = saw
        self._put = _Steps()

    async def __call__(self, typed: dict[str, str]) -> Action:
        from sfm_tui.storage.actions import ActionClash

        values = self._fields.values(typed)

        def act(store: "Store", by: "Author") -> Action:
            with _Refused():
                saved = store.actions.change(self._saw, by, **values)
            return self._put.after(store, by, saved, typed)

        try:
            return await self._session.write(act)
        except ActionClash as error:
            if error.now is None:
                raise
            self._saw = error.now
            said = str(error).removesuffix(" look again, then change it")
            raise StoreError(f"{said} ^S again puts what you typed there") from None


async def history(app: "App[Any]", session: "Session", number: str) -> None:
    """Every move and field of an action, in words, the newest first."""
    acts, people = await session.read(lambda store: (store.actions.history(number), store.reference.people_names()))
    await app.push_screen_wait(HistoryDialog(session, f"History of {number}", acts, people))


__all__ = [
    "ActionSketch", "Outcome", "Raised", "cycles", "gate", "history", "measures", "new_action", "open_action", "review",
    "steps", "themes",
]  # fmt: skip
