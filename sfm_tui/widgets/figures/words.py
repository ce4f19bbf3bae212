"""What the dashboard says of a figure in plain words; pure."""

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from sfm_tui.clock import local_date
from sfm_tui.domain.kpi import Terms
from sfm_tui.domain.late_words import REASON_WORDS, limit_words
from sfm_tui.domain.spans import Span
from sfm_tui.domain.trace import ALL_BUSY, NONE_FREE, OVERLAPPING, UNEXPLAINED
from sfm_tui.widgets.figures.cards import (
    RESPONSE_KEYS,
    SIGNS,
    STYLES,
    TIMED,
    Card,
    interval_text,
    n_text,
    percent_text,
    target_text,
    value_text,
    values_text,
)
from sfm_tui.widgets.figures.trend import day_words

Said = tuple[str, str]
"""A text and the name of its style, as `Rows` has them."""
CAUSE_SAID = {
    OVERLAPPING: "with overlapping duties", NONE_FREE: "with nobody free",
    ALL_BUSY: "with all free responders busy", UNEXPLAINED: "that the roster does not explain",
}  # fmt: skip
_OF = {
    "within": ("responses", "within the limit"), "late-starts": ("duties", "began late"),
    "no-shows": ("duties", "were no-shows"), "training": ("topics of officers", "in date"),
    "calls": ("check calls", "in time"), "reports": ("reports", "closed within 24 hours"),
    "fill": ("hours asked for", "filled"), "licence": ("duty hours that need a licence", "licensed"),
}  # fmt: skip


def what_words(card: Card) -> str:
    """The figure and what it is of: `90.9 % of 11 responses within the limit (62–99)`; or why there is none."""
    if card.value is None:
        if card.key in RESPONSE_KEYS and card.values:
            many = f"{card.n} response{'s' if card.n != 1 else ''}"
            return f"only {many}, too few for a figure: {values_text(card.values)}"
        return card.why or "no figure"
    if card.timed:
        name = {"mean": "on the mean", "median": "the median", "p90": "nine in ten at most"}[card.key]
        return f"{value_text(card, card.value)} {name}, of {card.n:,} responses"
    of, done = _OF[card.key]
    many = f"{round(card.n / 3600) if card.key in TIMED else card.n:,}"
    part = f"{card.part:,} of " if card.key in ("late-starts", "no-shows") else ""
    sure = f" ({interval_text(card.interval)})" if card.interval is not None else ""
    figure = percent_text(card.value)
    if part:
        return f"{part}{many} {of} {done}: {figure}{sure}"
    note = f"; {card.note}" if card.note else ""
    return f"{figure} of {many} {of} {done}{sure}{note}"


def stand_words(card: Card) -> Said:
    """How it stands to its target: `target 95: ▲ missed, which chance alone may explain`."""
    if card.value is None:
        return "", "muted"
    if card.target is None:
        return "no target is set", "muted"
    stand = card.stand
    word = {
        "good": "met" + (", though n is low" if card.low_n else ""),
        "warn": "missed, which chance alone may explain",
        "bad": "missed" if card.timed or card.key in TIMED or card.key == "training"
        else "missed, by more than chance explains",
        "none": "",
    }[stand]  # fmt: skip
    name = "target" if not card.usual else "usual target"
    if card.key == "licence":
        name = "by law"
    return f"{name} {target_text(card).strip('()')}: {SIGNS[stand]} {word}", STYLES[stand]


def card_words(card: Card, before: Card | None, period: str) -> list[Said]:
    """Two sentences: what it is and how it stands; what the twelve weeks before had."""
    what, (stand, style) = what_words(card), stand_words(card)
    end = "," if stand else "."
    found: list[Said] = [
        (f"{period[:1].upper()}{period[1:]}: {what}{end}", "bold"),
        (f"{stand}." if stand else "", style),
    ]
    if before is not None and before.value is not None:
        found.append((f"The 12 weeks before: {what_words(before)}.", "plain"))
    elif before is not None:
        found.append(("The 12 weeks before give no figure to set it against.", "muted"))
    return found


def short_words(card: Card) -> list[Said]:
    """The same in few words: `83.2 % of 113 (75–89),` `target 95: ✖ missed.`."""
    if card.value is None:
        words = what_words(card)
        return [(f"{words[:1].upper()}{words[1:]}.", "bold")]
    sure = f" ({interval_text(card.interval)})" if card.interval is not None else ""
    low = ", low n" if card.low_n else ""
    figure = f"{value_text(card, card.value)} of {n_text(card).removesuffix(' low')}{sure}{low}"
    if card.target is None:
        return [(f"{figure}; no target is set.", "bold")]
    word = {"good": "met", "warn": "missed, maybe by chance", "bad": "missed", "none": ""}[card.stand]
    return [(f"{figure},", "bold"), (f"target {target_text(card)}: {SIGNS[card.stand]} {word}.", STYLES[card.stand])]


def terms_words(terms: Terms, window: Span, tz: ZoneInfo) -> str:
    """What a response is held to, and since when: `from the report to on scene; limit 3:00 (S1 2:00)`."""
    start = "the report" if terms.clock_starts == "reported" else "the dispatch"
    low, high = window
    parts = [f"from {start} to on scene; limit {limit_words(terms, (high - 1, high))}"]
    segments = terms.segments(low, high)
    for (since, _), (_, before) in zip(segments[1:], segments, strict=False):
        was = limit_words(Terms(before), (low, high))
        parts.append(f"until {day_words(local_date(since, tz))} {was}")
    return "; ".join(parts)


def out_words(excluded: Mapping[str, int]) -> str:
    """`22 stood down · 5 without an arrival`; those that are none are left away."""
    return " · ".join(f"{n:,} {REASON_WORDS[reason]}" for reason, n in excluded.items() if n) or "none"


def hours_words(hours: Mapping[int, int]) -> str:
    """The hours of the day with most of the late responses, neighbours joined: `12–14 h (7), 17–18 h (4)`.

    Where most hours of the day have some, neighbours are not joined: they would say nothing.
    """
    spans: list[tuple[int, int, int]] = []
    apart = sum(n > 0 for n in hours.values()) > 12
    for hour, n in sorted(hours.items()):
        if not n:
            continue
        if spans and spans[-1][1] == hour and not apart:
            first, _end, many = spans[-1]
            spans[-1] = first, hour + 1, many + n
        else:
            spans.append((hour, hour + 1, n))
    spans.sort(key=lambda span: (-span[2], span[0]))
    return ", ".join(f"{first:02}–{end % 24:02} h ({n:,})" for first, end, n in spans[:3])
