"""What is done from the dashboard: to where a figure comes from, and an action from what the cursor is on."""

from typing import Any, cast

from textual import on
from textual.widget import Widget

from sfm_tui.clock.days import Days
from sfm_tui.domain.weekly import week_of
from sfm_tui.domain.why_late import EVERYTHING, Only
from sfm_tui.widgets.everywhere.key_names import key_of
from sfm_tui.widgets.everywhere.messages import PlaceWanted
from sfm_tui.widgets.figures.cards import RESPONSE_KEYS
from sfm_tui.widgets.figures.comes_from import comes_from
from sfm_tui.widgets.figures.heat import HeatMap
from sfm_tui.widgets.figures.model import Model
from sfm_tui.widgets.figures.overview import Overview
from sfm_tui.widgets.figures.views import HoursView, MonthsView, SplitView
from sfm_tui.widgets.lists.rows import Rows
from sfm_tui.widgets.records.records_screen import RecordsScreen


class FiguresActing(RecordsScreen):
    """The ways from the dashboard to other screens; the screen itself has the views and what they are made of."""

    model: Model
    view: str
    overview: Overview
    _views: dict[str, Widget]
    _raised = ""

    # ── to where a figure comes from ─────────────────────────────────────────────────────────────────────────

    def action_why(self) -> None:
        """Why responses of these days were late."""
        self._why()

    def _why(
        self, days: Days | None = None, cause: str = "", hour: int | None = None, weekday: int | None = None
    ) -> None:
        from sfm_tui.widgets.trace.key import days_key

        self.post_message(PlaceWanted("trace", days_key(days or self.model.period.days, cause, hour, weekday)))

    def action_paper(self) -> None:
        """The contract review of these days."""
        from sfm_tui.widgets.paper.key import paper_key

        key = paper_key("contract-review", days=self.model.period.days, back="figures")
        self.post_message(PlaceWanted("paper", key))

    def action_review(self) -> None:
        """Review the week that is shown; where other days are shown, the present one."""
        period = self.model.period
        day = period.first if period.kind == "week" else self.model.today
        self.post_message(PlaceWanted("weekly", week_of(day)))

    @on(Rows.Highlighted, "#table")
    def _figure_moved(self) -> None:
        self.overview.tell()
        self.refresh_bindings()

    @on(Rows.Chosen)
    def _chosen(self, event: "Rows.Chosen") -> None:
        place, item = event.rows.id, event.item
        if place == "causes":
            self._why(cause=item.cause)
        elif place == "month-rows":
            self._why(item[0] if isinstance(item, tuple) else item.days)
        elif place == "split-rows":
            self._why(hour=item.key if self.model.by == "hour" else None)
        elif place == "table":
            self.post_message(comes_from(item.key, self.model.period, self.session.tz))

    @on(HeatMap.Moved)
    def _hour_moved(self) -> None:
        cast(HoursView, self._views["hours"]).tell()

    @on(HeatMap.Chosen)
    def _hour_chosen(self, event: HeatMap.Chosen) -> None:
        weekday, hour = event.key
        self._why(hour=hour, weekday=weekday)

    # ── an action ────────────────────────────────────────────────────────────────────────────────────────────

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The card only once an action was raised here, an effect only where an action in effect moves the figure."""
        if action == "effect":
            return bool(self._acting_action)
        return bool(self._raised) if action == "card" else super().check_action(action, parameters)

    @property
    def _acting_action(self) -> str:
        """The action in effect that moves the figure under the cursor."""
        shown = self.is_mounted and self.view in ("figures", "weeks") and not self.session.locked
        return self.model.in_effect(self.overview.key) if shown else ""

    def action_effect(self) -> None:
        """What the action did that moves the figure under the cursor."""
        self.post_message(PlaceWanted("measures", f"effect:{self._acting_action}"))

    def action_card(self) -> None:
        """Go to the card of the action just raised."""
        self.post_message(PlaceWanted("board", self._raised))

    def action_raise_action(self) -> None:
        """Raise an action from the figure, the cause, the hour or the month under the cursor."""
        if self.refuses():
            return

        async def work() -> None:
            done = await self._raise()
            if done is None:
                return
            self._raised = getattr(done, "action", "") or self._raised
            self.say(
                f"{done.text} · {key_of('figures.card', 'c')} shows it" if getattr(done, "action", "") else done.text,
                done.tone,
            )
            self.refresh_bindings()

        self.act(work(), "raise an action")

    async def _raise(self) -> Any:
        from sfm_tui.widgets.actions.flows import new_action
        from sfm_tui.widgets.figures.raising import sketch_of
        from sfm_tui.widgets.trace.raising import raise_from_days

        period, key = self.model.period, self.overview.key
        days, only = self._meant()
        of_responses = self.view not in ("figures", "weeks") or only.cause or key in RESPONSE_KEYS
        if of_responses:
            return await raise_from_days(self.app, self.session, days, only)
        card = self.model.cards().get(key)
        if card is None or card.value is None or self.model.stale("kpis"):
            self.say("there is no figure to raise an action from yet", "warn")
            return None
        return await new_action(self.app, self.session, sketch=sketch_of(card, period, self.model.trends().get(key)))

    def _meant(self) -> tuple[Days, Only]:
        """The days, and in them the cause, the weekday and the hour that the cursor means."""
        days, shown = self.model.period.days, self._views[self.view]
        if self.view == "figures" and self.overview.causes.has_focus and self.overview.causes.current is not None:
            return days, Only(self.overview.causes.current.cause)
        if isinstance(shown, HoursView) and shown.map.hours is not None:
            weekday, hour = shown.map.cursor
            return days, Only(hour=hour, weekday=weekday)
        if isinstance(shown, MonthsView) and shown.rows.current is not None:
            month = shown.rows.current
            return (month[0] if isinstance(month, tuple) else month.days), EVERYTHING
        if isinstance(shown, SplitView) and self.model.by == "hour" and shown.rows.current is not None:
            return days, Only(hour=shown.rows.current.key)
        return days, EVERYTHING
