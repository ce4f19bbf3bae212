"""The incident list: every filter against a plain oracle, pages that meet without a gap, forwards and backwards."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sfm_tui.clock import FrozenClock
from sfm_tui.domain.desk import Author
from sfm_tui.domain.incidents import IncidentImported
from sfm_tui.domain.response import ResponseTerms
from sfm_tui.storage.listing import COUNTED_TO, Filter, count, page
from sfm_tui.storage.store import Store
from tests.examples import tries

NOW = 1_795_299_335
STATES = ("open", "on hold", "closed")
CATEGORIES = ("Theft", "Fire", "")
OFFICERS = ("10", "100", "1001", "1002")


def made() -> list[IncidentImported]:
    """Incidents of every state, severity, category, with and without arrival, some reported in the same second."""
    rows = []
    for n, (state, severity) in enumerate([(state, severity) for state in STATES for severity in (1, 2, 3, 4)] * 3):
        reported = NOW - 86_400 * (n % 7) - 3600 * (n % 3)
        dispatched = None if n % 5 == 0 else reported + 30 * (n % 4)
        on_scene = None if n % 4 == 0 else reported + 60 * (n % 9) - 60
        rows.append(
            IncidentImported(
                number=f"X-{n:03d}", reported=reported, dispatched=dispatched, on_scene=on_scene, state=state,
                closed=reported + 9000 if state == "closed" else None, category=CATEGORIES[n % 3], severity=severity,
                officers=tuple(o for i, o in enumerate(OFFICERS) if (n >> i) & 1),
                struck="in error" if n % 8 == 7 else "",
                summary="s" * (n * 20),
            )
        )  # fmt: skip
    return rows


ROWS = made()


@pytest.fixture(scope="module")
def listed(tmp_path_factory: pytest.TempPathFactory) -> Any:
    path = tmp_path_factory.mktemp("listed") / "sfm.db"
    with Store.open(path, FrozenClock(NOW)) as store:
        with store.writing() as transaction:
            for row in ROWS:
                transaction.append(row, Author("okafor"))
        yield store


def wanted_by(filter_: Filter, terms: ResponseTerms, row: IncidentImported) -> bool:
    """Whether the list should show an incident, said in plain Python."""
    if filter_.state == "void" and not row.struck:
        return False
    if filter_.state == "running" and (row.state == "closed" or row.struck):
        return False
    if filter_.state in STATES and row.state != filter_.state:
        return False
    if filter_.category and row.category != filter_.category:
        return False
    if filter_.severity is not None and row.severity != filter_.severity:
        return False
    if filter_.officer and filter_.officer not in row.officers:
        return False
    if filter_.start is not None and row.reported < filter_.start:
        return False
    if filter_.end is not None and row.reported >= filter_.end:
        return False
    if filter_.breach:
        start = row.reported if terms.clock_starts == "reported" else row.dispatched
        if row.struck or row.on_scene is None or start is None:
            return False
        return row.on_scene - start > terms.limit(row.severity)
    return True


filters = st.builds(
    Filter,
    state=st.sampled_from(["", "running", "void", *STATES]),
    category=st.sampled_from(["", "Theft", "Fire", "Nothing"]),
    severity=st.sampled_from([None, 1, 2, 3, 4]),
    officer=st.sampled_from(["", *OFFICERS, "1"]),
    breach=st.booleans(),
    start=st.one_of(st.none(), st.sampled_from([row.reported for row in ROWS])),
    end=st.one_of(st.none(), st.sampled_from([row.reported for row in ROWS])),
)
terms = st.builds(
    ResponseTerms,
    clock_starts=st.sampled_from(["reported", "dispatched"]),
    limit_seconds=st.sampled_from([0, 60, 180]),
    limits=st.sampled_from([(), ((1, 60),), ((2, 0), (4, 600))]),
)


@given(filters, terms, st.integers(1, 9))
@settings(max_examples=tries(250), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_filter_and_every_page(listed: Store, wanted: Filter, terms: ResponseTerms, limit: int) -> None:
    order = {row.number: n for n, row in enumerate(ROWS)}
    oracle = [row for row in ROWS if wanted_by(wanted, terms, row)]
    expected = [r.number for r in sorted(oracle, key=lambda r: (r.reported, order[r.number]), reverse=True)]
    with listed.reading() as connection:
        for forward in (True, False):
            found, start = [], None
            while lines := page(connection, wanted, terms, start, forward=forward, limit=limit):
                assert len(lines) <= limit
                found = [*found, *lines] if forward else [*lines, *found]
                start = lines[-1].key if forward else lines[0].key
            assert [line.number for line in found] == expected
        assert count(connection, wanted, terms) == len(expected)
        assert count(connection, wanted, terms, up_to=2) == min(2, len(expected))


def test_a_line_is_what_the_incident_is(listed: Store) -> None:
    with listed.reading() as connection:
        lines = page(connection, Filter(), ResponseTerms(), None, forward=True, limit=1000)
    for line in lines:
        incident = listed.incidents.get(line.number)
        for name in ("reported", "dispatched", "on_scene", "state", "struck", "category", "severity", "location", "id"):
            assert getattr(line, name) == getattr(incident, name)
        assert tuple(line.officers.split()) == incident.officers
        assert line.summary == incident.summary[:240]


def test_hostile_values_are_values(listed: Store) -> None:
    with listed.reading() as connection:
        for text in ("'; DROP TABLE incident; --", "%", "_", "' OR 1=1 --", "\x00", "[/red]"):
            for wanted in (Filter(state=text), Filter(category=text), Filter(officer=text)):
                assert page(connection, wanted, ResponseTerms(), None, forward=True, limit=5) == []


def test_only_a_restriction_is_active() -> None:
    assert not Filter().active
    assert Filter(breach=True).active
    assert Filter(severity=3).active
    assert COUNTED_TO == 10_000


def test_pages_and_the_desk_go_by_an_index(listed: Store) -> None:
    def plan(connection: Any, sql: str) -> str:
        return " ".join(row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}"))

    with listed.reading() as connection:
        newest = (
            "SELECT number FROM incident i WHERE (i.reported, i.id) < (5, 5)"
            " ORDER BY i.reported DESC, i.id DESC LIMIT 9"
        )
        assert "USING INDEX ix_incident_reported" in plan(connection, newest)
        running = (
            "SELECT number FROM incident i WHERE i.state <> 'closed' AND i.struck = '' ORDER BY i.reported DESC LIMIT 9"
        )
        assert "ix_incident_running" in plan(connection, running)
        for sql in (newest, running):
            assert "TEMP B-TREE" not in plan(connection, sql)
