"""Writes docs/keys.md: every key of the program with the id by which a person's settings can move it."""

from pathlib import Path

from textual.binding import Binding

from sfm_tui.widgets.key_bar import key_label
from sfm_tui.widgets.keymap import every_binding

PAGE = Path(__file__).with_name("keys.md")
HEAD = """# Keys

F1 shows the keys that are true where you are. This page lists all of them, each with its id. To use another key for
one, put its id into the file of your own settings (the settings screen, «This computer», says where that is):

```toml
theme = "light"         # dark, light, contrast or 16; without it, what suits the terminal
bell = false            # instead of what the site sets

[keymap]
"app.at-desk" = "alt+o"
"desk.find" = "slash,ctrl+f"
```

A key is written `f6`, `ctrl+t`, `alt+x`, `n`, `slash`; several with commas between. What is wrong in the file is told
in one line at the start and left out. F10 and F11 are left to the terminal. A site can switch single letters off.
"""
PLACES = {"app": "Everywhere, also while typing"}


def page() -> str:
    """The page as it should stand."""
    groups: dict[str, list[tuple[str, Binding]]] = {}
    for name, binding in every_binding().items():
        groups.setdefault(name.partition(".")[0], []).append((name, binding))
    parts = [HEAD]
    for group in sorted(groups, key=lambda g: (g != "app", g)):
        parts.append(f"\n## {PLACES.get(group, group.replace('-', ' ').capitalize())}\n\n")
        parts.append("| key | what it does | id |\n|---|---|---|\n")
        for name, binding in groups[group]:
            keys = ", ".join(key_label(key) for key in binding.key.split(","))
            parts.append(f"| {_cell(keys)} | {_cell(binding.tooltip or binding.description)} | `{name}` |\n")
    return "".join(parts)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
