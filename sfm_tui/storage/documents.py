"""Documents in the store: what was made of the records, when, by whom, of which state of the ledger."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sfm_tui.domain.desk import Author
from sfm_tui.domain.document import LETTER, ReportMade
from sfm_tui.storage.errors import StoreError
from sfm_tui.storage.links import exists
from sfm_tui.storage.on_shift import check_confirmed, number

if TYPE_CHECKING:
    from sfm_tui.storage.store import Store
    from sfm_tui.storage.transaction import Transaction

_COLUMNS = "report, name, title, period, form, digest, head, author, at, seq"


@dataclass(frozen=True)
class Made:
    """A document that was written to a file; `name` is its kind, `at` epoch seconds, `seq` its entry in the ledger."""

    report: str
    name: str
    title: str
    period: str
    form: str
    digest: str
    head: str
    author: str
    at: int
    seq: int

    @property
    def ref(self) -> str:
        """As links name it."""
        return f"report:{self.report}"


def next_number(transaction: "Transaction") -> str:
    """The number of the next document."""
    return number(transaction, "report", LETTER)


class Documents:
    """Documents as records. Raises StoreError where one is not there."""

    def __init__(self, store: "Store") -> None:
        self._store = store

    def made(
        self, name: str, title: str, by: Author, *, period: str = "", form: str, digest: str, head: str,
        about: Iterable[str] = (),
    ) -> Made:  # fmt: skip
        """Enter a document that was written, linked to the records of which it tells.

        Records that are not in the store are left out of the links. Refused while the desk is locked.
        """
        check_confirmed(by)
        with self._store.writing() as transaction:
            key = next_number(transaction)
            known = tuple(ref for ref in dict.fromkeys(about) if exists(transaction, ref))
            event = ReportMade(
                report=key, name=name, title=title, period=period, form=form, digest=digest, head=head, about=known
            )
            entry = transaction.append(event, by)
            return Made(key, name, title, period, form, digest, head, entry.author, entry.at, entry.seq)

    def all(self, limit: int = 10_000) -> list[Made]:
        """The documents that were made, the newest first."""
        with self._store.reading() as connection:
            rows = connection.exec_driver_sql(f"SELECT {_COLUMNS} FROM report ORDER BY seq DESC LIMIT ?", (limit,))
            return [Made(*row) for row in rows]

    def made_of(self, name: str, period: str, limit: int = 20) -> list[str]:
        """The documents that were made of a kind and a period, as links name them, the newest first."""
        with self._store.reading() as connection:
            rows = connection.exec_driver_sql(
                "SELECT report FROM report WHERE name = ? AND period = ? ORDER BY seq DESC LIMIT ?",
                (name, period, limit),
            )
            return [f"report:{row[0]}" for row in rows]

    def get(self, report: str) -> Made:
        """A document by its number."""
        with self._store.reading() as connection:
            row = connection.exec_driver_sql(f"SELECT {_COLUMNS} FROM report WHERE report = ?", (report,)).first()
        if row is None:
            raise StoreError(f"there is no document {report}")
        return Made(*row)
