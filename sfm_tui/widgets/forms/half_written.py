"""What was half written when the program last stopped, offered when it starts again."""

from functools import partial
from typing import TYPE_CHECKING, Any

from sfm_tui.clock import clock_text, day_text, local_date
from sfm_tui.domain.incidents import FIELDS
from sfm_tui.widgets.dialogs.by_itself import ByItself
from sfm_tui.widgets.dialogs.dialogs import Choice, ChooseDialog
from sfm_tui.widgets.everywhere.messages import IncidentWanted
from sfm_tui.widgets.incident.draft import busy_with
from sfm_tui.widgets.lists.cells import clip

if TYPE_CHECKING:
    from textual.app import App

    from sfm_tui.storage.store import Store
    from sfm_tui.widgets.everywhere.session import Session

_LABELS = {"what": FIELDS["summary"], "where": FIELDS["location"], "note": "Note"}
INCIDENT = "incident:"
LATER, DROP = "later", "drop"


class Offer(ByItself, ChooseDialog):
    """The question, which comes by itself."""

    came_by_itself = True


def _drop(key: str, store: "Store", _by: object) -> None:
    store.drafts.drop(key)


async def offer(app: "App[Any]", session: "Session") -> None:
    """Ask which half-written incident to go on with, if there are any; nothing is thrown away unasked."""
    kept = await session.read(lambda store: store.drafts.all())
    drafts = [
        draft
        for draft in kept
        if draft.key.startswith(INCIDENT) and draft.key not in session.half_written and not busy_with(session, draft)
    ]
    if not drafts or session.locked:
        return
    choices = []
    for n, draft in enumerate(drafts[:7]):
        name, text = next(iter(draft.body.items()))
        when = f"{day_text(local_date(draft.at, session.tz))[4:10]} {clock_text(draft.at, session.tz)}"
        label = (
            f"{draft.key.removeprefix(INCIDENT)}  {_LABELS.get(name, FIELDS.get(name, name))}: {clip(str(text), 34)}"
        )
        choices.append(Choice(str(n), label, when))
    choices += [Choice(LATER, "Later: it stays kept", letter="l"), Choice(DROP, "Throw it away", letter="x")]
    chosen = await app.push_screen_wait(Offer("Half-written when the program stopped: go on?", choices))
    if chosen is None or chosen == LATER:
        return
    if chosen == DROP:
        for draft in drafts:
            await session.write(partial(_drop, draft.key))
        return
    app.post_message(IncidentWanted(drafts[int(chosen)].key.removeprefix(INCIDENT)))
