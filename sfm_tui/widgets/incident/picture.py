"""All that the incident screen shows of an incident, read at one moment."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sfm_tui.domain.categories import Category

if TYPE_CHECKING:
    from sfm_tui.storage.drafts import Draft
    from sfm_tui.storage.incidents import Incident, LogLine, StampView
    from sfm_tui.storage.store import Store


@dataclass(frozen=True)
class Picture:
    """All that the screen shows of an incident, read at one moment."""

    incident: "Incident"
    stamps: "list[StampView]"
    log: "list[LogLine]"
    officers: list[tuple[str, str]]
    locations: list[tuple[str, str]]
    categories: list[Category]
    authors: dict[str, str]
    callout: list[tuple[int, str, str]]
    draft: "Draft | None"
    links: list[Any] = field(default_factory=list)


def look(store: "Store", number: str) -> Picture:
    """Read an incident and what its fields choose from."""
    from sfm_tui.domain.reference import Location, Officer

    site, names = store.sites.get(), store.reference.names()
    return Picture(
        incident=store.incidents.get(number),
        stamps=store.incidents.stamps(number),
        log=store.incidents.log(number),
        officers=[(o.officer, names.get(o.officer, o.officer)) for o in store.reference.all(Officer) if not o.left_on],
        locations=[(p.location, p.name) for p in store.reference.all(Location) if not p.hidden],
        categories=store.reference.categories(),
        authors=store.reference.people_names(),
        callout=[(c.severity, c.who, c.phone) for c in site.callout] if site else [],
        draft=store.drafts.get(f"incident:{number}"),
        links=store.links.of(f"incident:{number}"),
    )
