"""What is done with a briefing: points read out and acknowledged, added, changed, withdrawn, on paper."""

from typing import Any

from textual import on

from sfm_tui.clock import short_clock
from sfm_tui.widgets.briefing.view import BriefingView, OfficerRow, PointRow
from sfm_tui.widgets.everywhere.key_names import key_of
from sfm_tui.widgets.lists.rows import Rows
from sfm_tui.widgets.records.records_screen import RecordsScreen


class BriefingActing(RecordsScreen):
    """The acts of the briefing; a subclass shows `view`, and what the acts change in it."""

    view: BriefingView | None = None

    @property
    def points(self) -> Rows[PointRow]:
        """The list of points."""
        return self.query_one("#points", Rows)

    def _ask(self, verb: str, *more: Any, **options: Any) -> None:
        """Run a flow of `briefing_flows` beside the screen."""
        from sfm_tui.widgets.briefing import flows as briefing_flows

        self.do(lambda: getattr(briefing_flows, verb)(*more, **options), verb)

    def action_tell(self) -> None:
        """Tick the point off as read out, and go on to the next; on one that is ticked, take the tick back."""
        row, view = self.points.current, self.view
        if row is None or view is None:
            return
        start, told_at = view.shift.start, row.told_at
        if told_at is not None:
            self._untell(row.key, start, told_at)
            return
        self.points.action_move(1)

        async def work() -> None:
            await self.session.write(lambda store, by: store.briefings.tell([row.key], start, by))
            self.data_changed()
            at = short_clock(self.session.now(), self.session.tz)
            self.say(f"{row.key} read out {at} · ↑ {key_of('briefing.tell', 'Space')} takes it back", "good")

        self.act(work(), "tell")

    def _untell(self, key: str, start: int, told_at: int) -> None:
        async def work() -> None:
            await self.session.write(lambda store, by: store.briefings.untell(key, start, told_at, by))
            self.data_changed()
            when = short_clock(told_at, self.session.tz)
            self.say(
                f"{key} is not read out: the tick of {when} is taken "
                f"back. {key_of('briefing.tell', 'Space')} ticks it again",
                "warn",
            )

        self.act(work(), "untell")

    def action_officer(self, n: int) -> None:
        """The n-th officer acknowledges what was read out."""
        view = self.view
        if view is None or not 1 <= n <= len(view.officers):
            self.say(
                f"there is no officer {n} on this shift: {key_of('briefing.other', 'o')} chooses another one", "bad"
            )
            return
        self._ask("one_officer", self.session, view, view.officers[n - 1].officer)

    @on(Rows.Chosen, "#officers")
    def _officer_chosen(self, event: Rows.Chosen) -> None:
        who, row = event.item
        if self.view is None:
            return
        if isinstance(row, OfficerRow):
            self._ask("one_officer", self.session, self.view, who)
        elif (point := self.points.current) is not None:
            self._ask("acknowledge", self.session, self.view, [who], [point.key])

    @on(Rows.Chosen, "#points")
    def _point_chosen(self, event: Rows.Chosen) -> None:
        if self.view is not None:
            self._ask("look", self.app, self.session, self.view, event.item.key)

    def action_all_present(self) -> None:
        """All who are there acknowledge what was read out."""
        if self.view is not None:
            self._ask("all_present", self.app, self.session, self.view)

    def action_other(self) -> None:
        """Somebody who is not of the shift acknowledges what was read out."""
        if self.view is not None:
            self._ask("other_officer", self.app, self.session, self.view)

    def action_new(self) -> None:
        """Add a point."""
        self._ask("new", self.app, self.session)

    def action_change(self) -> None:
        """Change the point under the cursor."""
        if (row := self.points.current) is not None:
            self._ask("change", self.app, self.session, row.key)

    def action_withdraw(self) -> None:
        """Withdraw the point under the cursor."""
        if (row := self.points.current) is not None:
            self._ask("withdraw", self.app, self.session, row.key)

    def action_undo(self) -> None:
        """Take back one's own last act on the briefing."""
        from sfm_tui.widgets.briefing.undo import take_back

        self.do(lambda: take_back(self.app, self.session), "undo")

    def action_history(self) -> None:
        """Every change of the point under the cursor."""
        if (row := self.points.current) is not None:
            self._ask("history", self.app, self.session, row.key)

    def action_paper(self) -> None:
        """The sheet for the stand-up."""
        if self.view is not None:
            self._ask("paper", self.app, self.session, self.view.shift.start)
