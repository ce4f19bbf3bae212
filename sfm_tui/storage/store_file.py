"""The store's file: opened once, read by short sessions, written by one transaction at a time."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from pydantic import ValidationError
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool

from sfm_tui.clock import Clock
from sfm_tui.domain.timeline import StampRefused
from sfm_tui.storage import demo_time, driver, place, schema, stopping
from sfm_tui.storage.errors import Refused, StoreError, damaged, explain, refused
from sfm_tui.storage.ledger import Head, read_head
from sfm_tui.storage.transaction import WRITES, Transaction, begin

MISREAD = (AttributeError, IndexError, KeyError, OverflowError, TypeError, ValueError)
"""What a row that is not as it was written makes the reading of it raise."""


class StoreFile:
    """An open file. Reading and writing raise StoreError with a line for the person at the desk."""

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
                clock = clock or demo_time.clock_in(first)
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
        event.listen(engine, "begin", begin)
        return cls(path, engine, clock)

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
            with stopping.asking(connection.connection.dbapi_connection):
                yield connection

    @contextmanager
    def writing(self) -> Iterator[Transaction]:
        """A write transaction: committed, on disk, when the block ends; nothing of it kept where the block fails."""
        with self._told():
            with self._engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
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
            stopping.look()
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
