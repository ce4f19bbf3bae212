"""Of which time duties, cover or check calls were erased: what is told of it is refused, not made of what is left."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sfm_tui.domain.spans import Span, merged
from sfm_tui.domain.stretches import Stretch, stretch_of, time_column

if TYPE_CHECKING:
    from sqlalchemy import Connection

ROSTER = ("duties", "cover")
"""The kinds of `domain.retention` that figures and findings of the roster are made of."""
CALLS = ("calls", "duties")
"""Those that figures of check calls are made of: a call is due where there is a duty."""
_DAY = 86_400
_EARLIEST, _LATEST = -62_135_596_800, 253_370_764_800


def gone_spans(connection: "Connection", kinds: Sequence[str], low: int, high: int) -> tuple[Span, ...]:
    """The times of [low, high), in order, of which something of these kinds was erased and is not back by an import.

    A day of UTC wider than what was erased, whatever the zone of the site.
    """
    since = datetime.fromtimestamp(min(max(low, _EARLIEST + _DAY), _LATEST) - _DAY, UTC).date().isoformat()
    rows = connection.exec_driver_sql(
        "SELECT record, day FROM erased WHERE kind IN (SELECT value FROM json_each(?)) AND day >= ?",
        (json.dumps(list(kinds)), since),
    )
    found = []
    for record, day in rows.all():
        stretch = stretch_of(record)
        if stretch is None or stretch.low >= high or _back(connection, stretch):
            continue
        ended = int(datetime.fromisoformat(day).replace(tzinfo=UTC).timestamp()) + 2 * _DAY
        if ended > low:
            found.append((stretch.low, max(ended, stretch.low + _DAY)))
    return tuple(merged(found))


def _back(connection: "Connection", stretch: Stretch) -> bool:
    """Whether there are such rows again."""
    who, values = (f" AND {stretch.column} = ?", (stretch.who,)) if stretch.column else ("", ())
    return any(
        connection.exec_driver_sql(
            f"SELECT 1 FROM {table} WHERE {time_column(table)} >= ? AND {time_column(table)} < ?{who} LIMIT 1",
            (stretch.low, stretch.high, *values),
        ).first()
        for table in stretch.tables
    )
