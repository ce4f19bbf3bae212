"""A short list scrolls as little as it can: the cursor's row is whole, and the top moves only for it."""

from hypothesis import given
from hypothesis import strategies as st

from sfm_tui.widgets.lists.rows import Rows


@given(st.lists(st.integers(1, 4), min_size=1, max_size=30), st.integers(1, 12), st.data())
def test_the_top_is_the_first_from_which_the_cursor_fits(lines: list[int], height: int, data: st.DataObject) -> None:
    rows = Rows[int](lambda n, _width: [[("x", "plain")]] * lines[n], key=lambda n: n)
    rows.items = list(range(len(lines)))
    rows.top = before = data.draw(st.integers(0, len(lines) - 1))
    rows.cursor = data.draw(st.integers(0, len(lines) - 1))
    wanted = min(before, rows.cursor)
    while wanted < rows.cursor and sum(lines[wanted : rows.cursor + 1]) > height:
        wanted += 1
    rows._scroll(80, height)
    assert rows.top == wanted


def test_the_end_of_a_list_that_is_long_after_all_costs_what_a_step_does() -> None:
    drawn = 0

    def draw(_item: int, _width: int) -> list[list[tuple[str, str]]]:
        nonlocal drawn
        drawn += 1
        return [[("x", "plain")]] * 3

    rows = Rows[int](draw, key=lambda n: n)
    rows.items = list(range(5000))
    rows.cursor = 4999
    rows._scroll(80, 30)
    assert rows.top == 4990
    assert drawn < 20
