"""Check calls and rounds on the desk: seen as they fall due, answered with one key, never lost."""

from typing import Any

from sfm_tui.app import SfmApp
from sfm_tui.clock import FrozenClock
from sfm_tui.domain.desk import Author
from sfm_tui.domain.roster_records import CheckCallRecord, PatrolRecord
from sfm_tui.storage.store import Store
from sfm_tui.widgets.dialogs.dialogs import AskDialog, ChooseDialog
from sfm_tui.widgets.everywhere.say import SayLine
from sfm_tui.widgets.lists.rows import Rows
from tests.screens.shift_site import HOUR, STARTED, shift_site, walk
from tests.screens.test_desk_cover import NARROW, WIDE, open_desk, shown

DUE = STARTED + 4 * HOUR
"""23:00, the call that nobody has answered yet."""


def said(app: SfmApp) -> str:
    """What the screen says."""
    return app.screen_stack[0].query_one(SayLine).said


def call(store: Store, due: int = DUE) -> CheckCallRecord | None:
    return store.roster.get(CheckCallRecord, "RESP", due)


async def test_one_key_records_the_call_that_is_due(
    app: SfmApp, store: Store, me: Author, clock: FrozenClock, settle: Any
) -> None:
    shift_site(store, me)
    clock.set(DUE - 240)
    async with app.run_test(size=WIDE) as pilot:
        await open_desk(app, pilot, settle)
        assert shown(app, "due") == ["RESP 23:00 due in 4 min  Shaw"]
        clock.set(DUE + 375)
        app._tick()
        await settle(pilot)
        assert shown(app, "due")[0].startswith("RESP 23:00 late 6 m 15 s")
        await pilot.press("k")
        await settle(pilot)
        record = call(store)
        assert record is not None
        assert (record.received, record.officer) == (DUE + 375, "1001")
        assert said(app) == "check call RESP 23:00, Shaw: received 23:06, in time · u takes it back"
        app._tick()
        await settle(pilot)
        assert shown(app, "due") == ["RESP 00:00 due in 53 min  Shaw"], "the next"
        assert shown(app, "log")[0].startswith("23:06:15 DOB       Check call RESP 23:00: received 23:06")


async def test_a_call_that_is_not_near_is_not_taken(
    app: SfmApp, store: Store, me: Author, clock: FrozenClock, settle: Any
) -> None:
    shift_site(store, me)
    async with app.run_test(size=WIDE) as pilot:
        await open_desk(app, pilot, settle)
        app.screen.query_one("#due", Rows).focus()
        await pilot.press("enter")
        await settle(pilot)
        assert said(app) == "check call RESP 23:00, Shaw is not due yet: it counts from 22:50"
        assert call(store) is None


async def test_a_missed_call_is_climbed_step_by_step(
    app: SfmApp, store: Store, me: Author, clock: FrozenClock, settle: Any, until: Any
) -> None:
    shift_site(store, me)
    clock.set(DUE + 1320)
    async with app.run_test(size=WIDE) as pilot:
        await open_desk(app, pilot, settle)
        assert shown(app, "due")[0].startswith("RESP 23:00 MISSED, 22 min")
        await pilot.press("k")
        await until(pilot, lambda: isinstance(app.screen, ChooseDialog), "which call")
        await pilot.press("1")
        await until(pilot, lambda: "RESP 23:00" in getattr(app.screen, "question", ""), "the call's menu")
        await pilot.press("m")
        await until(pilot, lambda: "did not come" in getattr(app.screen, "question", ""), "the ladder")
        await pilot.press("2")
        await until(pilot, lambda: (record := call(store)) is not None and bool(record.action), "the first step")
        clock.advance(300)
        await until(pilot, lambda: "did not come" in getattr(app.screen, "question", ""), "the ladder goes on")
        await pilot.press("4")
        await until(pilot, lambda: not isinstance(app.screen, ChooseDialog), "it is settled")
        await settle(pilot)
        record = call(store)
        assert record is not None
        assert record.received is None
        assert record.action == "rang, no answer 23:22; visited, found well 23:27"
        assert said(app) == "check call RESP 23:00, Shaw missed: visited, found well · u takes it back"
        app._tick()
        await settle(pilot)
        assert not any("23:00" in line for line in shown(app, "due"))
        lines = [line for line in shown(app, "log") if "MISSED" in line]
        assert len(lines) == 2


async def test_a_typed_time_and_one_that_cannot_be(
    app: SfmApp, store: Store, me: Author, clock: FrozenClock, settle: Any, until: Any
) -> None:
    shift_site(store, me)
    clock.set(DUE + 1320)
    async with app.run_test(size=WIDE) as pilot:
        await open_desk(app, pilot, settle)
        app.screen.query_one("#due", Rows).focus()
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, ChooseDialog), "the call's menu")
        await pilot.press("t")
        await until(pilot, lambda: isinstance(app.screen, AskDialog), "the time")
        await pilot.press(*"2245", "enter")
        await until(pilot, lambda: "not due yet" in str(getattr(app.screen, "_hint", "")), "it says why not")
        from textual.widgets import Input

        box = app.screen.query_one(Input)
        assert box.value == "2245", "what was typed stays"
        box.value = ""
        await pilot.press(*"2303", "enter")
        await until(pilot, lambda: call(store) is not None, "kept")
        await settle(pilot)
        record = call(store)
        assert record is not None
        assert record.received == DUE + 180


async def test_a_round_begins_and_ends_with_its_points(
    app: SfmApp, store: Store, me: Author, clock: FrozenClock, settle: Any, until: Any
) -> None:
    shift_site(store, me)
    walk(store, me, clock.now() + 300)
    async with app.run_test(size=WIDE) as pilot:
        await open_desk(app, pilot, settle)
        assert shown(app, "due")[0].startswith("WALK 22:20 round due in 5 min  Reid")
        app.screen.query_one("#due", Rows).focus()
        await pilot.press("enter")
        await until(pilot, lambda: "starts now" in getattr(app.screen, "question", ""), "by whom")
        await pilot.press("1")
        await settle(pilot)
        app._tick()
        await settle(pilot)
        clock.advance(1200)
        app._tick()
        await settle(pilot)
        assert "out for 20 min" in shown(app, "due")[0]
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, AskDialog), "its points")
        await pilot.press("1", "3", "enter", *"gate open", "enter")
        await settle(pilot)
        record = store.roster.get(PatrolRecord, "WALK", STARTED + 3 * HOUR + 1235)
        assert record is not None
        assert (record.officer, record.points_made, record.findings) == ("1002", 13, "gate open")
        assert record.ended == clock.now()


async def test_a_narrow_desk_says_that_a_round_is_late(
    app: SfmApp, store: Store, me: Author, clock: FrozenClock, settle: Any
) -> None:
    shift_site(store, me)
    walk(store, me, clock.now() - 20 * 60)
    async with app.run_test(size=NARROW) as pilot:
        await open_desk(app, pilot, settle)
        assert " · WALK 21:55 round late 20 min · " in shown(app, "shift-line")[0]
        clock.set(DUE)
        app._tick()
        await settle(pilot)
        assert " · RESP 23:00 " in shown(app, "shift-line")[0], "a call that is due presses more"


async def test_calls_ring_when_due_and_when_missed(
    app: SfmApp, store: Store, me: Author, clock: FrozenClock, settle: Any, monkeypatch: Any
) -> None:
    rings: list[int] = []
    monkeypatch.setattr(SfmApp, "bell", lambda _self: rings.append(clock.now()))
    shift_site(store, me)
    clock.set(DUE - 60)
    async with app.run_test(size=NARROW) as pilot:
        await open_desk(app, pilot, settle)
        app._tick()
        assert rings == []
        clock.set(DUE)
        app._tick()
        assert rings == [DUE]
        assert said(app) == "check call RESP 23:00 is due"
        app.duty.acknowledge()
        clock.set(DUE + 60)
        app._tick()
        assert rings == [DUE], "somebody took notice"
        clock.set(DUE + 901)
        app._tick()
        assert rings == [DUE, DUE + 901]
        assert said(app) == "check call RESP 23:00 is MISSED"
