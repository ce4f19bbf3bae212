"""Whatever keys come, and whatever happens to the rows meanwhile, the list shows a slice of the list."""

from itertools import cycle

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sfm_tui.widgets.lists import long_list_window
from tests.examples import tries
from tests.screens.long_list_fakes import Entry, ListApp, Source, send, settle


@pytest.fixture(params=["as shipped", "tiny pages"])
def _page_sizes(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tiny pages reach the paging and the letting go of far rows within a few keys."""
    if request.param == "tiny pages":
        for name in ("CAPACITY", "PAGE", "NEAR"):
            monkeypatch.setattr(long_list_window, name, 1)


def oracle(total: int, height: int, cursor: int, top: int, key: str) -> tuple[int, int]:
    """Where cursor and view stand after a key in a plain list of `total` rows."""
    last, page = total - 1, max(1, height - 1)
    match key:
        case "down" | "up":
            cursor += 1 if key == "down" else -1
        case "pagedown" | "pageup":
            by = page if key == "pagedown" else -page
            cursor, top = cursor + by, top + by
        case "home":
            cursor = 0
        case "end":
            cursor = last
    cursor = max(0, min(cursor, last))
    top = max(0, min(top, total - height))
    return cursor, max(cursor - height + 1, min(top, cursor))


KEYS = st.sampled_from(["down", "up", "pagedown", "pageup", "pagedown", "pageup", "home", "end"])
RUNS = st.lists(st.tuples(KEYS | st.just("settle"), st.integers(1, 25)), max_size=12)
SETTINGS = settings(
    max_examples=tries(40),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


@pytest.mark.usefixtures("_page_sizes")
@SETTINGS
@given(
    total=st.integers(1, 900),
    height=st.integers(1, 12),
    runs=RUNS,
    turns=st.lists(st.integers(0, 30), min_size=1, max_size=10),
)
async def test_any_walk_shows_what_a_plain_list_would(
    total: int, height: int, runs: list[tuple[str, int]], turns: list[int]
) -> None:
    source = Source(range(total))
    source.turns = cycle(turns)
    app = ListApp(source)
    cursor = top = 0
    async with app.run_test(size=(40, height)) as pilot:
        for key in [key for key, count in runs for _ in range(count)]:
            if key == "settle":
                await settle(pilot)
            else:
                send(pilot, key)
                cursor, top = oracle(total, height, cursor, top, key)
        await settle(pilot)
        rows = [f"row {total - 1 - n}" for n in range(top, min(top + height, total))]
        assert app.shown() == (rows, cursor - top)
        assert len(app.list._window.rows) <= 600


EVENTS = KEYS | st.sampled_from(["add", "lose one", "lose row", "reload", "settle"])


@pytest.mark.usefixtures("_page_sizes")
@SETTINGS
@given(
    total=st.integers(1, 300),
    height=st.integers(1, 12),
    happenings=st.lists(EVENTS, max_size=60),
    turns=st.lists(st.integers(0, 30), min_size=1, max_size=10),
)
async def test_reload_ends_in_a_slice_with_the_row_in_its_place(
    total: int, height: int, happenings: list[str], turns: list[int]
) -> None:
    source = Source(list(range(total)))
    source.turns = cycle(turns)
    numbers = source.numbers
    assert isinstance(numbers, list)
    app = ListApp(source)
    async with app.run_test(size=(40, height)) as pilot:
        await settle(pilot)
        newest = total
        for event in happenings:
            match event:
                case "add":
                    numbers.append(newest)
                    newest += 1
                case "lose one" if len(numbers) > 1:
                    del numbers[len(numbers) // 2]
                case "lose row" if app.list.row and len(numbers) > 1:
                    numbers[:] = [n for n in numbers if n != app.list.row.number]
                case "reload":
                    await app.list.reload()
                case "settle":
                    await settle(pilot)
                case "lose one" | "lose row":
                    pass
                case key:
                    send(pilot, key)
        await settle(pilot)
        row, line, at_top = app.list.row, app.shown()[1], app.list.at_top
        await app.list.reload()
        await settle(pilot)
        in_order = numbers[::-1]
        rows, line_after = app.shown()
        start = in_order.index(int(rows[0].removeprefix("row ")))
        assert rows == [f"row {n}" for n in in_order[start : start + height]]
        assert len(rows) == min(height, len(numbers))
        assert app.list.row == Entry(in_order[start + line_after], rows[line_after])
        if row and row.number in numbers:
            assert app.list.row == row
            room_below = len(numbers) - in_order.index(row.number)
            if not at_top and in_order.index(row.number) >= line and room_below >= height - line:
                assert line_after == line
            if at_top:
                assert app.list.at_top or line_after == height - 1
