"""The figures of a store against an oracle that asks each incident and each minute in plain Python."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from fractions import Fraction
from math import ceil
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sfm_tui.clock import FrozenClock
from sfm_tui.domain.desk import Author
from sfm_tui.domain.kpi import Change, Figures, Terms
from sfm_tui.domain.response import ResponseTerms
from sfm_tui.domain.site import Response
from sfm_tui.storage.figures import breakdown, kpis, read_responses, read_terms
from sfm_tui.storage.store import Store
from tests.conftest import NORTHGATE, NOW
from tests.examples import tries

BY = Author("okafor")
LONDON = ZoneInfo("Europe/London")
CHANGE = int(datetime(2026, 10, 25, 1, tzinfo=UTC).timestamp())
"""The instant at which London's clocks went back."""
LOW, HIGH = CHANGE - 12 * 86_400, CHANGE + 12 * 86_400
OLD, NEW = ResponseTerms(limit_seconds=240), ResponseTerms(limit_seconds=180, limits=((1, 120), (4, 600)))
DISPATCHED = ResponseTerms(clock_starts="dispatched", limit_seconds=150)


@dataclass(frozen=True)
class Told:
    """An incident as the oracle knows it."""

    reported: int
    dispatched: int | None
    on_scene: int | None
    severity: int
    outcome: str
    struck: str
    category: str
    location: str
    officers: str


def _told(pick: Random) -> Told:
    reported = pick.choice((pick.randrange(LOW, HIGH), CHANGE + pick.randrange(-7200, 7200)))
    dispatched = reported + pick.randrange(-20, 90) if pick.random() < 0.9 else None
    on_scene = reported + pick.randrange(-30, 400) if pick.random() < 0.85 else None
    return Told(
        reported, dispatched, on_scene, pick.randint(1, 4), pick.choice(("resolved", "stood down", "")),
        pick.choice(("", "", "", "twice")), pick.choice(("fire", "theft")), pick.choice(("GATE3", "ATRIUM", "yard")),
        pick.choice(("", "1001", "1001 1002", "1002 1003")),
    )  # fmt: skip


def _row(n: int, one: Told) -> dict[str, Any]:
    """A row of the store; those from the 87th on are not closed within a day."""
    return {
        "id": n, "number": f"{n}", "state": "closed", "details": "{}", "seq": 1, "imported": 0, "category_guessed": 0,
        "severity_assumed": 0, "summary": "", "police_ref": "", "evidence": "", "occurred": None, "resolved": None,
        "closed": one.reported + 1000 * n, **vars(one),
    }  # fmt: skip


@pytest.fixture(scope="module")
def told() -> list[Told]:
    return [_told(Random(n)) for n in range(400)]


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory, small_store: bytes, told: list[Told]) -> Any:
    path: Path = tmp_path_factory.mktemp("figures") / "sfm.db"
    path.write_bytes(small_store)
    with Store.open(path, FrozenClock(NOW)) as store:
        with store.writing() as transaction:
            for n, one in enumerate(told):
                transaction.writer.insert("incident", _row(n + 1, one))
        yield store


def _outcome(one: Told, terms: ResponseTerms) -> str | int:
    """The rule read aloud: why it is left out, or its seconds."""
    if one.struck:
        return "struck"
    if one.outcome == "stood down" and one.on_scene is None:
        return "stood-down"
    start = one.reported if terms.clock_starts == "reported" else one.dispatched
    if start is None:
        return "no-clock-start"
    if one.on_scene is None:
        return "no-arrival"
    return "out-of-order" if one.on_scene < start else one.on_scene - start


def _figures(found: list[tuple[int, bool]]) -> Figures:
    values, within = sorted(seconds for seconds, _ in found), sum(good for _, good in found)
    n = len(values)
    if n < 5:
        return Figures(n, within, values=tuple(values))
    middle = Fraction(values[(n - 1) // 2] + values[n // 2], 2)
    return Figures(n, within, Fraction(sum(values), n), middle, values[ceil(Fraction(9 * n, 10)) - 1])


def _groups(
    some: list[Told], terms: Terms, key: Callable[[Told, datetime], Any]
) -> dict[Any, Figures]:  # fmt: skip
    found: dict[Any, list[tuple[int, bool]]] = {}
    for one in some:
        seconds = _outcome(one, terms.today)
        if isinstance(seconds, int):
            local = datetime.fromtimestamp(one.reported, LONDON)
            limit = terms.at(one.reported).limit(one.severity)
            found.setdefault(key(one, local), []).append((seconds, seconds <= limit))
    return {group: _figures(found[group]) for group in sorted(found)}


TERMS = st.sampled_from(
    [Terms(NEW), Terms(DISPATCHED), Terms(NEW, (Change(LOW + 86_400, OLD), Change(CHANGE, NEW))), Terms(OLD)]
)
KEYS: dict[str, Callable[[Told, datetime], Any]] = {
    "weekday": lambda _one, local: local.weekday(),
    "month": lambda _one, local: f"{local:%Y-%m}",
    "category": lambda one, _local: one.category,
    "severity": lambda one, _local: one.severity,
    "location": lambda one, _local: one.location,
    "officer": lambda one, _local: one.officers.split(" ")[0],
}


@settings(max_examples=tries(40), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(LOW - 100, HIGH), st.integers(0, HIGH - LOW), TERMS)
def test_every_figure_is_that_of_the_oracle(
    filled: Store, told: list[Told], low: int, length: int, terms: Terms
) -> None:
    window = (low, low + length)
    some = [one for one in told if window[0] <= one.reported < window[1]]
    with filled.reading() as connection:
        found = read_responses(connection, window, terms, filled)
        reasons = Counter(_outcome(one, terms.today) for one in some)
        assert found.excluded == {
            reason: reasons[reason]
            for reason in ("struck", "stood-down", "no-clock-start", "no-arrival", "out-of-order")
        }
        assert found.total == _groups(some, terms, lambda _o, _l: 0).get(0, Figures())
        assert found.by_hour == _groups(some, terms, lambda _o, local: local.hour)
        weeks = _groups(some, terms, lambda _o, local: "{}-W{:02}".format(*local.isocalendar()[:2]))
        assert found.by_week == weeks
        by: Any
        for by, key in KEYS.items():
            assert breakdown(connection, window, terms, filled, by) == _groups(some, terms, key)


def test_before_1970_and_at_the_ends_of_the_calendar(store: Store) -> None:
    instants = [datetime(1969, 12, 28, 23, 30, tzinfo=UTC), datetime(1905, 1, 1, 3, tzinfo=UTC)]
    for when in instants:
        with store.writing() as transaction:
            at = int(when.timestamp())
            one = Told(at, None, at + 60, 1, "", "", "", "", "")
            transaction.writer.insert("incident", _row(when.year, one))
    with store.reading() as connection:
        found = read_responses(connection, (-(1 << 40), 1 << 40), Terms(OLD), store)
    assert list(found.by_week) == ["1904-W52", "1970-W01"]
    assert list(found.by_hour) == [0, 3]


def test_the_ledger_knows_which_limits_held(store: Store, clock: FrozenClock) -> None:
    clock.advance(1000)
    other = NORTHGATE.model_copy(update={"response": Response(limit_seconds=240)})
    store.sites.set(other, BY)
    with store.reading() as connection:
        terms = read_terms(connection)
    assert terms.today == other.terms
    assert [terms.at(at).limit(1) for at in (NOW - 1, NOW, NOW + 999, NOW + 1000)] == [240, 180, 180, 240]


def test_nothing_at_all(empty_store: Store) -> None:
    found = kpis(empty_store, (NOW - 1000, NOW))
    assert found.responses.total.why == "no responses"
    assert set(found.responses.excluded.values()) == {0}
    assert found.roster.fill.why
    assert found.training.why
    assert found.calls.due == 0
    assert found.reports.why


def test_reports_closed_within_a_day(filled: Store, told: list[Told]) -> None:
    due = [one for one in told if not one.struck]
    good = [n for n, one in enumerate(told, start=1) if not one.struck and 1000 * n <= 86_400]
    assert kpis(filled, (LOW - 100_000, HIGH + 100_000)).reports[:2] == (len(good), len(due))
