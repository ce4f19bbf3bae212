"""Reading in from the settings: what another program wrote comes in under the name of who is at the desk."""

from pathlib import Path
from typing import Any

from sfm_tui.app import SfmApp
from sfm_tui.domain.reference import Officer
from sfm_tui.storage.store import Store
from tests.screens.settings_forms import echo, form_open, go, items, put, said

SIZE = (80, 24)
OFFICERS = "officer,name,opt_out\n2001,[/x] Ødegård,yes\n"


async def test_a_folder_is_read_in(app: SfmApp, store: Store, until: Any, tmp_path: Path) -> None:
    folder = tmp_path / "from elsewhere"
    folder.mkdir()
    async with app.run_test(size=SIZE) as pilot:
        await go(app, pilot, until, "officers")
        before = len(items(app))
        await pilot.press("ctrl+r")
        await until(pilot, lambda: form_open(app))
        await put(app, pilot, "folder", str(folder))
        await pilot.press("ctrl+s")
        assert "holds no .csv" in echo(app)
        (folder / "officers.csv").write_text(OFFICERS + "2002,No Optout,perhaps\n", encoding="utf-8")
        await put(app, pilot, "folder", str(folder))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: type(app.screen).__name__ == "BadRows")
        await pilot.press("escape")
        await until(pilot, lambda: "nothing was stored" in echo(app))
        (folder / "officers.csv").write_text(OFFICERS, encoding="utf-8")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: said(app).startswith("read from elsewhere: 1 of 1 in officers.csv"))
        await until(pilot, lambda: len(items(app)) == before + 1)
    found = store.reference.get(Officer, "2001")
    assert found is not None
    assert found.name == "[/x] Ødegård"
    with store.reading() as connection:
        author = connection.exec_driver_sql("SELECT author FROM ledger ORDER BY seq DESC LIMIT 1").scalar()
    assert author == "okafor"
