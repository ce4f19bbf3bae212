"""Every figure of the dashboard is that of `sfm kpi`, `sfm trace` and `sfm measure` for the same days."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest

from sfm_tui.clock import FrozenClock
from sfm_tui.domain.period import Kind, Period
from sfm_tui.domain.rounding import two
from sfm_tui.storage.dashboard import read_causes, read_hours, read_month, read_more, read_spread, read_weeks
from sfm_tui.storage.figures import kpis
from sfm_tui.storage.store import Store
from sfm_tui.widgets.figures.cards import KEYS, cards_of
from sfm_tui.widgets.figures.trend import MEASURE, trend_of
from tests.cli.running import Sfm

TODAY = date(2026, 11, 21)
NOON = 1_792_580_400
"""Wed 21 Oct 2026 12:00 BST."""
PERIODS: list[tuple[Kind, date]] = [
    ("week", TODAY), ("week", date(2026, 10, 25)), ("month", date(2026, 10, 5)), ("weeks", TODAY),
    ("week", date(2025, 1, 1)),
]  # fmt: skip
"""The present week, that of the clock change, October, twelve weeks, and one before all records."""
PERCENTS = {"fill": "fill_percent", "licence": "licence_percent", "training": "training_percent",
            "calls": "check_call_percent", "reports": "report_percent"}  # fmt: skip


@pytest.fixture(scope="module")
def store(northgate: Sfm) -> Iterator[Store]:
    with Store.open(northgate.db) as store:
        yield store


def told(sfm: Sfm, command: str, period: Period) -> Any:
    before = period.last + timedelta(days=1)
    out = sfm.inside(command, "--from", f"{period.first}", "--to", f"{before}", "--json")
    return json.loads(out.out)


@pytest.mark.parametrize(("kind", "day"), PERIODS)
def test_the_figures_of_a_period(northgate: Sfm, store: Store, kind: Kind, day: date) -> None:
    period = Period.of(kind, day, TODAY)
    cards, said = cards_of(kpis(store, period.window(store.tz))), told(northgate, "kpi", period)
    response = said["response"]
    assert [two(cards["mean"].value), two(cards["median"].value)] == [response["mean"], response["median"]]
    assert two(cards["p90"].value) == response["p90"]
    within = cards["within"]
    assert (two(within.value), within.n) == (response["within_percent"], response["n"])
    sure = [two(end) for end in within.interval] if within.interval else None
    assert sure == response["within_interval_95"]
    assert [*within.values] == response.get("values", [])
    assert {key: two(cards[key].value) for key in PERCENTS} == {key: said[name] for key, name in PERCENTS.items()}
    assert (cards["late-starts"].part, cards["no-shows"].part) == (said["late_starts"], said["no_shows"])
    assert cards["late-starts"].n == said["duties"]


@pytest.mark.parametrize(("kind", "day"), PERIODS)
def test_why_they_were_late(northgate: Sfm, store: Store, kind: Kind, day: date) -> None:
    period = Period.of(kind, day, TODAY)
    window, said = period.window(store.tz), told(northgate, "trace", period)
    causes, hours = read_causes(store, window)
    assert causes == said["by_cause"]
    assert hours == {one["hour"]: one["breaches"] for one in said["by_hour"]}
    grid = read_hours(store, window).responses
    late = {hour: sum(one.late for (_, h), one in grid.items() if h == hour) for hour in hours}
    assert late == hours
    spread = read_spread(store, window)
    found = told(northgate, "kpi", period)["response"]
    assert sum(n for _, _, n in spread) == found["n"] == sum(one.n for one in grid.values())
    assert sum(n for _, good, n in spread if not good) == sum(causes.values())
    if found["mean"] is not None:
        assert two(Fraction(sum(s * n for s, _, n in spread), found["n"])) == found["mean"]
    month = read_month(store, period.days)
    assert (month.causes, month.hours) == (causes, hours)


def test_how_the_weeks_went(northgate: Sfm, store: Store) -> None:
    weeks = read_weeks(store)
    for key, measure in MEASURE.items():
        trend = trend_of(key, weeks, {}, store.tz, weeks.this_monday)
        said = json.loads(northgate.inside("measure", measure, "--json").out)
        points = [(one["at"], one["value"], one["n"]) for one in said["points"]]
        found = [(dot.label, two(dot.value), dot.n) for dot in trend.chart.dots]
        assert found == points, key
        limits = trend.chart.limits
        assert [two(limits.centre), two(limits.lower), two(limits.upper)] == [
            said[n] for n in ("centre", "lower", "upper")
        ]
        kinds = [one["kind"] for phase in said["phases"] for one in phase["signals"]]
        assert [signal.kind for phase in trend.chart.phases for signal in phase.signals] == kinds


def test_the_other_weeks(northgate: Sfm, store: Store) -> None:
    monday = date(2026, 10, 19)
    more = {monday: read_more(store, monday)}
    said = told(northgate, "kpi", Period.of("week", monday, TODAY))
    weeks = read_weeks(store)
    for key in ("training", "calls", "reports"):
        (dot,) = trend_of(key, weeks, more, store.tz, TODAY).chart.dots
        assert two(dot.value) == said[PERCENTS[key]]


def test_the_free_responders_of_days_to_come_are_not_counted(northgate: Sfm) -> None:
    with Store.open(northgate.db) as real:
        tz = real.tz
    noon = FrozenClock(NOON)
    with Store.open(northgate.db, noon) as store:
        found = read_hours(store, Period.of("week", date(2026, 10, 21), date(2026, 10, 21)).window(tz))
    assert (2, 11) in found.free
    assert (2, 13) not in found.free


def test_every_figure_has_a_card(store: Store) -> None:
    assert tuple(cards_of(kpis(store, Period.of("week", TODAY, TODAY).window(store.tz)))) == KEYS
