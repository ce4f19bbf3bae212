"""What is painted, piece by piece, and in which of a theme's colours.

A screen is shown once, in a theme of which every variable has a colour of its own. So each piece of text tells which
variables it is painted with, and its contrast is computed for every theme without painting it again.
"""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from rich.segment import Segment
from rich.style import Style
from textual.app import App
from textual.color import Color
from textual.pilot import Pilot
from textual.screen import ModalScreen
from textual.theme import Theme

from sfm_tui.app import SfmApp
from sfm_tui.clock import FrozenClock
from sfm_tui.theme import DARK, SIXTEEN
from tests.test_theme import COLOURED, ENOUGH, PALETTES, colour, number, ratio, variables

FIRST, STEP = 0x101010, 0x010305
"""The colours of the variables in `TAGGED`: all of them differ, and none is black or white."""
_BASE = ("primary", "secondary", "accent", "warning", "error", "success", "foreground", "background", "surface",
         "panel")  # fmt: skip
_OWN = {
    name: f"#{FIRST + n * STEP:06x}" if value.startswith("#") else value
    for n, (name, value) in enumerate(variables(DARK).items())
}
TAGGED = Theme(name="tagged", dark=True, variables=_OWN, **{name: _OWN[name] for name in _BASE})
_NAMES = {value: name for name, value in _OWN.items()}
Pair = tuple[str, str]
"""The variable of a text and that of its ground."""


def quiet(pilot: Pilot[Any]) -> bool:
    """Whether nothing is on its way: all acts are done, or wait for an answer in a dialog."""
    busy = [work for work in pilot.app.workers if not work.is_finished]
    return not busy or isinstance(pilot.app.screen, ModalScreen)


def painted(app: App[Any], *, words: bool = True) -> Iterator[tuple[int, int, Segment]]:
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


def text_and_ground(style: Style | None) -> tuple[Color, Color]:
    """The two colours of a piece of text, as they are seen."""
    assert style is not None
    assert not style.dim, style
    assert style.color is not None
    assert style.bgcolor is not None, style
    text, ground = Color.from_rich_color(style.color), Color.from_rich_color(style.bgcolor)
    return (ground, text) if style.reverse else (text, ground)


def show_tags(app: App[Any]) -> None:
    """Show the program in the theme whose colours tell their variables."""
    app.register_theme(TAGGED)
    app.theme = TAGGED.name


def name_of(tag: Color) -> str:
    """The variable that a colour of `TAGGED` is; the colour itself where it is none."""
    return _NAMES.get(tag.hex.lower(), tag.hex)


def pairs(app: App[Any]) -> dict[Pair, str]:
    """The pairs of variables that the screen is painted with, each with a place where it is. Needs `show_tags`.

    Letters, and signs that tell something, but for frames and scrollbars. A colour that is no variable of the theme,
    a blend for instance, stands as it is.
    """
    found: dict[Pair, str] = {}
    for x, y, segment in painted(app, words=False):
        text = segment.text.strip(_FRAMES)
        if not text:
            continue
        one, other = text_and_ground(segment.style)
        found.setdefault((name_of(one), name_of(other)), f"at {x},{y}: {text!r}")
    return found


_FRAMES = " ─│╭╮╰╯━┃▁▂▃▄▅▆▇█▌▐▎▊▔╌┄┊├┤┬┴┼═▏▕"
_LINES = frozenset(" ─│╭╮╰╯━┃▔╌┄┊├┤┬┴┼═▏▕")


def lines(app: App[Any]) -> dict[Pair, str]:
    """The pairs of variables that frames, rules and scrollbars are painted with, each with a place. Needs `show_tags`.

    Of a scrollbar the pair is its handle and the ground on which that moves.
    """
    found: dict[Pair, str] = {}
    for x, y, segment in painted(app, words=False):
        if segment.text.strip() and _LINES.issuperset(segment.text):
            one, other = text_and_ground(segment.style)
            found.setdefault((name_of(one), name_of(other)), f"at {x},{y}: {segment.text.strip()!r}")
    for part in app.screen.query("*"):
        if any(part.scrollbars_enabled):
            for state in ("", "_hover", "_active"):
                handle = getattr(part.styles, f"scrollbar_color{state}")
                ground = getattr(part.styles, f"scrollbar_background{state}")
                found.setdefault((name_of(handle), name_of(ground)), f"of the scrollbar of {part}")
    return found


@cache
def too_faint(pair: Pair, enough: float = ENOUGH) -> tuple[str, ...]:
    """In which of the themes a pair of variables cannot be read, or seen where less is `enough`, with its contrast."""
    for name in pair:
        if name not in variables(DARK):
            return (f"{name} is no colour of the theme",)
    faint = []
    for theme in COLOURED:
        under = colour(theme, pair[1], colour(theme, "background"))
        contrast = ratio(colour(theme, pair[0], under), under)
        if contrast < enough:
            faint.append(f"{theme.name}: ${pair[0]} on ${pair[1]} is {contrast:.2f}:1")
    own = [variables(SIXTEEN)[name] for name in pair]
    if any(not value.startswith("ansi_") for value in own):
        return (*faint, f"sixteen colours: {pair} are {own}")
    for palette, colours in PALETTES.items():
        one, other = (Color.parse(colours[number(variables(SIXTEEN)[name])]) for name in pair)
        if ratio(one, other) < enough:
            faint.append(f"sixteen colours, {palette}: ${pair[0]} on ${pair[1]} is {ratio(one, other):.2f}:1")
    return tuple(faint)


def unreadable(app: App[Any]) -> list[str]:
    """The pieces of text on the screen that cannot be read well in one of the themes. Needs `show_tags`."""
    return [f"{line} {where}" for pair, where in pairs(app).items() for line in too_faint(pair)]


def faint(app: App[Any]) -> list[str]:
    """The pieces of text that cannot be read well as they are painted now, in whatever theme is shown."""
    found = []
    for x, y, segment in painted(app):
        text, ground = text_and_ground(segment.style)
        if ratio(text, ground) < ENOUGH:
            found.append(f"{ratio(text, ground):.2f} {text.hex} on {ground.hex} at {x},{y}: {segment.text.strip()!r}")
    return found


def with_colours(path: Path, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch, **env: str) -> SfmApp:
    """The program on a store, in a terminal of another kind."""
    for name in ("COLORTERM", "NO_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("textual.constants.COLOR_SYSTEM", "auto")
    return SfmApp(path, clock)
