"""How a figure went from week to week: the control chart of its weeks, and what it says in words; pure.

Where the program has a measure of the figure, this is that measure's chart, as `sfm measure` has it.
"""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sfm_tui.clock import day_bounds
from sfm_tui.clock.show import MONTHS
from sfm_tui.domain.chart import Bounds, Chart, Dot, Phase, chart
from sfm_tui.domain.chart_signals import OUTSIDE, SHIFT, TREND, Signal
from sfm_tui.domain.reference import Better
from sfm_tui.domain.rounding import percent
from sfm_tui.widgets.everywhere.key_names import key_of
from sfm_tui.widgets.figures.cards import LOWER, Key, percent_text, seconds_text

if TYPE_CHECKING:
    from sfm_tui.storage.dashboard import More, Weeks

MEASURE: dict[Key, str] = {
    "within": "response-within", "mean": "response-time", "fill": "shift-fill", "late-starts": "late-starts",
    "no-shows": "no-shows",
}  # fmt: skip
"""The measures that the program computes of a figure."""
COUNTED: frozenset[Key] = frozenset(("late-starts", "no-shows"))
"""The weeks of these are counted in duties, as their measures are."""
_SECONDS: frozenset[Key] = frozenset(("mean", "median", "p90"))
_PERCENT = Bounds(Fraction(0), Fraction(100))
_FROM_NOTHING = Bounds(Fraction(0))
_SIX_DAYS = timedelta(days=6)
_BARS = "▁▂▃▄▅▆▇█"


@dataclass(frozen=True)
class Trend:
    """The chart of all of a figure's weeks, with their Mondays; `until` is the last one that is shown.

    `in_effect` are the days on which actions that move the figure took effect, with their numbers.
    """

    key: Key
    chart: Chart
    mondays: tuple[date, ...]
    until: date
    in_effect: Mapping[date, str] = field(default_factory=dict)

    @property
    def many(self) -> int:
        """How many of the weeks begin up to the last one that is shown."""
        return bisect_right(self.mondays, self.until)

    @property
    def phase(self) -> Phase:
        """The phase of the last week that is shown."""
        return next(phase for phase in reversed(self.chart.phases) if phase.first < self.many)

    def text(self, value: Fraction | None) -> str:
        """A week's value as it is written."""
        if value is None:
            return "–"
        if self.key in COUNTED:
            return f"{float(value):.3g} a week"
        return seconds_text(value) if self.key in _SECONDS else percent_text(value)

    def signals(self, since: date) -> list[Signal]:
        """The signals of which some point is of a week from `since` on, of those that are shown."""
        return [
            signal
            for phase in self.chart.phases
            for signal in phase.signals
            if self.mondays[signal.points[-1]] >= since and signal.points[0] < self.many
        ]

    def good(self, signal: Signal) -> bool:
        """Whether a signal shows a change to the better."""
        return signal.up != (self.key in LOWER)


def trend_of(key: Key, weeks: "Weeks", more: "Mapping[date, More]", tz: ZoneInfo, until: date) -> Trend:
    """The trend of a figure, of which the weeks that begin up to a day are shown."""
    terms = weeks.terms
    values = _values(key, weeks, more)
    dots = [Dot(day_bounds(monday, tz)[0], value, monday.isoformat(), n) for monday, (value, n) in values.items()]
    measure = MEASURE.get(key, "")
    target = None
    percent_target = terms.today.target_percent
    if key == "mean":
        target = Fraction(terms.today.limit_seconds)
    elif key == "within" and percent_target is not None:
        target = Fraction(str(percent_target))
    bounds = Bounds() if key in COUNTED else _FROM_NOTHING if key in _SECONDS else _PERCENT
    better: Better = "lower" if key in LOWER else "higher"
    breaks = weeks.breaks.get(measure, ())
    made = chart(dots, breaks, bounds=bounds, target=target, better=better)
    return Trend(key, made, tuple(values), until, weeks.in_effect.get(measure, {}))


def _values(key: Key, weeks: "Weeks", more: "Mapping[date, More]") -> dict[date, tuple[Fraction, int | None]]:
    """The value of each week that has one, by its Monday."""
    found: dict[date, tuple[Fraction | int | None, int | None]] = {}
    if key in ("within", "mean", "median", "p90"):
        field = "share" if key == "within" else str(key)
        found = {monday: (getattr(some, field), some.n) for monday, some in weeks.responses.items()}
    elif key in COUNTED:
        field = "late_starts" if key == "late-starts" else "no_shows"
        found = {monday: (getattr(some, field), some.starts) for monday, some in weeks.roster.items()}
    elif key in ("fill", "licence"):
        field = "fill" if key == "fill" else "licensed"
        shares = {monday: getattr(some, field) for monday, some in weeks.roster.items()}
        found = {monday: (percent(share.part, share.whole), None) for monday, share in shares.items()}
    else:
        for monday, one in more.items():
            part, whole = (one.calls.in_time, one.calls.due) if key == "calls" else getattr(one, key)[:2]
            found[monday] = percent(part, whole), whole
    return {monday: (Fraction(value), n) for monday, (value, n) in sorted(found.items()) if value is not None}


# ── in words ─────────────────────────────────────────────────────────────────────────────────────────────────


def day_words(day: date) -> str:
    """`5 Oct`."""
    return f"{day.day} {MONTHS[day.month - 1]}"


def weeks_words(many: int) -> str:
    """`1 week`, `7 weeks`."""
    return f"{many} week{'s' if many != 1 else ''}"


def signal_words(trend: Trend, signal: Signal) -> str:
    """What a signal says, short: `7 weeks below the centre since 5 Oct`."""
    first, last = trend.mondays[signal.points[0]], trend.mondays[signal.points[-1]]
    side = "above" if signal.up else "below"
    running = signal.points[-1] >= trend.many - 1
    end = day_words(last + _SIX_DAYS)
    span = f" since {day_words(first)}" if running else f", {day_words(first)} to {end}"
    if signal.kind == OUTSIDE:
        value = trend.text(trend.chart.dots[signal.points[0]].value)
        return f"{value} in the week of {day_words(first)} is {side} the limit"
    if signal.kind == SHIFT:
        return f"{weeks_words(len(signal.points))} {side} the centre{span}"
    if signal.kind == TREND:
        return f"{weeks_words(len(signal.points))} in a row {'rising' if signal.up else 'falling'}{span}"
    return f"{weeks_words(len(signal.points))} near the {'upper' if signal.up else 'lower'} limit{span}"


def run_words(trend: Trend) -> str:
    """Where the last weeks are to the centre: `below the centre of 84 % for 3 weeks since 2 Nov`."""
    made = trend.chart
    if not trend.many:
        return "no week with a figure is over yet" if not made.dots else "no week up to then has a figure"
    limits = trend.phase.limits
    values = [dot.value for dot in made.dots[trend.phase.first : trend.many]]
    if limits.centre is None or len(values) < 2:
        return f"{weeks_words(len(values))} so far: no trend yet"
    sides = [(value > limits.centre) - (value < limits.centre) for value in values]
    if not sides[-1]:
        return f"the last week was on the centre of {trend.text(limits.centre)}"
    run = next((n for n, side in enumerate(reversed(sides)) if side != sides[-1]), len(sides))
    since = trend.mondays[trend.many - run]
    side = "above" if sides[-1] > 0 else "below"
    return f"{side} the centre of {trend.text(limits.centre)} for {weeks_words(run)} since {day_words(since)}"


def trend_words(trend: Trend, since: date) -> list[tuple[str, str]]:
    """The trend in sentences with their styles: each signal of the weeks shown, then where the last weeks are."""
    found = []
    outside: dict[bool, list[Signal]] = {}
    for signal in trend.signals(since):
        if signal.kind == OUTSIDE:
            outside.setdefault(signal.up, []).append(signal)
        else:
            found.append(_signed(trend, signal, signal_words(trend, signal)))
    for some in outside.values():
        found.insert(0, _signed(trend, some[0], _outside_words(trend, some)))
    words = run_words(trend)
    if not trend.many:
        return [(f"{words[:1].upper()}{words[1:]}.", "plain")]
    if (last := trend.mondays[trend.many - 1]) < since:
        words = (
            f"The last week with a figure was that of {day_words(last)} "
            f"{last.year}: {key_of('figures.period', 'p')} shows other days."
        )
        return [(words, "plain")]
    limits = trend.phase.limits
    if not found:
        words += f"; no limits yet: {limits.why}" if limits.why else "; no signal: as chance has it"
    elif limits.trial:
        words += f" (limits on trial, from {weeks_words(limits.base)})"
    return [*found, (f"{words[:1].upper()}{words[1:]}.", "plain")]


def _signed(trend: Trend, signal: Signal, words: str) -> tuple[str, str]:
    sign, style = ("✔", "good") if trend.good(signal) else ("▼" if not signal.up else "▲", "bad")
    return f"{sign} signal: {words}.", style


def _outside_words(trend: Trend, some: list[Signal]) -> str:
    """One week outside a limit by its value, several by their number."""
    if len(some) == 1:
        return signal_words(trend, some[0])
    first, last = (trend.mondays[signal.points[0]] for signal in (some[0], some[-1]))
    side = "above" if some[0].up else "below"
    return f"{weeks_words(len(some))} {side} the limit, between {day_words(first)} and {day_words(last + _SIX_DAYS)}"


def spark(trend: Trend, since: date, until: date) -> str:
    """A bar for each week from one Monday to another, scaled to those shown; a dot where a week has no figure."""
    values = {monday: dot.value for monday, dot in zip(trend.mondays, trend.chart.dots, strict=True)}
    mondays = [since + timedelta(days=7 * n) for n in range(max(0, (until - since).days // 7 + 1))]
    shown = [values[monday] for monday in mondays if monday in values]
    if not shown:
        return "·" * len(mondays)
    low, high = min(shown), max(shown)
    if low == high:
        return "".join("▄" if monday in values else "·" for monday in mondays)
    return "".join(
        _BARS[int((values[monday] - low) * 7 / (high - low) + Fraction(1, 2))] if monday in values else "·"
        for monday in mondays
    )
