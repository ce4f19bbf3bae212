"""What the handover screen asks: the signature of the outgoing supervisor, the acceptance of the incoming one.

Each flow gives what the screen should say, or None where the person left everything as it was.
"""

import re
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from sfm_tui.clock import local_date, short_clock
from sfm_tui.storage.errors import Clash
from sfm_tui.widgets.dialogs.dialogs import Choice, ChooseDialog
from sfm_tui.widgets.everywhere.key_names import key_of
from sfm_tui.widgets.everywhere.say import Outcome
from sfm_tui.widgets.forms.form_dialog import FieldError, FormDialog
from sfm_tui.widgets.forms.record_form import FormField

if TYPE_CHECKING:
    from textual.app import App

    from sfm_tui.storage.handovers import Handover
    from sfm_tui.storage.store import Store
    from sfm_tui.widgets.everywhere.session import Session

NOT_COUNTED = "not counted"
_SIGNING_ROLES = ("supervisor", "manager")


def uncounted(text: str, things: Sequence[str]) -> list[str]:
    """The things that the site counts for which the text has a line without a count."""
    return [thing for thing in things if re.search(_line_of(thing), text, re.MULTILINE)]


def with_counts(text: str, counts: dict[str, str]) -> str:
    """The text with a count on the line of each thing."""
    for thing, count in counts.items():
        found = re.search(_line_of(thing), text, re.MULTILINE)
        if found is not None:
            text = f"{text[: found.end(1)]} {count}{text[found.end() :]}"
    return text


def _line_of(thing: str) -> str:
    return rf"^(- {re.escape(thing)}:)[ \t]*$"


async def sign(
    app: "App[Any]", session: "Session", text: str, saw: str, write_back: Callable[[str], Awaitable[None]]
) -> Outcome | None:
    """Sign a handover: what is still to be counted, who takes over, the PIN of whoever has one.

    `write_back` takes the text with the counts, so that they stay in the draft where it could not be signed. Raises
    Clash, after the dialog, where somebody else signed one meanwhile.
    """
    person = session.person

    def ask(store: "Store") -> tuple[tuple[str, ...], list[tuple[str, str]], bool]:
        site = store.sites.get()
        return (site.handover.count if site and site.handover else ()), _people(store, person), _pin(store, person)

    things, people, has_pin = await session.read(ask)
    missing = uncounted(text, things)
    key, clashed = uuid4().hex, list[Clash]()

    async def save(typed: dict[str, str]) -> "Handover":
        counts = {thing: typed[f"count{n}"].strip() or NOT_COUNTED for n, thing in enumerate(missing)}
        whole = with_counts(text, counts)
        await write_back(whole)
        await _check_pin(session, person, typed, has_pin)
        try:
            return await session.write(
                lambda store, by: store.handovers.sign(whole, by, saw=saw, to=typed["to"], client_id=key)
            )
        except Clash as error:
            clashed.append(error)
            raise

    fields = [
        *(FormField(f"count{n}", thing[:18], help=f"{thing}: how many; empty: {NOT_COUNTED}")
          for n, thing in enumerate(missing)),
        FormField("to", "Who takes over", choices=(("", "whoever comes"), *people)),
        *_pin_field(has_pin),
    ]  # fmt: skip
    who = session.person_name or person
    hint = f"Signed, it is never changed · {key_of('form.save', '^S')} signs · Esc goes back, the draft stays"
    done: Handover | None = await app.push_screen_wait(
        FormDialog(f"Sign the handover as {who}", fields, save, focus="" if missing else "to", hint=hint)
    )
    if done is not None:
        to = next((name for code, name in people if code == done.receiver), "whoever takes over")
        return Outcome(f"{done.handover} signed {short_clock(done.at, session.tz)}: {to} accepts it")
    if clashed:
        raise clashed[-1]
    return None


async def accept(app: "App[Any]", session: "Session", one: "Handover", giver: str, *, fresh: bool) -> Outcome | None:
    """Accept a handover; asks for the PIN of who has one, unless they gave it a moment ago (`fresh`)."""
    person = session.person
    title = f"{one.handover} from {giver}: accepted by {session.person_name or person}?"
    has_pin = not fresh and await session.read(lambda store: _pin(store, person))

    async def save(typed: dict[str, str]) -> "Handover":
        await _check_pin(session, person, typed, has_pin)
        return await session.write(lambda store, by: store.handovers.accept(one.handover, by))

    if has_pin:
        hint = f"You have read it and take over · {key_of('form.save', '^S')} accepts · Esc goes back"
        if await app.push_screen_wait(FormDialog(title, [*_pin_field(True)], save, hint=hint)) is None:
            return None
    else:
        choices = [Choice("yes", "Yes: I have read it and take over", letter="y"), Choice("no", "No", letter="n")]
        if await app.push_screen_wait(ChooseDialog(title, choices)) != "yes":
            return None
        await save({})
    return Outcome(f"{one.handover} accepted by {session.person_name or person}")


async def paper(app: "App[Any]", session: "Session", handover: str) -> Outcome | None:
    """A handover copied as text, or saved as PDF or text."""
    from sfm_tui.reports.gather_shift import handover_sheet
    from sfm_tui.reports.shift_text import handover_text
    from sfm_tui.widgets.paper.key import paper_key
    from sfm_tui.widgets.paper.sheet_flow import copy_or_save

    name = "".join(ch if ch.isalnum() or ch in "-_" else "_" for ch in handover)[:60]
    return await copy_or_save(
        app, session, f"Handover {handover}", f"handover-{name}",
        lambda store, by: handover_sheet(store, handover, by), handover_text,
        see=paper_key("handover", record=handover, back="handover"),
    )  # fmt: skip


def _people(store: "Store", person: str) -> list[tuple[str, str]]:
    from sfm_tui.domain.reference import Person

    today = local_date(store.clock.now(), store.tz)
    return [
        (one.person, one.name or one.person)
        for one in store.reference.all(Person)
        if one.person != person and one.role in _SIGNING_ROLES and (one.left_on is None or one.left_on >= today)
    ]


def _pin(store: "Store", person: str) -> bool:
    return store.people.has_pin(person)


def _pin_field(has_pin: bool) -> list[FormField]:
    return [FormField("pin", "PIN", needed=True, password=True, help="your own")] if has_pin else []


async def _check_pin(session: "Session", person: str, typed: dict[str, str], has_pin: bool) -> None:
    from sfm_tui.storage.people import WrongPin

    if not has_pin:
        return
    pin = typed["pin"]
    try:
        await session.read(lambda store: store.people.check_pin(person, pin))
    except WrongPin as error:
        raise FieldError("pin", str(error)) from None
