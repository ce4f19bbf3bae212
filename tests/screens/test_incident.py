"""The incident screen, through the keys of a supervisor."""

import asyncio
from typing import Any

import pytest
from textual.widgets import Input

from sfm_tui.app import SfmApp
from sfm_tui.clock import FrozenClock
from sfm_tui.domain.desk import Author
from sfm_tui.storage.store import Store
from sfm_tui.widgets.dialogs.dialogs import AskDialog, ChooseDialog
from sfm_tui.widgets.everywhere.say import SayLine
from tests.examples import some

HOSTILE = ("[/red]", "[@click=app.quit]x", "'; DROP TABLE incident", "=cmd()", "\u202eRTL", "🚨 fire", "x" * 5000)


def said(app: SfmApp) -> str:
    """What the screen says."""
    screen = next(s for s in reversed(app.screen_stack) if s.query(SayLine))
    return screen.query_one(SayLine).said


async def type_text(pilot: Any, text: str) -> None:
    """Type into the field that has the focus, as a paste does."""
    field = pilot.app.focused
    assert isinstance(field, Input)
    field.insert_text_at_cursor(text)
    await pilot.pause()


async def focus(pilot: Any, name: str) -> None:
    """Put the cursor into a field."""
    pilot.app.screen.query_one(f"#{name}", Input).focus()
    await pilot.pause()


async def test_f2_keeps_number_and_report_before_anything_is_typed(app: SfmApp, store: Store, settle: Any) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f2")
        await settle(pilot)
        incident = store.incidents.get("2026-0001")
        assert incident.reported == app.session.now()
        assert app.focused is not None
        assert app.focused.id == "what"
        assert said(app).startswith("2026-0001 opened, reported 22:15:35")


async def test_an_incident_from_report_to_close_with_the_keyboard(
    app: SfmApp, store: Store, clock: FrozenClock, settle: Any
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f2")
        await settle(pilot)
        await type_text(pilot, "Two males tailgating at gate")
        await pilot.press("enter")
        await type_text(pilot, "gate 3")
        await pilot.press("enter", "enter", "enter")
        await settle(pilot)
        assert app.focused is not None
        assert app.focused.id == "officer"
        incident = store.incidents.get("2026-0001")
        assert (incident.summary, incident.location) == ("Two males tailgating at gate", "GATE3")
        assert (incident.category, incident.category_guessed) == ("Access control", True)
        assert (incident.severity, incident.severity_assumed) == (3, True)
        clock.advance(95)
        await pilot.press("1")
        await settle(pilot)
        assert said(app) == "Dispatched Shaw 22:17:10 · Backspace undoes"
        clock.advance(31)
        await pilot.press("f7")
        await settle(pilot)
        assert said(app) == "2026-0001 Shaw on scene 22:17:41 · 2 m 06 s · within 3 m 00 s"
        await pilot.press("tab")
        await type_text(pilot, "Both detained verbally")
        await pilot.press("enter")
        await settle(pilot)
        assert app.focused.id == "note"
        clock.advance(60)
        await pilot.press("f8")
        await settle(pilot)
        await pilot.press("f9")
        await settle(pilot)
        await pilot.press("ctrl+s")
        await settle_dialog(pilot)
        await pilot.press("c")
        await settle(pilot)
        incident = store.incidents.get("2026-0001")
        assert (incident.state, incident.outcome) == ("closed", "resolved")
        assert incident.on_scene is not None
        assert incident.on_scene - incident.reported == 126
        kinds = [s.stamp for s in store.incidents.stamps("2026-0001")]
        assert kinds == ["reported", "dispatched", "on scene", "clear", "resolved", "closed"]
        assert [line.text for line in store.incidents.log("2026-0001") if line.line == "note"] == [
            "Both detained verbally"
        ]


async def settle_dialog(pilot: Any) -> None:
    """Wait until a dialog that a worker asks with is on screen."""
    for _ in range(200):
        await pilot.pause()
        if isinstance(pilot.app.screen, ChooseDialog | AskDialog) and pilot.app.screen.is_mounted:
            await pilot.pause()
            return
        await asyncio.sleep(0)
    raise AssertionError(f"no dialog came: {pilot.app.screen}, {said(pilot.app)}")


async def open_incident(pilot: Any, settle: Any, number: str) -> None:
    pilot.app.open_incident(number)
    await settle(pilot)


async def test_backspace_takes_a_dispatch_back_by_a_new_entry(
    app: SfmApp, store: Store, clock: FrozenClock, settle: Any
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f2")
        await settle(pilot)
        await focus(pilot, "officer")
        await pilot.press("2")
        await settle(pilot)
        assert store.incidents.get("2026-0001").officers == ("1002",)
        await pilot.press("backspace")
        await settle(pilot)
        incident = store.incidents.get("2026-0001")
        assert (incident.officers, incident.dispatched) == ((), None)
        assert [s.struck for s in store.incidents.stamps("2026-0001") if s.stamp == "dispatched"] == ["undone"]


async def test_five_seconds_later_backspace_undoes_nothing(
    app: SfmApp, store: Store, clock: FrozenClock, settle: Any
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f2")
        await settle(pilot)
        await focus(pilot, "officer")
        await pilot.press("2")
        await settle(pilot)
        clock.advance(6)
        await pilot.press("backspace")
        await settle(pilot)
        assert store.incidents.get("2026-0001").officers == ("1002",)


async def test_a_stamp_key_again_offers_to_correct_and_keeps_the_old_time(
    app: SfmApp, store: Store, me: Author, clock: FrozenClock, settle: Any
) -> None:
    number = store.incidents.open(me, summary="Alarm").number
    store.incidents.stamp(number, "dispatched", me, officer="1001")
    clock.advance(100)
    store.incidents.stamp(number, "on scene", me, officer="1001")
    async with app.run_test(size=(80, 24)) as pilot:
        await open_incident(pilot, settle, number)
        await pilot.press("f7")
        await settle_dialog(pilot)
        await pilot.press("c")
        await settle_dialog(pilot)
        await type_text(pilot, "-1")
        await pilot.press("enter")
        await type_text(pilot, "misheard")
        await pilot.press("enter")
        await settle(pilot)
        stamps = [(s.at - clock.now(), s.struck) for s in store.incidents.stamps(number) if s.stamp == "on scene"]
        assert stamps == [(-60, ""), (0, "misheard")]
        assert store.incidents.get(number).on_scene == clock.now() - 60


async def test_with_two_officers_out_on_scene_asks_which(app: SfmApp, store: Store, me: Author, settle: Any) -> None:
    number = store.incidents.open(me, summary="Fight").number
    for officer in ("1001", "1002"):
        store.incidents.stamp(number, "dispatched", me, officer=officer)
    async with app.run_test(size=(80, 24)) as pilot:
        await open_incident(pilot, settle, number)
        await pilot.press("f7")
        await settle_dialog(pilot)
        await pilot.press("2")
        await settle(pilot)
        assert store.incidents.get(number).officers == ("1002", "1001")


async def test_stamp_keys_work_while_any_field_is_typed_in(app: SfmApp, store: Store, me: Author, settle: Any) -> None:
    number = store.incidents.open(me, summary="Alarm").number
    store.incidents.stamp(number, "dispatched", me, officer="1001")
    async with app.run_test(size=(80, 24)) as pilot:
        await open_incident(pilot, settle, number)
        for name in ("what", "where", "category", "severity", "note"):
            await focus(pilot, name)
            await pilot.press("f9" if name == "what" else "f4")
            await settle(pilot)
            assert isinstance(app.focused, Input)
        assert store.incidents.get(number).resolved is not None


async def test_what_was_typed_is_a_draft_and_comes_back(app: SfmApp, store: Store, me: Author, settle: Any) -> None:
    number = store.incidents.open(me).number
    async with app.run_test(size=(80, 24)) as pilot:
        await open_incident(pilot, settle, number)
        await focus(pilot, "what")
        await type_text(pilot, "Smoke from the bin st")
        app.screen.query_one("#note", Input).value = "half a note"
        app.screen._keep_draft()  # what the timer does a moment later
        await settle(pilot)
    draft = store.drafts.get(f"incident:{number}")
    assert draft is not None
    assert draft.body == {"what": "Smoke from the bin st", "note": "half a note"}
    again = SfmApp(store.path, app.session.clock)
    async with again.run_test(size=(80, 24)) as pilot:
        await settle_dialog(pilot)
        await pilot.press("1")
        await settle(pilot)
        incident_screen = next(s for s in again.screen_stack if s.query("#what"))
        assert incident_screen.query_one("#what", Input).value == "Smoke from the bin st"
        assert incident_screen.query_one("#note", Input).value == "half a note"
    again.session.close()


async def test_a_field_changed_elsewhere_is_told_and_what_was_typed_stays(
    app: SfmApp, store: Store, me: Author, settle: Any
) -> None:
    number = store.incidents.open(me, location="Gate 1").number
    async with app.run_test(size=(80, 24)) as pilot:
        await open_incident(pilot, settle, number)
        box = app.screen.query_one("#where", Input)
        box.focus()
        box.value = "Gate 9"
        await pilot.pause()
        store.incidents.change(number, {"location": "Gate 2"}, Author("patel"))
        await pilot.press("tab")
        await settle(pilot)
        assert "changed meanwhile to «Gate 2»" in said(app)
        assert box.value == "Gate 9"
        assert store.incidents.get(number).location == "Gate 2"


async def test_a_severity_that_a_person_set_is_not_guessed_over(
    app: SfmApp, store: Store, me: Author, settle: Any
) -> None:
    number = store.incidents.open(me).number
    async with app.run_test(size=(80, 24)) as pilot:
        await open_incident(pilot, settle, number)
        await focus(pilot, "severity")
        app.screen.query_one("#severity", Input).value = "4"
        await pilot.press("tab")
        await settle(pilot)
        await focus(pilot, "what")
        await type_text(pilot, "Fire in unit 14")
        await pilot.press("enter")
        await settle(pilot)
        incident = store.incidents.get(number)
        assert (incident.category, incident.severity, incident.severity_assumed) == ("Fire", 4, False)


@pytest.mark.parametrize("text", some(HOSTILE))
async def test_hostile_text_is_kept_and_shown_as_typed(app: SfmApp, store: Store, text: str, settle: Any) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f2")
        await settle(pilot)
        for name in ("what", "where", "category", "note"):
            await focus(pilot, name)
            await type_text(pilot, text)
            await pilot.press("enter")
            await settle(pilot)
        incident = store.incidents.get("2026-0001")
        long = len(text) > 500
        assert incident.summary == text
        assert incident.location == ("" if long else text)
        assert text in [line.text for line in store.incidents.log("2026-0001")]
        await pilot.press("ctrl+t")
        await pilot.pause()
        await pilot.press("escape", "escape")
        await settle(pilot)
        assert app.is_running


async def test_void_strike_and_history_stay_readable(app: SfmApp, store: Store, me: Author, settle: Any) -> None:
    number = store.incidents.open(me, summary="Wrong site").number
    store.incidents.note(number, "first words", me)
    async with app.run_test(size=(120, 36)) as pilot:
        await open_incident(pilot, settle, number)
        app.screen.query_one("#entries").focus()
        await pilot.press("enter")
        await settle_dialog(pilot)
        await pilot.press("x")
        await settle_dialog(pilot)
        await type_text(pilot, "said twice")
        await pilot.press("enter")
        await settle(pilot)
        assert [line.struck for line in store.incidents.log(number) if line.line == "note"] == ["said twice"]
        await pilot.press("ctrl+s")
        await settle_dialog(pilot)
        await pilot.press("v")
        await settle_dialog(pilot)
        await type_text(pilot, "raised for another site")
        await pilot.press("enter")
        await settle(pilot)
        assert store.incidents.get(number).struck == "raised for another site"
        await pilot.press("f7")
        await settle(pilot)
        assert "raised in error" in said(app)


async def test_f4_walks_the_running_incidents(
    app: SfmApp, store: Store, me: Author, clock: FrozenClock, settle: Any
) -> None:
    numbers = []
    for _ in range(3):
        numbers.append(store.incidents.open(me).number)
        clock.advance(10)
    async with app.run_test(size=(80, 24)) as pilot:
        seen = []
        for _ in range(4):
            await pilot.press("f4")
            await settle(pilot)
            seen.append(app.screen.current_incident())
        assert seen == [numbers[2], numbers[1], numbers[0], numbers[2]]
        assert len(app.screen_stack) == 2


async def test_a_guessed_severity_stays_marked_assumed_until_touched(
    app: SfmApp, store: Store, me: Author, settle: Any
) -> None:
    number = store.incidents.open(me).number
    async with app.run_test(size=(80, 24)) as pilot:
        await open_incident(pilot, settle, number)
        await focus(pilot, "what")
        await type_text(pilot, "Smoke from the bin store")
        await pilot.press("enter")
        await settle(pilot)
        incident = store.incidents.get(number)
        assert (incident.category, incident.severity, incident.severity_assumed) == ("Fire", 1, True)
        await focus(pilot, "category")
        app.focused.value = "Near miss"
        await pilot.press("enter")
        await settle(pilot)
        incident = store.incidents.get(number)
        assert (incident.category_guessed, incident.severity, incident.severity_assumed) == (False, 4, True)
