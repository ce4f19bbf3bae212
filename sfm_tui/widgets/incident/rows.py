"""How the log draws an incident, or any other record, on one line: the columns that a width has room for."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import cell_len

from sfm_tui.clock import duration_text, to_local
from sfm_tui.clock.show import MONTHS
from sfm_tui.domain.response import Pressure, response_clock
from sfm_tui.storage.listing import IncidentLine
from sfm_tui.storage.search import OccurrenceLine, RecordLine
from sfm_tui.widgets.lists.record_list import cell
from sfm_tui.widgets.lists.rows import Span

if TYPE_CHECKING:
    import re
    from collections.abc import Mapping

    from sfm_tui.widgets.everywhere.session import Session

LOCKED = "(locked)"
_STATES = {"open": ("● open", "good"), "on hold": ("○ hold", "warn"), "closed": ("■ closed", "muted")}
NUMBER, TIME, SEVERITY, STATE, RESPONSE = 11, 13, 3, 9, 14
OFFICER_FROM, CATEGORY_FROM, OUTCOME_FROM = 95, 110, 130
"""Cells that a row needs before a column is shown."""


@dataclass(frozen=True)
class Columns:
    """How many cells each column has; 0 leaves it out. The text has what is left."""

    officer: int
    category: int
    outcome: int
    text: int

    @classmethod
    def of(cls, width: int) -> "Columns":
        """The columns of a row of `width` cells."""
        officer = 14 if width >= OFFICER_FROM else 0
        category = 20 if width >= CATEGORY_FROM else 0
        outcome = 17 if width >= OUTCOME_FROM else 0
        taken = NUMBER + TIME + SEVERITY + STATE + RESPONSE + officer + category + outcome
        return cls(officer, category, outcome, max(8, width - taken))


def headings(width: int) -> str:
    """The names of the columns."""
    columns = Columns.of(width)
    cells = [
        ("Number", NUMBER), ("Reported", TIME), ("S", SEVERITY), ("State", STATE), ("  Response", RESPONSE),
        ("Officer", columns.officer), ("Category", columns.category), ("Outcome", columns.outcome),
        ("What, where", columns.text),
    ]  # fmt: skip
    return "".join(cell(name, size) for name, size in cells)


def when(session: "Session", at: int, number: str = "") -> str:
    """`21 Nov 22:15`; the year in place of the time where neither the present nor the number gives it."""
    local = to_local(at, session.tz)
    day = f"{local.day:>2} {MONTHS[local.month - 1]}"
    if number.startswith(f"{local.year}-") or local.year == to_local(session.now(), session.tz).year:
        return f"{day} {local.hour:02}:{local.minute:02}"
    return f"{day} {local.year:04}"


def state_of(line: IncidentLine) -> tuple[str, str]:
    """Symbol and word of a state, and its style."""
    return ("✖ VOID", "bad") if line.struck else _STATES.get(line.state, (line.state, "plain"))


def still_timed(line: IncidentLine | OccurrenceLine | RecordLine) -> bool:
    """Whether its response clock runs, so that the line changes with time; on hold it does not."""
    return (
        isinstance(line, IncidentLine)
        and line.on_scene is None
        and line.resolved is None
        and not line.struck
        and line.state == "open"
        and line.outcome != "stood down"
    )


def response_of(session: "Session", line: IncidentLine) -> tuple[str, str]:
    """The response as `2:06 ✓`, `4:31 OVER`, or `1:10 …` while it runs; and its style."""
    clock = response_clock(
        session.terms, reported=line.reported, dispatched=line.dispatched, on_scene=line.on_scene,
        severity=line.severity, now=session.now(), ended=not still_timed(line),
    )  # fmt: skip
    if clock is None:
        return ("  out of order", "warn") if line.on_scene is not None else ("      –", "muted")
    time = f"{duration_text(clock.seconds):>7}"
    if clock.pressure is Pressure.OVER:
        return f"{time} OVER", "bad"
    if not clock.running:
        return f"{time} ✓", "good"
    return (f"{time} close", "warn") if clock.pressure is Pressure.CLOSE else (f"{time} …", "plain")


def from_hit(text: str, width: int, marks: "re.Pattern[str] | None") -> str:
    """The text from a word before the first hit of a search, where `width` cells would cut that hit off."""
    found = marks.search(text) if marks is not None else None
    if found is None or cell_len(text[: found.end()]) < width:
        return text
    room = max(0, min(width // 3, width - 2 - cell_len(found[0])), width - 1 - cell_len(text[found.start() :]))
    words = text[: found.start()].split(" ")
    kept: list[str] = []
    while words and cell_len(" ".join([words[-1], *kept])) <= room:
        kept.insert(0, words.pop())
    return "…" + " ".join(kept) + text[found.start() :]


def incident_spans(
    session: "Session",
    line: IncidentLine,
    width: int,
    places: "Mapping[str, str]",
    marks: "re.Pattern[str] | None" = None,
) -> list[Span]:
    """An incident on one line; a void one is struck through and says VOID. `places` are locations' names.

    Of what a search found the hit is shown, which `marks` finds.
    """
    columns = Columns.of(width)
    plain = "struck" if line.struck else "plain"
    state, state_style = state_of(line)
    response, response_style = ("", "plain") if line.struck else response_of(session, line)
    what = line.summary or line.category or "(nothing written yet)"
    place = places.get(line.location, line.location)
    where = f", {place}" if place and place.casefold() not in what.casefold() else ""
    officers = ", ".join(session.officer_name(o) for o in line.officers.split())
    if session.locked:
        what, where, officers = LOCKED, "", ""
    spans: list[Span] = [
        (cell(line.number, NUMBER - 1) + " ", "struck" if line.struck else "bold"),
        (cell(when(session, line.reported, line.number), TIME), "muted"),
        (cell(f"{line.severity}{'?' if line.severity_assumed else ''}", SEVERITY), plain),
        (cell(state, STATE), state_style),
        (cell(response, RESPONSE), response_style),
    ]
    if columns.officer:
        spans.append((cell(officers, columns.officer - 1) + " ", plain))
    if columns.category:
        spans.append((cell("" if session.locked else line.category, columns.category - 1) + " ", plain))
    if columns.outcome:
        spans.append((cell(line.outcome, columns.outcome - 1) + " ", "muted"))
    return [*spans, (cell(from_hit(what + where, columns.text, marks), columns.text), plain)]


def occurrence_spans(
    session: "Session", line: OccurrenceLine, width: int, marks: "re.Pattern[str] | None" = None
) -> list[Span]:
    """A line of the occurrence book among incidents, marked DOB."""
    kind = line.kind + (", struck" if line.struck else "") + (f" → {line.incident}" if line.incident else "")
    taken = SEVERITY + STATE + RESPONSE
    room = max(8, width - NUMBER - TIME - taken)
    return [
        (cell("DOB", NUMBER), "accent"),
        (cell(when(session, line.at), TIME), "muted"),
        (cell(kind, taken - 1) + " ", "muted"),
        (
            cell(LOCKED if session.locked else from_hit(line.text, room, marks), room),
            "struck" if line.struck else "plain",
        ),
    ]


def record_spans(
    session: "Session", line: RecordLine, width: int, marks: "re.Pattern[str] | None" = None
) -> list[Span]:
    """A briefing point, a handover, a talk or a topic among incidents: its number, what it is and how it stands."""
    kind = f"{line.kind}, {line.state}" if line.state else line.kind
    taken = SEVERITY + STATE + RESPONSE
    text = " ".join(line.text.split())
    room = max(8, width - NUMBER - TIME - taken)
    return [
        (cell(line.key, NUMBER - 1) + " ", "accent"),
        (cell(when(session, line.at) if line.at is not None else "", TIME), "muted"),
        (cell(kind, taken - 1) + " ", "muted"),
        (
            cell(LOCKED if session.locked else from_hit(text, room, marks), room),
            "struck" if line.state in ("withdrawn", "cancelled") else "plain",
        ),
    ]
