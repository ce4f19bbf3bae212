"""Where a linked record is shown: `incident:2026-0142`, `briefing:P-03`, `finding:no-responder:2026-11-26T17:00`."""

from typing import TYPE_CHECKING

from sfm_tui.clock import parse_file_time, to_local
from sfm_tui.widgets.everywhere.messages import IncidentWanted, PlaceWanted
from sfm_tui.widgets.paper.key import made_key

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from sfm_tui.domain.findings import Finding
    from sfm_tui.storage.store import Store

PLACE_OF = {
    "occurrence": "book", "briefing": "briefing", "handover": "handover", "talk": "talks", "action": "board",
    "measure": "measures", "breach": "trace", "assessment": "assessment", "weekly": "weekly",
    "reflection": "reflections", "note": "reflections",
}  # fmt: skip
"""The place whose `show_record` takes the key of a kind of record."""

FINDING = "finding:"
"""Before a finding in the key of the roster's place."""
_LONGEST_ENTRY = 18
_TIME = len("2026-11-26T17:00")
_WITH_OFFSET = len("2026-11-26T17:00+00:00")


def way_to(ref: str, tz: "ZoneInfo") -> IncidentWanted | PlaceWanted | None:
    """The message that asks for the record, None where no screen shows it."""
    kind, _, key = ref.partition(":")
    if kind == "incident":
        return IncidentWanted(key)
    if kind == "finding":
        return PlaceWanted("roster", ref) if finding_place(ref, tz) is not None else None
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
    with store.reading() as connection:
        row = connection.exec_driver_sql(
            "SELECT start, post, officer FROM roster_change WHERE seq = ? AND start IS NOT NULL"
            " ORDER BY effect <> 'made', n LIMIT 1",
            (int(key),),
        ).first()
    return PlaceWanted("roster", " ".join(str(one) for one in row if one)) if row is not None else None


def finding_ref(finding: "Finding", tz: "ZoneInfo") -> str:
    """How links name a finding of the roster: its kind, its start, and post or officer where it has one."""
    local = to_local(finding.start, tz)
    twice = local.replace(fold=1 - local.fold).utcoffset() != local.utcoffset()
    time = local.isoformat()[:_TIME] + (local.isoformat()[19:] if twice else "")
    return ":".join(filter(None, ("finding", finding.kind, time, finding.post or finding.officer)))


def finding_place(ref: str, tz: "ZoneInfo") -> tuple[int, str] | None:
    """The instant at which a finding starts, by its name in links, and its post or officer; None where it is none."""
    _kind, _, rest = ref.removeprefix(FINDING).partition(":")
    for length in (_WITH_OFFSET, _TIME):
        try:
            at = parse_file_time(rest[:length], tz)
        except ValueError:
            continue
        return at, rest[length:].lstrip(":").partition("+")[0]
    return None
