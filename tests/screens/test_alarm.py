"""When the bell sounds: half a minute before a limit, at the breach, until somebody takes notice."""

from hypothesis import given
from hypothesis import strategies as st

from sfm_tui.domain.response import ResponseTerms
from sfm_tui.storage.first_paint import Running
from sfm_tui.widgets.everywhere.alarm import AGAIN_AFTER, Alarm, Call, calls

T = 1_000_000
TERMS = ResponseTerms(limit_seconds=180, limits=((1, 20), (4, 600)))
ONE = Running(
    number="2026-0001", state="open", summary="", location="", place="", category="", severity=3, severity_assumed=1,
    officers=(), reported=T, dispatched=None, on_scene=None, resolved=None, outcome="",
)  # fmt: skip


def test_calm_close_and_over() -> None:
    assert calls([ONE], TERMS, T + 149) == frozenset()
    assert calls([ONE], TERMS, T + 150) == {Call("2026-0001", "close")}
    assert calls([ONE], TERMS, T + 180) == {Call("2026-0001", "close")}
    assert calls([ONE], TERMS, T + 181) == {Call("2026-0001", "over")}


def test_nobody_is_called_for_what_is_answered_stood_down_resolved_or_held() -> None:
    for changed in (
        {"on_scene": T + 60},
        {"outcome": "stood down"},
        {"resolved": T + 70},
        {"state": "on hold"},
    ):
        assert calls([ONE._replace(**changed)], TERMS, T + 500) == frozenset()


def test_the_clock_of_the_contract_decides() -> None:
    terms = TERMS._replace(clock_starts="dispatched")
    assert calls([ONE], terms, T + 500) == frozenset()
    assert calls([ONE._replace(dispatched=T + 100)], terms, T + 281) == {Call("2026-0001", "over")}
    assert calls([ONE._replace(severity=4)], TERMS, T + 500) == frozenset()
    assert calls([ONE._replace(severity=1)], TERMS, T) == {Call("2026-0001", "close")}


def test_it_rings_at_the_warning_and_at_the_breach_and_says_which() -> None:
    alarm = Alarm()
    assert not alarm.step([ONE], TERMS, T).ring
    warned = alarm.step([ONE], TERMS, T + 150)
    assert (warned.ring, warned.flash, warned.over) == (True, True, False)
    assert warned.say == "2026-0001: 30 seconds or less to its limit"
    assert alarm.acknowledge()
    assert not alarm.acknowledge()
    assert not alarm.step([ONE], TERMS, T + 170).flash
    over = alarm.step([ONE], TERMS, T + 181)
    assert (over.ring, over.flash, over.over) == (True, True, True)
    assert over.say == "2026-0001 is OVER its limit"


def test_it_rings_again_until_somebody_takes_notice() -> None:
    alarm = Alarm()
    alarm.step([ONE], TERMS, T)
    rings = [at for at in range(T + 181, T + 181 + 3 * AGAIN_AFTER + 1) if alarm.step([ONE], TERMS, at).ring]
    assert rings == [T + 181 + n * AGAIN_AFTER for n in range(4)]
    alarm.acknowledge()
    assert not any(alarm.step([ONE], TERMS, at).ring for at in range(T + 300, T + 400))


def test_an_arrival_stops_it() -> None:
    alarm = Alarm()
    alarm.step([ONE], TERMS, T)
    assert alarm.step([ONE], TERMS, T + 200).flash
    assert not alarm.step([ONE._replace(on_scene=T + 205)], TERMS, T + 206).flash


def test_what_was_late_before_the_program_started_is_no_news_but_another_incident_is() -> None:
    alarm = Alarm()
    assert not alarm.step([ONE], TERMS, T + 5000).flash
    late = ONE._replace(number="2026-0002", reported=T + 4000)
    assert alarm.step([ONE, late], TERMS, T + 5001).say == "2026-0002 is OVER its limit"


def test_two_at_once_ring_once_and_name_the_worse() -> None:
    alarm = Alarm()
    alarm.step([], TERMS, T)
    close = ONE._replace(number="2026-0009", reported=T + 40)
    told = alarm.step([ONE, close], TERMS, T + 200)
    assert told.say == "2026-0001 is OVER its limit"
    assert alarm.calling == {Call("2026-0001", "over"), Call("2026-0009", "close")}


@given(st.lists(st.integers(1, 30), max_size=60), st.lists(st.integers(0, 400), max_size=4))
def test_every_breach_is_told_exactly_once(steps: list[int], ages: list[int]) -> None:
    running = [ONE._replace(number=f"2026-{n:04}", reported=T - age) for n, age in enumerate(ages)]
    alarm = Alarm()
    before = calls(running, TERMS, T)
    alarm.step(running, TERMS, T)
    now, news = T, 0
    for step in steps:
        now += step
        after = calls(running, TERMS, now)
        decision = alarm.step(running, TERMS, now)
        assert bool(decision.say) == bool(after - before)
        assert decision.ring or not decision.say
        news += len(after - before)
        before = after
    assert {c for c in alarm.calling if c.what == "over"} <= before


def test_a_check_call_is_told_when_it_is_due_and_when_it_is_missed() -> None:
    alarm = Alarm()
    waiting = [("YARD 22:00", T)]
    assert not alarm.step([], TERMS, T - 60).ring
    assert not alarm.step([], TERMS, T - 59, waiting).ring
    due = alarm.step([], TERMS, T, waiting)
    assert (due.ring, due.say, due.over) == (True, "check call YARD 22:00 is due", False)
    assert alarm.acknowledge()
    assert not alarm.step([], TERMS, T + 900, waiting).ring
    missed = alarm.step([], TERMS, T + 901, waiting)
    assert (missed.ring, missed.say, missed.over) == (True, "check call YARD 22:00 is MISSED", True)
    assert alarm.step([], TERMS, T + 902, []) == (False, False, "", False), "it was answered"


def test_calls_that_are_missed_before_they_are_first_known_are_no_news() -> None:
    alarm = Alarm()
    alarm.step([], TERMS, T + 3000)
    assert not alarm.step([], TERMS, T + 3001, [("YARD 22:00", T)]).ring
    late = alarm.step([ONE._replace(reported=T + 2500)], TERMS, T + 3002, [("YARD 22:00", T), ("GATE 22:50", T + 3002)])
    assert late.say == "2026-0001 is OVER its limit", "the incident goes first"
