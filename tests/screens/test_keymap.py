"""Other keys than the program's own: what can be used is used, the rest is told in a line."""

from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.binding import Binding
from textual.events import Key
from textual.widgets import Input, TextArea

from sfm_tui.app import PLACES, SfmApp
from sfm_tui.domain.desk import Author
from sfm_tui.domain.site import Desk, Site
from sfm_tui.storage.store import Store
from sfm_tui.widgets.everywhere.keymap import all_bindings, checked, every_binding, known_key, types, usable
from sfm_tui.widgets.everywhere.say import SayLine
from tests.screens.painting import quiet

Settings = Callable[[str | bytes], SfmApp]


@pytest.mark.parametrize("key", ["f10", "ctrl+t", "alt+x", "n", "?", "shift+f3", "escape", "minus", "ctrl+shift+left"])
def test_keys_that_a_terminal_sends(key: str) -> None:
    assert known_key(key)


@pytest.mark.parametrize("key", ["", "ctlr+t", "f99", "banana", "ctrl+", "[/x]", "ctrl+banana", " "])
def test_words_that_are_no_keys(key: str) -> None:
    assert not known_key(key)


def test_bad_keys_are_left_out_and_told() -> None:
    good, problems = checked({"app.new": "F10, ctrl+n", "app.find": "banana", "desk.new": "N"})
    assert good == {"app.new": "f10,ctrl+n", "desk.new": "N"}
    assert problems == [("app.find", "«banana» for «app.find» is no key: write f6, ctrl+t or alt+x")]


@pytest.mark.parametrize("key", ["n", "?", "enter", "tab", "shift+tab", "left", "escape", "space", "shift+n", "+"])
def test_a_key_that_is_typed_with_cannot_hold_everywhere(key: str) -> None:
    assert types(key)
    good, problems = checked({"app.new": key, "desk.new": key})
    assert good == {"desk.new": key}
    assert problems == [("app.new", f"«{key}» for «app.new» is needed to type: take an F-key, ctrl+ or alt+")]


@pytest.mark.parametrize("key", ["f10", "ctrl+t", "alt+x", "shift+f3", "ctrl+left"])
def test_keys_that_can_hold_everywhere(key: str) -> None:
    assert checked({"app.new": key}) == ({"app.new": key}, [])


def test_every_binding_has_an_id_of_its_own_place() -> None:
    found = all_bindings()
    assert found["app.at-desk"] == "ctrl+o"
    assert found["app.new"] == "f2"
    assert "settings.new" in found
    assert "rows.choose" in found


def test_the_page_of_keys_is_that_of_the_program() -> None:
    from docs.keys import PAGE, page

    assert PAGE.read_text(encoding="utf-8") == page(), "write it anew: python -m docs.keys"


def test_every_binding_says_what_it_does() -> None:
    bare = [name for name, binding in every_binding().items() if not binding.description]
    assert bare == []


UNSPELLED = {"slash": "/", "question_mark": "?", "left_square_bracket": "[", "right_square_bracket": "]"}
OWN = {"app.new": "f2", "app.find": "f3", "desk.new": "n", "desk.find": "slash", "log.find": "slash"}


def test_unknown_ids_are_left_out_and_told() -> None:
    told = [("app.neu", "there is no «app.neu»: the ids stand in docs/keys.md")]
    assert usable({"app.neu": "f9", "app.new": "f10"}, OWN) == ({"app.new": "f10"}, told)


@pytest.mark.parametrize(
    ("keymap", "left_out"),
    [
        ({"app.new": "f3"}, {"app.new"}),
        ({"app.new": "f3", "app.find": "f2"}, set()),
        ({"desk.new": "slash"}, {"desk.new"}),
        ({"desk.new": "f3"}, {"desk.new"}),
        ({"app.new": "f10", "app.find": "f10"}, {"app.find"}),
        ({"log.find": "n"}, set()),
        ({"desk.new": "x,slash"}, {"desk.new"}),
        ({"app.new": "f3", "app.find": "f10", "desk.find": "f10"}, {"desk.find"}),
    ],
)
def test_keys_that_clash_are_left_out_and_told(keymap: dict[str, str], left_out: set[str]) -> None:
    good, problems = usable(keymap, OWN)
    assert set(keymap) - set(good) == left_out
    assert [name for name, _what in problems] == sorted(left_out)
    assert all("give one of them another key" in what for _name, what in problems)


KEYS = st.sampled_from(["f2", "f3", "f10", "n", "slash", "x", "x,n"])


@given(st.dictionaries(st.sampled_from([*OWN, "desk.nothing"]), KEYS))
def test_what_is_left_never_clashes_and_nothing_is_left_out_without_a_word(keymap: dict[str, str]) -> None:
    good, problems = usable(keymap, OWN)
    assert good.items() <= keymap.items()
    assert {name for name, _what in problems} == set(keymap) - set(good)
    final = {name: set(good.get(name, key).split(",")) for name, key in OWN.items()}
    for one, other in combinations(OWN, 2):
        places = {one.partition(".")[0], other.partition(".")[0]}
        if (len(places) == 1 or "app" in places) and {one, other} & set(good):
            assert not final[one] & final[other], (one, other)


def test_each_key_of_the_program_can_be_moved_alone() -> None:
    """Whatever the place: F-keys that hold everywhere, letters, arrows; what it did is on the new key alone."""
    bindings = all_bindings()
    assert len(bindings) > 200
    for name in bindings:
        assert checked({name: "alt+f20"}) == ({name: "alt+f20"}, []), name
        assert usable({name: "alt+f20"}, bindings) == ({name: "alt+f20"}, []), name


@pytest.fixture
def settings(store: Store, tmp_path: Path, program: Callable[[Path], SfmApp]) -> Settings:
    """Makes the program on the small site with a file of settings of one's own."""

    def make(written: str | bytes) -> SfmApp:
        (tmp_path / "config.toml").write_bytes(written.encode() if isinstance(written, str) else written)
        return program(store.path)

    return make


async def test_moved_keys_are_true_on_every_screen(settings: Settings, until: Any) -> None:
    """Every key that holds everywhere is moved at once; in each place the new one is true, the old one is not."""
    moved = {b.id: b.key for b in SfmApp.BINDINGS if isinstance(b, Binding) and b.id}
    lines = "".join(f'"{name}" = "alt+f{n + 1}"\n' for n, name in enumerate(moved))
    app = settings(f"[keymap]\n{lines}")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app.session.before_going is not None)
        for place in PLACES:
            app.go_to(place)
            await until(pilot, lambda: quiet(pilot), place)
            true = {key: found.binding.id for key, found in app.screen.active_bindings.items()}
            for n, name in enumerate(moved):
                assert true.get(f"alt+f{n + 1}") == name, (place, name)
            assert not {key for key, name in true.items() if name in moved and not key.startswith("alt+f")}, place
        assert app.screen.query_one(SayLine).said == ""


async def test_the_keys_of_the_site_hold_and_those_of_the_person_before_them(
    store: Store, site: Site, me: Author, settings: Settings, until: Any
) -> None:
    desk = Desk(keymap={"app.new": "f10", "app.find": "alt+s", "desk.nothing": "x"})
    store.sites.set(site.model_copy(update={"desk": desk}), me)
    app = settings('[keymap]\n"app.find" = "alt+f"\n')
    async with app.run_test(size=(80, 24)) as pilot:
        await until(
            pilot, lambda: "keymap of the site: there is no «desk.nothing»" in app.screen.query_one(SayLine).said
        )
        await pilot.press("f2", "alt+s")
        assert app.current_mode == "desk"
        await pilot.press("alt+f")
        await until(pilot, lambda: app.current_mode == "log")
        await pilot.press("f10")
        await until(pilot, lambda: app.session.data.running)


async def test_where_single_letters_are_off_none_of_any_place_does_anything(
    app: SfmApp, store: Store, site: Site, me: Author, until: Any
) -> None:
    store.sites.set(site.model_copy(update={"desk": Desk(single_letter_keys=False)}), me)
    app.session.look()
    letters = 0
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app.session.before_going is not None)
        for place in PLACES:
            app.go_to(place)
            await until(pilot, lambda: quiet(pilot), place)
            field = app.focused if isinstance(app.focused, Input | TextArea) else None
            for key in app.screen.active_bindings:
                char = key if len(key) == 1 else UNSPELLED.get(key)
                if char is not None and not char.isdigit():
                    assert app.duty.saw(Key(key, char)) == (field is None), (place, key)
                    letters += 1
                elif len(key) > 1:
                    assert not app.duty.saw(Key(key, None)), (place, key)
    assert letters > 50


async def test_a_key_that_clashes_does_what_it_did(settings: Settings, until: Any) -> None:
    app = settings('[keymap]\n"desk.new" = "f3"\n"app.occurrence" = "k"\n')
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "keymap: «k» for «app.occurrence» is needed" in app.screen.query_one(SayLine).said)
        assert app.screen.query_one(SayLine).said.endswith("(and 1 more)")
        await pilot.press("f3")
        await until(pilot, lambda: app.current_mode == "log")
        app.go_to("desk")
        await pilot.press("n")
        await until(pilot, lambda: app.session.data.running)


async def test_a_key_of_ones_own_works_and_what_is_wrong_is_said(settings: Settings, until: Any) -> None:
    app = settings('[keymap]\n"app.new" = "f10"\n"app.nothing" = "f4"\n')
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "app.nothing" in app.screen.query_one(SayLine).said)
        await pilot.press("f2")
        await pilot.press("f10")
        await until(pilot, lambda: app.session.data.running)
        assert [r.number for r in app.session.data.running] == ["2026-0001"]


async def test_a_broken_file_of_settings_does_not_keep_the_desk_shut(settings: Settings, until: Any) -> None:
    app = settings(b"theme = \xff[")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "config.toml is no TOML" in app.screen.query_one(SayLine).said)


async def test_the_theme_of_ones_own(settings: Settings) -> None:
    app = settings('theme = "contrast"\n')
    async with app.run_test(size=(80, 24)):
        assert app.theme == "sfm-contrast"
        assert app.screen.styles.background.hex == "#000000"


async def test_the_header_names_the_key_that_unlocks(settings: Settings, until: Any) -> None:
    app = settings('[keymap]\n"app.at-desk" = "alt+o"\n')
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("ctrl+l")
        await until(pilot, lambda: app.session.locked and app.screen.query("#header-bar"))
        header = "".join(part.text for part in app.screen.query_one("#header-bar").render_line(0))
        assert "LOCKED, alt+o unlocks" in header
