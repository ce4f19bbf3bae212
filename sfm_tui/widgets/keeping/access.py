"""Subject access: what is known of an officer, a person of the site, or somebody whom no list has, put into a file."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sfm_tui.storage.subject_access import MOST_HITS, Known, mentions, of_outsider, of_person
from sfm_tui.widgets.dialogs.dialogs import AskDialog, Choice, ChooseDialog, Field
from sfm_tui.widgets.everywhere.say import Outcome
from sfm_tui.widgets.forms.form_dialog import FieldError, FormDialog
from sfm_tui.widgets.forms.record_form import YES_NO, FormField
from sfm_tui.widgets.forms.typed_path import typed_path
from sfm_tui.widgets.keeping.flows import whole
from sfm_tui.widgets.lists.long_list_line import visible
from sfm_tui.widgets.lists.mark_dialog import MarkDialog

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import App

    from sfm_tui.domain.desk import Author
    from sfm_tui.storage.store import Store
    from sfm_tui.widgets.everywhere.session import Session

LISTED, OUTSIDER = "listed", "outsider"
_SHOWN = 3
"""So many records are named before they are counted."""


async def give_access(app: "App[Any]", session: "Session", person: str = "") -> Outcome | None:
    """Put what is known of somebody into a file for them; asks who, unless it is the officer or person given."""
    if person:
        return await _of_listed(app, session, person)
    choices = [
        Choice(LISTED, "An officer, or a person of the site", letter="o"),
        Choice(OUTSIDER, "Somebody whom no list has: a caller, a witness, a visitor", letter="w"),
    ]
    chosen = await app.push_screen_wait(ChooseDialog("Who asks what is known of them?", choices))
    if chosen is None:
        return None
    return await (_of_listed(app, session, "") if chosen == LISTED else _of_outsider(app, session))


async def _of_listed(app: "App[Any]", session: "Session", person: str) -> Outcome | None:
    first = FormField("target", "Whose", person, needed=True, help="officer:1001 or person:okafor")

    def known(store: "Store", typed: dict[str, str], *, unmasked: bool) -> Known:
        return of_person(store, whole(store, typed["target"]), unmasked=unmasked)

    return await _handed_over(app, session, [first], known, focus="path" if person else "target")


async def _of_outsider(app: "App[Any]", session: "Session") -> Outcome | None:
    """Look for the words, have somebody mark which of the records are about the one who asks, and give those."""
    name, problem = "", ""
    while True:
        asked = Field("name", "The name, as it may stand in a record:", name, "Harkness")
        hint = f"✖ {problem}" if problem else "Enter looks through all that was written · Esc leaves it"
        answer = await app.push_screen_wait(AskDialog("Somebody whom no list has", [asked], hint))
        if answer is None:
            return None
        name = answer["name"].strip()
        found = await session.read(partial(mentions, name=name))
        if not found:
            problem = f"«{visible(name)[:30]}» stands in no record: try a part of it"
            continue
        many = f", the newest {MOST_HITS}" if len(found) >= MOST_HITS else ""
        title = f"Which are about them? A name alone proves nothing{many}"
        choices = [
            Choice(one.record, one.record.replace(":", " ", 1), visible(one.around or one.text)) for one in found
        ]
        marked = await app.push_screen_wait(MarkDialog(title, choices, (), verb="takes them"))
        if marked:
            break
        problem = "" if marked is None else "nothing was marked: mark each record that is about them"
    named = ", ".join(ref.replace(":", " ", 1) for ref in marked[:_SHOWN])
    more = f" and {len(marked) - _SHOWN} more" if len(marked) > _SHOWN else ""
    first = FormField("records", "Records", f"{named}{more}", fixed=True)

    def known(store: "Store", _typed: dict[str, str], *, unmasked: bool) -> Known:
        return of_outsider(store, "somebody whom no list of the site has", marked, unmasked=unmasked)

    return await _handed_over(app, session, [first], known, focus="path")


async def _handed_over(
    app: "App[Any]", session: "Session", first: list[FormField], known: "Callable[..., Known]", *, focus: str
) -> Outcome | None:
    """Ask where to, and write it."""
    home = session.paper_folder or Path.home()
    fields = [
        *first,
        FormField("path", "Folder or file", str(home), needed=True, help="a zip for your eyes alone: hand it over"),
        FormField("unmasked", "Others by name", "no", choices=YES_NO, help="else other people become what they are"),
    ]

    async def save(typed: dict[str, str]) -> Path:
        from sfm_tui.reports.paper import ReportError
        from sfm_tui.reports.subject_access import hand_over

        unmasked = typed["unmasked"] == "yes"
        try:
            path = typed_path(typed["path"])
        except ValueError as error:
            raise FieldError("path", str(error)) from None

        def act(store: "Store", by: "Author") -> Path:
            some = known(store, typed, unmasked=unmasked)
            try:
                return hand_over(store, some, path, by, unmasked=unmasked)
            except ReportError as error:
                raise FieldError("path", str(error)) from error

        return await session.write(act)

    done: Path | None = await app.push_screen_wait(FormDialog("What is known of a person", fields, save, focus=focus))
    return Outcome(f"{done} is for them; not in it: a capability plan, attached files, backups") if done else None
