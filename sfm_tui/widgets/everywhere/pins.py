"""The dialogs around a PIN and a new person at the desk. Checking a PIN is slow on purpose and is done in a thread."""

from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING, Any

from sfm_tui.domain.codes import person_code
from sfm_tui.domain.text import clean_code, clean_line
from sfm_tui.storage.errors import Clash
from sfm_tui.widgets.forms.form_dialog import FieldError, FormDialog
from sfm_tui.widgets.forms.record_form import FormField

if TYPE_CHECKING:
    from textual.app import App

    from sfm_tui.domain.desk import Author
    from sfm_tui.domain.reference import Person
    from sfm_tui.storage.store import Store
    from sfm_tui.widgets.everywhere.session import Session


Shown = Callable[[], None]


def silent(check: Any) -> Any:
    """A check that only refuses: nothing is echoed."""

    def run(text: str) -> str:
        check(text)
        return ""

    return run


async def ask_pin(app: "App[Any]", session: "Session", person: str, name: str, has_pin: bool, shown: Shown) -> bool:
    """Sign a person on, asking for the PIN where there is one. False after Escape."""

    async def sign_on(values: dict[str, str]) -> bool:
        from sfm_tui.storage.people import WrongPin

        try:
            await session.write(lambda store, _by: store.people.sign_on(person, values.get("pin", "")))
        except WrongPin as error:
            raise FieldError("pin", str(error)) from None
        return True

    if not has_pin:
        return await sign_on({})
    field = FormField("pin", "PIN", needed=True, password=True)
    hint = "Enter signs on · Esc goes back"
    return bool(await app.push_screen_wait(FormDialog(f"{name}: PIN", [field], sign_on, hint=hint, shown=shown)))


async def new_person(
    app: "App[Any]", session: "Session", taken: Collection[str], shown: Shown, name: str = ""
) -> "Person | None":
    """Enter somebody who is not among the site's people yet, and sign them on; None after Escape."""

    async def save(values: dict[str, str]) -> "Person":
        from sfm_tui.domain.desk import Author
        from sfm_tui.domain.reference import Person

        person = Person(person=values["person"].strip(), name=values["name"].strip())

        def act(store: "Store", by: "Author") -> None:
            store.reference.set(person, by if by.confirmed else Author(person.person), why="new")
            store.people.sign_on(person.person)

        try:
            await session.write(act)
        except Clash as error:
            raise FieldError("person", str(error)) from None
        return person

    fields = [
        FormField("name", "Name", name, needed=True, check=silent(clean_line), help="as in the log: J. Okafor"),
        FormField("person", "Code", needed=True, check=silent(clean_code), help="short, for files and the ledger",
                  derive=lambda values: person_code(values["name"], taken)),
    ]  # fmt: skip
    done: Person | None = await app.push_screen_wait(
        FormDialog("Somebody new at the desk", fields, save, focus="name", shown=shown)
    )
    return done


async def change_pin(app: "App[Any]", session: "Session", person: str, name: str, has_pin: bool, shown: Shown) -> bool:
    """Set or change one's own PIN. False after Escape."""

    async def save(values: dict[str, str]) -> bool:
        from sfm_tui.storage.people import WrongPin

        if values["new"] != values["again"]:
            raise FieldError("again", "the two are not the same: type the new PIN again")
        try:
            await session.write(
                lambda store, by: store.people.set_pin(person, values.get("old", ""), values["new"], by)
            )
        except WrongPin as error:
            raise FieldError("old", str(error)) from None
        return True

    fields = [
        *([FormField("old", "PIN until now", needed=True, password=True)] if has_pin else []),
        FormField("new", "New PIN", needed=True, password=True, help="4 to 32 characters"),
        FormField("again", "The same again", needed=True, password=True),
    ]
    return bool(await app.push_screen_wait(FormDialog(f"{name}: PIN", fields, save, shown=shown)))


async def reset_pin(
    app: "App[Any]", session: "Session", people: Sequence[tuple[str, str, str]], pins: Collection[str], shown: Shown
) -> str | None:
    """A manager takes a forgotten PIN away, with a reason; gives the line to say. `people` are code, name, role."""
    managers = tuple((code, name) for code, name, role in people if role == "manager")
    forgetful = tuple((code, name) for code, name, _role in people if code in pins)
    names = {code: name for code, name, _role in people}

    async def save(values: dict[str, str]) -> str:
        from sfm_tui.storage.people import WrongPin

        person, manager = values["person"], values["manager"]
        try:
            await session.write(
                lambda store, _by: store.people.reset_pin(person, manager, values["pin"], values["why"])
            )
        except WrongPin as error:
            raise FieldError("pin", str(error)) from None
        return f"{names[person]} has no PIN now: {names[manager]} took it away"

    if not managers:
        raise Clash("this site has no manager among its people: a manager takes a forgotten PIN away")
    fields = [
        FormField("person", "Whose PIN", choices=forgetful, value=forgetful[0][0]),
        FormField("manager", "Manager", choices=managers, value=managers[0][0], help="somebody else than the first"),
        FormField("pin", "The manager's PIN", password=True, help="empty where the manager has set none"),
        FormField("why", "Why", needed=True, help="it stands in the ledger"),
    ]
    done: str | None = await app.push_screen_wait(
        FormDialog("A forgotten PIN", fields, save, focus="person", shown=shown)
    )
    return done
