"""How the log, the book, F6 and F1 look."""

from typing import Any

import pytest

from sfm_tui.app import SfmApp
from sfm_tui.clock import FrozenClock
from sfm_tui.domain.desk import Author
from sfm_tui.storage.store import Store
from tests.screens.log_fakes import fill, go

NARROW, WIDE = (80, 24), (120, 36)


@pytest.fixture
def filled(true_colours: None, same_salts: None, store: Store, clock: FrozenClock, me: Author) -> Store:
    fill(store, clock, me)
    return store


@pytest.fixture
def app(filled: Store, app: SfmApp) -> SfmApp:
    return app


@pytest.mark.parametrize("size", [NARROW, WIDE])
def test_log(app: SfmApp, snap_compare: Any, settle: Any, size: tuple[int, int]) -> None:
    async def before(pilot: Any) -> None:
        await go(pilot, settle, "l")
        await pilot.press("down", "down", "down")
        await settle(pilot)

    assert snap_compare(app, terminal_size=size, run_before=before)


@pytest.mark.parametrize("size", [NARROW, WIDE])
def test_search(app: SfmApp, snap_compare: Any, settle: Any, size: tuple[int, int]) -> None:
    async def before(pilot: Any) -> None:
        await pilot.press("f3")
        await settle(pilot)
        await pilot.press(*"police")
        await settle(pilot)

    assert snap_compare(app, terminal_size=size, run_before=before)


@pytest.mark.parametrize("size", [NARROW, WIDE])
def test_book(app: SfmApp, snap_compare: Any, settle: Any, size: tuple[int, int]) -> None:
    async def before(pilot: Any) -> None:
        await go(pilot, settle, "b")

    assert snap_compare(app, terminal_size=size, run_before=before)


def test_occurrence(app: SfmApp, snap_compare: Any, settle: Any) -> None:
    async def before(pilot: Any) -> None:
        await pilot.press("f6")
        await settle(pilot)
        await pilot.press(*"2210 Keys to unit 14 issued")
        await settle(pilot)

    assert snap_compare(app, terminal_size=NARROW, run_before=before)


@pytest.mark.parametrize("size", [NARROW, WIDE])
def test_keys(app: SfmApp, snap_compare: Any, settle: Any, size: tuple[int, int]) -> None:
    async def before(pilot: Any) -> None:
        await go(pilot, settle, "l")
        await pilot.press("f1")
        await settle(pilot)

    assert snap_compare(app, terminal_size=size, run_before=before)
