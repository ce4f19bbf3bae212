"""A plot in the terminal: what it shows, as data, and the widget that draws it for the room it has.

    view = PlotView(id="chart")
    view.show(Plot(
        (Line(xs, ys), Points(xs, ys), Level(95, "target 95", stroke="double"), Moment(4.5, "A-07")),
        x_ticks=(Tick(0, "5 Oct"), …), unit="percent"))

Tones are those of `Rows`: plain, muted, good, warn, bad, bold, accent. Give each kind of point a mark of its own as
well, since a colour may not be seen. `plot_drawing.draw` is the pure function from a plot to lines of text.
"""

import os
from asyncio import to_thread
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Literal

from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget
from textual.worker import Worker

if TYPE_CHECKING:
    from sfm_tui.widgets.plot.grid import Picture

Unit = Literal["number", "percent", "seconds"]
"""Of the values: decides the steps of the axis and how they are written; `seconds` as 3:00."""
Stroke = Literal["solid", "dashed", "double"]
AT_ONCE = 6_000
"""What is drawn in the screen's own thread, in cells to paint: about a hundredth of a second."""


@dataclass(frozen=True)
class Line:
    """Values joined by a line; None in `ys` breaks it."""

    xs: tuple[float, ...]
    ys: tuple[float | None, ...]
    tone: str = "accent"


@dataclass(frozen=True)
class Points:
    """A mark of one cell at each value; later parts are drawn over earlier ones."""

    xs: tuple[float, ...]
    ys: tuple[float | None, ...]
    mark: str = "•"
    tone: str = "bold"


@dataclass(frozen=True)
class Bars:
    """A bar from the bottom for each value; `width` in units of x, less than 1 leaves a gap where there is room.

    A histogram is bars whose `xs` are the middles of its classes and whose width is theirs.
    """

    xs: tuple[float, ...]
    ys: tuple[float | None, ...]
    width: float = 0.8
    tone: str = "accent"


@dataclass(frozen=True)
class Level:
    """A horizontal line of reference, from `since` until `until` where these are given; labelled at the right."""

    y: float
    label: str = ""
    stroke: Stroke = "dashed"
    tone: str = "muted"
    since: float | None = None
    until: float | None = None


@dataclass(frozen=True)
class Moment:
    """A vertical line of reference, labelled at the top."""

    x: float
    label: str = ""
    tone: str = "warn"


@dataclass(frozen=True)
class Tick:
    """A label of an axis."""

    at: float
    label: str


Part = Line | Points | Bars | Level | Moment


@dataclass(frozen=True)
class Plot:
    """What a plot shows. Ranges that are not given hold all the parts; `empty` is said where there is nothing.

    `left` and `right` are the fewest cells beside the picture, so that two plots can stand one beneath the other.
    """

    parts: tuple[Part, ...] = ()
    x_ticks: tuple[Tick, ...] = ()
    y_ticks: tuple[Tick, ...] = ()
    x_range: tuple[float, float] | None = None
    y_range: tuple[float, float] | None = None
    unit: Unit = "number"
    empty: str = "nothing to draw yet"
    left: int = 0
    right: int = 0

    @property
    def work(self) -> tuple[int, int]:
        """How many passes over its cells drawing it takes, and how many values it has."""
        tones = len({part.tone for part in self.parts if isinstance(part, Line)})
        return 1 + tones, sum(len(part.xs) for part in self.parts if isinstance(part, Line | Points | Bars))


def histogram(values: Sequence[float], edges: Sequence[float], *, tone: str = "accent") -> Bars:
    """The counts of values in classes of equal width, each from its edge until before the next, the last edge with it.

    Values outside the edges are not counted: cut them to the last class first where they should be.
    """
    step = (edges[-1] - edges[0]) / (len(edges) - 1)
    counts = [0] * (len(edges) - 1)
    for value in values:
        if edges[0] <= value <= edges[-1]:
            counts[min(int((value - edges[0]) / step), len(counts) - 1)] += 1
    middles = tuple(edges[0] + (n + 0.5) * step for n in range(len(counts)))
    return Bars(middles, tuple(map(float, counts)), step, tone)


def plain_terminal() -> bool:
    """Whether the terminal draws letters only: the Linux console has no dots to draw lines with."""
    return os.environ.get("TERM") in ("linux", "dumb", "vt100", "vt220")


class PlotView(Widget):
    """Draws the plot that it was shown last, anew only when that or its size changes.

    A large one is drawn beside the screen; until it is there the one before stays.
    """

    DEFAULT_CSS = """
    PlotView { height: 1fr; width: 1fr; }
    PlotView > .plot--muted { color: $text-muted; }
    PlotView > .plot--good { color: $success; }
    PlotView > .plot--warn { color: $warning; }
    PlotView > .plot--bad { color: $error; text-style: bold; }
    PlotView > .plot--bold { text-style: bold; }
    PlotView > .plot--accent { color: $primary; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "plot--muted", "plot--good", "plot--warn", "plot--bad", "plot--bold", "plot--accent",
    }  # fmt: skip
    ALLOW_SELECT = False

    def __init__(self, plot: Plot | None = None, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._plot = plot
        self._drawn_for: tuple[Plot, int, int] | None = None
        self._picture: Picture = ()

    @property
    def shown(self) -> Plot | None:
        """The plot that was shown last."""
        return self._plot

    @property
    def text(self) -> str:
        """What is drawn, without colours."""
        return "\n".join("".join(text for text, _ in line) for line in self._picture)

    def show(self, plot: Plot | None) -> None:
        """Show a plot; None leaves the room empty."""
        self._plot = plot
        self._make()

    def _make(self) -> None:
        width, height = self.size
        if self._plot is None or not width or not height:
            self._drawn_for, self._picture = None, ()
            self.refresh()
            return
        wanted = (self._plot, width, height)
        if wanted == self._drawn_for:
            return
        self._drawn_for = wanted
        passes, values = self._plot.work
        if _ready() and width * height * passes + 2 * values <= AT_ONCE:
            self._take(wanted, _draw(wanted))
        else:
            _: Worker[None] = self.run_worker(
                partial(self._making, wanted), name="plot", group="plot", exclusive=True, exit_on_error=False
            )

    async def _making(self, wanted: tuple[Plot, int, int]) -> None:
        self._take(wanted, await to_thread(_draw, wanted))

    def _take(self, wanted: tuple[Plot, int, int], picture: "Picture") -> None:
        if wanted == self._drawn_for and picture != self._picture:
            self._picture = picture
            self.refresh()

    def on_resize(self) -> None:
        """Draw for the new size."""
        self._make()

    def render_line(self, y: int) -> Strip:
        """One line of the picture."""
        width, base = self.size.width, self.rich_style
        if y >= len(self._picture):
            return Strip.blank(width, base)
        segments = []
        for text, tone in self._picture[y]:
            over = None if tone == "plain" else self.get_component_rich_style(f"plot--{tone}", partial=True)
            segments.append(Segment(text, base + over))
        return Strip(segments).adjust_cell_length(width, base)


def _ready() -> bool:
    """Whether the library is in memory: reading it for the first time is nothing for the screen's own thread."""
    import sys

    return "plotille" in sys.modules


def _draw(wanted: tuple[Plot, int, int]) -> "Picture":
    from sfm_tui.widgets.plot.drawing import draw

    plot, width, height = wanted
    return draw(plot, width, height, plain=plain_terminal())


__all__ = ["Bars", "Level", "Line", "Moment", "Plot", "PlotView", "Points", "Tick", "histogram"]
