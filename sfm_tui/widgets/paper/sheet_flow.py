"""A document from where one stands: seen, copied as text, or saved as PDF or text under a name that one chooses."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from sfm_tui.reports.registry import KINDS, Asked
from sfm_tui.widgets.dialogs.dialogs import Choice, ChooseDialog
from sfm_tui.widgets.everywhere.messages import PlaceWanted
from sfm_tui.widgets.everywhere.say import Outcome
from sfm_tui.widgets.paper.key import read_key
from sfm_tui.widgets.paper.made import entered
from sfm_tui.widgets.paper.saving import save

if TYPE_CHECKING:
    from textual.app import App

    from sfm_tui.domain.desk import Author
    from sfm_tui.storage.store import Store
    from sfm_tui.widgets.everywhere.session import Session


async def copy_or_save(
    app: "App[Any]",
    session: "Session",
    title: str,
    name: str,
    gather: "Callable[[Store, Author], Any]",
    text_of: Callable[[Any], str],
    *,
    csv: "Callable[[Store], str] | None" = None,
    see: str = "",
) -> Outcome | None:
    """Offer a document to be seen first, as text on the clipboard, as a PDF, or as a text file.

    `gather` reads what the document says from the store, `text_of` sets it as text; `name` is the file's name
    without its ending. `csv` gives its rows for a spreadsheet, where it has some. `see` is how the paper screen
    knows it (`widgets.paper_key`).
    """
    choices = [
        *([Choice("see", "Look at it first, and at other documents", letter="l")] if see else []),
        Choice("copy", "Copy as text", "also over SSH, where the terminal allows it", letter="c"),
        Choice("pdf", "Save as PDF …", letter="p"),
        Choice("txt", "Save as text …", letter="t"),
    ]
    if csv is not None:
        choices.append(Choice("csv", "Save its rows as CSV …", letter="v"))
    chosen = await app.push_screen_wait(ChooseDialog(title, choices))
    if chosen is None:
        return None
    if chosen == "see":
        app.screen.post_message(PlaceWanted("paper", see))
        return None
    author = session.author
    if chosen == "csv" and csv is not None:
        return await save(app, session, title, f"{name}.csv", ("csv",), lambda _tell: session.read(csv), str)
    read = partial(session.read, lambda store: gather(store, author))
    if chosen == "copy":
        text = await asyncio.to_thread(text_of, await read())
        app.copy_to_clipboard(text)
        return Outcome(f"{title}: copied, {len(text.splitlines())} lines")
    used: list[Any] = []

    async def read_it(_tell: object) -> Any:
        used.append(await read())
        return used[-1]

    done = await save(app, session, title, f"{name}.{chosen}", ("pdf", "txt"), read_it, text_of)
    wanted = read_key(see)
    kind = KINDS.get(wanted.kind) if wanted is not None else None
    if done is None or wanted is None or kind is None:
        return done
    window = wanted.days.bounds(session.tz) if wanted.days is not None else None
    asked = Asked(window, wanted.day, wanted.record, wanted.at)
    number = await entered(session, kind, asked, used[-1], done.path, done.form)
    return replace(done, text=f"{done.text}{number}")
