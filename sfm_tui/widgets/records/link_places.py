"""Where a linked record is shown: `incident:2026-0142`, `briefing:P-03`, `finding:no-responder:2026-11-26T17:00`."""

from typing import TYPE_CHECKING

from sfm_tui.domain.finding_name import named_finding
from sfm_tui.widgets.everywhere.messages import IncidentWanted, PlaceWanted
from sfm_tui.widgets.paper.key import made_key

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from sfm_tui.storage.store import Store

PLACE_OF = {
    "occurrence": "book", "briefing": "briefing", "handover": "handover", "talk": "talks", "action": "board",
    "measure": "measures", "breach": "trace", "assessment": "assessment", "weekly": "weekly",
    "reflection": "reflections", "note": "reflections",
}  # fmt: skip
"""The place whose `show_record` takes the key of a kind of record."""

_LONGEST_ENTRY = 18


def way_to(ref: str, tz: "ZoneInfo") -> IncidentWanted | PlaceWanted | None:
    """The message that asks for the record, None where no screen shows it."""
    kind, _, key = ref.partition(":")
    if kind == "incident":
        return IncidentWanted(key)
    if kind == "finding":
        return PlaceWanted("roster", ref) if named_finding(ref, tz) is not None else None
    if kind == "topic":
        return PlaceWanted("talks", ref)
    if kind == "report":
        return PlaceWanted("paper", made_key(key))
    if kind == "effect":
        return PlaceWanted("measures", ref)
    place = PLACE_OF.get(kind)
    return PlaceWanted(place, key) if place else None


def way_for(store: "Store", ref: str) -> IncidentWanted | PlaceWanted | None:
    """The same, of a change of the roster as well: the duty or the time that it was about."""
    kind, _, key = ref.partition(":")
    if kind != "roster":
        return way_to(ref, store.tz)
    if not (key.isascii() and key.isdigit() and len(key) < _LONGEST_ENTRY):
        return None
    row = store.roster.where(int(key))
    return PlaceWanted("roster", " ".join(str(one) for one in row if one)) if row is not None else None
