"""Keys that are pressed while the program opens do what they would have done a moment later."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from textual.events import Key
from textual.widgets import Input

from screens.at_desk import AtDesk, look
from sfm_tui.app import SfmApp
from sfm_tui.storage.store import Store
from sfm_tui.widgets.dialogs import by_itself
from sfm_tui.widgets.dialogs.by_itself import ByItself
from sfm_tui.widgets.forms.half_written import Offer

SIZE = (80, 24)


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """The names of who can take the desk are read as soon as the test opens the gate."""
    gate = threading.Event()

    def slow(store: Store) -> Any:
        gate.wait(20)
        return look(store)

    monkeypatch.setattr("screens.at_desk.look", slow)
    yield gate
    gate.set()


def asked(app: SfmApp) -> bool:
    return isinstance(app.screen, AtDesk) and app.screen._seen_at is not None


async def test_what_is_typed_after_ctrl_o_waits_for_the_question_of_the_start(
    asking: SfmApp, gate: threading.Event, until: Any
) -> None:
    async with asking.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: asking._asking_who is not None, "the start asks")
        typing = [asking.ahead.take(key) for key in keys("ctrl+o", "p", "a", "t", "enter")]
        for one in typing:
            await one
        gate.set()
        await until(pilot, lambda: asking.session.person == "patel")


async def test_enter_pressed_before_the_terminal_was_set_to_keys_is_enter(
    asking: SfmApp, gate: threading.Event, until: Any
) -> None:
    """What was typed in line mode arrives with line feeds."""
    gate.set()
    async with asking.run_test(size=SIZE) as pilot:
        for key in (*keys("ctrl+o", "p", "a", "t"), Key("ctrl+j", "\n")):
            await asking.on_event(key)
        await until(pilot, lambda: asking.session.person == "patel")


async def test_ctrl_o_before_the_start_has_asked_is_not_asked_twice(
    asking: SfmApp, gate: threading.Event, until: Any
) -> None:
    async with asking.run_test(size=SIZE) as pilot:
        for key in keys("ctrl+o", "3"):
            await asking.ahead.take(key)
        gate.set()
        await until(pilot, lambda: asking.session.person == "marsh")
        await until(pilot, lambda: len(asking.screen_stack) == 1)
        asking.ahead._last = None
        asking._ask_when_free()
        await until(pilot, lambda: asking._question is None)
        assert not isinstance(asking.screen, AtDesk)


async def test_nothing_is_asked_while_somebody_types(asking: SfmApp, gate: threading.Event, until: Any) -> None:
    gate.set()
    async with asking.run_test(size=SIZE) as pilot:
        await pilot.press("down")
        await until(pilot, lambda: asking._question is not None, "the store is open")
        assert asking.ahead.rested() < 1
        asking._ask_when_free()
        assert asking._asking_who is None
        assert len(asking.screen_stack) == 1
        asking.ahead._last = asking.ahead._last - 1
        asking._ask_when_free()
        await until(pilot, lambda: asked(asking))


@pytest.mark.usefixtures("a_persons_pace")
async def test_a_letter_pressed_before_anybody_can_have_seen_the_question_goes_to_the_desk(
    asking: SfmApp, store: Store, until: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(by_itself, "TOO_SOON", 60.0)
    async with asking.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: asked(asking))
        await pilot.press("n")
        await until(pilot, lambda: asking.focused is not None and asking.focused.id == "what")
        await pilot.press("V", "a", "n")
        assert asking.screen.query_one("#what", Input).value == "Van"
        await pilot.press("escape")
        asking.ahead._last = None
        monkeypatch.setattr(by_itself, "TOO_SOON", 0.0)
        await until(pilot, lambda: asked(asking), "it is asked again")
        await pilot.press("p", "a", "t")
        assert asking.screen.query_one("#name-part", Input).value == "pat"
        assert [r.number for r in asking.session.data.running] == ["2026-0001"]


@pytest.mark.parametrize("key", ["1", "2", "enter"])
@pytest.mark.usefixtures("a_persons_pace")
async def test_no_answer_is_taken_before_the_question_is_painted(
    asking: SfmApp, store: Store, until: Any, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    painted = ByItself._painted
    monkeypatch.setattr(ByItself, "_painted", lambda _dialog: None)
    async with asking.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: isinstance(asking.screen, ByItself))
        await pilot.press(key)
        await until(pilot, lambda: len(asking.screen_stack) == 1)
        monkeypatch.setattr(ByItself, "_painted", painted)
        assert asking.session.person == ""
        asking.ahead._last = None
        asking._ask_when_free()
        await until(pilot, lambda: asked(asking), "it is asked again")
        await pilot.press("1")
        await until(pilot, lambda: asking.session.person != "")


@pytest.mark.usefixtures("a_persons_pace")
async def test_a_letter_pressed_too_soon_throws_no_draft_away(
    app: SfmApp, store: Store, until: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = store.incidents.open(app.session.author).number
    store.drafts.keep(f"incident:{number}", "okafor", {"note": "blue van, no plate"})
    monkeypatch.setattr(by_itself, "TOO_SOON", 60.0)
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: isinstance(app.screen, Offer) and app.screen._seen_at is not None)
        await pilot.press("x")
        await until(pilot, lambda: not isinstance(app.screen, Offer))
        assert [draft.body for draft in store.drafts.all()] == [{"note": "blue van, no plate"}]
        app.ahead._last = None
        await until(pilot, lambda: isinstance(app.screen, Offer), "it is asked again")


def keys(*names: str) -> list[Key]:
    """Keys that arrive at once, as those of a quick hand or of a stalled line."""
    return [Key(name, name if len(name) == 1 else None) for name in names]
