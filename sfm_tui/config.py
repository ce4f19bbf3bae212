"""What a person sets for this computer: colours, bell, motion, other keys. One small TOML file, read at start.

    theme = "light"         # dark, light, contrast or 16
    bell = false            # instead of what the site sets
    motion = "none"         # nor does the header flash; "full": long lists scroll smoothly
    [keymap]
    "app.at-desk" = "alt+o" # the id of a key of the program (docs/keys.md), and the key wanted

Whatever is wrong in the file is told in a line and left out; it never keeps the program from starting.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

THEMES = ("dark", "light", "contrast", "16")
MOTIONS = ("none", "full")


class Config(NamedTuple):  # a dataclass would cost the start most of a millisecond
    """A person's own settings. An empty theme is the one that suits the terminal, a bell of None the site's.

    Without a motion nothing moves but clocks, and the header flashes while a limit calls.
    """

    theme: str = ""
    bell: bool | None = None
    motion: str = ""
    keymap: Mapping[str, str] = MappingProxyType({})
    problems: tuple[str, ...] = ()


def config_path() -> Path:
    """The file: `SFM_CONFIG` where it is set, else in the person's settings folder."""
    named = os.environ.get("SFM_CONFIG")
    if named:
        return Path(named)
    from sfm_tui.paths import config_dir

    return config_dir() / "config.toml"


def load(path: Path | None = None) -> Config:
    """The settings in the file; the defaults for what it does not set. Never raises: see `Config.problems`."""
    path = path or config_path()
    try:
        data = _read(path)
    except ValueError as error:
        return Config(problems=(str(error),))
    problems: list[str] = []

    def bad(what: str) -> None:
        problems.append(f"{path.name}: {what}")

    theme = data.pop("theme", "")
    if theme not in ("", *THEMES):
        bad(f"theme is {_shown(theme)}: {', '.join(THEMES)}")
        theme = ""
    bell = data.pop("bell", None)
    if bell is not None and not isinstance(bell, bool):
        bad(f"bell is {_shown(bell)}: true or false")
        bell = None
    motion = data.pop("motion", "")
    if motion not in ("", *MOTIONS):
        bad(f"motion is {_shown(motion)}: {', '.join(MOTIONS)}")
        motion = ""
    keymap = data.pop("keymap", {})
    if not isinstance(keymap, dict):
        bad("keymap is no table: write [keymap] on a line of its own")
        keymap = {}
    for name in [name for name, key in keymap.items() if not isinstance(key, str) or not key.strip()]:
        bad(f'keymap: {_shown(name)} wants a key as text, such as "alt+o"')
        del keymap[name]
    if data:
        bad(f"{_shown(next(iter(data)))} is no setting: theme, bell, motion and [keymap] are")
    return Config(theme, bell, motion, dict(keymap), tuple(problems))


def save(path: Path | None = None, **changed: Any) -> None:
    """Set some of the settings, None for none; the rest of the file stays, but for its comments.

    Raises ValueError where the file that is there cannot be read, OSError where it cannot be written.
    """
    import tomli_w

    path = path or config_path()
    data = _read(path)
    data.update(changed)
    text = tomli_w.dumps({name: value for name, value in data.items() if value is not None and value != ""})
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        beside.write_text(text, encoding="utf-8")
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def _read(path: Path) -> dict[str, Any]:
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        return {}
    except OSError as error:
        from sfm_tui.path_words import why_not

        raise ValueError(f"{path} cannot be read ({why_not(error)}): its settings are left out") from None
    import tomllib

    try:
        return tomllib.loads(raw.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ValueError(f"{path.name} is no TOML ({error}): its settings are left out") from None


def _shown(value: object) -> str:
    text = "".join(c if c.isprintable() else "�" for c in str(value))
    return f"«{text[:40]}…»" if len(text) > 40 else f"«{text}»"
