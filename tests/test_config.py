"""A person's own settings: read whatever stands in the file, never keep the program from starting."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sfm_tui import config
from sfm_tui.config import Config, load, save


def test_no_file_is_the_defaults(tmp_path: Path) -> None:
    assert load(tmp_path / "none.toml") == Config()


def test_what_is_saved_is_read_and_the_rest_of_the_file_stays(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "config.toml"
    save(path, theme="light", bell=False, motion="none")
    assert load(path) == Config("light", False, "none")
    path.write_text(path.read_text() + '[keymap]\n"app.at-desk" = "f10"\n')
    save(path, theme="", bell=None, motion="")
    assert load(path) == Config(keymap={"app.at-desk": "f10"})
    assert [p.name for p in path.parent.iterdir()] == ["config.toml"]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("theme = 'pink'", "config.toml: theme is «pink»: dark, light, contrast, 16"),
        ("theme = ['dark']", "config.toml: theme is «['dark']»: dark, light, contrast, 16"),
        ("bell = 'no'", "config.toml: bell is «no»: true or false"),
        ("motion = 'some'", "config.toml: motion is «some»: none, full"),
        ("motion = []", "config.toml: motion is «[]»: none, full"),
        ("keymap = 3", "config.toml: keymap is no table: write [keymap] on a line of its own"),
        ("[keymap]\n'app.new' = 3", 'config.toml: keymap: «app.new» wants a key as text, such as "alt+o"'),
        ("colour = 'red'", "config.toml: «colour» is no setting: theme, bell, motion and [keymap] are"),
    ],
)
def test_what_is_wrong_is_told_in_a_line_and_left_out(tmp_path: Path, text: str, problem: str) -> None:
    path = tmp_path / "config.toml"
    path.write_text(text)
    assert load(path) == Config(problems=(problem,))


@pytest.mark.parametrize("raw", [b"theme = ", b"\xff\xfe", b"a = " + b"[" * 5000, b"\x00"])
def test_a_file_that_is_no_toml(tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(raw)
    found = load(path)
    assert len(found.problems) == 1
    assert "\n" not in found.problems[0]
    with pytest.raises(ValueError, match=r"config\.toml"):
        save(path, theme="dark")
    assert path.read_bytes() == raw


def test_a_folder_in_the_files_place(tmp_path: Path) -> None:
    assert "cannot be read" in load(tmp_path).problems[0]


def test_the_file_can_be_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SFM_CONFIG", str(tmp_path / "mine.toml"))
    save(theme="contrast")
    assert config.config_path() == tmp_path / "mine.toml"
    assert load().theme == "contrast"


@given(st.binary(max_size=80))
def test_any_bytes_can_be_read(tmp_path_factory: pytest.TempPathFactory, raw: bytes) -> None:
    path = tmp_path_factory.mktemp("c") / "config.toml"
    path.write_bytes(raw)
    found = load(path)
    assert found.theme in ("", *config.THEMES)
    assert all("\n" not in line for line in found.problems)
