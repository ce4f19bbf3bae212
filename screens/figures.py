"""The dashboard: are we within, since when not, and why. Figures of a period against the twelve weeks before."""

from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.widget import Widget

from sfm_tui.clock import day_bounds, short_clock
from sfm_tui.clock.days import Days
from sfm_tui.widgets.again import Again
from sfm_tui.widgets.base import DeskScreen
from sfm_tui.widgets.figures_cards import RESPONSE_KEYS
from sfm_tui.widgets.figures_heat import HeatMap
from sfm_tui.widgets.figures_live import LiveLine
from sfm_tui.widgets.figures_model import VIEWS, Model
from sfm_tui.widgets.figures_views import HoursView, MonthsView, Overview, SplitView, SpreadView, WeeksView, take_keys
from sfm_tui.widgets.log_parts import Words
from sfm_tui.widgets.messages import PlaceWanted
from sfm_tui.widgets.rows import Rows
from sfm_tui.widgets.talk_views import ViewBar

if TYPE_CHECKING:
    from sfm_tui.domain.period import Period
    from sfm_tui.widgets.session import Session

_PLACES = {
    "fill": "roster", "late-starts": "roster", "no-shows": "roster", "licence": "roster", "training": "talks",
    "calls": "book", "reports": "log",
}  # fmt: skip
"""Where what a figure is made of is shown; of responses, why they were late."""


class Figures(DeskScreen):
    """The figures of a period against the twelve weeks before it, in six views."""

    TITLE_TEXT = "figures"
    CSS_PATH = "figures.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Back", show=False, id="figures.back", tooltip="The first view, then the desk"),
        *(Binding(str(n), f"view('{view}')", name, show=False, id=f"figures.{view}", tooltip=f"Show: {name.lower()}")
          for n, (view, name) in enumerate(VIEWS.items(), start=1)),
        Binding("p", "period", "Period", id="figures.period", tooltip="Which days: a week, a month, twelve weeks, any"),
        Binding("left_square_bracket", "step(-1)", "Earlier", key_display="[]", id="figures.earlier",
                tooltip="The period before"),
        Binding("right_square_bracket", "step(1)", "Later", show=False, id="figures.later",
                tooltip="The period after"),
        Binding("a", "raise_action", "Action", id="figures.raise",
                tooltip="Raise an improvement action from what the cursor is on, filled in already"),
        Binding("c", "card", "Card", id="figures.card", tooltip="The action just raised, on the board"),
        Binding("b", "split", "Split by", id="figures.split-by",
                tooltip="Split the responses by category, severity, location, officer, hour, weekday"),
        Binding("w", "why", "Why late", id="figures.why", tooltip="Why the responses of these days were late"),
        Binding("tab", "app.focus_next", "Next pane", show=False, id="figures.tab", tooltip="To the next part"),
        Binding("slash", "app.find", "Find", show=False, id="figures.find", tooltip="Find any text"),
        Binding("n", "app.new_incident", "New", show=False, id="figures.new", tooltip="Open a new incident"),
        Binding("question_mark", "app.help", "Keys", show=False, id="figures.keys", tooltip="The keys that are true"),
    ]  # fmt: skip

    def __init__(self, session: "Session") -> None:
        super().__init__(session)
        self.model = Model(session)
        self.view = "figures"
        self.overview = Overview(self.model, session)
        self._views: dict[str, Widget] = {"figures": self.overview}
        self._busy = self._painted = False
        self._raised = ""
        self._read = Again(self, self._read_all, "figures")

    # ── the frame ────────────────────────────────────────────────────────────────────────────────────────────

    def compose_body(self) -> ComposeResult:
        """The days, what runs, the views."""
        yield Words(id="period")
        yield LiveLine(self.session)
        yield ViewBar(VIEWS)
        with Container(id="views"):
            yield self.overview

    def on_mount(self) -> None:
        """Show what there is, and begin to compute."""
        self.overview.table.focus()
        self.fill()
        self.call_after_refresh(self._begin)

    def _begin(self) -> None:
        """Compute once what there is has been painted: a large store would hold that up."""
        self._painted = True
        self._read()

    def on_screen_resume(self) -> None:
        """Catch up with what happened while another screen was shown."""
        self.data_changed()

    def tick(self) -> None:
        """Let the clocks run; look whether something is to be computed anew."""
        super().tick()
        self._live.redraw()
        if self.model.keep_up() or self._due():
            self._read()

    def data_changed(self) -> None:
        """Somebody wrote: what lives is drawn at once, the rest when it has been computed."""
        super().data_changed()
        if self.is_mounted:
            self._live.redraw()
            if self._due():
                self._read()

    def locked_changed(self) -> None:
        """Hide or show the records."""
        self.query_one("#views").display = not self.session.locked
        self._live.redraw()
        self._tell()

    @property
    def _live(self) -> LiveLine:
        return self.query_one(LiveLine)

    # ── computing ────────────────────────────────────────────────────────────────────────────────────────────

    def _due(self) -> bool:
        if self._busy or not self._painted or self.app.screen is not self or self.session.data.site is None:
            return False
        return any(self.model.results.due(part) for _, part in self.model.wanted(self.view))

    async def _read_all(self) -> None:
        """Compute what the view needs, what is seen first first; other days or another view take its place."""
        if self.session.data.site is None:
            self._tell()
            return
        self._busy, wish = True, self._wish
        self._tell()
        try:
            for name, part in self.model.wanted(self.view):
                if not self.model.results.due(part):
                    continue
                await self.model.results.read(part)
                if self._wish != wish:
                    self._read()
                    return
                self._took(name)
        finally:
            self._busy = False
            self._tell()

    @property
    def _wish(self) -> object:
        return self.model.period, self.view, self.model.by

    def _took(self, name: str) -> None:
        if name == "today":
            self._live.take(self.model.value("today"))
        else:
            self.fill()

    def fill(self) -> None:
        """Draw the view that is shown from what there is."""
        cast(Any, self._views[self.view]).fill()
        self._tell()

    def _tell(self) -> None:
        """Say which days, and whether they are being computed."""
        head = self.query_one("#period", Words)
        if self.session.locked:
            head.say("(locked)")
            return
        if self.session.data.site is None:
            head.say("No site yet: F12 s takes you to the settings.")
            return
        model = self.model
        at = model.at()
        busy = model.stale("kpis") or (self._busy and model.behind(self.view))
        state = "computing …" if busy else ""
        if not state and at is not None:
            state = f"as of {short_clock(at, self.session.tz)}"
        against = ", against the 12 weeks before" if self.app.size.width >= 100 else ""
        head.say(f"{model.period.words}{against}" + (f" · {state}" if state else ""))

    # ── views and periods ────────────────────────────────────────────────────────────────────────────────────

    def action_view(self, view: str) -> None:
        """Show a view."""
        self.view = view
        if view not in self._views:
            self._views[view] = made = self._made(view)
            self.query_one("#views").mount(made)
        for part in self.query_one("#views").children:
            part.display = part.id == view
        self.query_one(ViewBar).show(view)
        self.call_after_refresh(self._shown)

    def _shown(self) -> None:
        shown = self._views[self.view]
        if shown.is_mounted:
            take_keys(shown)
            self.fill()
        self._read()

    def _made(self, view: str) -> Widget:
        if view == "weeks":
            return WeeksView(self.model, self.overview.table)
        if view == "hours":
            return HoursView(self.model)
        if view == "spread":
            return SpreadView(self.model)
        return MonthsView(self.model) if view == "months" else SplitView(self.model, self.session)

    @on(ViewBar.Chosen)
    def _view_clicked(self, event: ViewBar.Chosen) -> None:
        self.action_view(event.view)

    def action_back(self) -> None:
        """The first view, then the desk."""
        if self.view != "figures":
            self.action_view("figures")
        else:
            self.post_message(PlaceWanted("desk"))

    def take_period(self, period: "Period") -> None:
        """Show the figures of other days; those before stay until the new ones are there."""
        if period != self.model.period:
            self.model.period = period
            self.fill()
            self._read()

    def action_step(self, by: int) -> None:
        """The period before, or the next."""
        period = self.model.period.shifted(by)
        if period == self.model.period:
            self.say("that is the present one: nothing lies ahead yet")
        self.take_period(period)

    def action_period(self) -> None:
        """Ask which days."""
        from sfm_tui.widgets.figures_ask import ask_period

        async def work() -> None:
            period = await ask_period(self.app, self.model.today)
            if period is not None:
                self.take_period(period)

        cast(Any, self.app).act(work(), "period")

    def action_split(self) -> None:
        """Ask by what to split the responses."""
        from sfm_tui.widgets.figures_ask import ask_split

        async def work() -> None:
            by = await ask_split(self.app)
            if by is not None:
                self.model.by = by
                self.action_view("split")

        cast(Any, self.app).act(work(), "split")

    # ── to where a figure comes from ─────────────────────────────────────────────────────────────────────────

    def action_why(self) -> None:
        """Why responses of these days were late."""
        self._why()

    def _why(self, days: Days | None = None, cause: str = "", hour: int | None = None) -> None:
        from sfm_tui.widgets.trace_key import days_key

        self.post_message(PlaceWanted("trace", days_key(days or self.model.period.days, cause, hour)))

    @on(Rows.Highlighted, "#table")
    def _figure_moved(self) -> None:
        self.overview.tell()

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
            to = _PLACES.get(item.key)
            if to is None:
                self._why()
            else:
                at = day_bounds(self.model.period.first, self.session.tz)[0]
                key = {"roster": f"{at}", "talks": "due"}.get(to, "")
                self.post_message(PlaceWanted(to, key))

    @on(HeatMap.Moved)
    def _hour_moved(self) -> None:
        cast(HoursView, self._views["hours"]).tell()

    @on(HeatMap.Chosen)
    def _hour_chosen(self, event: HeatMap.Chosen) -> None:
        self._why(hour=event.key[1])

    # ── an action ────────────────────────────────────────────────────────────────────────────────────────────

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The card only once an action was raised here."""
        return bool(self._raised) if action == "card" else super().check_action(action, parameters)

    def action_card(self) -> None:
        """Go to the card of the action just raised."""
        self.post_message(PlaceWanted("board", self._raised))

    def action_raise_action(self) -> None:
        """Raise an action from the figure, the cause, the hour or the month under the cursor."""
        if cast(Any, self.app).duty.refuses():
            return

        async def work() -> None:
            done = await self._raise()
            if done is None:
                return
            self._raised = getattr(done, "action", "") or self._raised
            self.say(f"{done.text} · c shows it" if getattr(done, "action", "") else done.text, done.tone)
            self.refresh_bindings()

        cast(Any, self.app).act(work(), "raise an action")

    async def _raise(self) -> Any:
        from sfm_tui.widgets.action_flows import new_action
        from sfm_tui.widgets.figures_raise import sketch_of
        from sfm_tui.widgets.trace_raise import raise_from_days

        period, key = self.model.period, self.overview.key
        days, cause, hour = self._meant()
        of_responses = self.view not in ("figures", "weeks") or cause or key in RESPONSE_KEYS
        if of_responses:
            return await raise_from_days(self.app, self.session, days, cause, hour)
        card = self.model.cards().get(key)
        if card is None or card.value is None or self.model.stale("kpis"):
            self.say("there is no figure to raise an action from yet", "warn")
            return None
        return await new_action(self.app, self.session, sketch=sketch_of(card, period, self.model.trends().get(key)))

    def _meant(self) -> tuple[Days, str, int | None]:
        """The days, the cause and the hour that the cursor means."""
        days, shown = self.model.period.days, self._views[self.view]
        if self.view == "figures" and self.overview.causes.has_focus and self.overview.causes.current is not None:
            return days, self.overview.causes.current.cause, None
        if isinstance(shown, HoursView) and shown.map.hours is not None:
            return days, "", shown.map.cursor[1]
        if isinstance(shown, MonthsView) and shown.rows.current is not None:
            month = shown.rows.current
            return (month[0] if isinstance(month, tuple) else month.days), "", None
        if isinstance(shown, SplitView) and self.model.by == "hour" and shown.rows.current is not None:
            return days, "", shown.rows.current.key
        return days, "", None


SCREEN = Figures
