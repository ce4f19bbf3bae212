"""What a document on the paper screen is about: its days, its day or its record, in words and as it is asked for."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sfm_tui.clock import day_text, short_clock, to_local
from sfm_tui.clock.days import Days
from sfm_tui.domain.period import Period

if TYPE_CHECKING:
    from sfm_tui.reports.registry import Asked, Kind

_STEPS = {"roster-week": 7}
"""Days by which a key turns a document of a day; one where it is not named."""


@dataclass(frozen=True)
class Wish:
    """What the documents are about; each takes of it what it needs.

    Without a `record` a document of one is of the newest, one of several is of all that are open. `at` is an instant
    of the shift where that is not the present one.
    """

    period: Period
    day: date
    record: str = ""
    at: int | None = None
    names: bool = False

    @classmethod
    def first(cls, today: date) -> "Wish":
        """What is shown before anybody chose: the last month that is over, today, the newest."""
        return cls(Period.of("month", today.replace(day=1) - timedelta(days=1), today), today)


def period_of(days: Days, today: date) -> Period:
    """Days as the week, month or twelve weeks that they are, so that the ones before and after are too."""
    for kind in ("month", "week", "weeks"):
        found = Period.of(kind, days.first, today)
        if found.first == days.first and days.last in (found.last, whole_days(found).last):
            return found
    return Period.typed(days, today)


def whole_days(period: Period) -> Days:
    """The days of a period; a month that is not over is asked for whole, as the command line does."""
    if period.kind != "month":
        return period.days
    following = (period.first + timedelta(days=31)).replace(day=1)
    return Days(period.first, following - timedelta(days=1))


def asked_of(kind: "Kind", wish: Wish, tz: ZoneInfo, record: str = "") -> "Asked":
    """What is asked of the registry; `record` is the newest one where the wish names none."""
    from sfm_tui.reports.registry import Asked

    if kind.takes == "period":
        return Asked(window=whole_days(wish.period).bounds(tz), names=wish.names and kind.can_name)
    if kind.takes == "day":
        return Asked(day=wish.day, names=wish.names and kind.can_name)
    if kind.takes in ("record", "records"):
        return Asked(record=wish.record or record, names=wish.names and kind.can_name)
    return Asked(at=wish.at) if wish.at is not None else Asked()


def title_of(kind: "Kind") -> str:
    """What a document is called: `Contract review`."""
    return kind.title


def about_words(kind: "Kind", wish: Wish, tz: ZoneInfo, record: str) -> str:
    """What a document is about, in words; `record` is the newest one where the wish names none."""
    if kind.takes == "period":
        return f"{wish.period.words}{', officers by name' if wish.names and kind.can_name else ''}"
    if kind.takes == "day":
        return day_text(wish.day)
    if kind.takes == "records":
        return wish.record or "all that are open"
    if kind.takes == "record":
        return wish.record or (f"{record}, the newest" if record else "none yet")
    if wish.at is None:
        return "as it stands now"
    return f"the shift of {day_text(to_local(wish.at, tz))} {short_clock(wish.at, tz)}"


def turned(kind: "Kind", wish: Wish, by: int) -> Wish:
    """The days, or the day, before (-1) or after (+1). Days that are still to come are not reached."""
    if kind.takes == "period":
        return replace(wish, period=wish.period.shifted(by))
    step = timedelta(days=by * _STEPS.get(kind.name, 1))
    try:
        return replace(wish, day=wish.day + step)
    except OverflowError:
        return wish
