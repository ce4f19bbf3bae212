"""From the store to a document: reads what it needs, at one state of the store."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from sfm_tui.clock import day_bounds
from sfm_tui.domain.desk import Author
from sfm_tui.domain.reference import Location, Officer, Post
from sfm_tui.domain.site import Site
from sfm_tui.reports.day_book import DayBook, Whole, build_book
from sfm_tui.reports.incident_sheet import IncidentSheet, Printing, build_sheet
from sfm_tui.reports.paper import Foot, Names, ReportError, foot
from sfm_tui.storage import book
from sfm_tui.storage.errors import StoreError
from sfm_tui.storage.ledger import Head, read_head
from sfm_tui.storage.links import Link

if TYPE_CHECKING:
    from sfm_tui.storage.store import Store

_TRIES = 50
_CUT = 2000
_SHOWN = 200


def incident_sheet(store: "Store", number: str, by: Author) -> IncidentSheet:
    """The sheet of an incident as it stands now, printed by `by`.

    Raises StoreError where there is none of that number, ReportError where others write without a pause.
    """
    for _ in range(_TRIES):
        head = store.head()
        sheet = _sheet(store, number, by, head)
        if store.head() == head:
            return sheet
    raise ReportError("others are writing to the store without a pause: try again in a moment")


def day_book(store: "Store", day: date, by: Author) -> DayBook:
    """The occurrence book of a local day as it stands now, printed by `by`."""
    tz = store.tz
    start, end = day_bounds(day, tz)
    with store.reading() as connection:
        lines = book.day(connection, start, end)
        head = read_head(connection.exec_driver_sql)
    names = names_of(store)
    return build_book(day, lines, _whole(store, lines), names, tz, foot_of(store, store.sites.get(), names, head, by))


def names_of(store: "Store") -> Names:
    """How the site's codes read."""
    reference = store.reference
    return Names(
        people=reference.people_names(),
        officers={officer.officer: officer for officer in reference.all(Officer)},
        places={place.location: place for place in reference.all(Location)},
        posts={post.post: post.name for post in reference.all(Post)},
    )


def _sheet(store: "Store", number: str, by: Author, head: Head) -> IncidentSheet:
    site, names = store.sites.get(), names_of(store)
    links = store.links.of(f"incident:{number}")
    printing = Printing(store.tz, store.sites.terms(), names, store.clock.now(), foot_of(store, site, names, head, by))
    return build_sheet(
        store.incidents.get(number),
        store.incidents.stamps(number),
        store.incidents.log(number),
        links,
        _about(store, number, links, names),
        printing,
    )


def foot_of(
    store: "Store", site: Site | None, names: Names, head: Head, by: Author, *, now: int | None = None
) -> Foot:  # fmt: skip
    """The foot of a document at a state of the ledger, printed by `by`, at the instant that the document has too."""
    name = (f"{site.name} ({site.code})" if site.name else site.code) if site else "Site not yet named"
    return foot(name, head.long, store.clock.now() if now is None else now, store.tz, names.author(by.person))


def _about(store: "Store", number: str, links: Sequence[Link], names: Names) -> dict[str, str]:
    """What the linked records are, in their own first words."""
    own = f"incident:{number}"
    about: dict[str, str] = {}
    for ref in {ref for link in links for ref in (link.source, link.target)} - {own}:
        kind, _, key = ref.partition(":")
        if kind in ("incident", "occurrence"):
            try:
                text = store.incidents.get(key).summary if kind == "incident" else store.occurrences.get(key).text
            except StoreError:
                continue
            about[ref] = text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
        elif kind == "location":
            about[ref] = names.place(key)
        elif kind == "officer":
            about[ref] = names.officer_in_full(key)
        elif kind == "person":
            about[ref] = names.author(key)
        elif kind == "post":
            about[ref] = names.posts.get(key, "")
    return about


def _whole(store: "Store", lines: Sequence[book.BookLine]) -> dict[int, Whole]:
    """Texts that the book cuts short, and the post and officer of occurrences."""
    whole: dict[int, Whole] = {}
    for line in lines:
        if line.occurrence:
            found = store.occurrences.get(line.occurrence)
            whole[line.seq] = Whole(found.text, found.post, found.officer)
    for number in {line.incident for line in lines if not line.occurrence and len(line.text) >= _CUT}:
        whole.update((entry.seq, Whole(entry.text)) for entry in store.incidents.log(number))
    return whole
