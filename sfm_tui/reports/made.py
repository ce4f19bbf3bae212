"""The documents that have a function of their own already, in the one shape that the registry asks for."""

from typing import TYPE_CHECKING

from sfm_tui.clock import local_date
from sfm_tui.reports.gather import day_book, incident_sheet
from sfm_tui.reports.gather_shift import briefing_sheet, handover_sheet
from sfm_tui.reports.gather_talk import talk_register

if TYPE_CHECKING:
    from sfm_tui.domain.desk import Author
    from sfm_tui.reports.paper import Document
    from sfm_tui.reports.registry import Asked
    from sfm_tui.storage.store import Store


def incident(store: "Store", asked: "Asked", by: "Author") -> "Document":
    """One incident."""
    return incident_sheet(store, asked.record, by)


def occurrence_book(store: "Store", asked: "Asked", by: "Author") -> "Document":
    """The book of a local day, today where none is named."""
    return day_book(store, asked.day or local_date(store.clock.now(), store.tz), by)


def talk(store: "Store", asked: "Asked", by: "Author") -> "Document":
    """One talk."""
    return talk_register(store, asked.record, by)


def briefing(store: "Store", asked: "Asked", by: "Author") -> "Document":
    """The briefing of a shift, of the one that is on or starts next where no instant is named."""
    return briefing_sheet(store, asked.at, by)


def handover(store: "Store", asked: "Asked", by: "Author") -> "Document":
    """One handover."""
    return handover_sheet(store, asked.record, by)
