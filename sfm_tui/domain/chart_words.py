"""What a control chart says, in plain sentences: each signal, its limits, and whether its target is met.

The rules behind them stand in rules.md, «Control chart». Values are those of `sfm measure --json`; durations are
written as 3:00.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from sfm_tui.clock.show import MONTHS, duration_text
from sfm_tui.clock.zones import to_local
from sfm_tui.domain.chart import ALL, BASELINE, Assurance, Chart, Dot, Limits
from sfm_tui.domain.chart_signals import OUTSIDE, SHIFT, TREND, Signal
from sfm_tui.domain.reference import Better
from sfm_tui.domain.rounding import two

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

Tone = Literal["plain", "good", "warn"]
_SECONDS = ("seconds", "second", "s", "sec")


@dataclass(frozen=True)
class Measured:
    """How the values of a measure are spoken of: its unit, which way is better, and whether a value is a week's."""

    unit: str
    better: Better
    weekly: bool
    tz: "ZoneInfo"

    @property
    def noun(self) -> str:
        """What a point is."""
        return "week" if self.weekly else "reading"

    def value(self, value: Fraction | int | None) -> str:
        """`3:11`, `83.95 %`, `2 duties`; `-` for none."""
        text = figure(value, self.unit)
        return text if value is None or not self.unit or self.unit in _SECONDS else f"{text} {self.unit}"

    def apart(self, value: Fraction, other: Fraction | None) -> str:
        """The value; where it would be written as the other one is, to the hundredth of a second."""
        text = self.value(value)
        return f"{two(value):.2f} s" if self.unit in _SECONDS and text == self.value(other) else text

    def day(self, dot: Dot, among: Sequence[Dot] = ()) -> str:
        """`5 Oct`, with the year where it is not that of the last one among these, with the time for an instant."""
        local = to_local(dot.at, self.tz)
        year = f" {local.year:04}" if not among or local.year != to_local(among[-1].at, self.tz).year else ""
        time = f" {local:%H:%M}" if "T" in dot.label else ""
        return f"{local.day} {MONTHS[local.month - 1]}{year}{time}"


def figure(value: Fraction | int | None, unit: str) -> str:
    """A value without its unit: a duration as `3:11`, else at most two decimals."""
    if value is None:
        return "-"
    if unit in _SECONDS:
        rounded = two(Fraction(value, 100)) or 0.0  # half up, to whole seconds
        return duration_text(round(rounded * 100))
    text = f"{two(value):,.2f}"
    return text.rstrip("0").rstrip(".")


@dataclass(frozen=True)
class Said:
    """A signal in words: `way` is ▲ or ▼, `tone` good where it goes the better way, `last` its last point."""

    way: str
    text: str
    tone: Tone
    last: int


def signals_said(chart: Chart, about: Measured) -> list[Said]:
    """Every signal of the present phase in words, the latest first."""
    if not chart.phases:
        return []
    said = [_said(signal, chart, about) for signal in chart.phases[-1].signals]
    return sorted(said, key=lambda one: -one.last)


def earlier_said(chart: Chart, about: Measured) -> list[Said]:
    """Those of the phases before, the latest first."""
    said = [_said(signal, chart, about, n) for n in range(len(chart.phases) - 1) for signal in chart.phases[n].signals]
    return sorted(said, key=lambda one: -one.last)


def _said(signal: Signal, chart: Chart, about: Measured, phase: int = -1) -> Said:
    better_up = about.better == "higher"
    tone: Tone = "good" if signal.up == better_up else "warn"
    way = "▲" if signal.up else "▼"
    return Said(way, _sentence(signal, chart, about, chart.phases[phase].limits), tone, signal.points[-1])


def _sentence(signal: Signal, chart: Chart, about: Measured, limits: Limits) -> str:
    dots, many = chart.dots, f"{len(signal.points)} {about.noun}s in a row"
    first, last = dots[signal.points[0]], dots[signal.points[-1]]
    side = "above" if signal.up else "below"
    which, end = ("upper", limits.upper) if signal.up else ("lower", limits.lower)
    limit = f"the {which} limit of {about.value(end)}"
    if end is not None and signal.kind == OUTSIDE:
        limit = f"the {which} limit of {about.apart(end, first.value)}"
    if signal.kind == OUTSIDE:
        when = about.day(first, dots)
        when = f"week of {when}" if about.weekly else when
        return f"{when}: {about.apart(first.value, end)} is {side} {limit}: look for a cause"
    span = _span(signal, chart, about)
    if signal.kind == SHIFT:
        centre = about.value(limits.centre)
        return f"{many} {side} the centre of {centre}, {span}: something changed; ask what was different"
    if signal.kind == TREND:
        return f"{many} {'rising' if signal.up else 'falling'}, {span}: something is moving steadily; ask what"
    some = ", ".join(about.day(dots[n], dots) for n in signal.points[:-1])
    some_of = "2 of 3" if len(signal.points) == 2 else f"{len(signal.points)}"
    whole = len(signal.points) > 2 and signal.points[-1] - signal.points[0] == len(signal.points) - 1
    days = f"{about.day(first, dots)} to {about.day(last, dots)}" if whole else f"{some} and {about.day(last, dots)}"
    return f"{some_of} {about.noun}s near {limit} ({days}): something may have changed"


def _span(signal: Signal, chart: Chart, about: Measured) -> str:
    """`since 5 Oct` of what goes on to the end, else from when to when."""
    first, last = (about.day(chart.dots[signal.points[end]], chart.dots) for end in (0, -1))
    return f"since {first}" if signal.points[-1] == len(chart.dots) - 1 else f"{first} to {last}"


def assurance_said(found: Assurance | None, target: Fraction | None, limits: Limits, about: Measured) -> str:
    """Whether the target is met, in a sentence."""
    if target is None:
        return "No target is set: nothing to be met or missed"
    goal = about.value(target)
    if found == "consistently met":
        return f"Consistently met: any {about.noun} within the limits meets {goal}"
    if found == "consistently missed":
        return f"Consistently missed: no {about.noun} within the limits meets {goal}; only a change of what is done can"
    if found == "hit or miss":
        return f"Hit or miss: some {about.noun}s will meet {goal} and some not, by chance alone"
    return f"Whether {goal} is met reliably cannot be said: {limits.why or 'there are no limits'}"


def limits_said(limits: Limits, about: Measured) -> str:
    """Centre and limits in a sentence, with why there are none or why they may still move."""
    if limits.lower is None or limits.upper is None:
        centre = f"Centre {about.value(limits.centre)}; no limits" if limits.centre is not None else "No limits"
        return f"{centre}: {limits.why}"
    ends = f"{figure(limits.lower, about.unit)} to {about.value(limits.upper)}"
    trial = f", trial limits: from {limits.base} points, {BASELINE} make firm ones" if limits.trial else ""
    return f"Centre {about.value(limits.centre)}, limits {ends}{trial}"


def baseline_said(baseline: int | str, *, screen: bool) -> str:
    """Which points of a phase make its limits, as somebody chose it."""
    which = "all points" if baseline == ALL else f"first {baseline} points"
    return f"limits: {which}" + (", wide steps left out" if screen else "")
