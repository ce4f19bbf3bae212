"""Parts of the incident screen: the head with its clock, the officers to choose from, stamps and log lines."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from rich.cells import cell_len
from textual.content import Content
from textual.events import Click
from textual.widget import Widget

from sfm_tui.clock import LATE_ENTRY_AFTER, clock_text, day_text, duration_text, local_date
from sfm_tui.domain.response import response_clock
from sfm_tui.widgets.everywhere.key_names import key_of
from sfm_tui.widgets.forms.form import PickInput
from sfm_tui.widgets.incident.response_bar import response_spans
from sfm_tui.widgets.incident.who_can_go import Pick
from sfm_tui.widgets.lists.cells import clip, fit, wrap
from sfm_tui.widgets.lists.rows import Lines, Rows, Span

if TYPE_CHECKING:
    from sfm_tui.storage.incidents import Incident, LogLine, StampView
    from sfm_tui.widgets.everywhere.session import Session

STATE_MARK = {"open": "● open", "on hold": "○ on hold", "closed": "■ closed"}
EXPECTED = ("dispatched", "on scene", "resolved", "closed")


class IncidentHead(Rows[int]):
    """Number, what, state and the response clock, on one line (two where it is narrow)."""

    DEFAULT_CSS = """
    IncidentHead { height: 2; background: $surface; }
    """
    can_focus = False

    def __init__(self, session: "Session", number: str) -> None:
        super().__init__(self._draw_head, key=lambda n: n, id="incident-head")
        self._session = session
        self._number = number
        self._incident: Incident | None = None
        self.items = [0]

    def show(self, incident: Any) -> None:
        """Show an incident."""
        self._incident = incident
        self.redraw()

    def tick(self) -> None:
        """Let the clock run."""
        self.redraw()

    def _draw_head(self, _item: int, width: int) -> Lines:
        incident = self._incident
        if incident is None:
            return [[(self._number, "bold")], []]
        state = "✖ VOID" if incident.struck else STATE_MARK[incident.state]
        outcome = f" · {incident.outcome}" if incident.outcome else ""
        what = incident.summary or incident.category or "(nothing written yet)"
        if self._session.hides(incident.number):
            what = "(locked)"
        right = f"{state}{outcome} "
        first: list[Span] = [
            (f"{incident.number}  ", "bold"),
            (fit(what, max(4, width - len(incident.number) - 2 - cell_len(right))), "plain"),
            (right, "bad" if incident.struck else "accent"),
        ]
        clock = response_clock(
            self._session.terms, reported=incident.reported, dispatched=incident.dispatched,
            on_scene=incident.on_scene, severity=incident.severity, now=self._session.now(),
            ended=not incident.running or incident.resolved is not None or incident.outcome == "stood down",
        )  # fmt: skip
        second: list[Span]
        if incident.struck:
            second = [(f"raised in error: {incident.struck}", "bad")]
        elif clock is None:
            second = [("no response to time", "muted")]
        else:
            second = [("response ", "muted"), *response_spans(clock, bar_width=20 if width < 100 else 40)]
        held, used = self._session.held.why(f"incident:{incident.number}"), sum(cell_len(text) for text, _ in second)
        if held and width > used + 20:
            second.append((f"  § {clip(held, width - used - 5)}", "warn"))
        return [first, second]


class OfficerPicks(Widget):
    """The officers that a digit chooses, nine at the most, in columns."""

    DEFAULT_CSS = """
    OfficerPicks { height: auto; width: 1fr; margin-left: 11; color: $foreground; }
    """

    def __init__(self) -> None:
        super().__init__(id="officer-picks")
        self._picks: Sequence[Pick] = ()
        self._cells: list[tuple[int, int, int, int]] = []

    def show(self, picks: Sequence[Pick]) -> None:
        """Show these, the first nine with their digit."""
        if list(picks) != list(self._picks):
            self._picks = list(picks)
            self.refresh(layout=True)

    def _columns(self, width: int) -> int:
        return max(1, min(3 if width > 80 else 4, width // 17))

    def get_content_height(self, _container: Any, _viewport: Any, width: int) -> int:
        """As many lines as the officers take."""
        shown = min(9, len(self._picks))
        return max(1, -(-shown // self._columns(max(1, width))))

    def render(self) -> Content:
        """The officers."""
        width = self.size.width
        if not self._picks:
            return Content(
                f"no officer of that name; the settings hold the list ({key_of('app.go-to', 'F12')} s)"
            ).stylize("italic")
        columns = self._columns(width)
        size = width // columns
        lines: list[Content] = []
        self._cells = []
        row: list[Any] = []
        for n, pick in enumerate(self._picks[:9]):
            state = pick.fitted(size - min(cell_len(pick.name), 12) - 6)
            text = clip(pick.name, size - len(state) - 5)
            cell: list[Any] = [(f"{n + 1} ", "bold"), text, (f"  {state}", "italic")]
            self._cells.append((n // columns, (n % columns) * size, (n % columns + 1) * size, n + 1))
            row += cell
            row.append(" " * max(1, size - 2 - cell_len(text) - 2 - len(state)))
            if n % columns == columns - 1:
                lines.append(Content.assemble(*row))
                row = []
        if row:
            if len(self._picks) > 9:
                row.append((f"+{len(self._picks) - 9} more: type letters", "italic"))
            lines.append(Content.assemble(*row))
        elif len(self._picks) > 9 and lines:
            lines[-1] = Content.assemble(lines[-1].rstrip(), (f"  +{len(self._picks) - 9}", "italic"))
        return Content("\n").join(lines)

    def on_click(self, event: Click) -> None:
        """A click chooses."""
        for row, start, end, place in self._cells:
            if event.y == row and start <= event.x < end:
                self.post_message(PickInput.Picked(place))
                return


@dataclass(frozen=True)
class Missing:
    """What is still to come, in its order; `stamp` is the next."""

    stamps: tuple[str, ...]
    officer: str = ""
    at: int = 0

    @property
    def stamp(self) -> str:
        """The stamp to come next."""
        return self.stamps[0]


def stamp_rows(incident: "Incident", stamps: "Sequence[StampView]") -> "list[StampView | Missing]":
    """The timeline, with what is still to come at its end.

    The incident's own stamp is left out where it only repeats that of the officer who made it.
    """
    told = {(s.stamp, s.at) for s in stamps if s.officer and not s.struck}
    stamps = [s for s in stamps if s.officer or s.struck or (s.stamp, s.at) not in told]
    there = {s.stamp for s in stamps if not s.struck}
    if incident.dispatched is not None:
        there.add("dispatched")
    if incident.on_scene is not None:
        there.add("on scene")
    missing = tuple(name for name in EXPECTED if name not in there)
    return [*stamps, Missing(missing)] if missing and not incident.struck else list(stamps)


def stamp_lines(session: "Session", stamp: "StampView | Missing", picture: Any, width: int) -> Lines:
    """One stamp: time, what, who, how long since the one before, and whether it was within the limit."""
    if isinstance(stamp, Missing):
        return [[("to come   ", "muted"), (" · ".join(stamp.stamps), "muted")]]
    style = "struck" if stamp.struck else "plain"
    spans: list[Span] = [(f"{clock_text(stamp.at, session.tz)}  ", "muted"), (fit(stamp.stamp, 11), style)]
    officer = stamp.officer
    if not officer and stamp.stamp == "on scene" and picture is not None and picture.incident.officers:
        officer = picture.incident.officers[0]
    if officer:
        spans.append((clip(session.officer_name(officer), 14) + "  ", style))
    if picture is not None and not stamp.struck:
        incident = picture.incident
        before = [s.at for s in picture.stamps if not s.struck and s.at < stamp.at]
        if before and stamp.stamp != "reported":
            spans.append((f"+{duration_text(stamp.at - max(before))}  ", "muted"))
        if stamp.stamp == "on scene" and stamp.at == incident.on_scene:
            clock = response_clock(
                session.terms, reported=incident.reported, dispatched=incident.dispatched,
                on_scene=incident.on_scene, severity=incident.severity, now=stamp.at,
            )  # fmt: skip
            if clock is not None:
                spans.append(("within ✓", "good") if clock.within else ("▲ OVER", "bad"))
    if stamp.flagged:
        spans.append((f"! {stamp.flagged}", "warn"))
    if stamp.struck:
        spans.append((f"  struck: {stamp.struck}", "muted"))
    elif stamp.written_at is not None and stamp.written_at - stamp.at > LATE_ENTRY_AFTER:
        spans.append((f"  late, written {clock_text(stamp.written_at, session.tz)}", "warn"))
    return [spans]


def entry_lines(session: "Session", entry: "LogLine", authors: dict[str, str], width: int) -> Lines:
    """One line of the log; a long one runs on below, a struck one stays readable."""
    tz = session.tz
    same_day = local_date(entry.at, tz) == local_date(session.now(), tz)
    time = (
        clock_text(entry.at, tz)
        if same_day
        else f"{day_text(local_date(entry.at, tz))[4:10]} {clock_text(entry.at, tz)}"
    )
    style = "struck" if entry.struck else "plain"
    marks: list[Span] = []
    if entry.amends:
        marks.append((f"  (amends {entry.amends})", "accent"))
    if entry.struck:
        marks.append((f"  struck: {entry.struck}", "muted"))
    if entry.written_at - entry.at > LATE_ENTRY_AFTER:
        marks.append((f"  late, written {clock_text(entry.written_at, tz)}", "warn"))
    if not entry.confirmed:
        marks.append(("  author unconfirmed", "warn"))
    key = f"{entry.entry:>2} " if entry.entry else "   "
    head = f"{time} {key}"
    room = max(20, width - len(head))
    pieces = wrap(entry.text, room, 3)
    author = authors.get(entry.author, entry.author)
    lines: Lines = [[(time + " ", "muted"), (key, "accent"), (pieces[0], style)]]
    lines += [[(" " * len(head), "plain"), (piece, style)] for piece in pieces[1:]]
    tail: list[Span] = [*marks, (f"  {author}", "muted")] if entry.line in ("note", "change", "call") else marks
    used = sum(cell_len(text) for text, _style in lines[-1])
    if tail and used + sum(cell_len(text) for text, _style in tail) > width and marks:
        lines.append([(" " * (len(head) - 2), "plain"), *tail])
    else:
        lines[-1] += tail
    return lines


class CallOutLine(Widget):
    """The site's call-out list for severity 1 and 2: who is to be called, and who has been."""

    DEFAULT_CSS = """
    CallOutLine { height: auto; width: 1fr; display: none; padding: 0 0 0 11; }
    CallOutLine.-needed { display: block; }
    CallOutLine > .call-out--todo { color: $warning; text-style: bold; }
    CallOutLine > .call-out--done { color: $success; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"call-out--todo", "call-out--done"}

    def __init__(self) -> None:
        super().__init__(id="call-out-line")
        self._calls: list[tuple[str, str, str]] = []

    def show(self, session: "Session", picture: Any) -> None:
        """Show whom the severity asks to be called; nobody for severity 3 and 4."""
        incident = picture.incident
        wanted = [(who, phone) for severity, who, phone in picture.callout if severity == incident.severity]
        made = {line.text: clock_text(line.at, session.tz) for line in picture.log if line.line == "call"}
        calls = [(who, phone, made.get(f"Called {who} {phone}".strip(), "")) for who, phone in wanted]
        if incident.severity > 2 or not incident.running:
            calls = []
        if calls != self._calls:
            self._calls = calls
            self.set_class(bool(calls), "-needed")
            self.refresh(layout=True)

    def get_content_height(self, _container: Any, _viewport: Any, _width: int) -> int:
        """A line for each call."""
        return max(1, len(self._calls))

    def render(self) -> Content:
        """Who is to be called, and when they were."""
        lines = []
        for who, phone, made in self._calls:
            style = self.get_visual_style("call-out--done" if made else "call-out--todo")
            state = f"called {made}" if made else f"{key_of('incident.call-out', '^G')} stamps the call"
            lines.append(Content.assemble((f"{'✓' if made else '☎'} {who} {phone}", style), f"  {state}"))
        return Content("\n").join(lines)
