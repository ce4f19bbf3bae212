"""One incident: type, stamp, never lose my place."""

import asyncio
from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical
from textual.widgets import Input

from sfm_tui.clock import clock_text
from sfm_tui.widgets.everywhere.there import is_there
from sfm_tui.widgets.forms.form import FieldInput, FieldRow, PickInput
from sfm_tui.widgets.incident.moment_dialog import beside, moment_summary
from sfm_tui.widgets.incident.parts import (
    CallOutLine,
    IncidentHead,
    OfficerPicks,
    entry_lines,
    stamp_lines,
    stamp_rows,
)
from sfm_tui.widgets.incident.picture import look
from sfm_tui.widgets.incident.typing import IncidentTyping
from sfm_tui.widgets.lists.rows import Rows

if TYPE_CHECKING:
    from sfm_tui.domain.moment import Moment
    from sfm_tui.widgets.everywhere.program import Program


class IncidentScreen(IncidentTyping):
    """The form on one side, the timeline and the log on the other."""

    TITLE_TEXT = "incident"
    SHOWS_SHIFT = True
    CSS_PATH = "incident.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Back", id="incident.back", tooltip="Back; all that was typed is kept"),
        Binding("ctrl+n", "more", "More", id="incident.more", priority=True,
                tooltip="Caller, witnesses, police, CCTV, injury, loss, outcome, M/ETHANE"),
        Binding("ctrl+s", "state", "State", id="incident.state", priority=True,
                tooltip="Put on hold, take up, close, reopen, or void"),
        Binding("ctrl+g", "call_out", "Call-out", id="incident.call-out", priority=True,
                tooltip="The call-out list: one key stamps each call"),
        Binding("ctrl+r", "sheet", "Sheet", id="incident.sheet", priority=True,
                tooltip="Copy the incident as text, or save it as PDF"),
        Binding("ctrl+k", "files", "Files", show=False, id="incident.files", priority=True,
                tooltip="Attach a file to the incident, or see its files"),
        Binding("ctrl+t", "history", "History", id="incident.history", priority=True,
                tooltip="Every change, with who, when, why and the old value"),
        Binding("m", "who_stood", "Who stood where", show=False, id="incident.who-stood",
                tooltip="Who was on what post when it was reported; outside of fields, else Enter on «reported»"),
        Binding("w", "why_late", "Why late", show=False, id="incident.why-late",
                tooltip="Why the response was over its limit: the roster at that minute; outside of fields"),
        Binding("down", "app.focus_next", "Next field", show=False, id="incident.down", tooltip="To the next field"),
        Binding("up", "app.focus_previous", "Field above", show=False, id="incident.up", tooltip="To the field above"),
    ]  # fmt: skip

    def __init__(self, session: Any, number: str, *, field: str = "", fresh: bool = False) -> None:
        super().__init__(session, number)
        self._start_in = field or "note"
        self._fresh = fresh
        self._moment: Moment | None = None

    # ── the frame ────────────────────────────────────────────────────────────────────────────────────────────

    def compose_body(self) -> ComposeResult:
        """Head, form, timeline, log."""
        yield IncidentHead(self.session, self.number)
        with Container(id="columns"):
            with Vertical(id="form"):
                yield FieldRow("what", "What", FieldInput(id="what", placeholder="what is happening, as heard"))
                yield FieldRow("where", "Where", FieldInput(id="where", placeholder="location"))
                yield FieldRow("category", "Category", FieldInput(id="category"))
                yield FieldRow("severity", "Severity", FieldInput(id="severity", restrict="[1-4]?", max_length=1))
                yield FieldRow("officer", "Officer", PickInput(id="officer", placeholder="digit sends, letters find"))
                yield FieldRow("note", "Note", FieldInput(id="note", placeholder="Enter writes it into the log"))
                yield CallOutLine()
                yield OfficerPicks()
            with Vertical(id="record"):
                with Vertical(id="timeline-pane") as pane:
                    pane.border_title = "Timeline"
                    yield Rows[Any](self._draw_stamp, key=lambda s: (s.stamp, s.officer, s.at), id="timeline",
                                    follow=True)  # fmt: skip
                with Vertical(id="log-pane") as pane:
                    pane.border_title = "Log"
                    yield Rows[Any](self._draw_entry, key=lambda e: e.seq, id="entries")

    def on_mount(self) -> None:
        """The cursor stands where it was asked to; the rest follows as soon as it is read."""
        if self._start_in in ("what", "where", "category", "severity", "officer", "note"):
            self.query_one(f"#{self._start_in}", Input).focus()
        self.act(self._first_load(), "read incident")

    def _first_load(self) -> Coroutine[Any, Any, None]:
        """Read the incident for the first time; keys that are typed meanwhile wait for it."""
        reading: asyncio.Future[None] = cast("Program", self.app).ahead.hold()

        async def load() -> None:
            try:
                await self._load(first=True)
            finally:
                reading.set_result(None)

        return load()

    async def _load(self, *, first: bool = False) -> None:
        number = self.number
        picture = await self.session.read(lambda store: look(store, number))
        if not is_there(self) or self._left_behind:
            return
        self.picture = picture
        self._show(first=first)
        if self._moment is None or self._moment.at != picture.incident.reported:
            self.act(self._look_back(picture.incident.reported), "who stood where")
        if first and self._fresh:
            time = clock_text(picture.incident.reported, self.session.tz)
            self.say(f"{number} opened, reported {time}", "good")

    async def _look_back(self, at: int) -> None:
        """Read who stood where when it was reported. A roster that cannot be read takes nothing else away."""
        number = self.number
        try:
            self._moment = await self.session.read(lambda store: store.roster.moment(at, besides=number))
        except ValueError as error:
            self.say(str(error), "bad")
            return
        if is_there(self) and not self._left_behind:
            self.query_one("#timeline", Rows).redraw()

    def _show(self, *, first: bool = False) -> None:
        picture = self.picture
        if picture is None:
            return
        incident = picture.incident
        taken = self._fill(first=first)
        if taken and not self._fresh:
            self.say(f"taken up where it was left: {', '.join(taken)}", "warn")
        self._explain()
        self.query_one(IncidentHead).show(incident)
        self.query_one("#timeline", Rows).show(stamp_rows(incident, picture.stamps))
        self.query_one("#entries", Rows).show(picture.log[::-1])
        self.query_one(OfficerPicks).show(self._picks())
        self.query_one(CallOutLine).show(self.session, picture)
        count = len(picture.links)
        self.query_one("#log-pane").border_subtitle = f"{count} link{'' if count == 1 else 's'}" if count else ""

    # ── drawing ──────────────────────────────────────────────────────────────────────────────────────────────

    def _draw_stamp(self, stamp: Any, width: int) -> Any:
        lines = stamp_lines(self.session, stamp, self.picture, width)
        if stamp.stamp == "reported" and self._moment is not None and stamp.at == self._moment.at:
            return beside(lines, moment_summary(self.session, self._moment), width)
        return lines

    def _draw_entry(self, entry: Any, width: int) -> Any:
        return entry_lines(self.session, entry, self.picture.authors if self.picture else {}, width)

    def tick(self) -> None:
        """Let the response clock run."""
        super().tick()
        self.query_one(IncidentHead).tick()

    def data_changed(self) -> None:
        """Read anew; a field that is being typed in is left alone."""
        super().data_changed()
        self.act(self._load(), "read incident")

    def shift_changed(self) -> None:
        """Put the officers in order anew."""
        self.query_one(OfficerPicks).show(self._picks())

    def current_record(self) -> tuple[str, str] | None:
        """The incident."""
        return f"incident:{self.number}", self.number

    def current_incident(self) -> str | None:
        """The one on screen."""
        return self.number

    def locked_changed(self) -> None:
        """Show or hide the record."""
        self.query_one("#columns").display = not self.session.locked

    def action_leave(self) -> None:
        """Back to where one was."""
        self.put_away()
        self.app.pop_screen()


SCREEN = IncidentScreen
