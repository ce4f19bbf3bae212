"""How the talks' screen looks, narrow and wide."""

from datetime import date
from typing import Any

import pytest

from sfm_tui.app import SfmApp
from sfm_tui.clock import FrozenClock
from sfm_tui.storage.store import Store
from sfm_tui.widgets.lists.line_above import Words
from tests.conftest import ME, NOW
from tests.screens.painting import painted, show_tags, unreadable
from tests.screens.talks_site import DAY, held, talks_site

NARROW, WIDE = (80, 24), (120, 36)


@pytest.fixture
def filled(store: Store, clock: FrozenClock, same_salts: None, true_colours: None) -> Store:
    """A site with every state in its matrix, and a talk that is being held."""
    talks_site(store, clock, ME)
    held(store, clock, ME, "radio", NOW - 170 * DAY, ("1001", "1002"))
    held(store, clock, ME, "radio", NOW - 20 * DAY, ("1003",))
    held(store, clock, ME, "radio", NOW - 300 * DAY, ("1004",))
    store.talks.plan("response", ME)
    store.talks.start("T-04", ME, present=["1001", "1002", "1006"])
    store.talks.change("T-04", ME, ticked="Who goes", questions="Who covers the gate?")
    store.talks.sign("T-04", "1001", ME)
    store.talks.sign("T-04", "1006", ME)
    store.talks.absent("T-04", "1003", ME, catch_up_on=date(2026, 11, 22))
    clock.advance(252)
    return store


@pytest.fixture
def app(filled: Store, app: SfmApp) -> SfmApp:
    return app


@pytest.mark.parametrize("size", [NARROW, WIDE])
def test_matrix(app: SfmApp, snap_compare: Any, settle: Any, until: Any, size: tuple[int, int]) -> None:
    async def before(pilot: Any) -> None:
        app.session.person = "patel"
        app.go_to("talks")
        await until(pilot, lambda: "due soon" in app.screen.query_one("#totals", Words).said)
        await pilot.press("end", "right")
        await settle(pilot)

    assert snap_compare(app, terminal_size=size, run_before=before)


@pytest.mark.parametrize("size", [NARROW, WIDE])
def test_a_talk(app: SfmApp, snap_compare: Any, settle: Any, until: Any, size: tuple[int, int]) -> None:
    async def before(pilot: Any) -> None:
        app.go_to("talks", "T-04")
        await until(pilot, lambda: app.focused is not None and app.focused.id == "talk-points")
        await settle(pilot)
        await until(pilot, lambda: app.screen.query_one("#totals", Words).said.startswith("T-04 running"))

    assert snap_compare(app, terminal_size=size, run_before=before)


async def test_all_of_it_can_be_read_in_every_theme(app: SfmApp, settle: Any) -> None:
    bad: set[str] = set()
    show_tags(app)
    async with app.run_test(size=WIDE) as pilot:
        app.go_to("talks", "T-04")
        await settle(pilot)
        for key in ("tab", "5", "4", "3", "2", "1"):
            bad.update(f"before {key}: {line}" for line in unreadable(app))
            await pilot.press(key if key == "tab" else "escape")
            await pilot.press(key)
            await settle(pilot)
    assert not bad, "\n".join(sorted(bad)[:40])


async def test_the_cursor_of_the_matrix_is_seen_without_colour(app: SfmApp, settle: Any) -> None:
    app.session.person = "patel"
    async with app.run_test(size=NARROW) as pilot:
        app.go_to("talks")
        await settle(pilot)
        await pilot.press("down", "right")
        await settle(pilot)
        text = "".join(segment.text for _x, _y, segment in painted(app, words=False))
        assert "[·]" in text
