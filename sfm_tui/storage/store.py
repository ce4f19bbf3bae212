"""The store: one SQLite file, opened once, read by short sessions, written by one transaction at a time."""

import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self
from zoneinfo import ZoneInfo

from pydantic import ValidationError
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool

from sfm_tui.clock import Clock, zone
from sfm_tui.domain.desk import Author
from sfm_tui.domain.event import Event
from sfm_tui.domain.timeline import StampRefused
from sfm_tui.storage import demo_time, driver, place, schema
from sfm_tui.storage.errors import Refused, StoreError, damaged, explain, refused
from sfm_tui.storage.ledger import Appender, Entry, Head, read_head
from sfm_tui.storage.project import project
from sfm_tui.storage.writer import Writer

if TYPE_CHECKING:
    from sfm_tui.storage.actions import Actions
    from sfm_tui.storage.assessments import Assessments
    from sfm_tui.storage.attachments import Attachments
    from sfm_tui.storage.briefings import Briefings
    from sfm_tui.storage.documents import Documents
    from sfm_tui.storage.drafts import Drafts
    from sfm_tui.storage.handovers import Handovers
    from sfm_tui.storage.holds import Holds
    from sfm_tui.storage.incidents import Incidents
    from sfm_tui.storage.links import Links
    from sfm_tui.storage.measures import Measures
    from sfm_tui.storage.occurrences import Occurrences
    from sfm_tui.storage.pages import Notes, Reflections
    from sfm_tui.storage.people import People
    from sfm_tui.storage.reference import Reference
    from sfm_tui.storage.retention import Retention
    from sfm_tui.storage.roster import Rosters
    from sfm_tui.storage.sites import Sites
    from sfm_tui.storage.standards import Standards
    from sfm_tui.storage.talks import Talks
    from sfm_tui.storage.weekly import Weekly

UNNAMED_SITE = "-"
LONGEST_WAIT = 30.0
NAP = (0.001, 0.012)
"""Seconds that a writer waits for its turn in all, and between two looks."""
MISREAD = (AttributeError, IndexError, KeyError, OverflowError, TypeError, ValueError)
"""What a row that is not as it was written makes the reading of it raise."""


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
            self._appender.site = act.code  # type: ignore[attr-defined]
        return entry

    def seen(self, client_id: str, kind: str) -> tuple[int, str] | None:
        """Sequence and subject of the entry of this kind that a client made under this id before, if it did.

        Raises Refused where that id was used for something else.
        """
        row = self.writer.one("SELECT seq, subject, kind FROM ledger WHERE client_id = ?", (client_id,))
        if row and row[2] != kind:
            raise Refused(f"the id {client_id} is that of entry {row[0]} ({row[2]}): send each thing under its own id")
        return (int(row[0]), str(row[1])) if row else None


class Store:
    """An open store. Reading and writing raise StoreError with a line for the person at the desk."""

    def __init__(self, path: Path, engine: Engine, clock: Clock) -> None:
        self.path = path
        self.clock = clock
        self._engine = engine

    @classmethod
    def open(cls, path: Path | str, clock: Clock | None = None) -> Self:
        """Open the store at `path`, made or brought up to the present schema where need be.

        It goes by `clock`, else by the computer's, or that of the demo which it is (`demo_time`).

        Raises StoreError (see `errors`) where the file cannot be used; nothing is changed then.
        """
        path = Path(path).absolute()
        place.prepare(path)
        faults: tuple[type[Exception], ...] = (*driver.faults(), DBAPIError, OSError)
        try:
            if path.exists() and path.stat().st_size:
                schema.peek(path)
            else:
                path.touch(mode=0o600)
            place.keep_private(path)
            first = driver.connect(path)
            try:
                driver.use_wal(first)
                schema.bring_up(first, path)
            finally:
                first.close()
        except faults as error:
            raise explain(error, path) from error
        # No upper bound: a thread that reads never waits for another one's connection.
        engine = create_engine(
            "sqlite://",
            module=driver.driver(),
            creator=lambda: driver.connect(path),
            poolclass=QueuePool,
            max_overflow=-1,
        )
        event.listen(engine, "begin", _begin)
        return cls(path, engine, clock or demo_time.clock_of(path))

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _t: type[BaseException] | None, _e: BaseException | None, _tb: TracebackType | None) -> None:
        self.close()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one state of the store throughout."""
        with self._told(), self._engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Transaction]:
        """A write transaction: committed, on disk, when the block ends; nothing of it kept where the block fails."""
        with self._told():
            with self._engine.connect().execution_options(sfm_write=True) as connection, connection.begin():
                transaction = Transaction(connection, self.clock)
                try:
                    yield transaction
                    transaction.writer.flush()
                finally:
                    transaction.writer.close()

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Put what goes wrong inside the block in words for the person at the desk, where it is not a fault of ours."""
        faults: tuple[type[Exception], ...] = (*driver.faults(), DBAPIError)
        try:
            yield
        except StoreError:
            raise
        except faults as error:
            raise explain(error, self.path) from error
        except ValidationError as error:
            raise refused(error) from error
        except StampRefused as error:
            raise Refused(str(error)) from error
        except UnicodeEncodeError as error:
            raise Refused("half a character: type the text again") from error
        except MISREAD as error:
            # A damaged page can hold rows that nobody wrote; only then is it not for a developer to read.
            if self._damaged():
                raise damaged(self.path, f"{type(error).__name__} while reading") from error
            raise

    def _damaged(self) -> bool:
        try:
            connection = driver.connect(self.path, read_only=True)
            try:
                return bool(connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok")
            finally:
                connection.close()
        except driver.faults():
            return True

    def head(self) -> Head:
        """The head of the ledger's chain."""
        with self.reading() as connection:
            return read_head(connection.exec_driver_sql)

    @property
    def tz(self) -> ZoneInfo:
        """The site's time zone; UTC until one is set."""
        site = self.sites.get()
        return zone(site.timezone if site else "UTC")

    @cached_property
    def incidents(self) -> "Incidents":
        """Incidents, their stamps and log."""
        from sfm_tui.storage.incidents import Incidents

        return Incidents(self)

    @cached_property
    def occurrences(self) -> "Occurrences":
        """The occurrence book."""
        from sfm_tui.storage.occurrences import Occurrences

        return Occurrences(self)

    @cached_property
    def reference(self) -> "Reference":
        """Officers, posts, people, locations, categories."""
        from sfm_tui.storage.reference import Reference

        return Reference(self)

    @cached_property
    def roster(self) -> "Rosters":
        """The roster: who stands where and when, what was changed of it, who is on duty now."""
        from sfm_tui.storage.roster import Rosters

        return Rosters(self)

    @cached_property
    def briefings(self) -> "Briefings":
        """Briefing points: what the team is told, and who has heard it."""
        from sfm_tui.storage.briefings import Briefings

        return Briefings(self)

    @cached_property
    def handovers(self) -> "Handovers":
        """Handovers from one supervisor to the next."""
        from sfm_tui.storage.handovers import Handovers

        return Handovers(self)

    @cached_property
    def talks(self) -> "Talks":
        """Toolbox talks, their topics and registers, and who is in date."""
        from sfm_tui.storage.talks import Talks

        return Talks(self)

    @cached_property
    def actions(self) -> "Actions":
        """The improvement plan: themes, actions, their steps and reviews."""
        from sfm_tui.storage.actions import Actions

        return Actions(self)

    @cached_property
    def measures(self) -> "Measures":
        """What improvement is measured by: series, readings, phases."""
        from sfm_tui.storage.measures import Measures

        return Measures(self)

    @cached_property
    def reflections(self) -> "Reflections":
        """What supervisors did and learned."""
        from sfm_tui.storage.pages import Reflections

        return Reflections(self)

    @cached_property
    def notes(self) -> "Notes":
        """Study notes: frameworks, cases, references."""
        from sfm_tui.storage.pages import Notes

        return Notes(self)

    @cached_property
    def standards(self) -> "Standards":
        """Standards, and which record is evidence for what."""
        from sfm_tui.storage.standards import Standards

        return Standards(self)

    @cached_property
    def assessments(self) -> "Assessments":
        """Self-assessment of continuous improvement."""
        from sfm_tui.storage.assessments import Assessments

        return Assessments(self)

    @cached_property
    def attachments(self) -> "Attachments":
        """Files that belong to records."""
        from sfm_tui.storage.attachments import Attachments

        return Attachments(self)

    @cached_property
    def weekly(self) -> "Weekly":
        """Weekly reviews of the figures: what was decided, and what became of it."""
        from sfm_tui.storage.weekly import Weekly

        return Weekly(self)

    @cached_property
    def documents(self) -> "Documents":
        """Documents that were made of the records."""
        from sfm_tui.storage.documents import Documents

        return Documents(self)

    @cached_property
    def sites(self) -> "Sites":
        """The site's settings."""
        from sfm_tui.storage.sites import Sites

        return Sites(self)

    @cached_property
    def links(self) -> "Links":
        """Which record came from which."""
        from sfm_tui.storage.links import Links

        return Links(self)

    @cached_property
    def holds(self) -> "Holds":
        """Legal holds: what must not go."""
        from sfm_tui.storage.holds import Holds

        return Holds(self)

    @cached_property
    def retention(self) -> "Retention":
        """What is due under the retention rules."""
        from sfm_tui.storage.retention import Retention

        return Retention(self)

    @cached_property
    def drafts(self) -> "Drafts":
        """What is being typed."""
        from sfm_tui.storage.drafts import Drafts

        return Drafts(self)

    @cached_property
    def people(self) -> "People":
        """Who is at the desk, PINs, signatures."""
        from sfm_tui.storage.people import People

        return People(self)


def _begin(connection: Connection) -> None:
    raw = connection.connection.dbapi_connection
    assert raw is not None
    if not connection.get_execution_options().get("sfm_write"):
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
