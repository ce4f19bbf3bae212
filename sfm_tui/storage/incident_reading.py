"""One incident as it is read: what stands of it, its timeline, its log."""

from typing import TYPE_CHECKING

from sfm_tui.storage.incident_records import BY_NUMBER, Incident, LogLine, StampView, incident_of

if TYPE_CHECKING:
    from sfm_tui.storage.store import Store


class IncidentReading:
    """Reads incidents by their number."""

    def __init__(self, store: "Store") -> None:
        self._store = store

    def get(self, number: str) -> Incident:
        """One incident. Raises StoreError where there is none of that number."""
        with self._store.reading() as connection:
            return incident_of(connection.exec_driver_sql(BY_NUMBER, (number,)).first(), number)

    def find_number(self, typed: str) -> str | None:
        """The number that was meant: in full, or its last digits, the newest first."""
        typed = typed.strip().lstrip("#")
        with self._store.reading() as connection:
            row = connection.exec_driver_sql("SELECT number FROM incident WHERE number = ?", (typed,)).first()
            if row is None and typed.isascii() and typed.isdigit() and len(typed) <= 9:
                row = connection.exec_driver_sql(
                    "SELECT number FROM incident WHERE number IN (SELECT substr(name, 10) || '-' || ? FROM counter"
                    " WHERE name LIKE 'incident:%') ORDER BY reported DESC LIMIT 1",
                    (f"{int(typed):04d}",),
                ).first()
        return str(row[0]) if row else None

    def stamps(self, number: str) -> list[StampView]:
        """The timeline of an incident, struck stamps included, by time."""
        with self._store.reading() as connection:
            rows = connection.exec_driver_sql(
                "SELECT stamp, officer, at, written_at, author, flagged, struck, seq FROM stamp WHERE incident_id ="
                " (SELECT id FROM incident WHERE number = ?) ORDER BY at, id",
                (number,),
            )
            return [StampView(*row) for row in rows]

    def log(self, number: str) -> list[LogLine]:
        """The log of an incident, in the order in which it was written."""
        with self._store.reading() as connection:
            rows = connection.exec_driver_sql(
                "SELECT seq, entry, line, at, written_at, author, confirmed, text, amends, struck FROM entry"
                " WHERE incident_id = (SELECT id FROM incident WHERE number = ?) ORDER BY seq",
                (number,),
            )
            return [LogLine(*row) for row in rows]
