"""The lists of the dashboard: causes of late responses, months, and the responses split by what they were of; pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from sfm_tui.clock.show import DAYS, MONTHS
from sfm_tui.domain.kpi import Figures, Terms
from sfm_tui.domain.late_words import CAUSE_TEXT, CAUSE_WORDS
from sfm_tui.domain.rounding import percent
from sfm_tui.domain.trace import OVERLAPPING, UNEXPLAINED
from sfm_tui.widgets.figures.cards import (
    SIGNS,
    STYLES,
    Card,
    cards_of,
    interval_text,
    percent_text,
    response_cards,
    seconds_text,
    value_text,
    values_text,
)
from sfm_tui.widgets.figures.words import CAUSE_SAID, hours_words, out_words
from sfm_tui.widgets.lists.cells import clip, fit
from sfm_tui.widgets.lists.rows import Lines

if TYPE_CHECKING:
    from sfm_tui.storage.dashboard import Month
    from sfm_tui.widgets.everywhere.session import Session

CAUSE = 19
BY = {
    "hour": "hour of the day", "weekday": "weekday", "category": "category", "severity": "severity",
    "location": "location", "officer": "officer first on scene", "week": "week", "month": "month",
}  # fmt: skip
"""What responses can be split by, as it is called."""


@dataclass(frozen=True)
class CauseLine:
    """A cause with how many late responses it has, of all."""

    cause: str
    n: int
    total: int
    most: int


def cause_lines(causes: Mapping[str, int]) -> list[CauseLine]:
    """The causes that came, the most frequent first."""
    total, most = sum(causes.values()), max(causes.values(), default=0)
    return [CauseLine(cause, n, total, most) for cause, n in sorted(causes.items(), key=lambda c: -c[1]) if n]


def draw_cause(line: CauseLine, width: int) -> Lines:
    """`✖ overlapping duties ███████ 10 of 13`, and what it means where there is room."""
    sign, style = {OVERLAPPING: ("✖", "bad"), UNEXPLAINED: ("·", "muted")}.get(line.cause, ("▲", "warn"))
    many = f"{line.n:,} of {line.total:,}"
    room = min(20, max(4, width - CAUSE - 3 - len(many)))
    size = max(1, round(line.n * room / line.most))
    rest = width - CAUSE - 6 - room - len(many)
    means = clip(CAUSE_TEXT[line.cause], rest) if rest >= 24 else ""
    return [[
        (f"{sign} ", style), (fit(CAUSE_WORDS[line.cause], CAUSE), "plain"), ("█" * size + " " * (room - size), style),
        (f" {many}", "bold"), (f"  {means}" if means else "", "muted"),
    ]]  # fmt: skip


# ── months ───────────────────────────────────────────────────────────────────────────────────────────────────

MONTH_NAME, MONTH_N, MONTH_VALUE = 10, 7, 9


def month_headings(width: int) -> str:
    """The names of the columns."""
    names = ["within", "95 %", "mean", "median", "p90", "fill", "late on", "no-show", "calls", "reports"]
    names = names[: _month_columns(width - 1)]
    text = " " * (MONTH_NAME + 3) + f"{'of':>{MONTH_N - 1}} " + "".join(f"{name:>{MONTH_VALUE - 1}} " for name in names)
    return clip(text, width)


def _month_columns(width: int) -> int:
    """For how many columns there is room."""
    return max(2, (width - 2 - MONTH_NAME - MONTH_N) // MONTH_VALUE)


def draw_month(month: "Month | tuple[Any, ...]", width: int) -> Lines:
    """The figures of a month, and in words what its late responses came of."""
    if isinstance(month, tuple):
        days = month[0]
        return [[(fit(f"  {MONTHS[days.first.month - 1]} {days.first.year:04}", MONTH_NAME + 2), "plain"),
                 ("computing …", "muted")], [("", "plain")]]  # fmt: skip
    cards = cards_of(month.kpis)
    within, first = cards["within"], month.days.first
    style = STYLES[within.stand]
    name = f"{MONTHS[first.month - 1]} {first.year:04}"
    values = [value_text(within, within.value), interval_text(within.interval)]
    values += [value_text(cards[key], cards[key].value) for key in ("mean", "median", "p90", "fill")]
    values += [value_text(cards[key], cards[key].value) for key in ("late-starts", "no-shows", "calls", "reports")]
    line = [
        (f"{SIGNS[within.stand]} ", style),
        (fit(name, MONTH_NAME), "bold"),
        (f"{within.n:>{MONTH_N - 1},} ", "muted"),
    ]
    line += [
        (f"{text:>{MONTH_VALUE - 1}} ", style if n == 0 else "plain")
        for n, text in enumerate(values[: _month_columns(width)])
    ]
    return [line, [("    ", "plain"), (clip(month_words(month, within), width - 4), "muted")]]


def month_words(month: "Month", within: Card) -> str:
    """What a month was like, in a sentence."""
    so_far = "" if month.days.last.month != _next(month.days.last) else "so far: "
    late = within.n - within.part
    if within.value is None:
        what = f"{within.why}: {values_text(within.values)}" if within.values else within.why
        return so_far + what
    if not late:
        return f"{so_far}every response within its limit"
    cause, many = max(month.causes.items(), key=lambda pair: pair[1])
    of = "" if many == late else f"{many} "
    return f"{so_far}{late} late, {of}{CAUSE_SAID[cause]}; {hours_words(month.hours)}"


def _next(day: Any) -> int:
    from datetime import timedelta

    return int((day + timedelta(days=1)).month)


@dataclass(frozen=True)
class MonthBar:
    """The share within the limit of a month, on one line."""

    month: str
    card: Card


def month_bars(found: Mapping[str, Figures], terms: Terms) -> list[MonthBar]:
    """The newest month first."""
    return [MonthBar(month, response_cards(found[month], terms)["within"]) for month in sorted(found, reverse=True)]


def draw_month_bar(bar: MonthBar, width: int) -> Lines:
    """`✖ Oct 71.1 % ███████ of 45`."""
    card, name = bar.card, MONTHS[int(bar.month[5:]) - 1]
    style = STYLES[card.stand]
    many = f" of {card.n:,}"
    room = max(4, width - 2 - 4 - 8 - len(many))
    size = round((card.value or Fraction(0)) * room / 100)
    return [[
        (f"{SIGNS[card.stand]} {name:<4}", style), (f"{value_text(card, card.value):>7} ", style),
        ("█" * size + "░" * (room - size), style if card.value is not None else "muted"), (many, "muted"),
    ]]  # fmt: skip


# ── split ────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class SplitLine:
    """The responses of one category, hour, officer …: a card for the share within, and the other figures."""

    key: Any
    name: str
    some: Figures
    card: Card


def split_lines(
    by: str, found: Mapping[Any, Figures], names: Mapping[str, str], terms: Terms, session: "Session"
) -> list[SplitLine]:
    """A line for each group: hours, days and severities in their order, others by how many were late."""
    lines = [
        SplitLine(key, _name(by, key, names, session), some, response_cards(some, terms)["within"])
        for key, some in found.items()
    ]
    if by in ("category", "location", "officer"):
        lines.sort(key=lambda line: (line.some.within - line.some.n, -line.some.n, line.name))
    return lines


def _name(by: str, key: Any, names: Mapping[str, str], session: "Session") -> str:
    if by == "hour":
        return f"{key:02}:00–{(key + 1) % 24:02}:00"
    if by == "weekday":
        return DAYS[key]
    if by == "severity":
        return f"severity {key}"
    if by == "month":
        return f"{MONTHS[int(key[5:]) - 1]} {key[:4]}"
    if by == "officer":
        return session.officer_name(key) if key else "(nobody named)"
    return (names.get(key) or key) or f"(no {by} written)"


def split_headings(by: str, width: int) -> str:
    """The names of the columns."""
    head = f"  {BY[by].capitalize():<{_name_room(width - 1)}}{'of':>6} {'late':>6} {'within':>9} {'95 %':>8} "
    return clip(f" {head}{'mean':>7}{'median':>8}{'p90':>8}", width)


def _name_room(width: int) -> int:
    return min(36, max(14, width - 58))


def draw_split(line: SplitLine, width: int) -> Lines:
    """The figures of a group; where there are too few, the single responses."""
    some, card = line.some, line.card
    late = some.n - some.within
    style = STYLES[card.stand]
    spans = [
        (f"{SIGNS[card.stand]} ", style), (fit(line.name, _name_room(width)), "plain"), (f"{some.n:>6,} ", "muted"),
        (f"{late:>6,} ", "bad" if late else "muted"),
    ]  # fmt: skip
    if some.mean is None:
        return [[*spans, (clip(f" too few for figures: {values_text(some.values)}", max(0, width - 42)), "muted")]]
    spans += [(f"{value_text(card, card.value):>9} ", style), (f"{interval_text(card.interval):>8} ", "muted")]
    times = [some.mean, some.median, Fraction(some.p90 or 0)]
    return [
        [*spans, *((f"{seconds_text(time or Fraction(0)):>{7 + bool(n)}}", "plain") for n, time in enumerate(times))]
    ]


# ── how responses spread ─────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Bins:
    """How many responses took so long: bins of `width` seconds from 0 on, the last one open."""

    width: int
    within: tuple[int, ...]
    late: tuple[int, ...]


def bins_of(spread: Sequence[tuple[int, bool, int]], limit: int, most: int) -> Bins:
    """At most so many bins, such that the limit is an edge between two of them."""
    longest = max((seconds for seconds, _, _ in spread), default=0)
    width = next((w for w in _widths(limit) if longest // w < most), max(_widths(limit)))
    many = min(most, longest // width + 1)
    within, late = [0] * many, [0] * many
    for seconds, good, n in spread:
        # A response of just the limit is within it: the edge belongs to the bin before.
        bin_ = min(many - 1, max(0, (seconds - 1) // width))
        (within if good else late)[bin_] += n
    return Bins(width, tuple(within), tuple(late))


def _widths(limit: int) -> list[int]:
    """Widths that divide the limit, the smallest first."""
    limit = max(1, limit)
    return sorted({limit // n for n in (12, 9, 6, 4, 3, 2, 1) if limit % n == 0 and limit // n >= 5} or {limit})


def spread_words(found: Figures, excluded: Mapping[str, int]) -> list[tuple[str, str]]:
    """The spread in words."""
    if found.p90 is None:
        what = f": {values_text(found.values)}" if found.values else ""
        return [
            (f"{found.why[:1].upper()}{found.why[1:]}{what}", "bold"),
            (f"Left out: {out_words(excluded)}", "muted"),
        ]
    share = percent(found.within, found.n) or Fraction(0)
    p90 = seconds_text(Fraction(found.p90))
    mean, median = (seconds_text(value or Fraction(0)) for value in (found.mean, found.median))
    many = f"{found.n:,} responses"
    return [
        (f"Half of {many} took {median} at most, nine in ten {p90} at most; the mean is {mean}.", "bold"),
        (f"{found.n - found.within:,} over the limit ({percent_text(100 - share)}).", "bad" if found.n > found.within
         else "good"),
        (f"Left out: {out_words(excluded)}", "muted"),
    ]  # fmt: skip
