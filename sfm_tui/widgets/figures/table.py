"""The table of the dashboard: a line for each figure, with its target, the weeks before, and how the weeks went."""

from dataclasses import dataclass
from datetime import date

from textual.content import Content
from textual.widget import Widget

from sfm_tui.widgets.figures.cards import (
    SIGNS,
    STYLES,
    TITLES,
    Card,
    Key,
    interval_text,
    n_text,
    target_text,
    value_text,
)
from sfm_tui.widgets.figures.trend import Trend, spark
from sfm_tui.widgets.lists.cells import clip, fit
from sfm_tui.widgets.lists.rows import Lines, Span

SIGN, TITLE, VALUE, N, SURE, TARGET, BEFORE = 2, 20, 10, 8, 8, 8, 9
WEEKS = 12


@dataclass(frozen=True)
class Line:
    """A figure with what stands beside it; what is not computed yet is None."""

    key: Key
    card: Card | None = None
    before: Card | None = None
    trend: Trend | None = None
    first: date | None = None
    """The Monday from which on weeks are shown, and the last one."""
    last: date | None = None
    stale: bool = False
    """Whether it is of the records as they were, or of other days."""


def draw_line(line: Line, width: int) -> Lines:
    """The line, as many columns as there is room for."""
    card, plain = line.card, "muted" if line.stale else "plain"
    if card is None:
        return [[("… ", "muted"), (fit(TITLES[line.key], TITLE), "plain"), ("computing", "muted")]]
    style = STYLES[card.stand] if not line.stale else "muted"
    spans: list[Span] = [
        (fit(SIGNS[card.stand], SIGN), style),
        (fit(card.title, TITLE), plain),
        (f"{value_text(card, card.value):>{VALUE - 1}} ", style if card.stand != "none" else plain),
        (f"{n_text(card):>{N - 1}} ", "muted"),
        (f"{interval_text(card.interval):>{SURE - 1}} ", "muted"),
        (f"{target_text(card):>{TARGET - 1}} ", "muted"),
    ]
    before = value_text(line.before, line.before.value) if line.before is not None else "…"
    spans.append((f"{before:>{BEFORE - 1}} ", "muted"))
    room = width - SIGN - TITLE - VALUE - N - SURE - TARGET - BEFORE
    if room >= WEEKS:
        spans += _weeks(line, room, plain)
    return [spans]


def _weeks(line: Line, room: int, plain: str) -> list[Span]:
    trend = line.trend
    if trend is None or line.first is None or line.last is None:
        return [("…", "muted")]
    bars = spark(trend, line.first, line.last)[-max(WEEKS, room - 4) :]
    signals = trend.signals(line.first)
    if not signals:
        return [(bars, plain)]
    good = trend.good(signals[-1])
    return [(bars, plain), (" !" if room >= len(bars) + 2 else "", "good" if good else "bad")]


class TableHeadings(Widget):
    """The names of the columns."""

    DEFAULT_CSS = """
    TableHeadings { height: 1; width: 1fr; color: $secondary; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._period = ""

    def say(self, period: str) -> None:
        """What the period is called."""
        if period != self._period:
            self._period = period
            self.refresh()

    def render(self) -> Content:
        """As many as there is room for."""
        names = [
            ("", SIGN + 1, ""), ("", TITLE, ""), (self._period, VALUE - 1, ">"), ("of", N, ">"), ("95 %", SURE, ">"),
            ("target", TARGET, ">"), ("before", BEFORE, ">"),
        ]  # fmt: skip
        text = ""
        for name, size, side in names:
            text += f"{clip(name, size):{side}{size}}" if side else " " * size
        return Content(clip(text + "  by week", self.size.width))
