"""A thread as a line of stations: the day and time, the line, then what it was, the figure, who, and what it says."""

from typing import TYPE_CHECKING

from rich.cells import cell_len

from sfm_tui.clock import day_text, local_date, short_clock
from sfm_tui.domain.thread import LATE, NotYet, Station
from sfm_tui.widgets.board.words import OUTCOME_SIGNS, VERDICT_LOOKS
from sfm_tui.widgets.everywhere.key_names import key_of
from sfm_tui.widgets.lists.cells import clip, wrap
from sfm_tui.widgets.lists.rows import Lines, Span

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from sfm_tui.storage.thread import Thread

MARKS = {"before": "○", "here": "●", "after": "◇"}
"""What it came from, the record itself, what came of it."""
MOST_LINES = 3
_WHEN = 22
_NARROW = 70
_RAISES = {
    "t": ("thread.talk", "raises one"), "b": ("thread.point", "raises one"), "r": ("thread.roster", "changes it"),
    "o": ("thread.links", "links it"),
}  # fmt: skip


def when(station: Station, tz: "ZoneInfo") -> str:
    """`Wed 4 Nov 2026 17:21`, without the time where only the day is known; nothing of a measure, which has none."""
    if station.at is None:
        return "" if station.kind == "measure" else "no day"
    day = day_text(local_date(station.at, tz))
    return day if station.day else f"{day} {short_clock(station.at, tz)}"


def figure_span(station: Station) -> Span:
    """The figure of a station with its sign, in the colour of how it stands."""
    if station.state == LATE:
        return f"✖ {station.figure}", "bad"
    if station.state in OUTCOME_SIGNS and station.figure == station.state:
        return OUTCOME_SIGNS[station.state]
    return station.figure, VERDICT_LOOKS.get(station.state, "plain")


def station_lines(station: Station, width: int, tz: "ZoneInfo", *, last: bool = False) -> Lines:
    """A station: a head line with what it says, which has lines of its own where it does not fit behind that.

    The line goes on to the next station unless this is the `last`.
    """
    left = _WHEN if width >= _NARROW else 0
    head: list[Span] = [(f"{when(station, tz):<{left}}", "muted")] if left else []
    head += [(f"{MARKS[station.side]} ", "accent" if station.side == "here" else "plain"), (station.what, "bold")]
    indent: list[Span] = [(" " * left, "plain"), ("  " if last else "│ ", "muted")]
    room, lines = width - _cells(head), [head]
    for text, look in (figure_span(station), (station.who, "muted")):
        if text and cell_len(text) + 3 <= room:
            head += [(" · ", "muted"), (text, look)]
            room -= cell_len(text) + 3
        elif text:
            lines.append([*indent, (clip(text, max(1, width - left - 2)), look)])
    if not left:
        lines.insert(1, [*indent, (when(station, tz), "muted")])
    said = "" if station.text in station.what else station.text
    if said and len(lines) == 1 and cell_len(said) + 2 <= room:
        head.append((f"  {said}", "plain"))
    elif said:
        lines += [[*indent, (text, "plain")] for text in wrap(said, max(10, width - left - 2), MOST_LINES)]
    return lines


def _cells(spans: list[Span]) -> int:
    return sum(cell_len(text) for text, _ in spans)


def missing_lines(missing: NotYet, width: int) -> Lines:
    """What is not there yet, and the key that makes it."""
    left = _WHEN if width >= _NARROW else 0
    line: list[Span] = [(" " * left, "plain"), (f"· {missing.words}", "muted")]
    if missing.key:
        act, does = _RAISES[missing.key]
        line += [(" · ", "muted"), (key_of(act, missing.key), "bold"), (f" {does}", "muted")]
    return [line]


def title(thread: "Thread", below: int = 0) -> str:
    """`The thread of action A-07: 12 stations`, and how many are `below` what is seen."""
    n = len(thread.stations)
    more = f" · {below} more below ↓" if below else ""
    return f"The thread of {thread.about.called}: {n} station{'' if n == 1 else 's'}{more}"
