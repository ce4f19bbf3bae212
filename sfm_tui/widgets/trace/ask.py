"""What the screen of late responses asks: which of them to list. Which days, it asks as the dashboard does."""

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sfm_tui.clock.show import DAYS
from sfm_tui.domain.late_words import CAUSE_WORDS
from sfm_tui.domain.trace import CAUSES
from sfm_tui.domain.why_late import EVERYTHING, Only, Traced
from sfm_tui.widgets.dialogs.dialogs import Choice, ChooseDialog

if TYPE_CHECKING:
    from textual.app import App

_WEEKDAY = "weekday "


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
    weekdays = Counter(traced.weekday_of(breach) for breach in traced.breaches)
    choices += [Choice(f"{_WEEKDAY}{day}", f"reported on {DAYS[day]}", f"{weekdays[day]}") for day in sorted(weekdays)]
    chosen = await app.push_screen_wait(ChooseDialog("Which late responses?", choices))
    if chosen is None:
        return None
    if not chosen:
        return EVERYTHING
    if chosen.startswith(_WEEKDAY):
        return replace(only, weekday=int(chosen.removeprefix(_WEEKDAY)))
    return replace(only, hour=int(chosen)) if chosen.isdecimal() else replace(only, cause=chosen)
