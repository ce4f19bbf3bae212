"""A document from the screen: copied as text, or saved as PDF or text under a name that the person chooses."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sfm_tui.storage.errors import StoreError
from sfm_tui.widgets.dialogs import AskDialog, Choice, ChooseDialog, Field
from sfm_tui.widgets.stamping import Outcome

if TYPE_CHECKING:
    from textual.app import App

    from sfm_tui.domain.desk import Author
    from sfm_tui.storage.store import Store
    from sfm_tui.widgets.session import Session


async def copy_or_save(
    app: "App[Any]",
    session: "Session",
    title: str,
    name: str,
    gather: "Callable[[Store, Author], Any]",
    text_of: Callable[[Any], str],
    *,
    csv: "Callable[[Store], str] | None" = None,
) -> Outcome | None:
    """Offer a document as text on the clipboard, as a PDF, or as a text file.

    `gather` reads what the document says from the store, `text_of` sets it as text; `name` is the file's name
    without its ending. `csv` gives its rows for a spreadsheet, where it has some.
    """
    choices = [
        Choice("copy", "Copy as text", "also over SSH, where the terminal allows it", letter="c"),
        Choice("pdf", "Save as PDF …", letter="p"),
        Choice("txt", "Save as text …", letter="t"),
    ]
    if csv is not None:
        choices.append(Choice("csv", "Save its rows as CSV …", letter="v"))
    chosen = await app.push_screen_wait(ChooseDialog(title, choices))
    if chosen is None:
        return None
    if chosen == "csv" and csv is not None:
        rows = await session.read(csv)
        return await _save(app, title, f"{name}.csv", rows, str)
    author = session.author
    document = await session.read(lambda store: gather(store, author))
    if chosen == "copy":
        text = await asyncio.to_thread(text_of, document)
        app.copy_to_clipboard(text)
        return Outcome(f"{title}: copied, {len(text.splitlines())} lines")
    return await _save(app, title, f"{name}.{chosen}", document, text_of)


async def _save(app: "App[Any]", title: str, name: str, document: Any, text_of: Callable[[Any], str]) -> Outcome | None:
    from sfm_tui.reports.paper import ReportError
    from sfm_tui.reports.render import render_pdf
    from sfm_tui.reports.whole_file import write_whole

    def write(path: Path, *, overwrite: bool) -> None:
        if path.suffix == ".pdf":
            render_pdf(document, path, overwrite=overwrite)
        else:
            write_whole(path, text_of(document).encode(), overwrite=overwrite)

    value, problem = str(Path.home() / name), ""
    while True:
        answer = await app.push_screen_wait(AskDialog(f"Save {title}", [Field("path", "File:", value=value)], problem))
        if answer is None:
            return None
        value = answer["path"].strip()
        path = Path(value).expanduser()
        overwrite = False
        if path.exists():
            yes = [Choice("no", "No, another name", letter="n"), Choice("yes", "Yes, write over it", letter="y")]
            if await app.push_screen_wait(ChooseDialog(f"{path.name} is there already: write over it?", yes)) != "yes":
                continue
            overwrite = True
        try:
            await asyncio.to_thread(write, path, overwrite=overwrite)
        except (ReportError, StoreError, OSError) as error:
            problem = str(error)
            continue
        return Outcome(f"saved {path}")
