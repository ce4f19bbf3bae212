"""Measures: does each one hold, and what on it is more than chance? Control charts, and the effect of actions."""

from functools import partial
from time import monotonic
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Horizontal

from sfm_tui.domain.chart_words import baseline_said
from sfm_tui.domain.measure import COMPUTED
from sfm_tui.domain.reference import Measure
from sfm_tui.storage.series import Series, computed_series, team_series
from sfm_tui.widgets.again import Again
from sfm_tui.widgets.effect_view import EffectView
from sfm_tui.widgets.measure_view import MeasureView
from sfm_tui.widgets.measures_acting import MeasuresActing
from sfm_tui.widgets.measures_reader import Known, read_names
from sfm_tui.widgets.measures_words import row
from sfm_tui.widgets.messages import PlaceWanted
from sfm_tui.widgets.rows import Lines, Rows
from sfm_tui.widgets.words import Words

if TYPE_CHECKING:
    from sfm_tui.widgets.session import Session

PATIENCE = 10
"""Weeks are computed anew after so many times what it took, however often somebody writes."""
EFFECT = "effect:"
"""Before an action's number in the key of a place: its effect is to be shown; `effect:A-05#1` of its first cycle."""


class Measures(MeasuresActing):
    """The list of measures, and beside it the chart of one, or the effect of an action."""

    TITLE_TEXT = "measures"
    CSS_PATH = "measures.tcss"
    HIDDEN = "#columns, #totals"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Back", show=False, id="charts.back",
                tooltip="The chart, the list, then back to where one came from, or the desk"),
        Binding("p", "phase", "Phase", id="charts.phase", tooltip="Begin a new phase, with a day and a reason"),
        Binding("r", "reading", "Reading", id="charts.reading", tooltip="Enter a reading of what the team counts"),
        Binding("b", "limits", "Limits", id="charts.limits", tooltip="Which points make the limits"),
        Binding("v", "table", "Points", id="charts.table", tooltip="The points as a table, or the chart again"),
        Binding("e", "entries", "Entries", id="charts.entries", tooltip="Put a reading or a phase right, drop a phase"),
        Binding("i", "effect", "Effect", id="charts.effect", tooltip="What an action did to this measure"),
        Binding("y", "history", "History", show=False, id="charts.history",
                tooltip="Every reading and phase, by whom and why"),
        Binding("c", "card", "Card", id="charts.card", tooltip="The action's card on the board"),
        Binding("m", "manage", "Measures", show=False, id="charts.manage", tooltip="Enter or change a measure"),
        Binding("tab", "app.focus_next", "Next pane", show=False, id="charts.tab", tooltip="To the next part"),
        Binding("slash", "app.find", "Find", show=False, id="charts.find", tooltip="Find any text"),
        Binding("n", "app.new_incident", "New", show=False, id="charts.new", tooltip="Open a new incident"),
        Binding("question_mark", "app.help", "Keys", show=False, id="charts.keys", tooltip="The keys that are true"),
    ]  # fmt: skip

    def __init__(self, session: "Session") -> None:
        super().__init__(session)
        self._known: dict[str, Known] = {}
        self._series: dict[str, Series] = {}
        self._chosen = ""
        self._wanted = ""
        self._effect: tuple[str, int | None] | None = None
        self._computed_seq = -1
        self._computed_at = self._took = 0.0
        self._computed_on = ""
        self._read = Again(self, self._read_all, "measures")
        self._charting = Again(self, self._chart_all, "charts")
        self._reading_effect = Again(self, self._read_effect, "effect")

    # ── the frame ────────────────────────────────────────────────────────────────────────────────────────────

    def compose_body(self) -> ComposeResult:
        """What it adds up to, the list, and beside it the chart or the effect."""
        yield Words(id="totals")
        with Horizontal(id="columns"):
            yield Rows[Known](
                self._row, key=lambda known: known.measure, id="measures", empty="reading …", always_cursor=True
            )
            with Container(id="right"):
                yield MeasureView(self.session, id="measure")
                yield EffectView(self.session, id="effect")

    def on_mount(self) -> None:
        """Show the list."""
        self.query_one(EffectView).display = False
        self.rows.focus()
        self._read()

    @property
    def rows(self) -> "Rows[Known]":
        """The list of measures."""
        return self.query_one("#measures", Rows)

    @property
    def current(self) -> Known | None:
        """The measure that is chosen."""
        return self._known.get(self._chosen)

    def on_screen_resume(self) -> None:
        """The weeks are computed anew at once."""
        self._computed_at = 0.0

    def tick(self) -> None:
        """Compute the weeks anew, where records changed and it is not too soon, or a new day has begun."""
        super().tick()
        if self.is_mounted and self._stale and self._due:
            self._read()

    @property
    def _stale(self) -> bool:
        return self._computed_seq != self.session.data.head_seq or self._computed_on != self.today

    @property
    def _due(self) -> bool:
        return monotonic() - self._computed_at >= PATIENCE * self._took

    def read_again(self) -> None:
        """Read anew what an act may have changed."""
        self._computed_at = 0.0
        if self.is_mounted:
            self._read()

    def current_record(self) -> tuple[str, str] | None:
        """The measure that is chosen; where an action's effect is shown, the action."""
        if self._effect is not None:
            return f"action:{self._effect[0]}", self._effect[0]
        known = self.current
        return (f"measure:{known.measure}", known.about.name) if known is not None else None

    def show_record(self, key: str) -> None:
        """Go to a measure by its code; `effect:A-07` shows the effect of an action."""
        if key.startswith(EFFECT):
            action, _, cycle = key.removeprefix(EFFECT).partition("#")
            self.show_effect(action, int(cycle) if cycle.isdecimal() else None)
            return
        self._wanted = key
        self._close_effect()
        self._take_wanted()

    # ── reading ──────────────────────────────────────────────────────────────────────────────────────────────

    async def _read_all(self) -> None:
        self._seq = seq = self.session.data.head_seq
        names = await self.session.read(read_names)
        before, self._known = self._known, {one.measure: one for one in names}
        for code, one in self._known.items():
            if code in before and code in self._series:
                self._known[code] = one.charted(self._series[code], self.options)
        self._series = {code: some for code, some in self._series.items() if code in self._known}
        self._show_list()
        self._take_wanted()
        team = [one.about for one in names if isinstance(one.about, Measure)]
        for about in team:
            await self._take(await self.session.read(partial(team_series, known=about)))
        if self._stale and self._due:
            begun, day = monotonic(), self.today
            weeks = await self.session.read(lambda store: computed_series(store, COMPUTED.values()))
            for _ in COMPUTED:
                await self._take(await self.session.read(lambda _store: next(weeks)))
            self._computed_at, self._computed_seq, self._computed_on = monotonic(), seq, day
            self._took = self._computed_at - begun
        if self._effect:
            self._reading_effect()

    async def _take(self, some: Series) -> None:
        """Take a series that was read; the chart is made beside the screen."""
        known, options = self._known.get(some.measure), self.options
        if known is None or (self._series.get(some.measure) == some and known.chart is not None):
            return
        charted = await self.session.read(lambda _store: known.charted(some, options))
        self._series[some.measure] = some
        if some.measure in self._known:
            self._known[some.measure] = charted
            self._show_list()
            if some.measure == self._chosen:
                self._show_chosen()

    def chart_again(self) -> None:
        """Make the charts anew, of other points."""
        self._charting()

    async def _chart_all(self) -> None:
        known, series, options = dict(self._known), dict(self._series), self.options

        def make(_store: object) -> dict[str, Known]:
            return {code: one.charted(series[code], options) for code, one in known.items() if code in series}

        self._known |= await self.session.read(make)
        self._show_list()
        self._show_chosen()
        self.say(baseline_said(options.baseline, screen=options.screen))

    # ── showing ──────────────────────────────────────────────────────────────────────────────────────────────

    def _row(self, known: Known, width: int) -> Lines:
        return row(known, width, self.session.tz)

    def _show_list(self) -> None:
        self.rows.show(list(self._known.values()))
        charts = [one.chart for one in self._known.values() if one.chart is not None]
        signals = sum(bool(found.phases and found.phases[-1].signals) for found in charts)
        judged = any(found.limits.upper is not None for found in charts)
        words = f"Measures: {len(self._known)}"
        words += f" · {signals} with a signal" if signals else " · no signal" if judged else ""
        if all(one.computed for one in self._known.values()):
            words += " · m enters what the team counts itself"
        self.query_one("#totals", Words).say(words)
        if not self._chosen and self._known:
            self._chosen = next(iter(self._known))
            self._show_chosen()

    def _take_wanted(self) -> None:
        if self._wanted and self._known:
            wanted, self._wanted = self._wanted, ""
            if wanted in self._known:
                self.rows.put_cursor(wanted)
                self._choose(wanted)
                self._open()
            else:
                self.say(f"there is no measure {wanted}", "bad")

    def _choose(self, code: str) -> None:
        if code != self._chosen:
            self._chosen = code
            self._close_effect()
        self._show_chosen()

    def _show_chosen(self) -> None:
        known = self.current
        if known is not None:
            self.query_one(MeasureView).show(known, self.options, self.today)
            self.refresh_bindings()

    @on(Rows.Highlighted, "#measures")
    def _moved(self, event: Rows.Highlighted) -> None:
        self._choose(event.item.measure)

    @on(Rows.Chosen, "#measures")
    def _opened(self, event: Rows.Chosen) -> None:
        self._choose(event.item.measure)
        self._open()

    def _open(self) -> None:
        self.add_class("-open")
        self.query_one(MeasureView).focus_words()
        self.refresh_bindings()

    @on(Rows.Chosen, "#said")
    def _sentence_chosen(self, event: Rows.Chosen) -> None:
        """Enter on what tells of an action shows its effect."""
        action = self.query_one(MeasureView).action_meant(event.item)
        if action is not None:
            self.show_effect(action.action, action.cycle)

    # ── the effect of an action ──────────────────────────────────────────────────────────────────────────────

    def show_effect(self, action: str, cycle: int | None = None) -> None:
        """Show the effect of an action, in place of the chart."""
        self._effect = action, cycle
        view = self.query_one(EffectView)
        view.wait_for(action, cycle)
        view.display, self.query_one(MeasureView).display = True, False
        self.add_class("-open")
        view.focus_words()
        self.refresh_bindings()
        self._reading_effect()

    async def _read_effect(self) -> None:
        from sfm_tui.widgets.effect_view import read_effect

        wanted = self._effect
        if wanted is not None:
            shown = await self.session.read(partial(read_effect, number=wanted[0], cycle=wanted[1]))
            if wanted == self._effect:
                self.query_one(EffectView).show(shown)
                if shown.effect is not None and shown.effect.measure.measure in self._known:
                    self._chosen = shown.effect.measure.measure  # so that its chart is what one comes back to
                    self.rows.put_cursor(self._chosen)
                    self._show_chosen()

    def _close_effect(self) -> None:
        self._effect = None
        self.query_one(EffectView).display = False
        self.query_one(MeasureView).display = True
        self.refresh_bindings()

    def action_card(self) -> None:
        """Go to the action's card on the board."""
        if self._effect is not None:
            self.post_message(PlaceWanted("board", self._effect[0]))

    def action_table(self) -> None:
        """The points as a table, or the chart again."""
        view = self.query_one(MeasureView)
        view.turn(self.options, self.today)
        if view.as_table:
            self._open()

    def action_back(self) -> None:
        """From the effect to the chart, from the table to the picture, from there to the list, then to the desk."""
        if self.went_back():
            return
        view = self.query_one(MeasureView)
        if self._effect:
            self._close_effect()
            view.focus_words()
        elif view.as_table:
            view.turn(self.options, self.today)
        elif self.has_class("-open") or not self.rows.has_focus:
            self.remove_class("-open")
            self.rows.focus()
            self.refresh_bindings()
        else:
            self.post_message(PlaceWanted("desk"))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only the keys that do something to what is shown."""
        if action == "card":
            return self._effect is not None
        if action in ("phase", "limits", "table", "entries", "effect", "history"):
            return not self._effect
        if action == "reading":
            known = self.current
            return not self._effect and known is not None and not known.computed
        return super().check_action(action, parameters)


SCREEN = Measures
