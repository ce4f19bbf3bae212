"""The board can be read in every theme, and is redrawn in the new colours."""

from typing import Any

from textual.pilot import Pilot

from sfm_tui.app import SfmApp
from sfm_tui.domain.desk import Author
from sfm_tui.storage.store import Store
from tests.screens.board_site import board_site
from tests.screens.test_contrast import faint, painted, quiet
from tests.test_theme import COLOURED


async def test_everything_painted_can_be_read(app: SfmApp, store: Store, me: Author, until: Any) -> None:
    board_site(store, me)
    bad: set[str] = set()
    seen = 0
    async with app.run_test(size=(140, 36)) as pilot:
        await until(pilot, lambda: app.session.before_going is not None)
        app.go_to("board")
        for key in ("c", "down", "right", "right"):
            await pilot.press(key)
            await until(pilot, lambda: quiet(pilot))
            for theme in COLOURED:
                app.theme = theme.name
                await Pilot(app).pause()
                bad.update(f"{theme.name}, {key}: {line}" for line in faint(app))
                seen += len(list(painted(app)))
    assert not bad, "\n".join(sorted(bad)[:40])
    assert seen > 1000, "hardly anything was painted: this proves nothing"
