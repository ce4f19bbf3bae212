"""Whatever goes wrong, the line at the bottom says what, where, and names no exception."""

from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel, Field

from sfm_tui import crash
from sfm_tui.app import SfmApp
from sfm_tui.reports.paper import ReportError
from sfm_tui.storage.errors import StoreError
from sfm_tui.widgets.everywhere.error_words import error_words
from tests.screens.log_fakes import said


@pytest.fixture(autouse=True)
def own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(crash, "data_dir", lambda: tmp_path / "data")
    return tmp_path / "data"


class Some(BaseModel):
    heads: int = Field(ge=1)


def wrong_field() -> ValueError:
    with pytest.raises(ValueError) as caught:
        Some(heads=0)
    return caught.value


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (StoreError("the line is empty"), "the line is empty"),
        (ReportError("/a/pack is there already"), "/a/pack is there already"),
        (ValueError("30/02 is no day: write 28/02\nmore"), "30/02 is no day: write 28/02"),
        (
            PermissionError(13, "Permission denied", "/a/b.pdf"),
            "/a/b.pdf: permission is denied; choose another place, or have it granted",
        ),
        (OSError(28, "No space left on device"), "the disk is full; make room and try again"),
        (wrong_field(), "Heads: it should be greater than or equal to 1"),
    ],
)
def test_what_a_person_can_mend_is_said(error: Exception, words: str) -> None:
    assert error_words(error) == words


@pytest.mark.parametrize("error", [KeyError("a name"), RuntimeError("a name"), ValueError(), None])
def test_what_nobody_foresaw_is_kept_in_a_file(error: Exception | None, own_data: Path) -> None:
    words = error_words(error)
    assert words.startswith("something went wrong inside the program; what was acknowledged is kept")
    assert "Error" not in words
    assert "a name" not in words
    assert words.endswith(str(own_data / crash.NAME))
    assert (own_data / crash.NAME).exists()


async def test_an_act_that_fails_says_so_on_the_line(app: SfmApp, settle: Any, own_data: Path) -> None:
    async def fail() -> None:
        raise RuntimeError("what was typed")

    async with app.run_test(size=(200, 24)) as pilot:
        await settle(pilot)
        app.act(fail(), "fail")
        await pilot.pause()
        await pilot.pause()
        assert said(app).startswith("something went wrong inside the program")
        assert "typed" not in said(app)
        assert app.is_running
