"""The hours of the day in two lines: how many responses were late, over how many responders stood free."""

from fractions import Fraction
from typing import TYPE_CHECKING

from sfm_tui.domain.free_by_hour import by_hour_of_day
from sfm_tui.widgets.lists.rows import Lines, Rows, Span

if TYPE_CHECKING:
    from sfm_tui.storage.dashboard import Hours

FIRST_HOUR = 6
"""The strip starts with the day's first shift."""
_BARS = "▁▂▃▄▅▆▇█"
_HOURS = [(FIRST_HOUR + n) % 24 for n in range(24)]


class HourStrip(Rows[int]):
    """Bars for the late ones; under them how many were free: `○` nobody, `◔` fewer than one, `●` one or more."""

    DEFAULT_CSS = """
    HourStrip { height: 4; width: 1fr; }
    """
    can_focus = False

    def __init__(self) -> None:
        super().__init__(self._strip, key=lambda n: n, id="hour-strip", empty="computing …")
        self._hours: Hours | None = None
        self._stale = False

    def take(self, hours: "Hours", *, stale: bool) -> None:
        """Show these."""
        self._hours, self._stale = hours, stale
        self.show([0])

    def _strip(self, _n: int, _width: int) -> Lines:
        hours = self._hours
        assert hours is not None
        late = dict.fromkeys(range(24), 0)
        for (_, hour), one in hours.responses.items():
            late[hour] += one.late
        most = max(late.values())
        free = by_hour_of_day(hours.free)
        tone = "muted" if self._stale else ""
        top: list[Span] = [("late  ", "muted")]
        low: list[Span] = [("free  ", "muted")]
        for hour in _HOURS:
            n = late[hour]
            bar = _BARS[max(1, round(n * 7 / most))] if n else "·"
            top.append((bar, tone or ("bad" if n else "muted")))
            sign, style = _free_sign(free.get(hour))
            low.append((sign, tone or style))
        scale = "      " + "".join(
            f"{hour:02}" if hour % 3 == 0 else "" if (hour - 1) % 3 == 0 else " " for hour in _HOURS
        )
        return [top, low, [(scale, "muted")], [("      ○ none ◔ at times ● 1 or more", "muted")]]


def _free_sign(mean: Fraction | None) -> tuple[str, str]:
    if mean is None:
        return " ", "muted"
    if not mean:
        return "○", "bad"
    return ("◔", "warn") if mean < 1 else ("●", "good")
