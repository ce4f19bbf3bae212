"""The long list in an app: what stands on the screen after keys, clicks, reloads."""

import pytest
from textual.events import MouseScrollDown
from textual.geometry import Region
from textual.pilot import Pilot

from sfm_tui.widgets.lists.long_list import LongList
from tests.screens.long_list_fakes import EMPTY, Entry, ListApp, Source, flush, press, send, settle

MILLION = range(1_000_000)
TOP = 999_999


@pytest.fixture
def app() -> ListApp:
    return ListApp(Source(MILLION))


async def test_walks_down_row_by_row(app: ListApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        for step in range(1, 301):
            send(pilot, "down")
            await flush(pilot)
            assert app.list.row == Entry(TOP - step, f"row {TOP - step}")
        await settle(pilot)
        assert app.shown() == ([f"row {TOP - 277 - y}" for y in range(24)], 23)
        assert [entry.number for entry in app.highlighted if entry] == [TOP - step for step in range(301)]


async def test_a_screen_of_keys_is_done_before_any_page_comes(app: ListApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        for _ in range(20):
            app.source.gate.clear()
            for key in ("pagedown", *["down"] * 23):
                before = app.list.row
                send(pilot, key)
                await flush(pilot)
                assert app.list.row != before
            app.source.gate.set()
            await settle(pilot)
        assert app.list.row == Entry(TOP - 20 * 46, f"row {TOP - 20 * 46}")
        assert len(app.list._window.rows) <= 600


async def test_pages_end_and_home(app: ListApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await press(pilot, *["pagedown"] * 50)
        assert app.shown() == ([f"row {TOP - 50 * 23 - y}" for y in range(24)], 0)
        await press(pilot, "end")
        assert app.shown() == ([f"row {23 - y}" for y in range(24)], 23)
        await press(pilot, "pageup", "up")
        assert app.shown() == ([f"row {46 - y}" for y in range(24)], 22)
        await press(pilot, "home")
        assert app.shown() == ([f"row {TOP - y}" for y in range(24)], 0)
        assert app.source.given < 5_000
        await press(pilot, "end", *["pageup"] * 40)
        assert app.list.row == Entry(40 * 23, f"row {40 * 23}")
        await press(pilot, *["pagedown"] * 39)
        assert app.shown() == ([f"row {46 - y}" for y in range(24)], 23)


async def test_says_where_one_is(app: ListApp) -> None:
    def signs() -> str:
        return "".join(line[-1] for line in app.lines())

    async with app.run_test(size=(80, 5)) as pilot:
        await settle(pilot)
        assert signs() == "┃┃┃┃▼"
        await press(pilot, "pagedown")
        assert signs() == "▲┃┃┃▼"
        await press(pilot, "end")
        assert signs() == "▲┃┃┃┃"
        app.list.set_source(Source(range(5)))
        await settle(pilot)
        assert signs() == "     "


async def test_cursor_move_draws_two_lines_only(app: ListApp, monkeypatch: pytest.MonkeyPatch) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("down", "down")
        await pilot.pause()
        drawn: list[int] = []
        render_line = app.list.render_line
        monkeypatch.setattr(app.list, "render_line", lambda y: drawn.append(y) or render_line(y))
        await pilot.press("down")
        await pilot.pause()
        assert drawn == [2, 3]
        assert app.shown()[1] == 3


async def test_reload_in_the_middle_keeps_row_and_line(app: ListApp) -> None:
    source = app.source
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, *["pagedown"] * 30, *["down"] * 7)
        rows, line = app.shown()
        assert line == 7
        here = app.list.row
        assert here is not None
        source.text = lambda n: f"changed {n}"
        source.numbers = [*range(here.number - 500, here.number + 500), *range(TOP, TOP + 40)]
        await app.list.reload()
        await settle(pilot)
        assert app.shown() == ([row.replace("row", "changed") for row in rows], 7)
        assert app.highlighted[-1] == Entry(here.number, f"changed {here.number}")
        # The row itself goes: the next one takes its line.
        source.numbers = [n for n in source.numbers if n != here.number]
        await app.list.reload()
        await settle(pilot)
        assert app.shown()[0][7] == f"changed {here.number - 1}"
        assert app.list.row == Entry(here.number - 1, f"changed {here.number - 1}")
        await app.list.reload(keep=False)
        await settle(pilot)
        assert app.shown()[0][0] == f"changed {TOP + 39}"
        assert app.shown()[1] == 0


async def test_new_rows_show_at_the_top_and_only_there() -> None:
    app = ListApp(Source(range(1000)))
    async with app.run_test(size=(80, 10)) as pilot:
        await press(pilot, "down")
        app.source.numbers = range(1003)
        await app.list.reload()
        await settle(pilot)
        assert app.shown() == ([f"row {1002 - y}" for y in range(10)], 4)
        assert app.list.row == Entry(998, "row 998")
        await press(pilot, *["down"] * 6)
        before = app.shown()
        app.source.numbers = range(1010)
        await app.list.reload()
        await settle(pilot)
        assert app.shown() == before
        await press(pilot, "home")
        assert app.shown()[0][0] == "row 1009"
        # More than a screenful at once: the cursor stays on its row, and in view.
        app.source.numbers = range(1030)
        await app.list.reload()
        await settle(pilot)
        assert app.shown() == ([f"row {1018 - y}" for y in range(10)], 9)
        assert not app.list.at_top
        await app.list.reload()
        await settle(pilot)
        assert app.shown()[1] == 9


async def test_goto_near_far_and_gone() -> None:
    app = ListApp(Source(range(0, 100_000, 2)))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert await app.list.goto(99_990)
        await settle(pilot)
        assert app.shown() == ([f"row {99_998 - 2 * y}" for y in range(24)], 4)
        assert await app.list.goto(5_000)
        await settle(pilot)
        assert app.shown() == ([f"row {5_016 - 2 * y}" for y in range(24)], 8)
        assert not await app.list.goto(7_001)
        await settle(pilot)
        assert app.list.row == Entry(7_000, "row 7000")
        assert not await app.list.goto(-1)
        await settle(pilot)
        assert app.shown() == ([f"row {46 - 2 * y}" for y in range(24)], 23)
        assert await app.list.goto(99_998)
        await settle(pilot)
        assert app.shown()[1] == 0


async def test_mouse(app: ListApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.click(LongList, offset=(5, 3))
        assert app.highlighted[-1] == Entry(TOP - 3, f"row {TOP - 3}")
        assert app.chosen == []
        await pilot.click(LongList, offset=(9, 3))
        assert [entry.number for entry in app.chosen] == [TOP - 3]
        await pilot.click(LongList, offset=(5, 6), times=2)
        assert [entry.number for entry in app.chosen] == [TOP - 3, TOP - 6]
        await pilot.click(LongList, offset=(5, 6), times=2)
        assert [entry.number for entry in app.chosen] == [TOP - 3, TOP - 6, TOP - 6]
        for _ in range(5):
            await pilot._post_mouse_events([MouseScrollDown], LongList, offset=(5, 5))
        rows, line = app.shown()
        assert rows[0] == f"row {TOP - 10}"
        assert line == 0
        await press(pilot, "enter")
        assert app.chosen[-1].number == TOP - 10


async def resized(pilot: Pilot[None], width: int, height: int) -> None:
    """Resize the terminal, and wait until the list has its new height."""
    await pilot.resize_terminal(width, height)
    for _ in range(200):
        await settle(pilot)
        if pilot.app.query_one(LongList).size.height == height:
            return
    raise AssertionError("the list was not laid out anew")


async def test_resize_keeps_the_cursor_in_view(app: ListApp) -> None:
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, *["down"] * 35)
        assert app.shown()[1] == 35
        await resized(pilot, 80, 24)
        assert app.shown() == ([f"row {TOP - 12 - y}" for y in range(24)], 23)
        await press(pilot, "end")
        await resized(pilot, 120, 36)
        assert app.shown() == ([f"row {35 - y}" for y in range(36)], 35)
        assert all(len(line) == 120 for line in app.lines())


async def test_empty_says_what_to_do_next_and_survives_every_key() -> None:
    app = ListApp(Source(range(0)))
    async with app.run_test(size=(30, 12)) as pilot:
        await press(pilot, "down", "up", "pagedown", "pageup", "end", "home", "enter")
        assert " ".join(" ".join(app.lines()).split()) == EMPTY
        assert app.list.row is None
        assert app.chosen == app.highlighted == []
        app.source.numbers = range(2)
        await app.list.reload()
        await settle(pilot)
        assert app.shown() == (["row 1", "row 0"], 0)
        app.source.numbers = range(0)
        await app.list.reload()
        await settle(pilot)
        assert app.highlighted == [Entry(1, "row 1"), None]


async def test_cursor_is_known_without_colour_and_dimmer_without_focus(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = ListApp(Source(MILLION))

    def cursor_style() -> object:
        return next(iter(app.list.render_lines(Region(0, 0, 80, 1))[0])).style

    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        focused = cursor_style()
        app.set_focus(None)
        await settle(pilot)
        blurred = cursor_style()
        assert (focused.reverse, focused.bold) == (True, True)
        assert (blurred.reverse, blurred.bold) == (None, None)
        assert app.lines()[0].startswith("›row")


@pytest.mark.parametrize("theme", ["textual-dark", "textual-light", "ansi-dark", "ansi-light"])
async def test_cursor_stands_out_in_every_theme(app: ListApp, theme: str) -> None:
    app.theme = theme
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        styles = [next(iter(app.list.render_lines(Region(0, y, 80, 1))[0])).style for y in (0, 1)]
        assert styles[0].bold
        assert styles[0].bgcolor != styles[1].bgcolor
