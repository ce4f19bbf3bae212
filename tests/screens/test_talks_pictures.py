"""How the talks' screen looks, narrow and wide."""

from datetime import date
from typing import Any

import pytest

from sfm_tui.app import SfmApp
from sfm_tui.clock import FrozenClock
from sfm_tui.storage.store import Store
from tests.conftest import ME, NOW
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
def test_matrix(app: SfmApp, snap_compare: Any, settle: Any, size: tuple[int, int]) -> None:
    async def before(pilot: Any) -> None:
        app.session.person = "patel"
        app.go_to("talks")
        await settle(pilot)
        await pilot.press("end", "right")
        await settle(pilot)

    assert snap_compare(app, terminal_size=size, run_before=before)


@pytest.mark.parametrize("size", [NARROW, WIDE])
def test_a_talk(app: SfmApp, snap_compare: Any, settle: Any, size: tuple[int, int]) -> None:
    async def before(pilot: Any) -> None:
        app.go_to("talks", "T-04")
        await settle(pilot)
        await settle(pilot)

    assert snap_compare(app, terminal_size=size, run_before=before)
