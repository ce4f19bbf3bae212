"""Phases of a series: a person begins one and may take it back, with a reason; the ledger tells of both."""

from collections.abc import Callable

import pytest

from sfm_tui.domain.desk import Author
from sfm_tui.storage.errors import Clash, Refused
from sfm_tui.storage.series import series
from sfm_tui.storage.store import Store


def test_a_phase_is_begun_and_taken_back(store: Store, me: Author, rebuilt: Callable[[Store], None]) -> None:
    store.measures.add("late", "Late rounds", me)
    for n in range(1, 15):
        store.measures.read("late", str(n % 4), me, at=f"2026-11-{n:02}")
    before = series(store, "late")
    begun = store.measures.phase("late", "2026-11-08", "A-07 in effect", me)
    assert [one.reason for one in series(store, "late").breaks] == ["A-07 in effect"]
    with pytest.raises(Refused, match="a reason is needed"):
        store.measures.drop_phase(begun, me, why=" ")
    store.measures.drop_phase(begun, me, why="The change was put off")
    assert series(store, "late") == before
    with pytest.raises(Clash, match="changed meanwhile"):
        store.measures.drop_phase(begun, me, why="again")
    with store.reading() as connection:
        kinds = connection.exec_driver_sql("SELECT kind FROM ledger WHERE kind LIKE 'phase.%' ORDER BY seq").all()
    assert [kind for (kind,) in kinds] == ["phase.set", "phase.dropped"]
    again = store.measures.phase("late", "2026-11-08", "Now it is in effect", me)
    assert store.measures.phases("late") == [again]
    rebuilt(store)


def test_the_phase_that_is_taken_back_is_the_one_that_was_seen(store: Store, me: Author) -> None:
    seen = store.measures.phase("response-within", "2026-10-05", "New radios", me)
    store.measures.phase("response-within", "2026-10-05", "New radios and a new rota", me, why="fuller", saw=seen)
    with pytest.raises(Clash):
        store.measures.drop_phase(seen, me, why="wrong day")
