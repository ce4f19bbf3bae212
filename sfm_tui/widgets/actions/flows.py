"""What a person does to improvement actions, for any screen: raise and write one, move it, review it, tick its steps.

Each flow gives what the screen should say, or None where everything was left as it was.
"""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING, Any, cast
from uuid import uuid4

from sfm_tui.clock import local_date
from sfm_tui.domain.action import Action
from sfm_tui.domain.action_sketch import ActionSketch
from sfm_tui.domain.gates import NO_FACTS, Facts
from sfm_tui.widgets.actions.cycles import cycles
from sfm_tui.widgets.actions.effect import effect
from sfm_tui.widgets.actions.fields import PLACES, RAISED, ActionFields, Known, look
from sfm_tui.widgets.actions.form import ActionDialog
from sfm_tui.widgets.actions.gate import gate
from sfm_tui.widgets.actions.measures import measures
from sfm_tui.widgets.actions.review import review
from sfm_tui.widgets.actions.reviews import reviews
from sfm_tui.widgets.actions.saving import AtField, Saving, StepsWritten, sources_typed
from sfm_tui.widgets.actions.steps import steps
from sfm_tui.widgets.actions.themes import themes
from sfm_tui.widgets.actions.words import Around, about_lines, advice_on, day, effect_about
from sfm_tui.widgets.dialogs.dialogs import AskDialog, Field
from sfm_tui.widgets.everywhere.say import Outcome
from sfm_tui.widgets.forms.kept_form import ask_kept
from sfm_tui.widgets.forms.typed_days import day_check, iso_day
from sfm_tui.widgets.records.history_dialog import HistoryDialog

if TYPE_CHECKING:
    from textual.app import App

    from sfm_tui.domain.desk import Author
    from sfm_tui.storage.action_reading import Dossier
    from sfm_tui.storage.store import Store
    from sfm_tui.widgets.everywhere.program import Program
    from sfm_tui.widgets.everywhere.session import Session


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
    client, put = uuid4().hex, StepsWritten()

    async def save(typed: dict[str, str]) -> Action:
        values = fields.values(typed, every=True)

        def act(store: "Store", by: "Author") -> Action:
            more = {name: value for name, value in values.items() if name != "area"}
            named = sources_typed(store, typed)
            with AtField():
                made = store.actions.add(values["area"], by, sources=(*came_from, *named), client_id=client, **more)
            return put.after(store, by, made, typed)

        return await session.write(act)

    def advise(typed: dict[str, str]) -> Sequence[tuple[str, str]]:
        return advice_on(fields.sketch(typed), around, session, typed.get(RAISED, ""))

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
        came_from = tuple(
            link.source for link in whole.links if link.target == whole.action.ref and not link.struck
        )  # fmt: skip
        return look(store), whole, _around(store, whole.facts, came_from)

    known, whole, around = await session.read(ask)
    fields = ActionFields(session, known, whole.action)
    saving = Saving(session, fields, whole.action)

    def advise(typed: dict[str, str]) -> Sequence[tuple[str, str]]:
        return advice_on(fields.sketch(typed), around, session, typed.get(RAISED, ""))

    async def above() -> Sequence[str]:
        now = await session.read(lambda store: store.actions.dossier(number))
        return about_lines(now)

    async def more() -> Sequence[str]:
        if not whole.action.in_effect_on:
            return ()
        return effect_about(await session.read(lambda store: store.actions.effects.judged(number)))

    async def take(way: str) -> None:
        if way == "agree":
            await agree(app, session, saving, number)
            return
        done = await _WAYS[way](app, session, number)
        if isinstance(done, Outcome):
            cast("Program", app).say(done.text, done.tone)

    action = whole.action
    ways = (
        "steps",
        "reviews",
        "effect",
        "agree",
        *(("cycles",) if action.cycle > 1 else ()),
        "history",
        "links",
        "files",
    )
    title = f"{action.action} · {action.stage.capitalize()}" + (f" · cycle {action.cycle}" if action.cycle > 1 else "")
    make = partial(ActionDialog, look=above, more=more, take=take, advise=advise, ways=ways)
    key = f"action:{action.action}:{action.cycle}:{session.author.person}"
    focus = PLACES.get(at_field, at_field) or "area"
    done = await ask_kept(app, session, key, title, fields.fields(), saving, focus=focus, make=make, shared=True)
    if done is None:
        return None
    if saving.agreed is not None:
        revised = "a revised plan" if done.revised_on else "the plan"
        return Outcome(f"{done.action}: {revised} is agreed on {day(saving.agreed[0])}")
    return Outcome(f"{done.action} saved")


async def agree(app: "App[Any]", session: "Session", saving: Saving, number: str) -> None:
    """Agree the plan, or a revised one, as it stands in the form that is open, on a day."""
    form, today = app.screen, local_date(session.now(), session.tz)
    first = saving.was_agreed
    title = f"{number}: agree a revised plan" if first else f"{number}: agree the plan"
    fields = [
        Field("on", "On which day:", "today", check=day_check(today)),
        Field("why", "What is revised, and why:" if first else "With whom, or what else is to be kept (may be empty):",
              needed=bool(first)),
    ]  # fmt: skip
    answer = await app.push_screen_wait(AskDialog(title, fields))
    if answer is not None and isinstance(form, ActionDialog):
        saving.agreed = (iso_day(answer["on"], today), answer["why"].strip())
        form.action_save()


def _around(store: "Store", facts: Facts | None, links: tuple[str, ...]) -> Around:
    return Around(facts or NO_FACTS, links, len(store.actions.themes()), tuple(store.actions.at_work()))


async def history(app: "App[Any]", session: "Session", number: str) -> None:
    """Every move and field of an action, in words, the newest first."""
    acts, people = await session.read(lambda store: (store.actions.history(number), store.reference.people_names()))
    await app.push_screen_wait(HistoryDialog(session, f"History of {number}", acts, people))


async def files(app: "App[Any]", session: "Session", number: str) -> Outcome | None:
    """The files of an action."""
    from sfm_tui.widgets.records.attaching import files as files_of

    return await files_of(app, session, f"action:{number}", number)


async def links(app: "App[Any]", session: "Session", number: str) -> Outcome | None:
    """What the action came from and what came of it."""
    from sfm_tui.widgets.records.record_links import links_of

    return await links_of(app, session, f"action:{number}", number)


_WAYS: "dict[str, Callable[[App[Any], Session, str], Awaitable[Any]]]" = {
    "steps": steps, "reviews": reviews, "cycles": cycles, "effect": effect, "history": history,
    "links": links, "files": files,
}  # fmt: skip


__all__ = [
    "ActionSketch", "Outcome", "Raised", "cycles", "effect", "gate", "history", "measures", "new_action", "open_action",
    "review", "reviews", "steps", "themes",
]  # fmt: skip
