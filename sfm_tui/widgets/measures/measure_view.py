"""One measure in full: its control chart, the moving ranges beneath where there is room, and what they say."""

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical

from sfm_tui.widgets.lists.cells import clip
from sfm_tui.widgets.lists.line_above import Words
from sfm_tui.widgets.lists.rows import Lines, Rows
from sfm_tui.widgets.measures.plot import chart_plot, range_plot
from sfm_tui.widgets.measures.reader import Known, Options
from sfm_tui.widgets.measures.words import Sentence, heading, sentence_lines, sentences, table
from sfm_tui.widgets.plot.plot import PlotView

if TYPE_CHECKING:
    from sfm_tui.domain.action import Action
    from sfm_tui.widgets.everywhere.session import Session


class MeasureView(Vertical):
    """Shows a measure; the table of its points stands in place of the pictures when it is asked for."""

    DEFAULT_CSS = """
    MeasureView { width: 1fr; height: 1fr; }
    MeasureView > #chart { height: 1fr; min-height: 8; }
    MeasureView > #ranges { height: 8; display: none; }
    MeasureView.-tall > #ranges { display: block; }
    MeasureView.-table > #chart, MeasureView.-table > #ranges { display: none; }
    MeasureView > #said { height: 6; }
    MeasureView.-tall > #said { height: 9; }
    MeasureView.-table > #said { height: 1fr; }
    """

    def __init__(self, session: "Session", *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._session = session
        self.known: Known | None = None
        self.as_table = False
        self._options = Options()

    def compose(self) -> ComposeResult:
        """The heading, the pictures, the sentences."""
        yield Words(id="measure-head")
        yield PlotView(id="chart")
        yield PlotView(id="ranges")
        yield Rows[Sentence](self._line, key=lambda item: item, id="said", empty="reading …")

    def show(self, known: Known, options: Options, today: str) -> None:
        """Show a measure as it is known; where it is being read, that is said."""
        tz, another = self._session.tz, self.known is None or self.known.measure != known.measure
        self.known, self._options = known, options
        self._head()
        self.query_one("#chart", PlotView).show(chart_plot(known, today, tz))
        self.query_one("#ranges", PlotView).show(range_plot(known, today, tz))
        rows = self.query_one("#said", Rows)
        if another:
            rows.cursor = rows.top = 0
        rows.show(table(known, tz) if self.as_table else sentences(known, today, tz))

    def turn(self, options: Options, today: str) -> None:
        """Show the points as a table, or the pictures again."""
        self.as_table = not self.as_table
        self.set_class(self.as_table, "-table")
        if self.known is not None:
            self.query_one("#said", Rows).cursor = 0
            self.show(self.known, options, today)

    def focus_words(self) -> None:
        """Give the sentences the keys."""
        self.query_one("#said", Rows).focus()

    def _head(self) -> None:
        head = self.query_one("#measure-head", Words)
        if self.known is not None:
            head.say(heading(self.known, self._options, (self.size.width or 80) - 2, self._session.tz))

    def on_resize(self) -> None:
        """The moving ranges are shown where there is room for them, as much of the name as fits."""
        self.set_class(self.size.height >= 28, "-tall")
        self._head()

    def action_meant(self, item: Sentence) -> "Action | None":
        """The action that a sentence tells of."""
        actions = self.known.actions if self.known is not None and not self.as_table else ()
        return next((one for one in actions if item[1].startswith(f"{one.action} ")), None)

    def _line(self, item: Sentence, width: int) -> Lines:
        if self.as_table:
            return [[(clip(item[1], width), item[2])]]
        return sentence_lines(item, width)
