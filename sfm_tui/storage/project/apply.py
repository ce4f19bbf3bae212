"""Applying one event, and what every noun needs for it."""

from functools import singledispatch

from sfm_tui.clock import clock_text, zone
from sfm_tui.domain.event import Event
from sfm_tui.storage.ledger import Entry
from sfm_tui.storage.writer import Writer


@singledispatch
def project(event: Event, entry: Entry, writer: Writer) -> None:
    """Apply one event to the state tables; events that change none are only in the ledger."""


def time_text(writer: Writer, at: int) -> str:
    """An instant as the site's clock shows it."""
    return clock_text(at, zone(_timezone(writer)))


def _timezone(writer: Writer) -> str:
    return str(writer.recall("timezone", lambda: (writer.one("SELECT timezone FROM site") or ("UTC",))[0]))


def officer_name(writer: Writer, officer: str) -> str:
    """How the log calls an officer: call sign, else name, else staff number."""
    names: dict[str, str] = writer.recall("officers", lambda: _officer_names(writer))
    return names.get(officer, officer)


def _officer_names(writer: Writer) -> dict[str, str]:
    rows = writer.all("SELECT officer, call_sign, name FROM officer")
    return {officer: call_sign or name or officer for officer, call_sign, name in rows}
