"""The views of the dashboard: each is made when it is first shown, and draws what the model has."""

from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widget import Widget

from sfm_tui.widgets.figures_cards import TITLES, Key
from sfm_tui.widgets.figures_heat import HeatMap, hour_words, worst_hour
from sfm_tui.widgets.figures_lists import (
    BY,
    CauseLine,
    MonthBar,
    SplitLine,
    bins_of,
    cause_lines,
    draw_cause,
    draw_month,
    draw_month_bar,
    draw_split,
    month_bars,
    month_headings,
    split_headings,
    split_lines,
    spread_words,
)
from sfm_tui.widgets.figures_plots import spread_plot, weeks_plot
from sfm_tui.widgets.figures_strip import HourStrip
from sfm_tui.widgets.figures_table import Line, TableHeadings, draw_line
from sfm_tui.widgets.figures_text import ColumnNames, Sentences
from sfm_tui.widgets.figures_trend import trend_words
from sfm_tui.widgets.figures_words import Said, card_words, out_words, short_words, terms_words
from sfm_tui.widgets.plot import PlotView
from sfm_tui.widgets.rows import Rows

if TYPE_CHECKING:
    from sfm_tui.widgets.figures_model import Model
    from sfm_tui.widgets.session import Session


EMPTY = (
    "Nothing to count yet: F2 opens the first incident, F12 r plans the roster, and «sfm import» brings in the records"
    " of another system."
)


def _said(model: "Model", key: "Key", *, short: bool = False) -> list[Said]:
    """A figure, how it stands, how the weeks went, and what was before; `short` where there is little room."""
    card = model.cards().get(key)
    if card is None:
        return [("computing …", "muted")]
    if model.nothing:
        return [(EMPTY, "accent")]
    trend = model.trends().get(key)
    words = card_words(card, model.cards("against").get(key), _shown_period(model))
    weeks = trend_words(trend, model.weeks[0]) if trend is not None else [("Weeks: computing …", "muted")]
    return [*(short_words(card) if short else words[:2]), *weeks, *words[2:]]


def _shown_period(model: "Model") -> str:
    """What the figures are of that are shown: of other days while those are computed."""
    return "days shown before" if model.stale("kpis") else model.period.name


def take_keys(view: Widget) -> None:
    """Focus the part of a view in which there is something to choose."""
    target = view if view.can_focus else next((one for one in view.query("Rows, HeatMap") if one.can_focus), None)
    if target is not None:
        target.focus()


class Overview(Horizontal):
    """The table, the chosen figure in words and as a plot; beside it why responses were late, and at which hours."""

    DEFAULT_CSS = """
    Overview { height: 1fr; width: 1fr; }
    Overview > #left { height: 1fr; width: 1fr; max-width: 110; }
    Overview #table { height: 11; }
    Overview #said { height: auto; max-height: 6; }
    Overview #weeks-plot { height: 1fr; margin: 0 1; }
    Overview > #right { height: 1fr; width: 40; }
    Overview #causes { height: auto; max-height: 8; border: round $panel-lighten-2; border-title-color: $accent; }
    Overview #causes:focus { border: round $primary; }
    Overview #month-bars { height: auto; max-height: 6; }
    Overview #strip-box, Overview #months-box, Overview #out-box {
        height: auto; border: round $panel-lighten-2; border-title-color: $accent;
    }
    Overview.-folded { layout: vertical; }
    Overview.-folded > #left { height: 1fr; }
    Overview.-folded > #right { height: auto; width: 1fr; max-height: 4; }
    Overview.-folded #weeks-plot, Overview.-folded #strip-box, Overview.-folded #months-box,
    Overview.-folded #out-box { display: none; }
    Overview.-folded #causes { border: none; height: auto; max-height: 3; }
    Overview.-folded #causes:focus { border: none; }
    Overview.-folded.-short #said { height: 1fr; max-height: 5; }
    Overview.-folded.-tall #weeks-plot { display: block; height: 12; }
    """

    def __init__(self, model: "Model", session: "Session") -> None:
        super().__init__(id="figures")
        self._model = model
        self._session = session
        self.headings = TableHeadings()
        self.table = Rows[Line](draw_line, key=lambda line: line.key, id="table", always_cursor=True)
        self.causes = Rows[CauseLine](draw_cause, key=lambda line: line.cause, id="causes", empty="computing …")
        self._words = Sentences(id="said")
        self._plot = PlotView(id="weeks-plot")
        self._strip = HourStrip()
        self._months = Rows[MonthBar](draw_month_bar, key=lambda bar: bar.month, id="month-bars", empty="computing …")
        self._out = Sentences(id="out", lines=True)

    def compose(self) -> ComposeResult:
        """Two columns; in a narrow terminal one."""
        with Vertical(id="left"):
            yield self.headings
            yield self.table
            yield self._words
            yield self._plot
        with Vertical(id="right"):
            self.causes.border_title = "Late by cause"
            yield self.causes
            with Vertical(id="strip-box") as box:
                box.border_title = "Late by hour, over free responders"
                yield self._strip
            with Vertical(id="months-box") as box:
                box.border_title = "Within the limit, by month"
                yield self._months
            with Vertical(id="out-box") as box:
                box.border_title = "Held to, and left out"
                yield self._out

    def on_resize(self) -> None:
        """Fold the right column where there is no room for it."""
        self.set_class(self.app.size.width < 116, "-folded")
        tall = self.app.size.height >= 34
        self.set_class(tall, "-tall")
        self.set_class(not tall, "-short")
        self._fill_causes()
        self.tell()

    @property
    def key(self) -> "Key":
        """The figure that is chosen."""
        line = self.table.current
        return line.key if line is not None else "within"

    def fill(self) -> None:
        """Draw what the model has."""
        model = self._model
        self.headings.say(model.period.short)
        self.table.show(model.lines())
        self._fill_causes()
        if (hours := model.hours) is not None:
            self._strip.take(hours, stale=model.stale("hours"))
        found = model.kpis
        by_month = model.value("by-month")
        if found is not None and by_month is not None:
            bars = month_bars(by_month[0], found.terms)
            self._months.show(bars)
            self._months.styles.height = max(1, len(bars))
        if found is not None:
            self._out.say([
                (f"Response {terms_words(found.terms, found.window, self._session.tz)}", "plain"),
                (f"Left out: {out_words(found.responses.excluded)}", "plain"),
                ("(95) is usual in the trade, not a target of the site's; ! is a signal in the weeks", "muted"),
            ])  # fmt: skip
        self.tell()

    def _fill_causes(self) -> None:
        found, stale = self._model.value("causes"), self._model.stale("causes")
        if found is None:
            return
        self.causes.border_title = (
            f"Late by cause, {self._model.period.name}" if not stale else "Late by cause: computing …"
        )
        kpis = self._model.kpis
        n = kpis.responses.total.n if kpis is not None else 0
        self.causes.say_empty(
            f"No response over its limit{f', of {n:,}' if n else ''}."
            if n or kpis is None
            else "No responses in these days."
        )
        lines = cause_lines(found[0])
        self.causes.show(lines)
        self.causes.styles.height = max(1, len(lines)) + (0 if self.has_class("-folded") else 2)

    def tell(self) -> None:
        """Say and draw the figure under the cursor."""
        key, model = self.key, self._model
        self._words.say(_said(model, key, short=self.has_class("-folded") and self.has_class("-short")))
        trend = model.trends().get(key)
        if trend is not None:
            self._plot.show(weeks_plot(trend, *model.weeks, model.cards().get(key), so_far=model.so_far))


class WeeksView(Vertical, can_focus=True):
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
        super().__init__(id="weeks")
        self._model = model
        self._table = table
        self._words = Sentences(id="weeks-said")
        self._plot = PlotView(id="weeks-large")

    def compose(self) -> ComposeResult:
        """Words over the plot."""
        yield self._words
        yield self._plot

    def on_mount(self) -> None:
        """Draw what there is already, and take the keys."""
        self.fill()
        take_keys(self)

    def fill(self) -> None:
        """Draw what the model has."""
        line = self._table.current
        key: Key = line.key if line is not None else "within"
        self._words.say([(f"{TITLES[key]}.", "accent"), *_said(self._model, key)])
        trend = self._model.trends().get(key)
        if trend is not None:
            card = self._model.cards().get(key)
            self._plot.show(weeks_plot(trend, *self._model.weeks, card, so_far=self._model.so_far))

    def action_choose(self, by: int) -> None:
        """Show another figure."""
        self._table.action_move(by)
        self.fill()


class HoursView(Vertical):
    """Late responses by weekday and hour, over the responders who were free."""

    DEFAULT_CSS = """
    HoursView { height: 1fr; width: 1fr; padding: 0 1; }
    HoursView HeatMap { height: 16; }
    HoursView Sentences { padding: 0; }
    """

    def __init__(self, model: "Model") -> None:
        super().__init__(id="hours")
        self._model = model
        self.map = HeatMap(id="heat")
        self._words = Sentences(id="hour-said", lines=True)
        self._days: object = None

    def compose(self) -> ComposeResult:
        """The grids over the words."""
        yield self.map
        yield self._words

    def on_mount(self) -> None:
        """Draw what there is already, and take the keys."""
        self.fill()
        take_keys(self)

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


class SpreadView(Vertical):
    """How long responses took: how many of each length, the limit and the p90."""

    DEFAULT_CSS = """
    SpreadView { height: 1fr; width: 1fr; max-width: 140; }
    SpreadView PlotView { height: 1fr; margin: 0 1; }
    """

    def __init__(self, model: "Model") -> None:
        super().__init__(id="spread")
        self._model = model
        self._words = Sentences(id="spread-said", lines=True)
        self._plot = PlotView(id="spread-plot")

    def compose(self) -> ComposeResult:
        """Words over the plot."""
        yield self._words
        yield self._plot

    def on_mount(self) -> None:
        """Draw what there is already, and take the keys."""
        self.fill()
        take_keys(self)

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


class MonthsView(Vertical):
    """Six months, one under the other, with what their late responses came of."""

    DEFAULT_CSS = """
    MonthsView { height: 1fr; width: 1fr; max-width: 130; }
    """

    def __init__(self, model: "Model") -> None:
        super().__init__(id="months")
        self._model = model
        self.rows = Rows[Any](draw_month, key=_month_key, id="month-rows", empty="computing …")

    def compose(self) -> ComposeResult:
        """Names of the columns over the months."""
        yield ColumnNames(month_headings)
        yield self.rows

    def on_mount(self) -> None:
        """Draw what there is already, and take the keys."""
        self.fill()
        take_keys(self)

    def fill(self) -> None:
        """Draw the months that there are."""
        results = self._model.results
        self.rows.show([results.value(part) or (part.days,) for part in self._model.months()])


def _month_key(month: Any) -> object:
    return (month[0] if isinstance(month, tuple) else month.days).first


class SplitView(Vertical):
    """The responses split by category, severity, location, officer, hour, weekday, week or month."""

    DEFAULT_CSS = """
    SplitView { height: 1fr; width: 1fr; max-width: 110; }
    """

    def __init__(self, model: "Model", session: "Session") -> None:
        super().__init__(id="split")
        self._model = model
        self._session = session
        self._by = model.by
        self.rows = Rows[SplitLine](draw_split, key=lambda line: line.key, id="split-rows", empty="computing …")
        self._names = ColumnNames(lambda width: split_headings(self._by, width))

    def compose(self) -> ComposeResult:
        """Names of the columns over the groups."""
        yield self._names
        yield self.rows

    def on_mount(self) -> None:
        """Draw what there is already, and take the keys."""
        self.fill()
        take_keys(self)

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
        self.rows.say_empty(f"No responses in these days to split by {BY[model.by]}.")
        groups, names = found
        self.rows.show(split_lines(model.by, groups, names, kpis.terms, self._session))
