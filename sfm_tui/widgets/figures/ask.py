"""What the dashboard asks: which days, and by what responses are split."""

from datetime import date
from typing import TYPE_CHECKING, Any

from sfm_tui.clock.days import DAY_FORMS, parse_days
from sfm_tui.domain.period import Period
from sfm_tui.widgets.dialogs.dialogs import AskDialog, Choice, ChooseDialog, Field
from sfm_tui.widgets.figures.lists import BY

if TYPE_CHECKING:
    from textual.app import App

MOST_DAYS = 366 * 20


async def ask_period(app: "App[Any]", today: date) -> Period | None:
    """The days that are chosen or typed; None where the person stays."""
    week, month = Period.of("week", today, today), Period.of("month", today, today)
    known = {
        "w": week, "l": week.shifted(-1), "m": month, "o": month.shifted(-1), "t": Period.of("weeks", today, today),
    }  # fmt: skip
    choices = [Choice(letter, period.words, letter=letter) for letter, period in known.items()]
    choices.append(Choice("d", "Other days …", letter="d"))
    chosen = await app.push_screen_wait(ChooseDialog("Figures of which days?", choices))
    if chosen is None:
        return None
    return known[chosen] if chosen in known else await ask_days(app, today)


async def ask_days(app: "App[Any]", today: date, title: str = "Figures of other days") -> Period | None:
    """Any days, as they are typed; None where the person stays."""

    def read(text: str) -> Period:
        days = parse_days(text, today)
        if (days.last - days.first).days > MOST_DAYS:
            raise ValueError("that is more than 20 years: choose two days that are closer together")
        if days.first > today:
            raise ValueError("those days are still to come: choose days that are over, or today")
        return Period.typed(days, today)

    ask = Field("days", "Which days?", placeholder="october, 1 oct - 31 oct, 30 days, 2026-10-01 - 2026-10-31",
                check=lambda text: read(text).words)  # fmt: skip
    answer = await app.push_screen_wait(AskDialog(title, [ask], hint=f"{DAY_FORMS} · Esc stays"))
    return read(answer["days"]) if answer is not None else None


async def ask_split(app: "App[Any]") -> str | None:
    """By what the responses shall be split; None where the person stays."""
    letters = dict(zip(BY, "hdcslowm", strict=True))
    choices = [Choice(by, f"By {name}", letter=letters[by]) for by, name in BY.items()]
    return await app.push_screen_wait(ChooseDialog("Split the responses", choices))
