"""The incident list: keyset pages, newest first. Never a count on the way to the screen."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Connection

from sfm_tui.domain.response import ResponseTerms

ROW_COLUMNS = (
    "i.id, i.number, i.reported, i.dispatched, i.on_scene, i.resolved, i.state, i.outcome, i.struck, i.category,"
    " i.severity, i.severity_assumed, i.location, i.officers, substr(i.summary, 1, 240)"
)
COUNTED_TO = 10_000


class IncidentLine(NamedTuple):
    """What the list shows of an incident, as `ROW_COLUMNS` gives it; `summary` is its beginning."""

    id: int
    number: str
    reported: int
    dispatched: int | None
    on_scene: int | None
    resolved: int | None
    state: str
    outcome: str
    struck: str
    category: str
    severity: int
    severity_assumed: int
    location: str
    officers: str
    summary: str

    @property
    def key(self) -> tuple[int, int]:
        """Where it stands in the list."""
        return (self.reported, self.id)


Key = tuple[int, int]


@dataclass(frozen=True)
class Filter:
    """Which incidents to list. Empty values do not restrict; `start` and `end` are instants, half-open."""

    state: str = ""
    category: str = ""
    severity: int | None = None
    officer: str = ""
    breach: bool = False
    start: int | None = None
    end: int | None = None

    @property
    def active(self) -> bool:
        """Whether anything is restricted."""
        return self != Filter()


def page(
    connection: Connection, wanted: Filter, terms: ResponseTerms, start: Key | None, *, forward: bool, limit: int
) -> list[IncidentLine]:
    """The incidents strictly after `start` in the list (before it where not `forward`), in list order."""
    where, values = restrict(wanted, terms)
    if start is not None:
        where.append(f"(i.reported, i.id) {'<' if forward else '>'} (?, ?)")
        values.extend(start)
    order = "DESC" if forward else "ASC"
    clause = f" WHERE {' AND '.join(where)}" if where else ""
    rows = connection.exec_driver_sql(
        f"SELECT {ROW_COLUMNS} FROM incident i{clause} ORDER BY i.reported {order}, i.id {order} LIMIT ?",
        (*values, limit),
    )
    lines = [IncidentLine._make(row) for row in rows]
    return lines if forward else lines[::-1]


def count(connection: Connection, wanted: Filter, terms: ResponseTerms, up_to: int = COUNTED_TO) -> int:
    """How many there are, counted no further than `up_to`; for a worker, never for a screen that waits."""
    where, values = restrict(wanted, terms)
    inner = "SELECT 1 FROM incident i" + (f" WHERE {' AND '.join(where)}" if where else "")
    found = connection.exec_driver_sql(f"SELECT count(*) FROM ({inner} LIMIT ?)", (*values, up_to)).scalar()
    return int(found or 0)


def restrict(wanted: Filter, terms: ResponseTerms) -> tuple[list[str], list[Any]]:
    """The conditions of a filter on `incident i`, and their values."""
    where: list[str] = []
    values: list[Any] = []
    if wanted.state == "void":
        where.append("i.struck <> ''")
    elif wanted.state == "running":
        where.append("i.state <> 'closed' AND i.struck = ''")
    elif wanted.state:
        where.append("i.state = ?")
        values.append(wanted.state)
    if wanted.category:
        where.append("i.category = ?")
        values.append(wanted.category)
    if wanted.severity is not None:
        where.append("i.severity = ?")
        values.append(wanted.severity)
    if wanted.officer:
        where.append("instr(' ' || i.officers || ' ', ' ' || ? || ' ') > 0")
        values.append(wanted.officer)
    if wanted.breach:
        start = "i.reported" if terms.clock_starts == "reported" else "i.dispatched"
        limits = " ".join(f"WHEN {int(s)} THEN {int(limit)}" for s, limit in terms.limits)
        limit = f"CASE i.severity {limits} ELSE {terms.limit_seconds} END" if limits else str(terms.limit_seconds)
        where.append(f"i.struck = '' AND i.on_scene - {start} > {limit}")
    if wanted.start is not None:
        where.append("i.reported >= ?")
        values.append(wanted.start)
    if wanted.end is not None:
        where.append("i.reported < ?")
        values.append(wanted.end)
    return where, values
