"""The clock of a demo moves; that of any other store cannot be moved."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sfm_tui.clock import AheadClock, SystemClock
from sfm_tui.domain.demo import DemoBegun, DemoMoved
from sfm_tui.domain.desk import Author
from sfm_tui.storage import demo_time
from sfm_tui.storage.backup import backup
from sfm_tui.storage.doctor import examine
from sfm_tui.storage.errors import Refused
from sfm_tui.storage.first_paint import DeskReader
from sfm_tui.storage.store import Store
from sfm_tui.storage.verify import check

DAY = 86_400
ME = Author("okafor")


def made(path: Path, ahead: int = -400 * DAY) -> Path:
    with Store.open(path, AheadClock(ahead)) as store:
        demo_time.begin(store, ME, before=True)
    return path


def seconds_ahead(path: Path) -> float:
    """How far the clock stands by which the program goes, at its first look and when the store is open."""
    reader = DeskReader(path)
    first = reader.clock()
    reader.close()
    with Store.open(path) as store:
        assert type(store.clock) is type(first)
        assert abs(store.clock.now() - first.now()) <= 1
    return first.now() - SystemClock().now()


def test_a_demo_keeps_its_time_for_whoever_opens_it(tmp_path: Path) -> None:
    path = made(tmp_path / "demo.db")
    assert abs(seconds_ahead(path) + 400 * DAY) <= 2
    with Store.open(path) as store:
        found = demo_time.demo_of(store)
        assert found is not None
        assert (found.before, found.ahead) == (True, -400 * DAY)
        assert abs(found.begun_at - store.clock.now()) <= 5


def test_it_moves_on_and_the_ledger_says_so(tmp_path: Path) -> None:
    path = made(tmp_path / "demo.db")
    with Store.open(path) as store:
        demo_time.move_on(store, 15 * DAY, ME)
        assert abs(store.clock.now() - SystemClock().now() + 385 * DAY) <= 2
        demo_time.move_on(store, DAY, ME)
        with pytest.raises(Refused, match="forward only"):
            demo_time.move_on(store, 0, ME)
        with pytest.raises(Refused, match="forward only"):
            demo_time.move_on(store, -DAY, ME)
    assert abs(seconds_ahead(path) + 384 * DAY) <= 2
    report = check(path)
    assert (report.ok, report.entries) == (True, 3)
    told = [finding.value for finding in examine(path) if finding.name == "demo"]
    assert told == ["invented; its clock stands 9,216 hours behind the computer's"]


def test_a_copy_of_a_demo_is_one(tmp_path: Path) -> None:
    path = made(tmp_path / "demo.db", 10 * DAY)
    with Store.open(path) as store:
        backup(store.path, tmp_path / "copy.db")
    assert abs(seconds_ahead(tmp_path / "copy.db") - 10 * DAY) <= 2


def test_the_time_of_a_real_store_cannot_be_moved(store: Store) -> None:
    head = store.head()
    with pytest.raises(Refused, match="nobody can move its time"):
        demo_time.move_on(store, DAY, ME)
    with pytest.raises(Refused, match="only an empty store"):
        demo_time.begin(store, ME, before=False)
    assert store.head() == head
    assert demo_time.demo_of(store) is None
    assert abs(seconds_ahead(store.path)) <= 2


def test_an_entry_that_is_not_the_first_makes_no_demo(store: Store) -> None:
    """Not even a program that wrote such entries by other ways would be believed."""
    with store.writing() as transaction:
        transaction.append(DemoBegun(ahead=DAY), ME)
        transaction.append(DemoMoved(ahead=2 * DAY), ME)
    assert demo_time.demo_of(store) is None
    assert abs(seconds_ahead(store.path)) <= 2


@pytest.mark.parametrize("payload", ["[]", "{", '{"ahead":"x"}', "null"])
def test_a_damaged_first_entry_is_no_demo_to_the_clock(tmp_path: Path, payload: str, raw: Callable[..., Any]) -> None:
    path = made(tmp_path / "demo.db")
    with raw(path) as connection:
        connection.execute("UPDATE payload SET payload = ? WHERE seq = 1", (payload,))
    assert abs(seconds_ahead(path)) <= 2
    assert not check(path).ok


def test_a_demo_adds_up_to_its_ledger(tmp_path: Path, rebuilt: Callable[[Store], None]) -> None:
    with Store.open(made(tmp_path / "demo.db")) as store:
        demo_time.move_on(store, DAY, ME)
        rebuilt(store)
