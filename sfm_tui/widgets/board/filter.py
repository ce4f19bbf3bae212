"""What the board is to be narrowed to, asked for."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sfm_tui.storage.action_board import Lines, find_text
from sfm_tui.widgets.board.columns import WHEN_WORDS, Only, When
from sfm_tui.widgets.board.words import NO_THEME
from sfm_tui.widgets.dialogs.dialogs import AskDialog, Choice, ChooseDialog, Field
from sfm_tui.widgets.lists.pick import PickDialog

if TYPE_CHECKING:
    from textual.app import App

    from sfm_tui.widgets.everywhere.session import Session

_LETTERS: dict[When, str] = {"overdue": "v", "week": "w", "month": "m"}


async def ask_filter(app: "App[Any]", session: "Session", read: Lines, only: Only) -> Only | None:
    """Ask for an owner, a theme, when it is due, or a text."""
    choices = [Choice("owner", "One owner …", letter="o"), Choice("theme", "One theme …", letter="t")]
    for when, letter in _LETTERS.items():
        count = len(replace(only, when=when).take(read.lines, read.today))
        choices.append(Choice(when, WHEN_WORDS[when].capitalize(), str(count), letter=letter))
    choices.append(Choice("text", "A text in it …", letter="x"))
    if only != Only():
        choices.append(Choice("all", "All again", letter="0"))
    chosen = await app.push_screen_wait(ChooseDialog("Show only", choices))
    if chosen is None:
        return None
    if chosen == "all":
        return Only()
    if chosen == "owner":
        owners = {line.owner for line in read.lines if line.owner}
        named = [Choice(code, read.names.get(code, code), code) for code in owners]
        owner = await app.push_screen_wait(
            PickDialog("Whose actions?", sorted(named, key=lambda c: c.label.casefold()))
        )
        return replace(only, owner=owner) if owner else None
    if chosen == "theme":
        themes = [Choice(f"t{code}", title or code, code) for code, title in read.themes.items()]
        themes.sort(key=lambda choice: choice.label.casefold())
        theme = await app.push_screen_wait(PickDialog("Which theme?", [*themes, Choice("t", NO_THEME)]))
        return replace(only, theme=theme[1:]) if theme else None
    if chosen == "text":
        return await ask_text(app, session, only)
    return replace(only, when=next(when for when in _LETTERS if when == chosen))


async def ask_text(app: "App[Any]", session: "Session", only: Only) -> Only | None:
    """Ask for a text that stands in the action; an empty one shows all again."""
    field = Field("text", "Show only actions with:", value=only.text, placeholder="a word, or a number", needed=False)
    answer = await app.push_screen_wait(
        AskDialog("Find in the plan", [field], "Enter shows them, empty all · Esc stays")
    )
    if answer is None:
        return None
    text = answer["text"].strip()
    found = await session.read(lambda store: find_text(store, text)) if text else frozenset[str]()
    return replace(only, text=text, found=found)
