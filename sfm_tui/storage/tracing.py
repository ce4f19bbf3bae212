"""The late responses of a window, with all that bears on them, read for `domain.trace`."""

import json
from typing import TYPE_CHECKING, Any

from sfm_tui.domain.moment import FORGOTTEN_SECONDS, Outing
from sfm_tui.domain.spans import holds
from sfm_tui.domain.trace import Breach, Late, trace
from sfm_tui.storage.figures import read_terms
from sfm_tui.storage.gone import ROSTER, gone_spans
from sfm_tui.storage.response_sql import limit_of, reason_of, seconds_of
from sfm_tui.storage.roster_rows import read_roster
from sfm_tui.storage.stopping import look

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from sfm_tui.domain.kpi import Terms
    from sfm_tui.domain.spans import Span
    from sfm_tui.storage.store import Store

_ENDING = "s.struck = '' AND s.officer <> '' AND s.stamp IN ('clear', 'stood down')"
_RUNNING = (
    "SELECT id, number, officers, reported, dispatched, resolved, closed FROM incident i"
    " WHERE struck = '' AND officers <> '' AND coalesce(dispatched, reported) < ?2"
    f" AND (max(coalesce(resolved, ?1), coalesce(closed, ?1), reported + {FORGOTTEN_SECONDS}) > ?1"
    f" OR EXISTS (SELECT 1 FROM stamp s WHERE s.incident_id = i.id AND s.at > ?1 AND {_ENDING}))"
)
"""All that may keep an officer busy in a window, whenever it was reported."""
_ENDED = (
    "SELECT s.incident_id, s.officer, max(s.at) FROM json_each(?) k CROSS JOIN stamp s ON s.incident_id = k.value"
    f" WHERE {_ENDING} GROUP BY s.incident_id, s.officer"
)


def breaches(store: "Store", window: "Span") -> list[Breach]:
    """The responses over their limit of the incidents reported in a window, each with what the roster had to offer."""
    rules = store.roster.rules()
    with store.reading() as connection:
        lates = read_lates(connection, window, read_terms(connection))
        if not lates:
            return []
        low, high = min(late.reported for late in lates), max(late.reported for late in lates) + 1
        roster = read_roster(connection, low, high)
        outings = read_running(connection, low, high)
    look()
    return trace(lates, roster, outings, rules.timezone)


def untraced(store: "Store", window: "Span") -> int:
    """How many late responses of a window are not traced, as duties of their time were erased."""
    with store.reading() as connection:
        gone = gone_spans(connection, ROSTER, *window)
        if not gone:
            return 0
        return sum(holds(gone, late.reported) for late in read_lates(connection, window, read_terms(connection)))


def read_lates(connection: "Connection", window: "Span", terms: "Terms") -> list[Late]:
    """The responses over their limit, in no order."""
    seconds, limit = seconds_of(terms), limit_of(terms, *window)
    rows = connection.exec_driver_sql(
        f"SELECT i.number, i.reported, {seconds}, {limit}, substr(i.officers, 1, instr(i.officers || ' ', ' ') - 1)"
        f" FROM incident i WHERE i.reported >= ? AND i.reported < ? AND ({reason_of(terms)}) = 0"
        f" AND {seconds} > {limit}",
        window,
    )
    return [Late(*row) for row in rows]


def read_running(connection: "Connection", low: int, high: int) -> list[Outing]:
    """The incidents with officers that ran at some time of [low, high), and some more."""
    cursor: Any = connection.connection.cursor()
    try:
        rows = cursor.execute(_RUNNING, (low, high)).fetchall()
        ended: dict[int, dict[str, int]] = {}
        for incident, officer, at in cursor.execute(_ENDED, (json.dumps([row[0] for row in rows]),)):
            ended.setdefault(incident, {})[officer] = at
    finally:
        cursor.close()
    return [
        Outing(number, tuple(officers.split()), reported, dispatched, resolved, closed, ended.get(key, {}))
        for key, number, officers, reported, dispatched, resolved, closed in rows
    ]
