"""What the screen of measures says: the rows of its list, the sentences under a chart, the table of its points."""

from typing import TYPE_CHECKING

from rich.cells import cell_len

from sfm_tui.clock import day_text, iso, local_date
from sfm_tui.domain.chart_words import (
    Said,
    assurance_said,
    baseline_said,
    earlier_said,
    figure,
    limits_said,
    signals_said,
)
from sfm_tui.widgets.actions.words import day
from sfm_tui.widgets.everywhere.key_names import key_of
from sfm_tui.widgets.lists.cells import clip, clip_words, fit, one_line, wrap
from sfm_tui.widgets.lists.rows import Lines, Span
from sfm_tui.widgets.measures.plot import MOST
from sfm_tui.widgets.measures.reader import Known, Options

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

SIGNS = {"good": "✓", "warn": "!", "plain": "·"}
ONE_LINE = 64
"""Cells from which on a signal stands on the line of the target."""
Sentence = tuple[str, str, str]
"""A sign, the text, and its tone."""


def row(known: Known, width: int, tz: "ZoneInfo") -> Lines:
    """A measure in two lines: its last value; target, assurance and its signal in words, on a third where narrow."""
    name = one_line(known.about.name)
    if known.chart is None or known.series is None:
        return [[("· ", "muted"), (clip(name, width - 2), "plain")], [("  reading …", "muted")]]
    about, found = known.spoken(tz), known.chart
    if not found.dots:
        words = "no week with a value yet" if known.computed else "no reading yet"
        return [[("· ", "muted"), (clip(name, width - 2), "plain")], [(f"  {words}", "muted")]]
    said = signals_said(found, about)
    tone = said[0].tone if said else "plain"
    value = about.value(found.dots[-1].value)
    room = max(4, width - 4 - cell_len(clip(value, 20)))
    first: list[Span] = [
        (f"{SIGNS[tone]} ", tone if said else "muted"), (fit(name, room), "plain"), (f"  {clip(value, 20)}", "bold"),
    ]  # fmt: skip
    target = f"target {about.value(known.series.target)}, " if known.series.target is not None else ""
    held = found.assurance or ("no limits yet" if known.series.target is not None else "no target")
    signal = f"{said[0].way} {said[0].text}" if said else "no signal" if found.limits.upper is not None else ""
    second: list[Span] = [(f"  {target}{held}", "muted")]
    if said and width < ONE_LINE:
        return [first, _cut(second, width), [("  ", "plain"), (clip_words(signal, width - 2), tone)]]
    if signal:
        second += [(" · ", "muted"), (signal, tone if said else "muted")]
    return [first, _cut(second, width)]


def _cut(spans: list[Span], width: int) -> list[Span]:
    left = width
    cut: list[Span] = []
    for text, style in spans:
        cut.append((clip(text, left) if cell_len(text) > left else text, style))
        left -= cell_len(text)
        if left <= 0:
            break
    return cut


def heading(known: Known, options: Options, width: int, tz: "ZoneInfo") -> str:
    """The measure, its last value and what it stands for, and which points make the limits: the name gives way."""
    about, rest = known.spoken(tz), ""
    if known.chart is not None and known.chart.dots:
        dot = known.chart.dots[-1]
        n = f", n {dot.n:,}" if dot.n is not None else ""
        rest = f" · {about.value(dot.value)} ({about.day(dot, [dot])}{n})"
    rest += f" · {baseline_said(options.baseline, screen=options.screen)}"
    return clip(one_line(known.about.name), max(12, width - cell_len(rest))) + rest


def sentences(known: Known, today: str, tz: "ZoneInfo") -> list[Sentence]:
    """What a person should know of the chart: the last signal, assurance, limits, then all else."""
    found, series, about = known.chart, known.series, known.spoken(tz)
    if found is None or series is None:
        return []
    lines: list[Sentence] = []
    if found.dots:
        signals = [_signal(one) for one in signals_said(found, about)]
        none = "No signal: nothing here is more than chance"
        without = "No signals can be told without limits"
        lines += signals[:1] or [("·", none if found.limits.upper is not None else without, "plain")]
        tone = {"consistently met": "good", "consistently missed": "warn"}.get(found.assurance or "", "plain")
        lines.append((SIGNS[tone], assurance_said(found.assurance, series.target, found.limits, about), tone))
        lines.append(("·", limits_said(found.limits, about), "muted"))
        lines += signals[1:]
    if len(found.dots) > MOST:
        lines.append(
            (
                "·",
                f"the picture shows the last {MOST:,} of {len(found.dots):,} "
                f"points, {key_of('charts.table', 'v')} shows all",
                "muted",
            )
        )
    lines += _phases(known, tz)
    for one in known.unphased(today, tz):
        words = f"{one.action} in effect since {day(one.in_effect_on)}: {one_line(one.area)}"
        lines.append(("┊", f"{words} · Enter shows its effect, {key_of('charts.phase', 'p')} begins a phase", "accent"))
    lines += [("·", f"before this phase: {one.way} {one.text}", "muted") for one in earlier_said(found, about)]
    lines += [("·", f"left out: the week of {day(label)}, {why}", "muted") for label, why in series.left_out]
    better = f"{series.better} is better"
    what = "computed for each week that is over" if known.computed else "counted by the team"
    return [*lines, ("·", f"{better} · {what}", "muted")]


def _signal(one: Said) -> Sentence:
    return one.way, f"{'Better' if one.tone == 'good' else 'Worse'}: {one.text}", one.tone


def _phases(known: Known, tz: "ZoneInfo") -> list[Sentence]:
    assert known.series is not None
    return [
        ("┊", f"new phase since {day(local_date(one.since, tz).isoformat())}: {one_line(one.reason)}", "accent")
        for one in known.series.breaks
    ]


def sentence_lines(item: Sentence, width: int) -> Lines:
    """A sentence in as many lines as it takes."""
    sign, text, tone = item
    pieces = wrap(text, max(8, width - 3), 4)
    return [[(f"{sign if not n else ' '} ", tone), (piece, tone)] for n, piece in enumerate(pieces)]


def table(known: Known, tz: "ZoneInfo") -> list[Sentence]:
    """The points, the newest first: when, value, cases, moving range, signals. The first line names the columns."""
    found, series = known.chart, known.series
    if found is None or series is None:
        return []
    lines: list[Sentence] = [
        ("head", f"{'when':<26}{'value':>10}{'n':>7}{'range':>10}  signals", "muted"),
    ]
    for number, phase in reversed(list(enumerate(found.phases))):
        for n in range(phase.stop - 1, phase.first - 1, -1):
            dot, span = found.dots[n], found.ranges[n]
            when = day_text(local_date(dot.at, tz)) if "T" not in dot.label else iso(dot.at, tz)[:16].replace("T", " ")
            kinds = ", ".join(found.signals[n])
            cases = "" if dot.n is None else f"{dot.n:,}"
            value = figure(dot.value, series.unit)
            moved = "" if span is None else figure(span, series.unit)
            lines.append(
                (dot.label, f"{when:<26}{value:>10}{cases:>7}{moved:>10}  {kinds}", "warn" if kinds else "plain")
            )
        if number or phase.reason:
            lines.append((f"phase {number}", f"┊ {phase.reason or 'the first phase'}", "accent"))
    return lines
