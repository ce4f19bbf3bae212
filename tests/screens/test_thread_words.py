"""The lines of a thread: nothing of a station is lost where there is room, nothing is wider than the terminal."""

import itertools
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from sfm_tui.app import SfmApp
from sfm_tui.clock import zone
from sfm_tui.domain.thread import LATE, Side, Station, in_order
from sfm_tui.widgets.lists.rows import Rows
from sfm_tui.widgets.records.thread_dialog import ThreadDialog
from sfm_tui.widgets.records.thread_words import MARKS, MOST_LINES, figure_span, station_lines, when
from tests.conftest import NOW
from tests.examples import tries

LONDON = zone("Europe/London")
WORDS = st.lists(st.text("aé守", min_size=1, max_size=9), max_size=40).map(" ".join)
STATIONS = st.builds(
    Station,
    ref=st.sampled_from(["action:A-07", "measure:response-time", "incident:2026-0099"]),
    what=st.sampled_from(["raised", "incident 2026-0099", "self-assessment resourcing:2026-11-12:okafor"]),
    text=WORDS,
    at=st.none() | st.integers(NOW - 10**8, NOW),
    day=st.booleans(),
    who=st.sampled_from(["", "Josephine Okafor"]),
    figure=st.sampled_from(["", "8:55, limit 3:00", "better ✓ 2:46 → 2:12"]),
    side=st.sampled_from(["before", "here", "after"]),
)


@given(STATIONS, st.integers(30, 160))
@settings(max_examples=tries(200))
def test_a_station_is_told_whole_as_far_as_there_are_lines(station: Station, width: int) -> None:
    lines = station_lines(station, width, LONDON)
    drawn = ["".join(text for text, _ in line) for line in lines]
    whole = "\n".join(drawn)
    assert MARKS[station.side] in drawn[0]
    assert when(station, LONDON) in whole
    if cell_len(f"{MARKS[station.side]} {station.what}") + 22 <= width:
        assert all(cell_len(line) <= width for line in drawn)
    if width >= 70:
        assert station.what in drawn[0]
        for part in (station.figure, station.who):
            assert part in whole
        if cell_len(station.text) <= MOST_LINES * (width - 24) // 2:
            assert all(word in whole for word in station.text.split() if cell_len(word) < 18)
    if len(lines) > 1 and width >= 70 and station.text:  # two lines only where one is too narrow
        parts = [f" · {part}" for part in (station.figure, station.who) if part]
        assert 22 + 2 + sum(map(cell_len, [station.what, *parts])) + 2 + cell_len(station.text) > width


@pytest.mark.parametrize(
    ("state", "figure", "said"),
    [
        (LATE, "8:55, limit 3:00", ("✖ 8:55, limit 3:00", "bad")),
        ("better", "better ✓ 2:46 → 2:12", ("better ✓ 2:46 → 2:12", "good")),
        ("worse", "worse ✖ 2:12 → 2:46", ("worse ✖ 2:12 → 2:46", "bad")),
        ("too early", "too early … 3 of 7 after", ("too early … 3 of 7 after", "muted")),
        ("partially met", "partially met", ("~ partially met", "warn")),
        ("", "4 signed", ("4 signed", "plain")),
    ],
)
def test_a_figure_says_how_it_stands_in_a_sign_and_a_colour(state: str, figure: str, said: tuple[str, str]) -> None:
    sides: tuple[Side, ...] = ("before", "here", "after")
    for side in sides:
        assert figure_span(Station("incident:1", "x", figure=figure, state=state, side=side)) == said


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (160, 48)])
async def test_the_frame_holds_the_stations_and_no_more(
    story: SfmApp, settle: Any, until: Any, size: tuple[int, int]
) -> None:
    async with story.run_test(size=size) as pilot:
        await settle(pilot)
        story.go_to("board", "A-07")
        await until(pilot, lambda: story.screen.current_record() is not None)
        await pilot.press("v")
        await until(pilot, lambda: isinstance(story.screen, ThreadDialog) and not story.screen._computing)
        dialog: Any = story.screen
        rows = dialog.query_one(Rows)

        def lines() -> int:
            return sum(len(dialog._draw_item(item, rows.size.width - 1)) for item in rows.items)

        await until(pilot, lambda: rows.items and rows.size.height == min(lines(), size[1] - 6), "as high as its lines")
        frame = dialog.query_one("#dialog")
        title = frame.border_title
        assert ("more below" in title) == (lines() > rows.size.height)
        assert dialog.region.contains_region(frame.region)
        await pilot.press("end")
        await until(pilot, lambda: "more below" not in frame.border_title)
        times = [one.at for one in dialog.thread.stations if one.at is not None]
        assert all(one <= other for one, other in itertools.pairwise(times))
        assert list(dialog.thread.stations) == in_order(dialog.thread.stations)
