"""A measure as a series of dots: the readings that a team took, or one value a week that the program computes.

The weeks are whole ISO weeks up to the last one that is over. A week with fewer than five responses has no figures
and is left out of the series.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from sfm_tui.clock import day_bounds, iso, local_date
from sfm_tui.domain.briefing import When, begins
from sfm_tui.domain.chart import Break, Dot
from sfm_tui.domain.findings.hours import monday_of
from sfm_tui.domain.kpi_roster import RosterFigures, roster_figures
from sfm_tui.domain.measure import COMPUTED, Computed
from sfm_tui.domain.reference import Better, Measure
from sfm_tui.storage.figures import read_responses, read_terms, weeks_gone
from sfm_tui.storage.roster_rows import read_roster

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from sfm_tui.domain.kpi import Figures, Terms
    from sfm_tui.domain.spans import Span
    from sfm_tui.storage.store import Store


@dataclass(frozen=True)
class Series:
    """A measure with its dots and the phases that people began.

    `left_out` are weeks without a figure, and why; `recorded` values are shown as they were written, others with two
    decimals.
    """

    measure: str
    name: str
    unit: str
    better: Better
    target: Fraction | None
    dots: tuple[Dot, ...]
    breaks: tuple[Break, ...]
    left_out: tuple[tuple[str, str], ...] = ()
    recorded: bool = True


def series(store: "Store", name: str) -> Series:
    """A measure by its code or its name. Raises StoreError where there is none."""
    known = store.measures.get(code_of(store, name))
    return team_series(store, known) if isinstance(known, Measure) else next(computed_series(store, (known,)))


def team_series(store: "Store", known: Measure) -> Series:
    """A measure that the team counts."""
    tz = store.tz
    dots = tuple(
        Dot(begins(reading.at, tz), Fraction(reading.value), label_of(reading.at, tz), reading.n)
        for reading in store.measures.readings(known.measure)
    )
    target = Fraction(known.target) if known.target else None
    return Series(
        known.measure, known.name, known.unit, known.better, target, dots, _breaks(store, known.measure)
    )  # fmt: skip


def computed_series(store: "Store", some: Iterable[Computed]) -> Iterator[Series]:
    """Measures that the program computes; the weeks behind them are read once for all of the responses, of the roster.

    What has not been asked for yet has not been read: a screen may show each as it comes.
    """
    responses: _ResponseWeeks | None = None
    roster: list[tuple[date, Span, RosterFigures]] | None = None
    for known in some:
        if known.cases:
            responses = responses or _response_weeks(store)
            weekly = _responses(responses, known, store.tz)
        else:
            roster = roster if roster is not None else list(roster_weeks(store))
            weekly = _roster(roster, known)
        yield Series(
            known.measure, known.name, known.unit, known.better, weekly.target, weekly.dots,
            _breaks(store, known.measure), weekly.out, recorded=False,
        )  # fmt: skip


def _breaks(store: "Store", measure: str) -> tuple[Break, ...]:
    return tuple(Break(begins(phase.since, store.tz), phase.reason) for phase in store.measures.phases(measure))


def label_of(at: When, tz: "ZoneInfo") -> str:
    """A reading's time as JSON has it: the day, or the instant with its offset."""
    return iso(at, tz) if isinstance(at, int) else at


def code_of(store: "Store", name: str) -> str:
    """The code of a measure that is called so; what is given where none is."""
    wanted = name.strip().casefold()
    everything: list[Measure | Computed] = [*COMPUTED.values(), *store.measures.all()]
    if any(one.measure == name for one in everything):
        return name
    return next((one.measure for one in everything if wanted in (one.measure.casefold(), one.name.casefold())), name)


@dataclass(frozen=True)
class _Weekly:
    dots: tuple[Dot, ...]
    out: tuple[tuple[str, str], ...] = ()
    target: Fraction | None = None


class _ResponseWeeks(NamedTuple):
    by_week: "Mapping[str, Figures]"
    terms: "Terms | None"
    gone: "Mapping[str, int]" = {}


def _response_weeks(store: "Store") -> _ResponseWeeks:
    """The figures of the responses of each week that is over, and what the contract asks; None before there is one."""
    with store.reading() as connection:
        first = connection.exec_driver_sql("SELECT min(reported) FROM incident").scalar()
        terms = read_terms(connection)
        end = _this_monday(store)
        if first is None or first >= end:
            return _ResponseWeeks({}, None)
        some = read_responses(connection, (_monday(first, store.tz), end), terms, store).by_week
        return _ResponseWeeks(some, terms, weeks_gone(connection))


def _responses(weeks: _ResponseWeeks, known: Computed, tz: "ZoneInfo") -> _Weekly:
    """The mean of each week, or its share within the limit; no target before there is a week."""
    mean = known.measure == "response-time"
    dots, out = [], []
    for week, some in weeks.by_week.items():
        value = some.mean if mean else some.share
        monday = _day_of(week)
        if week in weeks.gone:
            out.append((monday.isoformat(), f"{weeks.gone[week]:,} of its incidents were erased"))
        elif value is None:
            out.append((monday.isoformat(), some.why))
        else:
            dots.append(Dot(day_bounds(monday, tz)[0], value, monday.isoformat(), some.n))
    if weeks.terms is None:
        return _Weekly(())
    today = weeks.terms.today
    percent = today.target_percent
    target = Fraction(today.limit_seconds) if mean else None if percent is None else Fraction(str(percent))
    return _Weekly(tuple(dots), tuple(out), target)


def _roster(weeks: "Iterable[tuple[date, Span, RosterFigures]]", known: Computed) -> _Weekly:
    """A figure of the roster for each week since the first duty."""
    dots, out = [], []
    for monday, window, found in weeks:
        label = monday.isoformat()
        if found.why:
            out.append((label, found.why))
            continue
        if known.measure == "late-starts":
            value: Fraction | None = Fraction(found.late_starts)
        elif known.measure == "no-shows":
            value = Fraction(found.no_shows)
        else:
            part, whole, why = found.fill
            value = Fraction(100 * part, whole) if whole else None
            if value is None:
                out.append((label, why))
        if value is not None:
            dots.append(Dot(window[0], value, label, None if known.measure == "shift-fill" else found.starts))
    return _Weekly(tuple(dots), tuple(out))


def roster_weeks(store: "Store") -> Iterator[tuple[date, "Span", RosterFigures]]:
    """The figures of the roster of each ISO week that is over, since the first duty: its Monday, window, figures."""
    rules, tz, end = store.roster.rules(), store.tz, _this_monday(store)
    with store.reading() as connection:
        first = connection.exec_driver_sql("SELECT min(start) FROM duty").scalar()
        if first is None:
            return
        low = _monday(first, tz)
        while low < end:
            monday = local_date(low, tz)
            high = day_bounds(monday + timedelta(days=7), tz)[0]
            yield monday, (low, high), roster_figures(read_roster(connection, low, high), (low, high), rules)
            low = high


def _this_monday(store: "Store") -> int:
    return _monday(store.clock.now(), store.tz)


def _monday(at: int, tz: "ZoneInfo") -> int:
    return day_bounds(monday_of(local_date(at, tz)), tz)[0]


def _day_of(week: str) -> date:
    year, _, number = week.partition("-W")
    return date.fromisocalendar(int(year), int(number), 1)
