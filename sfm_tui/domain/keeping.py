"""What the ledger says of keeping: legal holds, what was told to whom of their own data, what is left of an entry."""

import re
from datetime import date
from typing import Any

from sfm_tui.domain.event import Event, event
from sfm_tui.domain.text import Code, Line, Text

PERIOD = "period"
_PERIOD = re.compile(r"(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})", re.ASCII)


def period(first: date, last: date) -> str:
    """The name of a period from its first to its last day, as a hold names it: `period:2026-01-01..2026-03-31`."""
    return f"{PERIOD}:{first.isoformat()}..{last.isoformat()}"


def days_of(target: str) -> tuple[date, date] | None:
    """First and last day of what `period` wrote; None for any other target.

    Raises ValueError for a period whose days are none, or whose end is before its beginning.
    """
    noun, colon, rest = target.partition(":")
    if noun != PERIOD or not colon:
        return None
    found = _PERIOD.fullmatch(rest)
    try:
        first, last = (date.fromisoformat(day) for day in found.groups()) if found else (None, None)
    except ValueError:
        first = last = None
    if first is None or last is None or last < first:
        raise ValueError(f"«{rest}» is no period: write 2026-01-01..2026-03-31, the last day included")
    return first, last


class HoldEvent(Event):
    """An act on a legal hold; `target` is a record, an officer, a person or a period, as `kind:key`."""

    target: Code
    why: Text

    @property
    def subject(self) -> str:
        """What is held."""
        return self.target


@event("hold.placed")
class HoldPlaced(HoldEvent):
    """Nothing of this goes under a retention rule, until the hold is lifted."""


@event("hold.lifted")
class HoldLifted(HoldEvent):
    """The hold on this is over: retention rules apply again."""


@event("access.given")
class AccessGiven(Event):
    """A person's own data were put together for them; `records` says how many were in it, `digest` is the file's."""

    person: Code
    file: Line
    digest: Line
    records: int
    unmasked: bool = False

    @property
    def subject(self) -> str:
        """Whose data they are."""
        return self.person


@event("ledger.restated")
class Restated(Event):
    """What is left of entry `of` when some of its records were erased: it stands in that entry's place.

    Its text goes with the erasure; `what` is the payload without those records. By itself it changes nothing.
    """

    of: int
    what: dict[str, Any]
