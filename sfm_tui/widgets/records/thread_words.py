"""A thread as a line of stations: the day and time, the line, then what it was, who, and the figure."""

from typing import TYPE_CHECKING

from rich.cells import cell_len

from sfm_tui.clock import day_text, local_date, short_clock
from sfm_tui.domain.thread import NotYet, Station
from sfm_tui.widgets.incident.parts import wrap
from sfm_tui.widgets.lists.rows import Lines, Span

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from sfm_tui.storage.thread import Thread

MARKS = {"before": "○", "here": "●", "after": "◇"}
"""What it came from, the record itself, what came of it."""
_STYLES = {"before": "warn", "here": "accent", "after": "good"}
_WHEN = 22
_NARROW = 70
MOST_LINES = 3
_RAISES = {"t": "t raises one", "b": "b raises one", "r": "r changes it", "o": "o links it"}


def when(station: Station, tz: "ZoneInfo") -> str:
    """`Wed 4 Nov 2026 17:21`, without the time where only the day is known; nothing of a measure, which has none."""
    if station.at is None:
        return "" if station.kind == "measure" else "no day"
    day = day_text(local_date(station.at, tz))
    return day if station.day else f"{day} {short_clock(station.at, tz)}"


def station_lines(station: Station, width: int, tz: "ZoneInfo", *, last: bool = False) -> Lines:
    """A station: a head line, and what it says under it; the line goes on to the next one unless this is the `last`."""
    left = _WHEN if width >= _NARROW else 0
    mark, style = MARKS[station.side], _STYLES[station.side]
    head: list[Span] = [(f"{when(station, tz):<{left}}", "muted")] if left else []
    head += [(f"{mark} ", style), (station.what, "bold")]
    rail = ("  " if last else "│ ", "muted")
    about = [station.who] if station.who else []
    lines: Lines = [head]
    room = width - sum(cell_len(text) for text, _ in head)
    for text, look in ((station.figure, "accent"), (" · ".join(about), "muted")):
        if text and cell_len(text) + 3 <= room:
            head.append((f" · {text}", look))
            room -= cell_len(text) + 3
        elif text:
            lines.append([(" " * left, "plain"), rail, (text[: max(1, width - left - 2)], look)])
    body = [] if station.text in station.what else wrap(station.text, max(10, width - left - 2), MOST_LINES)
    if not left:
        body = [when(station, tz), *body]
    return [*lines, *([(" " * left, "plain"), rail, (text, "plain")] for text in body)]


def missing_lines(missing: NotYet, width: int) -> Lines:
    """What is not there yet, and the key that makes it."""
    left = _WHEN if width >= _NARROW else 0
    key = f" · {_RAISES[missing.key]}" if missing.key else ""
    return [[(" " * left, "plain"), ("· ", "muted"), (f"{missing.words}{key}", "muted")]]


def title(thread: "Thread") -> str:
    """`The thread of action A-07: 12 stations`."""
    n = len(thread.stations)
    return f"The thread of {thread.about.called}: {n} station{'' if n == 1 else 's'}"
