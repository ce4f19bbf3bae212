"""What the record under the cursor says, beside the list: its times and the newest lines of its log."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Static

from sfm_tui.clock import clock_text, duration_text, full_text
from sfm_tui.domain.response import response_clock
from sfm_tui.storage.listing import IncidentLine
from sfm_tui.storage.search import OccurrenceLine, RecordLine
from sfm_tui.widgets.incident.response_bar import response_spans
from sfm_tui.widgets.lists.long_list_line import visible
from sfm_tui.widgets.lists.rows import Span

if TYPE_CHECKING:
    from sfm_tui.storage.incidents import Incident, LogLine
    from sfm_tui.storage.occurrences import Occurrence
    from sfm_tui.storage.store import Store
    from sfm_tui.widgets.everywhere.session import Session

LONGEST = 600
MOST_LINES = 30
LOW = 12
"""Lines of a pane below which the times stand on one line."""
_TIMES = ("occurred", "reported", "dispatched", "on scene", "resolved", "closed")
_COLOURS = {
    "muted": "$muted",
    "good": "$success",
    "warn": "bold $warning",
    "bad": "bold $error",
    "bold": "bold",
    "accent": "$accent",
    "struck": "$muted strike",
}


@dataclass(frozen=True)
class Seen:
    """A record as it was read for the preview, with its log."""

    record: "Incident | Occurrence | RecordLine"
    log: "tuple[LogLine, ...]" = ()


def see(store: "Store", line: IncidentLine | OccurrenceLine | RecordLine) -> Seen:
    """Read the record that a line of the list is of."""
    if isinstance(line, RecordLine):
        return Seen(line._replace(text=_whole(store, line)))
    if isinstance(line, IncidentLine):
        return Seen(store.incidents.get(line.number), tuple(store.incidents.log(line.number)))
    return Seen(store.occurrences.get(line.occurrence))


def _whole(store: "Store", line: RecordLine) -> str:
    """What a line of a record cuts short."""
    if line.kind == "briefing":
        return store.briefings.get(line.key).point.text
    if line.kind == "handover":
        return store.handovers.get(line.key).text
    if line.kind == "talk":
        talk = store.talks.get(line.key)
        return "\n".join(filter(None, (talk.title, talk.key_points)))
    return line.text


def place_names(store: "Store") -> dict[str, str]:
    """What each location is called, by its code."""
    from sfm_tui.domain.reference import Location

    return {place.location: place.name for place in store.reference.all(Location)}


class Preview(Static):
    """Draws what it was shown last; costs nothing while that stays."""

    DEFAULT_CSS = """
    Preview { width: 1fr; height: 1fr; padding: 0 1; background: $background; }
    """

    def __init__(self, session: "Session") -> None:
        super().__init__("", id="preview", markup=False)
        self._session = session
        self.shown = ""
        self._places: Mapping[str, str] = {}
        self._seen: Seen | None = None
        self._marks: re.Pattern[str] | None = None
        self._low = False

    def show(
        self, seen: Seen | None, marks: "re.Pattern[str] | None" = None, places: Mapping[str, str] | None = None
    ) -> None:
        """Show a record; log lines in which `marks` finds something stand first. None empties the pane."""
        self._seen, self._marks, self._places = seen, marks, places or {}
        self._draw_seen()

    def on_resize(self) -> None:
        """Draw it anew where it fits another height."""
        if self._low != (self.size.height < LOW):
            self._draw_seen()

    def _draw_seen(self) -> None:
        seen, marks = self._seen, self._marks
        self._low = self.size.height < LOW
        if seen is None:
            drawn = Content("")
        elif self._session.locked:
            drawn = Content("(locked)")
        else:
            drawn = styled(self._lines(seen, marks), marks)
        self.shown = drawn.plain
        self.update(drawn, layout=False)

    def _lines(self, seen: Seen, marks: "re.Pattern[str] | None") -> list[list[Span]]:
        from sfm_tui.storage.incidents import Incident

        if isinstance(seen.record, Incident):
            return [*self._incident(seen.record), [], *self._log(seen.log, marks)]
        if isinstance(seen.record, RecordLine):
            return self._other(seen.record)
        return self._occurrence(seen.record)

    def _incident(self, incident: "Incident") -> list[list[Span]]:
        session = self._session
        void = bool(incident.struck)
        lines: list[list[Span]] = [[(incident.number, "bold"), (f"  {incident.state}", "accent")]]
        if incident.outcome:
            lines[0].append((f", {incident.outcome}", "accent"))
        if void:
            lines.append([(f"VOID: {incident.struck}", "bad")])
        lines.append([(incident.summary[:LONGEST] or "(nothing written yet)", "struck" if void else "plain")])
        severity = f"severity {incident.severity}{' (assumed)' if incident.severity_assumed else ''}"
        place = self._places.get(incident.location, incident.location)
        facts = [fact for fact in (place, incident.category, severity) if fact]
        officers = ", ".join(map(session.officer_name, incident.officers)) or "nobody sent"
        times = self._times(incident)
        if self._low:
            lines.append([(" · ".join([*facts, officers]), "plain")])
            lines.append([span for time in times for span in (*time, ("   ", "plain"))])
        else:
            lines += [[(" · ".join(facts), "plain")], [(officers, "plain")], *times]
        clock = response_clock(
            session.terms, reported=incident.reported, dispatched=incident.dispatched, on_scene=incident.on_scene,
            severity=incident.severity, now=session.now(), ended=not incident.running,
        )  # fmt: skip
        if clock is not None and not clock.running and not void:
            lines.append([("response   ", "muted"), *response_spans(clock, bar_width=0)])
        return lines

    def _times(self, incident: "Incident") -> list[list[Span]]:
        """Each time of the incident's own, with the step from the one before."""
        tz = self._session.tz
        name_width = 0 if self._low else 11
        times: list[list[Span]] = []
        before: int | None = None
        for name in _TIMES:
            at = getattr(incident, name.replace(" ", "_"))
            if at is None:
                continue
            step = f"  +{duration_text(at - before)}" if before is not None and at >= before else ""
            time = full_text(at, tz) if before is None else clock_text(at, tz)
            times.append(
                [(f"{name:<{name_width}}" if name_width else f"{name} ", "muted"), (time, "plain"), (step, "muted")]
            )
            before = at
        return times

    def _log(self, log: "tuple[LogLine, ...]", marks: "re.Pattern[str] | None") -> list[list[Span]]:
        newest = sorted(log, key=lambda line: -line.seq)
        if marks is not None:
            newest.sort(key=lambda line: not marks.search(line.text))
        lines: list[list[Span]] = []
        for line in newest[:MOST_LINES]:
            spans: list[Span] = [(f"{clock_text(line.at, self._session.tz)} ", "muted")]
            spans.append((line.text[:LONGEST], "struck" if line.struck else "plain"))
            if line.struck:
                spans.append((f"  struck: {line.struck}", "muted"))
            if not line.confirmed:
                spans.append(("  author unconfirmed", "warn"))
            lines.append(spans)
        return lines

    def _other(self, found: RecordLine) -> list[list[Span]]:
        lines: list[list[Span]] = [[(found.key, "bold"), (f"  {found.kind}", "accent")]]
        if found.at is not None:
            lines.append([(full_text(found.at, self._session.tz), "muted")])
        if found.state:
            lines.append([(found.state, "accent")])
        return [*lines, *([(line, "plain")] for line in found.text[: 4 * LONGEST].split("\n"))]

    def _occurrence(self, found: "Occurrence") -> list[list[Span]]:
        lines: list[list[Span]] = [
            [(found.occurrence, "bold"), (f"  {found.kind}", "accent")],
            [(full_text(found.at, self._session.tz), "muted")],
            [(found.text[: 4 * LONGEST], "struck" if found.struck else "plain")],
        ]
        if found.struck:
            lines.append([(f"struck: {found.struck}", "muted")])
        if found.incident:
            lines.append([(f"made incident {found.incident}", "accent")])
        if not found.confirmed:
            lines.append([("author unconfirmed", "warn")])
        return lines


def styled(lines: list[list[Span]], marks: "re.Pattern[str] | None" = None) -> Content:
    """Lines of spans as one text, harmless, in the theme's colours; what `marks` finds is underlined."""
    drawn = [Content.assemble(*((visible(text), _COLOURS.get(style, "")) for text, style in line)) for line in lines]
    whole = Content("\n").join(drawn)
    return whole.highlight_regex(marks, style="bold underline") if marks is not None else whole
