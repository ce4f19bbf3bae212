"""The question to which day of a place to go."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from sfm_tui.clock import day_text
from sfm_tui.widgets.dialogs.dialogs import AskDialog, Field

if TYPE_CHECKING:
    from textual.app import App

DAYS_AHEAD = "26/11, 2026-11-26, thu, tomorrow"
"""How a day may be written where it may lie ahead."""


def ask_day(app: "App[Any]", read: Callable[[str], date], forms: str, go: Callable[[date], object]) -> None:
    """Ask for a day and `go` there, unless the person stays. The dialog takes the very next key.

    `read` makes a day of what is typed or raises ValueError; `forms` shows how a day may be written.
    """
    field = Field("day", "Which day?", placeholder=forms, check=lambda text: day_text(read(text)))

    def answered(answer: dict[str, str] | None) -> None:
        if answer is not None:
            go(read(answer["day"]))

    app.push_screen(AskDialog("Go to a day", [field], hint="Enter goes · Esc stays"), answered)
