"""Walking the ledger: whether what it says is what was entered, in that order, with nothing missing."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sfm_tui.domain.event import canonical
from sfm_tui.storage.ledger import EMPTY, GENESIS, Head, link

_CHUNK = 2000


@dataclass
class Report:
    """What a walk found. `problems` name the first row that does not hold, one line each."""

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


def walk(
    connection: Any,
    *,
    known: tuple[int, str] | None = None,
    since: Checkpoint | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Report:
    """Verify the chain on a raw connection, from the first entry or from a checkpoint.

    `known` is a head that somebody holds on paper (sequence and hex digits): a ledger that was chained anew, or
    cut off below it, does not match it.
    """
    from sfm_tui.storage import sqlite_only

    problems: list[str] = []
    missing = sqlite_only.missing_guards(connection)
    if missing:
        problems.append(f"the guard {missing[0]} of the ledger was removed or altered")
    previous = since.hash if since else GENESIS
    expected = since.seq if since else 0
    head = Head(since.seq, since.hash) if since else EMPTY
    last = int(connection.execute("SELECT coalesce(max(seq), 0) FROM ledger").fetchone()[0])
    known_problem = "" if known is None else f"the ledger ends at {last}: entries up to {known[0]} were cut off"
    for row in _rows(connection, expected):
        seq, stored = int(row[0]), bytes(row[10])
        expected += 1
        problem = _problem(row, previous, expected)
        if problem:
            problems.append(problem)
            break
        previous, head = stored, Head(seq, stored)
        if known is not None and seq == known[0]:
            held = stored.hex().startswith(known[1])
            known_problem = (
                ""
                if held
                else (
                    f"entry {seq} has the hash {stored.hex()[: len(known[1])]}, the head held says {known[1]}:"
                    " the ledger was chained anew"
                )
            )
        if progress and seq % _CHUNK == 0:
            progress(seq, last)
    if known_problem and not (problems and head.seq < (known or (0,))[0]):
        problems.append(known_problem)
    incidents = int(connection.execute("SELECT count(*) FROM incident").fetchone()[0])
    return Report(not problems, incidents, last, head, problems)


def _rows(connection: Any, after: int) -> Iterator[Any]:
    cursor = connection.execute(
        "SELECT l.seq, l.format, l.site, l.at, l.author, l.confirmed, l.kind, l.subject, l.client_id, l.digest, l.hash,"
        " p.salt, p.payload, x.by_seq, b.kind FROM ledger l LEFT JOIN payload p ON p.seq = l.seq"
        " LEFT JOIN erasure x ON x.seq = l.seq LEFT JOIN ledger b ON b.seq = x.by_seq"
        " WHERE l.seq > ? ORDER BY l.seq",
        (after,),
    )
    while rows := cursor.fetchmany(_CHUNK):
        yield from rows


def _problem(row: Any, previous: bytes, expected: int) -> str:
    seq, format_, site, at, author, confirmed, kind, subject, client_id, digest, stored, salt, payload, by, by_kind = (
        row
    )
    if seq != expected:
        return f"entry {expected} is missing: {seq} follows {expected - 1}"
    where = f"entry {seq} ({kind}{' of ' + subject if subject else ''})"
    if payload is None:
        if by is None or by_kind != "ledger.erased":
            return f"{where}: its text was removed, and no entry says under which rule"
    elif hashlib.sha256(bytes(salt) + str(payload).encode()).digest() != bytes(digest):
        return f"{where}: its text was altered"
    head = canonical([format_, seq, site, at, author, confirmed, kind, subject, client_id])
    if link(previous, head.encode(), bytes(digest)) != bytes(stored):
        return f"{where}: its header was altered, or an entry before it was inserted, removed or moved"
    return ""
