"""`sfm measure`: the control chart of a measure, for people and for programs."""

import sys
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

from sfm_tui.cli import BAD_USE, complain
from sfm_tui.cli.say import json_text, one_line
from sfm_tui.cli.stores import opened
from sfm_tui.domain.chart import ALL, BASELINE, Chart, Phase, bounds_of, chart
from sfm_tui.domain.chart_signals import SHIFT
from sfm_tui.domain.rounding import two
from sfm_tui.storage.series import Series, series

LEAST = 2


def run_measure(path: Path, name: str, from_csv: str, baseline: str, *, screen: bool, as_json: bool) -> int:
    """Chart a measure of the store, or a series from a file."""
    points = _baseline(baseline)
    if points is None:
        complain(f"--baseline is «{one_line(baseline)}»: write a number of points, {LEAST} or more, or «all»")
        return BAD_USE
    if bool(name) == bool(from_csv):
        complain("name one measure, or a file with --from-csv: «sfm measure --help» says more")
        return BAD_USE
    some, ignored = _from_file(path, Path(from_csv)) if from_csv else (_from_store(path, name), [])
    if ignored:
        complain(f"{Path(from_csv).name}: ignored {', '.join(map(one_line, ignored))}")
    found = chart(
        some.dots, some.breaks, bounds=bounds_of(some.unit), baseline=points, screen=screen, target=some.target,
        better=some.better,
    )  # fmt: skip
    if as_json:
        print(json_text(object_of(some, found)))
    else:
        sys.stdout.writelines(f"{line}\n" for line in _lines(some, found))
    return 0


def _baseline(text: str) -> int | str | None:
    if not text:
        return BASELINE
    if text == ALL:
        return ALL
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 and int(text) >= LEAST else None


def _from_store(path: Path, name: str) -> Series:
    with opened(path) as store:
        return series(store, name)


def _from_file(path: Path, file: Path) -> tuple[Series, list[str]]:
    """The series of a file; its times are local at the site where there is a store, else UTC."""
    from sfm_tui.clock import zone
    from sfm_tui.exchange.series_csv import read_series

    tz = zone("UTC")
    if path.exists():
        with opened(path) as store:
            tz = store.tz
    dots, ignored = read_series(file, tz)
    return Series(file.stem, file.name, "", "lower", None, tuple(dots), ()), ignored


def object_of(some: Series, found: Chart) -> dict[str, Any]:
    """The chart as JSON has it (site-folder, «Figures as JSON»)."""
    return {
        "measure": some.measure,
        "name": some.name,
        "unit": some.unit,
        "better": some.better,
        "target": None if some.target is None else float(some.target),
        "points": [
            {
                "at": dot.label, "value": _number(dot.value, some), "n": dot.n, "moving_range": two(span),
                "signals": list(kinds),
            }
            for dot, span, kinds in zip(found.dots, found.ranges, found.signals, strict=True)
        ],
        **_limits(found.limits),
        "phases": [
            {
                "from": found.dots[phase.first].label, "n": phase.stop - phase.first, "reason": phase.reason or None,
                **_limits(phase.limits),
                "signals": [
                    {
                        "kind": one.kind, "from": found.dots[one.points[0]].label,
                        "to": found.dots[one.points[-1]].label, "sentence": sentence,
                    }
                    for one, sentence in zip(phase.signals, _sentences(phase, found, some), strict=True)
                ],
            }
            for phase in found.phases
        ],
        "assurance": found.assurance,
        "left_out": [{"at": label, "why": why} for label, why in some.left_out],
    }  # fmt: skip


def _limits(limits: Any) -> dict[str, Any]:
    return {
        "centre": two(limits.centre), "lower": two(limits.lower), "upper": two(limits.upper),
        "mean_moving_range": two(limits.mean_range), "baseline": limits.base, "trial": limits.trial,
        "why": limits.why or None,
    }  # fmt: skip


def _number(value: Fraction, some: Series) -> int | float | None:
    """A value as it was written; one that was computed with two decimals."""
    if value.denominator == 1:
        return int(value)
    return float(value) if some.recorded else two(value)


def _sentences(phase: Phase, found: Chart, some: Series) -> Iterator[str]:
    """What each signal of a phase says in plain words."""
    limits = phase.limits
    labels, values = [dot.label for dot in found.dots], [_shown(dot.value, some) for dot in found.dots]
    for signal in phase.signals:
        line = limits.centre if signal.kind == SHIFT else limits.upper if signal.up else limits.lower
        yield signal.sentence(labels, values, _text(line))


def _lines(some: Series, found: Chart) -> Iterator[str]:
    unit = f", {one_line(some.unit)}" if some.unit else ""
    yield f"{one_line(some.name)}{unit}"
    for phase in found.phases:
        limits = phase.limits
        yield f"Phase from {found.dots[phase.first].label}" + (f": {one_line(phase.reason)}" if phase.reason else "")
        if limits.why:
            yield f"  centre {_text(limits.centre)}; no limits: {limits.why}"
        else:
            trial = f" (trial: {limits.base} points)" if limits.trial else f" (from {limits.base} points)"
            yield f"  centre {_text(limits.centre)}, limits {_text(limits.lower)} to {_text(limits.upper)}{trial}"
        for n in range(phase.first, phase.stop):
            dot = found.dots[n]
            cases = f"n {dot.n:,}" if dot.n is not None else ""
            value = _shown(dot.value, some)
            yield f"  {dot.label:26}{value:>12}  {cases:>8}  {', '.join(found.signals[n])}".rstrip()
        yield from (f"  {sentence}" for sentence in _sentences(phase, found, some))
    if not found.dots:
        yield "no points"
    for label, why in some.left_out:
        yield f"left out: {label}, {why}"
    if some.target is not None:
        yield f"Target {_text(some.target)}: {found.assurance or 'no limits to hold it against'}"


def _shown(value: Fraction, some: Series) -> str:
    """A value on a line: as it was written, or with two decimals where it was computed."""
    return f"{_number(value, some)}" if some.recorded or value.denominator == 1 else _text(value)


def _text(value: Fraction | None) -> str:
    return "-" if value is None else f"{two(value):.2f}"
