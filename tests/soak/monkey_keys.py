"""What a monkey does at the keys: a sequence that hangs on nothing but its seed."""

import random
import string
from collections.abc import Iterator
from dataclasses import dataclass

from textual import events
from textual.keys import _character_to_key

from sfm_tui.app import PLACES

LETTERS = string.ascii_letters + string.digits + string.punctuation + " éßŁ–€😀"
WORDS = (
    "Smoke in unit 14", "gate 3", "Shaw", "1001", "2210", "-5", "+10", "22:15", "tomorrow", "31/12/2026", "1 Dec",
    "25%", "last week", "=1+1", "[/x]", "[@click=app.quit]x", "%s {0}", "0", "-1", "999999999999", "yes", "#", "late",
    "02:30", "2026-W43", "GATE", "okafor", "a@b", "'; --", "é́́", "😀" * 5, "fire", "theft", "1 year", "3m",
    "03:00 17 Oct",
)  # fmt: skip
PASTES = (
    "two\nlines", "tab\tand\rcr", "\x1b[31mred\x1b[0m", "nul\x00byte", "\u202eright to left", "x" * 5000,
    "👩‍👩‍👧‍👦" * 20,
    "\ud800 alone", "a\u0301" * 200, "", "\n" * 50, "[b]bold[/b]", "1\n2\n3\n", "\u2028line\u2029para", "\x7f\x08",
)  # fmt: skip
MOVES = (
    "enter", "enter", "enter", "escape", "escape", "tab", "tab", "shift+tab", "up", "up", "down", "down", "down",
    "left", "right", "home", "end", "pageup", "pagedown", "backspace", "delete", "space", "ctrl+home", "ctrl+end",
    "shift+left", "shift+right", "shift+down", "shift+up", "ctrl+left", "ctrl+right", "insert", "alt+left", "ctrl+up",
    "ctrl+down",
)  # fmt: skip
FUNCTIONS = tuple(f"f{n}" for n in range(1, 13))
CONTROLS = (*(f"ctrl+{letter}" for letter in "abdefghijklmnoprstuvwxyz"), "ctrl+underscore", "ctrl+backslash")
SIZES = ((80, 24), (80, 24), (120, 36), (200, 60), (100, 30), (81, 25), (60, 20), (40, 10), (20, 5), (300, 90))
_SENT = {"enter": "\r", "escape": "\x1b", "tab": "\t", "backspace": "\x7f", "space": " "}


@dataclass(frozen=True)
class Keys:
    """Some keys, all at once, as a stalled line or a quick hand sends them."""

    keys: tuple[str, ...]


@dataclass(frozen=True)
class Paste:
    """A text from the clipboard."""

    text: str


@dataclass(frozen=True)
class Resize:
    """The terminal gets another size."""

    width: int
    height: int


@dataclass(frozen=True)
class Click:
    """The mouse, at a part of the width and the height."""

    x: float
    y: float
    kind: str


@dataclass(frozen=True)
class GoTo:
    """Back to where keys are known to work, and from there to a place."""

    place: str


@dataclass(frozen=True)
class Probe:
    """A word that is not to be lost, typed into whatever field takes it, and a way out of there."""

    word: str
    way: tuple[str, ...]


Step = Keys | Paste | Resize | Click | GoTo | Probe

WAYS = (
    ("f2",), ("f3",), ("f4",), ("f6",), ("f12", "l"), ("f12", "d"), ("f1",), ("ctrl+o",), ("ctrl+l",), ("escape",),
    ("f5",), ("f9",), ("f12", "r"), ("tab", "f12", "b"), ("f2", "f2"), ("f12", "escape", "f12", "n"),
)  # fmt: skip
"""Ways out of a field, none of which says that what stands in it is to be dropped."""


def steps(seed: int, keys: int) -> Iterator[Step]:
    """So many keys at least, the places one after the other; the same for the same seed."""
    chance = random.Random(seed)
    pressed, places = 0, list(PLACES)
    while True:
        chance.shuffle(places)
        for place in places:
            yield GoTo(place)
            pressed += 2
            here = 0
            while here < 150:
                step = _step(chance)
                yield step
                here += len(step.keys) if isinstance(step, Keys) else 1
            yield Probe(f"kept{chance.randrange(10**9):09d}", chance.choice(WAYS))
            pressed += here + 15
            if pressed >= keys:
                return


def _step(chance: random.Random) -> Step:
    kind = chance.random()
    if kind < 0.03:
        return Paste(chance.choice(PASTES))
    if kind < 0.045:
        return Resize(*chance.choice(SIZES))
    if kind < 0.10:
        return Click(chance.random(), chance.random(), chance.choice(("click", "click", "double", "wheel", "move")))
    return Keys(tuple(key for _ in range(chance.choice((1, 2, 4, 8, 16))) for key in _some(chance)))


def _some(chance: random.Random) -> tuple[str, ...]:
    kind = chance.random()
    if kind < 0.38:
        return (chance.choice(LETTERS),)
    if kind < 0.82:
        return (chance.choice(MOVES),)
    if kind < 0.87:
        return (chance.choice(FUNCTIONS),)
    if kind < 0.95:
        return (chance.choice(CONTROLS),)
    return tuple(chance.choice(WORDS))


def event_of(key: str) -> events.Key:
    """The event that a terminal makes of a key: a name or a letter."""
    if len(key) == 1:
        return events.Key(_character_to_key(key), key)
    if key.startswith("ctrl+") and len(key) == 6:
        return events.Key(key, chr(ord(key[5]) - 96))
    return events.Key(key, _SENT.get(key))
