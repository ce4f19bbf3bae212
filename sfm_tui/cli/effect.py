"""`sfm effect`: whether an action had an effect, for people and for programs."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sfm_tui.cli.say import json_text, one_line
from sfm_tui.cli.stores import opened
from sfm_tui.domain.rounding import two

if TYPE_CHECKING:
    from sfm_tui.domain.effect import Side
    from sfm_tui.storage.effects import ActionEffect, Held


def run_effect(path: Path, action: str, *, cycle: int | None, as_json: bool) -> int:
    """Tell the effect of an action, of its cycle at work or another one."""
    from sfm_tui.storage.effects import action_effect

    with opened(path) as store:
        found = action_effect(store, action, cycle)
    if as_json:
        print(json_text(object_of(found)))
    else:
        sys.stdout.writelines(f"{line}\n" for line in _lines(found))
    return 0


def object_of(found: "ActionEffect") -> dict[str, Any]:
    """The effect as JSON has it (site-folder, «Figures as JSON»)."""
    about, result = found.action, found.found
    return {
        "action": about.action,
        "cycle": about.cycle,
        "measure": found.measure.measure,
        "unit": found.measure.unit,
        "better": found.measure.better,
        "baseline_from": about.baseline_from,
        "baseline_to": about.baseline_to,
        "in_effect_on": about.in_effect_on,
        "baseline": _side(result.baseline),
        "follow_up": _side(result.follow_up),
        "needed": found.needed,
        "change": two(result.change),
        "interval_95": [two(end) for end in result.interval] if result.interval else None,
        "verdict": result.verdict,
        "why": result.why or None,
        "others": [{"action": o.action, "area": o.area, "in_effect_on": o.in_effect_on} for o in found.others],
        "held": [
            {
                "months": one.months, "on": one.on.isoformat(), "held": one.held,
                "verdict": one.found.verdict if one.found else None, "why": _why(one) or None,
            }
            for one in found.held
        ],
    }  # fmt: skip


def _side(side: "Side") -> dict[str, Any]:
    said: dict[str, Any] = {
        "n": side.n, "median": two(side.median), "p90": two(side.p90), "within_percent": two(side.share),
    }  # fmt: skip
    if side.median is None:
        said |= {"values": [two(value) for value in sorted(side.values)], "why": "fewer than 5 readings"}
    elif side.share is None:
        said["why"] = "no limit or target to be within"
    return said


def _why(look: "Held") -> str:
    if look.found is None:
        return f"to be looked at on {look.on}"
    return look.found.why


def _lines(found: "ActionEffect") -> Iterator[str]:
    about, result = found.action, found.found
    unit = f", {one_line(found.measure.unit)}" if found.measure.unit else ""
    cycle = f" (cycle {about.cycle})" if about.cycle > 1 else ""
    yield f"{about.action}{cycle}  {one_line(about.area)}"
    yield f"{one_line(found.measure.name)}{unit}; {found.measure.better} is better"
    yield f"{'':12}{'n':>7}{'median':>10}{'p90':>10}{'within':>10}"
    for name, side, days in (
        ("baseline", result.baseline, f"{about.baseline_from or '?'} to {about.baseline_to or '?'}"),
        ("follow-up", result.follow_up, f"from {about.in_effect_on or '?'}"),
    ):
        share = "-" if side.share is None else f"{two(side.share):.2f} %"
        yield f"{name:12}{side.n:>7,}{_two(side.median):>10}{_two(side.p90):>10}{share:>10}  {days}"
    if result.interval:
        low, high = result.interval
        yield f"change {_two(result.change)}, 95 % interval {_two(low)} to {_two(high)}"
    yield f"verdict: {result.verdict}" + (f" ({result.why})" if result.why else "")
    for other in found.others:
        yield f"also in effect: {other.action} {one_line(other.area)}, since {other.in_effect_on}"
    for look in found.held:
        word = {True: "held", False: "not held", None: "not known yet"}[look.held]
        yield f"after {look.months} months: {word}" + (f", {_why(look)}" if _why(look) else "")


def _two(value: Any) -> str:
    return "-" if value is None else f"{two(value):.2f}"
