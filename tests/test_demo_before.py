"""The demo before its change, and what came after it: nothing of the change is known, and what follows fits on."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sfm_tui import demo
from sfm_tui.clock import AheadClock, FrozenClock, SystemClock, local_date, parse_file_time, zone
from sfm_tui.demo.before import LATER, before_change, plan_as_it_stood
from sfm_tui.demo.later import write_follow_up
from sfm_tui.demo.weeks import Book, moved, read_book
from sfm_tui.domain.desk import Author
from sfm_tui.domain.findings import findings
from sfm_tui.domain.roster_records import DutyRecord
from sfm_tui.exchange.importer import import_folder
from sfm_tui.paths import fixtures_dir
from sfm_tui.storage.demo_time import demo_of, move_on
from sfm_tui.storage.store import Store
from sfm_tui.storage.verify import check
from tests.examples import tries

LONDON = zone("Europe/London")
FOLDER = fixtures_dir()
assert FOLDER is not None
FILES = FOLDER / demo.SITE
BOOK = read_book(FILES, LONDON)
DAY = 86_400
ME = Author("okafor")


def at(text: str) -> int:
    return parse_file_time(text, LONDON)


SUNDAY = at("2026-11-08T11:30")


def before(now: int) -> Book:
    return plan_as_it_stood(moved(before_change(BOOK, LONDON), now, LONDON), local_date(now, LONDON))


@given(st.integers(at("2024-01-01T00:00"), at("2035-12-31T23:59")))
@settings(max_examples=tries(12), deadline=None)
def test_nothing_of_what_is_to_come_is_known(now: int) -> None:
    book = before(now)
    today = local_date(now, LONDON).isoformat()
    assert not {row["action"] for row in book["actions"]} & set(LATER)
    assert "response" not in {row["topic"] for row in book["talks"]}
    refs = {ref for row in book["links"] for ref in (row["from"], row["to"])}
    assert not refs & {f"action:{key}" for key in LATER}
    named = {f"action:{row['action']}" for row in book["actions"]}
    assert {ref for ref in refs if ref.startswith("action:")} <= named
    for name, column in (("readings", "at"), ("reviews", "reviewed_on"), ("assessments", "assessed_on")):
        assert all(row[column] <= today for row in book[name])
    for row in book["actions"]:
        assert max(row["agreed_on"], row["started_on"], row["in_effect_on"], row["baseline_to"]) <= today
    assert all(row["done_on"] <= today for row in book["steps"])
    assert all(max(row["reported"], row["closed"] or 0) <= now for row in book["incidents"])
    duties = {(row["officer"], row["post"], row["start"]) for row in book["duties"]}
    assert len(duties) == len(book["duties"])
    assert all(row["status"] != "worked" for row in book["duties"] if row["start"] > now + 3600)
    assert max(row["start"] for row in book["duties"]) <= now + 14 * DAY + 3600


@pytest.fixture
def store(tmp_path: Path, made_once: Callable[..., bytes]) -> Iterator[Store]:
    """The demo as it stood before its change, on a Sunday at half past eleven."""
    path, clock = tmp_path / "demo.db", FrozenClock(SUNDAY)
    make = partial(demo.make_demo, now=SUNDAY, clock=clock, before=True)
    path.write_bytes(made_once("demo-before", make))
    with Store.open(path, clock) as store:
        yield store


def test_next_week_is_planned_as_the_last_ones_were(store: Store) -> None:
    low, high = at("2026-11-09T00:00"), at("2026-11-16T00:00")
    found = findings(store.roster.load((low, high)), (low, high), store.roster.rules())
    assert sorted(one.kind for one in found) == ["double-booked"] * 14 + ["no-responder"] * 14


def test_two_weeks_later(store: Store, tmp_path: Path) -> None:
    own = store.incidents.open(ME, summary="A lost scarf", location="Atrium")
    now = SUNDAY + 15 * DAY
    store.clock = FrozenClock(now)
    told = demo_of(store)
    assert told is not None
    write_follow_up(store, told, FILES, tmp_path / "follow-up")
    report = import_folder(store, tmp_path / "follow-up", ME)
    assert not report.bad
    with store.reading() as connection:
        numbers = sorted(connection.exec_driver_sql("SELECT number FROM incident").scalars().all())
    assert numbers == [f"2026-{n:04}" for n in range(1, len(numbers) + 1)], "no number twice, none left out"
    assert own.number in numbers
    late = [duty for duty in store.roster.records(DutyRecord, window=(SUNDAY, SUNDAY + 14 * DAY)) if duty.active]
    assert {duty.status for duty in late} == {"worked"}
    running = [duty for duty in store.roster.records(DutyRecord, window=(now - 1, now)) if duty.active]
    assert running
    assert all(duty.booked_on is not None for duty in running), "who is there has booked on"
    calls = store.roster.check_calls(SUNDAY, now)
    assert calls
    assert sum(call.state == "missed" for call in calls) <= 2, "nobody was left without a call for two weeks"
    again = import_folder(store, tmp_path / "follow-up", ME)
    assert not again.bad
    store.close()
    assert check(store.path).ok


def test_its_clock_is_its_own(tmp_path: Path) -> None:
    path = tmp_path / "demo.db"
    ahead = SUNDAY - SystemClock().now()
    demo.make_demo(path, SUNDAY, clock=AheadClock(ahead))
    with Store.open(path) as store:
        assert abs(store.clock.now() - SUNDAY) < 60
        move_on(store, 15 * DAY, ME)
    with Store.open(path) as store:
        assert abs(store.clock.now() - SUNDAY - 15 * DAY) < 60
        found = demo_of(store)
        assert found is not None
        assert not found.before
