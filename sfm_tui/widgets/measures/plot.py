"""The pictures of a measure: its control chart, and the moving ranges beneath. Pure."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from rich.cells import cell_len

from sfm_tui.clock.show import MONTHS
from sfm_tui.clock.zones import to_local
from sfm_tui.domain.chart import SCREEN, Chart, Phase
from sfm_tui.domain.chart_words import figure
from sfm_tui.widgets.everywhere.key_names import KeyWords
from sfm_tui.widgets.measures.reader import Known, effect_at
from sfm_tui.widgets.plot.plot import Level, Line, Moment, Part, Plot, Points, Tick, Unit

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

EMPTY_COMPUTED = "No week has a value yet: the program computes it once a week with records is over."
EMPTY_TEAM = KeyWords("No reading yet: {charts.reading=r} enters the first one.")
MOST = 400
"""Points that a picture shows, the last ones: more would stand in one another's cells."""
LEFT = 5
"""Cells for the values of the axis, so that both pictures begin in the same column."""


def plot_unit(unit: str) -> Unit:
    """How a unit's values are written on an axis."""
    if unit == "%":
        return "percent"
    return "seconds" if unit in ("seconds", "s") else "number"


def chart_plot(known: Known, today: str, tz: "ZoneInfo") -> Plot:
    """The control chart: points, centre and limits of each phase, target; phases and actions as lines from the top."""
    series = known.series
    if known.chart is None or series is None:
        return Plot(empty="reading …")
    found = recent(known.chart)
    empty = EMPTY_COMPUTED if known.computed else EMPTY_TEAM.now
    parts: list[Part] = []
    for n, phase in enumerate(found.phases):
        parts += _limits(found, phase, series.unit, named=n == len(found.phases) - 1)
    if series.target is not None and found.dots:
        parts.append(
            Level(float(series.target), f"target {figure(series.target, series.unit)}", "double", "good")
        )  # fmt: skip
    parts += _moments(known, today, tz)
    for phase in found.phases:  # no line reaches over the beginning of a phase
        parts.append(Line(*_values(found, phase.first, phase.stop)))
    parts += _marks(found, up_is_better=known.about.better == "higher")
    return Plot(
        tuple(parts), _ticks(found, tz), x_range=_range(found, known, today, tz), unit=plot_unit(series.unit),
        empty=empty, left=LEFT, right=_right(parts),
    )  # fmt: skip


def range_plot(known: Known, today: str, tz: "ZoneInfo") -> Plot:
    """The moving ranges, their mean in each phase, and 3.267 times it; its points stand beneath those of the chart."""
    series = known.series
    if known.chart is None or series is None or not any(known.chart.ranges):
        return Plot(empty="no moving ranges yet")
    found = recent(known.chart)
    parts: list[Part] = []
    for n, phase in enumerate(found.phases):
        mean, span = phase.limits.mean_range, _span(found, phase)
        if mean is not None:
            label = f"mean {figure(mean, series.unit)}" if n == len(found.phases) - 1 else ""
            parts.append(Level(float(mean), label, "solid", "muted", *span))
            if phase.limits.upper is not None:
                parts.append(Level(float(mean * SCREEN), "", "dashed", "muted", *span))
    xs = tuple(float(dot.at) for dot in found.dots)
    ys = tuple(None if one is None else float(one) for one in found.ranges)
    parts += [Line(xs, ys, "muted"), Points(xs, ys, "•", "plain")]
    unit = plot_unit(series.unit)
    return Plot(
        tuple(parts), _ticks(found, tz), x_range=_range(found, known, today, tz),
        unit="number" if unit == "percent" else unit,
        left=LEFT, right=_right(chart_plot(known, today, tz).parts),
    )  # fmt: skip


def recent(found: Chart) -> Chart:
    """The end of a long chart: its last points with the phases and signals that they belong to."""
    cut = len(found.dots) - MOST
    if cut <= 0:
        return found
    phases = []
    for phase in found.phases:
        if phase.stop > cut:
            signals = [replace(one, points=tuple(n - cut for n in one.points if n >= cut)) for one in phase.signals]
            phases.append(
                replace(
                    phase, first=max(0, phase.first - cut), stop=phase.stop - cut,
                    signals=tuple(one for one in signals if one.points),
                )
            )  # fmt: skip
    return replace(
        found, dots=found.dots[cut:], ranges=found.ranges[cut:], signals=found.signals[cut:], phases=tuple(phases)
    )


def _range(found: Chart, known: Known, today: str, tz: "ZoneInfo") -> tuple[float, float] | None:
    """From the first point to the last, or to the phase or action after it; None where there is no point."""
    assert known.series is not None
    if not found.dots:
        return None
    marked = [one.since for one in known.series.breaks] + [effect_at(one, tz) for one in known.in_effect(today)]
    return float(found.dots[0].at), float(max([found.dots[-1].at, *marked]))


def _right(parts: Sequence[Part]) -> int:
    return max((cell_len(part.label) + 1 for part in parts if isinstance(part, Level)), default=0)


def _limits(found: Chart, phase: Phase, unit: str, *, named: bool) -> list[Part]:
    limits, span = phase.limits, _span(found, phase)
    parts: list[Part] = []
    for word, value, stroke in (
        ("upper", limits.upper, "dashed"), ("lower", limits.lower, "dashed"), ("centre", limits.centre, "solid"),
    ):  # fmt: skip
        if value is not None:
            label = f"{word} {figure(value, unit)}" if named else ""
            parts.append(Level(float(value), label, "solid" if stroke == "solid" else "dashed", "muted", *span))
    return parts


def _span(found: Chart, phase: Phase) -> tuple[float | None, float | None]:
    """From the first point of a phase until before the next phase's; the first and the last reach to the edges."""
    first = None if phase.first == 0 else float(found.dots[phase.first].at)
    if phase.stop == len(found.dots):
        return first, None
    before, after = found.dots[phase.stop - 1].at, found.dots[phase.stop].at
    return first, float(max(before, after - (after - before) / 3))


def _moments(known: Known, today: str, tz: "ZoneInfo") -> list[Part]:
    """Phases and actions; where both are on one day, one line tells of both."""
    assert known.series is not None
    parts: list[Part] = []
    at = {effect_at(one, tz): one for one in known.in_effect(today)}
    begun = {one.since for one in known.series.breaks}
    for one in known.series.breaks:
        action = at.get(one.since)
        parts.append(Moment(float(one.since), f"{action.action}, new phase" if action else "new phase", "accent"))
    parts += [Moment(float(since), one.action, "warn") for since, one in at.items() if since not in begun]
    return parts


def _marks(found: Chart, *, up_is_better: bool) -> list[Part]:
    """A dot for each value, ▲ or ▼ where a signal shows, by the way it goes."""
    ways: dict[int, bool] = {}
    for phase in found.phases:
        for signal in phase.signals:
            for n in signal.points:
                ways.setdefault(n, signal.up)
    parts: list[Part] = []
    groups: dict[tuple[str, str], list[int]] = {}
    for n in range(len(found.dots)):
        up = ways.get(n)
        if up is None:
            mark = "•", "plain"
        else:
            mark = "▲" if up else "▼", "good" if up == up_is_better else "warn"
        groups.setdefault(mark, []).append(n)
    for (sign, tone), numbers in groups.items():
        some = [found.dots[n] for n in numbers]
        parts.append(Points(tuple(float(d.at) for d in some), tuple(float(d.value) for d in some), sign, tone))
    return parts


def _values(found: Chart, first: int, stop: int) -> tuple[tuple[float, ...], tuple[float | None, ...]]:
    some = found.dots[first:stop]
    return tuple(float(dot.at) for dot in some), tuple(float(dot.value) for dot in some)


def _ticks(found: Chart, tz: "ZoneInfo") -> tuple[Tick, ...]:
    """The days of the points, the last one first, so that it is labelled whatever the room."""
    ticks = []
    for dot in reversed(found.dots):
        local = to_local(dot.at, tz)
        ticks.append(Tick(float(dot.at), f"{local.day} {MONTHS[local.month - 1]}"))
    return tuple(ticks)
