"""What screen tests share: the program on the small site, with its clock standing still, and a way to wait for it."""

import asyncio
import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic, process_time
from typing import Any

import pytest
from textual._compositor import Compositor
from textual.app import App
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.pilot import Pilot

from sfm_tui.app import SfmApp
from sfm_tui.clock import FrozenClock
from sfm_tui.storage.store import Store
from sfm_tui.widgets.dialogs.by_itself import ByItself
from tests.conftest import same_random


@pytest.fixture(autouse=True)
def own_config(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads or writes the settings of whoever runs it."""
    monkeypatch.setenv("SFM_CONFIG", str(tmp_path / "config.toml"))


@pytest.fixture(autouse=True)
def usual_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """The colours do not depend on the terminal in which the tests run."""
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLORTERM", "truecolor")
    monkeypatch.delenv("NO_COLOR", raising=False)


LOOK = 0.005
"""Seconds between two looks whether the program has come to rest."""


@pytest.fixture(autouse=True)
def short_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pilot looks every 5 ms whether the program has come to rest, not every 20: most of a test was that wait.

    A process that gets no time from the machine looks idle too: after a look that came late, nothing may wait.
    """
    pause, press = Pilot.pause, Pilot.press
    late = False

    async def looks(_least: float = 0) -> None:
        nonlocal late
        end = monotonic() + 1
        while True:
            used, begun = process_time(), monotonic()
            await asyncio.sleep(LOOK)
            now = monotonic()
            if process_time() - used < LOOK / 10 or now > end:
                late = late or now - begun > 2 * LOOK
                return

    async def paused(pilot: Pilot[Any], delay: float | None = None) -> None:
        nonlocal late
        for _ in range(20):
            late = False
            await pause(pilot, delay)
            if not late or not waits(pilot.app):
                return

    async def pressed(pilot: Pilot[Any], *keys: str) -> None:
        nonlocal late
        late = False
        await press(pilot, *keys)
        if late and waits(pilot.app):
            await paused(pilot)

    monkeypatch.setattr("textual.pilot.wait_for_idle", looks)
    monkeypatch.setattr("textual.app.wait_for_idle", looks)
    monkeypatch.setattr(Pilot, "pause", paused)
    monkeypatch.setattr(Pilot, "press", pressed)


def waits(app: App[Any]) -> bool:
    """Whether a message, a callback or the layout waits for its turn."""
    screen = app.screen
    pumps = (app, *screen.walk_children(with_self=True))
    return screen._layout_required or any(pump._next_callbacks or pump.message_queue_size for pump in pumps)


@pytest.fixture(autouse=True)
def painted_at_rest(short_looks: None, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """What has changed is painted when a test waits, not sixty times a second: a third of a test was painting.

    Nothing goes unpainted that a test could have looked at. One that counts paints asks for `every_paint`.
    """
    if "every_paint" in request.fixturenames:
        return
    paint, pause = Compositor.render_update, Pilot.pause
    at_rest = False

    def when_asked(compositor: Compositor, full: bool = False, *args: Any, **more: Any) -> Any:
        return paint(compositor, full, *args, **more) if at_rest or full else None

    async def paused(pilot: Pilot[Any], delay: float | None = None) -> None:
        nonlocal at_rest
        await pause(pilot, delay)
        screen = pilot.app.screen
        if screen._compositor._dirty_regions:
            at_rest = True
            try:
                screen._compositor_refresh()
            finally:
                at_rest = False

    monkeypatch.setattr(Compositor, "render_update", when_asked)
    monkeypatch.setattr(Pilot, "pause", paused)


@pytest.fixture
def every_paint() -> None:
    """The program paints as it does on a terminal."""


@pytest.fixture(autouse=True)
def answers_at_once(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A test answers a question that comes by itself sooner than a person could, unless it has `a_persons_pace`."""
    if "a_persons_pace" not in request.fixturenames:
        monkeypatch.setattr(ByItself, "not_meant", lambda _dialog, _event: False)


@pytest.fixture
def a_persons_pace() -> None:
    """What comes too soon for a person is taken so."""


@pytest.fixture(autouse=True)
def styles_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The styles of a theme are read once for all tests of a process, not anew for each program that one starts."""
    monkeypatch.setattr(Stylesheet, "_parse_rules", _parse_rules)


_PARSE = Stylesheet._parse_rules
_PARSED: dict[Any, list[RuleSet]] = {}


def _parse_rules(sheet: Stylesheet, *args: Any, **more: Any) -> list[RuleSet]:
    key = (args, tuple(more.items()), tuple(sheet._variables.items()))
    if key not in _PARSED:
        _PARSED[key] = _PARSE(sheet, *args, **more)
    return _PARSED[key]


@pytest.fixture
def same_salts() -> Iterator[None]:
    """Salts that are the same in every run, so that the ledger's head on a snapshot is too."""
    with same_random(lambda n, size: hashlib.sha512(str(n).encode()).digest()[:size]):
        yield


@pytest.fixture
def true_colours(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pictures are of a terminal with all colours, whatever terminal the tests run in."""
    monkeypatch.setenv("COLORTERM", "truecolor")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)


@pytest.fixture
def program(clock: FrozenClock) -> Iterator[Callable[..., SfmApp]]:
    """Makes the program on a store, J. Okafor at its desk if it does not ask who is; closed after the test."""
    made: list[SfmApp] = []

    def make(path: Path, *, ask: bool = False) -> SfmApp:
        made.append(SfmApp(path, clock, ask=ask))
        if not ask:
            made[-1].session.person = "okafor"
        return made[-1]

    yield make
    for one in made:
        one.session.close()


@pytest.fixture
def app(store: Store, program: Callable[..., SfmApp]) -> SfmApp:
    """The program on the small site, J. Okafor at the desk; the test runs it with `run_test`."""
    store.people.sign_on("okafor")
    return program(store.path)


@pytest.fixture
def asking(store: Store, program: Callable[..., SfmApp]) -> SfmApp:
    """The program as `sfm` starts it, on the small site, where J. Okafor was at the desk last."""
    store.people.sign_on("okafor")
    return program(store.path, ask=True)


@pytest.fixture
def story(tmp_path: Path, program: Callable[..., SfmApp], northgate_bytes: bytes) -> SfmApp:
    """The program on the invented site, J. Okafor at the desk; the test runs it with `run_test`."""
    path = tmp_path / "northgate.db"
    path.write_bytes(northgate_bytes)
    return program(path)


@pytest.fixture
def settle() -> Callable[[Pilot[Any]], Any]:
    """Waits until every worker has come to its end and the screen has caught up."""

    async def wait(pilot: Pilot[Any]) -> None:
        for _ in range(4):
            await pilot.pause()
            if working := [w for w in pilot.app.workers if w.group != "dialogs"]:
                await pilot.app.workers.wait_for_complete(working)
        await pilot.pause()

    return wait


@pytest.fixture
def snap_compare(snap_compare: Any) -> Callable[..., bool]:
    """Compares a picture of the program at rest: its store is open before the first key, its clock has ticked."""

    def compare(*args: Any, run_before: Any = None, **more: Any) -> bool:
        async def at_rest(pilot: Pilot[Any]) -> None:
            await pilot.pause()
            # Of an empty list Textual makes all workers, and one may wait for an answer that nobody gives.
            if opening := [w for w in pilot.app.workers if w.group == "open"]:
                await pilot.app.workers.wait_for_complete(opening)
            await pilot.pause()
            if run_before is not None:
                await run_before(pilot)
            for _ in range(3):
                await pilot.pause()
            if isinstance(pilot.app, SfmApp):  # a slow run has been ticking, so every picture has
                pilot.app._tick()
            await pilot.pause()
            await pilot.pause()

        return bool(snap_compare(*args, run_before=at_rest, **more))

    return compare


@pytest.fixture
def until() -> Callable[..., Any]:
    """Waits until something holds, also while a worker waits for a dialog; fails after many looks."""

    async def wait(pilot: Pilot[Any], holds: Callable[[], object], what: str = "") -> None:
        for _ in range(1500):
            await pilot.pause()
            if holds():
                await pilot.pause()
                return
            await pilot.pause(0.01)
        raise AssertionError(f"never came true: {what or holds}")

    return wait
