"""The figures of a window, read from the store by column selects; the rules are those of `domain.kpi`.

One pass over the incidents gives all figures of responses: each row comes as one whole number, counted in Python.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from sfm_tui.clock import local_date
from sfm_tui.clock.offsets import offsets
from sfm_tui.domain.check_calls import State
from sfm_tui.domain.kpi import ERASED, REASONS, Change, Figures, Responses, Terms, figures, grouped
from sfm_tui.domain.kpi_roster import RosterFigures, Share, roster_figures
from sfm_tui.domain.response import ResponseTerms
from sfm_tui.domain.roster import GONE
from sfm_tui.domain.training import POST_YEAR
from sfm_tui.domain.weekly import week_of
from sfm_tui.storage.gone import CALLS, gone_spans
from sfm_tui.storage.on_duty import call_states
from sfm_tui.storage.response_sql import SECONDS_BITS, limit_of, local_of, reason_of, seconds_of
from sfm_tui.storage.roster_rows import DAY_SECONDS, read_roster
from sfm_tui.storage.sites import parse_settings

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from sqlalchemy import Connection

    from sfm_tui.domain.spans import Span
    from sfm_tui.storage.store import Store

By = Literal["weekday", "month", "category", "severity", "location", "officer"]
REPORT_SECONDS = DAY_SECONDS
"""A report is in time that is closed within a day of its incident's report (domain.md 5)."""
CALL_STATES: tuple[State, ...] = ("received", "late", "early", "missed")
_MONDAY = date(1969, 12, 29).toordinal()
_WEEK_SECONDS = 7 * DAY_SECONDS
_WEEKS_BEFORE = 200_000
_SINCE_MONDAY = 3 * DAY_SECONDS + _WEEKS_BEFORE * _WEEK_SECONDS
"""Local seconds since 1970, and so many, are never negative, and each week of them starts on a Monday."""
_HOUR_BITS = 5
_WITHIN_BITS = 1
_LOW_BITS = SECONDS_BITS + _WITHIN_BITS + _HOUR_BITS
_AT_ONCE = 1 << 16
"""So many are counted in one go: counting lets no other thread run, and a screen waits for it."""
_IN_WINDOW = "FROM incident i WHERE i.reported >= ? AND i.reported < ?"


@dataclass(frozen=True)
class CheckCalls:
    """The check calls that were due in a window and are past: how they came; `why` says why there are none."""

    due: int
    in_time: int
    late: int
    early: int
    missed: int
    why: str = ""

    @property
    def came(self) -> Share:
        """Those in time, of all."""
        return Share(self.in_time, self.due, self.why or ("" if self.due else "no check call was due"))


@dataclass(frozen=True)
class Kpis:
    """Every figure of a window; `terms` are those that the responses were held to."""

    window: "Span"
    terms: Terms
    responses: Responses
    roster: RosterFigures
    training: Share
    calls: CheckCalls
    reports: Share


def kpis(store: "Store", window: "Span") -> Kpis:
    """Every figure of a window of instants, whose ends are local midnights."""
    rules, now = store.roster.rules(), store.clock.now()
    with store.reading() as connection:
        terms = read_terms(connection)
        responses = read_responses(connection, window, terms, store)
        roster = read_roster(connection, *window)
        reports = read_reports(connection, window, now)
        calls = read_calls(connection, window, now)
    training = read_training(store, window[1])
    return Kpis(window, terms, responses, roster_figures(roster, window, rules), training, calls, reports)


def read_terms(connection: "Connection") -> Terms:
    """What the contract asks of responses, now and at each time that the ledger knows of."""
    row = connection.exec_driver_sql("SELECT settings FROM site").first()
    today = parse_settings(row[0]).terms if row else ResponseTerms()
    entries = connection.exec_driver_sql(
        "SELECT l.at, json_extract(p.payload, '$.new') FROM ledger l JOIN payload p ON p.seq = l.seq"
        " WHERE l.subject >= 'site:' AND l.subject < 'site;' AND l.kind = 'site.set' ORDER BY l.seq"
    )
    found: list[Change] = []
    until = None
    for at, settings in reversed(entries.all()):
        until = at if until is None else min(at, until)  # a clock that was put back: no entry held after a later one
        found.append(Change(until, parse_settings(settings).terms))
    found.reverse()
    return Terms(today, tuple(found))


def read_responses(connection: "Connection", window: "Span", terms: Terms, store: "Store") -> Responses:
    """The responses of the incidents reported in a window, by local hour and ISO week too."""
    n = erased_incidents(connection, window, store.tz)
    erased = {ERASED: n} if n else {}
    span = _reported(connection, window)
    if span is None:
        return Responses(Figures(), dict.fromkeys(REASONS, 0) | erased)
    low, high = span
    local = f"({local_of(offsets(low, high, store.tz))} + {_SINCE_MONDAY})"
    first = _week(low, store.tz)
    week, hour = f"({local} / {_WEEK_SECONDS} - {first})", f"({local} / 3600 % 24)"
    seconds, good = seconds_of(terms), f"({seconds_of(terms)} <= {limit_of(terms, low, high)})"
    packed = (
        f"(({week} << {_LOW_BITS}) | ({seconds} << {_HOUR_BITS + _WITHIN_BITS}) | ({good} << {_HOUR_BITS}) | {hour})"
    )
    codes = [code for (code,) in _rows(connection, f"SELECT {reason_of(terms, packed)} {_IN_WINDOW}", (low, high))]
    out = Counter(code for code in codes if code < 0)
    if out:
        codes = [code for code in codes if code >= 0]
    hours: Counter[int] = Counter()
    weeks: Counter[int] = Counter()
    for at in range(0, len(codes), _AT_ONCE):
        some = codes[at : at + _AT_ONCE]
        hours.update([code & ((1 << _LOW_BITS) - 1) for code in some])
        weeks.update([code >> _HOUR_BITS for code in some])
    del codes
    total: Counter[int] = Counter()
    within = 0
    for code, n in hours.items():
        total[code >> (_HOUR_BITS + _WITHIN_BITS)] += n
        within += n * (code >> _HOUR_BITS & 1)
    by_hour = grouped((code & 31, code >> 6, code >> 5 & 1, n) for code, n in hours.items())
    mask = (1 << SECONDS_BITS) - 1
    by_week = grouped(
        ((code >> (SECONDS_BITS + 1)) + first, code >> 1 & mask, code & 1, n) for code, n in weeks.items()
    )
    return Responses(
        figures(total, within),
        {reason: out[-number] for number, reason in enumerate(REASONS, start=1)} | erased,
        by_hour,
        {week_name(number): found for number, found in by_week.items()},
    )


def breakdown(connection: "Connection", window: "Span", terms: Terms, store: "Store", by: By) -> dict[Any, Figures]:
    """The responses of a window by weekday (Monday 0), month (`2026-11`), category, severity, location or officer.

    The officer is the first on scene, empty where nobody is named.
    """
    span = _reported(connection, window)
    if span is None:
        return {}
    local = local_of(offsets(*span, store.tz))
    group = {
        "weekday": f"CAST(strftime('%w', {local}, 'unixepoch') AS INTEGER)",
        "month": f"strftime('%Y-%m', {local}, 'unixepoch')",
        "category": "i.category",
        "severity": "i.severity",
        "location": "i.location",
        "officer": "substr(i.officers, 1, instr(i.officers || ' ', ' ') - 1)",
    }[by]
    seconds = seconds_of(terms)
    rows = _rows(
        connection,
        f"SELECT {group}, {seconds}, {seconds} <= {limit_of(terms, *span)} {_IN_WINDOW} AND ({reason_of(terms)}) = 0",
        span,
    )
    counted = Counter(rows)
    if by == "weekday":
        return grouped(((day - 1) % 7, *rest, n) for (day, *rest), n in counted.items())
    return grouped((*row, n) for row, n in counted.items())


def read_cases(connection: "Connection", window: "Span", terms: Terms) -> list[tuple[int, bool]]:
    """The single responses of a window by their report: seconds, and whether within the limit."""
    seconds = seconds_of(terms)
    rows = _rows(
        connection,
        f"SELECT {seconds}, {seconds} <= {limit_of(terms, *window)} {_IN_WINDOW} AND ({reason_of(terms)}) = 0"
        " ORDER BY i.reported, i.id",
        window,
    )
    return [(response, bool(good)) for response, good in rows]


def week_name(number: int) -> str:
    """`2026-W12`, from a week's number as `_week` counts."""
    return week_of(date.fromordinal(_MONDAY + 7 * (number - _WEEKS_BEFORE)))


def _week(at: int, tz: "ZoneInfo") -> int:
    """The number of the ISO week in which an instant lies: weeks since a Monday long before the calendar."""
    return (local_date(at, tz).toordinal() - _MONDAY) // 7 + _WEEKS_BEFORE


def _reported(connection: "Connection", window: "Span") -> "Span | None":
    """The stretch of the window in which there are reports; no longer than that is looked at."""
    low, high = connection.exec_driver_sql(f"SELECT min(i.reported), max(i.reported) {_IN_WINDOW}", window).one()
    return None if low is None else (low, high + 1)


_LATEST = 253_370_764_800
"""The first instant of the year 9999: nothing that was erased is of a later day, nor of one before 1970."""
_GONE = (
    "erased e WHERE e.kind = 'incidents'"
    " AND NOT EXISTS (SELECT 1 FROM incident i WHERE i.number = substr(e.record, 10))"
)
"""Incidents that were erased and did not come back by an import."""


def erased_incidents(connection: "Connection", window: "Span", tz: "ZoneInfo") -> int:
    """How many incidents of the window were erased: a figure of days long past is told to be of what is left."""
    first, last = (local_date(min(max(at, 0), _LATEST), tz) for at in (window[0], window[1] - 1))
    (n,) = connection.exec_driver_sql(
        f"SELECT count(*) FROM {_GONE} AND e.day BETWEEN ? AND ?",
        (first.isoformat(), last.isoformat()),
    ).one()
    return int(n)


def weeks_gone(connection: "Connection") -> dict[str, int]:
    """How many incidents of each ISO week were erased: its figures would be of what is left."""
    found: Counter[str] = Counter()
    for day, n in connection.exec_driver_sql(f"SELECT e.day, count(*) FROM {_GONE} GROUP BY e.day"):
        found[week_of(date.fromisoformat(day))] += n
    return found


def _rows(connection: "Connection", sql: str, values: tuple[Any, ...]) -> Iterator[Any]:
    """The rows as the driver gives them."""
    rows: Iterator[Any] = connection.connection.cursor().execute(sql, values)
    return rows


def read_reports(connection: "Connection", window: "Span", now: int) -> Share:
    """Reports closed within a day, of those that are closed so or whose day is over.

    Void incidents are left out, and those of which is known that they are closed, but not when.
    """
    due = f"i.reported + {REPORT_SECONDS}"
    part, whole = connection.exec_driver_sql(
        f"SELECT coalesce(sum(i.closed IS NOT NULL AND i.closed <= {due}), 0), count(*) {_IN_WINDOW}"
        f" AND i.struck = '' AND NOT (i.state = 'closed' AND i.closed IS NULL)"
        f" AND ({due} < ? OR (i.closed IS NOT NULL AND i.closed <= {due}))",
        (*window, now),
    ).one()
    return Share(part, whole, "" if whole else "no report was due whose close is known")


def read_training(store: "Store", at: int) -> Share:
    """How many of the pairs of officer and topic are in date; who stands at a post is counted over the year before."""
    with store.reading() as connection:
        if gone_spans(connection, ("duties",), at - POST_YEAR * DAY_SECONDS, at):
            return Share(0, 0, GONE)
    good, pairs = store.talks.compliance(local_date(at, store.tz))
    return Share(good, pairs, "" if pairs else "no topic is required of anybody")


def read_calls(connection: "Connection", window: "Span", now: int) -> CheckCalls:
    """How the check calls of a window came, those that can still come left out."""
    end = min(window[1], now)
    if gone_spans(connection, CALLS, *window):
        return CheckCalls(0, 0, 0, 0, 0, "check calls or duties of that time were erased under a retention rule")
    states = call_states(connection, (window[0], end), now) if window[0] < end else Counter()
    in_time, late, early, missed = (states[state] for state in CALL_STATES)
    return CheckCalls(in_time + late + early + missed, in_time, late, early, missed)


__all__ = ["REASONS", "Kpis", "breakdown", "kpis", "read_responses", "read_terms", "week_name"]
