"""One's own last change of the settings, taken back by a new entry."""

import pytest

from sfm_tui.clock import FrozenClock
from sfm_tui.domain.desk import Author
from sfm_tui.domain.reference import CategoryRecord, Location, Officer, Post
from sfm_tui.domain.site import CallOut, Site
from sfm_tui.storage import rebuild
from sfm_tui.storage.errors import Clash, Refused, StoreError
from sfm_tui.storage.record_history import history
from sfm_tui.storage.store import Store

OTHER = Author("reid")


def shaw(store: Store) -> Officer:
    found = store.reference.get(Officer, "1001")
    assert found is not None
    return found


def changed(store: Store, by: Author, **fields: object) -> Officer:
    saw = shaw(store)
    store.reference.set(saw.model_copy(update=fields), by, saw=saw)
    return saw


def back(store: Store, by: Author) -> None:
    plan = store.undo("settings").plan(by)
    assert plan is not None
    store.undo("settings").undo(by, plan.act.seq)


def test_a_record_stands_again_as_before_and_both_entries_stay(store: Store, me: Author) -> None:
    before = changed(store, me, phone="0161 1")
    head = store.head().seq
    back(store, me)
    assert shaw(store) == before
    assert store.head().seq == head + 1
    assert len(history(store, "officer:1001")) == 3  # as it was entered, too
    assert "takes back entry" in history(store, "officer:1001")[-1].text
    assert rebuild.differences(store) == []


def test_acts_are_taken_back_one_after_the_other_the_newest_first(store: Store, me: Author) -> None:
    first = changed(store, me, phone="1")
    changed(store, me, phone="2")
    back(store, me)
    assert shaw(store).phone == "1"
    back(store, me)
    assert shaw(store) == first
    changed(store, me, phone="3")
    back(store, me)
    assert shaw(store) == first


def test_what_others_changed_beside_it_stays(store: Store, me: Author) -> None:
    before = changed(store, me, phone="0161 1")
    changed(store, OTHER, call_sign="Sierra 9")
    back(store, me)
    assert shaw(store) == before.model_copy(update={"call_sign": "Sierra 9"})


def test_what_somebody_changed_since_is_told_and_stays(store: Store, me: Author) -> None:
    changed(store, me, phone="0161 1")
    changed(store, OTHER, phone="0161 2")
    with pytest.raises(Clash, match="somebody changed phone of officer 1001 since then"):
        store.undo("settings").plan(me)
    assert shaw(store).phone == "0161 2"


def test_it_is_the_act_that_was_shown(store: Store, me: Author) -> None:
    changed(store, me, phone="1")
    plan = store.undo("settings").plan(me)
    assert plan is not None
    changed(store, me, phone="2")
    with pytest.raises(Clash, match="another act of yours"):
        store.undo("settings").undo(me, plan.act.seq)
    assert shaw(store).phone == "2"


def test_what_was_put_back_by_hand_needs_no_taking_back(store: Store, me: Author) -> None:
    changed(store, me, call_sign="Sierra 9")
    changed(store, me, phone="1")
    changed(store, OTHER, phone="")
    back(store, me)
    assert shaw(store).call_sign == "Shaw"


def test_others_acts_are_theirs(store: Store, me: Author) -> None:
    made = store.undo("settings").plan(OTHER)
    assert made is None
    with pytest.raises(StoreError, match="no change of the settings of yours"):
        store.undo("settings").undo(OTHER, 1)
    changed(store, OTHER, phone="1")
    assert store.undo("settings").plan(OTHER) is not None


def test_a_new_record_is_not_deleted(store: Store, me: Author) -> None:
    store.reference.set(Post(post="GATE9", name="Gate 9"), me, why="new")
    with pytest.raises(Refused, match="post GATE9 is new by your last act, and stays"):
        store.undo("settings").plan(me)


def test_who_set_the_site_up_has_changed_nothing(empty_store: Store, site: Site, me: Author) -> None:
    empty_store.sites.set(site, me)
    assert empty_store.undo("settings").plan(me) is None


def test_a_setting_of_the_site_goes_back_alone(store: Store, site: Site, me: Author) -> None:
    longer = site.model_copy(update={"response": site.response.model_copy(update={"limit_seconds": 240})})
    store.sites.set(longer, me, saw=site)
    calls = (*site.callout, CallOut(severity=2, who="Duty manager", phone="07"))
    store.sites.set(longer.model_copy(update={"callout": calls}), OTHER, saw=longer)
    back(store, me)
    now = store.sites.get()
    assert now is not None
    assert now.response == site.response
    assert now.callout == calls
    assert rebuild.differences(store) == []


def test_a_word_of_the_program_that_the_site_changed_is_the_program_s_again(store: Store, me: Author) -> None:
    usual = next(one for one in store.reference.categories() if one.words)
    store.reference.set(CategoryRecord(name=usual.name, severity=usual.severity, words=("other",), hidden=True), me)
    assert usual not in store.reference.categories()
    back(store, me)
    assert usual in store.reference.categories()


def test_a_place_does_not_come_to_lie_inside_itself(store: Store, me: Author) -> None:
    store.reference.set(Location(location="YARD", name="Yard", inside=""), OTHER)
    store.reference.set(Location(location="BAY", name="Bay", inside="YARD"), OTHER)
    store.reference.set(Location(location="BAY", name="Bay", inside=""), me)
    store.reference.set(Location(location="YARD", name="Yard", inside="BAY"), OTHER)
    plan = store.undo("settings").plan(me)
    assert plan is not None
    with pytest.raises(StoreError, match="inside itself"):
        store.undo("settings").undo(me, plan.act.seq)


def test_another_time_is_told(store: Store, me: Author, clock: FrozenClock) -> None:
    changed(store, me, phone="1")
    at = clock.now()
    clock.advance(60)
    plan = store.undo("settings").plan(me)
    assert plan is not None
    assert (plan.act.at, plan.called, plan.now["phone"], plan.then["phone"]) == (at, "officer 1001", "1", "")
