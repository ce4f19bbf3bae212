"""The shift on the desk: cover of the next 12 hours, who is on duty, and a line of it where there is little room."""

from typing import Any

import pytest

from sfm_tui.app import SfmApp
from sfm_tui.clock import FrozenClock
from sfm_tui.domain.desk import Author
from sfm_tui.domain.reference import Officer
from sfm_tui.storage.shift import read_shift
from sfm_tui.storage.store import Store
from sfm_tui.widgets.dialogs.dialogs import ChooseDialog
from sfm_tui.widgets.everywhere.messages import PlaceWanted
from sfm_tui.widgets.incident.moment_dialog import MomentDialog
from sfm_tui.widgets.lists.rows import Rows
from sfm_tui.widgets.shift.cover_strip import Strip, items
from tests.screens.painting import show_tags, unreadable
from tests.screens.shift_site import HOUR, STARTED, shift_site, walk

WIDE, NARROW = (120, 36), (80, 24)


def shown(app: SfmApp, name: str) -> list[str]:
    """The lines of a pane as they are drawn."""
    rows = app.screen.query_one(f"#{name}", Rows)
    return ["".join(text for text, _style in spans).rstrip() for _n, spans in rows._lines()]


async def open_desk(app: SfmApp, pilot: Any, settle: Any) -> None:
    await settle(pilot)
    app._tick()
    await settle(pilot)


def test_every_column_shows_the_worst_in_it(store: Store, me: Author, clock: FrozenClock) -> None:
    shift_site(store, me, diaz=False)
    clock.set(STARTED)
    ahead, tz = read_shift(store).ahead, store.tz
    strip = Strip(ahead, STARTED, STARTED + 12 * HOUR, tz, str)
    lines = {item.key: "".join(text for text, _ in strip.draw(item, 7 + 24)[0])
             for item in items(ahead, STARTED, STARTED + 12 * HOUR, 9)}  # fmt: skip
    assert lines["GATE"] == "GATE   " + "█" * 16 + "✖" * 8
    assert lines["RESP"] == "RESP   " + "█" * 24
    assert lines["free"] == "free   " + "1" * 24
    assert lines["peak"] == "peak   " + " " * 14 + "┄" * 4 + " " * 6
    assert lines["axis"].split() == ["now", "20", "22", "00", "02", "04", "06"]
    (gap,) = [line for key, line in lines.items() if "uncovered" in key]
    assert gap == "✖ 03:00–07:00 GATE empty"


def test_more_posts_than_there_is_room_for(store: Store, me: Author, clock: FrozenClock) -> None:
    shift_site(store, me, diaz=False)
    clock.set(STARTED)
    ahead = read_shift(store).ahead
    told = items(ahead, STARTED, STARTED + 12 * HOUR, 5)
    assert [(item.kind, item.key) for item in told[:4]] == [
        ("axis", "axis"), ("post", "GATE"), ("more", "1"), ("free", "free"),
    ]  # fmt: skip
    whole = items(ahead, STARTED, STARTED + 12 * HOUR, 6)
    assert [item.kind for item in whole] == ["axis", "post", "post", "free", "peak", "finding"]


async def test_the_hours_ahead_and_who_is_there(app: SfmApp, store: Store, me: Author, settle: Any) -> None:
    shift_site(store, me)
    number = store.incidents.open(me, summary="Alarm in unit 14").number
    store.incidents.stamp(number, "dispatched", me, officer="1001")
    async with app.run_test(size=WIDE) as pilot:
        await open_desk(app, pilot, settle)
        assert any("03:00–07:00 GATE empty" in line for line in shown(app, "cover"))
        assert any("Diaz on GATE+RESP at once" in line for line in shown(app, "cover"))
        people = shown(app, "on-duty")
        assert "RESP" in people[-1]
        assert people[-1].startswith("Shaw")
        assert people[-1].endswith("on 0001")
        diaz = next(line for line in people if line.startswith("Diaz"))
        assert "GATE+RESP" in diaz
        assert "two duties!" in diaz
        assert "nobody free" in str(app.screen.query_one("#on-duty", Rows).border_title)
        store.incidents.stamp(number, "clear", me, officer="1001")
        app._tick()
        await settle(pilot)
        assert shown(app, "on-duty")[0].endswith("free")


async def test_enter_leads_to_that_time_on_the_roster(
    app: SfmApp, store: Store, me: Author, settle: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    shift_site(store, me, diaz=False)
    asked: list[PlaceWanted] = []
    monkeypatch.setattr(SfmApp, "on_place_wanted", lambda _app, event: asked.append(event))
    async with app.run_test(size=WIDE) as pilot:
        await open_desk(app, pilot, settle)
        cover = app.screen.query_one("#cover", Rows)
        cover.focus()
        cover.put_cursor(("post", "GATE"))
        await pilot.press("enter")
        await settle(pilot)
    assert [(event.place, event.key) for event in asked] == [("roster", f"{STARTED + 8 * HOUR} GATE")]


async def test_a_narrow_desk_says_it_in_a_line_and_a_key_shows_all(
    app: SfmApp, store: Store, me: Author, settle: Any
) -> None:
    shift_site(store, me, diaz=False)
    async with app.run_test(size=NARROW) as pilot:
        await open_desk(app, pilot, settle)
        (line,) = shown(app, "shift-line")
        assert line.startswith("On duty 2, 1 free · RESP 23:00 due in 44 min · ✖1 03:00–07:00 GATE empty")
        await pilot.press("v")
        await settle(pilot)
        assert app.focused is not None
        assert app.focused.id == "cover"
        assert not app.screen.query_one("#left").display
        assert any("GATE empty" in text for text in shown(app, "cover"))
        await pilot.press("escape")
        await settle(pilot)
        assert app.screen.query_one("#left").display
        assert app.focused is not None
        assert app.focused.id == "running"
        await pilot.press("v")
        await pilot.resize_terminal(*WIDE)
        await settle(pilot)
        assert app.screen.query_one("#left").display, "there is room for both again"


async def test_tab_goes_to_the_log_then_through_the_shift(app: SfmApp, store: Store, me: Author, settle: Any) -> None:
    shift_site(store, me)
    async with app.run_test(size=WIDE) as pilot:
        await open_desk(app, pilot, settle)
        visited = []
        for _ in range(5):
            await pilot.press("tab")
            visited.append(app.focused.id if app.focused else "")
        assert visited == ["log", "cover", "due", "on-duty", "running"]


async def test_a_locked_desk_hides_it(app: SfmApp, store: Store, me: Author, settle: Any) -> None:
    shift_site(store, me)
    async with app.run_test(size=WIDE) as pilot:
        await open_desk(app, pilot, settle)
        await pilot.press("ctrl+l")
        await settle(pilot)
        assert "Shaw" not in "".join(shown(app, "on-duty"))
        assert "GATE" not in "".join(shown(app, "cover"))


async def test_hostile_names_are_shown_as_they_are(app: SfmApp, store: Store, me: Author, settle: Any) -> None:
    shift_site(store, me)
    for officer, name in (("1001", "[/x][@click=app.quit]x"), ("1002", "=1+1" + "z" * 490), ("1003", "🦉 Diaz")):
        store.reference.set(Officer(officer=officer, name=name, call_sign=name), me)
    async with app.run_test(size=WIDE) as pilot:
        await open_desk(app, pilot, settle)
        people = shown(app, "on-duty")
        assert any(line.startswith("[/x][@clic") for line in people)
        assert any(line.startswith("🦉 Diaz") for line in people)
        assert app.is_running


async def test_nothing_to_show_says_what_to_do_and_is_not_cut(app: SfmApp, settle: Any) -> None:
    async with app.run_test(size=NARROW) as pilot:
        await open_desk(app, pilot, settle)
        rows = app.screen.query_one("#running", Rows)
        assert len(rows._lines()) <= rows.size.height
        assert "occurrence book." in shown(app, "running")[-1]
        await pilot.resize_terminal(*WIDE)
        await settle(pilot)
        assert len(rows._lines()) <= rows.size.height
        assert "No roster yet" in " ".join(shown(app, "cover"))


async def test_what_another_terminal_assigns_appears(app: SfmApp, store: Store, me: Author, settle: Any) -> None:
    shift_site(store, me, diaz=False)
    async with app.run_test(size=WIDE) as pilot:
        await open_desk(app, pilot, settle)
        assert any("GATE empty" in line for line in shown(app, "cover"))
        store.roster.assign("1003", "GATE", STARTED + 8 * HOUR, STARTED + 12 * HOUR, me)
        app._tick()
        await settle(pilot)
        assert not any("GATE empty" in line for line in shown(app, "cover"))


async def test_it_can_be_read_in_every_theme(
    app: SfmApp, store: Store, me: Author, clock: FrozenClock, settle: Any, until: Any
) -> None:
    shift_site(store, me)
    walk(store, me, clock.now() - 1200)
    number = store.incidents.open(me, summary="Alarm in unit 14").number
    store.incidents.stamp(number, "dispatched", me, officer="1001")
    clock.set(STARTED + 4 * HOUR + 1000)
    app.session.look()
    bad: set[str] = set()
    show_tags(app)
    async with app.run_test(size=WIDE) as pilot:

        async def look() -> None:
            await pilot.pause()
            bad.update(unreadable(app))

        await open_desk(app, pilot, settle)
        for pane in ("cover", "due", "on-duty"):
            app.screen.query_one(f"#{pane}", Rows).focus()
            await look()
        await pilot.press("k")
        await until(pilot, lambda: isinstance(app.screen, ChooseDialog), "which call")
        await look()
        await pilot.press("escape")
        app.open_incident(number)
        await settle(pilot)
        app.screen.action_who_stood()
        await until(pilot, lambda: isinstance(app.screen, MomentDialog), "who stood where")
        await look()
    assert not bad


@pytest.mark.parametrize("size", [NARROW, WIDE])
def test_picture(same_salts: None, snap_compare: Any, store: Store, me: Author, size: tuple[int, int]) -> None:
    shift_site(store, me)
    number = store.incidents.open(me, summary="Alarm in unit 14").number
    store.incidents.stamp(number, "dispatched", me, officer="1001")
    store.people.sign_on("okafor")
    program = SfmApp(store.path, store.clock)
    program.session.person = "okafor"

    async def ready(pilot: Any) -> None:
        for _ in range(3):
            await pilot.pause()
            await pilot.app.workers.wait_for_complete()
        await pilot.press("v")
        await pilot.pause()

    assert snap_compare(program, terminal_size=size, run_before=ready)
    program.session.close()


async def test_a_screen_that_does_not_show_it_waits_for_the_minute(
    app: SfmApp, store: Store, me: Author, clock: FrozenClock, settle: Any
) -> None:
    shift_site(store, me, diaz=False)
    async with app.run_test(size=WIDE) as pilot:
        await open_desk(app, pilot, settle)
        app.go_to("book")
        await settle(pilot)
        store.roster.assign("1003", "GATE", STARTED, STARTED + 12 * HOUR, me)
        app._tick()
        await settle(pilot)
        assert app.session.shift is not None
        assert len(app.session.shift.on_duty) == 2
        clock.advance(60)
        app._tick()
        await settle(pilot)
        assert len(app.session.shift.on_duty) == 3
        store.roster.assign("1003", "RESP", STARTED, STARTED + 12 * HOUR, me)
        app.go_to("desk")
        app._tick()
        await settle(pilot)
        assert any("two duties!" in line for line in shown(app, "on-duty"))
