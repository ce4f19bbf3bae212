"""Legal holds: placed and lifted with a reason, and what hangs on what is held."""

from datetime import date

import pytest

from sfm_tui.clock import FrozenClock
from sfm_tui.domain.desk import Author
from sfm_tui.domain.keeping import period
from sfm_tui.storage import rebuild
from sfm_tui.storage.errors import Clash, Refused, StoreError
from sfm_tui.storage.history import of as history_of
from sfm_tui.storage.holds import standing
from sfm_tui.storage.store import Store
from tests.conftest import NOW
from tests.storage.old_files import brought_up


def held(store: Store) -> dict[str, str]:
    with store.reading() as connection:
        return standing(connection)


def test_a_hold_is_placed_and_lifted_with_a_reason(store: Store, me: Author) -> None:
    number = store.incidents.open(me, summary="x").number
    record = f"incident:{number}"
    with pytest.raises(Refused, match="a reason is needed"):
        store.holds.place(record, " ", me)
    store.holds.place(record, "claim 4711", me)
    with pytest.raises(Clash, match="held already"):
        store.holds.place(record, "again", me)
    assert store.holds.of(record) == "held: claim 4711"
    assert [(hold.target, hold.author, hold.at) for hold in store.holds.all()] == [(record, "okafor", NOW)]
    with pytest.raises(Refused, match="a reason is needed"):
        store.holds.lift(record, "", me)
    store.holds.lift(record, "settled", Author("patel"))
    with pytest.raises(Clash, match="no hold"):
        store.holds.lift(record, "settled", me)
    (hold,) = store.holds.all()
    assert (hold.lifted_by, hold.lifted_why, hold.lifted_at) == ("patel", "settled", NOW)
    assert store.holds.all(lifted=False) == []
    assert [act.verb for act in history_of(store, record)][1:] == ["hold placed", "hold lifted"]
    store.holds.place(record, "and again", me)
    assert rebuild.differences(store) == []


@pytest.mark.parametrize(
    ("target", "line"),
    [
        ("incident:2020-0001", "there is no incident 2020-0001"),
        ("Mrs Smith", "names no record"),
        ("complaint:Mrs Smith", "cannot be held"),
        ("period:2026-02-30..2026-03-01", "no period"),
        ("officer:9999", "there is no officer 9999"),
    ],
)
def test_what_cannot_be_held(store: Store, me: Author, target: str, line: str) -> None:
    with pytest.raises(StoreError, match=line):
        store.holds.place(target, "why", me)
    with pytest.raises(Refused, match="sign on first"):
        store.holds.place("officer:1001", "why", Author("okafor", confirmed=False))


def test_what_hangs_on_what_is_held(store: Store, me: Author) -> None:
    line = store.occurrences.log("alarm", me)
    number = store.incidents.open(me, summary="x", occurrence=line.occurrence).number
    other = store.incidents.open(me, summary="y").number
    page = store.reflections.add("Mine", me, sources=[f"incident:{number}"])
    store.holds.place(f"incident:{number}", "claim", me)
    via = f"held (hold on incident {number}): claim"
    assert held(store) == {
        f"incident:{number}": "held: claim", f"occurrence:{line.occurrence}": via, page.ref: via,
    }  # fmt: skip
    assert f"incident:{other}" not in held(store)


def test_a_hold_on_a_person_an_officer_a_period(store: Store, me: Author) -> None:
    mine = store.incidents.open(me, summary="x").number
    store.incidents.stamp(mine, "dispatched", me, officer="1001")
    book = store.occurrences.log("seen", Author("patel"), officer="1002", at=NOW - 3 * 86_400).occurrence
    store.holds.place("officer:1001", "claim", me)
    assert set(held(store)) == {"officer:1001", f"incident:{mine}"}
    store.holds.lift("officer:1001", "over", me)
    store.holds.place("person:patel", "claim", me)
    assert set(held(store)) == {"person:patel", f"occurrence:{book}"}
    store.holds.lift("person:patel", "over", me)
    day = date(2026, 11, 18)
    store.holds.place(period(day, day), "inquiry", me)
    assert set(held(store)) == {"period:2026-11-18..2026-11-18", f"occurrence:{book}"}
    assert rebuild.differences(store) == []


def test_a_file_of_the_seventh_schema_is_brought_up(store: Store, clock: FrozenClock, me: Author) -> None:
    store.incidents.open(me, summary="x")
    with brought_up(store, clock, "0007", {"hold", "erased"}) as again:
        again.holds.place("incident:2026-0001", "claim", me)
