"""The roster: where is nobody? A week or a day as a timeline, its findings beside it, worst first."""

from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical

from sfm_tui.clock import local_date
from sfm_tui.clock.days import Days
from sfm_tui.domain.finding_name import finding_ref
from sfm_tui.domain.findings.worst import worst_first
from sfm_tui.domain.record import Found
from sfm_tui.domain.roster import GONE
from sfm_tui.widgets.everywhere.again import Again
from sfm_tui.widgets.everywhere.key_names import KeyWords
from sfm_tui.widgets.everywhere.messages import PlaceWanted
from sfm_tui.widgets.everywhere.usual_keys import usual_keys
from sfm_tui.widgets.lists.line_above import Words
from sfm_tui.widgets.lists.rows import Rows
from sfm_tui.widgets.roster.acting import row_of
from sfm_tui.widgets.roster.board import BY_OFFICER, BY_POST, Board, week_of
from sfm_tui.widgets.roster.findings import FindingsList, Only
from sfm_tui.widgets.roster.going import RosterGoing
from sfm_tui.widgets.roster.place import PlaceWords, place_lines
from sfm_tui.widgets.roster.reader import RosterReader
from sfm_tui.widgets.roster.records import Wanted, wanted_of
from sfm_tui.widgets.roster.takers import Takers
from sfm_tui.widgets.roster.timeline import Timeline
from sfm_tui.widgets.roster.view import Place

if TYPE_CHECKING:
    from sfm_tui.domain.findings import Finding
    from sfm_tui.widgets.everywhere.program import Program
    from sfm_tui.widgets.everywhere.session import Session

NO_POSTS = KeyWords("There are no posts yet: {app.go-to=F12} s leads to the settings, where they are entered.")
NO_FINDINGS = "Nothing is wrong with this week."
NO_DUTIES = KeyWords(
    "Nobody is on duty this week, and nobody asked for: {roster.pattern=r} "
    "makes duties of a pattern, {app.go-to=F12} s has the cover."
)
SLOW_SECONDS = 0.3
TAKERS_LINES = 4
"""With fewer lines left, who could take a gap is not said beside it."""


class Roster(RosterGoing):
    """The timeline and the findings of its week."""

    TITLE_TEXT = "roster"
    CSS_PATH = "roster.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Back", show=False, id="roster.back",
                tooltip="All findings again, then back to where one came from, or the desk"),
        Binding("u", "undo", "Undo", id="roster.undo", tooltip="Take back your last change of the roster"),
        Binding("m", "duty('move')", "Move", id="roster.move", tooltip="Move the duty to another time or post"),
        Binding("x", "duty('no_show')", "No-show", id="roster.no-show", tooltip="Nobody turned up for the duty"),
        Binding("s", "duty('split')", "Split", id="roster.split", tooltip="Make two duties of the duty"),
        Binding("y", "history", "History", id="roster.history",
                tooltip="Who was put on or dropped from the duty, when, by whom and why"),
        Binding("o", "links", "Links", show=False, id="roster.links",
                tooltip="The records that belong to the finding or the duty, and the way to them"),
        Binding("f", "filter", "Filter", id="roster.filter", tooltip="Only findings of one kind, post or officer"),
        Binding("v", "turn", "Posts", id="roster.turn", tooltip="A row for each post, or for each officer"),
        Binding("z", "zoom", "Zoom", id="roster.zoom", tooltip="Week, day, 12 hours"),
        Binding("left_square_bracket,ctrl+left", "page(-1)", "Days", key_display="[]", id="roster.before",
                tooltip="The week or the day before"),
        Binding("right_square_bracket,ctrl+right", "page(1)", "Later", show=False, id="roster.after",
                tooltip="The week or the day after"),
        Binding("t", "today", "Now", id="roster.today", tooltip="To this day and hour"),
        Binding("d", "date", "Date", id="roster.date", tooltip="Go to a day: 26/11, thu, 2026-11-26"),
        Binding("r", "pattern", "Pattern", id="roster.pattern",
                tooltip="Make duties from a shift pattern, such as 4-on-4-off"),
        Binding("p,P", "paper", "Paper", show=False, id="roster.paper", tooltip="The week with its gaps as a document"),
        *usual_keys("roster", tab="To the findings and back"),
    ]  # fmt: skip

    def __init__(self, session: "Session") -> None:
        super().__init__(session)
        self.only = Only()
        self._shown: tuple[Board, int] | None = None
        self._wanted: Wanted | None = None
        self._week = week_of(session.now(), session.tz)
        self._reader = RosterReader(session)
        self._read = Again(self, self._read_roster, "the roster")

    # ── the frame ────────────────────────────────────────────────────────────────────────────────────────────

    def compose_body(self) -> ComposeResult:
        """Which days; the timeline with what is under its cursor; the findings."""
        yield Words()
        with Container(id="roster"):
            with Vertical(id="left"):
                yield Timeline(self.session.now(), self.session.tz, id="time")
                yield PlaceWords()
                yield Takers(self.session)
            yield FindingsList(self.session.tz, id="findings")

    @property
    def findings_list(self) -> FindingsList:
        """The findings."""
        return self.query_one(FindingsList)

    def on_mount(self) -> None:
        """Show this week."""
        self.findings_list.border_title = "Findings, worst first"
        self.timeline.empty = "reading the roster …"
        self.timeline.focus()
        self._read()

    def on_resize(self) -> None:
        """Share out the lines anew."""
        self.call_after_refresh(self._share)

    def _share(self) -> None:
        """Let the timeline take what the findings and the words under it leave."""
        beside = self.size.width >= 100
        lines = self.query_one("#roster").size.height
        most = max(6, lines - (3 if beside else 2 + max(4, lines // 4)))
        self.timeline.styles.max_height = most
        room = most - self.timeline.lines_wanted
        self.query_one(Takers).set_class(room < TAKERS_LINES, "-no-room")

    def on_screen_resume(self) -> None:
        """Say for what it is changed, if for anything."""
        if self.is_mounted:
            self._title()

    def tick(self) -> None:
        """Move the line that says now."""
        super().tick()
        self.timeline.tick(self.session.now())

    @property
    def _behind(self) -> bool:
        return self.board is None or self.board.seq != self.session.data.head_seq

    def show_record(self, key: str) -> None:
        """Go to a finding by its name in links, to an instant, or to a duty; see `wanted_of`."""
        self._wanted = wanted_of(key, self.session.tz)
        self._read()

    # ── reading ──────────────────────────────────────────────────────────────────────────────────────────────

    async def _read_roster(self) -> None:
        wanted, self._wanted = self._wanted, None
        if wanted is not None:
            self.timeline.go(wanted.at)
        timeline = self.timeline
        slow = self.set_timer(SLOW_SECONDS, lambda: self._title(" · reading …"))
        try:
            self.board = await self._reader.read(self.board, timeline.around, timeline.axis, self.by)
        finally:
            slow.stop()
        if not self.holds_all:
            self._read()  # other days were asked for meanwhile
        by = self.by
        if wanted is not None and wanted.code:
            self.by = BY_POST if wanted.code in self.board.posts else BY_OFFICER
        if self._shown != (self.board, self.board.seq) or by != self.by:
            self.show_board()
        if wanted is not None:
            self.timeline.go(wanted.at, wanted.code, officer=wanted.officer)
            if wanted.finding and self.holds_all:
                self._put_finding(wanted.finding)
        self._title()

    def _put_finding(self, ref: str) -> None:
        """Put the cursor on a finding of the list, which is shown whole for it; say so where it stands no more."""
        self.only = Only()
        self._list()
        found, tz = self.findings_list, self.session.tz
        ranked = next((one for one in found.items if finding_ref(one.finding, tz) == ref), None)
        if ranked is None:
            self.say("that finding stands no more: the roster was changed since")
            return
        found.put(ranked)
        found.focus()

    @property
    def holds_all(self) -> bool:
        """Whether all days that are shown have been read."""
        timeline = self.timeline
        return self.board is not None and self._reader.holds(self.board, timeline.around, timeline.axis)

    # ── showing ──────────────────────────────────────────────────────────────────────────────────────────────

    def show_board(self) -> None:
        """Draw what the board has now."""
        from sfm_tui.widgets.roster.words import RosterWords

        board = self.board
        if board is None:
            return
        self._shown = board, board.seq
        self.words = RosterWords(dict(board.names), dict(board.post_names), self.session.tz, board.rules)
        self.timeline.empty = NO_POSTS
        self.timeline.show(board.rows(self.by), board.cover, board.holidays)
        self._list()
        self._share()

    def _list(self) -> None:
        """Show the findings of the week that the filter leaves."""
        board = self.board
        if board is None:
            return
        self._week = week_of(self.timeline.around, self.session.tz)
        ranked = worst_first(board.meeting(self._week), self.session.now(), board.posts.values())
        empty = NO_FINDINGS if board.busy(self._week) else NO_DUTIES
        if board.erased(self._week):
            empty = f"Nothing is told of this week: {GONE}."
        findings = self.findings_list
        findings.names, findings.posts = board.names, board.post_names
        findings.narrow(ranked, self.only, empty if board.posts else "")
        if findings.has_focus:
            self.call_after_refresh(findings.tell)  # the list first, then the timeline that goes along with it
        self._title()

    def _title(self, more: str = "") -> None:
        first, _ = self._week
        monday = local_date(first, self.session.tz)
        week = f"Week {monday.isocalendar().week} · {Days(monday, monday + timedelta(days=6)).words}"
        rows = "by post" if self.by == BY_POST else "by officer"
        wanted = self.session.roster_for
        for_it = f" · for {Found(wanted).called}" if wanted else ""
        if self.board is not None and self.board.erased(self._week):
            rows += " · ! erased"
        self.query_one(Words).say(f"{week} · {self.timeline.zoom} · {rows}{for_it}{more}")

    # ── moving ───────────────────────────────────────────────────────────────────────────────────────────────

    @on(Timeline.Moved)
    def _tell_place(self, event: Timeline.Moved) -> None:
        if self.board is not None and self.words is not None:
            listed = self._listed_finding
            lines = place_lines(event.place, self.by, self.board, self.words, self.session.now(), listed)
            self.query_one(PlaceWords).say(lines)
            self._ask_takers(event.place)

    @property
    def _listed_finding(self) -> "Finding | None":
        """The finding that somebody has the list's cursor on."""
        found = self.findings_list
        return found.current.finding if found.has_focus and found.current is not None else None

    def _ask_takers(self, place: Place) -> None:
        """Show who could take the gap under the cursor, or the peak there in which nobody is free."""
        board, bar = self.board, place.bar
        if board is None or self.words is None:
            return
        finding = self._listed_finding
        if finding is None and bar is not None and bar.kind == "gap":
            finding = bar.finding
        if finding is None:
            finding = next((f for f in board.cover.lone if f.start < place.end and place.start < f.end), None)
        self.query_one(Takers).ask(board, self.words, finding)

    @on(Timeline.Paged)
    def _other_days(self) -> None:
        if not self.holds_all:
            self._read()
        elif self._week != week_of(self.timeline.around, self.session.tz):
            self._list()
        self._title()

    @on(Rows.Highlighted, "#findings")
    def _go_to_finding(self, event: Rows.Highlighted) -> None:
        if self.findings_list.has_focus and self.board is not None:
            finding: Finding = event.item.finding
            self.timeline.go(max(finding.start, self._week[0]), row_of(self.board, finding, self.by), finding)

    # ── what is listed ───────────────────────────────────────────────────────────────────────────────────────

    def action_back(self) -> None:
        """All findings again, then to the desk."""
        if self.only != Only():
            self.only = Only()
            self._list()
        else:
            self.post_message(PlaceWanted("desk"))

    def action_filter(self) -> None:
        """Choose what to list."""
        if self.board is not None:
            cast("Program", self.app).act(self._ask_filter(self.board), "filter")

    async def _ask_filter(self, board: Board) -> None:
        from sfm_tui.widgets.roster.ask import ask_only

        place: Place | None = self.timeline.place
        only = await ask_only(self.app, board, board.meeting(self._week), place, self.by)
        if only is not None:
            self.only = only
            self._list()


SCREEN = Roster
