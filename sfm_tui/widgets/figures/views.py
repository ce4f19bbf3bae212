"""The other views of the dashboard: each is made when it is first shown, and draws what the model has."""

from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical

from sfm_tui.widgets.everywhere.key_names import key_of
from sfm_tui.widgets.figures.cards import TITLES, Key
from sfm_tui.widgets.figures.heat import HeatMap, hour_words, worst_hour
from sfm_tui.widgets.figures.lists import (
    BY,
    SplitLine,
    bins_of,
    draw_month,
    draw_split,
    month_headings,
    split_headings,
    split_lines,
    spread_words,
)
from sfm_tui.widgets.figures.overview import figure_said, take_keys
from sfm_tui.widgets.figures.plots import spread_plot, weeks_plot
from sfm_tui.widgets.figures.table import Line
from sfm_tui.widgets.figures.text import ColumnNames, Sentences
from sfm_tui.widgets.figures.words import Said
from sfm_tui.widgets.lists.rows import Rows
from sfm_tui.widgets.plot.plot import PlotView

if TYPE_CHECKING:
    from sfm_tui.widgets.everywhere.session import Session
    from sfm_tui.widgets.figures.model import Model


class ModelView(Vertical):
    """A view of the dashboard: it draws what the model has when it is first shown, and takes the keys."""

    def __init__(self, model: "Model", id: str) -> None:
        super().__init__(id=id)
        self._model = model

    def on_mount(self) -> None:
        """Draw what there is already, and take the keys."""
        self.fill()
        take_keys(self)

    def fill(self) -> None:
        """Draw what the model has."""
        raise NotImplementedError


class WeeksView(ModelView, can_focus=True):
    """One figure, week by week, as large as there is room; the arrows choose another."""

    DEFAULT_CSS = """
    WeeksView { height: 1fr; width: 1fr; max-width: 140; }
    WeeksView PlotView { height: 1fr; margin: 0 1; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "choose(-1)", "Figure", key_display="↑↓", id="weeks.up", tooltip="The figure above"),
        Binding("down", "choose(1)", "Figure below", show=False, id="weeks.down", tooltip="The figure below"),
    ]

    def __init__(self, model: "Model", table: "Rows[Line]") -> None:
        super().__init__(model, "weeks")
        self._table = table
        self._words = Sentences(id="weeks-said")
        self._plot = PlotView(id="weeks-large")

    def compose(self) -> ComposeResult:
        """Words over the plot."""
        yield self._words
        yield self._plot

    def fill(self) -> None:
        """Draw what the model has."""
        line = self._table.current
        key: Key = line.key if line is not None else "within"
        self._words.say([(f"{TITLES[key]}.", "accent"), *figure_said(self._model, key)])
        trend = self._model.trends().get(key)
        if trend is not None:
            card = self._model.cards().get(key)
            self._plot.show(weeks_plot(trend, *self._model.weeks, card, so_far=self._model.so_far))

    def action_choose(self, by: int) -> None:
        """Show another figure."""
        self._table.action_move(by)
        self.fill()


class HoursView(ModelView):
    """Late responses by weekday and hour, over the responders who were free."""

    DEFAULT_CSS = """
    HoursView { height: 1fr; width: 1fr; padding: 0 1; }
    HoursView HeatMap { height: 16; }
    HoursView Sentences { padding: 0; }
    """

    def __init__(self, model: "Model") -> None:
        super().__init__(model, "hours")
        self.map = HeatMap(id="heat")
        self._words = Sentences(id="hour-said", lines=True)
        self._days: object = None

    def compose(self) -> ComposeResult:
        """The grids over the words."""
        yield self.map
        yield self._words

    def fill(self) -> None:
        """Draw what the model has."""
        hours, stale = self._model.hours, self._model.stale("hours")
        if hours is None:
            return
        days = self._model.part("hours")
        self.map.take(hours, stale=stale, new=not stale and days != self._days)
        if not stale:
            self._days = days
        self.tell()

    def tell(self) -> None:
        """Say what the cursor is on."""
        hours = self.map.hours
        if hours is None:
            return
        said: list[Said] = [(hour_words(hours, self.map.cursor), "bold")]
        worst = worst_hour(hours)
        if worst is None:
            said.append(("No response was over its limit in these days.", "good"))
        elif worst != self.map.cursor:
            said.append((f"Worst: {hour_words(hours, worst)}", "plain"))
        self._words.say(said)


class SpreadView(ModelView, can_focus=True):
    """How long responses took: how many of each length, the limit and the p90."""

    DEFAULT_CSS = """
    SpreadView { height: 1fr; width: 1fr; max-width: 140; }
    SpreadView PlotView { height: 1fr; margin: 0 1; }
    """

    def __init__(self, model: "Model") -> None:
        super().__init__(model, "spread")
        self._words = Sentences(id="spread-said", lines=True)
        self._plot = PlotView(id="spread-plot")

    def compose(self) -> ComposeResult:
        """Words over the plot."""
        yield self._words
        yield self._plot

    def fill(self) -> None:
        """Draw what the model has."""
        found, kpis = self._model.value("spread"), self._model.kpis
        if kpis is not None:
            responses = kpis.responses
            self._words.say(spread_words(responses.total, responses.excluded))
        if found is not None and kpis is not None:
            limit = kpis.terms.today.limit_seconds
            most = max(12, self.app.size.width // 5)
            self._plot.show(spread_plot(bins_of(found, limit, most), limit, kpis.responses.total))


class MonthsView(ModelView):
    """Six months, one under the other, with what their late responses came of."""

    DEFAULT_CSS = """
    MonthsView { height: 1fr; width: 1fr; max-width: 130; }
    """

    def __init__(self, model: "Model") -> None:
        super().__init__(model, "months")
        self.rows = Rows[Any](draw_month, key=_month_key, id="month-rows", empty="computing …")

    def compose(self) -> ComposeResult:
        """Names of the columns over the months."""
        yield ColumnNames(month_headings)
        yield self.rows

    def fill(self) -> None:
        """Draw the months that there are."""
        results = self._model.results
        self.rows.show([results.value(part) or (part.days,) for part in self._model.months()])


def _month_key(month: Any) -> object:
    return (month[0] if isinstance(month, tuple) else month.days).first


class SplitView(ModelView):
    """The responses split by category, severity, location, officer, hour, weekday, week or month."""

    DEFAULT_CSS = """
    SplitView { height: 1fr; width: 1fr; max-width: 110; }
    """

    def __init__(self, model: "Model", session: "Session") -> None:
        super().__init__(model, "split")
        self._session = session
        self._by = model.by
        self.rows = Rows[SplitLine](draw_split, key=lambda line: line.key, id="split-rows", empty="computing …")
        self._names = ColumnNames(lambda width: split_headings(self._by, width))

    def compose(self) -> ComposeResult:
        """Names of the columns over the groups."""
        yield self._names
        yield self.rows

    def fill(self) -> None:
        """Draw what the model has."""
        model = self._model
        found, kpis = model.value("split"), model.kpis
        if found is None or kpis is None:
            return
        if model.stale("split"):
            self.rows.say_empty("computing …")
            self.rows.show([])
            return
        self._by = model.by
        self._names.refresh()
        self.rows.say_empty(
            f"No responses in these days to split by {BY[model.by]}: {key_of('figures.earlier', '[')} "
            f"goes back, {key_of('figures.period', 'p')} takes other days."
        )
        groups, names = found
        self.rows.show(split_lines(model.by, groups, names, kpis.terms, self._session))
