"""Nothing moves but running clocks, and what a person sets about it holds."""

from pathlib import Path
from typing import Any

import pytest
from textual.app import App
from textual.pilot import Pilot

from sfm_tui.app import PLACES, SfmApp
from sfm_tui.clock import FrozenClock
from sfm_tui.domain.desk import Author
from sfm_tui.storage.store import Store
from tests.screens.painting import quiet

CLOCKS = ("desk", "briefing", "handover")
"""Places that show more than the time of day in their header: how long something runs, or until when."""


def frame(app: App[Any]) -> list[str]:
    """Each line of the screen with its colours."""
    return [
        "".join(f"{segment.text}\x1f{segment.style}\x1e" for segment in strip)
        for strip in app.screen._compositor.render_strips()
    ]


async def resting_frame(pilot: Pilot[Any], until: Any, place: str) -> list[str]:
    """The frame once all acts are done and three looks in a row have seen the same.

    A process that gets no time from the machine looks idle while its layout still waits.
    """
    seen: list[list[str]] = []

    def rests() -> bool:
        seen.append(frame(pilot.app))
        return quiet(pilot) and len(seen) > 2 and seen[-3] == seen[-2] == seen[-1]

    await until(pilot, rests, place)
    return frame(pilot.app)


async def three_seconds(pilot: Pilot[Any]) -> None:
    """Let every timer of the program and of what it shows that repeats fire, as it would in three seconds."""
    app = pilot.app
    for _ in range(3):
        for pump in (app, *app.screen_stack, *app.screen.walk_children()):
            for timer in list(pump._timers):
                if timer._repeat is None and timer._active.is_set():
                    await timer._tick(next_timer=0.0, count=1)
        await pilot.pause()
    await pilot.pause()


async def test_two_frames_three_seconds_apart_are_the_same(story: SfmApp, clock: FrozenClock, until: Any) -> None:
    """While the clock stands, all of it; while it runs, all but the header and what counts the seconds."""
    async with story.run_test(size=(120, 36)) as pilot:
        await until(pilot, lambda: story.session.before_going is not None)
        story.duty.acknowledge()
        for place in PLACES:
            story.go_to(place)
            before = await resting_frame(pilot, until, place)
            await three_seconds(pilot)
            assert await resting_frame(pilot, until, place) == before, place
            assert story.animator._animations == {}, place
            clock.set(clock.now() + 1)
            await three_seconds(pilot)
            now = await resting_frame(pilot, until, place)
            assert now[0] != before[0], f"{place}: the time of day runs"
            if place not in CLOCKS:
                moved = [y for y, (one, other) in enumerate(zip(before, now, strict=True)) if one != other]
                assert moved == [0], f"{place}: {[now[y] for y in moved[1:]]}"


@pytest.mark.parametrize(
    ("setting", "most", "level"),
    [("", "full", "none"), ("none", "full", "none"), ("full", "full", "full"), ("full", "basic", "basic")],
)
async def test_what_moves_is_what_the_setting_says(
    store: Store,
    clock: FrozenClock,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    setting: str,
    most: str,
    level: str,
) -> None:
    monkeypatch.setattr("textual.constants.TEXTUAL_ANIMATIONS", most)
    if setting:
        (tmp_path / "config.toml").write_text(f'motion = "{setting}"\n')
    app = SfmApp(store.path, clock)
    assert app.animation_level == level
    (tmp_path / "config.toml").write_text('motion = "none"\n')
    async with app.run_test(size=(80, 24)):
        app.duty.read_config_again()
        assert app.animation_level == "none"
    app.session.close()


@pytest.mark.parametrize(
    ("setting", "animations", "seen"),
    [("", "", {True, False}), ("none", "", {True}), ("", "none", {True}), ("full", "none", {True, False})],
)
def test_a_header_that_calls_flashes_unless_nothing_is_to_move(
    store: Store, clock: FrozenClock, me: Author, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    setting: str, animations: str, seen: set[bool],
) -> None:  # fmt: skip
    monkeypatch.setenv("TEXTUAL_ANIMATIONS", animations)
    if setting:
        (tmp_path / "config.toml").write_text(f'motion = "{setting}"\n')
    store.incidents.open(me, summary="Fight", reported=clock.now())
    app = SfmApp(store.path, clock)
    monkeypatch.setattr(app.duty, "_say", lambda *_said: None)
    monkeypatch.setattr(app.duty.lock, "tick", lambda: None)
    monkeypatch.setattr(app.duty.shift, "tick", lambda: None)
    app.duty.tick()
    clock.set(clock.now() + 170)
    flashed = []
    for _ in range(6):
        app.duty.tick()
        flashed.append(app.session.flash)
    assert set(flashed) == seen
    app.session.close()
