"""The record under the cursor goes, as another terminal erased or moved it: the cursor goes to its neighbour."""

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.app import App, ComposeResult
from textual.screen import ModalScreen

from sfm_tui.app import SfmApp
from sfm_tui.clock import FrozenClock
from sfm_tui.domain.desk import Author
from sfm_tui.storage.store import Store
from sfm_tui.widgets.board.view import BoardView
from sfm_tui.widgets.lists.neighbour import neighbour
from sfm_tui.widgets.lists.rows import Lines, Rows
from tests.screens.board_site import board_site, put
from tests.screens.painting import quiet
from tests.screens.shift_site import shift_site

LISTS = ("book", "briefing", "handover", "measures", "evidence", "keeping", "reflections", "assessment", "settings",
         "trace", "paper")  # fmt: skip
"""Places that open with the cursor in a list of `Rows`, or come to one by Tab."""

lists = st.lists(st.integers(0, 12), min_size=1, max_size=8, unique=True)


@given(lists, lists, st.integers(0, 7))
def test_the_record_itself_else_the_next_one_left_else_the_last(was: list[int], now: list[int], at: int) -> None:
    at = min(at, len(was) - 1)
    place = neighbour(was, at, now)
    left = [key for key in was if key in now]
    if not left:
        assert place == min(at, len(now) - 1)
        return
    after = [key for key in left if was.index(key) >= at]
    assert now[place] == (after[0] if after else left[-1])


def test_a_list_that_became_empty_has_its_cursor_at_the_top() -> None:
    assert neighbour(["a", "b"], 1, []) == 0


class Listed(App[None]):
    def get_theme_variable_defaults(self) -> dict[str, str]:
        return {"muted": "#b4b4b4"}

    def compose(self) -> ComposeResult:
        yield Rows[str](draw, key=str, id="rows")


def draw(item: str, _width: int) -> Lines:
    return [[(item, "plain")]]


async def shown(app: App[Any], pilot: Any, items: Sequence[str]) -> str | None:
    rows: Rows[str] = app.query_one(Rows)
    rows.show(items)
    await pilot.pause()
    assert app.focused is rows
    return rows.current


async def test_focus_stays_and_enter_opens_what_is_shown() -> None:
    app = Listed()
    async with app.run_test() as pilot:
        rows: Rows[str] = app.query_one(Rows)
        rows.focus()
        assert await shown(app, pilot, list("abcdef")) == "a"
        await pilot.press("down", "down", "down")
        assert await shown(app, pilot, list("abcef")) == "e"
        assert await shown(app, pilot, list("aef")) == "e"
        assert await shown(app, pilot, list("axf")) == "f"
        assert await shown(app, pilot, list("pqr")) == "r"
        assert await shown(app, pilot, []) is None
        await pilot.press("enter", "up", "end")
        assert await shown(app, pilot, list("ab")) == "a"


async def test_in_every_place_the_cursor_stays_in_the_list(
    story: SfmApp, until: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    app, tried = story, 0
    chosen: list[Any] = []
    choose = Rows.action_choose
    monkeypatch.setattr(Rows, "action_choose", lambda rows: (chosen.append(rows.current), choose(rows)))
    async with app.run_test(size=(120, 36)) as pilot:
        await until(pilot, lambda: app.session.before_going is not None and quiet(pilot), "the start")
        for place in LISTS:
            app.go_to(place)
            await until(pilot, lambda: quiet(pilot), place)
            for _ in range(4):
                if isinstance(app.focused, Rows) and len(app.focused.items) > 3:
                    break
                await pilot.press("tab")
            rows = app.focused
            if not isinstance(rows, Rows) or len(rows.items) < 4:
                continue
            tried += 1
            await pilot.press("home", "down", "down")
            await until(pilot, lambda: quiet(pilot), place)
            if rows.cursor == len(rows.items) - 1:
                continue
            expected = rows.items[rows.cursor + 1]
            rows.show([item for item in rows.items if item is not rows.current])
            await pilot.pause()
            assert app.focused is rows, place
            assert rows.current is expected, place
            await pilot.press("enter")
            await until(pilot, lambda: quiet(pilot), place)
            assert chosen[-1:] == [expected], place
            while isinstance(app.screen, ModalScreen):
                app.screen.dismiss(None)
                await pilot.pause()
    assert tried >= 5, "hardly any place has a list: this proves nothing"


async def test_a_card_that_another_terminal_closed_gives_way_to_the_next(
    app: SfmApp, store: Store, me: Author, clock: FrozenClock, settle: Any, until: Any
) -> None:
    board_site(store, me)
    async with app.run_test(size=(120, 36)) as pilot:
        app.go_to("board")
        await settle(pilot)
        view = app.screen.query_one(BoardView)
        assert view.current is not None
        assert view.current.action == "A-01"
        with Store.open(store.path, clock) as other:
            put(other, me, other.actions.get("A-01"), "closed")
        app._tick()
        await settle(pilot)
        assert app.focused is view
        assert view.current.action == "A-02"
        with Store.open(store.path, clock) as other:
            put(other, me, other.actions.get("A-02"), "closed")
        app._tick()
        await settle(pilot)
        assert app.focused is view
        assert view.current.action == "A-03", "the nearest card of the next stage"
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, ModalScreen))
        assert "A-03" in str(app.screen.query_one("#dialog").border_title)


async def test_a_point_that_another_terminal_withdrew_gives_way_to_the_next(
    app: SfmApp, store: Store, me: Author, clock: FrozenClock, settle: Any
) -> None:
    shift_site(store, me)
    for text in ("Fire panel", "Radio check", "Gate 3 is stiff", "Nobody holds two posts"):
        store.briefings.add(text, me)
    async with app.run_test(size=(120, 36)) as pilot:
        app.go_to("briefing")
        await settle(pilot)
        rows: Rows[Any] = app.screen.query_one("#points", Rows)
        rows.focus()
        await pilot.press("home", "down")
        gone, after = rows.items[1], rows.items[2]
        with Store.open(store.path, clock) as other:
            other.briefings.withdraw(gone.point, "mended", me)
        app._tick()
        await settle(pilot)
        assert app.focused is rows
        assert len(rows.items) == 3
        assert rows.current is not None
        assert rows.current.key == after.key
