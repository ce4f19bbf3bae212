"""How other screens name what «why late» shall show: some days, a cause, an hour or a weekday in them, or one incident.

`PlaceWanted("trace", days_key(days, cause))` shows those; `PlaceWanted("trace", "2026-0063")` goes to an incident.
"""

from dataclasses import dataclass
from datetime import date

from sfm_tui.clock.days import Days
from sfm_tui.clock.show import DAYS
from sfm_tui.domain.trace import CAUSES
from sfm_tui.domain.why_late import EVERYTHING, Only


@dataclass(frozen=True)
class Wanted:
    """What is to be shown: the days, narrowed to some, or the incident of a number."""

    days: Days | None = None
    only: Only = EVERYTHING
    incident: str = ""


def days_key(days: Days, cause: str = "", hour: int | None = None, weekday: int | None = None) -> str:
    """The key of `PlaceWanted` for the late responses of some days, of a cause, an hour, a weekday (Monday is 0)."""
    at = ("" if weekday is None else DAYS[weekday], "" if hour is None else str(hour))
    parts = [f"{days.first.isoformat()}/{days.last.isoformat()}", cause, *at]
    return " ".join(filter(None, parts))


def read_key(key: str) -> Wanted:
    """What a key asks for; one that names no days is an incident's number."""
    first, slash, rest = key.partition("/")
    last, *more = rest.split()[:4] if slash and rest.split() else [""]
    try:
        days = Days(date.fromisoformat(first), date.fromisoformat(last))
    except ValueError:
        return Wanted(incident=key)
    cause = next((word for word in more if word in CAUSES), "")
    hour = next((int(word) for word in more if word.isdecimal() and int(word) < 24), None)
    weekday = next((DAYS.index(word) for word in more if word in DAYS), None)
    return Wanted(days, Only(cause, hour, weekday))
