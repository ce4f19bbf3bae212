"""One's own last act on the briefing taken back, and a withdrawn point put back."""

import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sfm_tui.clock import FrozenClock, parse_file_time, zone
from sfm_tui.domain.desk import Author
from sfm_tui.storage.errors import Clash, StoreError
from sfm_tui.storage.store import Store
from tests.conftest import ME, NOW
from tests.examples import tries

OTHER = Author("reid")
TEXT = "Gate 2 barrier is stiff"


@pytest.fixture
def site(store: Store, me: Author) -> Store:
    """Saturday 22:15: Shaw is on nights, and one point is to be told."""
    start, end = (parse_file_time(text, zone("Europe/London")) for text in ("2026-11-21T19:00", "2026-11-22T07:00"))
    store.roster.assign("1001", "GATE", start, end, me)
    store.briefings.add(TEXT, OTHER, until="2026-11-30")
    return store


def withdraw(store: Store, by: Author, clock: FrozenClock) -> None:
    clock.advance(60)
    store.briefings.withdraw(store.briefings.get("P-01").point, "mended", by)
    clock.advance(60)


def back(store: Store, by: Author) -> str:
    plan = store.briefing_undo.plan(by)
    assert plan is not None
    return store.briefing_undo.undo(by, plan.act.seq).verb


def test_a_withdrawn_point_is_told_again_as_it_was(
    site: Store, clock: FrozenClock, me: Author, rebuilt: Callable[[Store], None]
) -> None:
    kept, entries = site.briefings.get("P-01"), site.head().seq
    withdraw(site, me, clock)
    assert site.briefings.today() == []
    assert back(site, me) == "withdrawn"
    again = site.briefings.get("P-01")
    assert (again.point, again.withdrawn, again.changed_at) == (kept.point, "", kept.changed_at)
    assert [one.point.briefing for one in site.briefings.today()] == ["P-01"]
    assert site.head().seq == entries + 2
    assert site.briefing_undo.plan(me) is None
    rebuilt(site)


def test_what_was_heard_before_it_was_withdrawn_is_heard(site: Store, clock: FrozenClock, me: Author) -> None:
    site.briefings.acknowledge(["P-01"], ["1001"], OTHER)
    withdraw(site, me, clock)
    back(site, me)
    assert site.briefings.unread() == []


def test_a_point_that_has_not_begun_is_withdrawn_and_put_back_whole(
    site: Store, clock: FrozenClock, me: Author
) -> None:
    point = site.briefings.add("Fire drill", OTHER, since="2026-12-01")
    site.briefings.withdraw(point, "moved", me)
    assert site.briefings.get("P-02").point != point
    back(site, me)
    assert site.briefings.get("P-02").point == point


def test_anybody_may_put_a_withdrawn_point_back_once(site: Store, clock: FrozenClock, me: Author) -> None:
    kept = site.briefings.get("P-01").point
    withdraw(site, OTHER, clock)
    gone = site.briefings.get("P-01").point
    assert site.briefing_undo.put_back(gone, me) == kept
    with pytest.raises(Clash, match="changed meanwhile"):
        site.briefing_undo.put_back(gone, OTHER)
    with pytest.raises(Clash, match="not withdrawn any more"):
        site.briefing_undo.put_back(kept, OTHER)
    assert site.briefing_undo.plan(OTHER).verb == "added"


def test_what_was_put_back_by_somebody_else_is_not_taken_back_twice(
    site: Store, clock: FrozenClock, me: Author
) -> None:
    withdraw(site, me, clock)
    site.briefing_undo.put_back(site.briefings.get("P-01").point, OTHER)
    assert site.briefing_undo.plan(me) is None
    with pytest.raises(StoreError, match="nothing of yours on the briefing"):
        site.briefing_undo.undo(me, 1)


def test_a_change_goes_back_and_what_others_changed_beside_it_stays(
    site: Store, clock: FrozenClock, me: Author
) -> None:
    site.briefings.change(site.briefings.get("P-01").point, me, text="Gate 3 barrier is stiff")
    site.briefings.change(site.briefings.get("P-01").point, OTHER, priority="high")
    assert back(site, me) == "changed"
    now = site.briefings.get("P-01").point
    assert (now.text, now.priority) == (TEXT, "high")


def test_what_somebody_changed_since_is_told(site: Store, clock: FrozenClock, me: Author) -> None:
    site.briefings.change(site.briefings.get("P-01").point, me, text="Gate 3")
    site.briefings.change(site.briefings.get("P-01").point, OTHER, text="Gate 4")
    with pytest.raises(Clash, match="somebody changed text of P-01 since then"):
        site.briefing_undo.plan(me)
    withdraw(site, OTHER, clock)
    with pytest.raises(Clash, match="was withdrawn since then"):
        site.briefing_undo.plan(me)
    assert site.briefings.get("P-01").withdrawn == "mended"


def test_a_point_added_by_mistake_is_withdrawn(site: Store, clock: FrozenClock, me: Author) -> None:
    site.briefings.add("Twice", me)
    clock.advance(60)
    assert back(site, me) == "added"
    assert site.briefings.get("P-02").withdrawn == "taken back"
    assert site.briefing_undo.plan(me) is None


def test_a_tick_is_taken_back_and_a_signature_is_not(site: Store, clock: FrozenClock, me: Author) -> None:
    shift = site.briefings.for_shift().shift.start
    site.briefings.tell(["P-01"], shift, me)
    site.briefings.untell("P-01", shift, clock.now(), me)
    site.briefings.tell(["P-01"], shift, me)
    site.briefings.acknowledge(["P-01"], ["1001"], me)
    assert back(site, me) == "told"
    assert site.briefings.for_shift().lines[0].told_at is None
    assert site.briefing_undo.plan(me) is None
    assert site.briefings.acknowledged("P-01")


def test_it_is_the_act_that_was_shown(site: Store, clock: FrozenClock, me: Author) -> None:
    site.briefings.change(site.briefings.get("P-01").point, me, text="One")
    plan = site.briefing_undo.plan(me)
    assert plan is not None
    site.briefings.change(site.briefings.get("P-01").point, me, text="Two")
    with pytest.raises(Clash, match="another act of yours"):
        site.briefing_undo.undo(me, plan.act.seq)


ACTS = st.lists(st.sampled_from(["add", "text", "priority", "withdraw", "tell"]), max_size=8)


@settings(max_examples=tries(40))
@given(ACTS)
def test_taking_all_back_leaves_the_briefing_as_it_was(small_store: bytes, acts: list[str]) -> None:
    """One person alone: what they took back one by one is as if they had done nothing; the ledger has it all."""
    clock = FrozenClock(NOW)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sfm.db"
        path.write_bytes(small_store)
        _do_and_take_back(path, clock, acts)


def _do_and_take_back(path: Path, clock: FrozenClock, acts: list[str]) -> None:
    with Store.open(path, clock) as store:
        for n in range(2):
            store.briefings.add(f"Point {n}", OTHER)
        before = store.briefings.all()
        done = 0
        for n, act in enumerate(acts):
            clock.advance(10)
            standing = [kept.point for kept in store.briefings.all() if not kept.withdrawn]
            if act == "add":
                store.briefings.add(f"New {n}", ME)
            elif standing and act == "withdraw":
                store.briefings.withdraw(standing[n % len(standing)], "why", ME)
            elif standing and act == "tell":
                done -= 1 - store.briefings.tell([standing[n % len(standing)].briefing], NOW, ME)
            elif standing:
                store.briefings.change(standing[n % len(standing)], ME, **{act: f"{n}"})
            else:
                continue
            done += 1
        head = store.head().seq
        taken = 0
        while (plan := store.briefing_undo.plan(ME)) is not None:
            clock.advance(10)
            store.briefing_undo.undo(ME, plan.act.seq)
            taken += 1
        assert taken <= done
        assert store.head().seq == head + taken
        mine = [(kept.point, kept.withdrawn) for kept in store.briefings.all() if kept.point.text[:3] != "New"]
        assert sorted(mine, key=str) == sorted(((kept.point, kept.withdrawn) for kept in before), key=str)
