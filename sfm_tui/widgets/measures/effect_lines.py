"""What an effect says: its verdict in a sentence, both sides in figures, what else changed, whether it has held.

The figures are those of `sfm effect --json`. Pure.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from sfm_tui.domain.action import LABELS
from sfm_tui.domain.chart_words import figure
from sfm_tui.domain.effect import Side
from sfm_tui.domain.effect_words import SIGNS, Judged
from sfm_tui.domain.measure import Computed
from sfm_tui.domain.rounding import Exact
from sfm_tui.widgets.actions.words import day
from sfm_tui.widgets.lists.cells import one_line

if TYPE_CHECKING:
    from sfm_tui.storage.effect_points import EffectPoints
    from sfm_tui.storage.effects import ActionEffect, Held

SHARES = "response-within"
TONES = {"better": "good", "worse": "bad", "no clear change": "warn", "too early": "plain"}
Sentence = tuple[str, str, str]
"""A sign, the text, and its tone."""


@dataclass(frozen=True)
class EffectShown:
    """An action's effect with what stands behind it, as it was read on a day; `why` says why there is none.

    `cycle` is the one that was asked for, None for the one at work.
    """

    action: str
    today: date
    effect: "ActionEffect | None" = None
    points: "EffectPoints | None" = None
    judged: Judged | None = None
    limit: str = "the limit"
    why: str = ""
    cycle: int | None = None


def sentences(shown: EffectShown) -> list[Sentence]:
    """Everything that is to be said, the verdict first."""
    found = shown.effect
    if found is None:
        return [("·", shown.why or "reading …", "muted")]
    lines: list[Sentence] = [verdict(shown)]
    lines += [("", text, tone) for text, tone in sides(shown)]
    lines += _others(shown)
    lines += [_held(one) for one in found.held]
    lines.append(("·", f"{_signs(shown)}{found.measure.better} is better; {_counted(shown)}", "muted"))
    return lines


def _signs(shown: EffectShown) -> str:
    """What the marks of the picture mean."""
    some = shown.points.points if shown.points is not None else ()
    if not some:
        return ""
    missed = "over the limit" if _cases(shown) else "misses the target"
    return "○ before, ● since" + (f", ✖ {missed}; " if any(one.good is False for one in some) else "; ")


def verdict(shown: EffectShown) -> Sentence:
    """The verdict in a sentence, with its mark and its tone."""
    found = shown.effect
    assert found is not None
    result = found.found
    if result.verdict == "too early":
        return SIGNS["too early"], f"Too early: {_missing(shown)}", "warn"
    assert result.change is not None
    assert result.interval is not None
    shares = found.measure.measure == SHARES
    what = f"the share within {shown.limit}" if shares else one_line(found.measure.name)
    unit = "points" if shares else found.measure.unit
    low, high = result.interval
    tone = TONES[result.verdict]
    if result.verdict == "no clear change":
        by = f"{_signed(result.change, unit)}{_unit(unit)} (95 % {_signed(low, unit)} to {_signed(high, unit)})"
        return SIGNS[result.verdict], f"No clear change: {what} moved by {by}: chance alone may do that", tone
    way = "fell" if result.change < 0 else "rose"
    ends: tuple[Exact, Exact] = (-high, -low) if result.change < 0 else (low, high)
    size: Exact = -result.change if result.change < 0 else result.change
    by = f"{_figure(size, unit)}{_unit(unit)}"
    span = f"95 % {_figure(ends[0], unit)} to {_figure(ends[1], unit)}"
    return SIGNS[result.verdict], f"{result.verdict.capitalize()}: {what} {way} by {by} ({span})", tone


def _missing(shown: EffectShown) -> str:
    """What is too early, and how long it may take."""
    found = shown.effect
    assert found is not None
    result, about, needed = found.found, found.action, found.needed
    if result.why.startswith("not set"):
        names = {name: LABELS[name].lower() for name in ("baseline_from", "baseline_to", "in_effect_on")}
        why = result.why
        for name, label in names.items():
            why = why.replace(name, label)
        return f"{why} · the card on the board takes it"
    what = "responses" if _cases(shown) else "weeks" if isinstance(found.measure, Computed) else "readings"
    if result.baseline.n < needed:
        return f"the baseline has {result.baseline.n} of {needed} {what}: only other days for it can help"
    words = f"{result.follow_up.n} of {needed} {what} since {day(about.in_effect_on)}"
    by = shown.judged.by if shown.judged is not None else None
    if by is None:
        return f"{words}: no rate to go by yet"
    days = (by - shown.today).days
    return f"{words}; at the present rate about {days} day{'' if days == 1 else 's'} more, {day(by.isoformat())}"


def sides(shown: EffectShown) -> list[tuple[str, str]]:
    """Both sides in figures, under the names of the columns."""
    found = shown.effect
    assert found is not None
    unit, about = found.measure.unit, found.action
    if found.measure.measure == SHARES:
        unit = "seconds"
    head = f"{'':12}{'n':>6}{'median':>10}{'p90':>10}{'within':>10}"
    lines = [(head, "muted")]
    for name, side, days in (
        ("baseline", found.found.baseline, _days(about.baseline_from, about.baseline_to)),
        ("follow-up", found.found.follow_up, f"from {day(about.in_effect_on) or '?'}"),
    ):
        share = f"{figure(side.share, '%')} %" if side.share is not None else "-"
        row = f"{name:12}{side.n:>6,}{figure(side.median, unit):>10}{figure(side.p90, unit):>10}{share:>10}"
        lines.append((f"{row}  {days}", "plain"))
        if side.median is None and side.n:
            lines.append((f"{'':12}fewer than 5: {_listed(side, unit)}", "muted"))
    return lines


def _days(first: str | None, last: str | None) -> str:
    """`12 Oct to 8 Nov 2026`."""
    start, end = day(first) or "?", day(last) or "?"
    return f"{start.removesuffix(end[-5:]) if end != '?' else start} to {end}"


def _listed(side: Side, unit: str) -> str:
    return ", ".join(figure(value, unit) for value in sorted(side.values))


def _others(shown: EffectShown) -> list[Sentence]:
    found = shown.effect
    assert found is not None
    if not found.action.in_effect_on or not found.action.baseline_from:
        return []
    if not found.others:
        return [("·", "No other action was put into effect in that time", "muted")]
    return [
        ("!", f"In that time too: {one.action} {one_line(one.area)}, in effect {day(one.in_effect_on)}", "warn")
        for one in found.others
    ]


def _held(look: "Held") -> Sentence:
    when = f"After {look.months} months, {day(look.on.isoformat())}"
    if look.found is None:
        return "·", f"{when}: to be looked at then", "muted"
    if look.held is None:
        return SIGNS["too early"], f"{when}: not known yet, {look.found.why}", "plain"
    if look.held:
        return SIGNS["better"], f"{when}: it has held", "good"
    return SIGNS["worse"], f"{when}: it has not held, {look.found.verdict}", "bad"


def _counted(shown: EffectShown) -> str:
    if _cases(shown):
        return "each reading is one response"
    assert shown.effect is not None
    return "each reading is one week" if isinstance(shown.effect.measure, Computed) else "the team's readings"


def _cases(shown: EffectShown) -> bool:
    known = shown.effect.measure if shown.effect is not None else None
    return isinstance(known, Computed) and known.cases


def _figure(value: Exact, unit: str) -> str:
    return figure(Fraction(value), unit)


def _signed(value: Exact, unit: str) -> str:
    return ("+" if value > 0 else "") + _figure(value, unit)


def _unit(unit: str) -> str:
    return f" {unit}" if unit and unit != "seconds" else ""
