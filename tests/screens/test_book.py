"""The occurrence book of a day, through the keys of a supervisor."""

from datetime import date
from typing import Any

import pytest
from textual.widgets import Input, Static

from sfm_tui.app import SfmApp
from sfm_tui.clock import FrozenClock, day_bounds, zone
from sfm_tui.domain.desk import Author
from sfm_tui.storage.store import Store
from sfm_tui.widgets.dialogs.dialogs import ChooseDialog
from sfm_tui.widgets.dialogs.text_dialog import TextDialog
from sfm_tui.widgets.lists.line_above import Words
from sfm_tui.widgets.lists.record_list import RecordList
from sfm_tui.widgets.paper.saving import SaveDialog
from tests.conftest import NOW
from tests.examples import some
from tests.screens.log_fakes import HOSTILE, fill, go, said, shown

LONDON = zone("Europe/London")


@pytest.fixture
def filled(store: Store, clock: FrozenClock, me: Author) -> Store:
    fill(store, clock, me)
    return store


@pytest.fixture
def app(filled: Store, app: SfmApp) -> SfmApp:
    return app


def words(app: SfmApp) -> str:
    return app.screen.query_one(Words).said


def current(app: SfmApp) -> Any:
    return app.screen.query_one(RecordList).row


async def to_line(pilot: Any, settle: Any, text: str) -> None:
    rows = pilot.app.screen.query_one(RecordList)
    await rows.goto(next(line.key for line in pilot.app.screen._source.rows if text in line.text))
    await settle(pilot)


async def test_the_day_is_one_list_in_order_of_time(app: SfmApp, settle: Any) -> None:
    async with app.run_test(size=(120, 36)) as pilot:
        await go(pilot, settle, "b")
        rows = shown(app)
        assert [row[:8] for row in rows] == sorted(row[:8] for row in rows)
        assert words(app) == "Sat 21 Nov 2026 · today · 20 lines"
        assert current(app) == app.screen._source.rows[-1]
        text = "\n".join(rows)
        assert "22:05:35  DOB        keys     J. Okafor     Keys to unit 14 issued, pass 31" in text
        assert "21:58:55  2026-0005           J. Okafor     Alarm, unit 14" in text
        assert "Police visit, gate 3  struck: wrong gate" in text
        assert "Patrol complete, all correct  (late, written 22:15)" in text


async def test_from_day_to_day(app: SfmApp, settle: Any) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await go(pilot, settle, "b")
        told = []
        for key in ("left", "left", "right", "t"):
            await pilot.press(key)
            await settle(pilot)
            told.append(words(app))
        assert told == [
            "Fri 20 Nov 2026 · 4 lines",
            "Thu 19 Nov 2026 · 0 lines",
            "Fri 20 Nov 2026 · 4 lines",
            "Sat 21 Nov 2026 · today · 20 lines",
        ]
        await pilot.press("d", *"20/11", "enter")
        await settle(pilot)
        assert words(app).startswith("Fri 20 Nov 2026")
        await pilot.press("left")
        await settle(pilot)
        assert "F6 writes a line" in "\n".join(shown(app))


async def test_one_kind_of_line(app: SfmApp, settle: Any) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await go(pilot, settle, "b")
        await pilot.press("k", "p")
        await settle(pilot)
        assert words(app) == "Sat 21 Nov 2026 · today · only patrol: 1 of 20 · Esc shows all"
        assert len(shown(app)) == 1
        await pilot.press("k", "i")
        await settle(pilot)
        assert all("DOB" not in row for row in shown(app))
        await pilot.press("k", "d")
        await settle(pilot)
        assert "k shows another kind" in "\n".join(shown(app))
        await pilot.press("escape")
        await settle(pilot)
        assert words(app).endswith("20 lines")
        await pilot.press("escape")
        await settle(pilot)
        assert app.current_mode == "desk"


async def test_strike_a_line_with_a_reason(app: SfmApp, filled: Store, settle: Any) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await go(pilot, settle, "b")
        await to_line(pilot, settle, "Keys to unit 14")
        key = current(app).occurrence
        await pilot.press("x", "enter")
        await settle(pilot)
        assert filled.occurrences.get(key).struck == ""
        await pilot.press(*"pass 32", "enter")
        await settle(pilot)
        assert filled.occurrences.get(key).struck == "pass 32"
        assert "struck: pass 32" in "\n".join(shown(app))
        await pilot.press("x")
        await settle(pilot)
        assert said(app) == "it is struck already: pass 32"


async def test_a_note_is_struck_and_a_stamp_is_not(app: SfmApp, filled: Store, settle: Any) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await go(pilot, settle, "b")
        await to_line(pilot, settle, "Shaw dispatched")
        await pilot.press("x")
        await settle(pilot)
        assert "correct it there" in said(app)
        await to_line(pilot, settle, "CAD 1234")
        await pilot.press("x", *"wrong", "enter")
        await settle(pilot)
        assert [line.struck for line in filled.incidents.log("2026-0002") if line.line == "note"] == ["wrong"]


async def test_an_occurrence_is_made_an_incident_and_keeps_its_time(app: SfmApp, filled: Store, settle: Any) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await go(pilot, settle, "b")
        await to_line(pilot, settle, "Keys to unit 14")
        key = current(app).occurrence
        await pilot.press("i", "n")
        await settle(pilot)
        assert filled.occurrences.get(key).incident == ""
        await pilot.press("i", "y")
        await settle(pilot)
        incident = filled.incidents.get("2026-0007")
        assert (incident.reported, incident.summary) == (NOW - 600, "Keys to unit 14 issued, pass 31")
        assert app.screen.number == "2026-0007"
        await pilot.press("escape")
        await settle(pilot)
        assert "→ 2026-0007" in "\n".join(shown(app))
        await to_line(pilot, settle, "Keys to unit 14")
        if not current(app).occurrence:
            await pilot.press("up")
        await pilot.press("i")
        await settle(pilot)
        assert "2026-0007" in said(app)


async def test_enter_opens_the_incident_or_the_whole_text(app: SfmApp, filled: Store, me: Author, settle: Any) -> None:
    long = "first line [/x]\n" + "word " * 800 + "end"
    filled.occurrences.log(long, me)
    async with app.run_test(size=(80, 24)) as pilot:
        await go(pilot, settle, "b")
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.screen, TextDialog)
        shown_text = str(app.screen.query_one("#text-scroll Static", Static).content)
        assert shown_text == long
        await pilot.press("escape")
        await settle(pilot)
        await to_line(pilot, settle, "Lost child")
        await pilot.press("enter")
        await settle(pilot)
        assert app.screen.number == "2026-0004"


async def test_new_lines_come_and_the_cursor_stays_unless_it_is_at_the_end(
    app: SfmApp, filled: Store, me: Author, settle: Any
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await go(pilot, settle, "b")
        filled.occurrences.log("Gate locked", me)
        app._tick()
        await settle(pilot)
        assert current(app).text == "Gate locked"
        await pilot.press("up", "up")
        await settle(pilot)
        before = current(app)
        filled.occurrences.log("Gate unlocked", me)
        app._tick()
        await settle(pilot)
        assert current(app) == before


@pytest.mark.parametrize(
    ("day", "names", "hours"), [(date(2026, 10, 25), ["BST", "GMT"], 25), (date(2026, 3, 29), ["GMT", "BST"], 23)]
)
async def test_a_night_when_the_clocks_change_names_the_offset(
    app: SfmApp, filled: Store, clock: FrozenClock, me: Author, settle: Any, day: date, names: list[str], hours: int
) -> None:
    start, _end = day_bounds(day, LONDON)
    clock.set(start + 5 * 3600)
    for quarter in range(20):
        filled.occurrences.log(f"Round {quarter}", me, at=start + quarter * 900)
    clock.set(NOW)
    async with app.run_test(size=(80, 30)) as pilot:
        await go(pilot, settle, "b")
        await pilot.press("d", *day.isoformat())
        await settle(pilot)
        await pilot.press("enter")
        await settle(pilot)
        assert words(app).endswith(f"the clocks change: {hours} hours · 20 lines")
        rows = [row for row in shown(app) if "Round" in row]
        assert len({row[:12] for row in rows}) == 20
        assert list(dict.fromkeys(row[9:12] for row in rows)) == names


async def test_unconfirmed_authors_are_marked(app: SfmApp, filled: Store, settle: Any) -> None:
    filled.occurrences.log("Logged while locked", Author("okafor", confirmed=False))
    async with app.run_test(size=(80, 24)) as pilot:
        await go(pilot, settle, "b")
        assert "Logged while locked  (late" not in "\n".join(shown(app))
        assert "(author unconfirmed)" in shown(app)[-1]


@pytest.mark.parametrize("text", some(HOSTILE))
async def test_hostile_text_is_shown_as_typed(app: SfmApp, filled: Store, me: Author, settle: Any, text: str) -> None:
    logged = filled.occurrences.log(text, me)
    async with app.run_test(size=(80, 24)) as pilot:
        await go(pilot, settle, "b")
        assert text[:20].replace("\u202e", "⇄") in shown(app)[-1]
        for key in ("i", "escape", "x"):
            await pilot.press(key)
            await settle(pilot)
        field = app.focused
        field.insert_text_at_cursor(text[:400])
        await pilot.press("enter")
        await settle(pilot)
        assert filled.occurrences.get(logged.occurrence).struck == text[:400]
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.screen, TextDialog)
        await pilot.press("escape")


async def test_a_locked_desk_hides_the_book(app: SfmApp, settle: Any) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await go(pilot, settle, "b")
        app.session.locked = True
        app.screen.locked_changed()
        await settle(pilot)
        assert all("(locked)" in row for row in shown(app))
        for key in ("enter", "x", "i"):
            await pilot.press(key)
            await settle(pilot)
            assert app.current_mode == "book"
            assert len(app.screen_stack) == 1


async def test_the_day_is_saved_as_text(app: SfmApp, tmp_path: Any, settle: Any, until: Any) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await go(pilot, settle, "b")
        await pilot.press("p")
        await until(pilot, lambda: isinstance(app.screen, ChooseDialog))
        await pilot.press("t")
        await until(pilot, lambda: isinstance(app.screen, SaveDialog))
        field = app.focused
        assert isinstance(field, Input)
        assert field.value.endswith(".txt")
        field.value = str(tmp_path / "book.txt")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: not isinstance(app.screen, SaveDialog))
        await settle(pilot)
        assert said(app) == f"saved {tmp_path / 'book.txt'} as D-01"
        text = (tmp_path / "book.txt").read_text()
        assert "Keys to unit 14 issued, pass 31" in text
        assert "wrong gate" in text
