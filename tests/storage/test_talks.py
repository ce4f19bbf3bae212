"""Toolbox talks: planned, held, signed for, locked; and what the registers add up to."""

from collections.abc import Callable
from datetime import date

import pytest

from sfm_tui.clock import FrozenClock, parse_file_time, zone
from sfm_tui.domain.desk import Author
from sfm_tui.domain.reference import Officer, Topic
from sfm_tui.storage.errors import Clash, Refused, StoreError
from sfm_tui.storage.people import WrongPin, officer_key
from sfm_tui.storage.store import Store

LONDON = zone("Europe/London")
HOUR = 3600


def at(text: str) -> int:
    return parse_file_time(text, LONDON)


@pytest.fixture
def site(store: Store, clock: FrozenClock, me: Author) -> Store:
    """Shaw and Reid are on duty now, Diaz from tomorrow on; two topics."""
    now = clock.now()
    store.reference.set(
        Topic(topic="response", title="Response at peak", points="Who goes\nWhen", refresher_months=6), me
    )
    store.reference.set(Topic(topic="keys", title="Keys"), me)
    store.roster.assign("1001", "GATE", now - HOUR, now + 8 * HOUR, me)
    store.roster.assign("1002", "RESP", now - HOUR, now + 8 * HOUR, me)
    store.roster.assign("1003", "RESP", now + 20 * HOUR, now + 30 * HOUR, me)
    return store


def results(store: Store, talk: str) -> dict[str, str]:
    return {one.officer: one.result for one in store.talks.register(talk)}


def test_from_the_incident_to_the_catch_up(
    site: Store, clock: FrozenClock, me: Author, rebuilt: Callable[[Store], None]
) -> None:
    number = site.incidents.open(me, summary="Late to gate 3").number
    planned = site.talks.plan("response", me, source=f"incident:{number}")
    assert (planned.talk, planned.title, planned.points, planned.presenter) == (
        "T-01", "Response at peak", ["Who goes", "When"], "okafor",
    )  # fmt: skip
    assert [(link.source, link.target) for link in site.links.of("talk:T-01")] == [(f"incident:{number}", "talk:T-01")]
    site.talks.require("response", ["all"], me)
    started = site.talks.start("T-01", me)
    assert (started.state, started.held_at) == ("running", clock.now())
    assert results(site, "T-01") == {"1001": "present", "1002": "present"}
    site.talks.change("T-01", me, ticked="Who goes", questions="Who covers the gate?")
    with pytest.raises(Refused, match="not signed yet: Reid, Shaw"):
        site.talks.complete("T-01", me)
    site.talks.sign("T-01", "1001", me)
    site.talks.absent("T-01", "1002", me, catch_up_on=date(2026, 11, 22))
    site.talks.absent("T-01", "1003", me)
    clock.advance(601)
    done = site.talks.complete("T-01", me)
    assert (done.state, done.minutes, done.locked, done.ticked) == ("completed", 11, 1, "Who goes")
    assert [(a.officer, a.catch_up_on) for a in site.talks.absentees()] == [("1002", "2026-11-22"), ("1003", "")]
    assert site.talks.compliance(date(2026, 11, 22)) == (1, 3)
    clock.advance(HOUR)
    caught = site.talks.catch_up("T-01", "1002", me)
    assert (caught.result, caught.off_duty) == ("catch-up", False)
    assert site.talks.catch_up("T-01", "1003", me).off_duty
    assert site.talks.absentees() == []
    assert site.talks.compliance(date(2026, 11, 22)) == (3, 3)
    site.talks.correct("T-01", "Reid was at the gate, not ill", me)
    assert [one.text for one in site.talks.corrections("T-01")] == ["Reid was at the gate, not ill"]
    rebuilt(site)


def test_a_locked_register_is_not_changed(site: Store, me: Author) -> None:
    site.talks.plan("keys", me)
    site.talks.start("T-01", me, present=["1001"])
    site.talks.sign("T-01", "1001", me)
    site.talks.complete("T-01", me)
    for act in (
        lambda: site.talks.change("T-01", me, questions="x"),
        lambda: site.talks.sign("T-01", "1002", me),
        lambda: site.talks.expect("T-01", ["1002"], me),
        lambda: site.talks.cancel("T-01", "x", me),
        lambda: site.talks.strike_signature("T-01", "1001", "x", me),
        lambda: site.talks.complete("T-01", me),
    ):
        with pytest.raises(Refused, match="T-01 is completed and locked"):
            act()
    with pytest.raises(Clash, match="1001 has had T-01 already"):
        site.talks.catch_up("T-01", "1001", me)
    with pytest.raises(Refused, match="signed for T-01 already"):
        site.talks.absent("T-01", "1001", me)


def test_a_talk_needs_somebody_who_attended(site: Store, me: Author) -> None:
    site.talks.plan("keys", me)
    site.talks.start("T-01", me, present=[])
    with pytest.raises(Refused, match="nobody has attended"):
        site.talks.complete("T-01", me)
    site.talks.sign("T-01", "1002", me)
    with pytest.raises(Refused, match="Minutes: it should be less than or equal to 1440"):
        site.talks.complete("T-01", me, minutes=1441)
    site.talks.strike_signature("T-01", "1002", "meant for another talk", me)
    site.talks.expect("T-01", [], me)
    site.talks.absent("T-01", "1001", me)
    with pytest.raises(Refused, match="nobody has attended"):
        site.talks.complete("T-01", me)


def test_somebody_not_on_duty_may_sign_and_is_flagged(site: Store, clock: FrozenClock, me: Author) -> None:
    site.talks.plan("keys", me)
    site.talks.start("T-01", me)
    assert not site.talks.sign("T-01", "1001", me).off_duty
    assert site.talks.sign("T-01", "1003", me).off_duty
    with pytest.raises(Clash, match="has signed"):
        site.talks.sign("T-01", "1003", me)
    with pytest.raises(Refused, match="no officer 9999"):
        site.talks.sign("T-01", "9999", me)


def test_a_struck_signature_is_given_again(site: Store, me: Author, rebuilt: Callable[[Store], None]) -> None:
    site.talks.plan("keys", me)
    site.talks.start("T-01", me)
    site.talks.sign("T-01", "1001", me)
    assert site.talks.strike_signature("T-01", "1001", "it was Reid", me).result == "present"
    site.talks.expect("T-01", ["1002"], me)
    assert results(site, "T-01") == {"1002": "present"}
    site.talks.sign("T-01", "1002", me)
    site.talks.complete("T-01", me)
    rebuilt(site)


def test_a_pin_is_asked_for_where_one_is_set(site: Store, me: Author) -> None:
    site.people.set_pin(officer_key("1001"), "", "2468", me)
    site.talks.plan("keys", me)
    site.talks.start("T-01", me)
    for wrong in ("", "1111"):
        with pytest.raises(WrongPin):
            site.talks.sign("T-01", "1001", me, pin=wrong)
    assert site.talks.sign("T-01", "1001", me, pin="2468").pin
    assert not site.talks.sign("T-01", "1002", me, pin="anything").pin
    with pytest.raises(StoreError, match="nobody called 9999 in this site's officers"):
        site.people.set_pin(officer_key("9999"), "", "2468", me)


def test_what_is_refused(site: Store, clock: FrozenClock, me: Author) -> None:
    with pytest.raises(Refused, match="no topic «fire»"):
        site.talks.plan("fire", me)
    with pytest.raises(Refused, match="a time that is over"):
        site.talks.plan("keys", me, planned_for=clock.now() - 60)
    with pytest.raises(StoreError, match="there is no incident 2026-0099"):
        site.talks.plan("keys", me, source="incident:2026-0099")
    assert site.talks.open() == []
    site.talks.plan("keys", me)
    with pytest.raises(Refused, match="T-01 has not begun"):
        site.talks.sign("T-01", "1001", me)
    with pytest.raises(Refused, match="desk is locked"):
        site.talks.start("T-01", Author("sfm", confirmed=False))
    site.talks.start("T-01", me)
    with pytest.raises(Clash, match="has begun already"):
        site.talks.start("T-01", me)
    with pytest.raises(Refused, match="the catch-up on 2026-11-20 lies in the past"):
        site.talks.absent("T-01", "1002", me, catch_up_on=date(2026, 11, 20))
    with pytest.raises(Clash, match="questions of T-01 was changed meanwhile"):
        site.talks.change("T-01", me, saw={"questions": "old"}, questions="new")
    with pytest.raises(StoreError, match="no talk T-99"):
        site.talks.get("T-99")
    with pytest.raises(Refused, match="neither all, nor a post"):
        site.talks.require("keys", ["ALL"], me)
    site.talks.cancel("T-01", "fire alarm, broken off", me)
    with pytest.raises(Refused, match="T-01 was cancelled"):
        site.talks.sign("T-01", "1002", me)


def test_an_interrupted_talk_is_where_it_was(site: Store, clock: FrozenClock, me: Author) -> None:
    site.talks.plan("response", me)
    site.talks.start("T-01", me)
    site.talks.sign("T-01", "1001", me)
    site.talks.change("T-01", me, ticked="Who goes")
    path = site.path
    site.close()
    with Store.open(path, clock) as again:
        (talk,) = again.talks.open()
        assert (talk.talk, talk.state, talk.ticked) == ("T-01", "running", "Who goes")
        assert results(again, "T-01") == {"1001": "attended", "1002": "present"}


def test_requirements_of_posts_and_officers(site: Store, clock: FrozenClock, me: Author) -> None:
    site.talks.require("response", ["RESP"], me)
    site.talks.require("keys", ["1001", "RESP"], me)
    assert not site.talks.require("keys", ["RESP", "1001"], me)
    matrix = site.talks.matrix()
    wanted = {(o, t) for o in ("1001", "1002", "1003") for t in ("response", "keys") if matrix.state(o, t)}
    assert wanted == {("1002", "response"), ("1003", "response"), ("1001", "keys"), ("1002", "keys"), ("1003", "keys")}
    officer = site.reference.get(Officer, "1003")
    assert officer is not None
    site.reference.set(officer.model_copy(update={"left_on": date(2026, 11, 20)}), me)
    assert site.talks.matrix().state("1003", "keys") is None
    assert site.talks.matrix(date(2026, 11, 20)).state("1003", "keys") == "never"
    site.talks.require("keys", [], me)
    assert site.talks.requirements() == {"response": ("RESP",)}


def test_the_next_shift_and_what_it_needs(site: Store, clock: FrozenClock, me: Author) -> None:
    site.talks.require("keys", ["all"], me)
    shift, needs = site.talks.due_on_shift()
    assert (shift.officers, [need.officer for need in needs]) == (("1001", "1002"), ["1001", "1002"])
    shift, needs = site.talks.due_on_shift(clock.now() + 19 * HOUR + 60)
    assert (shift.officers, [need.officer for need in needs]) == (("1003",), ["1003"])


def test_the_library_is_taken_topic_by_topic(site: Store, me: Author) -> None:
    assert site.talks.take_library(["fire", "keys", "radio", "nothing"], me) == 2
    topics = {topic.topic: topic for topic in site.reference.all(Topic)}
    assert set(topics) == {"fire", "keys", "radio", "response"}
    assert topics["keys"].title == "Keys"
    assert topics["fire"].refresher_months == 12


def test_pages_of_what_was_held(site: Store, clock: FrozenClock, me: Author) -> None:
    for n in range(1, 6):
        site.talks.plan("keys", me)
        site.talks.start(f"T-{n:02d}", me, present=["1001"])
        site.talks.sign(f"T-{n:02d}", "1001", me)
        site.talks.complete(f"T-{n:02d}", me)
        clock.advance(60 * (n % 2))
    first = site.talks.held(2)
    second = site.talks.held(9, before=(first[-1].held_at or 0, first[-1].talk))
    assert [talk.talk for talk in (*first, *second)] == ["T-05", "T-04", "T-03", "T-02", "T-01"]
