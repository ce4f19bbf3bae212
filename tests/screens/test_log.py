"""The log, through the keys of a supervisor."""

from typing import Any

import pytest
from textual import events
from textual.widgets import Input

from sfm_tui.app import SfmApp
from sfm_tui.clock import FrozenClock
from sfm_tui.domain.desk import Author
from sfm_tui.storage.errors import StoreError
from sfm_tui.storage.store import Store
from sfm_tui.widgets.desk.preview import Preview
from sfm_tui.widgets.lists.line_above import Words
from sfm_tui.widgets.lists.record_list import RecordList
from tests.examples import some
from tests.screens.log_fakes import HOSTILE, fill, go, said, shown

NEWEST = ["2026-0006", "2026-0005", "2026-0004", "2026-0003", "2026-0002", "2026-0001"]


@pytest.fixture
def filled(store: Store, clock: FrozenClock, me: Author) -> Store:
    fill(store, clock, me)
    return store


@pytest.fixture
def app(filled: Store, app: SfmApp) -> SfmApp:
    return app


def numbers(app: SfmApp) -> list[str]:
    return [text.split()[0] for text in shown(app)]


def words(app: SfmApp) -> str:
    return app.screen.query_one(Words).said


async def type_in(pilot: Any, settle: Any, text: str) -> None:
    field = pilot.app.focused
    assert isinstance(field, Input)
    field.insert_text_at_cursor(text)
    await settle(pilot)


async def test_newest_first_with_state_and_response(app: SfmApp, settle: Any) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await go(pilot, settle, "l")
        assert numbers(app) == NEWEST
        assert words(app) == "all · 6"
        rows = shown(app)
        assert rows[0] == "2026-0006  21 Nov 22:13 3  ● open      1:40 …     Tailgating, gate 3, Gate 3…"
        assert rows[1] == "2026-0005  21 Nov 21:58 3  ● open      3:20 OVER  Alarm, unit 14"
        assert rows[2] == "2026-0004  21 Nov 20:52 2  ○ hold         –       Lost child, Atrium"
        assert "✖ VOID" in rows[3]
        assert "6:40 OVER" in rows[4]
        assert rows[5].startswith("2026-0001  20 Nov 21:15 3  ■ closed    2:00 ✓")


@pytest.mark.parametrize(
    ("keys", "expected", "told"),
    [
        (("s", "r"), ["2026-0006", "2026-0005", "2026-0004"], "running · 3 · c shows all"),
        (("s", "o"), ["2026-0006", "2026-0005", "2026-0003"], "open · 3 · c shows all"),
        (("s", "h"), ["2026-0004"], "on hold · 1 · c shows all"),
        (("s", "c"), ["2026-0002", "2026-0001"], "closed · 2 · c shows all"),
        (("s", "v"), ["2026-0003"], "void · 1 · c shows all"),
        (("v", "2"), ["2026-0004", "2026-0002"], "severity 2 · 2 · c shows all"),
        (("b",), ["2026-0005", "2026-0002"], "over limit · 2 · c shows all"),
        (("o", "r", "e", "i", "enter"), ["2026-0005", "2026-0003", "2026-0002"], "Reid · 3 · c shows all"),
        (("g", "t", "h", "e", "enter"), ["2026-0001"], "Theft · 1 · c shows all"),
        (("d", "y", "enter"), ["2026-0001"], "Fri 20 Nov 2026 · 1 · c shows all"),
        (("v", "2", "o", "r", "e", "i", "enter", "b"), ["2026-0002"], "severity 2, Reid, over limit · 1 · c shows all"),
    ],
)
async def test_filters(app: SfmApp, settle: Any, keys: tuple[str, ...], expected: list[str], told: str) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await go(pilot, settle, "l")
        for key in keys:
            await pilot.press(key)
            await settle(pilot)
        assert numbers(app) == expected
        assert words(app) == told
        await pilot.press("c")
        await settle(pilot)
        assert numbers(app) == NEWEST
        assert words(app) == "all · 6"


async def test_escape_goes_back_one_step_at_a_time_and_then_to_the_desk(app: SfmApp, settle: Any) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await go(pilot, settle, "l")
        await pilot.press("v", "2")
        await settle(pilot)
        await pilot.press("b", "f3")
        await settle(pilot)
        await type_in(pilot, settle, "fight")
        assert numbers(app) == ["2026-0002"]
        told = []
        for _ in range(4):
            await pilot.press("escape")
            await settle(pilot)
            told.append(words(app))
        assert told == [
            "severity 2, over limit · 1 found · c shows all",
            "severity 2, over limit · 1 · c shows all",
            "severity 2 · 2 · c shows all",
            "all · 6",
        ]
        await pilot.press("escape")
        await settle(pilot)
        assert app.current_mode == "desk"


async def test_a_search_finds_as_one_types_incidents_and_occurrences(app: SfmApp, settle: Any) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f3")
        await settle(pilot)
        assert app.focused is not None
        assert app.focused.id == "find"
        await type_in(pilot, settle, "p")
        assert numbers(app) == NEWEST
        await type_in(pilot, settle, "olic")
        assert words(app) == "all · 2 found"
        first, second = shown(app)
        assert first == "DOB        21 Nov 22:10 other, struck             Police visit, gate 3"
        assert second.startswith("2026-0002")
        await type_in(pilot, settle, "ezzz")
        assert "Nothing was found" in shown(app)[0]
        await pilot.press("escape", "escape")
        await settle(pilot)
        assert numbers(app) == NEWEST


async def test_search_and_filter_hold_together_and_leave_out_the_book(app: SfmApp, settle: Any) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await go(pilot, settle, "l")
        await pilot.press("s", "c", "slash")
        await settle(pilot)
        await type_in(pilot, settle, "police")
        assert numbers(app) == ["2026-0002"]


async def test_what_is_found_is_underlined_as_far_as_it_is_typed(app: SfmApp, settle: Any) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f3")
        await settle(pilot)
        for typed, marked in (("po", "Po"), ("li", "Poli"), ("ce", "Police")):
            await type_in(pilot, settle, typed)
            lines = app.screen._compositor.render_strips()
            assert {s.text for line in lines for s in line if s.style and s.style.underline} == {marked}


async def test_what_the_row_says_fits_the_height_it_has(app: SfmApp, settle: Any) -> None:
    async with app.run_test(size=(120, 36)) as pilot:
        await go(pilot, settle, "l")
        preview = app.screen.query_one(Preview)
        tall = preview.shown
        assert tall.count("\n") > 5
        await pilot.resize_terminal(120, 16)
        await settle(pilot)
        assert preview.shown.count("\n") < tall.count("\n")
        await pilot.resize_terminal(120, 36)
        await settle(pilot)
        assert preview.shown == tall


@pytest.mark.parametrize("typed", ["4", "#4", "0004", "2026-0004"])
async def test_a_number_and_enter_jumps(app: SfmApp, settle: Any, typed: str) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f3")
        await settle(pilot)
        await type_in(pilot, settle, typed)
        await pilot.press("enter")
        await settle(pilot)
        assert app.screen.number == "2026-0004"
        await pilot.press("escape")
        await settle(pilot)
        assert numbers(app) == NEWEST


async def test_a_number_that_nobody_gave_is_said_and_stays(app: SfmApp, settle: Any) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await go(pilot, settle, "l")
        await pilot.press("number_sign")
        await settle(pilot)
        await type_in(pilot, settle, "999")
        await pilot.press("enter")
        await settle(pilot)
        assert said(app) == "there is no incident 999"
        assert app.screen.query_one("#find", Input).value == "#999"


async def test_enter_opens_and_coming_back_finds_all_as_it_was(app: SfmApp, settle: Any) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await go(pilot, settle, "l")
        await pilot.press("v", "2", "down", "enter")
        await settle(pilot)
        assert app.screen.number == "2026-0002"
        await pilot.press("escape")
        await settle(pilot)
        assert words(app) == "severity 2 · 2 · c shows all"
        assert app.screen.current_incident() == "2026-0002"


async def test_an_occurrence_opens_in_the_book_at_its_line(app: SfmApp, settle: Any) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f3")
        await settle(pilot)
        await type_in(pilot, settle, "patrol")
        await pilot.press("enter", "enter")
        await settle(pilot)
        assert app.current_mode == "book"
        row = app.screen.query_one(RecordList).row
        assert row is not None
        assert row.text == "Patrol complete, all correct"


async def test_stamp_keys_mean_the_row_under_the_cursor(app: SfmApp, filled: Store, settle: Any) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await go(pilot, settle, "l")
        assert app.screen.current_incident() == "2026-0006"
        await pilot.press("f7")
        await settle(pilot)
        assert filled.incidents.get("2026-0006").on_scene == app.session.now()
        assert "1:40 ✓" in shown(app)[0]


async def test_what_another_terminal_wrote_comes_and_the_cursor_stays(
    app: SfmApp, filled: Store, me: Author, settle: Any
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await go(pilot, settle, "l")
        await pilot.press("down", "down")
        await settle(pilot)
        filled.incidents.open(me, summary="New, from elsewhere")
        app._tick()
        await settle(pilot)
        assert numbers(app)[0] == "2026-0007"
        assert app.screen.current_incident() == "2026-0004"
        assert words(app) == "all · 7"


async def test_a_search_shows_what_was_written_meanwhile(app: SfmApp, filled: Store, me: Author, settle: Any) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f3")
        await settle(pilot)
        await type_in(pilot, settle, "police")
        assert len(shown(app)) == 2
        filled.incidents.note("2026-0001", "Police told", me)
        app._tick()
        await settle(pilot)
        assert numbers(app) == ["2026-0001", "DOB", "2026-0002"]


async def test_the_pane_says_what_the_row_says(app: SfmApp, settle: Any) -> None:
    async with app.run_test(size=(120, 36)) as pilot:
        await go(pilot, settle, "l")
        preview = app.screen.query_one(Preview)
        assert "Gate 3 (north) · Access control · severity 3" in preview.shown
        assert "22:14:35 Shaw dispatched" in preview.shown
        await pilot.press("end")
        await settle(pilot)
        assert preview.shown.startswith("2026-0001  closed")
        assert "on scene   21:17:35  +1:20" in preview.shown
        await pilot.press("space")
        await settle(pilot)
        assert not app.screen.has_class("-look")
        await pilot.resize_terminal(80, 24)
        await pilot.press("space", "home")
        await settle(pilot)
        assert preview.shown.startswith("2026-0006")
        assert preview.region.height == 8


async def test_lines_that_match_stand_first_in_the_pane(app: SfmApp, settle: Any) -> None:
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("f3")
        await settle(pilot)
        await type_in(pilot, settle, "reference")
        log = app.screen.query_one(Preview).shown.split("\n\n")[1]
        assert log.startswith("22:15:35 Police asked for, reference CAD 1234")


@pytest.mark.parametrize("text", some(HOSTILE))
async def test_hostile_text_is_shown_as_typed(app: SfmApp, filled: Store, me: Author, settle: Any, text: str) -> None:
    filled.incidents.open(me, summary=text, location=text[:400], category=text[:400])
    filled.occurrences.log(text + " police", me)
    async with app.run_test(size=(120, 36)) as pilot:
        await go(pilot, settle, "l")
        assert app.is_running
        assert text[:20].replace("\u202e", "⇄") in shown(app)[0]
        assert text[:12].replace("\u202e", "⇄") in app.screen.query_one(Preview).shown
        await pilot.press("slash")
        await settle(pilot)
        await type_in(pilot, settle, text[:600])
        await type_in(pilot, settle, " police [/x] \"' OR *")
        await pilot.press("enter", "escape", "escape")
        await settle(pilot)
        assert app.is_running


async def test_a_locked_desk_hides_the_log(app: SfmApp, settle: Any) -> None:
    async with app.run_test(size=(120, 36)) as pilot:
        await go(pilot, settle, "l")
        log = app.screen
        app.session.locked = True
        log.locked_changed()
        await settle(pilot)
        text = "\n".join([*shown(app), log.query_one(Preview).shown])
        assert "Tailgating" not in text
        assert "(locked)" in text
        log.start_find()
        assert "locked" in said(app)
        app.session.locked = False
        log.locked_changed()
        await settle(pilot)
        assert "Tailgating" in shown(app)[0]


async def test_a_filter_that_nothing_fits_says_what_to_do(filled: Store, clock: FrozenClock, settle: Any) -> None:
    program = SfmApp(filled.path, clock)
    async with program.run_test(size=(80, 24)) as pilot:
        await go(pilot, settle, "l")
        await pilot.press("v", "1")
        await settle(pilot)
        assert "No incident fits" in "\n".join(shown(program))
    program.session.close()


async def test_keys_in_one_go_are_all_taken(app: SfmApp, settle: Any) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await go(pilot, settle, "l")
        for ch in "v2":
            app.post_message(events.Key(ch, ch))
        await settle(pilot)
        assert words(app) == "severity 2 · 2 · c shows all"
        for ch in "cgtheft":
            app.post_message(events.Key(ch, ch))
        await settle(pilot)
        await pilot.press("enter")
        await settle(pilot)
        assert words(app) == "Theft · 1 · c shows all"


async def test_a_list_that_cannot_be_read_says_why_and_keeps_its_rows(
    app: SfmApp, settle: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any, **__: Any) -> Any:
        raise StoreError("the disk failed: nothing was read")

    async with app.run_test(size=(80, 24)) as pilot:
        await go(pilot, settle, "l")
        with monkeypatch.context() as patch:
            patch.setattr("sfm_tui.storage.listing.page", broken)
            await pilot.press("b")
            await settle(pilot)
            assert said(app) == "the disk failed: nothing was read"
        await pilot.press("c")
        await settle(pilot)
        assert numbers(app) == NEWEST
