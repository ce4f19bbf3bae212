"""Handovers: drafted from the record, two names under one text, never changed afterwards."""

from datetime import date
from pathlib import Path

import pytest

from sfm_tui.clock import FrozenClock
from sfm_tui.domain.desk import Author
from sfm_tui.domain.reference import Person
from sfm_tui.domain.roster_records import CoverRecord
from sfm_tui.domain.site import Handover as Counted
from sfm_tui.storage import rebuild, verify
from sfm_tui.storage.errors import Clash, Refused, StoreError
from sfm_tui.storage.store import Store

HOUR = 3600
PATEL = Author("patel")


def test_the_draft_holds_what_the_next_supervisor_needs(store: Store, clock: FrozenClock, me: Author) -> None:
    now = clock.now()
    settings = store.sites.get()
    assert settings is not None
    store.sites.set(settings.model_copy(update={"handover": Counted(count=("Key sets", "Radios"))}), me)
    store.roster.assign("1001", "RESP", now - 3 * HOUR, now + HOUR, me)
    store.roster.set(CoverRecord(post="GATE", start=now, end=now + 4 * HOUR), me)
    running = store.incidents.open(me, summary="Tailgating", location="GATE3", severity=2).number
    store.incidents.stamp(running, "dispatched", me, officer="1001")
    held = store.incidents.open(me, summary="Lost child").number
    store.incidents.set_state(held, "on hold", me, why="police have it")
    closed = store.incidents.open(me, summary="Bag left").number
    store.incidents.set_state(closed, "closed", me)
    store.occurrences.log("Courier for unit 14", me)
    store.briefings.add("Gate 2 barrier is stiff", me)
    store.actions.add("Late rounds", me, due="2026-11-20", owner="Reid")
    text = store.handovers.draft()
    for line in (
        "Running incidents (1)", f"- {running} S2 Tailgating, Gate 3 (north), reported 22:15, Shaw",
        "Incidents on hold (1)", f"- {held} S3 Lost child", "Gaps in the next 24 hours (2)",
        "22:15–Sun 22 Nov 02:15 nobody is at GATE",
        "Check calls late or missed (2)", "- 20:15 RESP missed Shaw", "Open actions due (1)",
        "- A-01 Late rounds, due Fri 20 Nov 2026, Reid",
        "Briefing points unread (1)", "- P-01 Gate 2 barrier is stiff: Shaw", "- 22:15 Courier for unit 14",
        "Counted", "- Key sets: ",
    ):  # fmt: skip
        assert line in text
    assert closed not in text


def test_two_names_under_one_text(store: Store, clock: FrozenClock, me: Author, tmp_path: Path) -> None:
    store.handovers.keep("half written", me)
    assert store.handovers.kept(me) == "half written"
    signed = store.handovers.sign("All quiet, keys 46 of 46", me, saw="", to="patel")
    assert (signed.handover, signed.giver, signed.receiver, signed.waiting) == ("H-01", "okafor", "patel", True)
    assert store.handovers.kept(me) == ""
    assert store.handovers.waiting() == signed
    with pytest.raises(Refused, match="you signed H-01 yourself"):
        store.handovers.accept("H-01", me)
    clock.advance(120)
    taken = store.handovers.accept("H-01", PATEL)
    assert (taken.receiver, taken.accepted_at, taken.text) == ("patel", clock.now(), "All quiet, keys 46 of 46")
    assert store.handovers.waiting() is None
    with pytest.raises(Clash, match="patel accepted H-01 already"):
        store.handovers.accept("H-01", PATEL)
    assert verify.check(store.path).ok
    assert rebuild.differences(store) == []
    store.occurrences.log("After it", me)
    clock.advance(60)
    text = store.handovers.draft()
    assert "since the handover of 22:15" in text
    assert "After it" in text


def test_two_sign_at_the_same_time_one_wins(store: Store, clock: FrozenClock, me: Author) -> None:
    with Store.open(store.path, clock) as other:
        store.handovers.keep("mine", me)
        other.handovers.keep("theirs", PATEL)
        saw = store.handovers.last()
        assert saw is other.handovers.last() is None
        other.handovers.sign("theirs", PATEL, saw="")
        with pytest.raises(Clash, match="patel signed H-01 meanwhile: yours is kept"):
            store.handovers.sign("mine", me, saw="")
        assert store.handovers.kept(me) == "mine"
        assert store.handovers.kept(PATEL) == ""
        assert [one.text for one in store.handovers.newest()] == ["theirs"]
        assert store.handovers.sign("mine, after theirs", me, saw="H-01").handover == "H-02"


def test_the_same_key_pressed_twice_signs_once(store: Store, me: Author) -> None:
    first = store.handovers.sign("once", me, saw="", client_id="a")
    assert store.handovers.sign("once", me, saw="", client_id="a") == first
    assert len(store.handovers.newest()) == 1


def test_what_is_refused(store: Store, me: Author) -> None:
    store.reference.set(Person(person="gone", name="Gone", left_on=date(2026, 11, 1)), me)
    for by, line in (
        (Author("okafor", confirmed=False), "the desk is locked"), (Author("cli"), "cli is not among"),
        (Author("gone"), "gone left on 2026-11-01"),
    ):  # fmt: skip
        with pytest.raises(Refused, match=line):
            store.handovers.sign("text", by, saw="")
    with pytest.raises(StoreError, match="the handover is empty"):
        store.handovers.sign(" \n", me, saw="")
    with pytest.raises(Refused, match="nobody called x"):
        store.handovers.sign("text", me, saw="", to="x")
    with pytest.raises(Refused, match="somebody else"):
        store.handovers.sign("text", me, saw="", to="okafor")
    with pytest.raises(StoreError, match="no handover H-09"):
        store.handovers.accept("H-09", me)
    assert store.handovers.last() is None
