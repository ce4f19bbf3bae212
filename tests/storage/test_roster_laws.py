"""Any sequence of acts on the roster: the ledger adds up to the records, and taking all of it back leaves nothing."""

import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sfm_tui.clock import FrozenClock
from sfm_tui.domain.desk import Author
from sfm_tui.domain.roster_records import DutyRecord
from sfm_tui.storage import rebuild, verify
from sfm_tui.storage.errors import Clash, StoreError
from sfm_tui.storage.store import Store
from tests.examples import tries

NOW = 1_795_299_335
HOUR = 3600
PEOPLE = (Author("okafor"), Author("patel"))
ROSTER = ("licence", "cover", "duty", "absence", "checkcall", "patrol", "compensation")
WHOS = ("1001", "1002", "1003", "")
POSTS = ("GATE", "RESP")
verbs = st.sampled_from(["assign", "move", "later", "split", "swap", "extend", "cancel", "no-show", "on", "undo"])
steps = st.tuples(verbs, st.sampled_from(PEOPLE), *[st.integers(0, 11)] * 4)
"""An act, who does it, and numbers that choose among what there is when it is done."""


def act(store: Store, verb: str, by: Author, first: int, second: int, third: int, fourth: int) -> None:
    desk = store.roster
    held = desk.records(DutyRecord)
    if verb == "assign" or not held:
        start = NOW + (third % 4) * 6 * HOUR
        desk.assign(WHOS[first % 3], POSTS[second % 2], start, start + (fourth + 1) * HOUR, by)
        return
    duty = held[first % len(held)]
    if verb == "move":
        desk.move(duty, by, officer=WHOS[second % 3], post=POSTS[third % 2])
    elif verb == "later":
        desk.move(duty, by, start=duty.start + HOUR, end=duty.end + HOUR)
    elif verb == "split":
        desk.split(duty, duty.start + second * HOUR, by, officer=WHOS[third % 4])
    elif verb == "swap":
        desk.swap(duty, held[second % len(held)], by)
    elif verb == "extend":
        desk.extend(duty, duty.end + (second - 8) * HOUR, by)
    elif verb == "cancel":
        desk.cancel(duty, by, "closed early")
    elif verb == "no-show":
        desk.no_show(duty, by)
    elif verb == "on":
        desk.book_on(duty, by)
    else:
        desk.undo_last(by)


@given(st.lists(steps, min_size=1, max_size=12))
@settings(max_examples=tries(12), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_ledger_adds_up_and_all_can_be_taken_back(small_store: bytes, acts: list[Any]) -> None:
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "sfm.db"
        path.write_bytes(small_store)
        with Store.open(path, FrozenClock(NOW)) as store:
            before = rebuild.state(store)
            for step in acts:
                head, was = store.head(), rebuild.state(store)
                said = ""
                try:
                    act(store, *step)
                except StoreError as error:
                    said = str(error)
                assert "\n" not in said
                assert bool(said) == (store.head() == head), "what is refused leaves nothing"
                assert not said or rebuild.state(store) == was
            assert verify.check(path).ok
            assert rebuild.differences(store) == []
            left = True
            while left:
                left = False
                for by in PEOPLE:
                    try:
                        store.roster.undo_last(by)
                        left = True
                    except StoreError:
                        continue
            after = rebuild.state(store)
            assert {table: after[table] for table in ROSTER} == {table: before[table] for table in ROSTER}
            assert rebuild.differences(store) == []


def test_what_looks_as_it_was_left_but_was_changed_in_between_is_not_taken_back(store: Store) -> None:
    okafor, patel = PEOPLE[0], PEOPLE[1]
    start = NOW + HOUR
    desk = store.roster
    desk.assign("1001", "GATE", start, start + HOUR, patel)
    desk.cancel(duty_of(store, start), okafor, "closed early")
    desk.assign("1001", "GATE", start, start + HOUR, patel)
    desk.cancel(duty_of(store, start), patel, "closed early")
    with pytest.raises(Clash, match="meanwhile by another act"):
        desk.undo_last(okafor)
    for by in (patel, patel, okafor, patel):
        desk.undo_last(by)
    assert desk.records(DutyRecord) == []


def duty_of(store: Store, start: int) -> DutyRecord:
    duty = store.roster.duty("1001", "GATE", start)
    assert duty is not None
    return duty
