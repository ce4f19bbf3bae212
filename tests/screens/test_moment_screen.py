"""An incident shows who stood on what post when it was reported: a few words, and the whole on a key."""

from typing import Any

import pytest

from sfm_tui.app import SfmApp
from sfm_tui.clock import FrozenClock
from sfm_tui.domain.desk import Author
from sfm_tui.domain.reference import Officer
from sfm_tui.storage.store import Store
from sfm_tui.widgets.dialogs.dialogs import ChooseDialog
from sfm_tui.widgets.incident.moment_dialog import MomentDialog
from sfm_tui.widgets.lists.rows import Rows
from tests.screens.shift_site import HOUR, shift_site
from tests.screens.test_desk_cover import NARROW, WIDE, shown


def two_incidents(store: Store, me: Author, clock: FrozenClock) -> str:
    """Shaw was out on another incident when this one was reported; he came to it an hour later."""
    other = store.incidents.open(me, summary="Alarm in unit 14").number
    store.incidents.stamp(other, "dispatched", me, officer="1001")
    clock.advance(60)
    number = store.incidents.open(me, summary="Tailgating").number
    clock.advance(HOUR)
    store.incidents.stamp(other, "clear", me, officer="1001")
    store.incidents.stamp(number, "on scene", me, officer="1001")
    return number


async def open_it(app: SfmApp, pilot: Any, settle: Any, number: str) -> None:
    await settle(pilot)
    app.open_incident(number)
    await settle(pilot)


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_a_few_words_stand_on_the_timeline(
    app: SfmApp, store: Store, me: Author, clock: FrozenClock, settle: Any, size: tuple[int, int]
) -> None:
    shift_site(store, me)
    number = two_incidents(store, me, clock)
    async with app.run_test(size=size) as pilot:
        await open_it(app, pilot, settle, number)
        words = "3 on duty · ✖ nobody free · two posts: Diaz"
        first, second = shown(app, "timeline")[:2]
        wanted = (f"22:16:35  reported   {words}", "23:16:35") if size == NARROW else ("22:16:35  reported", words)
        assert first == wanted[0]
        assert wanted[1] in second


async def test_enter_on_reported_and_the_key_show_all_of_it(
    app: SfmApp, store: Store, me: Author, clock: FrozenClock, settle: Any, until: Any
) -> None:
    shift_site(store, me)
    number = two_incidents(store, me, clock)
    async with app.run_test(size=WIDE) as pilot:
        await open_it(app, pilot, settle, number)
        rows = app.screen.query_one("#timeline", Rows)
        rows.focus()
        await pilot.press("home", "enter")
        await until(pilot, lambda: isinstance(app.screen, ChooseDialog), "what to do with the report")
        await pilot.press("m")
        await until(pilot, lambda: isinstance(app.screen, MomentDialog) and shown(app, "moment"), "who stood where")
        await pilot.pause()
        about = [line.strip() for line in shown(app, "moment-about")]
        assert about[:4] == [
            "on duty           3",
            "free to respond   Shaw",
            "of them busy      Shaw",
            "on two posts      Diaz",
        ]
        people = shown(app, "moment")
        assert people[0].split() == ["Shaw", "RESP", "19:00–07:00", "busy", "on", "0001", "first", "on", "scene"]
        assert people[1].split() == ["Reid", "GATE", "19:00–03:00"]
        assert people[2].split() == ["Diaz", "GATE+RESP", "19:00–00:00", "on", "two", "posts"]
        await pilot.press("escape")
        await settle(pilot)
        rows.focus()
        await pilot.press("m")
        await until(pilot, lambda: isinstance(app.screen, MomentDialog), "by the key")


async def test_in_a_field_the_key_is_a_letter(app: SfmApp, store: Store, me: Author, settle: Any) -> None:
    shift_site(store, me)
    number = store.incidents.open(me, summary="Tailgating").number
    async with app.run_test(size=WIDE) as pilot:
        await open_it(app, pilot, settle, number)
        await pilot.press("m")
        await settle(pilot)
        assert not isinstance(app.screen, MomentDialog)
        assert app.focused is not None
        assert app.focused.value == "m"


async def test_without_a_roster_nothing_is_said_and_the_dialog_says_so(
    app: SfmApp, store: Store, me: Author, settle: Any, until: Any
) -> None:
    number = store.incidents.open(me, summary="Tailgating").number
    async with app.run_test(size=NARROW) as pilot:
        await open_it(app, pilot, settle, number)
        assert shown(app, "timeline")[0].strip() == "22:15:35  reported"
        app.screen.action_who_stood()
        await until(pilot, lambda: isinstance(app.screen, MomentDialog) and shown(app, "moment"), "who stood where")
        await pilot.pause()
        assert "nobody was on duty" in " ".join(shown(app, "moment"))


async def test_hostile_names(app: SfmApp, store: Store, me: Author, settle: Any, until: Any) -> None:
    shift_site(store, me)
    for officer, name in (("1001", "[/x][@click=app.quit]x"), ("1003", "=1+1" + "z" * 490)):
        store.reference.set(Officer(officer=officer, name=name, call_sign=name), me)
    number = store.incidents.open(me, summary="[/x]").number
    app.session.look()
    async with app.run_test(size=NARROW) as pilot:
        await open_it(app, pilot, settle, number)
        assert "two posts: =1+1zz" in " ".join(shown(app, "timeline"))
        app.screen.action_who_stood()
        await until(pilot, lambda: isinstance(app.screen, MomentDialog) and shown(app, "moment"), "who stood where")
        await pilot.pause()
        assert any(line.startswith("[/x][@click=app") for line in shown(app, "moment"))


@pytest.mark.parametrize("size", [NARROW, WIDE])
def test_picture(
    same_salts: None, snap_compare: Any, store: Store, me: Author, clock: FrozenClock, size: tuple[int, int]
) -> None:
    shift_site(store, me)
    number = two_incidents(store, me, clock)
    store.people.sign_on("okafor")
    program = SfmApp(store.path, clock)
    program.session.person = "okafor"

    async def ready(pilot: Any) -> None:
        for _ in range(3):
            await pilot.pause()
            await pilot.app.workers.wait_for_complete()
        program.open_incident(number)
        for _ in range(3):
            await pilot.pause()
            await pilot.app.workers.wait_for_complete()
        program.screen.action_who_stood()
        for _ in range(100):
            await pilot.pause(0.02)
            if isinstance(program.screen, MomentDialog):
                break
        await pilot.pause(0.1)

    assert snap_compare(program, terminal_size=size, run_before=ready)
    program.session.close()
