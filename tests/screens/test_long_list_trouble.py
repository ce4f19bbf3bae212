"""The long list when its source is slow, raises, or is changed under it."""

import asyncio
from collections.abc import Callable
from typing import ClassVar

import pytest

from sfm_tui.widgets.lists import long_list
from sfm_tui.widgets.lists.long_list import LongList
from tests.screens.long_list_fakes import EMPTY, Entry, ListApp, Source, flush, press, send, settle

TOP = 999_999
UNREAD = "The list could not be read. Home tries again."


@pytest.fixture
def app() -> ListApp:
    return ListApp(Source(range(1_000_000)))


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> list[Callable[[], None]]:
    """What the list wants to be told after a tenth of a second; to be called by the test."""
    told: list[Callable[[], None]] = []

    def set_timer(_: object, delay: float, callback: Callable[[], None]) -> None:
        assert delay == 0.1
        told.append(callback)

    monkeypatch.setattr(LongList, "set_timer", set_timer)
    return told


async def test_keys_before_the_first_page_are_not_lost(app: ListApp) -> None:
    app.source.gate.clear()
    async with app.run_test(size=(80, 24)) as pilot:
        send(pilot, "down", "down", "pagedown", "up", "enter", "down")
        await flush(pilot)
        assert app.list.row is None
        app.source.gate.set()
        await settle(pilot)
        assert app.chosen == [Entry(TOP - 24, f"row {TOP - 24}")]
        assert app.list.row == Entry(TOP - 25, f"row {TOP - 25}")


async def test_keys_at_the_edge_of_what_is_held_are_not_lost(app: ListApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.source.gate.clear()
        send(pilot, *["pagedown"] * 40, "up", "enter")
        await flush(pilot)
        assert app.chosen == []
        app.source.gate.set()
        await settle(pilot)
        assert [entry.number for entry in app.chosen] == [TOP - 40 * 23 + 1]
        app.source.gate.clear()
        send(pilot, *["pagedown"] * 40, "enter", "home", "down")
        await flush(pilot)
        app.source.gate.set()
        await settle(pilot)
        assert app.chosen[-1].number == TOP - 80 * 23 + 1
        assert app.shown() == ([f"row {TOP - y}" for y in range(24)], 1)


async def test_keys_during_a_jump_count_from_where_it_lands(app: ListApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.source.gate.clear()
        send(pilot, "down", "end", "up", "up")
        await flush(pilot)
        assert app.list.row == Entry(TOP - 1, f"row {TOP - 1}")
        app.source.gate.set()
        await settle(pilot)
        assert app.list.row == Entry(2, "row 2")
        app.source.gate.clear()
        send(pilot, "home", "down", "end", "home", "down")
        await flush(pilot)
        app.source.gate.set()
        await settle(pilot)
        assert app.list.row == Entry(TOP - 1, f"row {TOP - 1}")


async def test_more_keys_than_are_kept_do_no_harm(app: ListApp) -> None:
    app.source.gate.clear()
    async with app.run_test(size=(80, 24)) as pilot:
        send(pilot, *["down"] * (long_list.MOST_KEYS_HELD + 100))
        await flush(pilot)
        app.source.gate.set()
        await settle(pilot)
        assert app.list.row == Entry(TOP - 500, f"row {TOP - 500}")


async def test_moves_at_once_while_a_reload_is_on_its_way(app: ListApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.source.gate.clear()
        first = asyncio.create_task(app.list.reload())
        await flush(pilot)
        send(pilot, "down", "pagedown", "pagedown")
        await flush(pilot)
        assert app.list.row == Entry(TOP - 47, f"row {TOP - 47}")
        asked = len(app.source.asked)
        later = [asyncio.create_task(app.list.reload()) for _ in range(9)]
        await flush(pilot)
        assert len(app.source.asked) == asked
        app.source.text = lambda n: f"changed {n}"
        app.source.gate.set()
        await asyncio.gather(first, *later)
        await settle(pilot)
        assert app.shown() == ([f"changed {TOP - 46 - y}" for y in range(24)], 1)


async def test_reload_does_not_undo_a_jump(app: ListApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.source.gate.clear()
        send(pilot, "end")
        await flush(pilot)
        reload = asyncio.create_task(app.list.reload())
        await flush(pilot)
        app.source.gate.set()
        await reload
        assert app.list.row == Entry(0, "row 0")


async def test_a_page_for_an_earlier_filter_is_dropped(app: ListApp) -> None:
    class Deaf(Source):
        """Answers even when nobody waits any more."""

        async def page(self, start: int | None, *, forward: bool, limit: int) -> list[Entry]:
            try:
                return await super().page(start, forward=forward, limit=limit)
            except asyncio.CancelledError:
                return [Entry(1, "of an earlier filter")]

    deaf, wanted = Deaf(range(100)), Source(range(50), lambda n: f"found {n}")
    deaf.gate.clear()
    wanted.gate.clear()
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.list.set_source(deaf)
        await flush(pilot)
        app.list.set_source(wanted)
        await flush(pilot)
        send(pilot, "down", "enter")
        await flush(pilot)
        assert app.shown() == ([f"row {TOP - y}" for y in range(24)], 0)
        wanted.gate.set()
        await settle(pilot)
        assert app.shown() == ([f"found {49 - y}" for y in range(24)], 1)
        assert app.chosen == [Entry(48, "found 48")]


async def test_who_waits_for_a_jump_that_is_overtaken_waits_no_longer(app: ListApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        jump = asyncio.create_task(app.list.goto(5))
        await asyncio.sleep(0)
        app.list.set_source(Source(range(50)))
        assert not await jump
        await settle(pilot)
        assert app.list.row == Entry(49, "row 49")


async def test_goto_overtakes_a_jump(app: ListApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.source.gate.clear()
        send(pilot, "end", "down")
        await flush(pilot)
        jump = asyncio.create_task(app.list.goto(TOP - 3))
        await flush(pilot)
        app.source.gate.set()
        assert await jump
        await settle(pilot)
        assert app.list.row == Entry(TOP - 3, f"row {TOP - 3}")


async def test_new_rows_do_not_move_a_view_that_left_the_top_meanwhile(app: ListApp) -> None:
    source = app.source
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        source.gate.clear()
        new = asyncio.create_task(app.list.reload())
        await flush(pilot)
        source.numbers = range(1_000_003)
        send(pilot, "pagedown")
        await flush(pilot)
        before = app.shown()
        source.gate.set()
        await new
        await settle(pilot)
        assert app.shown() == before


async def test_reload_draws_rows_again_that_are_the_same_objects() -> None:
    class Kept(Source):
        entries: ClassVar = [Entry(n) for n in range(100)]

        async def page(self, start: int | None, *, forward: bool, limit: int) -> list[Entry]:
            return [self.entries[e.number] for e in await super().page(start, forward=forward, limit=limit)]

    names = ["before"]
    app = ListApp(Kept(range(100)), lambda entry, width, selected: names[0])
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert app.shown()[0] == ["before"] * 24
        names[0] = "after"
        await app.list.reload()
        assert app.shown()[0] == ["after"] * 24


async def test_dots_after_a_tenth_of_a_second_and_not_before(app: ListApp, slow: list[Callable[[], None]]) -> None:
    app.source.gate.clear()
    async with app.run_test(size=(80, 24)) as pilot:
        await flush(pilot)
        assert not "".join(app.lines()).strip()
        slow[-1]()
        assert "".join(app.lines()).strip() == "…"
        app.source.gate.set()
        await settle(pilot)
        # Another filter: the old rows go only if the new ones take long.
        other = Source(range(1000))
        other.gate.clear()
        app.list.set_source(other)
        await flush(pilot)
        assert app.shown()[0][0] == f"row {TOP}"
        slow[-1]()
        assert "".join(app.lines()).strip() == "…"
        other.gate.set()
        await settle(pilot)
        # A key that waits: the rows stay, dots at the side. Without one: nothing.
        other.gate.clear()
        asked = len(other.asked)
        send(pilot, "pagedown", "pagedown", "pagedown")
        await flush(pilot)
        assert len(other.asked) == asked + 1
        slow[-1]()
        assert "…" not in "".join(app.lines())
        send(pilot, *["pagedown"] * 9)
        await flush(pilot)
        assert [line[-1] for line in app.lines()].count("…") == 1
        other.gate.set()
        await settle(pilot)
        assert "…" not in "".join(app.lines())


async def test_an_error_is_told_and_the_rows_stay(app: ListApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.source.error = OSError("disk gone")
        await press(pilot, *["pagedown"] * 9, "down", "enter")
        assert str(app.failures[0]) == "disk gone"
        rows, _ = app.shown()
        assert len(rows) == 24
        assert app.list.row is not None
        last = app.list.row.number
        told = len(app.failures)
        await press(pilot, "up")
        assert len(app.failures) == told
        await press(pilot, "end", "up")
        assert len(app.failures) == told + 1
        assert app.list.row.number == last + 1
        await app.list.reload()
        assert not await app.list.goto(5)
        await settle(pilot)
        assert len(app.shown()[0]) == 24
        app.source.error = None
        await press(pilot, "down", "down", "down")
        assert app.list.row.number == last - 2


async def test_an_error_at_the_start_does_not_say_that_there_is_nothing(app: ListApp) -> None:
    app.source.error = OSError("locked")
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "down", "enter")
        assert "".join(app.lines()).strip() == UNREAD
        assert EMPTY not in "".join(app.lines())
        app.source.error = None
        await press(pilot, "home")
        assert app.shown()[1] == 0
        assert len(app.failures) == 1


async def test_an_error_of_another_filter_leaves_a_list_that_works(app: ListApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        broken = Source(range(10))
        broken.error = OSError("no index")
        app.list.set_source(broken)
        await settle(pilot)
        await press(pilot, *["pagedown"] * 5)
        assert app.shown()[0][0] == f"row {TOP - 5 * 23}"
        broken.error = None
        await app.list.reload()
        await settle(pilot)
        assert app.shown() == ([f"row {9 - y}" for y in range(10)], 0)


async def test_goes_away_while_a_page_is_on_its_way(app: ListApp) -> None:
    app.source.gate.clear()
    async with app.run_test(size=(80, 24)) as pilot:
        reload = asyncio.create_task(app.list.reload())
        await flush(pilot)
        await app.list.remove()
        app.source.gate.set()
        await reload
        assert not await app.list.goto(5)
