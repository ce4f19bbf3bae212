"""The line of the dashboard that lives: the incidents that run, with their clocks, and today so far."""

from typing import TYPE_CHECKING, Any

from sfm_tui.clock import duration_text
from sfm_tui.domain.response import Pressure, response_clock
from sfm_tui.widgets.lists.rows import Rows, Span

if TYPE_CHECKING:
    from sfm_tui.storage.first_paint import Running
    from sfm_tui.widgets.everywhere.session import Session


def running_spans(session: "Session", one: "Running") -> list[Span]:
    """`● 0142 2:06 of 3:00`: the number without its year, and how its response stands."""
    number = one.number.rpartition("-")[2] or one.number
    clock = response_clock(
        session.terms, reported=one.reported, dispatched=one.dispatched, on_scene=one.on_scene, severity=one.severity,
        now=session.now(), ended=one.resolved is not None or one.outcome == "stood down" or one.state != "open",
    )  # fmt: skip
    if clock is None:
        word = "on hold" if one.state == "on hold" else "no clock"
        return [(f"○ {number} {word}", "muted")]
    time, limit = duration_text(clock.seconds), duration_text(clock.limit)
    if clock.pressure is Pressure.OVER:
        over = duration_text(clock.seconds - clock.limit)
        return [(f"✖ {number} {time} OVER by {over}", "bad")]
    if not clock.running:
        return [(f"✔ {number} on scene in {time}", "good")]
    style = "warn" if clock.pressure is Pressure.CLOSE else "plain"
    return [(f"● {number} {time} of {limit}", style)]


def today_spans(today: Any) -> list[Span]:
    """`today 5 responses, 1 over the limit; 2 check calls missed`; nothing where it is not computed."""
    if today is None:
        return [("today …", "muted")]
    responses, calls = today
    total = responses.total
    late = total.n - total.within
    many = f"today {total.n:,} response{'s' if total.n != 1 else ''}"
    spans: list[Span] = [(many, "plain")]
    if total.n:
        spans.append((f", {late:,} over the limit" if late else ", all within the limit", "bad" if late else "good"))
    if calls.missed:
        spans.append((f"; {calls.missed} check call{'s' if calls.missed != 1 else ''} missed", "warn"))
    return spans


class LiveLine(Rows[int]):
    """What runs, and today so far, on one line that is drawn each second."""

    DEFAULT_CSS = """
    LiveLine { height: 1; width: 1fr; }
    """
    can_focus = False

    def __init__(self, session: "Session") -> None:
        super().__init__(self._spans, key=lambda n: n, id="live")
        self._session = session
        self._today: Any = None
        self.items = [0]

    def take(self, today: Any) -> None:
        """The figures of today."""
        self._today = today
        self.redraw()

    def _spans(self, _n: int, _width: int) -> list[list[Span]]:
        running = self._session.data.running
        if self._session.locked:
            return [[("(locked)", "muted")]]
        spans: list[Span] = [(f"{len(running)} running" if running else "Nothing is running", "bold")]
        for one in sorted(running, key=lambda one: (one.on_scene is not None, one.reported))[:6]:
            spans += [("  ", "plain"), *running_spans(self._session, one)]
        if len(running) > 6:
            spans.append((f"  and {len(running) - 6} more", "muted"))
        return [[*today_spans(self._today), ("  ·  ", "muted"), *spans]]
