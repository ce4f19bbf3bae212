"""How many lines the log has: what is counted on is what counting anew would give, whatever was done between."""

from sfm_tui.clock import FrozenClock
from sfm_tui.domain.desk import Author
from sfm_tui.storage import book
from sfm_tui.storage.erasing import erase
from sfm_tui.storage.log_lines import LogLines, count_lines
from sfm_tui.storage.store import Store
from tests.conftest import NOW

YEAR = 365 * 86_400


def same(store: Store, before: LogLines | None) -> LogLines:
    """Counted on, which is what is listed and what counting anew gives."""
    found = count_lines(store, before)
    assert found == count_lines(store)
    with store.reading() as connection:
        assert found.total == len(book.newest(connection, 10_000))
    return found


def test_what_is_counted_on_is_what_there_is(store: Store, me: Author, clock: FrozenClock) -> None:
    counted = same(store, None)
    assert counted.total == 0
    clock.set(NOW - 8 * YEAR)
    store.occurrences.log("Keys to unit 14 issued", me)
    counted = same(store, counted)
    for _ in range(3):
        number = store.incidents.open(me, summary="Long ago").number
        counted = same(store, counted)
    store.incidents.note(number, "Gate shut", me)
    store.incidents.set_state(number, "closed", me)
    counted = same(store, counted)
    store.incidents.void(number, "twice", me)
    counted = same(store, counted)
    clock.set(NOW)
    erase(store, ["incidents", "occurrences"], me)
    after = same(store, counted)
    assert after.total < counted.total
    store.occurrences.log("Keys to unit 14 came back", me)
    assert same(store, after).total == after.total + 1
