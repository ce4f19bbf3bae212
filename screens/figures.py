"""The dashboard: are we within, since when not, and why. Figures of a period against the twelve weeks before."""

from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.widget import Widget

from sfm_tui.clock import short_clock
from sfm_tui.widgets.everywhere.again import Again
from sfm_tui.widgets.everywhere.key_names import key_of
from sfm_tui.widgets.everywhere.messages import PlaceWanted
from sfm_tui.widgets.everywhere.usual_keys import usual_keys, view_keys
from sfm_tui.widgets.figures.acting import FiguresActing
from sfm_tui.widgets.figures.live import LiveLine
from sfm_tui.widgets.figures.model import VIEWS, Model
from sfm_tui.widgets.figures.overview import Overview, take_keys
from sfm_tui.widgets.figures.views import HoursView, MonthsView, SplitView, SpreadView, WeeksView
from sfm_tui.widgets.lists.line_above import Words
from sfm_tui.widgets.talks.views import ViewBar

if TYPE_CHECKING:
    from sfm_tui.domain.period import Period
    from sfm_tui.widgets.everywhere.session import Session


class Figures(FiguresActing):
    """The figures of a period against the twelve weeks before it, in six views."""

    TITLE_TEXT = "figures"
    CSS_PATH = "figures.tcss"
    HIDDEN = "#views"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Back", show=False, id="figures.back",
                tooltip="The first view, then back to where one came from, or the desk"),
        *view_keys("figures", VIEWS),
        Binding("p", "period", "Period", id="figures.period", tooltip="Which days: a week, a month, twelve weeks, any"),
        Binding("left_square_bracket", "step(-1)", "Earlier", key_display="[]", id="figures.earlier",
                tooltip="The period before"),
        Binding("right_square_bracket", "step(1)", "Later", show=False, id="figures.later",
                tooltip="The period after"),
        Binding("a", "raise_action", "Action", id="figures.raise",
                tooltip="Raise an improvement action from what the cursor is on, filled in already"),
        Binding("c", "card", "Card", id="figures.card", tooltip="The action just raised, on the board"),
        Binding("b", "split", "Split", id="figures.split-by",
                tooltip="Split the responses by category, severity, location, officer, hour, weekday"),
        Binding("w", "why", "Why late", id="figures.why", tooltip="Why the responses of these days were late"),
        Binding("i", "effect", "Effect", show=False, id="figures.effect",
                tooltip="What the action did that is in effect on this figure"),
        Binding("P", "paper", "Paper", show=False, id="figures.paper", tooltip="The contract review of these days"),
        Binding("v", "review", "Weekly", id="figures.review",
                tooltip="Review this week: the figures one by one, and what is decided on each"),
        *usual_keys("figures"),
    ]  # fmt: skip

    def __init__(self, session: "Session") -> None:
        super().__init__(session)
        self.model = Model(session)
        self.view = "figures"
        self.overview = Overview(self.model, session)
        self._views: dict[str, Widget] = {"figures": self.overview}
        self._busy = self._painted = False
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

    def tick(self) -> None:
        """Let the clocks run; look whether something is to be computed anew."""
        super().tick()
        self._live.redraw()
        if self.model.keep_up() or self._due():
            self._read()

    @property
    def _behind(self) -> bool:
        return True

    def _catch_up(self) -> None:
        """What lives is drawn at once, the rest when it has been computed."""
        self._live.redraw()
        if self._due():
            self._read()

    def locked_changed(self) -> None:
        """Hide or show the records."""
        super().locked_changed()
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
        if name == "in-effect":
            self.refresh_bindings()

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
            head.say(f"No site yet: {key_of('app.go-to', 'F12')} s takes you to the settings.")
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
        self.refresh_bindings()
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
        from sfm_tui.widgets.figures.ask import ask_period

        async def work() -> None:
            period = await ask_period(self.app, self.model.today)
            if period is not None:
                self.take_period(period)

        self.act(work(), "period")

    def action_split(self) -> None:
        """Ask by what to split the responses."""
        from sfm_tui.widgets.figures.ask import ask_split

        async def work() -> None:
            by = await ask_split(self.app)
            if by is not None:
                self.model.by = by
                self.action_view("split")

        self.act(work(), "split")


SCREEN = Figures
