"""What is read of the roster: its records, and the whole of it as the findings take it."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from sfm_tui.domain import roster
from sfm_tui.domain.roster_records import RECORDS, RosterRecord, revive
from sfm_tui.storage.errors import damaged
from sfm_tui.storage.gone import ROSTER, gone_spans
from sfm_tui.storage.project.roster import COLUMNS

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from sfm_tui.domain.spans import Span

R = TypeVar("R", bound=RosterRecord)
DAY_SECONDS = 86_400
_SELECT = {noun: ", ".join(f'"{name}"' for name in names) for noun, names in COLUMNS.items()}
_DUTIES = 'SELECT officer, post, start, "end", status, booked_on, booked_off FROM duty'
LONG_SECONDS = 604_800
"""Duties that last longer than a week have an index of their own, so that all others are found by their start."""

_MEETING = (
    f'{_DUTIES} WHERE start >= ? AND start < ? AND "end" > ? AND "end" - start <= {LONG_SECONDS}'
    f' UNION ALL {_DUTIES} WHERE "end" - start > {LONG_SECONDS} AND start < ? AND "end" > ?'
)
_ABSENCES = 'SELECT officer, start, "end", reason FROM absence WHERE start < ? AND "end" > ?'
_FIRST = (
    'SELECT d.officer, d.post, d.start, d."end", d.status, d.booked_on, d.booked_off FROM officer o JOIN duty d'
    " ON d.rowid = (SELECT f.rowid FROM duty f INDEXED BY ix_duty_officer_start WHERE f.officer = o.officer"
    " AND f.status IN ('planned', 'worked') ORDER BY f.start LIMIT 1) WHERE d.\"end\" <= ?"
)
"""Each officer's first active duty, where it lies before an instant."""
_TIME = {"checkcall": "due", "patrol": "due", "compensation": "start"}


def record_of(record: type[R], row: Sequence[Any]) -> R:
    """A record from a row of its table. Raises NotAStore where it is not as it was written."""
    fields = dict(zip(COLUMNS[record.noun], row, strict=True))
    try:
        return record.model_validate(fields, strict=False)
    except ValueError as error:
        raise damaged("the store", f"{record.noun} {' '.join(str(fields[k]) for k in record.keys)}") from error


def find(execute: Any, record: type[R], key: Sequence[Any]) -> R | None:
    """One record, None where there is none; `execute` is a connection's or a transaction's query of one row."""
    where = " AND ".join(f'"{name}" = ?' for name in record.keys)
    row = execute(f"SELECT {_SELECT[record.noun]} FROM {record.noun} WHERE {where}", tuple(key))
    return record_of(record, row) if row is not None else None


def read_records(
    connection: "Connection", record: type[R], *, officer: str = "", post: str = "", window: "Span | None" = None
) -> Iterator[R]:
    """Records by key: those of an officer, those of a post, those that meet a window.

    Cover that repeats, and licences, come whatever the window.
    """
    noun = record.noun
    conditions: list[str] = []
    values: list[Any] = []
    for name, value in (("officer", officer), ("post", post)):
        if value:
            conditions.append(f"{name} = ?")
            values.append(value)
    if window is not None and noun != "licence":
        if noun in _TIME:
            conditions.append(f"{_TIME[noun]} >= ? AND {_TIME[noun]} < ?")
            values += window
        else:
            meets = 'start < ? AND "end" > ?'
            conditions.append(f"(repeat <> '' OR ({meets}))" if noun == "cover" else meets)
            values += (window[1], window[0])
    where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    order = ", ".join(f'"{name}"' for name in record.keys)
    for row in connection.exec_driver_sql(f"SELECT {_SELECT[noun]} FROM {noun}{where} ORDER BY {order}", tuple(values)):
        yield record_of(record, row)


def read_roster(connection: "Connection", low: int, high: int) -> roster.Roster:
    """All that bears on [low, high), and each officer's first active duty, from which their weeks are counted."""
    from sfm_tui.domain.findings import uncollected

    run = connection.exec_driver_sql
    with uncollected():
        duties = [roster.Duty(*row) for row in run(_MEETING, (low - LONG_SECONDS, high, low, high, low)).all()]
        duties += [roster.Duty(*row) for row in run(_FIRST, (low,)).all()]
    return roster.Roster(
        posts=[
            roster.Post(post, activity, bool(responder), bool(lone), bool(critical), bool(special), minutes)
            for post, activity, responder, lone, critical, special, minutes in run(
                "SELECT post, activity, responder, lone, critical, special_case, check_call_minutes FROM post"
                " ORDER BY post"
            )
        ],
        officers=[
            roster.Officer(officer, bool(opt_out), inducted_on or "", left_on or "", float(hours) if hours else None)
            for officer, opt_out, inducted_on, left_on, hours in run(
                "SELECT officer, opt_out, inducted_on, left_on, weekly_hours FROM officer ORDER BY officer"
            )
        ],
        licences=[
            roster.Licence(officer, sector, expires, starts or "", status, status_from or "")
            for officer, sector, expires, starts, status, status_from in run(
                "SELECT officer, sector, expires, starts, status, status_from FROM licence"
            )
        ],
        cover=[
            roster.CoverRow(post, start, end, headcount, repeat, tuple(excepted.split()))
            for post, start, end, headcount, repeat, excepted in run(
                'SELECT post, start, "end", headcount, repeat, excepted FROM cover'
                " WHERE repeat <> '' OR (start < ? AND \"end\" > ?)",
                (high, low),
            )
        ],
        duties=duties,
        absences=[roster.Absence(*row) for row in run(_ABSENCES, (high, low))],
        gone=gone_spans(connection, ROSTER, low, high),
    )


__all__ = ["RECORDS", "find", "read_records", "read_roster", "record_of", "revive"]
