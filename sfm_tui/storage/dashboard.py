"""What the dashboard asks of the store beside the figures of a window: weeks, hours of the week, how responses spread.

Every figure is made by the functions that `sfm kpi`, `sfm trace` and `sfm measure` use, so that they agree.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from sfm_tui.clock import day_bounds, local_date
from sfm_tui.clock.days import Days
from sfm_tui.clock.offsets import offsets
from sfm_tui.domain.briefing import begins
from sfm_tui.domain.chart import Break
from sfm_tui.domain.findings.hours import monday_of
from sfm_tui.domain.free_by_hour import HourOfWeek, free_seconds
from sfm_tui.domain.kpi import Figures, Terms
from sfm_tui.domain.kpi_roster import RosterFigures, Share
from sfm_tui.domain.measure import COMPUTED
from sfm_tui.domain.trace import CAUSES, by_cause, by_hour
from sfm_tui.storage.figures import (
    CheckCalls,
    Kpis,
    kpis,
    read_calls,
    read_reports,
    read_responses,
    read_terms,
    read_training,
    weeks_gone,
)
from sfm_tui.storage.response_sql import limit_of, local_of, reason_of, seconds_of
from sfm_tui.storage.roster_rows import read_roster
from sfm_tui.storage.series import roster_weeks
from sfm_tui.storage.tracing import breaches

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from sfm_tui.domain.spans import Span
    from sfm_tui.storage.store import Store

_SINCE_MONDAY = (3 + 7 * 200_000) * 86_400
"""Local seconds since 1970, and so many, are never negative, and each week of them starts on a Monday."""
PHASED = ("response-time", "response-within", "shift-fill", "late-starts", "no-shows")
_NAMES = {name.casefold(): code for code in PHASED for name in (code, COMPUTED[code].name)}


@dataclass(frozen=True)
class Weeks:
    """The figures of each ISO week that is over, by its Monday, and from when on people began new phases.

    `this_monday` is that of the week which is not over.
    """

    this_monday: date
    terms: Terms

    responses: dict[date, Figures] = field(default_factory=dict)
    roster: dict[date, RosterFigures] = field(default_factory=dict)
    breaks: dict[str, tuple[Break, ...]] = field(default_factory=dict)
    in_effect: dict[str, dict[date, str]] = field(default_factory=dict)
    """By measure, the days on which actions that move it took effect, and their numbers."""


class More(NamedTuple):
    """Those figures of a week that no measure is made of."""

    calls: CheckCalls
    reports: Share
    training: Share


class Hour(NamedTuple):
    """The responses reported in an hour of the week, and how many of them were late."""

    n: int
    late: int


@dataclass(frozen=True)
class Hours:
    """The late responses of each hour of the week, beside the seconds that responders stood free in it, and its own."""

    responses: dict[HourOfWeek, Hour]
    free: dict[HourOfWeek, tuple[int, int]]
    responder_posts: int


@dataclass(frozen=True)
class Month:
    """The figures of a month, and what its late responses came of."""

    days: Days
    kpis: Kpis
    causes: dict[str, int]
    hours: dict[int, int]


def read_weeks(store: "Store") -> Weeks:
    """All of them, as `sfm measure` has them."""
    tz = store.tz
    breaks = {
        code: tuple(Break(begins(phase.since, tz), phase.reason) for phase in store.measures.phases(code))
        for code in PHASED
    }
    in_effect: dict[str, dict[date, str]] = {}
    for action in store.actions.put_into_effect("0001-01-01", local_date(store.clock.now(), tz).isoformat()):
        if measure := _NAMES.get(action.measure.strip().casefold()):
            on = date.fromisoformat(action.in_effect_on or "")
            in_effect.setdefault(measure, {})[on] = action.action
    with store.reading() as connection:
        first = connection.exec_driver_sql("SELECT min(reported) FROM incident").scalar()
        end = monday_at(store.clock.now(), tz)
        terms = read_terms(connection)
        found: dict[str, Figures] = {}
        if first is not None and first < end:
            some, gone = read_responses(connection, (monday_at(first, tz), end), terms, store), weeks_gone(connection)
            found = {week: figures for week, figures in some.by_week.items() if week not in gone}
    responses = {monday_named(week): some for week, some in found.items()}
    roster = {monday: figures for monday, _window, figures in roster_weeks(store) if not figures.why}
    return Weeks(local_date(end, tz), terms, responses, roster, breaks, in_effect)


def read_more(store: "Store", monday: date) -> More:
    """The other figures of the week of a Monday."""
    window = week_window(monday, store.tz)
    with store.reading() as connection:
        now = store.clock.now()
        calls, reports = read_calls(connection, window, now), read_reports(connection, window, now)
    return More(calls, reports, read_training(store, window[1]))


def read_hours(store: "Store", window: "Span") -> Hours:
    """The late responses by hour of the week, beside the responders whom the roster had free then.

    Those are of the part of the window that is past.
    """
    rules = store.roster.rules()
    past = window[0], min(window[1], store.clock.now())
    with store.reading() as connection:
        terms = read_terms(connection)
        local = f"({local_of(offsets(*window, store.tz))} + {_SINCE_MONDAY})"
        late = f"({seconds_of(terms)} > {limit_of(terms, *window)})"
        rows = connection.exec_driver_sql(
            f"SELECT {local} / 3600 % 168, count(*), sum({late}) FROM incident i"
            f" WHERE i.reported >= ? AND i.reported < ? AND ({reason_of(terms)}) = 0 GROUP BY 1",
            window,
        )
        responses = {divmod(hour, 24): Hour(n, over) for hour, n, over in rows}
        roster = read_roster(connection, *window)
    free = free_seconds(roster, past, rules.timezone) if past[0] < past[1] and not roster.gone else {}
    return Hours(responses, free, sum(post.responder for post in roster.posts))


def read_spread(store: "Store", window: "Span") -> list[tuple[int, bool, int]]:
    """How often each number of seconds came, apart by whether it was within its limit; the shortest first."""
    with store.reading() as connection:
        terms = read_terms(connection)
        seconds = seconds_of(terms)
        rows = connection.exec_driver_sql(
            f"SELECT {seconds} s, {seconds} <= {limit_of(terms, *window)} g, count(*) FROM incident i"
            f" WHERE i.reported >= ? AND i.reported < ? AND ({reason_of(terms)}) = 0 GROUP BY s, g ORDER BY s, g DESC",
            window,
        )
        return [(response, bool(good), n) for response, good, n in rows]


def read_causes(store: "Store", window: "Span") -> tuple[dict[str, int], dict[int, int]]:
    """What the late responses of a window came of, and how many were reported in each local hour of the day."""
    late = breaches(store, window)
    return by_cause(late), {hour.hour: hour.breaches for hour in by_hour(late, store.tz)}


def read_month(store: "Store", days: Days) -> Month:
    """All figures of a month, or of a part of it."""
    window = days.bounds(store.tz)
    found = kpis(store, window)
    total = found.responses.total
    causes, hours = read_causes(store, window) if total.within < total.n else (dict.fromkeys(CAUSES, 0), {})
    return Month(days, found, causes, hours)


def monday_named(week: str) -> date:
    """The Monday of `2026-W12`."""
    year, _, number = week.partition("-W")
    return date.fromisocalendar(int(year), int(number), 1)


def week_window(monday: date, tz: "ZoneInfo") -> "Span":
    """The instants of a week."""
    return day_bounds(monday, tz)[0], day_bounds(monday + timedelta(days=7), tz)[0]


def monday_at(at: int, tz: "ZoneInfo") -> int:
    """The instant at which the week of an instant began."""
    return day_bounds(monday_of(local_date(at, tz)), tz)[0]
