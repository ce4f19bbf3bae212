"""Choosing an officer for an act on a talk."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sfm_tui.clock import local_date
from sfm_tui.widgets.dialogs import Choice, ChooseDialog
from sfm_tui.widgets.pick import PickDialog

if TYPE_CHECKING:
    from textual.app import App

    from sfm_tui.storage.store import Store
    from sfm_tui.widgets.session import Session

FEW = 9
"""Choices that digits can tell apart."""


def officers_here(store: "Store") -> list[str]:
    """The officers who have not left, by number."""
    from sfm_tui.storage.training_part import read_axes

    with store.reading() as connection:
        return list(read_axes(connection, local_date(store.clock.now(), store.tz)).officers)


async def choose_officer(
    app: "App[Any]", session: "Session", title: str, officers: Sequence[str], *, anybody: bool = False
) -> str | None:
    """Ask which officer: one of these first, with `anybody` also every other who has not left."""
    others: list[str] = []
    if anybody:
        others = [one for one in await session.read(officers_here) if one not in officers]
    choices = [Choice(one, session.officer_name(one), one) for one in officers]
    choices += [Choice(one, session.officer_name(one), f"{one} · not on the list") for one in others]
    dialog = ChooseDialog if len(choices) <= FEW else PickDialog
    chosen: str | None = await app.push_screen_wait(dialog(title, choices))
    return chosen
