"""How other screens name the document that «paper» shall show, and where Escape leads back to.

`PlaceWanted("paper", paper_key("incident", record="2026-0142", back="incident:2026-0142"))`.
"""

import json
from dataclasses import dataclass
from datetime import date

from sfm_tui.clock.days import Days

MADE = "made:"


@dataclass(frozen=True)
class Wanted:
    """A document by its kind, and what it is about; `back` is a place, or `incident:` and a number."""

    kind: str
    days: Days | None = None
    day: date | None = None
    record: str = ""
    at: int | None = None
    back: str = ""


def paper_key(
    kind: str,
    *,
    days: Days | None = None,
    day: date | None = None,
    record: str = "",
    at: int | None = None,
    back: str = "",
) -> str:
    """The key of `PlaceWanted` for a document of days, of a day, of a record or of the shift at an instant."""
    span = [days.first.isoformat(), days.last.isoformat()] if days is not None else None
    return json.dumps([kind, span, day.isoformat() if day else None, record, at, back])


def made_key(report: str) -> str:
    """The key of `PlaceWanted` for a document that was made, by its number."""
    return f"{MADE}{report}"


def read_key(key: str) -> Wanted | None:
    """What a key asks for; None where it is no such key."""
    try:
        kind, span, day, record, at, back = json.loads(key)
        if not (isinstance(kind, str) and isinstance(record, str) and isinstance(back, str)):
            return None
        days = Days(date.fromisoformat(span[0]), date.fromisoformat(span[1])) if span else None
        return Wanted(kind, days, date.fromisoformat(day) if day else None, record, at, back)
    except (ValueError, TypeError, IndexError):
        return None
