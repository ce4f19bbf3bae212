"""Plots in the terminal: what is drawn fits its room whatever it shows, and stands where its value is."""

import gc
import subprocess
import sys
import warnings
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.app import App, ComposeResult

from sfm_tui.theme import THEMES
from sfm_tui.widgets.plot.drawing import draw
from sfm_tui.widgets.plot.grid import Picture
from sfm_tui.widgets.plot.plot import AT_ONCE, Bars, Level, Line, Moment, Plot, PlotView, Points, Tick, histogram
from sfm_tui.widgets.plot.scale import y_ticks
from tests.examples import tries

HOSTILE = ["[/x]", "[@click=app.quit]x", "=1+1", "w" * 5000, "😀 漢字", "a\nb\x1b[31m", "e\u0301\u200b\ufe0f"]


def lines(picture: Picture) -> list[str]:
    return ["".join(text for text, _ in line) for line in picture]


floats = st.floats(-1e6, 1e6)
values = st.lists(st.one_of(st.none(), floats, st.sampled_from([float("nan"), float("inf")])), max_size=30)
labels = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=30))


@st.composite
def plots(draw_: Any) -> Plot:
    ys = tuple(draw_(values))
    xs = tuple(float(n) for n in range(len(ys)))
    parts = [
        Line(xs, ys, draw_(st.sampled_from(["accent", "bad"]))),
        Bars(xs, ys, draw_(st.floats(0.1, 3))),
        Points(xs, ys, draw_(st.sampled_from(["•", "▲", "😀", ""]))),
        Level(draw_(floats), draw_(labels), draw_(st.sampled_from(["solid", "dashed", "double"]))),
        Moment(draw_(st.floats(-5, 40)), draw_(labels)),
    ]
    some = draw_(st.lists(st.sampled_from(parts), max_size=5))
    ticks = tuple(Tick(float(n), draw_(labels)) for n in range(0, len(ys), 3))
    return Plot(
        tuple(some), ticks, unit=draw_(st.sampled_from(["number", "percent", "seconds"])),
        y_range=draw_(st.none() | st.tuples(st.floats(-10, 0), st.floats(1, 10))),
    )  # fmt: skip


@settings(max_examples=tries(150), deadline=None)
@given(plots(), st.integers(1, 90), st.integers(1, 30), st.booleans())
def test_whatever_is_shown_fits_its_room(plot: Plot, width: int, height: int, plain: bool) -> None:
    drawn = lines(draw(plot, width, height, plain=plain))
    assert len(drawn) <= height
    assert all(cell_len(line) <= width for line in drawn)
    assert not any(char < " " or char == "\x7f" for line in drawn for char in line)
    if plain and width >= 16:
        assert all(line.isascii() for line in drawn)


@settings(max_examples=tries(60), deadline=None)
@given(st.lists(st.floats(0, 100), min_size=2, max_size=20), st.integers(40, 100), st.integers(8, 40))
def test_the_higher_value_never_stands_lower(some: list[float], width: int, height: int) -> None:
    xs = tuple(float(n) for n in range(len(some)))
    marks = "abcdefghijklmnopqrst"
    parts = tuple(Points((x,), (y,), marks[n]) for n, (x, y) in enumerate(zip(xs, some, strict=True)))
    drawn = lines(draw(Plot(parts), width, height))
    seen = {char: (y, line.index(char)) for y, line in enumerate(drawn) for char in marks if char in line}
    for n, value in enumerate(some):
        for m, other in enumerate(some):
            if marks[n] in seen and marks[m] in seen:
                assert not (value > other and seen[marks[n]][0] > seen[marks[m]][0])
                assert not (n < m and seen[marks[n]][1] > seen[marks[m]][1])


def test_line_passes_through_the_cells_of_its_points() -> None:
    xs, ys = tuple(float(n) for n in range(12)), tuple(float(n * n) for n in range(12))
    with_line = lines(draw(Plot((Line(xs, ys),)), 70, 20))
    with_points = lines(draw(Plot((Points(xs, ys),)), 70, 20))
    for line, points in zip(with_line[:-2], with_points[:-2], strict=True):
        for column, char in enumerate(points):
            assert char != "•" or "\u2800" < line[column] <= "\u28ff"


def test_reference_lines_are_named_where_there_is_room_and_told_apart_without_colour() -> None:
    xs = (0.0, 1.0, 2.0)
    plot = Plot(
        (
            Level(95, "target 95", "double"), Level(80, "centre 80", "solid"), Level(60, "lower 60"),
            Line(xs, (70.0, 80.0, 90.0)), Moment(1, "A-07"),
        ),
        unit="percent",
    )  # fmt: skip
    wide = lines(draw(plot, 70, 14))
    for label, stroke in (("target 95", "═"), ("centre 80", "─"), ("lower 60", "╌")):
        assert any(label in line and stroke in line for line in wide)
    assert "A-07" in wide[0]
    narrow = lines(draw(plot, 36, 14))
    assert not any("target" in line for line in narrow)
    assert any("═" in line for line in narrow)


def test_a_percentage_has_no_axis_beyond_what_is_possible() -> None:
    drawn = draw(Plot((Points((0.0, 1.0), (1.0, 99.5)),), unit="percent"), 50, 20)
    axis = "".join(text for line in drawn for text, tone in line if tone == "muted")
    assert "110" not in axis
    assert "-" not in axis


def test_equal_shares_leave_the_axis_within_what_is_possible() -> None:
    drawn = lines(draw(Plot((Points((0.0, 1.0), (100.0, 100.0)),), unit="percent"), 40, 12))
    assert drawn[0].startswith("100")
    assert "101" not in "".join(drawn)
    assert any("0:30" in line for line in lines(draw(Plot((Points((0.0,), (60.0,)),), unit="seconds"), 40, 12)))


def test_levels_of_one_row_are_named_the_higher_one_first() -> None:
    for at in (0.0, 50.0, 99.0):
        levels = (Level(at, "low"), Level(at + 0.2, "high"), Level(at + 0.1, "middle"))
        drawn = lines(draw(Plot((Points((0.0, 1.0), (0.0, 100.0)), *levels)), 60, 12))
        rows = [next(n for n, line in enumerate(drawn) if name in line) for name in ("high", "middle", "low")]
        assert rows == sorted(set(rows))


@pytest.mark.parametrize(
    ("low", "high", "unit", "shown"),
    [
        (0, 100, "percent", ["0", "20", "40", "60", "80", "100"]),
        (0, 400, "seconds", ["0:00", "2:00", "4:00", "6:00"]),
        (0, 0.5, "number", ["0.0", "0.1", "0.2", "0.3", "0.4", "0.5"]),
        (0, 12_000, "number", ["0", "2,000", "4,000", "6,000", "8,000", "10,000", "12,000"]),
    ],
)
def test_ticks_are_round(low: float, high: float, unit: Any, shown: list[str]) -> None:
    rows = 2 * (len(shown) if unit != "seconds" else 4)
    assert [tick.label for tick in y_ticks(low, high, rows, unit)] == shown


def test_a_histogram_counts_every_value_once() -> None:
    some = [0, 59, 60, 60, 61, 179, 180, 240]
    bars = histogram(some, [0, 60, 120, 180, 240])
    assert bars.ys == (2.0, 3.0, 1.0, 2.0)
    assert sum(y or 0 for y in bars.ys) == len(some)


def test_nothing_to_draw_says_so() -> None:
    assert "no readings" in lines(draw(Plot(empty="no readings yet: k enters one"), 40, 10))[0]
    assert lines(draw(Plot((Points((0.0,), (1.0,)),)), 12, 10)) == ["no room to …"]


def test_the_library_is_read_only_when_a_line_is_drawn() -> None:
    code = "import sys, sfm_tui.widgets.plot.plot, sfm_tui.widgets.plot.drawing; sys.exit('plotille' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


class Shown(App[None]):
    """A plot on a screen of its own."""

    def __init__(self, plot: Plot) -> None:
        super().__init__()
        self.plot = plot

    def compose(self) -> ComposeResult:
        for theme in THEMES:
            self.register_theme(theme)
        yield PlotView(self.plot, id="plot")


async def test_the_widget_draws_in_every_theme_and_anew_for_another_size(
    settle: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    xs = tuple(float(n) for n in range(30))
    plot = Plot((Line(xs, xs), Points(xs, xs, tone="bad"), Level(3, "[/x]😀")))
    app = Shown(plot)
    async with app.run_test(size=(160, 48)) as pilot:
        await settle(pilot)
        view = app.query_one(PlotView)
        assert "[/x]😀" in view.text
        for theme in THEMES:
            app.theme = theme.name
            await settle(pilot)
            assert any("•" in segment.text for y in range(48) for segment in view.render_line(y))
        assert len(view.text.split("\n")) == 48
        await pilot.resize_terminal(60, 12)
        await settle(pilot)
        assert len(view.text.split("\n")) == 12
        made = []
        monkeypatch.setattr("sfm_tui.widgets.plot.plot._draw", lambda wanted: made.append(wanted))
        view.show(Plot(plot.parts))
        await settle(pilot)
        assert made == []
        view.show(None)
        assert view.text == ""


async def test_a_plot_that_is_left_or_shown_anew_at_once_leaves_nothing_undone(settle: Callable[..., Any]) -> None:
    xs = tuple(float(n) for n in range(AT_ONCE))
    app = Shown(Plot(empty="nothing yet"))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        view = app.query_one(PlotView)
        with warnings.catch_warnings(record=True) as told:
            warnings.simplefilter("always")
            view.show(Plot((Line(xs, xs),)))
            view.show(Plot((Line(xs, xs), Level(3, "the later one"))))
            await settle(pilot)
            assert "the later one" in view.text
            view.show(Plot((Line(xs, xs[::-1]),)))
            await view.remove()
            await settle(pilot)
            gc.collect()
        assert [str(one.message) for one in told] == []
