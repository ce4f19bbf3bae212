"""The first view of the dashboard: every figure in a table, the chosen one in words and as a plot, and why."""

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widget import Widget

from sfm_tui.widgets.everywhere.key_names import KeyWords, key_of
from sfm_tui.widgets.figures.cards import Key
from sfm_tui.widgets.figures.lists import (
    CauseLine,
    MonthBar,
    cause_lines,
    draw_cause,
    draw_month_bar,
    month_bars,
)
from sfm_tui.widgets.figures.plots import weeks_plot
from sfm_tui.widgets.figures.strip import HourStrip
from sfm_tui.widgets.figures.table import Line, TableHeadings, draw_line
from sfm_tui.widgets.figures.text import Sentences
from sfm_tui.widgets.figures.trend import trend_words
from sfm_tui.widgets.figures.words import Said, card_words, out_words, short_words, terms_words
from sfm_tui.widgets.lists.rows import Rows
from sfm_tui.widgets.plot.plot import PlotView

if TYPE_CHECKING:
    from sfm_tui.widgets.everywhere.session import Session
    from sfm_tui.widgets.figures.model import Model


EMPTY = KeyWords(
    "Nothing to count yet: {app.new=F2} opens the first incident, "
    "{app.go-to=F12} r plans the roster, and «sfm import» brings in the records"
    " of another system."
)


def figure_said(model: "Model", key: "Key", *, short: bool = False) -> list[Said]:
    """A figure, how it stands, how the weeks went, and what was before; `short` where there is little room."""
    card = model.cards().get(key)
    if card is None:
        return [("computing …", "muted")]
    if model.nothing:
        return [(EMPTY.now, "accent")]
    trend = model.trends().get(key)
    words = card_words(card, model.cards("against").get(key), _shown_period(model))
    weeks = trend_words(trend, model.weeks[0]) if trend is not None else [("Weeks: computing …", "muted")]
    if action := model.in_effect(key):
        weeks = [*weeks, (f"{key_of('figures.effect', 'i')} shows what {action.partition('#')[0]} did.", "accent")]
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
            self._months.say_empty(f"No month has a response yet: {key_of('app.new', 'F2')} opens an incident.")
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
            else f"No responses in these days: {key_of('figures.earlier', '[')} "
            f"goes back, {key_of('figures.period', 'p')} takes others."
        )
        lines = cause_lines(found[0])
        self.causes.show(lines)
        self.causes.styles.height = max(1, len(lines)) + (0 if self.has_class("-folded") else 2)

    def tell(self) -> None:
        """Say and draw the figure under the cursor."""
        key, model = self.key, self._model
        self._words.say(figure_said(model, key, short=self.has_class("-folded") and self.has_class("-short")))
        trend = model.trends().get(key)
        if trend is not None:
            self._plot.show(weeks_plot(trend, *model.weeks, model.cards().get(key), so_far=model.so_far))
