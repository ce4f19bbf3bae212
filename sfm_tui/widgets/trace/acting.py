"""What one does with late responses on their screen: other days, only some of them, an action, the way on."""

from typing import TYPE_CHECKING

from sfm_tui.clock import local_date
from sfm_tui.clock.days import Days
from sfm_tui.domain.late_words import period_words
from sfm_tui.domain.period import Period
from sfm_tui.domain.why_late import EVERYTHING, Only, Scene, Traced
from sfm_tui.widgets.everywhere.key_names import key_of
from sfm_tui.widgets.everywhere.messages import PlaceWanted
from sfm_tui.widgets.lists.line_above import Words
from sfm_tui.widgets.records.records_screen import RecordsScreen
from sfm_tui.widgets.trace.lists import NEWEST, GroupList, LateList

if TYPE_CHECKING:
    from datetime import date

    from sfm_tui.widgets.everywhere.session import Session


class TraceActing(RecordsScreen):
    """The acts of the screen. Subclasses show `traced` by `show_traced` and read it by `read_again`."""

    def __init__(self, session: "Session") -> None:
        super().__init__(session)
        self.period = Period.of("weeks", self.today, self.today)
        self.only = EVERYTHING
        self.order = NEWEST
        self.traced: Traced | None = None
        self.scene: Scene | None = None
        self._raised = ""

    @property
    def today(self) -> "date":
        """The site's day."""
        return local_date(self.session.now(), self.session.tz)

    @property
    def days(self) -> Days:
        """The days that are shown."""
        return Days(self.period.first, self.period.last)

    @property
    def late(self) -> LateList:
        """The late responses."""
        return self.query_one(LateList)

    @property
    def groups(self) -> GroupList:
        """What they add up to."""
        return self.query_one(GroupList)

    def show_traced(self) -> None:
        """Draw what was read."""

    def read_again(self) -> None:
        """Read the days that are to be shown."""

    def narrow(self, only: Only) -> None:
        """List only those of a cause or an hour, or all."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A key that has nothing to act on is grey."""
        if action in ("raise_here", "raise_all", "filter", "order", "roster", "minute"):
            return True if self.traced is not None and self.traced.breaches else None
        if action == "board":
            return True if self._card else None
        return super().check_action(action, parameters)

    def action_period(self) -> None:
        """Ask which days."""
        from sfm_tui.widgets.figures.ask import ask_period

        async def work() -> None:
            period = await ask_period(self.app, self.today)
            if period is not None:
                self._go(period)

        if not self.refuses():
            self.act(work(), "period")

    def action_page(self, by: int) -> None:
        """The days before, or after."""
        self._go(self.period.shifted(by))

    def _go(self, period: Period) -> None:
        if period == self.period:
            self.say("the days after these are still to come")
            return
        self.period, self.only = period, EVERYTHING
        self.query_one("#period", Words).say(f"{period_words(self.days)} · reading …")
        self.read_again()

    def action_filter(self) -> None:
        """Ask which of them to list."""
        from sfm_tui.widgets.trace.ask import ask_only

        traced = self.traced
        if traced is None or self.refuses():
            return

        async def work() -> None:
            only = await ask_only(self.app, traced, self.only)
            if only is not None:
                self.narrow(only)

        self.act(work(), "filter")

    def action_roster(self) -> None:
        """Show the roster at the minute of the response."""
        breach = self.late.current
        if breach is not None:
            who = breach.late.officer if breach.duties else ""
            self.post_message(PlaceWanted("roster", f"{breach.late.reported} {who}".strip()))

    @property
    def _card(self) -> str:
        """The action that the key to the board goes to: of the response under the cursor, else the one just raised."""
        breach, traced = self.late.current if self.is_mounted else None, self.traced
        known = traced.actions.get(breach.late.incident, ()) if breach is not None and traced is not None else ()
        return self._raised if self._raised and (not known or self._raised in known) else (known or ("",))[-1]

    def action_board(self) -> None:
        """Go to the card of the action."""
        if self._card:
            self.post_message(PlaceWanted("board", self._card))

    def action_raise_here(self) -> None:
        """Raise an action from what the cursor is on."""
        group = self.groups.current
        if self.groups.has_focus and group is not None:
            self._raise(group.only)
        else:
            self._raise(None)

    def action_raise_all(self) -> None:
        """Raise an action from all that are listed."""
        self._raise(self.only)

    def _raise(self, only: Only | None) -> None:
        """From those of a group; without one, from the response under the cursor."""
        traced, scene = self.traced, self.scene
        if traced is None or self.refuses():
            return
        if only is None and (scene is None or self.late.current != scene.breach):
            self.say("the minute of that response is still being read")
            return

        async def work() -> None:
            from sfm_tui.widgets.actions.flows import Raised
            from sfm_tui.widgets.trace.raising import raise_from_breach, raise_from_group

            if only is None and scene is not None:
                done = await raise_from_breach(self.app, self.session, traced, scene)
            else:
                done = await raise_from_group(self.app, self.session, traced, only or EVERYTHING)
            if done is None:
                return
            if isinstance(done, Raised):
                self._raised = done.action
                self.read_again()
                self.say(f"{done.text} · {key_of('trace.board', 'c')} shows it", done.tone)
            else:
                self.say(done.text, done.tone)
            self.refresh_bindings()

        self.act(work(), "raise an action")
