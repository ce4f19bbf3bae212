"""The plots of the dashboard: the weeks of a figure with its limits, and how the responses spread; pure."""

from datetime import date, timedelta
from fractions import Fraction

from sfm_tui.domain.kpi import Figures
from sfm_tui.widgets.figures.cards import Card, seconds_text
from sfm_tui.widgets.figures.lists import Bins
from sfm_tui.widgets.figures.trend import COUNTED, Trend, day_words
from sfm_tui.widgets.plot.plot import Bars, Level, Line, Moment, Part, Plot, Points, Stroke, Tick, Unit

_SECONDS = ("mean", "median", "p90")


def weeks_plot(trend: Trend, first: date, last: date, card: Card | None, *, so_far: bool = False) -> Plot:
    """The weeks from one Monday, or the first with a value, to another: values, levels, phases, signals.

    `card` is the figure of the period; with `so_far` that of the week which is not over, drawn hollow after the others.
    """
    made = trend.chart
    first = max(first, min(trend.mondays[0], last)) if trend.mondays else first
    place = {monday: (monday - first).days // 7 for monday in trend.mondays}
    many = (last - first).days // 7 + 1
    ys: list[float | None] = [None] * many
    signalled: dict[bool, list[tuple[int, float]]] = {True: [], False: []}
    bad = {n: trend.good(signal) for phase in made.phases for signal in phase.signals for n in signal.points}
    for n, (monday, dot) in enumerate(zip(trend.mondays, made.dots, strict=True)):
        at = place[monday]
        if 0 <= at < many:
            ys[at] = float(dot.value)
            if n in bad:
                signalled[bad[n]].append((at, float(dot.value)))
    xs = tuple(float(n) for n in range(many))
    parts: list[Part] = _levels(trend, first, place, many)
    target = card.target if card is not None and trend.key not in COUNTED else None
    if target is not None:
        parts.append(Level(float(target), "target", stroke="double", tone="good"))
    parts += [Line(xs, tuple(ys)), Points(xs, tuple(ys))]
    for good, mark, tone in ((True, "▲", "good"), (False, "▼", "bad")):
        if some := signalled[good]:
            parts.append(Points(tuple(float(x) for x, _ in some), tuple(y for _, y in some), mark, tone))
    if so_far and card is not None and card.value is not None:
        value = card.part if trend.key in COUNTED else card.value
        parts.append(Points((float(many),), (float(value),), "○", "bold"))
    end = many + (0.5 if so_far else -0.5)
    step = max(1, many // 6)
    ticks = tuple(Tick(float(n), day_words(first + timedelta(days=7 * n))) for n in range(0, many, step))
    unit: Unit = "number" if trend.key in COUNTED else "seconds" if trend.key in _SECONDS else "percent"
    return Plot(tuple(parts), ticks, x_range=(-0.5, end), unit=unit, empty="no week with a figure is over yet")


def _levels(trend: Trend, first: date, place: dict[date, int], many: int) -> list[Part]:
    """Centre and limits of each phase that is shown, where one began, and where an action took effect."""
    found: list[Part] = []
    for n, phase in enumerate(trend.chart.phases):
        start, stop = place[trend.mondays[phase.first]], place[trend.mondays[phase.stop - 1]]
        if stop < 0 or start >= many or phase.limits.centre is None:
            continue
        since = None if start <= 0 and stop >= many - 1 else max(-0.5, start - 0.5)
        until = None if since is None else min(many - 0.5, stop + 0.5)
        last = n == len(trend.chart.phases) - 1
        levels: list[tuple[Fraction | None, str, Stroke]] = [
            (phase.limits.centre, "centre", "solid"),
            (phase.limits.lower, "lower", "dashed"),
            (phase.limits.upper, "upper", "dashed"),
        ]
        for value, name, stroke in levels:
            if value is not None:
                label = name if last else ""
                found.append(Level(float(value), label, stroke=stroke, since=since, until=until))
        if n and start > 0:
            found.append(Moment(start - 0.5, phase.reason))
    return [*found, *_actions(trend, first, many, {one.x for one in found if isinstance(one, Moment)})]


def _actions(trend: Trend, first: date, many: int, taken: set[float]) -> list[Part]:
    """Where an action that moves the figure took effect; where a phase begins with it, the phase's reason says so."""
    at = {(day - first).days / 7 - 0.5: action for day, action in trend.in_effect.items()}
    return [
        Moment(x, f"{action} in effect", "warn")
        for x, action in at.items()
        if -0.5 < x < many and not any(abs(x - phase) <= 1 for phase in taken)
    ]


def spread_plot(bins: Bins, limit: int, some: Figures) -> Plot:
    """How many responses took so long, the limit and the p90 marked; the late ones in a colour of their own."""
    xs = tuple((n + 0.5) * bins.width for n in range(len(bins.within)))
    all_ = tuple(float(good + bad) for good, bad in zip(bins.within, bins.late, strict=True))
    parts: list[Part] = [Bars(xs, all_, bins.width, "good")]
    if any(bins.late):
        parts.append(Bars(xs, tuple(float(n) or None for n in bins.late), bins.width, "bad"))
    end = bins.width * len(bins.within)
    marks = [(float(limit), f"limit {seconds_text(Fraction(limit))}", "warn")]
    if some.p90 is not None:
        marks.append((float(min(some.p90, end)), f"p90 {seconds_text(Fraction(some.p90))}", "accent"))
    parts += [Moment(x, label, tone) for x, label, tone in marks]
    step = max(1, len(bins.within) // 8)
    ticks = tuple(
        Tick(float(n * bins.width), seconds_text(Fraction(n * bins.width))) for n in range(0, len(xs) + 1, step)
    )
    return Plot(tuple(parts), ticks, x_range=(0, max(end, limit * 1.05)), empty="no responses to spread")
