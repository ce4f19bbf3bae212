"""A person's own capability plan: a file of its own, encrypted with a passphrase, and nowhere else.

Personnel data: it is no part of the store. No ledger, search, board, backup, export or evidence pack knows of it; who
wants a copy copies the file. SQLCipher encrypts every page, the file's header too.
"""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

from pydantic import ValidationError

from sfm_tui.domain.action import Row, changes_words
from sfm_tui.domain.capability import LABELS, CapabilityLine, CapabilityPlan, CapabilityReview
from sfm_tui.path_words import why_not
from sfm_tui.storage.driver import driver
from sfm_tui.storage.errors import Clash, Refused, StoreError, explain, refused

SHORTEST_PASSPHRASE = 12
APPLICATION_ID = 0x53464D43
VERSION = 1
_TABLES = (
    "CREATE TABLE plan (id INTEGER PRIMARY KEY CHECK (id = 1), fields TEXT NOT NULL) STRICT",
    "CREATE TABLE line (number INTEGER PRIMARY KEY, fields TEXT NOT NULL) STRICT",
    "CREATE TABLE review (number INTEGER NOT NULL, reviewed_on TEXT NOT NULL, fields TEXT NOT NULL,"
    " PRIMARY KEY (number, reviewed_on)) STRICT",
)

R = TypeVar("R", bound=Row)


class CapabilityClash(Clash):
    """Another terminal changed the same fields; `now` is how they stand, for the form that keeps what was typed."""

    def __init__(self, text: str, now: Any) -> None:
        super().__init__(text)
        self.now = now


class WrongPassphrase(StoreError):
    """The passphrase does not open the file, or it is no such file: SQLCipher cannot tell the two apart."""


def clean_passphrase(text: str) -> str:
    """Check a new passphrase. Raises ValueError for a short one, or one with control characters."""
    if len(text) < SHORTEST_PASSPHRASE:
        raise ValueError(f"{SHORTEST_PASSPHRASE} characters at least: three or four words are easy to keep in mind")
    if not text.isprintable():
        raise ValueError("leave out tabs, line ends and other control characters")
    return text


class CapabilityFile:
    """One person's plan in its own encrypted file. Every act raises StoreError, in one line, where it cannot be done.

    There is no way round a lost passphrase.
    """

    def __init__(self, path: Path, connection: Any) -> None:
        self.path = path
        self._connection = connection

    @classmethod
    def create(cls, path: Path | str, passphrase: str, plan: CapabilityPlan) -> Self:
        """Make a new file with the head of a plan. Refused where there is a file already, or for a weak passphrase."""
        path = Path(path).absolute()
        try:
            clean_passphrase(passphrase)
        except ValueError as error:
            raise Refused(f"the passphrase is too weak: {error}") from error
        try:
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        except FileExistsError as error:
            raise Refused(f"{path} is there already: a plan goes into a new file, name another") from error
        except (OSError, ValueError) as error:
            raise StoreError(f"{path} cannot be made: {why_not(error)}") from error
        try:
            file = cls(path, _opened(path, passphrase))
            with file._writing():
                for statement in _TABLES:
                    file._connection.execute(statement)
                file._connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
                file._connection.execute(f"PRAGMA user_version = {VERSION}")
                file._connection.execute("INSERT INTO plan VALUES (1, ?)", (plan.model_dump_json(),))
        except BaseException:
            with suppress(OSError):
                path.unlink()
            raise
        return file

    @classmethod
    def open(cls, path: Path | str, passphrase: str) -> Self:
        """Open a plan. Raises WrongPassphrase where the passphrase does not fit; nothing is changed then."""
        path = Path(path).absolute()
        if not _is_file(path):
            raise StoreError(f"{path} is not there: name the file of a capability plan")
        connection = _opened(path, passphrase)
        try:
            kind, version = (connection.execute(f"PRAGMA {name}").fetchone()[0] for name in _PRAGMAS)
            if kind != APPLICATION_ID:
                raise WrongPassphrase(_wrong(path))
            if version > VERSION:
                raise StoreError(f"{path} was written by a newer version of sfm: update sfm, nothing was changed")
        except _faults() as error:
            connection.close()
            raise WrongPassphrase(_wrong(path)) from error
        except StoreError:
            connection.close()
            raise
        return cls(path, connection)

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _t: type[BaseException] | None, _e: BaseException | None, _tb: TracebackType | None) -> None:
        self.close()

    # ── the form ─────────────────────────────────────────────────────────────────────────────────────────────

    def plan(self) -> CapabilityPlan:
        """The head of the form."""
        return CapabilityPlan.model_validate_json(self._ask("SELECT fields FROM plan")[0][0])

    def change(self, saw: CapabilityPlan, **fields: Any) -> CapabilityPlan:
        """Change the head: the stage, the days, the signatures. What is signed is not changed but by a revised plan.

        A revised plan has a later `agreed_on`; the former day goes to `earlier_plans`, and both sign anew. `saw` is the
        head as the screen showed it: CapabilityClash where a field that differs from it was changed meanwhile.
        """
        with self._writing():
            now = self.plan()
            typed = _typed(saw, now, fields, "the plan")
            new = _made(now, typed)
            if now.agreed_on and new.agreed_on and new.agreed_on != now.agreed_on:
                if new.agreed_on < now.agreed_on:
                    raise Refused(f"{new.agreed_on} is before the plan of {now.agreed_on}: choose a later day")
                new = new.with_(
                    earlier_plans=f"{new.earlier_plans} {now.agreed_on}",
                    signed_employee=typed.get("signed_employee"), signed_manager=typed.get("signed_manager"),
                )  # fmt: skip
            self._put_plan(new)
        return new

    def lines(self) -> dict[int, CapabilityLine]:
        """The rows of the form, by their numbers."""
        rows = self._ask("SELECT number, fields FROM line ORDER BY number")
        return {number: CapabilityLine.model_validate_json(fields) for number, fields in rows}

    def add_line(self, line: CapabilityLine) -> int:
        """Put a row in; gives its number. Whoever signed has signed other rows: the plan is to be signed anew."""
        with self._writing():
            number = (self._ask("SELECT max(number) FROM line")[0][0] or 0) + 1
            self._connection.execute("INSERT INTO line VALUES (?, ?)", (number, line.model_dump_json()))
            self._unsign()
        return int(number)

    def change_line(self, number: int, saw: CapabilityLine, **fields: Any) -> CapabilityLine:
        """Change fields of a row; what another terminal changed elsewhere in it stays. The plan is to be signed anew.

        `saw` is the row as the screen showed it: CapabilityClash where a field that differs from it was changed
        meanwhile.
        """
        with self._writing():
            now = self.lines().get(number)
            if now is None:
                raise StoreError(f"the plan has no row {number}")
            new = _made(now, _typed(saw, now, fields, f"row {number}"))
            if new != now:
                self._connection.execute("UPDATE line SET fields = ? WHERE number = ?", (new.model_dump_json(), number))
                self._unsign()
        return new

    def _unsign(self) -> None:
        plan = self.plan()
        if plan.signed:
            self._put_plan(plan.with_(signed_employee=None, signed_manager=None))

    def _put_plan(self, plan: CapabilityPlan) -> None:
        self._connection.execute("UPDATE plan SET fields = ?", (plan.model_dump_json(),))

    def reviews(self) -> list[CapabilityReview]:
        """The reviews, the first one first."""
        rows = self._ask("SELECT fields FROM review ORDER BY reviewed_on, number")
        return [CapabilityReview.model_validate_json(fields) for (fields,) in rows]

    def review(self, review: CapabilityReview) -> None:
        """Enter a review of a row. Refused where that row was reviewed on that day already; it is not written over."""
        with self._writing():
            if not self._ask("SELECT 1 FROM line WHERE number = ?", review.number):
                raise StoreError(f"the plan has no row {review.number}")
            if self._ask(
                "SELECT 1 FROM review WHERE number = ? AND reviewed_on = ?", review.number, review.reviewed_on
            ):
                raise Refused(f"row {review.number} was reviewed on {review.reviewed_on} already")
            self._connection.execute(
                "INSERT INTO review VALUES (?, ?, ?)", (review.number, review.reviewed_on, review.model_dump_json())
            )

    def change_passphrase(self, passphrase: str) -> None:
        """Encrypt the file anew under another passphrase."""
        try:
            clean_passphrase(passphrase)
        except ValueError as error:
            raise Refused(f"the passphrase is too weak: {error}") from error
        self._ask(f"PRAGMA rekey = {_quoted(passphrase)}")

    def _ask(self, sql: str, *values: Any) -> list[Any]:
        try:
            rows: list[Any] = self._connection.execute(sql, values).fetchall()
        except _faults() as error:
            raise explain(error, self.path) from error
        return rows

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            yield
            self._connection.execute("COMMIT")
        except BaseException as error:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            if isinstance(error, _faults()):
                raise explain(error, self.path) from error
            raise


def _typed(saw: R, now: R, fields: Mapping[str, Any], what: str) -> dict[str, Any]:
    """The fields that differ from what the screen showed. Raises CapabilityClash where one was changed since."""
    typed = {name: value for name, value in fields.items() if value not in (getattr(saw, name), getattr(now, name))}
    if words := changes_words(saw, now, typed, LABELS):
        raise CapabilityClash(f"{what} was changed meanwhile on another terminal ({words})", now)
    return typed


def _made(now: R, fields: Mapping[str, Any]) -> R:
    try:
        return now.with_(**fields)
    except ValidationError as error:
        raise refused(error) from error


_PRAGMAS = ("application_id", "user_version")


def _faults() -> tuple[type[Exception], ...]:
    return (driver().Error,)


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # such as a name that is too long
        return False


def _opened(path: Path, passphrase: str) -> Any:
    try:
        connection = driver().connect(str(path), isolation_level=None)
    except _faults() as error:
        raise explain(error, path) from error
    try:
        # SQLCipher tells of a wrong key on the terminal itself, across whatever stands there.
        connection.execute("PRAGMA cipher_log_level = NONE")
        connection.execute(f"PRAGMA key = {_quoted(passphrase)}")
        if not connection.execute("PRAGMA cipher_version").fetchall():
            raise StoreError("capability plans are encrypted by SQLCipher, which is not there: pip install sqlcipher3")
        for pragma in ("cipher_memory_security = ON", "temp_store = MEMORY", "secure_delete = ON", "foreign_keys = ON"):
            connection.execute(f"PRAGMA {pragma}").fetchall()
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except _faults() as error:
        connection.close()
        raise WrongPassphrase(_wrong(path)) from error
    except BaseException:
        connection.close()
        raise
    return connection


def _quoted(passphrase: str) -> str:
    """The passphrase as SQL text: PRAGMA takes no parameters."""
    if "\0" in passphrase:
        raise Refused("the passphrase has a character that no keyboard types")
    return "'" + passphrase.replace("'", "''") + "'"


def _wrong(path: Path) -> str:
    return f"the passphrase is wrong, or it is no capability plan: {path.name}"
