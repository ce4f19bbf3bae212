"""What is due under the retention rules, what is old enough and stays all the same, and why."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Literal
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from sfm_tui.clock import day_bounds, local_date, zone
from sfm_tui.domain.retention import BY_NAME, Rule, due_on, last_start, schedule, unknown
from sfm_tui.storage.holds import standing
from sfm_tui.storage.retention_sql import asked, found
from sfm_tui.storage.sites import parse_settings

if TYPE_CHECKING:
    from sfm_tui.storage.store import Store

Which = Literal["due", "kept", "all"]
PAGE = 200
_WEEK, _YEAR, _MARGIN = 7 * 86_400, 366 * 86_400, 31 * 86_400
"""The weekly mean looks back over weeks, who stands at which post over a year (domain.training); a month beside it."""


@dataclass(frozen=True)
class Old:
    """A record whose months are over; `why` says what stands against erasing it, empty where it is due.

    `start` is what lists are ordered by, `began` the day on which its time began, `of` the day that it tells of.
    """

    record: str
    kind: str
    start: int
    began: date
    due: date
    of: date
    text: str
    why: str


@dataclass(frozen=True)
class Count:
    """How many of a kind are due, and how many are old enough but stay; `oldest` is the first day of both."""

    rule: Rule
    due: int
    kept: int
    oldest: date | None


@dataclass(frozen=True)
class Frame:
    """What one look at the store goes by: the day, the zone, the rules, what is held and why.

    Duties that ended at `needed` or later stay whatever the rule: today's findings and training are made from them.
    """

    today: date
    tz: ZoneInfo
    rules: dict[str, Rule]
    held: dict[str, str]
    needed: int


def frame(connection: Connection, now: int) -> Frame:
    """Read what a look goes by."""
    row = connection.exec_driver_sql("SELECT settings FROM site").first()
    site = parse_settings(row[0]) if row else None
    tz = zone(site.timezone if site else "UTC")
    rules = {rule.kind.name: rule for rule in schedule(site.retention if site else {})}
    weeks = site.rest.average_weeks if site and site.rest else 0
    needed = now - max((weeks or 0) * _WEEK, _YEAR) - _MARGIN
    return Frame(local_date(now, tz), tz, rules, standing(connection), needed)


class Retention:
    """Reads what is due. The schedule is the site's `[retention]`, the usual months where it says nothing."""

    def __init__(self, store: "Store") -> None:
        self._store = store

    def rules(self) -> tuple[Rule, ...]:
        """The rule of every kind."""
        site = self._store.sites.get()
        return schedule(site.retention if site else {})

    def unknown(self) -> list[str]:
        """A line for each kind in the site's settings that there is not."""
        site = self._store.sites.get()
        return unknown(site.retention) if site else []

    def counts(self) -> list[Count]:
        """How many of each kind are due, and how many are old enough but stay."""
        with self._store.reading() as connection:
            at = frame(connection, self._store.clock.now())
            return [_count(connection, at, rule) for rule in at.rules.values()]

    def page(
        self, kind: str, *, which: Which = "due", after: Old | None = None, limit: int = PAGE
    ) -> list[Old]:  # fmt: skip
        """The next records of a kind after one that was given, the oldest first. Raises KeyError for no kind."""
        BY_NAME[kind]
        with self._store.reading() as connection:
            at = frame(connection, self._store.clock.now())
            return read(connection, at, kind, which=which, after=after, limit=limit)

    def all(self, *, which: Which = "due") -> Iterator[Old]:
        """Every record, kind by kind, a page at a time."""
        for kind in BY_NAME:
            last: Old | None = None
            while page := self.page(kind, which=which, after=last):
                yield from page
                last = page[-1]


def _window(connection: Connection, at: Frame, rule: Rule) -> dict[str, Any] | None:
    last = None if rule.months is None else last_start(at.today, rule.months)
    if last is None:
        return None
    return {
        "before": day_bounds(last, at.tz)[1], "last": last.isoformat(), "held": json.dumps(sorted(at.held)),
        "today": day_bounds(at.today, at.tz)[0], "needed": at.needed,
        "known": asked(connection, rule.kind.name, at.tz),
    }  # fmt: skip


def _count(connection: Connection, at: Frame, rule: Rule) -> Count:
    values = _window(connection, at, rule)
    if values is None:
        return Count(rule, 0, 0, None)
    due, kept, start, day = connection.exec_driver_sql(
        f"SELECT count(*) FILTER (WHERE why = ''), count(*) FILTER (WHERE why <> ''), min(start),"
        f" min(CASE day WHEN '' THEN NULL ELSE day END) FROM ({found(rule.kind.name)})",
        values,
    ).one()
    if start is None:
        return Count(rule, due, kept, None)
    oldest = date.fromisoformat(day) if day else local_date(start, at.tz)
    return Count(rule, due, kept, oldest)


def read(
    connection: Connection, at: Frame, kind: str, *, which: Which = "due", after: Old | None = None, limit: int = PAGE,
    records: Sequence[str] | None = None,
) -> list[Old]:  # fmt: skip
    """Read a page of a kind, the oldest first; with `records`, only of those."""
    rule = at.rules[kind]
    values = _window(connection, at, rule)
    if values is None or rule.months is None:
        return []
    where = {"due": ["why = ''"], "kept": ["why <> ''"], "all": []}[which]
    if after is not None:
        where.append("(start, record) > (:start, :record)")
        values |= {"start": after.start, "record": after.record}
    if records is not None:
        where.append("record IN (SELECT value FROM json_each(:records))")
        values["records"] = json.dumps(list(records))
    rows = connection.exec_driver_sql(
        f"SELECT record, start, day, of, text, why FROM ({found(kind)})"
        f" WHERE {' AND '.join(where) or '1'} ORDER BY start, record LIMIT :limit",
        {**values, "limit": limit},
    ).all()
    return [_old(at, rule, *row) for row in rows]


def _old(at: Frame, rule: Rule, record: str, start: int, day: str, of: int | str, text: str, why: str) -> Old:
    began = date.fromisoformat(day) if day else local_date(start, at.tz)
    told = date.fromisoformat(of) if isinstance(of, str) else local_date(of, at.tz)
    assert rule.months is not None
    reason = at.held.get(record, why) if why else ""
    return Old(record, rule.kind.name, start, began, due_on(began, rule.months), told, text, reason)
