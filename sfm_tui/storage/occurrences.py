"""The occurrence book in the store."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sfm_tui.clock import local_date
from sfm_tui.domain import occurrences as acts
from sfm_tui.domain.desk import Author
from sfm_tui.domain.timeline import check_time
from sfm_tui.storage.errors import Clash, StoreError
from sfm_tui.storage.incident_records import site_zone
from sfm_tui.storage.ledger import Head

if TYPE_CHECKING:
    from sfm_tui.storage.store import Store
    from sfm_tui.storage.transaction import Transaction

_COLUMNS = "occurrence, at, written_at, author, confirmed, kind, post, officer, text, incident, struck, seq"


@dataclass(frozen=True)
class Occurrence:
    """A line of the book as it stands."""

    occurrence: str
    at: int
    written_at: int
    author: str
    confirmed: int
    kind: str
    post: str
    officer: str
    text: str
    incident: str
    struck: str
    seq: int


@dataclass(frozen=True)
class Logged:
    """What came of an act on the book."""

    occurrence: str
    head: Head
    at: int
    kind: str = "other"


@dataclass(frozen=True)
class Line:
    """A line to be entered in the book."""

    text: str
    at: int
    kind: acts.Kind
    post: str = ""
    officer: str = ""


def enter(transaction: "Transaction", line: Line, by: Author, client_id: str | None = None) -> str:
    """Enter a line under the next key of its year, inside an act; gives that key."""
    year = local_date(line.at, site_zone(transaction)).year
    key = f"B{year:04d}-{transaction.writer.counter(f'occurrence:{year}') + 1:05d}"
    act = acts.OccurrenceLogged(
        occurrence=key, at=line.at, line=line.kind, text=line.text, post=line.post, officer=line.officer
    )
    transaction.append(act, by, client_id)
    return key


class Occurrences:
    """Acts on the occurrence book; an occurrence is made an incident by `Incidents.open`."""

    def __init__(self, store: "Store") -> None:
        self._store = store

    def log(
        self,
        text: str,
        by: Author,
        *,
        at: int | None = None,
        kind: acts.Kind | None = None,
        post: str = "",
        officer: str = "",
        client_id: str | None = None,
    ) -> Logged:
        """Enter one line, its kind guessed from the words where none is given."""
        if not text.strip():
            raise StoreError("the line is empty")
        with self._store.writing() as transaction:
            if client_id is not None:
                seen = transaction.seen(client_id, "occurrence.logged")
                if seen:
                    return Logged(seen[1].partition(":")[2], transaction.head, transaction.now)
            when = transaction.now if at is None else at
            check_time(when, transaction.now)
            line = kind or acts.guess_kind(text)
            key = enter(transaction, Line(text, when, line, post, officer), by, client_id)
            transaction.writer.flush()
            return Logged(key, transaction.head, when, line)

    def strike(self, occurrence: str, why: str, by: Author) -> Logged:
        """Strike a line, with a reason; it stays readable."""
        if not why.strip():
            raise StoreError("a reason is needed: it stands beside the struck line")
        with self._store.writing() as transaction:
            row = transaction.one("SELECT struck FROM occurrence WHERE occurrence = ?", (occurrence,))
            if row is None:
                raise StoreError(f"there is no occurrence {occurrence}")
            if row[0]:
                raise Clash(f"{occurrence} is struck already ({row[0]})")
            transaction.append(acts.OccurrenceStruck(occurrence=occurrence, why=why), by)
            transaction.writer.flush()
            return Logged(occurrence, transaction.head, transaction.now)

    def get(self, occurrence: str) -> Occurrence:
        """One line. Raises StoreError where there is none of that key."""
        with self._store.reading() as connection:
            row = connection.exec_driver_sql(
                f"SELECT {_COLUMNS} FROM occurrence WHERE occurrence = ?", (occurrence,)
            ).first()
        if row is None:
            raise StoreError(f"there is no occurrence {occurrence}")
        return Occurrence(*row)
