"""A write transaction, and how a connection begins one: whoever writes waits for their turn."""

import random
import time
from typing import Any

from sqlalchemy import Connection

from sfm_tui.clock import Clock
from sfm_tui.domain.desk import Author
from sfm_tui.domain.event import Event
from sfm_tui.storage import driver
from sfm_tui.storage.errors import Refused
from sfm_tui.storage.ledger import Appender, Entry, Head
from sfm_tui.storage.project import project
from sfm_tui.storage.writer import Writer

UNNAMED_SITE = "-"
LONGEST_WAIT = 30.0
NAP = (0.001, 0.012)
"""Seconds that a writer waits for its turn in all, and between two looks."""
WRITES = "sfm_write"
"""The execution option of a connection that is to write."""


class Transaction:
    """A write transaction: appends events to the ledger and applies them, all or nothing."""

    def __init__(self, connection: Connection, clock: Clock) -> None:
        self.writer = Writer(connection)
        self.now = clock.now()
        row = self.writer.one("SELECT code FROM site")
        self._appender = Appender(self.writer, row[0] if row else UNNAMED_SITE)

    @property
    def head(self) -> Head:
        """The chain's head, this transaction's entries included."""
        return self._appender.head

    def one(self, sql: str, values: tuple[Any, ...] = ()) -> Any:
        """The first row of a query that sees what this transaction wrote."""
        return self.writer.one(sql, values)

    def append(self, act: Event, author: Author, client_id: str | None = None) -> Entry:
        """Enter one event in the ledger and apply it to the records."""
        entry = self._appender.append(act, author, self.now, client_id)
        project(act, entry, self.writer)
        if act.kind == "site.set":
            self._appender.site = act.code  # type: ignore[attr-defined]  # that event has the site's code
        return entry

    def seen(self, client_id: str, kind: str) -> tuple[int, str] | None:
        """Sequence and subject of the entry of this kind that a client made under this id before, if it did.

        Raises Refused where that id was used for something else.
        """
        row = self.writer.one("SELECT seq, subject, kind FROM ledger WHERE client_id = ?", (client_id,))
        if row and row[2] != kind:
            raise Refused(f"the id {client_id} is that of entry {row[0]} ({row[2]}): send each thing under its own id")
        return (int(row[0]), str(row[1])) if row else None


def begin(connection: Connection) -> None:
    """Begin a transaction: one that reads at once, one that writes when no other does."""
    raw = connection.connection.dbapi_connection
    assert raw is not None
    if not connection.get_execution_options().get(WRITES):
        raw.execute("BEGIN")
        return
    # SQLite's own wait grows to a tenth of a second between two looks: among several busy desks one can miss its
    # turn for longer than any timeout. Looking again after a few milliseconds, never the same, is fair enough.
    raw.execute("PRAGMA busy_timeout = 0")
    try:
        waited = 0.0
        while not _begun(raw, last=waited > LONGEST_WAIT):
            nap = random.uniform(*NAP)
            time.sleep(nap)
            waited += nap
    finally:
        raw.execute(f"PRAGMA busy_timeout = {driver.BUSY_SECONDS * 1000}")


def _begun(raw: Any, *, last: bool) -> bool:
    try:
        raw.execute("BEGIN IMMEDIATE")
    except driver.driver().Error as error:
        if last or "locked" not in str(error):
            raise
        return False
    return True
