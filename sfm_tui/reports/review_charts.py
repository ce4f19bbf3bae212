"""The charts of a contract review: the weeks around the period, with limits, target and what was changed."""

from collections.abc import Sequence
from datetime import date, timedelta

from sfm_tui.clock import day_bounds, local_date
from sfm_tui.domain.action import Action
from sfm_tui.domain.chart import Chart as Control
from sfm_tui.domain.chart_signals import SHIFT
from sfm_tui.domain.rounding import Exact, two
from sfm_tui.reports.blocks import Block, Chart, ChartMark, Column, Level, Para, Table
from sfm_tui.reports.plain import counted
from sfm_tui.reports.review_data import ReviewData
from sfm_tui.reports.review_words import NOTHING, clock_of, day, iso_day, listed, number, short_day
from sfm_tui.storage.series import Series

WEEKS_BEFORE, WEEKS_AFTER, MOST_WEEKS = 13, 8, 110
"""A chart shows so many weeks before the period, and as many after it as there are, up to so many; the last ones."""
_YEAR_SHOWN = 45
"""With more weeks than these the labels name the year too."""
_WEEK = 7


def weekly_chart(data: ReviewData, which: int) -> Block:
    """A chart of the measure of that number, of the weeks around the period; a sentence where there are none."""
    some, found = data.charts[which]
    first, stop = _shown(data, found)
    title = f"{some.name}, each week ({'mean, minutes:seconds' if some.unit == 'seconds' else some.unit})"
    if first == stop:
        return Para(f"{title}: no week around this period has five responses, so there is nothing to draw.")
    dots = found.dots[first:stop]
    flagged = tuple(n for n, kinds in enumerate(found.signals[first:stop]) if kinds)
    levels = tuple(_levels(found, first, stop))
    marks = tuple(_marks(data, found, first, stop))
    target = None if some.target is None else float(some.target)
    seconds = some.unit == "seconds"
    return Chart(
        title=title,
        alt=_alt(data, some, found, first, stop),
        unit="m:ss" if seconds else some.unit,
        values=tuple(two(dot.value) or 0.0 for dot in dots),
        labels=tuple(_label(local_date(dot.at, data.tz), years=len(dots) > _YEAR_SHOWN) for dot in dots),
        levels=levels,
        target=target,
        target_label=_target_label(some),
        flagged=flagged,
        inside=_inside(data, found, first, stop),
        marks=marks,
        caption=_caption(found, bool(flagged), bool(marks)),
    )


def readings_table(data: ReviewData) -> Table:
    """What the charts show, as figures: a row for each week."""
    weeks: dict[int, dict[int, tuple[str, str, str]]] = {}
    for which, (_, found) in enumerate(data.charts):
        for n in range(*_shown(data, found)):
            dot = found.dots[n]
            cell = (number(dot.value), "" if dot.n is None else str(dot.n), ", ".join(found.signals[n]))
            weeks.setdefault(dot.at, {})[which] = cell
    rows = []
    for at, cells in sorted(weeks.items()):
        row = [f"{day(local_date(at, data.tz))}", next(cell[1] for cell in cells.values())]
        for which in range(len(data.charts)):
            value, _, signals = cells.get(which, (NOTHING, "", ""))
            row += [value, signals]
        rows.append(tuple(row))
    columns = [Column("week of", 1.4), Column("n", 0.5, right=True)]
    for some, _ in data.charts:
        columns += [Column(f"{some.name}, {some.unit}", 1.7, right=True), Column("signals", 1.8)]
    return Table("The figures of the two charts", tuple(columns), tuple(rows), "No week has a figure.")


def chart_sentences(some: Series, found: Control) -> list[str]:
    """Limits, signals and assurance of a measure in plain words, as `sfm measure` has them."""
    said = []
    labels = [dot.label for dot in found.dots]
    values = [_value(dot.value, some) for dot in found.dots]
    for phase in found.phases:
        limits = phase.limits
        begun = f"From {labels[phase.first]}" + (f" ({phase.reason})" if phase.reason else "")
        if limits.why:
            said.append(f"{begun}: mean {number(limits.centre)}; no limits, {limits.why}.")
        else:
            trial = ", trial limits" if limits.trial else ""
            said.append(
                f"{begun}: mean {number(limits.centre)}, limits {number(limits.lower)} to {number(limits.upper)},"
                f" from {counted(limits.base, 'point')}{trial}."
            )
        for signal in phase.signals:
            line = limits.centre if signal.kind == SHIFT else limits.upper if signal.up else limits.lower
            sentence = signal.sentence(labels, values, number(line))
            said.append(f"{sentence[:1].upper()}{sentence[1:]}.")
    if some.target is not None:
        said.append(f"Target {number(some.target)}: {found.assurance or 'no limits to hold it against'}.")
    if some.left_out:
        weeks = listed([label for label, _ in some.left_out])
        said.append(f"Left out, with fewer than five responses: {weeks}.")
    return said


def _label(on: date, *, years: bool) -> str:
    return f"{short_day(on)} {on.year % 100:02}" if years else short_day(on)


def _value(value: Exact, some: Series) -> str:
    return number(value) if not some.recorded else f"{float(value):g}"


def _shown(data: ReviewData, found: Control) -> tuple[int, int]:
    """The points from some weeks before the period to some weeks after it."""
    first, after = (local_date(at, data.tz) for at in data.window)
    low = day_bounds(first - timedelta(weeks=WEEKS_BEFORE), data.tz)[0]
    high = day_bounds(after + timedelta(weeks=WEEKS_AFTER), data.tz)[0]
    inside = [n for n, dot in enumerate(found.dots) if low <= dot.at < high]
    return (max(inside[0], inside[-1] + 1 - MOST_WEEKS), inside[-1] + 1) if inside else (0, 0)


def _inside(data: ReviewData, found: Control, first: int, stop: int) -> tuple[int, int] | None:
    """The shown weeks that have a day in the period."""
    low, high = data.window
    some = [
        n - first
        for n in range(first, stop)
        if found.dots[n].at < high
        and day_bounds(local_date(found.dots[n].at, data.tz) + timedelta(days=_WEEK), data.tz)[0] > low
    ]
    return (some[0], some[-1] + 1) if some else None


def _levels(found: Control, first: int, stop: int) -> list[Level]:
    levels = []
    for phase in found.phases:
        since, until = max(phase.first, first), min(phase.stop, stop)
        if since < until:
            limits = phase.limits
            levels.append(
                Level(since - first, until - first, two(limits.centre), two(limits.lower), two(limits.upper))
            )  # fmt: skip
    return levels


def _marks(data: ReviewData, found: Control, first: int, stop: int) -> list[ChartMark]:
    """The actions on responses that were put into effect in the weeks shown."""
    marks = []
    dots = found.dots[first:stop]
    for action in _marked(data, found, first, stop):
        at = day_bounds(_date(action), data.tz)[0]
        before = [n for n, dot in enumerate(dots) if dot.at <= at]
        place = 0.0
        if before:
            days = (_date(action) - local_date(dots[before[-1]].at, data.tz)).days
            place = before[-1] + min(days / _WEEK, 1.0)
        marks.append(ChartMark(round(place, 3), action.action))
    return marks


def _marked(data: ReviewData, found: Control, first: int, stop: int) -> Sequence[Action]:
    low = local_date(found.dots[first].at, data.tz)
    high = local_date(found.dots[stop - 1].at, data.tz) + timedelta(days=_WEEK)
    some = [action for action in data.marked if low <= _date(action) < high]
    return sorted(some, key=lambda action: (_date(action), action.action))


def _date(action: Action) -> date:
    assert action.in_effect_on is not None
    return date.fromisoformat(action.in_effect_on)


def _target_label(some: Series) -> str:
    if some.target is None:
        return ""
    return f"limit {clock_of(some.target)}" if some.unit == "seconds" else f"target {float(some.target):g}"


def _caption(found: Control, flagged: bool, marks: bool) -> str:
    limits = found.limits
    said = ["The shaded weeks have days of this period."]
    if limits.why:
        said.append(f"No limits: {limits.why}.")
    elif limits.trial:
        said.append(f"Trial limits, from {counted(limits.base, 'week')}.")
    else:
        said.append(f"Limits from {counted(limits.base, 'week')}.")
    if flagged:
        said.append("Diamonds: more than chance.")
    if marks:
        said.append("Upright lines: an action took effect.")
    return " ".join(said)


def _alt(data: ReviewData, some: Series, found: Control, first: int, stop: int) -> str:
    """The chart in words, with every figure."""
    dots = found.dots[first:stop]
    weeks = ", ".join(f"{day(local_date(dot.at, data.tz))} {number(dot.value)}" for dot in dots)
    limits = found.limits
    said = [
        f"Line chart of {counted(len(dots), 'week')}. {some.name} in {some.unit}, by the Monday of the week: {weeks}."
    ]
    if not limits.why:
        said.append(f"Mean {number(limits.centre)}, limits {number(limits.lower)} to {number(limits.upper)}.")
    if some.target is not None:
        said.append(f"Target {number(some.target)}.")
    flagged = [day(local_date(found.dots[n].at, data.tz)) for n in range(first, stop) if found.signals[n]]
    if flagged:
        said.append(f"More than chance: the weeks of {listed(flagged)}.")
    for action in _marked(data, found, first, stop):
        said.append(f"{action.action} took effect on {iso_day(action.in_effect_on)}.")
    return " ".join(said)
