"""The effect of an action told in full, in plain lines: both sides, difference, what else changed, whether it held."""

from datetime import date
from typing import TYPE_CHECKING

from sfm_tui.clock import day_text
from sfm_tui.domain.effect import Effect, Side
from sfm_tui.domain.effect_words import SIGNS, Judged, bare_words, counted_words, shift_words, value_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sfm_tui.domain.action import Action
    from sfm_tui.storage.effects import ActionEffect

_SAYS = {
    "better": "the interval leaves out 0: it is better, by more than chance",
    "worse": "the interval leaves out 0: it is worse, by more than chance",
    "no clear change": "0 lies within the interval: chance alone may do that",
}


def effect_lines(found: "ActionEffect", short: Judged, today: date) -> list[str]:
    """The effect in lines of 76 cells at most but for names; `short` is the same in short."""
    return [*_lines(found, short, today)]


def _lines(found: "ActionEffect", short: Judged, today: date) -> "Iterator[str]":
    about, result = found.action, found.found
    cases, unit = short.cases, found.measure.unit
    plain = "seconds" if cases else unit
    yield f"{found.measure.name}{f', {unit}' if unit and unit != 'seconds' else ''}; {found.measure.better} is better"
    yield ""
    yield f"{'':8}{'n':>6}{'median':>10}{'p90':>10}{'within':>10}"
    yield _side("before", result.baseline, plain, _span(about.baseline_from, about.baseline_to))
    yield _side("after", result.follow_up, plain, f"from {_day(about.in_effect_on)}")
    for name, side in (("before", result.baseline), ("after", result.follow_up)):
        if side.n > 0 and side.median is None:
            yield f"{name}: {', '.join(bare_words(value, plain) for value in sorted(side.values))}; too few for figures"
    yield ""
    yield from _verdict(result, short, about, today)
    yield ""
    yield from _others(found)
    yield ""
    yield from _held(found, short, today)


def _side(name: str, side: Side, unit: str, days: str) -> str:
    share = "-" if side.share is None else value_words(side.share, "%")
    return f"{name:8}{side.n:>6,}{bare_words(side.median, unit):>10}{bare_words(side.p90, unit):>10}{share:>10}  {days}"


def _verdict(result: Effect, short: Judged, about: "Action", today: date) -> "Iterator[str]":
    if result.verdict != "too early":
        yield f"{short.word}  {short.figure}"
        yield f"{short.shift[:1].upper()}{short.shift[1:]}"
        yield f"{_SAYS[result.verdict][:1].upper()}{_SAYS[result.verdict][1:]}."
        return
    yield short.word
    needed = counted_words(short.needed, cases=short.cases)
    if not (about.baseline_from and about.baseline_to):
        yield "The days of the baseline are not entered: nothing can be told before they are."
    elif short.before < short.needed:
        yield f"The baseline has {short.before}, and {needed} are needed: choose an earlier first day."
    if not about.in_effect_on:
        yield "The day on which the change was in effect is not entered."
    elif about.in_effect_on > today.isoformat():
        yield f"The change is in effect from {_day(about.in_effect_on)} on: that is still to come."
    elif short.after < short.needed:
        left = counted_words(short.needed - short.after, cases=short.cases)
        when = f", about {_day(short.by.isoformat())} at this rate" if short.by else ""
        yield f"{short.after} of {needed} came since: {left} still missing{when}."


def _others(found: "ActionEffect") -> "Iterator[str]":
    if not found.action.baseline_from or not found.action.in_effect_on:
        return
    if not found.others:
        yield f"What else changed: no other action took effect since {_day(found.action.baseline_from)}."
        return
    yield "What else changed since the baseline began:"
    for other in found.others:
        yield f"  {other.action} {other.area}, in effect from {_day(other.in_effect_on)}"


def _held(found: "ActionEffect", short: Judged, today: date) -> "Iterator[str]":
    for look in found.held:
        when = f"After {look.months} months, {_day(look.on.isoformat())}: "
        if look.found is None:
            left = (look.on - today).days
            yield f"{when}to be looked at in {left} day{'' if left == 1 else 's'}"
        elif look.held is None:
            n = counted_words(look.found.follow_up.n, cases=short.cases)
            yield f"{when}not known yet, {n} of {short.needed} from that day on"
        else:
            word = (
                "it has held ✓" if look.held else f"it has not held: {look.found.verdict} {SIGNS[look.found.verdict]}"
            )
            shift = shift_words(look.found, found.measure.unit, shares=found.measure.measure == "response-within")
            yield f"{when}{word}, {shift}"


def _span(first: str | None, last: str | None) -> str:
    return f"{_day(first)} to {_day(last)}"


def _day(text: str | None) -> str:
    return day_text(date.fromisoformat(text)).split(" ", 1)[1] if text else "(no day)"
