"""What can be done about an officer and a topic: catch up, open a talk they had or missed, plan one."""

from typing import TYPE_CHECKING, Any

from sfm_tui.clock import local_date
from sfm_tui.widgets.dialogs.dialogs import Choice, ChooseDialog
from sfm_tui.widgets.dialogs.held import keys_wait
from sfm_tui.widgets.talks.words import day_words

if TYPE_CHECKING:
    from textual.app import App

    from sfm_tui.storage.training_part import Had
    from sfm_tui.widgets.everywhere.say import Outcome
    from sfm_tui.widgets.everywhere.session import Session

MOST = 6
_WORDS = {"present": "is to sign", "attended": "attended", "absent": "was absent", "catch-up": "caught up"}


async def pair_menu(
    app: "App[Any]", session: "Session", officer: str, topic: str, title: str
) -> "Outcome | str | None":
    """Ask what to do; `plan` or `talk KEY` is for the screen to do."""
    from sfm_tui.storage.training_part import talks_of
    from sfm_tui.widgets.talks.flows import catch_up

    with keys_wait(app):
        talks = await session.read(lambda store: talks_of(store, officer, topic))
    name = session.officer_name(officer)
    missed = [one for one in talks if one.result == "absent" and one.state == "completed"]
    choices = [Choice(f"catch-up {one.talk}", f"{name} catches up on {one.talk} …", _held(one, session), letter="c")
               for one in missed[:1]]  # fmt: skip
    choices.append(Choice("plan", f"Plan a talk on «{title}» …", letter="p"))
    choices += [
        Choice(f"talk {one.talk}", f"Open {one.talk}", f"{_WORDS.get(one.result, one.result)} {_held(one, session)}",
               letter=str(n))
        for n, one in enumerate(talks[:MOST], start=1)
    ]  # fmt: skip
    chosen = await app.push_screen_wait(ChooseDialog(f"{name}, {title}", choices))
    if chosen is None:
        return None
    verb, _, key = chosen.partition(" ")
    if verb == "catch-up":
        return await catch_up(app, session, key, officer)
    return str(chosen)


def _held(had: "Had", session: "Session") -> str:
    return day_words(local_date(had.at, session.tz)) if had.at is not None else "not held yet"
