"""The briefing and the handover can be read in every theme."""

from typing import Any

import pytest
from textual.pilot import Pilot
from textual.screen import ModalScreen

from sfm_tui.app import SfmApp
from sfm_tui.domain.desk import Author
from sfm_tui.storage.store import Store
from tests.screens.shift_site import STARTED, shift_site
from tests.screens.test_contrast import faint, painted, quiet
from tests.test_theme import COLOURED

WAYS: dict[str, tuple[str, ...]] = {
    "desk": ("tab", "tab"),
    "briefing": ("f12", "n"),
    "briefing, officers": ("f12", "n", "tab"),
    "a point": ("f12", "n", "enter"),
    "a new point": ("f12", "n", "n", "x", "enter", "enter", "enter", "z"),
    "unread": ("f12", "n", "f", "down"),
    "all points": ("f12", "n", "v", "end"),
    "handover": ("f12", "h"),
    "writing one": ("f12", "h", "w"),
    "signing it": ("f12", "h", "w", "ctrl+s"),
}


@pytest.fixture
def told(store: Store, me: Author) -> Store:
    """A shift with points of every priority, one of them withdrawn, some of it heard, and a handover that waits."""
    shift_site(store, me)
    for priority in ("urgent", "high", "low"):
        store.briefings.add(f"A point that is {priority}", me, priority=priority, repeat="every day")
    store.briefings.withdraw(store.briefings.add("Mended since", me), "mended", me)
    store.briefings.tell(["P-01", "P-02"], STARTED, me)
    store.briefings.acknowledge(["P-01"], ["1001", "1002", "1003"], me)
    store.briefings.acknowledge(["P-02"], ["1001"], me)
    store.handovers.sign("All quiet", Author("patel"), saw="")
    return store


async def test_everything_painted_can_be_read(app: SfmApp, told: Store, until: Any) -> None:
    bad: set[str] = set()
    seen = 0
    async with app.run_test(size=(120, 36)) as pilot:
        await until(pilot, lambda: app.session.before_going is not None)
        for name, keys in WAYS.items():
            for key in keys:
                await pilot.press(key)
                await until(pilot, lambda: quiet(pilot))
            for theme in COLOURED:
                app.theme = theme.name
                await Pilot(app).pause()
                bad.update(f"{theme.name}, {name}: {line}" for line in faint(app))
                seen += len(list(painted(app)))
            while isinstance(app.screen, ModalScreen):
                app.screen.dismiss(None)
                await pilot.pause()
            await pilot.press("escape")
            app.go_to("desk")
            await until(pilot, lambda: quiet(pilot))
    assert not bad, "\n".join(sorted(bad)[:40])
    assert seen > 1000, "hardly anything was painted: this proves nothing"
