"""The figures of a contract review against their target."""

from decimal import Decimal
from fractions import Fraction

from sfm_tui.domain.kpi import LOW, Figures
from sfm_tui.domain.kpi_roster import Share
from sfm_tui.domain.rounding import percent
from sfm_tui.domain.shares import wilson
from sfm_tui.domain.usual_targets import AT_MOST, USUAL, WITHOUT_CASES, UsualKey
from sfm_tui.reports.blocks import Column, Table
from sfm_tui.reports.review_data import ReviewData
from sfm_tui.reports.review_words import (
    MET,
    MISSED,
    NO_FIGURE,
    NO_TARGET,
    NOTHING,
    few,
    interval_text,
    percent_text,
    seconds_text,
    state,
    target_text,
)

_HOUR = 3600
MAYBE = "△ may be chance"
_COLUMNS = (
    Column("figure", 2.5), Column("result", 2.1, right=True), Column("95 % interval", 1.6, right=True),
    Column("n", 2, right=True), Column("target", 1.1, right=True), Column("state", 2),
)  # fmt: skip


NOTE = (
    "A target in brackets is usual in the trade and not set by this contract; of licences the law sets it. Of late"
    " starts and no-shows it is the most. Shares of time, and of training, have no single cases and so no interval."
)
"""What stands below the table."""


def kpi_table(data: ReviewData) -> Table:
    """Every figure of the period with n, interval, target and state."""
    found = data.kpis
    roster, calls = found.roster, found.calls
    duties, none = (
        f"{roster.starts:,} dut{'y' if roster.starts == 1 else 'ies'}",
        roster.why or ("" if roster.starts else "no duty starts"),
    )
    rows = [*_responses(found.responses.total, found.terms.today.target_percent)]
    counts: tuple[tuple[str, UsualKey, int], ...] = (
        ("Late starts", "late-starts", roster.late_starts), ("No-shows", "no-shows", roster.no_shows),
    )  # fmt: skip
    late, missing = (
        _share(name, key, Share(part, roster.starts, none), duties, running=data.now < data.window[1])
        for name, key, part in counts
    )
    rows += [
        _share("Posts filled", "fill", roster.fill, _hours(roster.fill.whole, "asked for")),
        late,
        missing,
        _share("Duty under a valid licence", "licence", roster.licensed, _hours(roster.licensed.whole, "on duty")),
        _share("Check calls in time", "calls", calls.came, f"{calls.due:,} calls"),
        _share("Training in date", "training", found.training, f"{found.training.whole:,} officer-topic pairs"),
        _share("Reports closed in 24 h", "reports", found.reports, f"{found.reports.whole:,} reports"),
    ]
    strong = tuple(n for n, row in enumerate(rows) if row[-1].startswith(MISSED))
    return Table("Figures of the period", _COLUMNS, tuple(rows), strong=strong)


def _responses(total: Figures, target: float | None) -> list[tuple[str, ...]]:
    n = f"{total.n:,} response{'' if total.n == 1 else 's'}"
    word = state(total, target)
    low = ", low n" if total.low_n and total.why == "" else ""
    if total.why:
        return [("Responses within the limit", few(total), NOTHING, n, target_text(target), NO_FIGURE)]
    return [
        (
            "Responses within the limit", percent_text(total.share), interval_text(total.interval), n,
            target_text(target), f"{word}{low}",
        ),
        ("Response time, mean", seconds_text(total.mean), NOTHING, n, NOTHING, NO_TARGET),
        ("Response time, median", seconds_text(total.median), NOTHING, n, NOTHING, NO_TARGET),
        ("Response time, 90 % within", seconds_text(total.p90), NOTHING, n, NOTHING, NO_TARGET),
    ]  # fmt: skip


def _share(name: str, key: UsualKey, share: Share, n: str, *, running: bool = False) -> tuple[str, ...]:
    value, usual = percent(share.part, share.whole), USUAL[key]
    target = f"({'≤ ' if key in AT_MOST else ''}{target_text(float(usual))})"
    if value is None:
        return name, share.why, NOTHING, NOTHING, target, NO_FIGURE
    sure = None if key in WITHOUT_CASES else wilson(share.part, share.whole)
    if running:
        return name, f"{share.part:,} so far", NOTHING, n, target, NO_TARGET
    text = f"{share.part:,} ({percent_text(value)})" if key in AT_MOST else percent_text(value)
    low = ", low n" if sure and share.whole < LOW else ""
    return name, text, interval_text(sure), n, target, f"({_usual_state(key, value, sure)}){low}"


def _usual_state(key: UsualKey, value: Fraction, sure: tuple[Decimal, Decimal] | None) -> str:
    """How a figure stands to what is usual, as the dashboard has it."""

    def met(some: Fraction | Decimal) -> bool:
        return Fraction(some) <= USUAL[key] if key in AT_MOST else Fraction(some) >= USUAL[key]

    if met(value):
        return MET
    return MAYBE if sure and any(map(met, sure)) else MISSED


def _hours(seconds: int, what: str) -> str:
    return f"{seconds // _HOUR:,} h {what}"
