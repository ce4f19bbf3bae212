"""Check calls and rounds in the occurrence book: one act, one line, struck when it is taken back."""

import pytest

from sfm_tui.clock import FrozenClock, parse_file_time, sure_clock, zone
from sfm_tui.domain.desk import Author
from sfm_tui.storage import book
from sfm_tui.storage.errors import Refused
from sfm_tui.storage.store import Store

LONDON = zone("Europe/London")
HOUR = 3600


def lines(store: Store) -> list[tuple[str, str, str]]:
    with store.reading() as connection:
        return [(line.text, line.kind, line.struck) for line in book.newest(connection, 50)]


def test_a_call_is_a_line_of_the_book(store: Store, me: Author, clock: FrozenClock) -> None:
    due = clock.now() - 335  # 22:10
    store.roster.check_call("RESP", due, me, officer="1001")
    assert lines(store) == [("Check call RESP 22:10: received 22:15 from Shaw, in time", "other", "")]
    store.roster.check_call("RESP", due, me, received=due - 660 + 60)
    assert lines(store)[0][0] == "Check call RESP 22:10: received 22:00 from Shaw, in time (corrected, was 22:15)"
    with store.reading() as connection:
        newest = book.newest(connection, 1)[0]
    assert newest.at == due - 600, "its time is that of the call"


@pytest.mark.parametrize(
    ("after", "words"), [(16 * 60, "received 22:26, LATE by 16 min"), (-600, "received 22:00, in time")]
)
def test_how_it_came(store: Store, me: Author, clock: FrozenClock, after: int, words: str) -> None:
    due = clock.now() - 335
    clock.set(due + 1200)
    store.roster.check_call("RESP", due, me, received=due + after)
    assert lines(store)[0][0] == f"Check call RESP 22:10: {words}"


def test_what_was_done_about_a_missed_call(store: Store, me: Author, clock: FrozenClock) -> None:
    due = clock.now() - 335
    with pytest.raises(Refused, match="not due yet"):
        store.roster.missed_call("RESP", due + HOUR, "rang", me)
    clock.set(due + 1000)
    store.roster.missed_call("RESP", due, "rang, no answer", me)
    store.roster.check_call("RESP", due, me, received=due + 990)
    assert [line[0] for line in lines(store)] == [
        "Check call RESP 22:10: received 22:26, LATE by 16 min; rang, no answer",
        "Check call RESP 22:10 MISSED: rang, no answer",
    ]


def test_a_call_taken_back_strikes_its_line(store: Store, me: Author, clock: FrozenClock) -> None:
    store.roster.check_call("RESP", clock.now(), me)
    store.roster.undo_last(me)
    assert [struck for _text, _kind, struck in lines(store)] == ["taken back"]
    store.roster.assign("1001", "RESP", clock.now(), clock.now() + HOUR, me)
    store.roster.undo_last(me)
    assert len(lines(store)) == 1, "other acts have no line"


def test_a_refused_call_leaves_no_line(store: Store, me: Author, clock: FrozenClock) -> None:
    with pytest.raises(Refused):
        store.roster.check_call("NOWHERE", clock.now(), me)
    assert lines(store) == []


def test_a_round_is_two_lines(store: Store, me: Author, clock: FrozenClock) -> None:
    due = clock.now() - 335
    store.roster.patrol_started("WALK", due, me, officer="1002", points_due=14)
    clock.advance(1800)
    store.roster.patrol_ended("WALK", due, me, points_made=13, findings="gate 3 found open [/x]")
    assert lines(store) == [
        ("Patrol WALK 22:10: ended 22:45 by Reid, 13 of 14 points; gate 3 found open [/x]", "patrol", ""),
        ("Patrol WALK 22:10: started 22:15 by Reid", "patrol", ""),
    ]


def test_the_hour_that_comes_twice_is_named() -> None:
    first = parse_file_time("2026-10-25T01:30+01:00", LONDON)
    assert [sure_clock(at, LONDON) for at in (first - HOUR, first, first + HOUR, first + 2 * HOUR)] == [
        "00:30", "01:30 BST", "01:30 GMT", "02:30",
    ]  # fmt: skip
    march = parse_file_time("2026-03-29T00:30", LONDON)
    assert [sure_clock(at, LONDON) for at in (march, march + HOUR)] == ["00:30", "02:30"]
