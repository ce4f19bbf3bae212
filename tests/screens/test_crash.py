"""An error that nobody foresaw ends the program in one line; what was typed is not printed."""

from pathlib import Path
from typing import Any

import pytest

from sfm_tui import crash
from sfm_tui.app import SfmApp


@pytest.fixture(autouse=True)
def own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(crash, "data_dir", lambda: tmp_path / "data")
    return tmp_path / "data"


async def test_one_line_and_a_file_without_variables(app: SfmApp, own_data: Path, settle: Any) -> None:
    def fail() -> None:
        typed = "a witness's name"
        raise KeyError(len(typed))

    async def run() -> None:
        async with app.run_test() as pilot:
            await settle(pilot)
            app.call_later(fail)
            await pilot.pause()

    with pytest.raises(KeyError):
        await run()
    file = own_data / crash.NAME
    assert app.exit_line.startswith("stopped by an error (KeyError); what was acknowledged is kept")
    assert app.exit_line.endswith(str(file))
    assert app.return_code == 1
    assert "in fail" in file.read_text()
    assert "witness" not in file.read_text()
    assert file.stat().st_mode & 0o077 == 0


def test_a_folder_that_cannot_be_made_is_no_second_error(own_data: Path) -> None:
    own_data.write_text("a file")
    assert (
        crash.kept(ValueError("x")) == "stopped by an error (ValueError); what was acknowledged is kept, start it again"
    )
