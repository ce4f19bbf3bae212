"""Briefing points: added, changed, read out and acknowledged; and who has not heard them."""

from collections.abc import Callable

import pytest

from sfm_tui.clock import FrozenClock, parse_file_time, zone
from sfm_tui.domain.desk import Author
from sfm_tui.storage import history
from sfm_tui.storage.errors import Clash, Refused, StoreError
from sfm_tui.storage.store import Store

LONDON = zone("Europe/London")
HOUR = 3600


def at(text: str) -> int:
    return parse_file_time(text, LONDON)


@pytest.fixture
def site(store: Store, clock: FrozenClock, me: Author) -> Store:
    """Saturday 22:15: Shaw and Reid are on nights, Diaz is on days from tomorrow on."""
    for day, after in (("21", "22"), ("22", "23")):
        store.roster.assign("1001", "GATE", at(f"2026-11-{day}T19:00"), at(f"2026-11-{after}T07:00"), me)
    store.roster.assign("1002", "RESP", at("2026-11-21T19:00"), at("2026-11-22T07:00"), me)
    store.roster.assign("1003", "RESP", at("2026-11-22T07:00"), at("2026-11-22T19:00"), me)
    return store


def unread(store: Store, **options: bool) -> list[tuple[str, str]]:
    return [(one.briefing, one.officer) for one in store.briefings.unread(**options)]


def test_a_point_is_told_and_heard(
    site: Store, clock: FrozenClock, me: Author, rebuilt: Callable[[Store], None]
) -> None:
    number = site.incidents.open(me, summary="Late to gate 3").number
    point = site.briefings.add("Nobody holds two posts at close", me, priority="high", source=f"incident:{number}")
    assert (point.briefing, point.since) == ("P-01", "2026-11-21")
    assert [link.target for link in site.links.of(f"incident:{number}")] == ["briefing:P-01"]
    site.briefings.add("Gate 2 barrier is stiff", me, priority="low")
    site.briefings.add("Fire panel isolated in unit 9", me, priority="urgent")
    brief = site.briefings.for_shift()
    assert brief.shift.officers == ("1001", "1002")
    assert [line.point.briefing for line in brief.lines] == ["P-03", "P-01", "P-02"]
    assert brief.lines[0].waiting == ("1001", "1002")
    assert site.briefings.tell(["P-03", "P-01"], brief.shift.start, me) == 2
    assert site.briefings.tell(["P-03"], brief.shift.start, me) == 0
    assert site.briefings.acknowledge(["P-03", "P-01"], brief.shift.officers, me) == ()
    brief = site.briefings.for_shift()
    assert [(line.told_at, line.acknowledged, line.waiting) for line in brief.lines] == [
        (clock.now(), ("1001", "1002"), ()), (clock.now(), ("1001", "1002"), ()), (None, (), ("1001", "1002")),
    ]  # fmt: skip
    assert unread(site) == [("P-02", "1001"), ("P-02", "1002")]
    assert {one.since for one in site.briefings.unread()} == {at("2026-11-21T19:00")}
    rebuilt(site)


def test_a_tick_made_by_mistake_is_taken_back(
    site: Store, clock: FrozenClock, me: Author, rebuilt: Callable[[Store], None]
) -> None:
    site.briefings.add("Gate 2 barrier is stiff", me)
    shift, ticked = site.briefings.for_shift().shift.start, clock.now()
    site.briefings.tell(["P-01"], shift, me)
    site.briefings.acknowledge(["P-01"], ["1001"], me)
    clock.advance(60)
    with pytest.raises(Clash, match="meanwhile"):
        site.briefings.untell("P-01", shift, ticked - 1, me)
    with pytest.raises(Clash, match="meanwhile"):
        site.briefings.untell("P-01", shift + HOUR, ticked, me)
    site.briefings.untell("P-01", shift, ticked, me)
    line = site.briefings.for_shift().lines[0]
    assert (line.told_at, line.acknowledged) == (None, ("1001",)), "what was acknowledged stands"
    with pytest.raises(Clash, match="taken back meanwhile"):
        site.briefings.untell("P-01", shift, ticked, me)
    assert [act.verb for act in history.of(site, "briefing:P-01")] == [
        "set", "read it out", "acknowledged", "took back that it was read out",
    ]  # fmt: skip
    assert site.briefings.tell(["P-01"], shift, me) == 1
    assert site.briefings.for_shift().lines[0].told_at == clock.now()
    rebuilt(site)


def test_who_is_not_on_duty_is_flagged(site: Store, clock: FrozenClock, me: Author) -> None:
    site.briefings.add("Gate 2 barrier is stiff", me)
    assert site.briefings.acknowledge(["P-01"], ["1001", "1003"], me) == ("1003",)
    assert [(one.officer, one.off_duty) for one in site.briefings.acknowledged("P-01")] == [
        ("1001", False), ("1003", True),
    ]  # fmt: skip
    site.briefings.acknowledge(["P-01"], ["1001", "1003"], me)
    assert len(site.briefings.acknowledged("P-01")) == 2
    with pytest.raises(Refused, match="no officer 9999"):
        site.briefings.acknowledge(["P-01"], ["9999"], me)
    with pytest.raises(StoreError, match="nobody is named"):
        site.briefings.acknowledge(["P-01"], [], me)


def test_a_changed_text_is_to_be_heard_again(site: Store, clock: FrozenClock, me: Author) -> None:
    point = site.briefings.add("Gate 2 barrier is stiff", me)
    site.briefings.acknowledge(["P-01"], ["1001", "1002"], me)
    clock.advance(60)
    point = site.briefings.change(point, me, owner="patel")
    assert unread(site) == []
    changed = site.briefings.change(point, me, text="Gate 2 barrier is out of use", why="worse")
    assert unread(site) == [("P-01", "1001"), ("P-01", "1002")]
    with pytest.raises(Clash, match="P-01 was changed meanwhile"):
        site.briefings.change(point, me, text="something else")
    assert site.briefings.get("P-01").point == changed


def test_a_repeating_point_is_heard_on_each_duty(site: Store, clock: FrozenClock, me: Author) -> None:
    point = site.briefings.add("Test the radios", me, repeat="weekends", owner="okafor")
    assert point.repeat == "FREQ=WEEKLY;BYDAY=SA,SU"
    site.briefings.acknowledge(["P-01"], ["1001", "1002"], me)
    assert unread(site) == []
    clock.advance(20 * HOUR + 1000)
    assert unread(site) == [("P-01", "1003")]  # 18:32: the day is Diaz's
    assert [line.waiting for line in site.briefings.for_shift().lines] == [("1001",)]
    clock.advance(HOUR)
    assert unread(site) == [("P-01", "1001")]
    clock.advance(24 * HOUR)
    assert site.briefings.today() == []


def test_a_withdrawn_point_is_kept_and_not_told(
    site: Store, clock: FrozenClock, me: Author, rebuilt: Callable[[Store], None]
) -> None:
    point = site.briefings.add("Gate 2 barrier is stiff", me)
    ahead = site.briefings.add("New tenant in unit 9", me, since="2026-12-01")
    with pytest.raises(StoreError, match="a reason is needed"):
        site.briefings.withdraw(point, " ", me)
    gone = site.briefings.withdraw(point, "mended", me)
    assert gone.until == clock.now()
    site.briefings.withdraw(ahead, "entered by mistake", me)
    assert site.briefings.get("P-01").withdrawn == "mended"
    assert site.briefings.today() == []
    assert unread(site) == []
    for act in (
        lambda: site.briefings.acknowledge(["P-01"], ["1001"], me),
        lambda: site.briefings.change(gone, me, text="x"),
    ):
        with pytest.raises(Refused, match="P-01 was withdrawn"):
            act()
    with pytest.raises(Clash, match="P-01 is withdrawn already"):
        site.briefings.withdraw(gone, "again", me)
    rebuilt(site)


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        ({"text": "  "}, "it is empty: write what the team is to be told"),
        ({"until": "2026-11-20"}, "it ends before, or when, it begins"),
        ({"repeat": "now and then"}, "«now and then» is no repeat rule"),
        ({"repeat": "FREQ=NEVER"}, "no repeat rule"),
        ({"repeat": "FREQ=MINUTELY"}, "more often than once an hour"),
        ({"repeat": "mondays", "until": "2026-11-22"}, "gives no day while the point is in force"),
        ({"since": "2026-02-30"}, "is no day"),
        ({"priority": ""}, "a name is needed"),
    ],
)
def test_what_is_refused(site: Store, me: Author, fields: dict[str, str], line: str) -> None:
    with pytest.raises(Refused, match=line) as refused:
        site.briefings.add(**{"text": "Gate 2", "by": me, **fields})
    assert "\n" not in str(refused.value)
    assert site.briefings.all() == []


@pytest.mark.parametrize("source", ["finding:no-responder:2026-11-26T17:00", "audit:gate walk", "topic:x"])
def test_where_a_point_comes_from(site: Store, me: Author, source: str) -> None:
    if source.startswith("topic"):
        with pytest.raises(StoreError, match="there is no topic x"):
            site.briefings.add("Nobody holds two posts", me, source=source)
        assert site.briefings.all() == [], "a point without its source is not stored by halves"
        return
    site.briefings.add("Nobody holds two posts", me, source=source)
    assert [link.source for link in site.links.of("briefing:P-01")] == [source]


def test_a_point_without_an_end_is_fine(site: Store, me: Author) -> None:
    assert site.briefings.add("Test the radios", me, repeat="every day").until is None


def test_the_whole_team_of_four_weeks(site: Store, clock: FrozenClock, me: Author) -> None:
    site.briefings.add("Gate 2 barrier is stiff", me)
    clock.advance(10 * HOUR)  # 08:15 on Sunday: the nights are over
    assert unread(site) == [("P-01", "1003")]
    assert unread(site, on_duty=False) == [("P-01", "1001"), ("P-01", "1002"), ("P-01", "1003")]
