"""One figure of the weekly review: what it is, its weeks as a plot, what was decided before and now; and the steps."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from sfm_tui.domain.weekly import FIGURES
from sfm_tui.widgets.figures.plots import weeks_plot
from sfm_tui.widgets.figures.text import Sentences
from sfm_tui.widgets.figures.trend import trend_words
from sfm_tui.widgets.lists.rows import Rows
from sfm_tui.widgets.plot.plot import PlotView
from sfm_tui.widgets.weekly.words import KEYS, SHORT, Item, figure_said, week_name

if TYPE_CHECKING:
    from collections.abc import Callable

    from sfm_tui.widgets.figures.model import Model
    from sfm_tui.widgets.lists.rows import Lines

PARTS = ("kpis", "against", "weeks", "more", "trends")
"""What of the dashboard's model a review needs, in the order in which it is computed."""


class StepBar(Widget):
    """The figures in their order: which were decided on, and which is shown; a click goes there."""

    DEFAULT_CSS = """
    StepBar { height: 1; width: 1fr; }
    """

    @dataclass
    class Chosen(Message):
        """A step was clicked."""

        page: int

    def __init__(self) -> None:
        super().__init__()
        self.page = 0
        self._done: frozenset[str] = frozenset()
        self._ends: list[int] = []

    def show(self, page: int, done: frozenset[str]) -> None:
        """Mark the page that is shown, and the figures on which something was said."""
        if (page, done) != (self.page, self._done):
            self.page, self._done = page, done
            self.refresh()

    def render(self) -> Content:
        """A number and a name for each."""
        names = FIGURES if self.size.width >= 150 else SHORT
        parts: list[str | tuple[str, str]] = [" "]
        self._ends, at = [], 1
        for n, figure in enumerate(KEYS):
            done = figure in self._done
            text = f"{'✔' if done else n + 1}{'▸' if n == self.page else ' '}{names[figure]}"
            style = "bold $accent" if n == self.page else "$success" if done else "$muted"
            parts += [(text, style), " "]
            at += len(text) + 1
            self._ends.append(at)
        return Content.assemble(*parts)

    def on_click(self, event: events.Click) -> None:
        """Go to the step that was clicked."""
        for n, end in enumerate(self._ends):
            if event.x < end:
                self.post_message(self.Chosen(n))
                return


class WeeklyPage(Vertical):
    """A figure of the week that the model has, over the decisions on it."""

    DEFAULT_CSS = """
    WeeklyPage { height: 1fr; width: 1fr; max-width: 140; }
    WeeklyPage #weekly-said { height: auto; max-height: 7; }
    WeeklyPage #weekly-plot { height: 1fr; min-height: 3; margin: 0 1; }
    WeeklyPage #decisions { height: 4; border-top: solid $panel-lighten-2; }
    WeeklyPage #decisions:focus { border-top: solid $primary; }
    """

    def __init__(self, model: "Model", draw: "Callable[[Item, int], Lines]") -> None:
        super().__init__(id="page")
        self._model = model
        self._words = Sentences(id="weekly-said")
        self._plot = PlotView(id="weekly-plot")
        self.rows = Rows[Item](draw, key=lambda item: item.key, id="decisions", always_cursor=True)

    def compose(self) -> ComposeResult:
        """Words, plot, decisions."""
        yield self._words
        yield self._plot
        yield self.rows

    def fill(self, week: str, page: int, items: Sequence[Item]) -> None:
        """Show a figure and what was decided on it."""
        figure, model = KEYS[page], self._model
        said = [(f"{FIGURES[figure]}.", "accent")]
        if model.stale("kpis"):
            said.append(("computing …", "muted"))
        else:
            name = week_name(week) + (" so far" if model.period.present else "")
            words = figure_said(model.cards(), model.cards("against"), figure, name)
            trend = model.trends().get(figure) if not model.stale("trends") else None
            weeks = trend_words(trend, model.weeks[0]) if trend is not None else [("Weeks: computing …", "muted")]
            said += [*words[:2], *weeks, *words[2:]]
            if trend is not None:
                self._plot.show(weeks_plot(trend, *model.weeks, model.cards().get(figure), so_far=model.so_far))
        self._words.say(said)
        self.rows.show(items)
        lines = sum(2 if hasattr(item, "standing") else 1 for item in items)
        self.rows.styles.height = 1 + min(lines, max(3, self.app.size.height // 4))
