"""The book of a day: everything that happened from one local midnight to the next, also when the clock changes."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from sfm_tui.clock import FrozenClock, day_bounds
from sfm_tui.domain.desk import Author
from sfm_tui.storage import book
from sfm_tui.storage.store import Store

LONDON = ZoneInfo("Europe/London")


def test_incidents_and_occurrences_stand_in_the_order_in_which_they_happened(
    store: Store, me: Author, clock: FrozenClock
) -> None:
    now = clock.now()
    store.occurrences.log("first", me, at=now - 300)
    number = store.incidents.open(me, summary="second", reported=now - 200).number
    store.occurrences.log("fourth", me)
    store.incidents.note(number, "third, written late", me, at=now - 100)
    start, end = day_bounds(date(2026, 11, 21), LONDON)
    with store.reading() as connection:
        lines = book.day(connection, start, end)
        newest = book.newest(connection, 3)
    assert [line.text for line in lines] == ["first", "second", "third, written late", "fourth"]
    assert [line.incident for line in lines] == ["", number, number, ""]
    assert [line.occurrence for line in lines] == ["B2026-00001", "", "", "B2026-00002"]
    assert [line.key for line in lines] == sorted(line.key for line in lines)
    assert [line.text for line in newest] == ["third, written late", "fourth", "second"]
    assert [line.seq for line in newest] == sorted((line.seq for line in newest), reverse=True)


@pytest.mark.parametrize(
    ("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 11, 21), 24)]
)
def test_a_day_is_as_long_as_it_was(store: Store, me: Author, clock: FrozenClock, day: date, hours: int) -> None:
    start, end = day_bounds(day, LONDON)
    assert end - start == hours * 3600
    clock.set(end + 86_400)
    for at in range(start - 1800, end + 1800, 1800):
        store.occurrences.log(f"line {at}", me, at=at)
        store.incidents.open(me, summary=f"incident {at}", reported=at)
    with store.reading() as connection:
        lines = book.day(connection, start, end)
    assert len(lines) == hours * 2 * 2
    assert lines[0].at == start
    assert lines[-1].at == end - 1800
    assert [line.at for line in lines] == sorted(line.at for line in lines)


def test_a_day_is_read_by_its_index(store: Store) -> None:
    with store.reading() as connection:
        for table in ("entry", "occurrence"):
            rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN SELECT seq FROM {table} WHERE at >= 1 AND at < 2")
            assert f"ix_{table}_at" in " ".join(row[3] for row in rows)
