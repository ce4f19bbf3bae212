"""The documents that were made: entered when one is saved, listed with the ledger's head that each is of."""

from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from sfm_tui.clock import day_text, local_date, short_clock
from sfm_tui.storage.errors import StoreError
from sfm_tui.widgets.dialogs.dialogs import Choice, ChooseDialog
from sfm_tui.widgets.everywhere.key_names import key_of
from sfm_tui.widgets.lists.cells import clip

if TYPE_CHECKING:
    from textual.app import App

    from sfm_tui.domain.desk import Author
    from sfm_tui.reports.paper import Document
    from sfm_tui.reports.registry import Asked, Kind
    from sfm_tui.storage.documents import Made
    from sfm_tui.storage.store import Store
    from sfm_tui.widgets.everywhere.program import Program
    from sfm_tui.widgets.everywhere.session import Session

MOST_LISTED = 500
_LONGEST = 60


async def entered(
    session: "Session", kind: "Kind", asked: "Asked", document: "Document", path: Path, form: str
) -> str:  # fmt: skip
    """Enter a document that was saved, where somebody is at the desk by name; gives what to say of it."""
    from sfm_tui.reports.entered import enter

    if not session.author.confirmed:
        return ""

    def act(store: "Store", by: "Author") -> "Made":
        return enter(store, kind, asked, document, path, form, by)

    try:
        made = await session.write(act)
    except (StoreError, OSError) as error:
        return f", but not entered among the documents: {error}"
    return f" as {made.report}"


async def show_made(app: "App[Any]", session: "Session") -> None:
    """List what was made, the newest first; Enter shows what belongs to one."""
    some = await session.read(lambda store: store.documents.all(MOST_LISTED))
    if not some:
        cast("Program", app).say(
            f"no document was made yet: {key_of('paper.save', 's')} saves one, and it is listed here"
        )
        return
    choices = [Choice(one.report, named(one), about(session, one)) for one in some]
    title = f"Documents that were made · {len(some)}{'+' if len(some) == MOST_LISTED else ''}"
    chosen = await app.push_screen_wait(ChooseDialog(title, choices, "Enter shows what belongs to it · Esc goes back"))
    if chosen is not None:
        await open_made(app, session, chosen)


async def open_made(app: "App[Any]", session: "Session", report: str) -> None:
    """Show what belongs to a document, by its number."""
    from sfm_tui.widgets.records.record_links import open_links

    made = await session.read(lambda store: store.documents.get(report))
    cast("Program", app).say(f"{named(made)} · {about(session, made)} · SHA-256 {made.digest[:16]}…")
    await open_links(app, session, made.ref, made.report)


def named(made: "Made") -> str:
    """`D-01  Contract review, October 2026`."""
    text = f"{made.title}, {made.period}" if made.period else made.title
    return f"{made.report}  {clip(text, _LONGEST)}"


def about(session: "Session", made: "Made") -> str:
    """`pdf · Sun 22 Nov 2026 05:10 · head 2797·4825 …`."""
    when = f"{day_text(local_date(made.at, session.tz))} {short_clock(made.at, session.tz)}"
    return f"{made.form} · {when} · head {made.head}"
