"""Figures in a contract review as words: two decimals as in JSON, days, states against a target."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar
from zoneinfo import ZoneInfo

from sfm_tui.clock import duration_text, local_date
from sfm_tui.clock.show import MONTHS
from sfm_tui.domain.kpi import Figures
from sfm_tui.domain.rounding import Exact, two
from sfm_tui.domain.spans import Span
from sfm_tui.domain.trace import ALL_BUSY, NONE_FREE, OVERLAPPING, UNEXPLAINED

T = TypeVar("T")

NOTHING = "–"
MET, MISSED, UNSURE, NO_TARGET, NO_FIGURE = "✓ met", "✗ missed", "△ below, may be chance", NOTHING, "no figure"

CAUSE_WORDS = {
    OVERLAPPING: "the officer had duties at two posts or more",
    NONE_FREE: "nobody was free to respond",
    ALL_BUSY: "everybody free to respond was on another incident",
    UNEXPLAINED: "somebody was free to respond: the roster does not explain it",
}
"""What each cause of the trace means, for a reader who does not know its name."""

_FULL_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def number(value: Exact | None) -> str:
    """`231.80`, as JSON rounds it; a dash for none."""
    return NOTHING if value is None else f"{two(value):.2f}"


def percent_text(value: Exact | None) -> str:
    """`71.11 %`."""
    return NOTHING if value is None else f"{number(value)} %"


def seconds_text(value: Exact | None) -> str:
    """`231.80 s (3:52)`; a whole number of seconds without decimals where it is given as one."""
    if value is None:
        return NOTHING
    plain = f"{value}" if isinstance(value, int) else number(value)
    return f"{plain} s ({clock_of(value)})"


def clock_of(value: Exact) -> str:
    """`3:52`, to the nearest second, half up."""
    return duration_text(int(Fraction(value) + Fraction(1, 2)))


def interval_text(interval: tuple[Decimal, Decimal] | None) -> str:
    """`56.63 to 82.27`."""
    return NOTHING if interval is None else f"{number(interval[0])} to {number(interval[1])}"


def few(some: Figures) -> str:
    """What stands in place of figures where there are too few: the reason and the single values."""
    return some.why + (f": {', '.join(map(str, some.values))} s" if some.values else "")


def state(some: Figures, target: float | None) -> str:
    """How the share within the limit stands to the target, in a sign and a word."""
    if some.share is None or some.interval is None:
        return NO_FIGURE
    if target is None:
        return NO_TARGET
    wanted = Fraction(str(target))
    if some.share >= wanted:
        return MET
    return MISSED if some.interval[1] < Decimal(str(target)) else UNSURE


def target_text(target: float | None) -> str:
    """`95 %`."""
    return NOTHING if target is None else f"{target:g} %"


def day(on: date) -> str:
    """`9 Nov 2026`."""
    return f"{on.day} {MONTHS[on.month - 1]} {on.year:04}"


def iso_day(text: str | None) -> str:
    """The same from ISO text; a dash for none."""
    return day(date.fromisoformat(text)) if text else NOTHING


def short_day(on: date) -> str:
    """`9 Nov`."""
    return f"{on.day} {MONTHS[on.month - 1]}"


def days_of(window: Span, tz: ZoneInfo) -> tuple[date, date]:
    """The first and the last day of a window."""
    return local_date(window[0], tz), local_date(window[1] - 1, tz)


def period_name(window: Span, tz: ZoneInfo) -> str:
    """`October 2026`, else `1 Oct 2026 to 14 Oct 2026`."""
    first, last = days_of(window, tz)
    if first.day == 1 and (last + timedelta(days=1)).day == 1 and (first.year, first.month) == (last.year, last.month):
        return f"{_FULL_MONTHS[first.month - 1]} {first.year}"
    return day(first) if first == last else f"{day(first)} to {day(last)}"


def cut(text: str, most: int) -> str:
    """The text on one line, no longer than `most` letters; what is left out is shown by a mark."""
    flat = " ".join(text.split())
    return flat if len(flat) <= most else flat[: most - 1].rstrip() + "…"


MOST_ROWS = 400
"""More rows than these are no reading for paper."""


def at_most(some: tuple[T, ...], title: str, *, newest: bool = False) -> tuple[tuple[T, ...], str]:
    """So many rows as paper can take, the first or the last ones, and a title that says so where some are left out."""
    if len(some) <= MOST_ROWS:
        return some, title
    which = "last" if newest else "first"
    return (some[-MOST_ROWS:] if newest else some[:MOST_ROWS]), f"{title}: the {which} {MOST_ROWS} of {len(some):,}"


def listed(words: list[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return "".join(words) if len(words) < 2 else f"{', '.join(words[:-1])} and {words[-1]}"
