"""A contract review that is being read says how far it is, and Escape ends that at once, whatever it is at."""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sfm_tui.app import SfmApp
from sfm_tui.reports import gather_review
from sfm_tui.storage.stopping import part
from sfm_tui.storage.store import Store
from sfm_tui.widgets.lists.rows import Rows
from sfm_tui.widgets.paper.key import paper_key
from sfm_tui.widgets.paper.reading import Made
from sfm_tui.widgets.paper.saving import SaveDialog
from sfm_tui.widgets.paper.view import PaperView

SIZE = (80, 24)


@pytest.fixture
def endless(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """A review whose reading never ends by itself; set once a thread has left it."""
    left, never = threading.Event(), threading.Event()

    def review(_store: Store, *_asked: Any) -> Any:
        try:
            while not never.wait(0.01):
                part("late responses")
        finally:
            left.set()

    with monkeypatch.context() as patch:
        patch.setattr(gather_review, "contract_review", review)
        yield left


def seen(app: SfmApp) -> str:
    return app.screen.query_one(PaperView).text


async def test_escape_ends_the_reading_and_stays(
    app: SfmApp, settle: Any, until: Any, endless: threading.Event
) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        app.go_to("paper", paper_key("contract-review"))
        await until(pilot, lambda: app.screen.query(PaperView) and "reading … late responses" in seen(app))
        screen = app.screen
        await pilot.press("escape")
        await until(pilot, lambda: "Stopped" in seen(app))
        assert endless.wait(5)
        assert app.screen is screen
        await pilot.press("r")
        await until(pilot, lambda: "reading … late responses" in seen(app))
        endless.clear()
        await pilot.press("left_square_bracket")
        assert endless.wait(5), "the month before is wished for, and this one is still read"
        screen.query_one("#kinds", Rows).focus()
        await pilot.press("down")
        await settle(pilot)
        assert "reading" not in seen(app)


async def test_escape_ends_the_reading_of_what_is_saved(
    app: SfmApp, settle: Any, until: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: Any
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        app.go_to("paper", paper_key("contract-review"))
        await settle(pilot)
        left = request.getfixturevalue("endless")
        made: Made = app.screen.made
        made.at -= 3600
        await pilot.press("s")
        await until(pilot, lambda: isinstance(app.screen, SaveDialog) and app.screen.focused is not None)
        before = sorted(tmp_path.iterdir())
        await pilot.press("enter")
        await until(pilot, lambda: "reading the store: late responses" in hint(app))
        await pilot.press("escape")
        await until(pilot, lambda: "nothing was written" in hint(app))
        assert left.wait(5)
        assert isinstance(app.screen, SaveDialog)
        assert sorted(tmp_path.iterdir()) == before


def hint(app: SfmApp) -> str:
    return str(app.screen.query_one("#form-hint").render())
