"""Records of the roster that are kept, held and erased in stretches, since one of them alone is no record.

`duties:1001:2024-10` is what an officer worked in a month, `cover:GATE1:2024-10` what a post asked for, and
`calls:2024-10-03` the check calls and rounds that were due on a day. Months and days are those of UTC: a stretch has
the same rows whatever zone the site is given later. A row belongs to the stretch in which it starts or is due.
"""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from sfm_tui.domain.keeping import period


class Stretch(NamedTuple):
    """Rows of these tables whose time lies in [low, high); only those of `who` in `column`, where it names one."""

    tables: tuple[str, ...]
    column: str
    who: str
    low: int
    high: int


_TABLES = {
    "duties": (("duty", "compensation"), "officer"),
    "cover": (("cover",), "post"),
    "calls": (("checkcall", "patrol"), ""),
}
STRETCHED = tuple(_TABLES)
"""The nouns of such records."""
COLUMN_OF = {table: column for tables, column in _TABLES.values() for table in tables}
"""Whose a row is, by its table: the column that says so; empty where a stretch has the rows of all."""


def time_column(table: str) -> str:
    """The column with the time by which a row of a table belongs to a stretch."""
    return "due" if table in ("checkcall", "patrol") else "start"


def stretch_of(record: str) -> Stretch | None:
    """The rows that such a record stands for; None for any other record. Raises ValueError where it has no time."""
    noun, _, key = record.partition(":")
    if noun not in _TABLES:
        return None
    tables, column = _TABLES[noun]
    if not column:
        first = datetime.strptime(key, "%Y-%m-%d").replace(tzinfo=UTC)
        return Stretch(tables, "", "", int(first.timestamp()), int((first + timedelta(days=1)).timestamp()))
    who, _, month = key.rpartition(":")
    first = datetime.strptime(month, "%Y-%m").replace(tzinfo=UTC)
    after = (first + timedelta(days=31)).replace(day=1)
    return Stretch(tables, column, who, int(first.timestamp()), int(after.timestamp()))


def to_hold(record: str) -> str:
    """What is held to keep a record of the roster, none of which has a number: its officer, or the days that it is of.

    Any other record is held by itself.
    """
    noun, _, key = record.partition(":")
    if noun in ("absence", "duties"):
        return f"officer:{key.rpartition(':')[0]}"
    stretch = stretch_of(record)
    if stretch is None:
        return record
    return period(*(datetime.fromtimestamp(at, UTC).date() for at in (stretch.low, stretch.high - 1)))
