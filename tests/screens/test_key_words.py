"""Words that name a key name the one that holds now: moved by the site, by the person, or off with the letters."""

import ast
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from textual.screen import ModalScreen

import screens
import sfm_tui
from sfm_tui.app import PLACES, SfmApp
from sfm_tui.clock import FrozenClock
from sfm_tui.domain.site import Desk, Site
from sfm_tui.storage.store import Store
from sfm_tui.widgets.dialogs.dialogs import AskDialog, Choice, ChooseDialog
from sfm_tui.widgets.dialogs.text_dialog import TextDialog
from sfm_tui.widgets.everywhere.base import DeskScreen
from sfm_tui.widgets.everywhere.key_bar import key_label
from sfm_tui.widgets.everywhere.key_names import LETTERED, KeyNames, KeyWords, key_of, name_keys_by
from sfm_tui.widgets.everywhere.keymap import every_binding
from sfm_tui.widgets.forms.form_dialog import FormDialog
from tests.conftest import ME
from tests.screens.log_fakes import said
from tests.screens.test_one_feel_walk import empty_words, go, rest

FILES = [path for package in (sfm_tui, screens) for path in Path(package.__path__[0]).rglob("*.py")]
BINDINGS = every_binding()


def named(path: Path) -> Iterator[tuple[str, str]]:
    """The keys that a module's words name: an id and the program's own key."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        words = [one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
        if node.func.id == "key_of" and len(words) == 2:
            yield words[0], words[1]
        elif node.func.id == "KeyWords" and words:
            yield from KeyWords(words[0]).keys


NAMED = [pair for path in FILES for pair in named(path)]


def test_each_key_that_words_name_is_that_of_a_binding() -> None:
    assert len(NAMED) > 100
    wrong = [
        (name, own)
        for name, own in NAMED
        if name not in BINDINGS or own not in [key_label(key) for key in BINDINGS[name].key.split(",")]
    ]
    assert wrong == []


A_KEY = re.compile(r"(?<![\w«])(F([1-9]|1[0-2])|\^[A-Z])(?!\w)|(?<![\w\]'’+])[b-zA-HJ-Z] (?=[a-z]+s\b)")
"""A key by its name: `F2`, `^S`, and a letter before what it does: `n writes`."""
NO_KEYS = {
    "clock/": "letters of forms", "domain/": "no screen", "storage/": "no screen", "exchange/": "no screen",
    "reports/": "no screen", "cli/": "no screen", "demo/": "no screen", "config.py": "no screen",
    "key_names.py": "says how it is written", "keymap.py": "examples of keys", "key_bar.py": "the labels themselves",
    "session.py": "taken from the keymap as it is set", "first_start.py": "a table of ids and their keys",
}  # fmt: skip
MEANT_OTHERWISE = (
    " s goes to the settings", " s takes you to the settings", ", though n is low", "R reflections, N notes",
    "drafted anew from the record: ^Z",
)  # fmt: skip
"""Words that only look like a key, letters of «Go to», and the undo of a text field, which is Textual's own."""


def plain_words(path: Path) -> Iterator[str]:
    """The words of a module that are said as they stand: neither docstrings nor bindings nor words that name keys."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    told: set[ast.AST] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            told.add(node.value)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            if node.func.id in ("Binding", "_key", "key_of", "KeyWords", "usual_keys"):
                told |= {*ast.walk(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in told:
            yield node.value


def test_no_words_name_a_key_as_if_it_could_not_be_moved() -> None:
    wrong = [
        f"{path.name}: {words}"
        for path in FILES
        if not any(part in path.as_posix() for part in NO_KEYS)
        for words in plain_words(path)
        if A_KEY.search(words) and not words.startswith(MEANT_OTHERWISE)
    ]
    assert wrong == []


def test_the_places_whose_letters_can_be_off_are_the_screens() -> None:
    places: set[str] = set()
    for name in PLACES:
        screen: type[DeskScreen] = import_module(PLACES[name][0]).SCREEN
        assert not issubclass(screen, ModalScreen)
        ids = {binding.id.partition(".")[0] for _key, binding in screen._merge_bindings() if binding.id}
        places |= ids - {"app"}
    lettered = {name.partition(".")[0] for name, binding in BINDINGS.items() if _letter(binding.key)}
    in_use = {name.partition(".")[0] for name, _own in NAMED} & lettered
    assert in_use & places <= LETTERED
    assert places | {"talk"} >= LETTERED


def _letter(keys: str) -> bool:
    return any(len(key) == 1 for key in keys.split(","))


@pytest.fixture
def names() -> Iterator[KeyNames]:
    """Keys of a terminal that the test moves."""
    made = KeyNames()
    name_keys_by(made)
    yield made
    name_keys_by(KeyNames())


def test_a_dialog_names_the_key_that_leaves_it(names: KeyNames) -> None:
    choose = [Choice("a", "One")]
    assert ChooseDialog("Which?", choose)._hint == "key or Enter chooses · Esc leaves it as it is"
    names.moved = {"dialog.cancel": "f10", "text.back": "ctrl+b", "form.cancel": "f11"}
    assert ChooseDialog("Which?", choose)._hint == "key or Enter chooses · F10 leaves it as it is"
    assert AskDialog("Why?", [])._hint == "Enter saves · F10 leaves it as it is"
    assert TextDialog("One", "text", [])._hint == "↑↓ scroll · ^B goes back"
    save: Any = None
    assert FormDialog("One", [], save)._hint.endswith("^S saves · F11 goes back")


def test_words_are_said_with_the_keys_that_hold(names: KeyNames) -> None:
    words = KeyWords("{app.new=F2} opens one, {board.new=n} writes «{»")
    assert words == "F2 opens one, n writes «{»"
    assert words.now == words
    names.moved = {"app.new": "f10", "board.new": "ctrl+t,x"}
    assert words.now == "F10 opens one, ^T writes «{»"
    assert key_of("app.find", "F3") == "F3"


def test_where_letters_are_off_the_palette_has_the_act() -> None:
    off = KeyNames(lambda: False)
    assert off.label("board.new", "n") == "^P"
    assert off.label("board.on", "→") == "→"
    assert off.label("talks.topics", "5") == "5"
    assert off.label("gate.move", "m") == "m", "in a dialog letters always work"
    off.moved = {"board.new": "n,alt+n"}
    assert off.label("board.new", "n") == "alt+n"


async def shown_empty(app: SfmApp, pilot: Any, place: str) -> str:
    """What the lists of a place say where there is nothing."""
    screen = await go(pilot, place)
    some = [part for part in screen.query("*") if part.region and empty_words(part)]
    lines = []
    for part in some:
        part.refresh()
        await pilot.pause()
        lines += ["".join(text for text, _style in spans) for _n, spans in getattr(part, "_drawn", [])]
    return " ".join(lines)


def program(store: Store, clock: FrozenClock, desk: Desk) -> SfmApp:
    """The program on an empty site whose desk is set so."""
    store.sites.set(Site(code="NEW", name="New site", timezone="Europe/London", desk=desk), ME)
    app = SfmApp(store.path, clock)
    app.session.person = "okafor"
    return app


async def test_empty_lists_and_lines_name_the_keys_that_the_site_moved(
    empty_store: Store, clock: FrozenClock
) -> None:  # fmt: skip
    moved = {"app.new": "f10", "app.occurrence": "alt+o", "briefing.new": "N", "settings.new": "f11"}
    app = program(empty_store, clock, Desk(keymap=moved))
    async with app.run_test(size=(120, 36)) as pilot:
        await rest(pilot)
        desk = await shown_empty(app, pilot, "desk")
        assert "F10 opens an incident, alt+o writes a line" in desk
        assert "F2" not in desk
        assert "N adds the first" in await shown_empty(app, pilot, "briefing") + await all_points(app, pilot)
        await pilot.press("f4")
        await rest(pilot)
        assert said(app) == "no incident is running · F10 opens one"
    app.session.close()


async def all_points(app: SfmApp, pilot: Any) -> str:
    """What the list of all points says."""
    await pilot.press("v")
    await rest(pilot)
    return " ".join("".join(text for text, _ in spans) for _n, spans in app.screen.query_one("#points")._drawn)


async def test_without_single_letters_words_lead_to_the_palette(empty_store: Store, clock: FrozenClock) -> None:
    app = program(empty_store, clock, Desk(single_letter_keys=False))
    async with app.run_test(size=(120, 36)) as pilot:
        await rest(pilot)
        assert "^P adds a point; ^P shows all" in await shown_empty(app, pilot, "briefing")
        assert "F2 opens an incident" in await shown_empty(app, pilot, "desk")
    app.session.close()
