"""Any sequence of acts on the roster: the ledger adds up to the records, and taking all of it back leaves nothing."""

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sfm_tui.clock import FrozenClock
from sfm_tui.domain.desk import Author
from sfm_tui.domain.roster_records import DutyRecord
from sfm_tui.storage import rebuild, verify
from sfm_tui.storage.errors import StoreError
from sfm_tui.storage.store import Store

NOW = 1_795_299_335
HOUR = 3600
PEOPLE = (Author("okafor"), Author("patel"))
ROSTER = ("licence", "cover", "duty", "absence", "checkcall", "patrol", "compensation")
whos = st.sampled_from(["1001", "1002", "1003"])
posts = st.sampled_from(["GATE", "RESP"])
starts = st.integers(0, 3).map(lambda n: NOW + n * 6 * HOUR)
verbs = st.sampled_from(["assign", "move", "later", "split", "swap", "extend", "cancel", "no-show", "on", "undo"])


def act(draw: st.DrawFn, store: Store, by: Author, verb: str) -> None:
    desk = store.roster
    held = desk.records(DutyRecord)
    if verb == "assign" or not held:
        start = draw(starts)
        desk.assign(draw(whos), draw(posts), start, start + draw(st.integers(1, 12)) * HOUR, by)
        return
    duty = draw(st.sampled_from(held))
    if verb == "move":
        desk.move(duty, by, officer=draw(whos), post=draw(posts))
    elif verb == "later":
        desk.move(duty, by, start=duty.start + HOUR, end=duty.end + HOUR)
    elif verb == "split":
        desk.split(duty, duty.start + draw(st.integers(0, 12)) * HOUR, by, officer=draw(st.just("") | whos))
    elif verb == "swap":
        desk.swap(duty, draw(st.sampled_from(held)), by)
    elif verb == "extend":
        desk.extend(duty, duty.end + draw(st.integers(-12, 3)) * HOUR, by)
    elif verb == "cancel":
        desk.cancel(duty, by, "closed early")
    elif verb == "no-show":
        desk.no_show(duty, by)
    elif verb == "on":
        desk.book_on(duty, by)
    else:
        desk.undo_last(by)


@given(st.data())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_ledger_adds_up_and_all_can_be_taken_back(small_store: bytes, data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "sfm.db"
        path.write_bytes(small_store)
        with Store.open(path, FrozenClock(NOW)) as store:
            before = rebuild.state(store)
            for verb in data.draw(st.lists(verbs, min_size=1, max_size=12)):
                head, was = store.head(), rebuild.state(store)
                said = ""
                try:
                    act(data.draw, store, data.draw(st.sampled_from(PEOPLE)), verb)
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
