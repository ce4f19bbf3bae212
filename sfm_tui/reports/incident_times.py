"""The times of an incident as paper shows them: every stamp, the time between, and the response."""

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sfm_tui.clock import clock_text, duration_text, duration_words
from sfm_tui.domain.incidents import ORDER
from sfm_tui.domain.response import ResponseTerms, clock_start, response_clock
from sfm_tui.reports.paper import Names, late_mark, limit_words, stretch
from sfm_tui.storage.incidents import Incident, StampView


@dataclass(frozen=True)
class TimeRow:
    """A point of the timeline. `since_report` and `step` (since the point before) are empty for struck ones."""

    stretch: str
    clock: str
    what: str
    officer: str
    since_report: str
    step: str
    marks: tuple[str, ...]
    struck: str


def time_rows(stamps: Sequence[StampView], names: Names, tz: ZoneInfo) -> tuple[TimeRow, ...]:
    """Every stamp by time, struck ones in their place."""
    reported = next((s.at for s in stamps if s.stamp == "reported" and not s.struck), None)
    rows: list[TimeRow] = []
    before: int | None = None
    for s in sorted(stamps, key=lambda s: (s.at, ORDER.index(s.stamp), s.seq)):
        since = step = ""
        if not s.struck:
            if reported is not None and s.stamp != "reported":
                since = signed(s.at - reported)
            if before is not None:
                step = signed(s.at - before)
            before = s.at
        flagged = (s.flagged,) if s.flagged else ()
        rows.append(
            TimeRow(
                stretch=stretch(s.at, tz),
                clock=clock_text(s.at, tz),
                what=s.stamp,
                officer=names.officer(s.officer) if s.officer else "",
                since_report=since,
                step=step,
                marks=(*flagged, *late_mark(s.at, s.written_at, tz)),
                struck=s.struck,
            )
        )
    return tuple(rows)


def signed(seconds: int) -> str:
    """`+1:35`, `-0:30`."""
    return duration_text(seconds) if seconds < 0 else f"+{duration_text(seconds)}"


def response(incident: Incident, terms: ResponseTerms, now: int) -> tuple[str, bool]:
    """How the response stands, in words, and whether it is over its limit.

    Where it counts for no figure it says why, by the first reason that holds (rules: «Response»).
    """
    if incident.struck:
        return "not counted: raised in error", False
    if incident.outcome == "stood down" and incident.on_scene is None:
        return "none: stood down before arrival", False
    start = clock_start(terms, incident.reported, incident.dispatched)
    if start is None:
        return "none: no dispatch to count from", False
    basis = "report" if terms.clock_starts == "reported" else "dispatch"
    if incident.on_scene is not None and incident.on_scene < start:
        return f"not counted: on scene before the {terms.clock_starts} time", False
    clock = response_clock(
        terms,
        reported=incident.reported,
        dispatched=incident.dispatched,
        on_scene=incident.on_scene,
        severity=incident.severity,
        now=now,
        ended=not incident.running or incident.resolved is not None,
    )
    if clock is None:
        return "none: no arrival recorded", False
    limit = limit_words(clock.limit)
    taken = f"{duration_words(clock.seconds)} from {basis}" + (" so far, no arrival yet" if clock.running else "")
    if clock.within:
        return f"{taken} · {'limit' if clock.running else 'within'} {limit}", False
    return f"▲ {taken} · OVER {limit} by {duration_words(clock.seconds - clock.limit)}", True
