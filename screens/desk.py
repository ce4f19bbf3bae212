"""The desk: what needs me now? Running incidents with their clocks, and the newest lines of the log."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from sfm_tui.clock import clock_text, duration_words
from sfm_tui.domain.response import Pressure, response_clock
from sfm_tui.storage.first_paint import Line, Running
from sfm_tui.widgets.base import DeskScreen
from sfm_tui.widgets.cells import fit
from sfm_tui.widgets.messages import IncidentWanted, PlaceWanted
from sfm_tui.widgets.response_bar import STYLE, SYMBOL, response_spans
from sfm_tui.widgets.rows import Lines, Rows, Span

EMPTY_RUNNING = "Nothing is running. F2 opens an incident, F6 writes a line into the occurrence book."
EMPTY_LOG = "The log is empty. F6 writes its first line: who came on duty, what was handed over."


class Desk(DeskScreen):
    """Where the program opens."""

    TITLE_TEXT = "desk"
    CSS_PATH = "desk.tcss"
    HORIZONTAL_BREAKPOINTS = []
    VERTICAL_BREAKPOINTS = []
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "app.new_incident", "New", show=False, id="desk.new", tooltip="Open a new incident"),
        Binding("slash", "app.find", "Find", show=False, id="desk.find", tooltip="Find any text"),
        Binding("question_mark", "app.help", "Keys", show=False, id="desk.keys", tooltip="The keys that are true"),
        Binding("number_sign", "jump", "Jump", show=False, id="desk.jump", tooltip="Jump to an incident by number"),
        Binding("tab", "app.focus_next", "Next pane", show=False, id="desk.tab", tooltip="To the other pane"),
    ]

    def compose_body(self) -> ComposeResult:
        """Running incidents above, the log below."""
        running = Rows[Running](
            self._draw_running, key=lambda r: r.number, empty=EMPTY_RUNNING, id="running", always_cursor=True
        )
        running.border_title = "Running"
        yield running
        log = Rows[Line](self._draw_line, key=lambda line: line.seq, empty=EMPTY_LOG, id="log")
        log.border_title = "Log"
        yield log

    def on_mount(self) -> None:
        """Show what is there."""
        self.data_changed()
        self.query_one("#running").focus()

    def on_screen_resume(self) -> None:
        """Catch up with what happened while another screen was shown."""
        self.data_changed()

    def data_changed(self) -> None:
        """Redraw what differs."""
        super().data_changed()
        data = self.session.data
        running = self.query_one("#running", Rows)
        running.show(data.running)
        running.border_title = f"Running · {len(data.running)}" if data.running else "Running"
        running.styles.height = min(max(3, 2 * len(data.running) + 2), max(5, self.size.height // 2))
        log = self.query_one("#log", Rows)
        log.show(data.lines)
        log.border_subtitle = f"{data.unsigned} waiting for a signature" if data.unsigned else ""

    def tick(self) -> None:
        """Let the clocks run."""
        super().tick()
        self.query_one("#running", Rows).redraw()

    def current_incident(self) -> str | None:
        """The running incident under the cursor."""
        current = self.query_one("#running", Rows).current
        if self.focused is not None and self.focused.id == "log":
            line: Line | None = self.query_one("#log", Rows).current
            return line.number or None if line else None
        return current.number if current else None

    @on(Rows.Chosen, "#running")
    def _open_running(self, event: Rows.Chosen) -> None:
        self.post_message(IncidentWanted(event.item.number))

    @on(Rows.Chosen, "#log")
    def _open_line(self, event: Rows.Chosen) -> None:
        if event.item.number:
            self.post_message(IncidentWanted(event.item.number))
        else:
            self.post_message(PlaceWanted("book"))

    def action_jump(self) -> None:
        """Jump to an incident by its number."""
        self.post_message(PlaceWanted("find"))

    def locked_changed(self) -> None:
        """Hide or show the records."""
        self.data_changed()

    # ── drawing ──────────────────────────────────────────────────────────────────────────────────────────────

    def _draw_running(self, r: Running, width: int) -> Lines:
        session = self.session
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

    def _draw_line(self, line: Line, width: int) -> Lines:
        time = clock_text(line.at, self.session.tz)
        where = line.number or ("DOB" if line.occurrence else "")
        text = "(locked)" if self.session.locked else line.text
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


SCREEN = Desk
