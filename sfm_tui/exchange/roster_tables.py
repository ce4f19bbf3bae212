"""The roster's files: licences, cover, duties, absences, check calls, patrols."""

from collections.abc import Callable, Iterator
from typing import Any
from zoneinfo import ZoneInfo

from sfm_tui.clock import iso
from sfm_tui.clock.refusal import quoted
from sfm_tui.domain.recurrence import check_repeat
from sfm_tui.domain.roster_records import (
    DUTY_STATUSES,
    LICENCE_STATUSES,
    MOST_HEADS,
    MOST_POINTS,
    SECTORS,
    excepted_days,
    licence_number,
)
from sfm_tui.exchange.columns import FIRST, FOURTH, SECOND, THIRD, Column, Table, Values, key_column, opt_column
from sfm_tui.exchange.kinds import DATE, LINE, STAFF_NUMBER, TEXT, TIME, Context, Integer, Kind, Word, guard, unguard

Problems = Iterator[tuple[str, str]]


class LicenceNumber(Kind):
    """The 16 digits of a licence, kept as text."""

    def parse(self, cell: str, context: Context) -> str:
        """Digits alone."""
        return licence_number(cell)


class RepeatRule(Kind):
    """A repeat rule as it was written; whether it is one is asked with the row's times (`check_zoned`)."""

    def parse(self, cell: str, context: Context) -> str:
        """Without the guard of a text."""
        return unguard(cell)

    def write(self, value: Any, tz: ZoneInfo) -> str:
        """Guarded as any text."""
        return guard(value)


class Days(Kind):
    """Dates with spaces between, in order and each once."""

    def parse(self, cell: str, context: Context) -> str:
        """Only days of the calendar, the year first."""
        return excepted_days(cell)


def _places(*names: str) -> str:
    return ", ".join(f't."{name}"' for name in names)


def _roster(
    file: str, noun: str, columns: tuple[Column, ...], complete: Callable[[list[Any]], None] | None = None,
    check: Callable[[Values], Problems] | None = None,
    check_zoned: Callable[[Values, ZoneInfo], Problems] | None = None,
) -> Table:  # fmt: skip
    names = [column.field or column.name for column in columns]
    keys = [name for name, column in zip(names, columns, strict=True) if column.key]
    parts = zip(keys, (FIRST, SECOND, THIRD, FOURTH), strict=False)
    on = " AND ".join(f't."{name}" = {part}' for name, part in parts)
    return Table(
        file, noun, columns, False, _places(*names), f"{noun} t", f"json_each(?) k CROSS JOIN {noun} t ON {on}",
        _places(*keys), complete, check, check_zoned,
    )  # fmt: skip


def _ends_later(start: int, end: int) -> Callable[[Values, ZoneInfo], Problems]:
    """The check of a row whose start and end stand in these places."""

    def check(values: Values, tz: ZoneInfo) -> Problems:
        if values[end] <= values[start]:
            before = iso(values[start], tz)
            yield "end", f"{quoted(iso(values[end], tz))} is not later than the start, {quoted(before)}: check both"

    return check


_cover_ends, _duty_ends, _absence_ends = _ends_later(1, 2), _ends_later(2, 3), _ends_later(1, 2)


def _check_cover(values: Values, tz: ZoneInfo) -> Problems:
    yield from _cover_ends(values, tz)
    _, start, end, _, repeat, _ = values
    if repeat and start < end:
        try:
            check_repeat(start, end, repeat, tz)
        except ValueError as error:
            yield "repeat", str(error)


def _check_licence(values: Values) -> Problems:
    starts, expires = values[3], values[4]
    if starts is not None and expires < starts:
        yield "expires", f"{quoted(expires)} is earlier than the start, {quoted(starts)}: check both"


_STATUS = 6


def _complete_duty(values: list[Any]) -> None:
    values[_STATUS] = values[_STATUS] or "planned"


def _check_duty(values: Values) -> Problems:
    on, off = values[4], values[5]
    if on is not None and off is not None and off < on:
        yield "booked_off", "it is earlier than booked_on: check both"


def _check_patrol(values: Values) -> Problems:
    started, ended = values[3], values[4]
    if ended is not None and started is None:
        yield "started", "it is empty, and the patrol has ended: write when it started"
    elif ended is not None and ended < started:
        yield "ended", "it is earlier than started: check both"


LICENCES = _roster(
    "licences.csv", "licence",
    (
        key_column("officer", STAFF_NUMBER, "officer"), key_column("sector", Word(SECTORS)),
        Column("number", LicenceNumber()), opt_column("starts", DATE), key_column("expires", DATE),
        Column("status", Word(LICENCE_STATUSES)), opt_column("status_from", DATE), opt_column("checked_on", DATE),
    ),
    check=_check_licence,
)  # fmt: skip

COVER = _roster(
    "cover.csv", "cover",
    (
        key_column("post", refers="post"), key_column("start", TIME), key_column("end", TIME),
        Column("headcount", Integer(0, MOST_HEADS, f"whole heads, 0 to {MOST_HEADS}")),
        Column("repeat", RepeatRule(), key=True, optional=True), opt_column("except", Days(), field="excepted"),
    ),
    check_zoned=_check_cover,
)  # fmt: skip

DUTIES = _roster(
    "duties.csv", "duty",
    (
        key_column("officer", STAFF_NUMBER, "officer"), key_column("post", refers="post"), key_column("start", TIME),
        Column("end", TIME), opt_column("booked_on", TIME), opt_column("booked_off", TIME),
        opt_column("status", Word(DUTY_STATUSES)),
    ),
    complete=_complete_duty, check=_check_duty, check_zoned=_duty_ends,
)  # fmt: skip

ABSENCES = _roster(
    "absences.csv", "absence",
    (
        key_column("officer", STAFF_NUMBER, "officer"), key_column("start", TIME), Column("end", TIME),
        Column("reason", LINE),
    ),
    check_zoned=_absence_ends,
)  # fmt: skip

CHECKCALLS = _roster(
    "checkcalls.csv", "checkcall",
    (
        key_column("post", refers="post"), key_column("due", TIME), opt_column("officer", refers="officer"),
        opt_column("received", TIME), opt_column("action", TEXT),
    ),
)  # fmt: skip

_POINTS = Integer(0, MOST_POINTS, f"whole points, 0 to {MOST_POINTS}")

PATROLS = _roster(
    "patrols.csv", "patrol",
    (
        key_column("patrol"), key_column("due", TIME), opt_column("officer", refers="officer"),
        opt_column("started", TIME), opt_column("ended", TIME), Column("points_due", _POINTS),
        Column("points_made", _POINTS), opt_column("findings", TEXT),
    ),
    check=_check_patrol,
)  # fmt: skip

ROSTER = (LICENCES, COVER, DUTIES, ABSENCES, CHECKCALLS, PATROLS)
"""In the order of reading and writing."""
