"""The pictures of the documentation, from the real program on the demo site: `make shots`."""

import asyncio
import tempfile
from pathlib import Path

from textual.pilot import Pilot

from sfm_tui.app import SfmApp
from sfm_tui.clock import FrozenClock
from sfm_tui.demo import make_demo

FOLDER = Path(__file__).parent / "shots"
NOW = 1_795_299_461
"""Sat 21 Nov 2026 22:17:41 GMT: two incidents run, one waits on hold."""
SHOTS: dict[str, tuple[tuple[int, int], tuple[str, ...]]] = {
    "desk-120x36": ((120, 36), ()),
    "desk-80x24": ((80, 24), ()),
    "incident-120x36": ((120, 36), ("enter",)),
    "incident-80x24": ((80, 24), ("enter",)),
    "log-120x36": ((120, 36), ("f12", "l")),
    "find-120x36": ((120, 36), ("f3", *"alarm")),
    "book-120x36": ((120, 36), ("f12", "b")),
    "why-late-120x36": ((120, 36), ("f12", "w")),
    "settings-120x36": ((120, 36), ("f12", "s")),
    "measures-120x36": ((120, 36), ("f12", "m")),
    "effect-120x36": ((120, 36), ("f12", "m", "f")),
    "roster-120x36": ((120, 36), ("f12", "r", "tab")),
    "briefing-120x36": ((120, 36), ("f12", "n")),
    "handover-120x36": ((120, 36), ("f12", "h")),
    "talks-120x36": ((120, 36), ("f12", "t")),
    "board-120x36": ((120, 36), ("f12", "a")),
    "figures-120x36": ((120, 36), ("f12", "f")),
    "weekly-120x36": ((120, 36), ("f12", "v")),
    "reflections-120x36": ((120, 36), ("f12", "y")),
    "assessment-120x36": ((120, 36), ("f12", "x")),
    "paper-120x36": ((120, 36), ("f12", "p")),
    "evidence-120x36": ((120, 36), ("f12", "e")),
    "keys-120x36": ((120, 36), ("f1",)),
}


async def settle(pilot: Pilot[int]) -> None:
    """Wait until every worker has come to its end and the screen has caught up."""
    for _ in range(5):
        await pilot.pause()
        await pilot.app.workers.wait_for_complete()
    await pilot.pause()


async def shoot(store: Path, name: str, size: tuple[int, int], keys: tuple[str, ...]) -> None:
    """Open the program, press the keys, keep what is on the screen."""
    app = SfmApp(store, FrozenClock(NOW))
    app.session.take_desk(app.session.data.at_desk, app.session.data.at_desk_name)
    async with app.run_test(size=size) as pilot:
        app.theme = "sfm-dark"
        await settle(pilot)
        for key in keys:
            await pilot.press(key)
            await settle(pilot)
        app.save_screenshot(f"{name}.svg", str(FOLDER))
    app.session.close()


def main() -> None:
    """Make every picture anew."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "demo.db"
        make_demo(store, NOW)
        for name, (size, keys) in SHOTS.items():
            asyncio.run(shoot(store, name, size, keys))
            print(f"docs/shots/{name}.svg")


if __name__ == "__main__":
    main()
