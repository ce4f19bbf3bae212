"""The roster of a week of which duties were erased: it says so, and draws neither gaps nor cover of what is left."""

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from sfm_tui.app import SfmApp
from sfm_tui.clock import FrozenClock
from sfm_tui.domain.roster_records import CoverRecord, DutyRecord
from sfm_tui.storage.erasing import erase
from sfm_tui.storage.store import Store
from sfm_tui.widgets.lists.line_above import Words
from tests.conftest import ME, NOW

DAY = 86_400


@pytest.fixture
def app(tmp_path: Path, small_store: bytes) -> Any:
    """Cover of every day since 2021, duties of a week of then that were erased, and one of this week."""
    path, clock = tmp_path / "sfm.db", FrozenClock(NOW)
    path.write_bytes(small_store)
    with Store.open(path, clock) as store:
        start = NOW - 2000 * DAY
        store.roster.set(CoverRecord(post="GATE", start=start, end=start + DAY, repeat="FREQ=DAILY"), ME)
        for at in (*(start + n * DAY for n in range(8)), NOW):
            store.roster.set(DutyRecord(officer="1001", post="GATE", start=at, end=at + 3600), ME)
        assert erase(store, ["duties"], ME).records == 2
    program = SfmApp(path, clock)
    program.session.person = "okafor"
    yield program
    program.session.close()


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_nothing_is_drawn_of_what_is_left(app: SfmApp, settle: Any, size: tuple[int, int]) -> None:
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        app.go_to("roster", str(NOW - 2000 * DAY))
        await settle(pilot)
        screen: Any = app.screen
        assert "! erased" in screen.query_one(Words).said
        assert "Nothing is told of this week" in drawn(pilot)
        low, high = screen._week
        assert screen.board.cover.worst(low + DAY, high - DAY) == (0, 0)
        assert screen.board.meeting((low, high)) == []
        app.go_to("roster", str(NOW))
        await settle(pilot)
        assert "erased" not in screen.query_one(Words).said
        assert screen.board.cover.worst(NOW, NOW + DAY)[0] > 0
        assert screen.board.meeting((NOW, NOW + DAY))


def drawn(pilot: Pilot[Any]) -> str:
    """All that stands on the screen, a space for each break of a line."""
    lines = ("".join(part.text for part in strip).strip() for strip in pilot.app.screen._compositor.render_strips())
    return " ".join(lines)
