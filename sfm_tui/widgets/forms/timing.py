"""Typed times in dialogs: what was typed, echoed in full, or what is wrong with it."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from sfm_tui.clock import BadTime, RepeatedTime, full_text, parse_typed
from sfm_tui.widgets.dialogs.dialogs import Choice, ChooseDialog

if TYPE_CHECKING:
    from textual.app import App

    from sfm_tui.widgets.everywhere.session import Session


def echo(session: "Session", last: int | None = None) -> Callable[[str], str]:
    """A check for a field that takes a time."""

    def check(text: str) -> str:
        try:
            typed = parse_typed(text, now=session.now(), tz=session.tz, last=last)
        except RepeatedTime as error:
            return str(error)
        return f"{typed.echo} · {typed.ask}" if typed.ask else typed.echo

    return check


async def settle(app: "App[Any]", session: "Session", text: str, last: int | None = None) -> int | None:
    """The instant that was typed. Asks which hour in October's repeated one, and whether a time ahead is meant.

    None where the person chose neither. Raises BadTime for what is no time.
    """
    try:
        typed = parse_typed(text, now=session.now(), tz=session.tz, last=last)
    except RepeatedTime as error:
        choices = [Choice(str(at), full_text(at, session.tz)) for at in (error.first, error.second)]
        chosen = await app.push_screen_wait(ChooseDialog("That hour comes twice tonight: which?", choices))
        return int(chosen) if chosen else None
    if typed.ask:
        choices = [Choice("yes", f"Yes, {typed.echo}", letter="y"), Choice("no", "No", letter="n")]
        if await app.push_screen_wait(ChooseDialog(typed.ask, choices)) != "yes":
            return None
    return typed.at


__all__ = ["BadTime", "echo", "settle"]
