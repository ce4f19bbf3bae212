"""What briefings, handovers and talks ask of the roster and of the desk: who is on, and who may sign."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sfm_tui.clock import local_date
from sfm_tui.domain.briefing import EARLY_SECONDS, Shift, shift_at, shifts
from sfm_tui.domain.desk import Author
from sfm_tui.domain.spans import merged
from sfm_tui.storage.errors import Refused
from sfm_tui.storage.incident_records import site_zone
from sfm_tui.storage.roster_rows import DAY_SECONDS, LONG_SECONDS

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from sfm_tui.storage.transaction import Transaction

_BLOCKS = (
    'SELECT officer, start, "end" FROM duty WHERE start >= ? AND start < ? AND "end" > ?'
    " AND status IN ('planned', 'worked')"
)
_BLOCKS_OF = (
    'SELECT d.officer, d.start, d."end" FROM json_each(?) k CROSS JOIN duty d INDEXED BY ix_duty_officer_start'
    " ON d.officer = k.value AND d.start >= ? AND d.start < ? AND d.\"end\" > ? AND d.status IN ('planned', 'worked')"
)
_STANDS = (
    'SELECT officer, post, start, "end", booked_on IS NOT NULL AND booked_off IS NULL FROM duty'
    " WHERE start >= ? AND start < ? AND \"end\" > ? AND status IN ('planned', 'worked')"
)
_THERE = (
    "SELECT DISTINCT k.value FROM json_each(?) k CROSS JOIN duty d INDEXED BY ix_duty_officer_start"
    " ON d.officer = k.value AND d.start >= ? AND d.start <= ? AND d.\"end\" > ? AND d.status IN ('planned', 'worked')"
)


def blocks(
    connection: "Connection", low: int, high: int, *, officers: Iterable[str] | None = None
) -> list[tuple[str, int, int]]:
    """The stretches of duty (officer, start, end) that meet [low, high); duties that overlap or touch are one.

    Those of everybody, or of some officers only: what that costs grows with them alone.
    """
    held: dict[str, list[tuple[int, int]]] = {}
    span = (low - LONG_SECONDS, high, low)
    if officers is None:
        rows = connection.exec_driver_sql(_BLOCKS, span)
    else:
        rows = connection.exec_driver_sql(_BLOCKS_OF, (json.dumps(sorted(officers)), *span))
    for officer, start, end in rows:
        held.setdefault(officer, []).append((start, end))
    return [(officer, *span) for officer, spans in held.items() for span in merged(spans)]


def shift_now(connection: "Connection", at: int) -> Shift:
    """The shift to brief at an instant, as the roster has it; one of no length and nobody where there is none."""
    return shift_at(shifts(blocks(connection, at - DAY_SECONDS, at + DAY_SECONDS)), at) or Shift(at, at)


@dataclass(frozen=True)
class Stands:
    """Where an officer of a shift stands, from when until when; `here` says whether they are booked on and not off."""

    officer: str
    posts: tuple[str, ...]
    start: int
    end: int
    here: bool


def stands(connection: "Connection", shift: Shift) -> list[Stands]:
    """The officers of a shift by when they start, post and number."""
    held: dict[str, list[Any]] = {}
    end = max(shift.end, shift.start + 1)
    for row in connection.exec_driver_sql(_STANDS, (shift.start - LONG_SECONDS, end, shift.start)):
        held.setdefault(row[0], []).append(row)
    found = [
        Stands(
            officer, tuple(sorted({row[1] for row in held[officer]})), min(row[2] for row in held[officer]),
            max(row[3] for row in held[officer]), any(row[4] for row in held[officer]),
        )
        for officer in shift.officers
        if officer in held
    ]  # fmt: skip
    return sorted(found, key=lambda one: (one.start, one.posts, one.officer))


def off_duty(transaction: "Transaction", officers: Iterable[str], at: int) -> tuple[str, ...]:
    """Those of the officers whom the roster does not have on duty at an instant, nor within the hour after it."""
    wanted = list(officers)
    transaction.writer.flush()
    rows = transaction.writer.connection.exec_driver_sql(
        _THERE, (json.dumps(wanted), at - LONG_SECONDS, at + EARLY_SECONDS, at)
    )
    there = {row[0] for row in rows}
    return tuple(officer for officer in wanted if officer not in there)


def check_officers(transaction: "Transaction", officers: Iterable[str]) -> None:
    """Refuse an officer whom the site does not have."""
    for officer in officers:
        if transaction.one("SELECT 1 FROM officer WHERE officer = ?", (officer,)) is None:
            raise Refused(f"there is no officer {officer}: choose one of the list, or enter them first")


def check_signer(transaction: "Transaction", by: Author) -> None:
    """Refuse a signature of somebody who is not at the desk by name, or has left the site."""
    check_confirmed(by)
    row = transaction.one("SELECT left_on FROM person WHERE person = ?", (by.person,))
    if row is None:
        raise Refused(f"{by.person} is not among this site's people: sign on as a supervisor first")
    if row[0] and row[0] < local_date(transaction.now, site_zone(transaction)).isoformat():
        raise Refused(f"{by.person} left on {row[0]}: sign on as a supervisor first")


def check_confirmed(by: Author) -> None:
    """Refuse what needs a name while the desk is locked."""
    if not by.confirmed:
        raise Refused("the desk is locked: sign on first")


def number(transaction: "Transaction", name: str, letter: str) -> str:
    """The next number of a sequence of the site's own."""
    from sfm_tui.storage.project import count_key

    return count_key(letter, transaction.writer.counter(name) + 1)


def rows_of(connection: "Connection", sql: str, values: tuple[Any, ...] = ()) -> list[Any]:
    """All rows of a query."""
    return list(connection.exec_driver_sql(sql, values).all())
