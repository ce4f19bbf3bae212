"""What was wrong with the roster, and what happened, by kind, in a contract review."""

from collections import Counter

from sfm_tui.domain.findings import KINDS
from sfm_tui.reports.blocks import Column, Table
from sfm_tui.reports.review_data import CategoryLine, ReviewData
from sfm_tui.reports.review_words import NOTHING, at_most, cut, number, percent_text

MOST_CATEGORIES, _MOST_SEVERE = 6, 8
"""More than these stand in the appendix; those with severe incidents are shown before others."""
_HOUR = 3600
_WHOLE = ("rest", "long-duty", "weekly-hours")
"""Kinds whose spans are told whole, beyond the period too: their hours say nothing of it."""
_NAME = 60

KIND_WORDS = {
    "uncovered": "nobody at a post that asks for cover",
    "under-covered": "fewer at a post than asked for",
    "double-booked": "an officer on two duties at once",
    "unlicensed": "no valid licence for the post",
    "absent": "on duty while absent",
    "not-inducted": "not yet inducted at the site",
    "left": "had left by then",
    "rest": "too short a rest between duties",
    "long-duty": "too long a duty",
    "weekly-hours": "too many hours a week",
    "no-responder": "nobody free to respond in a peak",
}
"""What each kind of finding means, for a reader who does not know its name."""


def gap_table(data: ReviewData) -> Table:
    """The findings of the roster by kind, with the hours that they add up to."""
    counts = Counter(one.kind for one in data.findings)
    spans: Counter[str] = Counter()
    for one in data.findings:
        spans[one.kind] += one.end - one.start
    rows = tuple(
        (
            KIND_WORDS.get(kind, kind), f"{counts[kind]:,}",
            NOTHING if kind in _WHOLE else f"{spans[kind] / _HOUR:,.1f} h",
        )
        for kind in KINDS
        if counts[kind] and not data.kpis.roster.why
    )  # fmt: skip
    why = data.kpis.roster.why
    columns = (Column("gaps of the roster", 3), Column("times", 0.8, right=True), Column("in all", 1.1, right=True))
    none = f"Nothing is told: {why}." if why else "The roster had no gap in these days."
    return Table("Gaps and cover", columns, rows, none)


def category_table(data: ReviewData) -> Table:
    """The incidents by category, the most frequent first; none with severe incidents gives way to one without."""
    severe = sum(1 for one in data.categories if one.high)
    first = sorted(data.categories, key=lambda one: not one.high)[: max(MOST_CATEGORIES, min(severe, _MOST_SEVERE))]
    shown = tuple(one for one in data.categories if one in first)
    rows = [(cut(one.category, _NAME) or "no category", f"{one.incidents:,}", f"{one.high:,}") for one in shown]
    rest = tuple(one for one in data.categories if one not in shown)
    if rest:
        rows.append(_sum(f"{len(rest)} more", rest))
    rows.append(_sum("all", data.categories))
    void = f", {data.void} void left out" if data.void else ""
    columns = (Column("category", 2.6), Column("incidents", 1.2, right=True), Column("severe (1, 2)", 1.3, right=True))
    return Table(
        f"Incidents by category{void}", columns, tuple(rows) if data.categories else (), "No incident was reported."
    )


def _sum(name: str, some: tuple[CategoryLine, ...]) -> tuple[str, str, str]:
    return name, f"{sum(one.incidents for one in some):,}", f"{sum(one.high for one in some):,}"


def category_figures(data: ReviewData) -> Table:
    """Every category with its response figures."""
    shown, title = at_most(data.categories, "Incidents and responses by category")
    rows = tuple(_figures(one) for one in shown)
    columns = (
        Column("category", 2.4), Column("incidents", 1, right=True), Column("severe (1, 2)", 1, right=True),
        Column("responses", 1, right=True), Column("median, s", 1, right=True), Column("within", 1, right=True),
    )  # fmt: skip
    return Table(title, columns, rows, "No incident was reported.")


def _figures(one: CategoryLine) -> tuple[str, ...]:
    some = one.responses
    return (
        cut(one.category, _NAME) or "no category", f"{one.incidents:,}", f"{one.high:,}", f"{some.n:,}",
        number(some.median), percent_text(some.share),
    )  # fmt: skip
