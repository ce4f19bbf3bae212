"""The lock: an idle desk hides its records, an emergency can always be logged, nothing typed is lost."""

from collections.abc import Iterator
from typing import Any

import pytest
from textual.events import MouseMove
from textual.widgets import Input, OptionList

from screens.at_desk import AtDesk
from sfm_tui.app import SfmApp
from sfm_tui.clock import FrozenClock
from sfm_tui.domain.desk import Author
from sfm_tui.domain.site import Desk, Site
from sfm_tui.storage.store import Store
from sfm_tui.widgets.everywhere.lock import HINT, Idle
from sfm_tui.widgets.everywhere.say import SayLine

SIZE = (80, 24)
SECRET = "Safe code given to [/x] courier"


@pytest.fixture
def locking(store: Store, clock: FrozenClock, site: Site, me: Author) -> Iterator[SfmApp]:
    """The program on a site that locks after five minutes; one incident runs, J. Okafor is at the desk."""
    store.sites.set(site.model_copy(update={"desk": Desk(lock_after_minutes=5)}), me)
    store.people.sign_on("okafor")
    store.incidents.open(me, summary=SECRET)
    store.occurrences.log(SECRET, me)
    program = SfmApp(store.path, clock)
    program.session.take_desk("okafor", "J. Okafor")
    yield program
    program.session.close()


def shown(app: SfmApp) -> str:
    """All the text on the screen."""
    lines = app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in line) for line in lines)


def said(app: SfmApp) -> str:
    """What the screen says."""
    return next(s for s in reversed(app.screen_stack) if s.query(SayLine)).query_one(SayLine).said


async def unlock(app: SfmApp, pilot: Any, until: Any) -> None:
    """Sign on as whoever was there."""
    await pilot.press("ctrl+o")
    await until(pilot, lambda: isinstance(app.screen, AtDesk) and app.screen.query_one(OptionList).option_count)
    await pilot.press("enter")
    await until(pilot, lambda: not app.session.locked)
    await pilot.app.workers.wait_for_complete([w for w in app.workers if w.name == "at desk"])
    await pilot.pause()


def test_idle_counts_from_the_last_key_and_never_where_no_minutes_are_set() -> None:
    idle = Idle(100.0)
    assert not idle.over(100.0 + 299, 5)
    assert idle.over(100.0 + 300, 5)
    assert not idle.over(1e9, None)
    idle.touch(400.0)
    assert not idle.over(699.0, 5)


async def test_an_idle_desk_locks_and_a_key_or_the_mouse_keeps_it_open(
    locking: SfmApp, clock: FrozenClock, until: Any
) -> None:
    async with locking.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: SECRET in shown(locking))
        clock.advance(299)
        locking._tick()
        assert not locking.session.locked
        await pilot.press("down")
        clock.advance(299)
        locking.post_message(MouseMove(None, 5, 5, 0, 0, 0, False, False, False, 5, 5))
        await pilot.pause()
        clock.advance(299)
        locking._tick()
        assert not locking.session.locked
        clock.advance(1)
        locking._tick()
        await pilot.pause()
        assert locking.session.locked
        text = shown(locking)
        assert "LOCKED" in text
        assert "(locked)" in text
        assert "Safe code" not in text
        assert "2026-0001" in text
        await unlock(locking, pilot, until)
        assert "Safe code" in shown(locking)


async def test_a_site_that_sets_no_minutes_never_locks(store: Store, clock: FrozenClock, app: SfmApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        clock.advance(1_000_000)
        app._tick()
        await pilot.pause()
        assert not app.session.locked


async def test_nothing_that_is_open_can_be_seen_and_nothing_typed_is_lost(locking: SfmApp, until: Any) -> None:
    async with locking.run_test(size=SIZE) as pilot:
        await pilot.press("enter")
        await until(pilot, lambda: locking.screen.query("#note"))
        note = locking.screen.query_one("#note", Input)
        note.focus()
        await pilot.pause()
        note.insert_text_at_cursor("half a sentence about the courier")
        await pilot.press("ctrl+l")
        await until(pilot, lambda: locking.session.locked)
        assert "courier" not in shown(locking)
        await unlock(locking, pilot, until)
        await until(pilot, lambda: "half a sentence" in shown(locking))
        assert locking.focused is note


@pytest.mark.parametrize("key", ["f3", "f4", "f12", "ctrl+p", "enter", "slash"])
async def test_a_locked_desk_leads_to_no_record(locking: SfmApp, until: Any, key: str) -> None:
    async with locking.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: SECRET in shown(locking))
        await pilot.press("ctrl+l")
        await until(pilot, lambda: locking.session.locked and "(locked)" in shown(locking))
        await pilot.press(key)
        await until(pilot, lambda: said(locking) == HINT.format(key="^O"))
        assert len(locking.screen_stack) == 1
        assert "Safe code" not in shown(locking)


async def test_a_locked_desk_logs_an_emergency_unsigned(
    locking: SfmApp, store: Store, clock: FrozenClock, until: Any
) -> None:
    async with locking.run_test(size=SIZE) as pilot:
        await pilot.press("ctrl+l")
        await until(pilot, lambda: locking.session.locked)
        await pilot.press("f2")
        await until(pilot, lambda: locking.focused is not None and locking.focused.id == "what")
        await pilot.press(*"Fight")
        clock.advance(60)
        await pilot.press("f9")
        await until(pilot, lambda: store.incidents.get("2026-0002").resolved is not None)
        assert store.incidents.get("2026-0002").resolved == clock.now()
        assert {line.confirmed for line in store.incidents.log("2026-0002")} == {0}
        await pilot.press("escape")
        await until(pilot, lambda: len(locking.screen_stack) == 1)
        locking.open_incident("2026-0002")
        await until(pilot, lambda: locking.screen.query("#what"))
        locking.open_incident("2026-0001")
        await until(pilot, lambda: said(locking) == HINT.format(key="^O"))
        assert "Safe code" not in shown(locking)


async def test_an_incident_opened_on_a_locked_desk_stays_in_front_after_unlocking(
    locking: SfmApp, store: Store, until: Any
) -> None:
    async with locking.run_test(size=SIZE) as pilot:
        await pilot.press("ctrl+l")
        await until(pilot, lambda: locking.session.locked)
        await pilot.press("f2")
        await until(pilot, lambda: locking.focused is not None and locking.focused.id == "what")
        await pilot.press("ctrl+o")
        await until(pilot, lambda: isinstance(locking.screen, AtDesk) and locking.screen.query(OptionList))
        await pilot.press("enter")
        await until(pilot, lambda: not locking.session.locked)
        await until(pilot, lambda: type(locking.screen).__name__ == "SignDialog")
        await pilot.press("enter")
        await until(pilot, lambda: len(locking.screen_stack) == 2)
        assert locking.screen.current_incident() == "2026-0002"
        await pilot.press("ctrl+l")
        await until(pilot, lambda: locking.session.locked and "(locked)" in shown(locking))
        assert locking.screen.query("#running")
        await unlock(locking, pilot, until)
        assert locking.screen.current_incident() == "2026-0002"
        await pilot.press("f12", "d")
        await until(pilot, lambda: locking.current_mode == "desk")
        assert [mode for mode in locking._modes if mode.startswith("locked")] == []


async def test_only_its_own_pin_unlocks_and_nobody_new_is_let_in(
    locking: SfmApp, store: Store, until: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.people.set_pin("okafor", "", "2468", Author("okafor"))
    async with locking.run_test(size=SIZE) as pilot:
        await pilot.press("ctrl+l")
        await until(pilot, lambda: locking.session.locked)
        await pilot.press("ctrl+o")
        await until(pilot, lambda: isinstance(locking.screen, AtDesk) and locking.screen.query(OptionList))
        options = locking.screen.query_one(OptionList)
        await until(pilot, lambda: options.option_count)
        lines = [str(options.get_option_at_index(n).prompt) for n in range(options.option_count)]
        assert not any("Somebody new" in line for line in lines)
        await pilot.press("1")
        await until(pilot, lambda: locking.screen.query("#form-echo") and locking.focused is not None)
        await pilot.press(*"1111", "enter")
        await until(pilot, lambda: "not the PIN" in shown(locking))
        assert locking.session.locked
        await pilot.press(*["backspace"] * 4, *"2468", "enter")
        await until(pilot, lambda: not locking.session.locked)


async def test_a_site_that_locks_starts_locked_until_somebody_signs_on(
    locking: SfmApp, store: Store, clock: FrozenClock, until: Any
) -> None:
    app = SfmApp(store.path, clock, ask=True)
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: isinstance(app.screen, AtDesk) and app.screen.query(OptionList))
        assert app.session.locked
        assert "Safe code" not in shown(app)
        await pilot.press("escape")
        await pilot.press("f3")
        await until(pilot, lambda: said(app) == HINT.format(key="^O"))
        await unlock(app, pilot, until)
        await until(pilot, lambda: "Safe code" in shown(app))
    app.session.close()


async def test_the_stamp_chooser_of_a_locked_desk_names_only_numbers(
    locking: SfmApp, store: Store, me: Author, until: Any
) -> None:
    store.incidents.open(me, summary=SECRET)
    async with locking.run_test(size=SIZE) as pilot:
        await pilot.press("ctrl+l")
        await until(pilot, lambda: locking.session.locked)
        locking.screen.query_one("#log").focus()
        await pilot.pause()
        await pilot.press("f5")
        await pilot.pause()
        assert "Safe code" not in shown(locking)


async def test_single_letters_can_be_switched_off(
    store: Store, app: SfmApp, site: Site, me: Author, until: Any
) -> None:
    store.sites.set(site.model_copy(update={"desk": Desk(single_letter_keys=False)}), me)
    async with app.run_test(size=SIZE) as pilot:
        app._tick()
        await until(pilot, lambda: app.session.data.site and not app.session.data.site.single_letter_keys)
        await pilot.press("n", "slash", "question_mark")
        await pilot.pause()
        assert app.current_mode == "desk"
        assert len(app.screen_stack) == 1
        await pilot.press("f2")
        await until(pilot, lambda: app.focused is not None and app.focused.id == "what")
        await pilot.press("n", "o")
        assert app.screen.query_one("#what", Input).value == "no"


async def test_the_bell_rings_flashes_and_stops_when_somebody_takes_notice(
    locking: SfmApp, clock: FrozenClock, until: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    rung: list[int] = []
    monkeypatch.setattr(locking, "bell", lambda: rung.append(clock.now()))
    async with locking.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: locking.session.data.running)
        locking._tick()
        assert not rung
        clock.advance(150)
        locking._tick()
        assert len(rung) == 1
        assert said(locking) == "2026-0001: 30 seconds or less to its limit"
        assert locking.screen.query_one("#header-bar").has_class("-calling")
        await pilot.press("f1")
        await pilot.press("escape")
        lit = []
        for _ in range(2):
            clock.advance(1)
            locking._tick()
            lit.append(locking.screen.query_one("#header-bar").has_class("-calling"))
        assert set(lit) == {True, False}, "it flashes, however often it did in a slow run before"
        await pilot.press("enter")
        await until(pilot, lambda: locking.screen.query("#what"))
        clock.advance(1)
        locking._tick()
        assert not locking.session.flash
        clock.advance(20)
        locking._tick()
        assert len(rung) == 1
        clock.advance(30)
        locking._tick()
        assert len(rung) == 2
        assert said(locking) == "2026-0001 is OVER its limit"


async def test_the_bell_can_be_switched_off_by_the_site_or_by_oneself(
    app: SfmApp, store: Store, site: Site, me: Author, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:

    store.sites.set(site.model_copy(update={"desk": Desk(bell=False)}), me)
    rung: list[int] = []
    monkeypatch.setattr(app, "bell", lambda: rung.append(clock.now()))
    async with app.run_test(size=SIZE):
        store.incidents.open(me)
        app._tick()
        clock.advance(200)
        app._tick()
        assert not rung
        assert said(app) == "2026-0001 is OVER its limit"
        app.duty.config = app.duty.config._replace(bell=True)
        clock.advance(10)
        app._tick()
        assert len(rung) == 1


@pytest.mark.usefixtures("same_salts", "true_colours")
@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
def test_how_it_looks(snap_compare: Any, locking: SfmApp, size: Any) -> None:
    async def lock(pilot: Any) -> None:
        await pilot.app.workers.wait_for_complete()
        await pilot.press("ctrl+l")
        await pilot.pause()
        await pilot.pause()

    assert snap_compare(locking, terminal_size=size, run_before=lock)
