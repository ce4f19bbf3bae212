"""Reading a site folder into the store, from a dialog: the path, how far it is, and what is bad in it."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Label

from sfm_tui.clock.refusal import quoted
from sfm_tui.domain.codes import person_code
from sfm_tui.domain.text import clean_code, clean_line
from sfm_tui.path_words import why_not
from sfm_tui.widgets.dialogs.dialogs import FRAME, how_many
from sfm_tui.widgets.dialogs.modal import Modal
from sfm_tui.widgets.everywhere.key_names import key_of
from sfm_tui.widgets.everywhere.pins import silent
from sfm_tui.widgets.forms.form_dialog import FieldError, FormDialog
from sfm_tui.widgets.forms.record_form import FormField
from sfm_tui.widgets.forms.typed_path import typed_path
from sfm_tui.widgets.lists.rows import Lines, Rows

if TYPE_CHECKING:
    from textual.app import App

    from sfm_tui.domain.desk import Author
    from sfm_tui.exchange.report import ImportReport
    from sfm_tui.storage.store import Store
    from sfm_tui.widgets.everywhere.session import Session

SHOWN = 1000


class BadRows(Modal[bool]):
    """What is bad in a folder, line for line; True to take the good rows and leave the bad ones out."""

    DEFAULT_CSS = (
        FRAME.replace("$NAME", "BadRows")
        + """
    BadRows > #dialog { width: 116; height: 100%; }
    """
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(False)", "Back", id="bad-rows.back", tooltip="Nothing is stored"),
        Binding("g", "good", "Take the good rows", id="bad-rows.good", tooltip="Store the good rows, list the others"),
    ]

    def __init__(self, problems: Sequence[str], rows: int, *, fatal: bool) -> None:
        super().__init__()
        self._problems = list(problems)
        self._rows_bad = rows
        self._fatal = fatal

    def compose(self) -> ComposeResult:
        """The list, and what can be done."""
        many = f"{self._rows_bad} bad row{'s' if self._rows_bad != 1 else ''}" if self._rows_bad else "This is bad"
        with Vertical(id="dialog") as frame:
            frame.border_title = Content(f"{many}: nothing is stored").markup
            frame.border_subtitle = how_many(min(SHOWN, len(self._problems)), len(self._problems))
            yield Rows[tuple[int, str]](self._draw_line, key=lambda pair: pair[0], id="problems")
            good = (
                ""
                if self._fatal
                else f"{key_of('bad-rows.good', 'g')} takes the good rows, the bad ones go to rejected/ beside them · "
            )
            yield Label(f"{good}Esc goes back", classes="hint", markup=False)

    def on_mount(self) -> None:
        """Show them."""
        rows = self.query_one(Rows)
        rows.focus()
        rows.show(list(enumerate(self._problems[:SHOWN])))

    def _draw_line(self, pair: tuple[int, str], width: int) -> Lines:
        text = pair[1]
        lines: Lines = [[("✖ ", "bad"), (text[: width - 2], "plain")]]
        if len(text) > width - 2:
            lines.append([("  ", "plain"), (text[width - 2 :], "plain")])
        return lines

    def action_good(self) -> None:
        """Take the good rows."""
        if not self._fatal:
            self.dismiss(True)


def folder_of(text: str) -> Path:
    """The folder or workbook that was typed. Raises ValueError where there is none."""
    path = typed_path(text)
    try:
        if path.is_dir() or (path.suffix.lower() in (".xlsx", ".ics") and path.is_file()):
            return path
        missing = not path.exists()
    except OSError as error:
        raise ValueError(f"{quoted(str(path))} cannot be read: {why_not(error)}") from None
    if missing:
        raise ValueError(f"{quoted(str(path))}: there is no such folder")
    raise ValueError(f"{quoted(str(path))} is neither a folder, an .xlsx workbook nor an .ics calendar")


def folder_echo(text: str) -> str:
    """What is in the folder that was typed."""
    path = folder_of(text)
    if path.is_file():
        return f"the workbook {path.name}"
    try:
        names = sorted(
            entry.name for entry in path.iterdir() if entry.suffix.lower() in (".csv", ".toml", ".xlsx", ".ics")
        )
    except OSError as error:
        raise ValueError(f"{quoted(str(path))} cannot be read: {why_not(error)}") from None
    if not names:
        raise ValueError(f"{quoted(str(path))} holds no .csv, no .xlsx, no .ics and no site.toml")
    return f"{len(names)} file{'s' if len(names) != 1 else ''}: {', '.join(names)}"


async def import_from(
    app: "App[Any]", session: "Session", who: str = "", person: str = "", *, signed_on: bool = False
) -> str | None:
    """Ask for a folder and import it, then sign on who does so; gives the line to say, None after Escape.

    Where somebody has `signed_on` already it is they who do it, and nobody is asked for.
    """

    async def save(values: dict[str, str]) -> str:
        try:
            folder = folder_of(values["folder"])
        except ValueError as error:
            raise FieldError("folder", str(error)) from None
        code, name = values.get("person", "").strip(), values.get("who", "").strip()
        report = await run(folder, code, skip_bad=False)
        if report.refused:
            problems = [str(bad) for bad in report.bad]
            if not await app.push_screen_wait(BadRows(problems, report.bad_rows, fatal=report.fatal)):
                raise FieldError("folder", f"nothing was stored: {problems[0] if problems else 'it is refused'}")
            report = await run(folder, code, skip_bad=True)
            if report.refused:
                raise FieldError("folder", f"nothing was stored: {report.bad[0]}")
        if not signed_on:
            taken = await session.write(lambda store, _by: sign_on(store, code, name))
            session.take_desk(*taken)
        return told(report)

    async def run(folder: Path, code: str, *, skip_bad: bool) -> "ImportReport":
        def step(what: str, done: int, of: int) -> None:
            far = f"{done:,} of {of:,}" if of else f"{done:,}"
            app.call_from_thread(dialog.progress, f"{what} {far}")

        def act(store: "Store", by: "Author") -> "ImportReport":
            from sfm_tui.domain.desk import Author
            from sfm_tui.exchange.importer import import_folder
            from sfm_tui.exchange.report import ExchangeError

            try:
                return import_folder(store, folder, by if signed_on else Author(code), skip_bad=skip_bad, progress=step)
            except ExchangeError as error:
                raise ValueError(str(error)) from None

        return await session.write(act)

    fields = [
        FormField("folder", "Folder", needed=True, check=folder_echo,
                  help="its path, or that of an .xlsx workbook or .ics calendar"),
        FormField("who", "At the desk", who, needed=True, check=silent(clean_line), help="your name"),
        FormField("person", "Your code", person, needed=True, check=silent(clean_code), help="as in people.csv",
                  derive=lambda values: person_code(values["who"])),
    ][: 1 if signed_on else 3]  # fmt: skip
    dialog = FormDialog("Read a site folder", fields, save, hint="Enter next, reads after the last · Esc goes back")
    done: str | None = await app.push_screen_wait(dialog)
    return done


def told(report: "ImportReport") -> str:
    """What an import did, in one line."""
    parts = [f"{count.new + count.changed:,} of {count.rows:,} in {count.file}" for count in report.files if count.rows]
    left = f" · {report.bad_rows:,} bad left out, see rejected/" if report.bad_rows else ""
    return f"read {report.folder.name}: {', '.join(parts) or 'the site'}{left}"


def sign_on(store: "Store", code: str, name: str) -> tuple[str, str]:
    """Sign on the person of that code or name, entered first where the site does not know them."""
    from sfm_tui.domain.desk import Author
    from sfm_tui.domain.reference import Person

    for person in store.reference.all(Person):
        if person.person == code or person.name.casefold() == name.casefold():
            if not store.people.has_pin(person.person):
                store.people.sign_on(person.person)
                return person.person, person.name
    store.reference.set(Person(person=code, name=name), Author(code), why="new")
    store.people.sign_on(code)
    return code, name
