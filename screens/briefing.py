"""The briefing: what the shift is to be told, what was read out to it, and who has not heard it."""

from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.content import Content

from sfm_tui.clock import local_date
from sfm_tui.domain.briefing import EARLY_SECONDS
from sfm_tui.widgets.briefing.acting import BriefingActing
from sfm_tui.widgets.briefing.view import OfficerRow, PointRow, View, first_of_day, read_view
from sfm_tui.widgets.briefing.words import head_words, officer_line, point_lines, waiting_line
from sfm_tui.widgets.desk.before_rows import plan_words
from sfm_tui.widgets.dialogs.ask_day import DAYS_AHEAD, ask_day
from sfm_tui.widgets.everywhere.again import Again
from sfm_tui.widgets.everywhere.key_names import KeyWords
from sfm_tui.widgets.everywhere.messages import PlaceWanted
from sfm_tui.widgets.everywhere.usual_keys import usual_keys
from sfm_tui.widgets.lists.line_above import Words
from sfm_tui.widgets.lists.rows import Lines, Rows

if TYPE_CHECKING:
    from datetime import date

    from sfm_tui.widgets.everywhere.session import Session

NO_POINTS = KeyWords(
    "Nothing is to be told on this day. {briefing.new=n} adds a point; {briefing.view=v} shows all that there are."
)
NONE_UNREAD = "Everybody of the last four weeks has heard what they were to be told."
NONE_AT_ALL = KeyWords(
    "There is no briefing point yet. {briefing.new=n} adds the "
    "first: what the team is to be told, from when until when."
)
NO_OFFICERS = KeyWords(
    "The roster has nobody on this shift: {briefing.other=o} lets an officer of the site acknowledge."
)
LOCKED = "(locked)"
_TITLES: dict[View, str] = {"shift": "To be told", "unread": "Unread, of the last four weeks", "all": "All points"}


class Briefing(BriefingActing):
    """The points of one shift, with its officers beside them."""

    TITLE_TEXT = "briefing"
    CSS_PATH = "briefing.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Back", show=False, id="briefing.back",
                tooltip="To this shift, then back to where one came from, or the desk"),
        Binding("space", "tell", "Read out", id="briefing.tell",
                tooltip="Tick the point off: it was read out; again: it was not"),
        Binding("a", "all_present", "All here", id="briefing.all",
                tooltip="All who are there acknowledge what was read out; a digit does for one officer"),
        Binding("o", "other", "Other", show=False, id="briefing.other",
                tooltip="An officer who is not of this shift acknowledges what was read out"),
        Binding("n", "new", "New", id="briefing.new", tooltip="Add a point"),
        Binding("e", "change", "Change", show=False, id="briefing.change",
                tooltip="Change the point under the cursor"),
        Binding("x", "withdraw", "Withdraw", show=False, id="briefing.withdraw",
                tooltip="Withdraw the point, with a reason"),
        Binding("u", "undo", "Undo", show=False, id="briefing.undo",
                tooltip="Take back your last act here: a point added, changed or withdrawn, a tick"),
        Binding("f", "turn('unread')", "Unread", id="briefing.unread",
                tooltip="What anybody has not heard, who, and since when; again: back"),
        Binding("v", "turn('all')", "All points", show=False, id="briefing.view",
                tooltip="Every point there is; again: back"),
        Binding("p,P", "paper", "Paper", id="briefing.paper",
                tooltip="The sheet for the stand-up: copy it as text, or save it as PDF or text"),
        Binding("left,left_square_bracket", "step(-1)", "Shift", id="briefing.before", key_display="←→",
                tooltip="The shift before"),
        Binding("right,right_square_bracket", "step(1)", "Shift after", show=False, id="briefing.after",
                tooltip="The shift after"),
        Binding("t", "today", "Now", show=False, id="briefing.today", tooltip="To the shift that is on or starts next"),
        Binding("d", "date", "Date", show=False, id="briefing.date", tooltip="Go to a day: 26/11, thu, tomorrow"),
        Binding("y", "history", "History", show=False, id="briefing.history", tooltip="Every change of the point"),
        *usual_keys("briefing", "tab", "find", "keys", tab="To the other pane"),
        *(Binding(str(n), f"officer({n})", f"Officer {n}", show=False, id=f"briefing.officer-{n}",
                  tooltip=f"Officer {n} of the list acknowledges what was read out") for n in range(1, 10)),
    ]  # fmt: skip

    def __init__(self, session: "Session") -> None:
        super().__init__(session)
        self.kind: View = "shift"
        self._at: int | None = None
        self._until: int | None = None
        self._wanted = ""
        self._read = Again(self, self._read_view, "the briefing")

    # ── the frame ────────────────────────────────────────────────────────────────────────────────────────────

    def compose_body(self) -> ComposeResult:
        """Which shift; its points; its officers."""
        yield Words()
        with Container(id="briefing"):
            yield Rows[PointRow](self._draw_point, key=lambda row: row.key, id="points", always_cursor=True, empty="…")
            yield Rows[Any](self._draw_officer, key=lambda row: row[0], id="officers")

    @property
    def officers(self) -> Rows[Any]:
        """The list of officers."""
        return self.query_one("#officers", Rows)

    def on_mount(self) -> None:
        """Show the shift."""
        self.points.focus()
        self._read()

    def locked_changed(self) -> None:
        """Hide or show the records."""
        self._show()

    def tick(self) -> None:
        """Take the next shift up when its time comes."""
        super().tick()
        if self._at is None and self._until is not None and self.session.now() >= self._until:
            self._until = None
            self._read()

    # ── reading ──────────────────────────────────────────────────────────────────────────────────────────────

    async def _read_view(self) -> None:
        kind, at = self.kind, self._at
        names = self.session.data.names
        view = await self.session.read(lambda store: read_view(store, kind, at, names))
        if (kind, at) != (self.kind, self._at):
            return  # something else was asked for meanwhile, and is read next
        self.view, self._seq = view, view.seq
        ahead = (view.after - EARLY_SECONDS, view.shift.end)
        self._until = min((at for at in ahead if at > self.session.now()), default=None)
        self._show()
        wanted, self._wanted = self._wanted, ""
        if wanted:
            if kind == "shift" and all(row.key != wanted for row in view.points):
                self._wanted, self.kind = wanted, "all"
                self._read()
            else:
                self.points.put_cursor(wanted)
                self._show_officers()

    def _show(self) -> None:
        view, points = self.view, self.points
        if view is None or self.session.locked:
            points.say_empty(LOCKED if self.session.locked else "…")
            points.show([])
            self.officers.show([])
            self.officers.say_empty("")
            return
        empty = {"shift": NO_POINTS, "unread": NONE_UNREAD, "all": NONE_AT_ALL}[self.kind]
        points.say_empty(empty)
        points.show(view.points)
        points.redraw()
        due = plan_words(self.session.before_going) if self.kind == "shift" and self._at is None else ""
        title = (_TITLES[self.kind], f"{len(view.points):,}", due)
        points.border_title = Content(" · ".join(filter(None, title))).markup
        self.set_class(self.kind == "all", "-nobody")
        self._show_officers()
        self._tell()

    def _show_officers(self) -> None:
        view = self.view
        if view is None or self.session.locked:
            return
        officers = self.officers
        if self.kind == "shift":
            officers.border_title = f"On this shift · {len(view.officers)}" if view.officers else "On this shift"
            officers.say_empty(NO_OFFICERS)
            officers.show([(row.officer, row) for row in view.officers])
        else:
            row = self.points.current
            waiting = row.waiting if row is not None else ()
            officers.border_title = f"Have not heard {row.key} · {len(waiting)}" if row is not None else "Unread by"
            officers.say_empty("")
            officers.show(list(waiting))
        officers.redraw()

    def _tell(self) -> None:
        assert self.view is not None
        words = head_words(self.view, self.kind, self.session.now(), self.session.tz, here=self._at is None)
        self.query_one(Words).say(words)

    def current_record(self) -> tuple[str, str] | None:
        """The point under the cursor."""
        row = self.points.current
        return (f"briefing:{row.key}", row.key) if row is not None else None

    def show_record(self, key: str) -> None:
        """Put the cursor on a point; where the shift is not told it, among all of them."""
        self._wanted, self.kind, self._at = key, "shift", None
        self._read()

    # ── drawing ──────────────────────────────────────────────────────────────────────────────────────────────

    def _draw_point(self, row: PointRow, width: int) -> Lines:
        assert self.view is not None
        return point_lines(row, self.view, self.kind, self.session.tz, width)

    def _draw_officer(self, item: tuple[str, "OfficerRow | int"], width: int) -> Lines:
        view, (who, row) = self.view, item
        assert view is not None
        if isinstance(row, int):
            return waiting_line(who, row, view, self.session.tz)
        return officer_line(view.officers.index(row), row, view, self.points.current, width)

    @on(Rows.Highlighted, "#points")
    def _moved(self) -> None:
        self._show_officers()

    # ── acting ───────────────────────────────────────────────────────────────────────────────────────────────

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys that mean nothing in this view are not shown."""
        if action in ("tell", "all_present", "other", "officer", "paper", "step"):
            return self.kind == "shift"
        return super().check_action(action, parameters)

    # ── which shift ──────────────────────────────────────────────────────────────────────────────────────────

    def _go(self, kind: View, at: int | None) -> None:
        self.kind, self._at = kind, at
        self.refresh_bindings()
        self._read()

    def action_turn(self, kind: View) -> None:
        """What is unread, or all points; again: the shift."""
        self._go("shift" if self.kind == kind else kind, self._at)

    def action_step(self, by: int) -> None:
        """The shift before, the shift after."""
        if self.view is not None:
            self._go(self.kind, self.view.before if by < 0 else self.view.after)

    def action_today(self) -> None:
        """The shift that is on or starts next."""
        self._go("shift", None)

    def action_back(self) -> None:
        """To this shift, then to the desk."""
        if self.went_back():
            return
        if self.kind != "shift" or self._at is not None:
            self._go("shift", None)
        else:
            self.post_message(PlaceWanted("desk"))

    def action_date(self) -> None:
        """Ask which day."""
        from sfm_tui.widgets.forms.typed_days import nearest_day

        tz = self.session.tz
        today = local_date(self.session.now(), tz)
        shown = local_date(self.view.shift.start, tz) if self.view is not None else today

        def go(day: "date") -> None:
            self.act(self._to_day(day), "date")

        ask_day(self.app, lambda text: nearest_day(text, shown, today), DAYS_AHEAD, go)

    async def _to_day(self, day: "date") -> None:
        self._go("shift", await self.session.read(lambda store: first_of_day(store, day)))


SCREEN = Briefing
