"""What is asked of an act on an incident before it is entered."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sfm_tui.clock import clock_text
from sfm_tui.domain.timeline import AlreadyStamped, first_arrival_first
from sfm_tui.storage.errors import Clash, StoreError
from sfm_tui.storage.incident_records import Incident, read_stamps, site_zone

if TYPE_CHECKING:
    from sfm_tui.storage.transaction import Transaction


@contextmanager
def clashing(transaction: "Transaction", number: str) -> Iterator[None]:
    """Tell of a stamp that holds already as a Clash, with its time as the site reads it."""
    try:
        yield
    except AlreadyStamped as error:
        at = clock_text(error.held.at, site_zone(transaction))
        raise Clash(f"«{error.held.stamp}» is stamped on {number} already, {at}: correct it instead") from error


def need_reason(why: str) -> None:
    """Refuse an act that needs a reason and has none."""
    if not why.strip():
        raise StoreError("a reason is needed: it stands in the log beside what it changes")


def need_officer(transaction: "Transaction", officer: str) -> None:
    """Refuse a staff number that nobody has."""
    if transaction.one("SELECT 1 FROM officer WHERE officer = ?", (officer,)) is None:
        raise StoreError(f"there is no officer {officer}")


def officers_to_name(transaction: "Transaction", incident: Incident, wanted: Sequence[str]) -> list[str]:
    """The officers as they are to stand on an incident: each once, each known, the first on scene first."""
    named = tuple(dict.fromkeys(wanted))
    for officer in named:
        if officer not in incident.officers:
            need_officer(transaction, officer)
    return list(first_arrival_first(named, read_stamps(transaction, incident.id), incident.on_scene))


def need_occurrence(transaction: "Transaction", occurrence: str) -> None:
    """Refuse to make an incident of a line of the book that is none, is struck, or is one already."""
    row = transaction.one("SELECT incident, struck FROM occurrence WHERE occurrence = ?", (occurrence,))
    if row is None:
        raise StoreError(f"there is no occurrence {occurrence}")
    if row[0]:
        raise Clash(f"occurrence {occurrence} is incident {row[0]} already")
    if row[1]:
        raise StoreError(f"occurrence {occurrence} is struck ({row[1]}): log the incident anew")
