"""How the screen of measures looks, narrow and wide, and that all of it can be read in every theme."""

from typing import Any

import pytest

from sfm_tui.app import SfmApp
from sfm_tui.widgets.measures.effect_view import EffectView
from sfm_tui.widgets.plot.plot import PlotView
from tests.screens.painting import show_tags, unreadable


@pytest.fixture
def app(story: SfmApp, same_salts: None, true_colours: None) -> SfmApp:
    return story


async def come(app: SfmApp, pilot: Any, until: Any, settle: Any, key: str) -> Any:
    app.go_to("measures", key)
    await until(pilot, lambda: app.current_mode == "measures" and app.screen.is_mounted)
    screen = app.screen
    await until(pilot, lambda: screen._known and all(one.chart for one in screen._known.values()))
    screen._head.visible = False  # it names the ledger's head, which any change of the imported site moves
    await settle(pilot)
    return screen


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
def test_chart(app: SfmApp, snap_compare: Any, settle: Any, until: Any, size: tuple[int, int]) -> None:
    async def before(pilot: Any) -> None:
        screen = await come(app, pilot, until, settle, "response-time")
        await until(pilot, lambda: "A-07" in screen.query_one("#chart", PlotView).text)

    assert snap_compare(app, terminal_size=size, run_before=before)


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
def test_effect(app: SfmApp, snap_compare: Any, settle: Any, until: Any, size: tuple[int, int]) -> None:
    async def before(pilot: Any) -> None:
        screen = await come(app, pilot, until, settle, "effect:A-07")
        await until(pilot, lambda: screen.query_one(EffectView).shown is not None)
        await until(pilot, lambda: "A-07" in screen.query_one("#effect-plot", PlotView).text)

    assert snap_compare(app, terminal_size=size, run_before=before)


async def test_all_of_it_can_be_read_in_every_theme(app: SfmApp, settle: Any, until: Any) -> None:
    bad: set[str] = set()
    show_tags(app)
    async with app.run_test(size=(120, 36)) as pilot:
        await come(app, pilot, until, settle, "response-time")
        for key in ("v", "escape", "i", "end"):
            bad.update(f"before {key}: {line}" for line in unreadable(app))
            await pilot.press(key)
            await settle(pilot)
    assert not bad, "\n".join(sorted(bad)[:40])
