"""The figures of a contract review against their target."""

from sfm_tui.domain.kpi import Figures
from sfm_tui.domain.kpi_roster import Share
from sfm_tui.domain.rounding import percent
from sfm_tui.reports.blocks import Column, Table
from sfm_tui.reports.review_data import ReviewData
from sfm_tui.reports.review_words import (
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
_COLUMNS = (
    Column("figure", 2.5), Column("result", 2.1, right=True), Column("95 % interval", 1.6, right=True),
    Column("n", 1.9, right=True), Column("target", 1, right=True), Column("state", 1.9),
)  # fmt: skip


def kpi_table(data: ReviewData) -> Table:
    """Every figure of the period with n, interval, target and state."""
    found = data.kpis
    roster, calls = found.roster, found.calls
    rows = [*_responses(found.responses.total, found.terms.today.target_percent)]
    rows += [
        _share("Posts filled", roster.fill, _hours(roster.fill.whole, "asked for")),
        _count("Late starts", roster.late_starts, roster.starts),
        _count("No-shows", roster.no_shows, roster.starts),
        _share("Duty under a valid licence", roster.licensed, _hours(roster.licensed.whole, "on duty")),
        _share(
            "Check calls in time", Share(calls.in_time, calls.due, "" if calls.due else "no check call was due"),
            f"{calls.due:,} calls",
        ),
        _share("Training in date", found.training, f"{found.training.whole:,} officer-topic pairs"),
        _share("Reports closed in 24 h", found.reports, f"{found.reports.whole:,} reports"),
    ]  # fmt: skip
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


def _share(name: str, share: Share, n: str) -> tuple[str, ...]:
    value = percent(share.part, share.whole)
    if value is None:
        return name, share.why, NOTHING, NOTHING, NOTHING, NO_FIGURE
    return name, percent_text(value), NOTHING, n, NOTHING, NO_TARGET


def _count(name: str, count: int, duties: int) -> tuple[str, ...]:
    return name, f"{count:,}", NOTHING, f"{duties:,} duties", NOTHING, NO_TARGET


def _hours(seconds: int, what: str) -> str:
    return f"{seconds // _HOUR:,} h {what}"
