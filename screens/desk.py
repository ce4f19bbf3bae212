"""The desk: what needs me now? Running incidents with their clocks, the newest lines of the log, and the shift."""

from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.content import Content

from sfm_tui.storage.first_paint import MOST_LINES, Line, Running
from sfm_tui.widgets.desk.rows import log_line, running_lines
from sfm_tui.widgets.everywhere.base import DeskScreen
from sfm_tui.widgets.everywhere.key_names import KeyWords
from sfm_tui.widgets.everywhere.messages import IncidentWanted, PlaceWanted
from sfm_tui.widgets.everywhere.there import is_there
from sfm_tui.widgets.everywhere.usual_keys import usual_keys
from sfm_tui.widgets.lists.rows import Lines, Rows, wrapped

if TYPE_CHECKING:
    from sfm_tui.widgets.desk.side import DeskSide, DutyItem

WIDE = 100
"""Columns from which the shift stands beside the incidents."""

EMPTY_RUNNING = KeyWords(
    "Nothing is running. {app.new=F2} opens an incident, {app.occurrence=F6} writes a line into the occurrence book."
)
EMPTY_LOG = KeyWords(
    "The log is empty. {app.occurrence=F6} writes its first line: who came on duty, what was handed over."
)


class Desk(DeskScreen):
    """Where the program opens."""

    TITLE_TEXT = "desk"
    SHOWS_SHIFT = True
    CSS_PATH = "desk.tcss"
    HORIZONTAL_BREAKPOINTS = []
    VERTICAL_BREAKPOINTS = []
    BINDINGS: ClassVar[list[BindingType]] = [
        *usual_keys("desk", "new", "find", "keys"),
        Binding("number_sign", "jump", "Jump", show=False, id="desk.jump", tooltip="Jump to an incident by number"),
        Binding("k", "check_call", "Check call", id="desk.check-call",
                tooltip="Record a check call that came, or what was done where it did not; begin and end a round"),
        Binding("b", "book", "Book on/off", id="desk.book", tooltip="Book an officer on or off duty"),
        Binding("u", "undo", "Undo", show=False, id="desk.undo",
                tooltip="Take back your last booking, check call, round or other change of the roster"),
        Binding("v", "side", "Shift", id="desk.shift",
                tooltip="Cover of the next 12 hours, what is due, who is on duty; again: back"),
        Binding("escape", "side_away", "Back", show=False, id="desk.back", tooltip="Back to incidents and log"),
        *usual_keys("desk", "tab", tab="To the other pane"),
    ]  # fmt: skip

    def __init__(self, session: Any) -> None:
        super().__init__(session)
        self._side: DeskSide | None = None
        self._short: Rows[int] | None = None
        self._alone = False
        # Known before anything is styled: once it is mounted, a class styles the whole screen again.
        self.set_class(self.app.size.width >= WIDE, "-beside", update=False)

    def compose_body(self) -> ComposeResult:
        """Running incidents above, the log below; beside them there is room for the shift."""
        running = Rows[Running](
            partial(running_lines, self.session),
            key=lambda running: running.number,
            empty=EMPTY_RUNNING,
            id="running",
            always_cursor=True,
        )
        running.border_title = "Running"
        log = Rows[Line](partial(log_line, self.session), key=lambda line: line.seq, empty=EMPTY_LOG, id="log")
        log.border_title = "Log"
        yield Container(running, log, id="left")
        yield Container(id="beside")

    def on_mount(self) -> None:
        """Show what is there."""
        self._make_room()
        self.data_changed()
        self.query_one("#running").focus()

    def on_screen_resume(self) -> None:
        """Catch up with what happened while another screen was shown."""
        self.data_changed()
        self.shift_changed()

    def data_changed(self) -> None:
        """Redraw what differs."""
        super().data_changed()
        data = self.session.data
        running = self.query_one("#running", Rows)
        running.show(data.running)
        running.border_title = f"Running · {len(data.running)}" if data.running else "Running"
        self._size_running()
        log = self.query_one("#log", Rows)
        log.show(data.lines)
        self._count_lines()
        log.border_subtitle = f"{data.unsigned} waiting for a signature" if data.unsigned else ""

    def _count_lines(self) -> None:
        """Say how many lines the log has, of which the newest are shown; with a + while some are not counted yet."""
        lines, counted = self.session.data.lines, self.session.log_lines
        many = f"{len(lines)}"
        if len(lines) >= MOST_LINES:
            since = sum(line.seq > counted.seq for line in lines) if counted is not None else 0
            many += f" of {counted.total + since:,}" if counted is not None else ""
            many += "+" if counted is None or since == len(lines) else ""
        self.query_one("#log").border_title = f"Log · {many}" if lines else "Log"

    def _size_running(self) -> None:
        """Two lines for each running incident, as many as it takes to say that there is none."""
        count, width = len(self.session.data.running), self.app.size.width
        left = width - side_width(width) if width >= WIDE else width
        lines = 2 * count if count else len(wrapped(EMPTY_RUNNING.now, left - 3))
        self.query_one("#running").styles.height = min(lines + 2, max(5, self.app.size.height // 2))

    def tick(self) -> None:
        """Let the clocks run."""
        super().tick()
        self.query_one("#running", Rows).redraw()
        if self._side is not None and (self._alone or self.has_class("-beside")):
            self._side.tick()
        if self._short is not None and self._short.display:
            self._short.redraw()

    def current_record(self) -> tuple[str, str] | None:
        """The running incident under the cursor."""
        number = self.current_incident()
        return (f"incident:{number}", number) if number else None

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
        self.shift_changed()

    # ── the shift ────────────────────────────────────────────────────────────────────────────────────────────

    def on_resize(self) -> None:
        """The shift stands beside the rest where there is room, else it is a line and a key shows it."""
        self._make_room()
        self._size_running()
        if self._side is not None:
            self._arrange()

    def _make_room(self) -> None:
        width = self.app.size.width
        self.set_class(width >= WIDE, "-beside")
        if width >= WIDE:
            self._alone = False
            self.query_one("#beside").styles.width = side_width(width)

    def shift_changed(self) -> None:
        """Show who is on duty, what is due and the hours ahead. Its parts are made when it is first known."""
        self._count_lines()
        if self._side is None:
            if self.session.shift is None and not self.session.shift_problem:
                return
            from sfm_tui.widgets.desk.side import DeskSide

            self._side = DeskSide(self.session)
            self._short = Rows[int](self._draw_short, key=lambda n: n, id="shift-line")
            self._short.can_focus = False
            self._short.items = [0]
            self.query_one("#beside").mount(self._side)
            self.query_one("#body").mount(self._short)
        self._arrange()

    def _arrange(self) -> None:
        side, short = self._side, self._short
        assert side is not None
        assert short is not None
        beside = self.has_class("-beside")
        self.set_class(self._alone, "-alone")
        self.query_one("#running").border_subtitle = "" if beside else self._left_to_do()
        if self._alone:
            self.query_one("#beside").styles.width = None
        shift = self.session.shift
        told = shift is None or shift.has_roster or bool(shift.on_duty)
        short.display = told and not beside and not self._alone
        if beside or self._alone:
            side.show()
        else:
            short.redraw()
        self.refresh_bindings()

    def _left_to_do(self) -> str:
        """What there is no room for beside: what is left to do before one goes."""
        from sfm_tui.widgets.desk.before_rows import short_words

        left = self.session.before_going
        words = short_words(left) if left is not None and not self.session.locked else ""
        return Content(f"before you go: {words}").markup if words else ""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys of the shift that mean nothing now are not shown."""
        shift = self.session.shift
        if action == "side":
            return shift is not None and not self.has_class("-beside")
        if action == "undo":
            return shift is not None
        if action == "side_away":
            return self._alone
        if action == "check_call":
            return shift is not None and bool(shift.calls or shift.patrols)
        if action == "book":
            return shift is not None and bool(shift.on_duty or shift.coming)
        return super().check_action(action, parameters)

    def action_side(self) -> None:
        """Show the shift alone, or go back to incidents and log."""
        if self._side is None:
            return
        self._alone = not self._alone
        self._arrange()
        self.query_one("#cover" if self._alone else "#running").focus()

    def action_side_away(self) -> None:
        """Back to incidents and log."""
        if self._alone:
            self.action_side()

    @on(Rows.Chosen, "#cover")
    def _open_cover(self, event: Rows.Chosen) -> None:
        self.post_message(PlaceWanted("roster", f"{event.item.at} {event.item.code}".strip()))

    @on(Rows.Chosen, "#due")
    def _open_due(self, event: Rows.Chosen) -> None:
        self._ask("answer", event.item)

    @on(Rows.Chosen, "#before")
    def _open_before(self, event: Rows.Chosen) -> None:
        self.post_message(PlaceWanted(event.item.place, event.item.key))

    @on(Rows.Chosen, "#on-duty")
    def _open_duty(self, event: Rows.Chosen) -> None:
        self._ask("book", event.item)

    def action_check_call(self) -> None:
        """Record the check call that is due, or choose which."""
        chosen = self._under_cursor("due")
        self._ask("answer", chosen)

    def action_book(self) -> None:
        """Book the officer under the cursor on or off, or choose who."""
        self._ask("book", self._under_cursor("on-duty"))

    def action_undo(self) -> None:
        """Take back one's own last booking, check call or round."""
        self._ask("take_back", None)

    def _under_cursor(self, name: str) -> "DutyItem | Any":
        """What the cursor is on, where that pane has it."""
        return self.query_one(f"#{name}", Rows).current if self.focused and self.focused.id == name else None

    def _ask(self, verb: str, item: Any) -> None:
        from sfm_tui.widgets.shift import flows as shift_flows

        if self.refuses():
            return

        async def work() -> None:
            said = await getattr(shift_flows, verb)(self.app, self.session, item)
            if is_there(self):
                self.data_changed()
            if said is not None:
                self.say(said.text, said.tone)

        self.act(work(), verb)

    # ── drawing ──────────────────────────────────────────────────────────────────────────────────────────────

    def _draw_short(self, _item: int, _width: int) -> Lines:
        from sfm_tui.widgets.desk.side import one_line

        session = self.session
        if session.shift is None or session.locked:
            return [[("(locked)" if session.locked else session.shift_problem, "muted")]]
        return [one_line(session, session.shift)]


def side_width(width: int) -> int:
    """How many columns the shift has beside the incidents."""
    return min(66, max(46, width * 45 // 100))


SCREEN = Desk
