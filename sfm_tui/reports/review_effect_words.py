"""What an effect says, in the words of a contract review; figures as `sfm effect` gives them."""

from sfm_tui.domain.effect import Side
from sfm_tui.domain.measure import Computed
from sfm_tui.reports.review_words import NOTHING, cut, day, iso_day, listed, number
from sfm_tui.storage.effects import ActionEffect, Held

SIGNS = {"better": "✓", "worse": "✗", "no clear change": "~", "too early": "…"}
_MOST_OTHERS = 6
_AREA = 70


def verdict(found: ActionEffect) -> str:
    """`✓ better`."""
    word = found.found.verdict
    return f"{SIGNS[word]} {word}"


def measure_name(found: ActionEffect) -> str:
    """What an action moves, within a sentence; a name that was typed stays as it is."""
    return found.measure.name.lower() if isinstance(found.measure, Computed) else found.measure.name


def change(found: ActionEffect) -> str:
    """`-67.00 seconds (95 % interval -137.00 to -4.00)`; empty where it is too early."""
    result = found.found
    if result.interval is None:
        return ""
    unit = "percentage points" if found.measure.measure == "response-within" else found.measure.unit
    low, high = result.interval
    return f"{number(result.change)} {unit} (95 % interval {number(low)} to {number(high)})".replace("  ", " ")


def verdict_sentence(found: ActionEffect) -> str:
    """What became of an action, in a sentence."""
    about, result = found.action, found.found
    name = f"{about.action} «{cut(about.area, _AREA)}»"
    since = f"in effect since {iso_day(about.in_effect_on)}"
    if result.verdict == "too early":
        return f"{name}, {since}: too early to tell ({result.why})."
    before, after = result.baseline, result.follow_up
    if before.share is not None and after.share is not None:
        moved = f", and the share within went from {number(before.share)} to {number(after.share)} %"
    else:
        moved = f", and the median went from {number(before.median)} to {number(after.median)}"
    word = {"better": "better", "worse": "worse", "no clear change": "no clear change"}[result.verdict]
    return (
        f"{name}, {since}: {word}; {measure_name(found)} changed by {change(found)},"
        f" n {before.n} before and {after.n} after{moved}."
    )


def others(found: ActionEffect) -> str:
    """What else changed meanwhile."""
    some = [f"{one.action} (since {iso_day(one.in_effect_on)})" for one in found.others]
    more = len(some) - _MOST_OTHERS
    if more > 0:
        some = [*some[:_MOST_OTHERS], f"{more} more"]
    return f"Also in effect meanwhile: {listed(some)}." if some else "No other action took effect meanwhile."


def held(look: Held) -> str:
    """Whether it has held after so many months."""
    word = {True: "it has held", False: "it has not held", None: "not known yet"}[look.held]
    if look.found is None:
        return f"after {look.months} months: to be looked at on {day(look.on)}"
    return f"after {look.months} months: {word}" + (f" ({look.found.why})" if look.found.why else "")


def side_row(found: ActionEffect, name: str, side: Side, first: str | None, last: str | None) -> tuple[str, ...]:
    """A side of the comparison as a row."""
    days = f"{iso_day(first)} to {iso_day(last)}" if last != "" else f"from {iso_day(first)}"
    values = f"{side.n}"
    if side.median is None:
        return found.action.action, name, days, values, NOTHING, NOTHING, NOTHING
    share = NOTHING if side.share is None else f"{number(side.share)} %"
    return found.action.action, name, days, values, number(side.median), number(side.p90), share
