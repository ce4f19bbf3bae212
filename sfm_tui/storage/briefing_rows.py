"""Briefing points as they are read: each as it stands, for a shift, and by whom it has not been heard."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sfm_tui.domain import briefing as acts
from sfm_tui.domain.briefing import Point, Shift, Unread
from sfm_tui.storage.errors import damaged
from sfm_tui.storage.on_shift import blocks, rows_of
from sfm_tui.storage.roster_rows import DAY_SECONDS

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from sqlalchemy import Connection

LOOKED_BACK = 28 * DAY_SECONDS
"""Points that officers missed longer ago than this are not told of any more."""

COLUMNS = "briefing, text, priority, since, until, repeat, owner"
ONE = f"SELECT {COLUMNS}, withdrawn, changed_at, seq FROM briefing WHERE briefing = ?"


@dataclass(frozen=True)
class Kept:
    """A point as it stands; `withdrawn` is the reason, where it was, `changed_at` the last change of its text."""

    point: Point
    withdrawn: str
    changed_at: int
    seq: int


@dataclass(frozen=True)
class Acknowledged:
    """An officer who acknowledged a point; `off_duty` flags one whom the roster did not have on duty then."""

    officer: str
    at: int
    off_duty: bool


@dataclass(frozen=True)
class ToldLine:
    """A point for a shift: when it was read out to it, and who of the shift has acknowledged it or not."""

    point: Point
    told_at: int | None
    acknowledged: tuple[str, ...]
    waiting: tuple[str, ...]


@dataclass(frozen=True)
class ShiftBriefing:
    """What a shift is to be told, in the order in which it is read out."""

    shift: Shift
    lines: tuple[ToldLine, ...]


def read_unread(connection: "Connection", at: int, tz: "ZoneInfo", *, on_duty: bool) -> list[Unread]:
    """See `Briefings.unread`; points that have ended are not told of."""
    kept = [
        one for one in read_points(connection)
        if not one.withdrawn and acts.begins(one.point.since, tz) <= at < acts.ends(one.point.until, tz)
    ]  # fmt: skip
    if not kept:
        return []
    here = {officer for officer, start, end in blocks(connection, at, at + 1)} if on_duty else None
    spans = blocks(connection, at - LOOKED_BACK, at + 1, officers=here)
    keys = json.dumps([one.point.briefing for one in kept])
    heard = acknowledgements(connection, keys, {span[0] for span in spans})
    return acts.unread([(one.point, one.changed_at) for one in kept], spans, heard, tz)


def read_points(connection: "Connection") -> list[Kept]:
    """Every point, by number."""
    sql = f"SELECT {COLUMNS}, withdrawn, changed_at, seq FROM briefing ORDER BY briefing"
    return [kept_of(row) for row in rows_of(connection, sql)]


def acknowledgements(connection: "Connection", keys: str, officers: Iterable[str]) -> list[tuple[str, str, int]]:
    """The last acknowledgement of each of the points (a JSON list of numbers) by each of the officers."""
    rows = connection.exec_driver_sql(
        "SELECT k.value, o.value, (SELECT max(a.at) FROM acknowledgement a WHERE a.briefing = k.value"
        " AND a.officer = o.value) FROM json_each(?) k CROSS JOIN json_each(?) o",
        (keys, json.dumps(sorted(officers))),
    )
    return [(row[0], row[1], row[2]) for row in rows if row[2] is not None]


def kept_of(row: Any) -> Kept:
    """The point of a row of `ONE`. Raises StoreError where nobody wrote such a row."""
    fields = dict(zip(COLUMNS.split(", "), row, strict=False))
    try:
        return Kept(Point.model_validate(fields), row[7], row[8], row[9])
    except ValueError as error:
        raise damaged("the store", f"briefing {fields['briefing']}") from error
