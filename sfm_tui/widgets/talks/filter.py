"""What the matrix is to be narrowed to, asked for."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sfm_tui.domain.training import STATES, State
from sfm_tui.widgets.dialogs.dialogs import Choice, ChooseDialog
from sfm_tui.widgets.lists.pick import PickDialog
from sfm_tui.widgets.talks.grid import Grid, Only
from sfm_tui.widgets.talks.words import SIGNS

if TYPE_CHECKING:
    from textual.app import App

    from sfm_tui.storage.store import Store
    from sfm_tui.widgets.everywhere.session import Session

_LETTERS: dict[State, str] = {"overdue": "o", "never": "n", "due": "d", "in date": "i"}


async def ask_filter(
    app: "App[Any]", session: "Session", grid: Grid, here: tuple[str, str] | None
) -> Only | None:  # fmt: skip
    """Ask for a topic, an officer, a post or a state; `here` are officer and topic under the cursor."""
    choices = [Choice(state, f"Only {SIGNS[state][2]}", SIGNS[state][0], letter=_LETTERS[state]) for state in STATES]
    choices += [
        Choice("topic", "One topic …", letter="t"),
        Choice("officer", "One officer …", letter="f"),
        Choice("post", "The officers of a post …", letter="p"),
    ]
    if grid.only != Only():
        choices.append(Choice("all", "All again", letter="0"))
    chosen = await app.push_screen_wait(ChooseDialog("Show only", choices))
    only = grid.only
    if chosen is None:
        return None
    if chosen == "all":
        return Only()
    if chosen == "topic":
        topic = await app.push_screen_wait(PickDialog("Which topic?", _labels(grid.titles, here and here[1])))
        return replace(only, topic=topic) if topic else None
    if chosen == "officer":
        officer = await app.push_screen_wait(PickDialog("Which officer?", _labels(grid.names, here and here[0])))
        return replace(only, officer=officer) if officer else None
    if chosen == "post":
        return await _post(app, session, only)
    return replace(only, state=next(state for state in STATES if state == chosen))


def _labels(names: dict[str, str], first: str | None) -> list[Choice]:
    codes = sorted(names, key=lambda code: (code != first, names[code].casefold()))
    return [Choice(code, names[code], code) for code in codes]


async def _post(app: "App[Any]", session: "Session", only: Only) -> Only | None:
    from sfm_tui.domain.reference import Post
    from sfm_tui.storage.training_part import at_post

    posts = await session.read(lambda store: store.reference.all(Post))
    post = await app.push_screen_wait(
        PickDialog("Which post?", [Choice(p.post, p.name or p.post, p.post) for p in posts])
    )
    if post is None:
        return None

    def officers(store: "Store") -> frozenset[str]:
        return at_post(store, post)

    return replace(only, post=post, at_post=await session.read(officers))
