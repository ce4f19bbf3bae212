"""Other keys than the program's own: what can be used is used, the rest is told in a line."""

from pathlib import Path
from typing import Any

import pytest

from sfm_tui.app import SfmApp
from sfm_tui.clock import FrozenClock
from sfm_tui.storage.store import Store
from sfm_tui.widgets.keymap import all_bindings, checked, doubled, every_binding, known_key, unknown
from sfm_tui.widgets.say import SayLine


@pytest.mark.parametrize("key", ["f10", "ctrl+t", "alt+x", "n", "?", "shift+f3", "escape", "minus", "ctrl+shift+left"])
def test_keys_that_a_terminal_sends(key: str) -> None:
    assert known_key(key)


@pytest.mark.parametrize("key", ["", "ctlr+t", "f99", "banana", "ctrl+", "[/x]", "ctrl+banana", " "])
def test_words_that_are_no_keys(key: str) -> None:
    assert not known_key(key)


def test_bad_keys_are_left_out_and_told() -> None:
    good, problems = checked({"app.new": "F10, ctrl+n", "app.find": "banana", "desk.new": "N"})
    assert good == {"app.new": "f10,ctrl+n", "desk.new": "N"}
    assert problems == ["keymap: «banana» for «app.find» is no key: write f6, ctrl+t or alt+x"]


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


def test_unknown_ids_and_doubled_keys_are_told() -> None:
    bindings = {"app.new": "f2", "app.find": "f3", "desk.new": "n"}
    assert unknown({"app.neu": "f9"}, bindings) == ["keymap: there is no «app.neu»: the ids stand in docs/keys.md"]
    assert doubled({"app.new": "f3"}, bindings) == [
        "keymap: f3 is on both app.new and app.find: give one of them another key"
    ]
    assert doubled({"app.new": "f3", "app.find": "f2"}, bindings) == []


async def test_a_key_of_ones_own_works_and_what_is_wrong_is_said(
    store: Store, clock: FrozenClock, tmp_path: Path, until: Any
) -> None:
    (tmp_path / "config.toml").write_text('[keymap]\n"app.new" = "f10"\n"app.nothing" = "f4"\n')
    app = SfmApp(store.path, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "app.nothing" in app.screen.query_one(SayLine).said)
        await pilot.press("f2")
        await pilot.press("f10")
        await until(pilot, lambda: app.session.data.running)
        assert [r.number for r in app.session.data.running] == ["2026-0001"]
    app.session.close()


async def test_a_broken_file_of_settings_does_not_keep_the_desk_shut(
    store: Store, clock: FrozenClock, tmp_path: Path, until: Any
) -> None:
    (tmp_path / "config.toml").write_bytes(b"theme = \xff[")
    app = SfmApp(store.path, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "config.toml is no TOML" in app.screen.query_one(SayLine).said)
    app.session.close()


async def test_the_theme_of_ones_own(store: Store, clock: FrozenClock, tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text('theme = "contrast"\n')
    app = SfmApp(store.path, clock)
    async with app.run_test(size=(80, 24)):
        assert app.theme == "sfm-contrast"
        assert app.screen.styles.background.hex == "#000000"
    app.session.close()


async def test_the_header_names_the_key_that_unlocks(
    store: Store, clock: FrozenClock, tmp_path: Path, until: Any
) -> None:
    (tmp_path / "config.toml").write_text('[keymap]\n"app.at-desk" = "alt+o"\n')
    app = SfmApp(store.path, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("ctrl+l")
        await until(pilot, lambda: app.session.locked and app.screen.query("#header-bar"))
        assert "LOCKED, alt+o unlocks" in str(app.screen.query_one("#header-bar").render())
    app.session.close()
