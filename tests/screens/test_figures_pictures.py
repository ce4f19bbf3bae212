"""How the dashboard looks, narrow and wide, and that it can be read in every theme."""

from typing import Any

import pytest

from sfm_tui.app import SfmApp
from sfm_tui.clock import FrozenClock
from sfm_tui.storage.store import Store
from sfm_tui.widgets.figures.text import Sentences
from tests.conftest import NOW
from tests.screens.painting import painted, show_tags, unreadable
from tests.screens.test_figures import DAY, HOUR, came

NARROW, WIDE = (80, 24), (120, 36)


@pytest.fixture
def filled(store: Store, clock: FrozenClock, same_salts: None, true_colours: None) -> Store:
    """Seven weeks of responses, some of the fourth week before late, and one of this week."""
    for week in range(6, -1, -1):
        for n in range(5):
            late = (week == 3 and n < 3) or (week == 0 and n == 2)
            came(store, clock, NOW - week * 7 * DAY - n * 5 * HOUR, 400 if late else 100 + 10 * n)
    return store


@pytest.fixture
def app(filled: Store, app: SfmApp) -> SfmApp:
    app.session.look_if_changed()
    return app


async def _computed(app: SfmApp, settle: Any, until: Any, pilot: Any) -> None:
    await settle(pilot)
    app.go_to("figures")
    await settle(pilot)
    await until(pilot, lambda: "centre" in app.screen.query_one("#said", Sentences).text)


@pytest.mark.parametrize("size", [NARROW, WIDE])
def test_this_week(app: SfmApp, snap_compare: Any, settle: Any, until: Any, size: tuple[int, int]) -> None:
    async def before(pilot: Any) -> None:
        await _computed(app, settle, until, pilot)

    assert snap_compare(app, terminal_size=size, run_before=before)


def test_the_hours(app: SfmApp, snap_compare: Any, settle: Any, until: Any) -> None:
    async def before(pilot: Any) -> None:
        await _computed(app, settle, until, pilot)
        await pilot.press("p", "t", "3")
        await settle(pilot)

    assert snap_compare(app, terminal_size=NARROW, run_before=before)


async def test_everything_painted_can_be_read(app: SfmApp, settle: Any, until: Any) -> None:
    bad: set[str] = set()
    seen = 0
    show_tags(app)
    async with app.run_test(size=(120, 36)) as pilot:
        await _computed(app, settle, until, pilot)
        await pilot.press("p", "t")
        for key in ("down", "3", "4", "5", "6"):
            await pilot.press(key)
            await settle(pilot)
            bad.update(f"{key}: {line}" for line in unreadable(app))
            seen += len(list(painted(app)))
    assert not bad, "\n".join(sorted(bad)[:40])
    assert seen > 300, "hardly anything was painted: this proves nothing"
