"""What the rows of the desk say: running incidents with their clocks, and the newest lines of the log. Pure."""

from typing import TYPE_CHECKING

from sfm_tui.clock import clock_text, duration_words
from sfm_tui.domain.response import Pressure, response_clock
from sfm_tui.storage.first_paint import Line, Running
from sfm_tui.widgets.incident.response_bar import STYLE, SYMBOL, response_spans
from sfm_tui.widgets.lists.cells import fit
from sfm_tui.widgets.lists.rows import Lines, Span

if TYPE_CHECKING:
    from sfm_tui.widgets.everywhere.session import Session


def running_lines(session: "Session", r: Running, width: int) -> Lines:
    """A running incident: what and where, who was sent, and under it the clock of its response."""
    clock = response_clock(
        session.terms, reported=r.reported, dispatched=r.dispatched, on_scene=r.on_scene, severity=r.severity,
        now=session.now(), ended=r.resolved is not None or r.outcome == "stood down",
    )  # fmt: skip
    held = r.state == "on hold"
    pressure = clock.pressure if clock else Pressure.CALM
    symbol = "○" if held else (SYMBOL[pressure] if clock and (clock.running or not clock.within) else "✓")
    style = "muted" if held else STYLE[pressure]
    officers = ", ".join(session.officer_name(o) for o in r.officers) or "nobody sent"
    right = f"S{r.severity}{'?' if r.severity_assumed else ' '} {fit(officers, min(22, width // 4))}"
    what = r.summary or r.category or "(nothing written yet)"
    where = f", {r.place}" if r.place and r.place not in what else ""
    if session.locked:
        what, where = "(locked)", ""
    left = max(10, width - len(right) - len(r.number) - 6)
    first: list[Span] = [
        (f"{symbol} ", style),
        (f"{r.number}  ", "bold"),
        (fit(what + where, left), "plain"),
        (f" {right}", "muted"),
    ]
    second: list[Span] = [("  ", "plain")]
    if held:
        second.append((f"{duration_words(session.now() - r.reported)} since the report", "muted"))
    elif clock is not None:
        second += response_spans(clock, bar_width=20 if width >= 70 else 10)
    else:
        second.append(("no response to time", "muted"))
    second.append((f"   {stage(r)}", "muted"))
    return [first, second]


def log_line(session: "Session", line: Line, _width: int) -> Lines:
    """A line of the log: when, of what, what was written; struck or unconfirmed where it is."""
    time = clock_text(line.at, session.tz)
    where = line.number or ("DOB" if line.occurrence else "")
    text = "(locked)" if session.locked else line.text
    late = "" if line.confirmed else "  (author unconfirmed)"
    style = "struck" if line.struck else "plain"
    tail: list[Span] = [(f"  struck: {line.struck}", "muted")] if line.struck else []
    return [[(f"{time} ", "muted"), (fit(where, 10), "accent"), (text, style), *tail, (late, "warn")]]


def stage(r: Running) -> str:
    """Where an incident stands, in the last thing that was stamped."""
    if r.state == "on hold":
        return "on hold"
    if r.resolved is not None:
        return "resolved, not closed"
    if r.on_scene is not None:
        return "on scene"
    if r.outcome == "stood down":
        return "stood down"
    if r.dispatched is not None:
        return "dispatched"
    return "reported"
