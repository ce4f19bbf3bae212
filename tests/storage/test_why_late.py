"""The minute of a late response, and why nobody was there: true words for what the roster has and for what it lacks."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

import pytest

from sfm_tui.clock import FrozenClock
from sfm_tui.clock.days import Days
from sfm_tui.domain.desk import Author
from sfm_tui.domain.findings import findings
from sfm_tui.domain.late_words import cause_sentence, way_words, when_words
from sfm_tui.domain.reference import Post
from sfm_tui.domain.roster_records import AbsenceRecord, DutyRecord, LicenceRecord
from sfm_tui.domain.trace import ALL_BUSY, NONE_FREE, OVERLAPPING, UNEXPLAINED
from sfm_tui.storage.store import Store
from sfm_tui.storage.tracing import breaches
from sfm_tui.storage.why_late import findings_behind, read_scene, read_traced, window_of_incident
from tests.conftest import NOW

HOUR = 3600
OCTOBER = Days(date(2026, 10, 1), date(2026, 10, 31))
TODAY = Days(date(2026, 11, 21), date(2026, 11, 21))
START = NOW - 4 * HOUR


@pytest.fixture(scope="module")
def northgate(tmp_path_factory: pytest.TempPathFactory, northgate_bytes: bytes) -> Iterator[Store]:
    path = tmp_path_factory.mktemp("northgate") / "sfm.db"
    path.write_bytes(northgate_bytes)
    with Store.open(path, FrozenClock(NOW + 86_400)) as store:
        yield store


def late(store: Store, me: Author, officer: str, clock: FrozenClock) -> str:
    """An incident reported now, at which an officer is ten minutes later."""
    number = store.incidents.open(me, summary="Tailgating").number
    clock.advance(600)
    store.incidents.stamp(number, "on scene", me, officer=officer)
    return number


def licensed(store: Store, me: Author, *officers: str) -> None:
    for officer in officers:
        store.roster.set(LicenceRecord(officer=officer, sector="SG", number="0" * 16, expires=date(2030, 1, 1)), me)


def why(store: Store, number: str) -> tuple[str, str]:
    """The cause and its sentence."""
    traced, scene = read_traced(store, TODAY), read_scene(store, number)
    assert scene is not None
    [breach] = [one for one in breaches(store, traced.window) if one.late.incident == number]
    assert scene.breach == breach
    return breach.cause, cause_sentence(scene, traced.name, traced.post, traced.responders, store.tz)


def test_two_posts_at_once(store: Store, me: Author, clock: FrozenClock) -> None:
    licensed(store, me, "1001", "1003")
    store.roster.assign("1003", "RESP", START, NOW + HOUR, me)
    store.roster.assign("1003", "GATE", START + HOUR, NOW + HOUR, me)
    number = late(store, me, "1003", clock)
    words = "Diaz held Gatehouse and Response from 19:15; nobody else stood free to respond."
    assert why(store, number) == (OVERLAPPING, words)
    store.roster.assign("1001", "RESP", START, NOW + HOUR, me)
    assert why(store, number)[1] == "Diaz held Gatehouse and Response from 19:15; Shaw stood free to respond."


def test_an_overlap_since_the_day_before_is_dated(store: Store, me: Author, clock: FrozenClock) -> None:
    licensed(store, me, "1003")
    for post in ("RESP", "GATE"):
        store.roster.assign("1003", post, NOW - HOUR, NOW + 4 * HOUR, me)
    clock.advance(2 * HOUR)
    number = late(store, me, "1003", clock)
    scene = read_scene(store, number)
    assert scene is not None
    sentence = cause_sentence(scene, str, str, ("RESP",), store.tz)
    assert sentence == "1003 held GATE and RESP from 21:15 on Sat 21 Nov 2026; nobody else stood free to respond."


def test_nobody_on_duty_nobody_at_the_post_and_no_such_post(store: Store, me: Author, clock: FrozenClock) -> None:
    number = late(store, me, "1001", clock)
    assert why(store, number) == (NONE_FREE, "By the roster nobody was on duty.")
    licensed(store, me, "1001")
    store.roster.assign("1001", "GATE", START, NOW + HOUR, me)
    assert why(store, number) == (NONE_FREE, "Nobody was on duty at Response.")
    post = store.reference.get(Post, "RESP")
    assert post is not None
    store.reference.set(Post(**{**dict(post), "responder": False}), me, saw=post)
    words = "The site has no responder post, so nobody counts as free to respond."
    assert why(store, number) == (NONE_FREE, words)
    assert read_traced(store, TODAY).free == {}


def test_a_responder_without_a_licence_or_absent_is_not_free(store: Store, me: Author, clock: FrozenClock) -> None:
    store.roster.assign("1001", "RESP", START, NOW + HOUR, me)
    number = late(store, me, "1001", clock)
    assert why(store, number) == (NONE_FREE, "Shaw, at Response, had no licence for it: nobody stood free.")
    licensed(store, me, "1001")
    assert why(store, number)[0] == UNEXPLAINED
    store.roster.set(AbsenceRecord(officer="1001", start=START, end=NOW + HOUR, reason="sick"), me)
    assert why(store, number) == (NONE_FREE, "Shaw, at Response, was absent: nobody stood free.")


def test_out_on_another_incident(store: Store, me: Author, clock: FrozenClock) -> None:
    licensed(store, me, "1001", "1002")
    store.roster.assign("1001", "RESP", START, NOW + 2 * HOUR, me)
    other = store.incidents.open(me, summary="Alarm", category="Intruder alarm").number
    store.incidents.stamp(other, "dispatched", me, officer="1001")
    clock.advance(900)
    number = late(store, me, "1002", clock)
    cause, words = why(store, number)
    assert (cause, words) == (ALL_BUSY, f"Shaw alone stood free to respond, but was out on {other} for 15 min.")
    scene = read_scene(store, number)
    assert scene is not None
    assert [(one.number, one.officers) for one in scene.running] == [(other, ("1001",))]
    store.roster.assign("1002", "RESP", START, NOW + 2 * HOUR, me)
    assert why(store, number) == (UNEXPLAINED, "Reid stood free to respond: the roster does not explain it.")
    third = store.incidents.open(me, summary="Fire", reported=NOW + 60).number
    store.incidents.stamp(third, "dispatched", me, officer="1002", at=NOW + 300)
    words = f"Both who stood free to respond were out: Shaw on {other} for 15 min and Reid on {third} for 10 min."
    assert why(store, number) == (ALL_BUSY, words)


def test_the_hour_that_comes_twice(store: Store, me: Author) -> None:
    """Sun 25 Oct 2026: 01:30 BST and, an hour later, 01:30 GMT; both count for the hour from one, which lasts two."""
    licensed(store, me, "1001")
    first = 1_792_888_200
    numbers = []
    for at in (first, first + HOUR):
        number = store.incidents.open(me, summary="Alarm", reported=at).number
        store.incidents.stamp(number, "on scene", me, officer="1001", at=at + 600)
        numbers.append(number)
    midnight = first - 5400
    store.roster.set(DutyRecord(officer="1001", post="RESP", start=midnight + HOUR, end=midnight + 2 * HOUR), me)
    night = date(2026, 10, 25)
    traced = read_traced(store, Days(night, night))
    assert traced.window == (midnight, midnight + 25 * HOUR)
    assert [when_words(breach.late.reported, store.tz) for breach in traced.breaches] == [
        "Sun 25 Oct 2026 01:30 BST", "Sun 25 Oct 2026 01:30 GMT",
    ]  # fmt: skip
    assert [(hour.hour, hour.breaches, hour.free_responders) for hour in traced.hours] == [(1, 2, Fraction(1, 2))]
    assert traced.free[1] == Fraction(1, 2), "the first of the two hours only"
    assert [breach.cause for breach in traced.breaches] == [UNEXPLAINED, NONE_FREE]
    scene = read_scene(store, numbers[1])
    assert scene is not None
    assert scene.breach.on_duty == 0


def test_what_was_not_late_has_no_minute(store: Store, me: Author, clock: FrozenClock) -> None:
    quick = store.incidents.open(me, summary="Quick").number
    store.incidents.stamp(quick, "on scene", me, officer="1001")
    running = store.incidents.open(me, summary="Running").number
    assert read_scene(store, quick) is None
    assert read_scene(store, running) is None
    assert read_scene(store, "2026-9999") is None
    assert window_of_incident(store, quick) == (NOW, False)
    assert window_of_incident(store, "2026-9999") is None


def test_each_minute_is_that_of_the_trace(northgate: Store) -> None:
    traced = read_traced(northgate, OCTOBER)
    assert len(traced.breaches) == traced.responses.total.n - traced.responses.total.within == 13
    for breach in traced.breaches:
        scene = read_scene(northgate, breach.late.incident)
        assert scene is not None
        assert scene.breach == breach
        assert len(scene.moment.stands) == breach.on_duty
        assert len(scene.moment.free_responders) == breach.free_responders
        at = breach.late.reported
        free = [who for who, spans in scene.free.items() if any(low <= at < high for low, high in spans)]
        assert sorted(free) == sorted(scene.moment.free_responders)
        assert "dispatched after" in way_words(scene)


def test_the_findings_behind_are_those_of_the_roster(northgate: Store) -> None:
    traced = read_traced(northgate, OCTOBER)
    found = findings_behind(northgate, traced.breaches)
    window = traced.window[0] - 14 * 86_400, traced.window[1] + 14 * 86_400
    every = set(findings(northgate.roster.load(window), window, northgate.roster.rules()))
    assert set(found) <= every
    kinds = sorted(one.kind for one in found)
    assert kinds == ["double-booked"] * 10 + ["no-responder"]
    assert findings_behind(northgate, []) == []


def test_it_tells_how_far_it_has_come(northgate: Store) -> None:
    heard: list[str] = []
    read_traced(northgate, OCTOBER, heard.append)
    assert heard == ["reading the responses", "asking the roster who was free", "adding up the roster's hours"]
