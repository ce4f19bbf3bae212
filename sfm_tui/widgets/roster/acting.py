"""What is done on the roster's screen: the flow for the duty, the gap or the empty place under the cursor."""

from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any

from textual import on

from sfm_tui.clock import local_date
from sfm_tui.domain.finding_name import finding_ref
from sfm_tui.domain.findings import Finding
from sfm_tui.domain.record import Found
from sfm_tui.domain.roster_changes import UNDO
from sfm_tui.widgets.everywhere.key_names import KeyWords
from sfm_tui.widgets.everywhere.messages import PlaceWanted
from sfm_tui.widgets.lists.rows import Rows
from sfm_tui.widgets.records.records_screen import RecordsScreen
from sfm_tui.widgets.roster.board import BY_OFFICER, BY_POST, Board
from sfm_tui.widgets.roster.findings import FindingsList
from sfm_tui.widgets.roster.timeline import Timeline
from sfm_tui.widgets.roster.view import Place

if TYPE_CHECKING:
    from textual.app import App

    from sfm_tui.storage.roster import Done
    from sfm_tui.widgets.everywhere.session import Session
    from sfm_tui.widgets.roster.words import RosterWords

    Work = Coroutine[Any, Any, Done | None]

HALF_DAY = 12 * 3600
NO_DUTY = "put the cursor on a duty first"
NO_POST = KeyWords("choose a duty, or {roster.turn=v} shows the posts: there Enter fills what is empty")


class RosterActing(RecordsScreen):
    """The acts of the roster's screen, one at a time; what was stored is shown at once."""

    def __init__(self, session: "Session") -> None:
        super().__init__(session)
        self.by = BY_POST
        self.board: Board | None = None
        self.words: RosterWords | None = None
        self._acting = False

    @property
    def timeline(self) -> Timeline:
        """The timeline."""
        return self.query_one(Timeline)

    @property
    def holds_all(self) -> bool:
        """Whether all days that are shown have been read."""
        raise NotImplementedError

    def show_board(self) -> None:
        """Draw what the board has now."""
        raise NotImplementedError

    @on(Rows.Chosen, "#findings")
    def _fill_finding(self, event: Rows.Chosen) -> None:
        from sfm_tui.widgets.roster.flows import Gap, fill

        if not self._acting:
            self.session.roster_mends = finding_ref(event.item.finding, self.session.tz)
        self._flow(fill(self.app, self.session, Gap.of(event.item.finding)), "fill")

    @on(Timeline.Chosen)
    def _act_on_place(self, event: Timeline.Chosen) -> None:
        bar = event.place.bar
        if not self._acting:
            found = bar.finding if bar is not None and bar.duty is None else None
            self.session.roster_mends = finding_ref(found, self.session.tz) if found is not None else ""
        self._flow(enter(self.app, self.session, event.place, self.by), "fill", NO_POST)

    def action_duty(self, act: str) -> None:
        """Do something with the duty under the cursor."""
        self._flow(on_duty(self.app, self.session, self.timeline.place, act), act, NO_DUTY)

    def action_undo(self) -> None:
        """Take back the last change."""
        from sfm_tui.widgets.roster.flows import undo

        self._flow(undo(self.app, self.session), "undo")

    def action_pattern(self) -> None:
        """Make duties from a shift pattern, at the post under the cursor."""
        from sfm_tui.widgets.roster.pattern import make_pattern

        place: Place | None = self.timeline.place
        post = place.row.code if place is not None and self.by == BY_POST else ""
        day = local_date(self.timeline.around, self.session.tz)
        self._flow(make_pattern(self.app, self.session, post=post, start=day), "pattern")

    def _flow(self, work: "Work | None", name: str, without: str = "") -> None:
        if work is None:
            self.say(without)
        elif self._acting:
            work.close()  # a key that was pressed twice
        else:
            self._acting = True
            self.act(self._done(work), name)

    async def _done(self, work: "Work") -> None:
        try:
            stored = await work
        finally:
            self._acting = False
            sources, self.session.roster_mends = self.session.roster_sources, ""
        if stored is None:
            return
        if stored.verb != UNDO and sources:
            self.say("saved · linked to " + " and ".join(Found(ref).called for ref in sources), "good")
        if self.holds_all and self.board is not None and self.board.follow(stored.seq, stored.changes):
            self.show_board()
        else:
            self.data_changed()

    def action_history(self) -> None:
        """What was done to the duty under the cursor, or to its row on that day."""
        place = self.timeline.place
        if place is not None and self.words is not None:
            from sfm_tui.widgets.roster.history import show_history

            shown = show_history(self.app, self.session, place, self.by == BY_POST, self.words)
            self.act(shown, "history")

    def action_paper(self) -> None:
        """The week under the cursor as a document."""
        from sfm_tui.widgets.paper.key import paper_key

        day = local_date(self.timeline.cursor_at, self.session.tz)
        self.post_message(PlaceWanted("paper", paper_key("roster-week", day=day, back="roster")))

    def _finding_here(self) -> Finding | None:
        """The finding under the cursor, in the list or on the timeline."""
        findings, place = self.query_one(FindingsList), self.timeline.place
        if findings.has_focus:
            ranked = findings.current
            return ranked.finding if ranked is not None else None
        return place.bar.finding if place is not None and place.bar is not None else None


def enter(app: "App[Any]", session: "Session", place: Place, by: str) -> "Work | None":
    """Enter: the acts on a duty, or filling a gap or what is free; None where an officer has nothing to fill."""
    from sfm_tui.widgets.roster.flows import Gap, duty_acts, fill

    bar = place.bar
    if bar is not None and bar.duty is not None:
        return duty_acts(app, session, bar.duty)
    if bar is not None and bar.finding is not None:
        return fill(app, session, Gap.of(bar.finding))
    return fill(app, session, Gap(place.row.code, *free_span(place))) if by == BY_POST else None


def on_duty(app: "App[Any]", session: "Session", place: Place | None, act: str) -> "Work | None":
    """`move`, `no_show` or `split` of the duty under the cursor; None where there is none."""
    from sfm_tui.widgets.roster import flows as roster_flows

    if place is None or place.bar is None or place.bar.duty is None:
        return None
    flow = {"move": roster_flows.move, "no_show": roster_flows.no_show, "split": roster_flows.split}[act]
    return flow(app, session, place.bar.duty)


def free_span(place: Place) -> tuple[int, int]:
    """What is free on a lane around a column: from the bar before it, twelve hours at the most."""
    lane = place.row.lanes[place.lane]
    start = max((bar.end for bar in lane if bar.end <= place.start), default=place.start)
    start = max(start, place.start - HALF_DAY)
    end = min((bar.start for bar in lane if bar.start >= place.end), default=start + HALF_DAY)
    return start, max(min(end, start + HALF_DAY), place.end)


def row_of(board: Board, finding: Finding, by: str) -> str:
    """The row on which a finding is seen; for a peak in which nobody is free that of the first responder post."""
    if by == BY_OFFICER:
        return finding.officer or ""
    if finding.post is not None:
        return finding.post.split("+")[-1]
    if finding.officer is None:
        return next((post.post for post in board.posts.values() if post.responder), "")
    held = board.duties(officer=finding.officer)
    return next((duty.post for duty in held if duty.start < finding.end and finding.start < duty.end), "")
