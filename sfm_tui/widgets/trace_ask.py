"""What the screen of late responses asks: which days, and what to narrow them to."""

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Any

from sfm_tui.clock.days import DAY_FORMS, parse_days
from sfm_tui.domain.late_words import CAUSE_WORDS
from sfm_tui.domain.period import Period
from sfm_tui.domain.trace import CAUSES
from sfm_tui.domain.why_late import EVERYTHING, Only, Traced
from sfm_tui.widgets.dialogs import AskDialog, Choice, ChooseDialog, Field

if TYPE_CHECKING:
    from textual.app import App

MOST_DAYS = 366 * 150
"""As many days as the roster's findings are made for at once."""


async def ask_period(app: "App[Any]", today: date) -> Period | None:
    """The days that are chosen or typed; None where the person stays."""
    before = Period.of("month", today, today).shifted(-1)
    choices = {
        "this": Period.of("month", today, today),
        "last": before,
        "weeks": Period.of("weeks", today, today),
        "week": Period.of("week", today, today),
    }
    listed = [
        Choice("this", "This month", letter="m"),
        Choice("last", f"Last month: {before.name}", letter="l"),
        Choice("weeks", "The last 12 weeks", letter="t"),
        Choice("week", "This week", letter="w"),
        Choice("typed", "Other days …", letter="d"),
    ]
    chosen = await app.push_screen_wait(ChooseDialog("Late responses of which days?", listed))
    if chosen is None:
        return None
    return choices[chosen] if chosen in choices else await _typed(app, today)


async def _typed(app: "App[Any]", today: date) -> Period | None:
    def read(text: str) -> Period:
        days = parse_days(text, today)
        if (days.last - days.first).days > MOST_DAYS:
            raise ValueError("that is more than 150 years: choose two days that are closer together")
        if days.first > today:
            raise ValueError("those days are still to come: choose days that are over, or today")
        return Period.typed(days, today)

    ask = Field("days", "Which days?", placeholder="october, 1 oct - 31 oct, last 30 days, 2026-10-01 - 2026-10-31",
                check=lambda text: read(text).words)  # fmt: skip
    dialog = AskDialog("Late responses of other days", [ask], hint=f"{DAY_FORMS} · Esc stays")
    answer = await app.push_screen_wait(dialog)
    return read(answer["days"]) if answer is not None else None


async def ask_only(app: "App[Any]", traced: Traced, only: Only) -> Only | None:
    """What is chosen; None where the person leaves it as it is."""
    causes = Counter(breach.cause for breach in traced.breaches)
    hours = Counter(traced.hour_of(breach) for breach in traced.breaches)
    choices = [Choice("", "All late responses", f"{len(traced.breaches)}", letter="0")]
    choices += [
        Choice(cause, CAUSE_WORDS[cause], f"{causes[cause]}", letter=str(n))
        for n, cause in enumerate(CAUSES, start=1)
        if causes[cause]
    ]
    letters = iter("abcdefghijklmnopqrstuvwx")
    choices += [
        Choice(f"{hour}", f"reported from {hour:02}:00 to {hour + 1:02}:00", f"{hours[hour]}", letter=next(letters))
        for hour in sorted(hours)
    ]
    chosen = await app.push_screen_wait(ChooseDialog("Which late responses?", choices))
    if chosen is None:
        return None
    if not chosen:
        return EVERYTHING
    return Only(only.cause, int(chosen)) if chosen.isdecimal() else Only(chosen, only.hour)
