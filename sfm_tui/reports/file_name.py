"""What the file of a document is called where nobody names it: by what it says, so that it is found again."""

from datetime import date, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sfm_tui.clock import local_date

if TYPE_CHECKING:
    from sfm_tui.reports.registry import Asked

_LONGEST = 60


def file_stem(kind: str, asked: "Asked", now: int, tz: ZoneInfo) -> str:
    """`contract-review-2026-10`, `contract-review-2026-10-01-to-2026-10-14`, `incident-2026-0142`; no ending."""
    return f"{kind}-{_about(asked, now, tz)}"


def _about(asked: "Asked", now: int, tz: ZoneInfo) -> str:
    if asked.record:
        return "".join(c if c.isalnum() or c in "-_" else "-" for c in asked.record[:_LONGEST])
    if asked.window:
        first, after = (local_date(at, tz) for at in asked.window)
        if first.day == 1 and after == month_after(first):
            return f"{first.year:04}-{first.month:02}"
        return f"{first}-to-{after - timedelta(days=1)}"
    return f"{asked.day or local_date(asked.at if asked.at is not None else now, tz)}"


def month_after(first: date) -> date:
    """The first day of the month after that of a first day."""
    return (first + timedelta(days=31)).replace(day=1)
