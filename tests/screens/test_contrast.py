"""What is really painted in every place, in each theme: text at 4.5:1 or better, lines at 3:1; no colour alone."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sfm_tui.app import PLACES, SfmApp
from sfm_tui.clock import FrozenClock
from sfm_tui.widgets.lists.rows import Rows
from tests.screens.painting import (
    Color,
    Pair,
    faint,
    lines,
    name_of,
    painted,
    pairs,
    quiet,
    ratio,
    show_tags,
    text_and_ground,
    too_faint,
    unreadable,
    with_colours,
)
from tests.screens.ways import walk
from tests.test_theme import COLOURED, ENOUGH, ENOUGH_OF_A_LINE, PALETTES, colour

STATES: set[Pair] = {
    ("block-cursor-foreground", "block-cursor-background"),
    ("block-cursor-blurred-foreground", "block-cursor-blurred-background"),
    ("foreground", "panel-lighten-1"),
    ("muted", "panel-lighten-1"),
    ("success", "background"),
    ("warning", "background"),
    ("error", "background"),
    ("error", "panel-lighten-1"),
    ("warning", "panel-lighten-1"),
    ("muted", "surface"),
    ("footer-key-foreground", "panel"),
    ("footer-description-foreground", "panel"),
    ("input-cursor-foreground", "input-cursor-background"),
    ("foreground", "block-cursor-blurred-background"),
    ("primary", "background"),
}
"""Cursors, marks, placeholders, footers, the heat of an hour: a walk that does not meet these proves nothing."""


LINES: set[Pair] = {
    ("panel-lighten-2", "background"),
    ("primary", "background"),
    ("primary", "surface"),
    ("scrollbar", "scrollbar-background"),
    ("scrollbar-hover", "scrollbar-background-hover"),
    ("scrollbar-active", "scrollbar-background-active"),
}
"""Frames without and with the focus, of dialogs, scrollbars."""


async def test_everything_painted_can_be_read_in_every_theme(story: SfmApp, until: Any) -> None:
    bad: set[str] = set()
    met: set[Pair] = set()
    seen: set[str] = set()
    show_tags(story)

    async def look(name: str) -> None:
        here = pairs(story)
        assert here, f"{name}: nothing is painted"
        bad.update(f"{name}: {line} {where}" for pair, where in here.items() for line in too_faint(pair))
        drawn = lines(story)
        bad.update(
            f"{name}: {line} {where}" for pair, where in drawn.items() for line in too_faint(pair, ENOUGH_OF_A_LINE)
        )
        met.update(here, drawn)
        seen.add(name)

    await walk(story, until, look)
    assert not bad, "\n".join(sorted(bad)[:40])
    assert seen >= set(PLACES)
    assert not (STATES | LINES) - met, "the walk does not show these"


@pytest.mark.soak
async def test_each_place_is_painted_anew_in_the_colours_of_another_theme(story: SfmApp, until: Any) -> None:
    """And so the colours of `TAGGED` foretell those of each theme: the test above holds for what a person sees."""
    show_tags(story)
    async with story.run_test(size=(120, 36)) as pilot:
        await until(pilot, lambda: story.session.before_going is not None)
        for n, place in enumerate(PLACES):
            theme = COLOURED[n % len(COLOURED)]
            story.go_to(place)
            await until(pilot, lambda: quiet(pilot), place)
            show_tags(story)
            await pilot.pause()
            under = colour(theme, "background")
            foretold = {
                at: (ch, *(colour(theme, name_of(tag), under).hex for tag in (text, ground)))
                for at, (ch, text, ground) in letters(story).items()
            }
            story.theme = theme.name
            await pilot.pause()
            now = {at: (ch, text.hex, ground.hex) for at, (ch, text, ground) in letters(story).items()}
            assert foretold, place
            assert now == foretold, f"{place} in {theme.name}: {sorted(now.items() ^ foretold.items())[:10]}"


def letters(app: SfmApp) -> dict[tuple[int, int], tuple[str, Color, Color]]:
    """Each letter and digit on the screen, where it stands, with its colour and its ground."""
    found = {}
    for x, y, segment in painted(app):
        colours = text_and_ground(segment.style)
        for n, ch in enumerate(segment.text):
            if ch.isalnum():
                found[x + n, y] = (ch, *colours)
    return found


async def test_a_first_start_can_be_read(tmp_path: Path, clock: FrozenClock) -> None:
    app = SfmApp(tmp_path / "new.db", clock)
    show_tags(app)
    async with app.run_test(size=(80, 24)) as pilot:
        for key in ("N", "enter", "tab", "down", "x", "end"):
            await pilot.press(key)
            assert unreadable(app) == []
    app.session.close()


@pytest.mark.soak
@pytest.mark.parametrize("theme", [theme.name for theme in COLOURED])
async def test_everything_painted_can_be_read_as_it_is_painted(story: SfmApp, until: Any, theme: str) -> None:
    bad: set[str] = set()
    seen = 0
    story.theme = theme

    async def look(name: str) -> None:
        nonlocal seen
        bad.update(f"{name}: {line}" for line in faint(story))
        seen += len(list(painted(story)))

    await walk(story, until, look)
    assert not bad, "\n".join(sorted(bad)[:40])
    assert seen > 3000, "hardly anything was painted: this proves nothing"


@pytest.fixture
def opened(story: SfmApp, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Opens the program on the invented site in a terminal of another kind."""
    programs: list[SfmApp] = []

    def start(**env: str) -> SfmApp:
        programs.append(with_colours(story.session.path, clock, monkeypatch, **env))
        programs[-1].session.person = "okafor"
        return programs[-1]

    yield start
    for app in programs:
        app.session.close()


@pytest.mark.soak
@pytest.mark.parametrize("term", ["xterm", "linux"])
async def test_a_terminal_of_sixteen_colours_gets_just_these(opened: Any, until: Any, term: str) -> None:
    app = opened(TERM=term)
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
    assert not bad, "\n".join(sorted(bad)[:40])


@pytest.mark.soak
async def test_without_colour_nothing_has_any_and_the_cursor_is_seen(opened: Any, until: Any) -> None:
    app = opened(TERM="xterm-256color", NO_COLOR="1")
    bad: list[str] = []

    async def look(name: str) -> None:
        focused = app.focused
        marked = focused is None or (isinstance(focused, Rows) and not focused.items)
        for x, y, segment in painted(app, words=False):
            style = segment.style
            if style is None:
                continue
            if any(c is not None and not c.is_default for c in (style.color, style.bgcolor)):
                bad.append(f"{name}: {style} at {x},{y}")
            if focused is not None and focused.region.contains(x, y):
                marked = marked or bool(style.reverse or style.underline) or any(ch in segment.text for ch in "▌›")
        if not marked and getattr(focused, "id", "") not in ("keys-scroll", "text-scroll", "reader"):
            bad.append(f"{name}: nobody sees the cursor in {focused}")

    await walk(app, until, look)
    assert not bad, "\n".join(bad[:40])
