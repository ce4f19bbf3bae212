"""Files of a record: attach one, see where it lies, strike one. Nothing is ever opened from here."""

from typing import TYPE_CHECKING, Any

from sfm_tui.clock import full_text
from sfm_tui.domain.attachment import MOST_BYTES, size_words
from sfm_tui.path_words import why_not
from sfm_tui.widgets.dialogs.dialogs import AskDialog, Choice, ChooseDialog, Field
from sfm_tui.widgets.dialogs.text_dialog import TextDialog
from sfm_tui.widgets.everywhere.say import Outcome
from sfm_tui.widgets.forms.form_dialog import FieldError, FormDialog
from sfm_tui.widgets.forms.record_form import FormField
from sfm_tui.widgets.forms.typed_path import typed_path
from sfm_tui.widgets.lists.cells import clip, one_line
from sfm_tui.widgets.lists.pick import PickDialog

if TYPE_CHECKING:
    from textual.app import App

    from sfm_tui.storage.attachments import Attachment
    from sfm_tui.storage.store import Store
    from sfm_tui.widgets.everywhere.session import Session

NEW = "new"


def check_path(text: str) -> str:
    """What lies there, to show beside the field. Raises ValueError, in one line, for what cannot be attached."""
    path = typed_path(text)
    try:
        if path.is_dir():
            raise ValueError("that is a folder: go on typing, or name a file in it")
        if not path.is_file():
            raise ValueError(f"there is no file {clip(one_line(str(path)), 90)}")
        size = path.stat().st_size
    except OSError as error:
        raise ValueError(f"it cannot be read: {why_not(error)}") from None
    if not size:
        raise ValueError("that file is empty: there is nothing to attach")
    if size > MOST_BYTES:
        raise ValueError(f"it has {size_words(size)}: at most {MOST_BYTES >> 20} MB can be attached, make it smaller")
    return f"{clip(one_line(path.name), 60)}, {size_words(size)}"


def file_words(one: "Attachment") -> str:
    """A file on one line."""
    about = f" · {one.about}" if one.about else ""
    return one_line(f"{one.name}{about}")


async def files(app: "App[Any]", session: "Session", ref: str, name: str) -> Outcome | None:
    """List the files of a record, attach another, or look at one; `name` is what the record is called."""
    some = await session.read(lambda store: store.attachments.of(ref))
    if not some:
        return await attach(app, session, ref, name)
    choices = [Choice(NEW, "Attach a file …")]
    for n, one in enumerate(some):
        detail = f"struck: {one.struck}" if one.struck else f"{size_words(one.size)}, {one.media}"
        choices.append(Choice(str(n), clip(file_words(one), 46), clip(one_line(detail), 44)))
    dialog = ChooseDialog if len(choices) <= 9 else PickDialog
    chosen = await app.push_screen_wait(dialog(f"{name}: its files", choices))
    if chosen is None:
        return None
    return await (attach(app, session, ref, name) if chosen == NEW else look(app, session, some[int(chosen)]))


async def attach(app: "App[Any]", session: "Session", ref: str, name: str) -> Outcome | None:
    """Ask for a file and copy it into the store's folder; the file itself is left as it is."""
    fields = [
        FormField("path", "File", needed=True, check=check_path, help="its path, typed or pasted; ~ is your folder"),
        FormField("about", "What it shows", help="may be empty; it can be found by these words"),
    ]
    dialog: FormDialog

    async def save(typed: dict[str, str]) -> "Attachment":
        try:
            dialog.progress(f"copying {check_path(typed['path'])} …")
        except ValueError as error:
            raise FieldError("path", str(error)) from None
        path, about = typed_path(typed["path"]), typed["about"].strip()
        return await session.write(lambda store, by: store.attachments.add(ref, path, by, about=about))

    hint = "Enter goes on, then copies · Esc goes back · the file stays where it is"
    dialog = FormDialog(f"{name}: attach a file", fields, save, focus="path", hint=hint)
    done: Attachment | None = await app.push_screen_wait(dialog)
    if done is None:
        return None
    return Outcome(f"{clip(done.name, 50)} is attached to {name}: {size_words(done.size)}, {done.media}")


async def look(app: "App[Any]", session: "Session", one: "Attachment") -> Outcome | None:
    """Say what a file is and where it lies; Enter strikes it from the record."""

    def ask(store: "Store") -> tuple[str, str]:
        from sfm_tui.storage.errors import StoreError

        people = store.reference.people_names()
        try:
            return str(store.attachments.path(one.hash)), people.get(one.author, one.author)
        except StoreError as error:
            return f"✖ {error}", people.get(one.author, one.author)

    where, who = await session.read(ask)
    lines = [
        f"{one.media}, {size_words(one.size)}, attached {full_text(one.at, session.tz)} by {who}",
        *([f"About: {one.about}"] if one.about else ()),
        *([f"STRUCK: {one.struck}"] if one.struck else ()),
    ]
    text = f"It lies here, under its SHA-256; copy it from there to open it as {one.safe_name}:\n{where}"
    hint = "Esc goes back" + ("" if one.struck else " · Enter strikes it from the record")
    chosen = await app.push_screen_wait(
        TextDialog(clip(one.name, 60), text, lines, hint=hint, enter=None if one.struck else "strike")
    )
    if chosen is None:
        return None
    ask_why = Field("why", "Why it does not belong there (its bytes stay, the reason stands beside it):")
    answer = await app.push_screen_wait(AskDialog(f"Strike {clip(one.name, 50)}", [ask_why]))
    if answer is None:
        return None
    await session.write(lambda store, by: store.attachments.strike(one.record, one.hash, answer["why"], by))
    return Outcome(f"{clip(one.name, 50)} is struck: {answer['why']}", "warn")
