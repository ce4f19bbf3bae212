"""The briefing on screen: read out, acknowledged, unread; points made, changed and withdrawn."""

from typing import Any

import pytest
from textual.widgets import Input

from sfm_tui.app import SfmApp
from sfm_tui.clock import FrozenClock
from sfm_tui.domain.desk import Author
from sfm_tui.domain.reference import Officer
from sfm_tui.storage.store import Store
from sfm_tui.widgets.dialogs.dialogs import ChooseDialog
from sfm_tui.widgets.forms.cycle import Cycle
from sfm_tui.widgets.forms.form_dialog import FormDialog
from sfm_tui.widgets.lists.line_above import Words
from sfm_tui.widgets.lists.rows import Rows
from tests.screens.log_fakes import said
from tests.screens.shift_site import HOUR, STARTED, shift_site

WIDE, NARROW = (120, 36), (80, 24)


@pytest.fixture
def points(store: Store, me: Author) -> Store:
    """A shift from 19:00 on: Reid and Diaz at the gate, Shaw responding; Diaz is not booked on. Three points."""
    shift_site(store, me)
    number = store.incidents.open(me, summary="Late to gate 3").number
    store.briefings.add("Radio check before the round", me, repeat="weekends", owner="patel")
    store.briefings.add("Nobody holds two posts", me, priority="high", source=f"incident:{number}")
    store.briefings.add("Fire panel isolated in unit 9", me, priority="urgent", until="2026-12-31")
    return store


def shown(app: SfmApp, name: str) -> list[str]:
    """The lines of a pane as they are drawn."""
    rows = app.screen.query_one(f"#{name}", Rows)
    return ["".join(text for text, _style in spans).rstrip() for _n, spans in rows._lines()]


def head(app: SfmApp) -> str:
    return app.screen.query_one(Words).said


async def open_briefing(app: SfmApp, pilot: Any, settle: Any) -> None:
    await settle(pilot)
    await pilot.press("f12", "n")
    await settle(pilot)


async def test_read_out_one_by_one_and_acknowledged(app: SfmApp, points: Store, settle: Any) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await open_briefing(app, pilot, settle)
        assert head(app) == (
            "Sat 21 Nov 2026 19:00–07:00 · on now · 0 of 3 read out · 9 to acknowledge"
        )  # fmt: skip
        assert [line for line in shown(app, "points") if line.startswith("[ ]")] == [
            "[ ] P-03 urgent Fire panel isolated in unit 9", "[ ] P-02 high Nobody holds two posts",
            "[ ] P-01 Radio check before the round",
        ]  # fmt: skip
        assert "unread by all 3 · from incident 2026-0001" in shown(app, "points")[3]
        await pilot.press("1")
        await settle(pilot)
        assert "nothing is read out yet" in said(app)
        await pilot.press("space", "space")
        await settle(pilot)
        assert [row.key for row in app.screen.query_one("#points", Rows).items if row.told_at is not None] == [
            "P-03", "P-02",
        ]  # fmt: skip
        await pilot.press("1")
        await settle(pilot)
        assert said(app) == "Reid: 2 points acknowledged 22:15"
        assert [(one.officer, one.off_duty) for one in points.briefings.acknowledged("P-03")] == [("1002", False)]
        assert points.briefings.acknowledged("P-01") == [], "it was not read out"
        assert "unread: Shaw, Diaz" in shown(app, "points")[1]
        await pilot.press("1")
        await settle(pilot)
        assert said(app) == "Reid has acknowledged all that was read out"


async def test_space_again_takes_a_tick_back(app: SfmApp, points: Store, settle: Any) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await open_briefing(app, pilot, settle)
        await pilot.press("space")
        await settle(pilot)
        await pilot.press("up", "space")
        await settle(pilot)
        assert said(app) == "P-03 is not read out: the tick of 22:15 is taken back. Space ticks it again"
        assert shown(app, "points")[0].startswith("[ ] P-03")
        assert "0 of 3 read out" in head(app)
        await pilot.press("1")
        await settle(pilot)
        assert points.briefings.acknowledged("P-03") == [], "it was not read out"
        await pilot.press("space")
        await settle(pilot)
        assert shown(app, "points")[0].startswith("[x] P-03")


async def test_all_who_are_there_by_one_key(app: SfmApp, points: Store, settle: Any, until: Any) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await open_briefing(app, pilot, settle)
        await pilot.press("space", "space", "space")
        await settle(pilot)
        await pilot.press("a")
        await until(pilot, lambda: isinstance(app.screen, ChooseDialog))
        await pilot.press("y")
        await settle(pilot)
        heard = {one.officer for key in ("P-01", "P-02", "P-03") for one in points.briefings.acknowledged(key)}
        assert heard == {"1001", "1002"}, "Diaz is not booked on"
        assert head(app).endswith("3 of 3 read out · 3 to acknowledge")
        assert any("3 unread  not booked on" in line for line in shown(app, "officers"))


async def test_somebody_of_another_shift_is_flagged(
    app: SfmApp, points: Store, me: Author, settle: Any, until: Any
) -> None:
    points.reference.set(Officer(officer="1004", name="Khan", call_sign="Khan"), me)
    async with app.run_test(size=WIDE) as pilot:
        await open_briefing(app, pilot, settle)
        await pilot.press("space")
        await settle(pilot)
        await pilot.press("o")
        await until(pilot, lambda: isinstance(app.focused, Input))
        await pilot.press(*"khan", "enter")
        await settle(pilot)
        assert said(app).endswith("by the roster not on duty, flagged: Khan")
        assert [(one.officer, one.off_duty) for one in points.briefings.acknowledged("P-03")] == [("1004", True)]


async def test_a_point_is_made_with_a_rule_in_words(
    app: SfmApp, points: Store, settle: Any, until: Any
) -> None:  # fmt: skip
    async with app.run_test(size=WIDE) as pilot:
        await open_briefing(app, pilot, settle)
        await pilot.press("n")
        await until(pilot, lambda: isinstance(app.screen, FormDialog))
        app.screen.query_one("#f0", Input).value = "Test the alarm"
        app.screen.query_one("#f2", Input).value = "J. Okafor"
        await pilot.press("enter", "enter", "enter", "enter", "enter", *"Mon, Thu")
        await pilot.pause()
        echo = app.screen.query_one("#form-echo")
        assert str(echo.render()).startswith("next Mon 23 Nov, Thu 26 Nov, Mon 30 Nov, Thu 3 Dec …")
        await pilot.press("ctrl+s")
        await settle(pilot)
        point = points.briefings.get("P-04").point
        assert (point.text, point.owner, point.since) == ("Test the alarm", "okafor", "2026-11-21")
        assert point.repeat == "FREQ=WEEKLY;BYDAY=MO,TH"
        assert said(app) == "P-04 will be told"


async def test_a_wrong_rule_is_refused_and_stays(app: SfmApp, points: Store, settle: Any, until: Any) -> None:
    async with app.run_test(size=NARROW) as pilot:
        await open_briefing(app, pilot, settle)
        await pilot.press("n")
        await until(pilot, lambda: isinstance(app.screen, FormDialog))
        app.screen.query_one("#f0", Input).value = "Test the alarm"
        app.screen.query_one("#f5", Input).value = "now and then"
        await pilot.press("ctrl+s")
        await until(
            pilot, lambda: "«now and then» is no repeat rule" in str(app.screen.query_one("#form-echo").render())
        )
        assert app.screen.query_one("#f0", Input).value == "Test the alarm"
        assert len(points.briefings.all()) == 3


async def test_changed_then_withdrawn(app: SfmApp, points: Store, settle: Any, until: Any) -> None:
    points.briefings.acknowledge(["P-03"], ["1001", "1002", "1003"], Author("okafor"))
    async with app.run_test(size=WIDE) as pilot:
        await open_briefing(app, pilot, settle)
        assert "✓ heard by all 3" in shown(app, "points")[1]
        clock = points.clock
        assert isinstance(clock, FrozenClock)
        clock.advance(60)
        await pilot.press("e")
        await until(pilot, lambda: isinstance(app.screen, FormDialog))
        assert app.screen.query_one("#f1", Cycle).value == "urgent"
        app.screen.query_one("#f0", Input).value = "Fire panel isolated in units 9 and 10"
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert points.briefings.get("P-03").point.until == "2026-12-31", "what was not touched is as it was"
        assert "unread by all 3" in shown(app, "points")[1], "a text that was changed is to be heard again"
        await pilot.press("x")
        await until(pilot, lambda: isinstance(app.focused, Input))
        await pilot.press(*"mended", "enter")
        await settle(pilot)
        assert points.briefings.get("P-03").withdrawn == "mended"
        assert not any("P-03" in line for line in shown(app, "points"))
        await pilot.press("v")
        await settle(pilot)
        assert any("withdrawn: mended" in line for line in shown(app, "points"))


async def test_a_withdrawn_point_is_told_again_by_u(app: SfmApp, points: Store, settle: Any, until: Any) -> None:
    kept = points.briefings.get("P-03").point
    async with app.run_test(size=WIDE) as pilot:
        await open_briefing(app, pilot, settle)
        points.briefings.acknowledge(["P-02"], ["1001"], Author("okafor"))
        await pilot.press("x")
        await until(pilot, lambda: isinstance(app.focused, Input))
        await pilot.press(*"mended", "enter")
        await settle(pilot)
        assert said(app) == "P-03 withdrawn: mended · u takes it back"
        head = points.head().seq
        await pilot.press("u")
        await until(pilot, lambda: isinstance(app.screen, ChooseDialog))
        assert app.screen._title.startswith("P-03 withdrawn Sat 21 Nov")
        await pilot.press("t")
        await settle(pilot)
        assert said(app) == "P-03 is told again: its withdrawal is taken back"
        assert points.briefings.get("P-03").point == kept
        assert points.head().seq == head + 1
        assert any("P-03" in line for line in shown(app, "points"))


async def test_enter_on_a_withdrawn_point_tells_it_again(
    app: SfmApp, points: Store, settle: Any, until: Any
) -> None:  # fmt: skip
    kept = points.briefings.get("P-03").point
    points.briefings.withdraw(kept, "mended", Author("reid"))
    async with app.run_test(size=WIDE) as pilot:
        await open_briefing(app, pilot, settle)
        await pilot.press("v")
        await settle(pilot)
        app.screen.query_one("#points", Rows).put_cursor("P-03")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, ChooseDialog))
        await pilot.press("t")
        await settle(pilot)
        assert points.briefings.get("P-03").point == kept


async def test_what_is_unread_by_whom_since_when(app: SfmApp, points: Store, me: Author, settle: Any) -> None:
    points.briefings.acknowledge(["P-03"], ["1001"], me)
    async with app.run_test(size=WIDE) as pilot:
        await open_briefing(app, pilot, settle)
        await pilot.press("f")
        await settle(pilot)
        assert head(app) == "Unread · 3 points, 3 officers"
        assert shown(app, "officers") == ["· Reid           since Sat 21 Nov 19:00",
                                          "· Diaz           since Sat 21 Nov 19:00"]  # fmt: skip
        await pilot.press("escape")
        await settle(pilot)
        assert head(app).startswith("Sat 21 Nov 2026 19:00–07:00")


async def test_other_shifts_and_days(app: SfmApp, points: Store, me: Author, settle: Any) -> None:
    points.roster.assign("1002", "RESP", STARTED + 12 * HOUR, STARTED + 24 * HOUR, me)
    async with app.run_test(size=NARROW) as pilot:
        await open_briefing(app, pilot, settle)
        await pilot.press("right")
        await settle(pilot)
        assert head(app).startswith("Sun 22 Nov 2026 07:00–19:00 · 0 of 3 read out")
        assert [line[:8] for line in shown(app, "officers")] == ["1 · Reid"]
        await pilot.press("left", "left")
        await settle(pilot)
        assert head(app).startswith("Fri 20 Nov 2026, nobody on the roster")
        assert "Nothing is to be told on this day" in shown(app, "points")[0]
        await pilot.press("t")
        await settle(pilot)
        assert "on now" in head(app)
        await pilot.press("d", *"22/11", "enter")
        await settle(pilot)
        assert head(app).startswith("Sun 22 Nov 2026 07:00–19:00")


async def test_the_next_shift_is_taken_up_when_its_time_comes(
    app: SfmApp, points: Store, me: Author, clock: FrozenClock, settle: Any
) -> None:
    points.roster.assign("1002", "RESP", STARTED + 12 * HOUR, STARTED + 24 * HOUR, me)
    async with app.run_test(size=NARROW) as pilot:
        await open_briefing(app, pilot, settle)
        clock.set(STARTED + 11 * HOUR - 1)
        app._tick()
        await settle(pilot)
        assert head(app).startswith("Sat 21 Nov 2026 19:00–07:00")
        clock.advance(1)
        app._tick()
        await settle(pilot)
        assert head(app).startswith("Sun 22 Nov 2026 07:00–19:00 · starts next")


async def test_a_point_leads_to_what_it_came_from(app: SfmApp, points: Store, settle: Any, until: Any) -> None:
    async with app.run_test(size=NARROW) as pilot:
        await open_briefing(app, pilot, settle)
        await pilot.press("down", "enter")
        await until(pilot, lambda: isinstance(app.screen, ChooseDialog))
        options = app.screen.query_one("OptionList")
        assert any("Go to incident 2026-0001" in str(options.get_option_at_index(n).prompt)
                   for n in range(options.option_count))  # fmt: skip
        await pilot.press("5")
        await until(pilot, lambda: getattr(app.screen, "number", "") == "2026-0001")


async def test_f2_in_the_middle_of_it_and_back(app: SfmApp, points: Store, settle: Any, until: Any) -> None:
    async with app.run_test(size=NARROW) as pilot:
        await open_briefing(app, pilot, settle)
        await pilot.press("space", "n")
        await until(pilot, lambda: isinstance(app.screen, FormDialog))
        await pilot.press(*"Half", "f2")
        await until(pilot, lambda: getattr(app.screen, "number", "") == "2026-0002")
        await pilot.press(*"Fire", "tab")
        await until(pilot, lambda: points.incidents.get("2026-0002").summary == "Fire")
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, FormDialog))
        assert app.screen.query_one("#f0", Input).value == "Half"
        await pilot.press(*" more", "ctrl+s")
        await settle(pilot)
        assert points.briefings.get("P-04").point.text == "Half more"
        assert "1 of 4 read out" in head(app)
        assert app.screen.query_one("#points", Rows).current.key == "P-02"


async def test_hostile_text_is_shown_as_it_is(app: SfmApp, points: Store, me: Author, settle: Any) -> None:
    for text in ("[/x][@click=app.quit]x", "=1+1", "w" * 5000, "\u202eabc \U0001f989", "two\nlines"):
        points.briefings.add(text, me, owner="[/x]", priority="[b]now[/b]")
    points.reference.set(Officer(officer="1001", name="[/x]", call_sign="[@click=app.quit]x"), me)
    async with app.run_test(size=(100, 60)) as pilot:
        await open_briefing(app, pilot, settle)
        lines = shown(app, "points")
        assert any("[b]now[/b] [/x][@click=app.quit]x" in line for line in lines)
        assert any("two ⏎ lines" in line for line in lines)
        await pilot.press("f")
        await settle(pilot)
        await pilot.press("end", "enter")
        await pilot.pause()
        assert app.is_running


async def test_empty_screens_say_what_to_do(app: SfmApp, settle: Any) -> None:
    async with app.run_test(size=NARROW) as pilot:
        await open_briefing(app, pilot, settle)
        assert "n adds a point" in " ".join(shown(app, "points"))
        await pilot.press("v")
        await settle(pilot)
        assert "n adds the first" in " ".join(shown(app, "points"))


@pytest.mark.parametrize("size", [NARROW, WIDE])
def test_how_it_looks(same_salts: None, snap_compare: Any, store: Store, me: Author, size: tuple[int, int]) -> None:
    shift_site(store, me)
    number = store.incidents.open(me, summary="Late to gate 3").number
    store.briefings.add("Radio check before the round", me, repeat="weekends", owner="patel")
    store.briefings.add("Nobody holds two posts at close", me, priority="high", source=f"incident:{number}")
    store.briefings.add("Fire panel isolated in unit 9", me, priority="urgent", until="2026-12-31")
    store.briefings.tell(["P-03"], STARTED, me)
    store.briefings.acknowledge(["P-03"], ["1001"], me)
    store.people.sign_on("okafor")
    program = SfmApp(store.path, store.clock)
    program.session.person = "okafor"

    async def ready(pilot: Any) -> None:
        for keys in ((), ("f12", "n")):
            await pilot.press(*keys)
            for _ in range(3):
                await pilot.pause()
                await pilot.app.workers.wait_for_complete()
        await pilot.pause()

    assert snap_compare(program, terminal_size=size, run_before=ready)
    program.session.close()
