"""What is really painted: every piece of text on every screen, in each theme, at 4.5:1 or better; no colour alone."""

import itertools
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from rich.segment import Segment
from textual.pilot import Pilot
from textual.screen import ModalScreen

from sfm_tui.app import SfmApp
from sfm_tui.clock import FrozenClock
from sfm_tui.domain.desk import Author
from sfm_tui.storage.store import Store
from tests.screens.log_fakes import fill
from tests.test_theme import COLOURED, ENOUGH, PALETTES, Color, ratio


def quiet(pilot: Pilot[Any]) -> bool:
    """Whether nothing is on its way: all acts are done, or wait for an answer in a dialog."""
    busy = [w for w in pilot.app.workers if not w.is_finished]
    return not busy or isinstance(pilot.app.screen, ModalScreen)


WAYS: dict[str, tuple[str, ...]] = {
    "desk": (),
    "desk, log pane": ("tab", "down"),
    "incident": ("f4",),
    "incident, officers": ("f4", "shift+tab"),
    "new incident": ("f2",),
    "more": ("f4", "ctrl+n"),
    "state": ("f4", "ctrl+s"),
    "history": ("f4", "ctrl+t"),
    "correct a stamp": ("f4", "f5"),
    "log": ("f12", "l"),
    "log, found": ("f3", "a", "l", "a", "r", "m"),
    "log, preview": ("f12", "l", "space", "down"),
    "log, officers": ("f12", "l", "o"),
    "log, a wrong date": ("f12", "l", "d", "x"),
    "book": ("f12", "b"),
    "book, a line": ("f12", "b", "enter"),
    "settings": ("f12", "s"),
    "settings, records": ("f12", "s", "down", "right", "down"),
    "settings, form": ("f12", "s", "right", "enter"),
    "go to": ("f12",),
    "at the desk": ("ctrl+o",),
    "occurrence": ("f6", "2", "2", "1", "0", "space", "k", "e", "y", "s"),
    "a wrong time": ("f6", "2", "4", "7", "5", "space", "k"),
    "keys": ("f1",),
    "palette": ("ctrl+p",),
    "palette, found": ("ctrl+p", "n", "e", "w"),
    "leave": ("ctrl+q",),
}


def painted(app: SfmApp, *, words: bool = True) -> Iterator[tuple[int, int, Segment]]:
    """Every piece of text on the screen that is shown, with where it begins; of a dialog what is in its frame.

    Without `words` also what is no text: blanks, lines, bars.
    """
    screen = app.screen
    frames = [screen.region]
    if isinstance(screen, ModalScreen):
        frames = [part.region for part in screen.query("#dialog, CommandInput, CommandList")]
    for y, strip in enumerate(screen._compositor.render_strips()):
        x = 0
        for segment in strip:
            seen = not words or any(ch.isalnum() for ch in segment.text)
            if seen and any(frame.contains(x, y) for frame in frames):
                yield x, y, segment
            x += segment.cell_length


def faint(app: SfmApp) -> list[str]:
    """The pieces of text that cannot be read well."""
    found = []
    for x, y, segment in painted(app):
        style = segment.style
        assert style is not None
        assert not style.dim, segment
        assert style.color is not None
        assert style.bgcolor is not None, segment
        text, ground = Color.from_rich_color(style.color), Color.from_rich_color(style.bgcolor)
        contrast = ratio(text, ground)
        if contrast < ENOUGH:
            found.append(f"{contrast:.2f} {text.hex} on {ground.hex} at {x},{y}: {segment.text.strip()!r}")
    return found


@pytest.fixture
def full(app: SfmApp, store: Store, clock: FrozenClock, me: Author) -> SfmApp:
    """The program on a store with a small history."""
    fill(store, clock, me)
    app.session.look()
    return app


async def walk(app: SfmApp, until: Any, look: Callable[[str], Awaitable[None]]) -> None:
    """Go to each of the screens and dialogs in turn and look at it."""
    async with app.run_test(size=(120, 36)) as pilot:
        for name, keys in WAYS.items():
            for key in keys:
                await pilot.press(key)
                await until(pilot, lambda: quiet(pilot))
            await look(name)
            while isinstance(app.screen, ModalScreen):
                app.screen.dismiss(None)
                await pilot.pause()
            app.go_to("desk")
            await until(pilot, lambda: quiet(pilot))


@pytest.mark.parametrize("each", [False, pytest.param(True, marks=pytest.mark.soak)])
async def test_everything_painted_can_be_read(full: SfmApp, until: Any, each: bool) -> None:
    """Each place in one of the themes, by turns; in each of them where there is time."""
    bad: set[str] = set()
    turns = itertools.cycle(COLOURED)
    seen = 0

    async def look(name: str) -> None:
        nonlocal seen
        for theme in COLOURED if each else [next(turns)]:
            full.theme = theme.name
            await Pilot(full).pause()
            bad.update(f"{theme.name}, {name}: {line}" for line in faint(full))
            seen += len(list(painted(full)))

    await walk(full, until, look)
    assert not bad, "\n".join(sorted(bad)[:40])
    assert seen > (3000 if each else 800), "hardly anything was painted: this proves nothing"


@pytest.mark.parametrize("theme", [theme.name for theme in COLOURED])
async def test_a_first_start_can_be_read(tmp_path: Path, clock: FrozenClock, theme: str) -> None:
    app = SfmApp(tmp_path / "new.db", clock)
    app.theme = theme
    async with app.run_test(size=(80, 24)) as pilot:
        for key in ("N", "enter", "tab", "down", "x", "end"):
            await pilot.press(key)
            assert not faint(app)
    app.session.close()


def with_colours(store: Store, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch, **env: str) -> SfmApp:
    """The program in a terminal of another kind."""
    for name in ("COLORTERM", "NO_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("textual.constants.COLOR_SYSTEM", "auto")
    return SfmApp(store.path, clock)


@pytest.mark.soak
@pytest.mark.parametrize("term", ["xterm", "linux"])
async def test_a_terminal_of_sixteen_colours_gets_just_these(
    store: Store, clock: FrozenClock, me: Author, monkeypatch: pytest.MonkeyPatch, until: Any, term: str
) -> None:
    fill(store, clock, me)
    app = with_colours(store, clock, monkeypatch, TERM=term)
    bad: set[str] = set()

    async def look(name: str) -> None:
        for x, y, segment in painted(app):
            style = segment.style
            assert style is not None
            assert style.color is not None
            assert style.bgcolor is not None
            numbers = (style.color.number, style.bgcolor.number)
            if None in numbers or style.color.is_default or style.bgcolor.is_default:
                bad.add(f"{name}: {style} at {x},{y}: {segment.text!r} is not in the sixteen")
                continue
            for palette, colours in PALETTES.items():
                contrast = ratio(*(Color.parse(colours[n]) for n in numbers if n is not None))
                if contrast < ENOUGH and not style.dim:
                    bad.add(f"{name}: {contrast:.2f} {style} in {palette}: {segment.text.strip()!r}")

    await walk(app, until, look)
    app.session.close()
    assert not bad, "\n".join(sorted(bad)[:40])


@pytest.mark.soak
async def test_without_colour_nothing_has_any_and_the_cursor_is_seen(
    store: Store, clock: FrozenClock, me: Author, monkeypatch: pytest.MonkeyPatch, until: Any
) -> None:
    fill(store, clock, me)
    app = with_colours(store, clock, monkeypatch, TERM="xterm-256color", NO_COLOR="1")
    bad: list[str] = []

    async def look(name: str) -> None:
        focused = app.focused
        assert focused is not None, name
        marked = False
        for x, y, segment in painted(app, words=False):
            style = segment.style
            if style is None:
                continue
            if any(c is not None and not c.is_default for c in (style.color, style.bgcolor)):
                bad.append(f"{name}: {style} at {x},{y}")
            if focused.region.contains(x, y):
                marked = marked or bool(style.reverse or style.underline) or any(ch in segment.text for ch in "▌›")
        if not marked and focused.id not in ("keys-scroll", "text-scroll"):
            bad.append(f"{name}: nobody sees the cursor in {focused}")

    await walk(app, until, look)
    app.session.close()
    assert not bad, "\n".join(bad[:40])
