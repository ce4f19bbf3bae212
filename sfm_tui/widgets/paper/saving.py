"""Saving a document from the screen: where to, over another only with leave, told while it is made, and stopped."""

import threading
from asyncio import to_thread
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

from textual.await_complete import AwaitComplete

from sfm_tui.widgets.dialogs.dialogs import Choice, ChooseDialog
from sfm_tui.widgets.everywhere.error_words import error_words
from sfm_tui.widgets.everywhere.long_reading import Stoppable
from sfm_tui.widgets.everywhere.say import Outcome
from sfm_tui.widgets.forms.form_dialog import FieldError, FormDialog, NotYet
from sfm_tui.widgets.forms.record_form import FormField
from sfm_tui.widgets.forms.typed_path import typed_path

if TYPE_CHECKING:
    from textual.app import App

    from sfm_tui.reports.paper import Document
    from sfm_tui.storage.stopping import Tell
    from sfm_tui.widgets.everywhere.session import Session

Read = Callable[["Tell"], Awaitable[Any]]
"""Gives a document; it is called with whoever hears of the parts that are read."""
FORM_NAMES = {"pdf": "PDF", "docx": "Word (DOCX)", "html": "HTML page", "txt": "text", "csv": "CSV"}
"""What each format is called."""
_TEXTS = ("txt", "csv")
_HINT = "Enter saves · Esc goes back"
_LOOK = 0.25


@dataclass(frozen=True)
class Saved(Outcome):
    """What was said of a file that was written, and where it lies."""

    path: Path = Path()
    form: str = ""


def target_of(typed: str, folder: Path, form: str, forms: Sequence[str]) -> tuple[Path, str]:
    """The file that a person means, and its format: that of the ending where it is one, else `form`, which is added.

    `~` is the person's own folder; a bare name lies in `folder`. Raises ValueError where there is no name, or where
    the ending is that of a format which the document has not.
    """
    text = typed.strip()
    path = folder / typed_path(text)
    if text.endswith(("/", "\\")) or path.is_dir():
        raise ValueError(f"{text} is a folder: type a file name after it")
    ending = path.suffix.lower().lstrip(".")
    ending = "html" if ending == "htm" else ending
    if ending in forms:
        return path, ending
    if ending in FORM_NAMES:
        raise ValueError(f"this document is made as {', '.join(forms)}, not as {ending}: choose another ending")
    return path.with_name(f"{path.name}.{form}"), form


def write(
    document: "Document", path: Path, form: str, text: Callable[[Any], str], *, overwrite: bool, private: bool = False,
    cancel: threading.Event,
) -> None:  # fmt: skip
    """Write a document whole or not at all; it waits, and setting `cancel` ends it. Raises ReportError.

    `private` is for its owner alone to read.
    """
    from sfm_tui.reports.render import Cancelled, render
    from sfm_tui.reports.whole_file import check_free, write_whole

    if form in _TEXTS:
        check_free(path, overwrite=overwrite)
        data = text(document).encode()
        if cancel.is_set():
            raise Cancelled("the text was not made: cancelled")
        write_whole(path, data, overwrite=overwrite, private=private)
    else:
        render(document, path, form, overwrite=overwrite, private=private, cancel=cancel)


class SaveDialog(FormDialog):
    """Asks where a document is to be saved, and makes it; gives `Saved`, or None after Escape.

    While it is made Escape stops that, and nothing is left behind; what was typed stays.
    """

    PRIVATE = False
    """Whether what is saved is for its owner alone to read."""

    DEFAULT_CSS = """
    SaveDialog Form > Horizontal > .name { width: 6; }
    SaveDialog Form > #form-echo { height: 3; }
    """

    def __init__(
        self,
        title: str,
        path: Path,
        forms: Sequence[str],
        read: Read,
        text: Callable[[Any], str],
    ) -> None:
        """`path` is what is proposed, its ending the format; `read` gives the document once it is wanted."""
        self._folder, self._form, self._forms = path.parent, path.suffix.lstrip("."), tuple(forms)
        endings = ", ".join(f".{form}" for form in self._forms)
        field = FormField("path", "File", str(path), needed=True, help=f"the ending says the format: {endings}")
        super().__init__(f"Save {title}", [field], self._make, hint=_HINT)
        self._read, self._text = read, text
        self._stop = threading.Event()
        self._making, self._since = "", 0.0
        self._reading = Stoppable[Any]()
        self._ended: list[Any] = []

    def on_mount(self) -> None:
        """Start in the field; say how far it is while it is being made."""
        super().on_mount()
        self.set_interval(_LOOK, self._tell)

    def _tell(self) -> None:
        if self._making:
            self.progress(f"{self._making} · {monotonic() - self._since:.0f} s · Esc stops it")

    async def _make(self, values: dict[str, str]) -> Saved:
        from sfm_tui.reports.paper import ReportError
        from sfm_tui.reports.render import Cancelled

        try:
            path, form = await to_thread(target_of, values["path"], self._folder, self._form, self._forms)
            overwrite = await self._may_write(path)
        except (ValueError, OSError) as error:
            raise FieldError("path", error_words(error)) from None
        self._stop.clear()
        self._since = monotonic()
        try:
            self._making = "reading the store"
            document = await self._reading.run(self._read(self._part))
            if document is None:
                raise Cancelled("it was not read: cancelled")
            self._making = f"making the {FORM_NAMES[form]}"
            self._tell()
            await to_thread(
                write, document, path, form, self._text, overwrite=overwrite, private=self.PRIVATE, cancel=self._stop
            )
        except Cancelled:
            self._hint = f"Stopped: nothing was written · {_HINT}"
            raise NotYet from None
        except ReportError as error:
            raise FieldError("path", str(error)) from None
        finally:
            self._making = ""
        return Saved(f"saved {path}", path=path, form=form)

    def _part(self, name: str) -> None:
        if self._making and self._reading.busy:
            self._making = f"reading the store: {name}"

    async def _may_write(self, path: Path) -> bool:
        """Whether something lies there that is to be written over. Raises NotYet where it is to stay."""
        if not await to_thread(path.exists):
            return False
        choices = [Choice("no", "No, another name", letter="n"), Choice("yes", "Yes, write over it", letter="y")]
        ask = ChooseDialog(f"{path.name} is there already: write over it?", choices)
        if await self.app.push_screen_wait(ask) != "yes":
            raise NotYet
        return True

    def action_cancel(self) -> None:
        """Stop what is being made; where nothing is, leave."""
        if self._making:
            self._stop.set()
            self._reading.stop()
            self._making = ""
            self.progress("stopping …")
        else:
            super().action_cancel()

    def on_unmount(self) -> None:
        """Nobody waits for it any more."""
        self._stop.set()

    def dismiss(self, result: Any = None) -> AwaitComplete:
        """Close; beneath another screen only once this one is seen again."""
        if self.is_active:
            return super().dismiss(result)
        self._ended.append(result)
        return AwaitComplete()

    def on_screen_resume(self) -> None:
        """Close where it was done meanwhile."""
        if self._ended:
            self.dismiss(self._ended.pop())


async def save(
    app: "App[Any]",
    session: "Session",
    title: str,
    name: str,
    forms: Sequence[str],
    read: Read,
    text: Callable[[Any], str],
) -> Saved | None:
    """Ask for a file and write a document into it; `name` is the file's name, proposed in the folder used last.

    `read` gives the document, or for a CSV its rows as text, and tells its parts; `text` sets it as text.
    """
    path = (session.paper_folder or Path.home()) / name
    done: Saved | None = await app.push_screen_wait(SaveDialog(title, path, forms, read, text))
    if done is not None:
        session.paper_folder = done.path.parent
    return done
