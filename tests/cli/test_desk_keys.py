"""The key table through a real terminal: each key does what it should with a field in focus."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.soak.real_desk import RealDesk, make_store
from tests.soak.tmux_desk import AVAILABLE, TmuxDesk

Desk = RealDesk | TmuxDesk

TYPED = "qz"
"""What stands in the field while the key is pressed."""
FIELDS: dict[str, tuple[list[str], str]] = {
    # how to get there from the desk, and what says that one is there
    "what": (["f2", TYPED], f"What       {TYPED}"),
    "where": (["f2", "enter", TYPED], f"Where      {TYPED}"),
    "officer": (["f2", "enter", "enter", "enter", "enter", TYPED], f"Officer    {TYPED}"),
    "note": (["f2", "enter", "enter", "enter", "enter", "enter", TYPED], f"Note       {TYPED}"),
    "search": (["f3", TYPED], f"Find  {TYPED}"),
    "f6": (["f6", TYPED], f"  {TYPED} "),
    "go-to": (["f12"], "Go to ─"),
    "state": (["f2", "ctrl+s"], "Void: raised in error"),
    "reason": (["f2", "ctrl+s", "v", TYPED], f"  {TYPED} "),
    "more": (["f2", "ctrl+n", TYPED], "Esc saves and goes back"),
    "at-desk": (["ctrl+o", TYPED], f"  {TYPED} "),
    "keys": (["f1"], "F1 or Esc closes"),
}
DIALOGS = ("f6", "go-to", "state", "reason", "more", "at-desk", "keys")
KEYS: dict[str, str] = {
    "f1": r"F1 or Esc closes",
    "f2": r"\d{4} opened, reported",
    "f3": r"│ LOG .*\n.*\n Find",
    "f4": r"│ INCIDENT",
    "f5": r"dispatched at [\d:]+, who",
    "f6": r"╭─ Occurrence",
    "f7": r"on scene at [\d:]+, who",
    "f8": r"stood down or clear at",
    "f9": r"resolved (\d\d:|already)",
    "f12": r"Go to ─",
    "ctrl+q": r"Leave\?",
    "ctrl+o": r"[Ww]ho is at the desk",
}
CLOSES = {("keys", "f1")}
STAYS = {("go-to", "f12")}
"""What a key asks stands there already."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A store with the small site, in which no incident comes to its limit and says so over what a key says."""
    make_store(tmp_path / "s.db", limit_seconds=86_400)
    return tmp_path / "s.db"


@pytest.fixture
def desk(path: Path) -> Iterator[RealDesk]:
    with RealDesk(path, limit=1800) as desk:
        desk.sign_on()
        desk.send("f2", "f2")
        desk.says("0002 opened")
        yield desk


@pytest.fixture
def tmux(path: Path) -> Iterator[TmuxDesk]:
    if not AVAILABLE:
        pytest.skip("tmux is not installed")
    with TmuxDesk(path) as desk:
        desk.until("Enter chooses")
        desk.send("enter")
        desk.until("is at the desk")
        desk.send("f2", "f2")
        desk.until("0002 opened")
        yield desk


def at_desk(screen: str) -> bool:
    """Whether the desk is shown, and nothing in front of it."""
    return "│ DESK" in screen and "╭─ Log " in screen and screen.count("╭") == 2


def press_each(desk: Desk, fields: list[str]) -> None:
    """Press every key of the table in each of the fields."""
    for field in fields:
        way, there = FIELDS[field]
        for key, shows in KEYS.items():
            desk.send("f12", "d")
            desk.until(at_desk, "the desk")
            desk.send(*way)
            before = desk.until(there, f"the field {field}")
            desk.send(key)
            if (field, key) in CLOSES:
                desk.until(lambda screen, there=there: there not in screen, f"{key} closing {field}")
                continue
            if (field, key) in STAYS:
                continue
            match = re.compile(shows)
            desk.until(
                lambda screen, before=before, match=match: screen != before and match.search(screen),
                f"what {key} shows in {field}",
            )


def come_back(desk: Desk) -> None:
    """F2 works over any dialog, and Escape leads back to it with its text."""
    for field in DIALOGS:
        way, there = FIELDS[field]
        desk.send("f12", "d")
        desk.until(at_desk, "the desk")
        desk.send(*way)
        desk.until(there, f"the dialog {field}")
        desk.send("f2", "Fire in unit 14")
        desk.until("What       Fire in unit 14", f"F2 over {field}")
        desk.send("escape")
        screen = desk.until(there, f"Escape back to {field}")
        if TYPED in way:
            assert TYPED in screen


SHORT = ["what"]


def test_each_key_in_a_field(desk: RealDesk) -> None:
    press_each(desk, SHORT)


@pytest.mark.soak
def test_each_key_in_each_other_field(desk: RealDesk) -> None:
    press_each(desk, [field for field in FIELDS if field not in SHORT])


@pytest.mark.soak
def test_f2_over_each_dialog_and_back(desk: RealDesk) -> None:
    come_back(desk)


def test_each_key_through_tmux(tmux: TmuxDesk) -> None:
    press_each(tmux, ["note"])


@pytest.mark.soak
def test_each_key_in_each_field_through_tmux(tmux: TmuxDesk) -> None:
    press_each(tmux, list(FIELDS))


@pytest.mark.soak
def test_f2_over_each_dialog_and_back_through_tmux(tmux: TmuxDesk) -> None:
    come_back(tmux)
