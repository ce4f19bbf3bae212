"""From the store to the papers of a shift: its briefing, its handover."""

from typing import TYPE_CHECKING

from sfm_tui.domain.desk import Author
from sfm_tui.reports.briefing_sheet import BriefingSheet, Told, build_briefing
from sfm_tui.reports.gather import foot_of, names_of
from sfm_tui.reports.handover_sheet import HandoverSheet, build_handover
from sfm_tui.storage.on_shift import stands

if TYPE_CHECKING:
    from sfm_tui.storage.store import Store


def briefing_sheet(store: "Store", at: int | None, by: Author) -> BriefingSheet:
    """The briefing of the shift that starts at, or is on at, an instant (now where none is given)."""
    head, names = store.head(), names_of(store)
    brief = store.briefings.for_shift(at)
    points = [
        Told(line.point, line.told_at, frozenset(line.waiting), _sources(store, line.point.briefing))
        for line in brief.lines
    ]
    with store.reading() as connection:
        officers = stands(connection, brief.shift)
    foot = foot_of(store, store.sites.get(), names, head, by)
    return build_briefing(brief.shift, points, officers, names, store.tz, foot)


def handover_sheet(store: "Store", handover: str, by: Author) -> HandoverSheet:
    """One handover. Raises StoreError where there is none of that number."""
    head, names = store.head(), names_of(store)
    foot = foot_of(store, store.sites.get(), names, head, by)
    return build_handover(store.handovers.get(handover), names, store.tz, foot)


def _sources(store: "Store", briefing: str) -> tuple[str, ...]:
    own = f"briefing:{briefing}"
    return tuple(link.source for link in store.links.of(own) if link.target == own and not link.struck)
