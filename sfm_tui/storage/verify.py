"""Walking the ledger: whether what it says is what was entered, in that order, with nothing missing."""

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from sfm_tui.domain.event import canonical
from sfm_tui.storage import driver
from sfm_tui.storage.attached_files import folder_of, problems
from sfm_tui.storage.errors import StoreError, explain
from sfm_tui.storage.ledger import EMPTY, GENESIS, Head, link

_CHUNK = 2000
Progress = Callable[[int, int], None]


@dataclass
class Report:
    """What a walk found. `problems` name the first row that does not hold, and each file that is not as attached."""

    ok: bool
    incidents: int
    entries: int
    head: Head
    problems: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Checkpoint:
    """An entry that was verified before, from which to walk on."""

    seq: int
    hash: bytes


def check(
    path: Path | str, *, known: tuple[int, str] | None = None, since: Checkpoint | None = None,
    progress: Progress | None = None,
) -> Report:  # fmt: skip
    """Verify the store in a file, changing nothing. Raises StoreError where it cannot be read."""
    from sfm_tui.storage import schema

    path = Path(path).absolute()
    if not path.is_file():
        raise StoreError(f"there is no store at {path}")
    try:
        connection = driver.connect(path, read_only=True)
        try:
            version = schema.version_of(connection, path)
            if version is None:
                return Report(True, 0, 0, EMPTY)
            schema.refuse_newer(version, path)
            report = walk(connection, known=known, since=since, progress=progress)
            return with_files(report, connection, folder_of(path))
        finally:
            connection.close()
    except driver.faults() as error:
        raise explain(error, path) from error


def with_files(report: Report, connection: Any, folder: Path) -> Report:
    """The report of a walk, with the attachments whose files are missing or altered among its problems."""
    found = problems(connection, folder)
    return replace(report, ok=report.ok and not found, problems=[*report.problems, *found]) if found else report


def walk(
    connection: Any,
    *,
    known: tuple[int, str] | None = None,
    since: Checkpoint | None = None,
    progress: Progress | None = None,
) -> Report:
    """Verify the chain on a raw connection, from the first entry or from a checkpoint.

    `known` is a head that somebody holds on paper (sequence and hex digits): a ledger that was chained anew, or
    cut off below it, does not match it. Raises the driver's own errors where pages cannot be read.
    """
    own = not connection.in_transaction
    if own:
        connection.execute("BEGIN")
    texts, connection.text_factory = connection.text_factory, _text
    try:
        return _walk(connection, known, since, progress)
    finally:
        connection.text_factory = texts
        if own:
            connection.execute("COMMIT")


def _walk(
    connection: Any, known: tuple[int, str] | None, since: Checkpoint | None, progress: Progress | None
) -> Report:
    from sfm_tui.storage import sqlite_only

    problems = [_missing(name) for name in sqlite_only.missing_guards(connection)[:1]]
    previous = since.hash if since else GENESIS
    expected = since.seq if since else 0
    head = Head(since.seq, since.hash) if since else EMPTY
    last = int(connection.execute("SELECT coalesce(max(seq), 0) FROM ledger").fetchone()[0])
    erasures = _Erasures(connection)
    held = _Held(known, last, since)
    broken = ""
    for row in _rows(connection, expected):
        expected += 1
        try:
            broken = _problem(row, previous, expected, erasures)
        except (TypeError, ValueError, AttributeError):
            broken = f"entry {expected} cannot be read back: its row is damaged"
        if broken:
            break
        seq, stored = int(row[0]), bytes(row[10])
        previous, head = stored, Head(seq, stored)
        held.see(seq, stored)
        if progress and seq % _CHUNK == 0:
            progress(seq, last)
    if not broken:
        broken = _beyond(connection, last)
    if broken:
        problems.append(broken)
    if held.problem and not (broken and head.seq < held.seq <= last):
        problems.append(held.problem)
    if progress:
        progress(head.seq, last)
    incidents = int(connection.execute("SELECT count(*) FROM incident").fetchone()[0])
    return Report(not problems, incidents, last, head, problems)


class _Held:
    """A head that somebody holds, and whether the ledger has it."""

    def __init__(self, known: tuple[int, str] | None, last: int, since: Checkpoint | None) -> None:
        self.seq, self._digits = known or (0, "")
        self.problem = ""
        if known is None:
            return
        if self.seq > last:
            self.problem = f"the ledger ends at {last}: entries up to {self.seq} were cut off"
        elif self.seq == 0:
            self.problem = "a head of 0 is that of an empty ledger: write the number and the digits of a later one"
        else:
            self.problem = f"entry {self.seq} was not reached: the head held could not be compared"
            if since is not None and self.seq == since.seq:
                self.see(since.seq, since.hash)

    def see(self, seq: int, stored: bytes) -> None:
        """Compare an entry of the ledger with the head held."""
        if seq == self.seq and self._digits:
            found = stored.hex()[: len(self._digits)]
            self.problem = (
                ""
                if found == self._digits
                else f"entry {seq} has the hash {found}, the head held says {self._digits}: the ledger was chained anew"
            )


class _Erasures:
    """Which entries may have lost their text: those that an entry of the ledger names."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self._named: dict[int, frozenset[Any]] = {}

    def allow(self, seq: int, by: int | None) -> bool:
        """Whether the entry `by` names `seq` as erased."""
        if by is None:
            return False
        if by not in self._named:
            row = self._connection.execute(
                "SELECT p.payload FROM ledger l JOIN payload p ON p.seq = l.seq"
                " WHERE l.seq = ? AND l.kind = 'ledger.erased'",
                (by,),
            ).fetchone()
            try:
                self._named[by] = frozenset(json.loads(row[0])["entries"]) if row else frozenset()
            except (ValueError, KeyError, TypeError):
                self._named[by] = frozenset()
        return seq in self._named[by]


def _missing(name: str) -> str:
    if name == "search":
        return "the search index was removed or altered"
    return f"the guard {name} of the ledger was removed or altered"


def _beyond(connection: Any, last: int) -> str:
    """Whether the records tell of entries that the ledger does not have."""
    for table in ("entry", "incident", "occurrence", "stamp"):
        order = "seq" if table == "entry" else "id"
        row = connection.execute(f"SELECT seq FROM {table} ORDER BY {order} DESC LIMIT 1").fetchone()
        if row and isinstance(row[0], int) and row[0] > last:
            return f"the ledger ends at {last}, but the records tell of entry {row[0]}: entries were cut off"
    return ""


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "surrogateescape")


def _rows(connection: Any, after: int) -> Iterator[Any]:
    cursor = connection.execute(
        "SELECT l.seq, l.format, l.site, l.at, l.author, l.confirmed, l.kind, l.subject, l.client_id, l.digest, l.hash,"
        " p.salt, p.payload, x.by_seq FROM ledger l LEFT JOIN payload p ON p.seq = l.seq"
        " LEFT JOIN erasure x ON x.seq = l.seq WHERE l.seq > ? ORDER BY l.seq",
        (after,),
    )
    while rows := cursor.fetchmany(_CHUNK):
        yield from rows


def _problem(row: Any, previous: bytes, expected: int, erasures: _Erasures) -> str:
    seq, format_, site, at, author, confirmed, kind, subject, client_id, digest, stored, salt, payload, by = row
    if seq != expected:
        return f"entry {expected} is missing: {seq} follows {expected - 1}"
    where = f"entry {seq} ({_shown(kind)}{' of ' + _shown(subject) if subject else ''})"
    if payload is None:
        if not erasures.allow(seq, by):
            return f"{where}: its text was removed, and no entry says under which rule"
    elif hashlib.sha256(bytes(salt) + payload.encode("utf-8", "surrogateescape")).digest() != bytes(digest):
        return f"{where}: its text was altered"
    head = canonical([format_, seq, site, at, author, confirmed, kind, subject, client_id])
    if link(previous, head.encode("utf-8", "surrogateescape"), bytes(digest)) != bytes(stored):
        return f"{where}: its header was altered, or an entry before it was inserted, removed or moved"
    return ""


def _shown(text: str) -> str:
    """A header's text as one clean line, whatever was done to it."""
    return "".join(ch if ch.isprintable() else "?" for ch in text[:80])
