"""The incidents that may keep officers busy at an instant, read for `domain.moment`."""

import json
from typing import TYPE_CHECKING

from sfm_tui.domain.moment import Outing
from sfm_tui.storage.roster_rows import DAY_SECONDS

if TYPE_CHECKING:
    from sqlalchemy import Connection

_LOOKED_BACK = 31 * DAY_SECONDS
_COLUMNS = "id, number, officers, reported, dispatched, resolved, closed"
# ?1 is the instant, ?2 and ?3 when the ones around it were reported.
_WHERE = (
    "struck = '' AND officers <> '' AND coalesce(dispatched, reported) <= ?1"
    " AND (coalesce(resolved, closed, ?1) >= ?1 OR EXISTS (SELECT 1 FROM stamp s WHERE s.incident_id = incident.id"
    " AND s.stamp IN ('clear', 'stood down') AND s.at >= ?1))"
)
_AROUND = (
    f"SELECT {_COLUMNS} FROM incident WHERE reported > ?2 AND reported <= ?3 AND {_WHERE}"
    f" UNION SELECT {_COLUMNS} FROM incident INDEXED BY ix_incident_running WHERE state <> 'closed' AND {_WHERE}"
)
_STAMPS = (
    "SELECT s.incident_id, s.officer, max(CASE WHEN s.stamp IN ('clear', 'stood down') THEN s.at END),"
    " max(CASE WHEN s.stamp IN ('dispatched', 'en route', 'on scene') THEN s.at END)"
    " FROM json_each(?) k CROSS JOIN stamp s ON s.incident_id = k.value"
    " WHERE s.struck = '' AND s.officer <> '' GROUP BY s.incident_id, s.officer"
)


def read_outings(connection: "Connection", at: int, *, sent_again: bool = False) -> list[Outing]:
    """The incidents with officers on at `at`: of the month before, and of all that are not closed.

    One that was resolved earlier is there only where somebody was let go later.
    By rules.md the last clear or stood-down stamp ends an officer's part. With `sent_again` it does not where they
    were sent once more after it, which is what a desk wants to see.
    """
    high = at + DAY_SECONDS  # dispatched by then, reported, by a clock put right, a little later
    rows = connection.exec_driver_sql(_AROUND, (at, at - _LOOKED_BACK, high)).all()
    ended: dict[int, dict[str, int]] = {}
    stamps = connection.exec_driver_sql(_STAMPS, (json.dumps([row[0] for row in rows]),))
    for key, officer, let_go, sent in stamps:
        if let_go is not None and not (sent_again and sent is not None and sent > let_go):
            ended.setdefault(key, {})[officer] = let_go
    return [
        Outing(number, tuple(officers.split()), reported, dispatched, resolved, closed, ended.get(key, {}))
        for key, number, officers, reported, dispatched, resolved, closed in rows
    ]
