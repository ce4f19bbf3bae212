"""The colours: every pair of text and ground that the screens use can be read."""

import re
from pathlib import Path

import pytest
from textual.color import Color
from textual.theme import Theme

from sfm_tui.theme import SIXTEEN, THEMES

ROOT = Path(__file__).parents[1]
ENOUGH = 4.5
ENOUGH_OF_A_LINE = 3.0
"""For what must be seen and is no text: frames, rules, scrollbars (WCAG 1.4.11)."""
GROUNDS = ("background", "surface", "panel")
TEXTS = ("foreground", "muted", "text-muted", "text-disabled", "secondary", "accent", "success", "warning", "error")
PAIRS = [
    *((text, ground) for ground in GROUNDS for text in TEXTS),
    # The row under the cursor keeps the colours of its words; so does a field that is typed in.
    *((text, "panel-lighten-1") for text in TEXTS),
    ("block-cursor-foreground", "block-cursor-background"),
    ("block-cursor-blurred-foreground", "block-cursor-blurred-background"),
    ("foreground", "block-cursor-blurred-background"),
    ("footer-key-foreground", "panel"),
    ("footer-description-foreground", "panel"),
    ("input-cursor-foreground", "input-cursor-background"),
    ("foreground", "input-selection-background"),
    ("background", "error"),  # the header while a limit calls, in reverse
]
LINES = [
    *((line, ground) for ground in GROUNDS[:2] for line in ("panel-lighten-2", "primary")),
    *((f"scrollbar{state}", f"scrollbar-background{state}") for state in ("", "-hover", "-active")),
    # A handle is told from what is beside it as well, not from its own ground alone.
    *((f"scrollbar{state}", "background") for state in ("", "-hover", "-active")),
]
COLOURED = [theme for theme in THEMES if theme is not SIXTEEN]

VGA = [
    "#000000",
    "#aa0000",
    "#00aa00",
    "#aa5500",
    "#0000aa",
    "#aa00aa",
    "#00aaaa",
    "#aaaaaa",
    "#555555",
    "#ff5555",
    "#55ff55",
    "#ffff55",
    "#5555ff",
    "#ff55ff",
    "#55ffff",
    "#ffffff",
]
XTERM = [
    "#000000",
    "#cd0000",
    "#00cd00",
    "#cdcd00",
    "#0000ee",
    "#cd00cd",
    "#00cdcd",
    "#e5e5e5",
    "#7f7f7f",
    "#ff0000",
    "#00ff00",
    "#ffff00",
    "#5c5cff",
    "#ff00ff",
    "#00ffff",
    "#ffffff",
]
WINDOWS = [
    "#0c0c0c",
    "#c50f1f",
    "#13a10e",
    "#c19c00",
    "#0037da",
    "#881798",
    "#3a96dd",
    "#cccccc",
    "#767676",
    "#e74856",
    "#16c60c",
    "#f9f1a5",
    "#3b78ff",
    "#b4009e",
    "#61d6d6",
    "#f2f2f2",
]
PALETTES = {"the Linux console": VGA, "xterm": XTERM, "Windows": WINDOWS}


def luminance(of: Color) -> float:
    """The relative luminance of WCAG 2."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in of.normalized]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def ratio(one: Color, other: Color) -> float:
    """The contrast ratio of WCAG 2, from 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def variables(theme: Theme) -> dict[str, str]:
    """Every variable of a theme, as the stylesheets see it."""
    if theme.name not in _VARIABLES:
        _VARIABLES[theme.name] = {**theme.to_color_system().generate(), **theme.variables}
    return _VARIABLES[theme.name]


_VARIABLES: dict[str, dict[str, str]] = {}


def colour(theme: Theme, name: str, ground: Color | None = None) -> Color:
    """A variable as a solid colour, on a ground where it is a blend."""
    found = Color.parse(variables(theme)[name])
    return (ground + found) if ground is not None and found.a < 1 else found


@pytest.mark.parametrize("theme", COLOURED, ids=lambda theme: theme.name)
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_can_be_read_on_its_ground(theme: Theme, text: str, ground: str) -> None:
    under = colour(theme, ground, colour(theme, "background"))
    contrast = ratio(colour(theme, text, under), under)
    assert contrast >= ENOUGH, f"${text} on ${ground} is {contrast:.2f}:1"


@pytest.mark.parametrize("theme", COLOURED, ids=lambda theme: theme.name)
@pytest.mark.parametrize(("line", "ground"), LINES)
def test_lines_can_be_seen_on_their_ground(theme: Theme, line: str, ground: str) -> None:
    under = colour(theme, ground, colour(theme, "background"))
    contrast = ratio(colour(theme, line, under), under)
    assert contrast >= ENOUGH_OF_A_LINE, f"${line} on ${ground} is {contrast:.2f}:1"


@pytest.mark.parametrize("palette", PALETTES)
@pytest.mark.parametrize(("line", "ground"), LINES)
def test_lines_in_sixteen_colours_can_be_seen_in_usual_palettes(palette: str, line: str, ground: str) -> None:
    names = variables(SIXTEEN)
    contrast = ratio(*(Color.parse(PALETTES[palette][number(names[name])]) for name in (line, ground)))
    assert contrast >= ENOUGH_OF_A_LINE, f"${line} on ${ground} is {contrast:.2f}:1"


@pytest.mark.parametrize("palette", PALETTES)
@pytest.mark.parametrize(
    ("text", "ground"), [*PAIRS, ("foreground", "block-cursor-background"), ("muted", "block-cursor-background")]
)
def test_the_sixteen_colours_are_read_in_usual_palettes(palette: str, text: str, ground: str) -> None:
    """A field that is typed in stands on the cursor's blue (`app.tcss`)."""
    names = variables(SIXTEEN)
    if ground == "input-selection-background":
        text = "input-selection-foreground"
    colours = [Color.parse(PALETTES[palette][number(names[name])]) for name in (text, ground)]
    contrast = ratio(*colours)
    assert contrast >= ENOUGH, f"${text} on ${ground} is {contrast:.2f}:1"


def number(name: str) -> int:
    """Which of the sixteen a colour is; one that is none of them, or the terminal's own default, is no good."""
    found = Color.parse(name)
    assert found.ansi is not None, f"{name} is none of the sixteen"
    assert found.ansi >= 0, f"{name}: on the terminal's own ground nobody knows what can be read"
    return found.ansi


def test_styles_name_colours_by_variable_alone() -> None:
    """A colour that a stylesheet names itself would escape these tests; `app.tcss` may name those of the sixteen."""
    hexes = re.compile(r"(?:color|background|border[a-z-]*|tint)\s*:[^;]*(?:#[0-9a-fA-F]{3,8}\b|rgb\(|hsl\()")
    named = re.compile(r"(?:color|background)\s*:\s*(?!transparent|auto|\$|ansi_)[a-z]")
    for path in [*ROOT.glob("screens/*"), *ROOT.glob("sfm_tui/app/*.tcss"), *ROOT.glob("sfm_tui/widgets/*/*.py")]:
        if path.suffix in (".py", ".tcss"):
            text = path.read_text(encoding="utf-8")
            assert not hexes.findall(text), path
            if path.suffix == ".tcss":
                assert not named.findall(text), path


def test_nothing_is_dimmed() -> None:
    """`dim` halves a contrast, on a cursor too."""
    for path in [*ROOT.glob("screens/*.py"), *ROOT.glob("sfm_tui/**/*.py")]:
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"""["'](?:[a-z ]+ )?dim["']|dim=True""", text), path
