"""Other days, another zoom, other rows: how one goes about the roster."""

from datetime import date

from sfm_tui.clock import local_date
from sfm_tui.widgets.dialogs.ask_day import DAYS_AHEAD, ask_day
from sfm_tui.widgets.roster.axis import ZOOMS, at_hour
from sfm_tui.widgets.roster.board import BY_OFFICER, BY_POST
from sfm_tui.widgets.roster.records import RosterRecords


class RosterGoing(RosterRecords):
    """The keys by which the timeline goes to other days and shows the same another way."""

    def action_page(self, by: int) -> None:
        """A week or a day on, or back."""
        self.timeline.page(by)

    def action_zoom(self) -> None:
        """The next zoom."""
        zoom = self.timeline.zoom
        self.timeline.zoom_to(ZOOMS[(ZOOMS.index(zoom) + 1) % len(ZOOMS)])

    def action_today(self) -> None:
        """To now."""
        now = self.session.now()
        self.timeline.go(now)
        self.timeline.turn(now)

    def action_turn(self) -> None:
        """By officer, or by post again."""
        self.by = BY_OFFICER if self.by == BY_POST else BY_POST
        if self.board is not None:
            self.show_board()

    def action_date(self) -> None:
        """Ask which day."""
        from sfm_tui.widgets.forms.typed_days import nearest_day

        tz = self.session.tz
        shown, today = local_date(self.timeline.cursor_at, tz), local_date(self.session.now(), tz)

        def go(day: date) -> None:
            at = at_hour(day, 12, tz)
            self.timeline.go(at)
            self.timeline.turn(at)

        ask_day(self.app, lambda text: nearest_day(text, shown, today), DAYS_AHEAD, go)
