"""How training is said on screens: a sign, a style and a word for each state, days, and the pair under the cursor."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from sfm_tui.clock import day_text, local_date
from sfm_tui.domain.training import Matrix, Need, State
from sfm_tui.widgets.everywhere.key_names import key_of

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

SIGNS: dict[State | None, tuple[str, str, str]] = {
    "in date": ("✓", "good", "in date"),
    "due": ("!", "warn", "due within 30 days"),
    "overdue": ("✖", "bad", "overdue"),
    "never": ("·", "bold", "never"),
    None: ("–", "muted", "not required"),
}
"""Sign, style and word of each state; None is a topic that the officer need not have."""

LEGEND = "   ".join(f"{sign} {word}" for sign, _style, word in SIGNS.values())


def day_words(day: date) -> str:
    """`3 Nov 2026`."""
    return day_text(day).split(" ", 1)[1]


def every(months: int | None) -> str:
    """How often a topic is to be had."""
    if months is None:
        return "once"
    return "every month" if months == 1 else f"every {months} months"


def need_words(need: Need, on: date, tz: "ZoneInfo") -> str:
    """How an officer stands with a topic they must have had: when they had it, when it is due again."""
    if need.last is None:
        return "never had it"
    return f"attended {day_words(local_date(need.last, tz))}, {due_words(need, on)}"


def due_words(need: Need, on: date) -> str:
    """Until when a topic is in date, or since when it is not."""
    if need.last is None:
        return "never had it"
    if need.due_on is None:
        return "in date for good"
    if need.state == "overdue":
        return f"overdue since {day_words(need.due_on + timedelta(days=1))}"
    if need.state == "due":
        left = (need.due_on - on).days
        soon = "today" if left == 0 else f"in {left} day{'s' if left != 1 else ''}"
        return f"due again {day_words(need.due_on)}, {soon}"
    return f"due again {day_words(need.due_on)}"


def pair_words(matrix: Matrix, officer: str, topic: str, name: str, title: str) -> str:
    """The pair under the cursor in one line: `Reid, Radio discipline: attended 3 Nov 2026, due again 3 May 2027`."""
    need = matrix.need(officer, topic)
    if need is not None:
        return f"{name}, {title}: {need_words(need, matrix.on, matrix.tz)}"
    last = matrix.last(officer, topic)
    had = f", attended {day_words(local_date(last, matrix.tz))}" if last is not None else ""
    return f"{name}, {title}: not required{had}"


def counts_words(counts: dict[State, int]) -> str:
    """Totals and compliance in one line, from how many pairs are in each state."""
    pairs = sum(counts.values())
    if not pairs:
        return (
            f"nobody must have any topic yet: {key_of('talks.topics', '5')}, then {key_of('talks.who', 'w')} says who"
        )
    good = counts["in date"] + counts["due"]
    percent = f"{100 * good / pairs:.1f}".removesuffix(".0")
    parts = []
    for state in ("overdue", "never", "due"):
        if counts[state]:
            sign = SIGNS[state][0]
            parts.append(f"{sign} {counts[state]} {'due soon' if state == 'due' else state}")
    return f"{percent}% in date, {good} of {pairs}" + (f": {', '.join(parts)}" if parts else "")
