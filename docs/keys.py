"""Writes the keys of the program into its documentation: `python -m docs.keys`.

`docs/keys.md` lists all of them, each with the id by which a person's settings can move it. Any other page, such as
those of `docs/screens`, says between two marks which groups of keys it shows:
`<!-- keys: board -->` … `<!-- end of keys -->`.
"""

import re
from pathlib import Path

from textual.binding import Binding

from sfm_tui.widgets.everywhere.key_bar import key_label
from sfm_tui.widgets.everywhere.keymap import every_binding

PAGE = Path(__file__).with_name("keys.md")
SCREENS = Path(__file__).with_name("screens")
HEAD = """# Keys

F1 shows the keys that are true where you are. This page lists all of them, each with its id; [the pages of the
screens](README.md#a-page-for-each-screen) say what they are for. To use another key for one, put its id into the file
of your own settings (the settings screen, «This computer», says where that is):

```toml
theme = "light"         # dark, light, contrast or 16; without it, what suits the terminal
bell = false            # instead of what the site sets
motion = "none"         # nothing moves but running clocks, not even the header while a limit calls

[keymap]
"app.at-desk" = "alt+o"
"desk.find" = "slash,ctrl+f"
```

A key is written `f6`, `ctrl+t`, `alt+x`, `n`, `slash`; several with commas between. What is wrong in the file is told
in one line at the start and left out: an id that there is not, a key that something else has there already, and a
letter, Enter or an arrow for what holds everywhere, since those are typed with. F10 and F11 are left to the terminal.

A site sets keys for all its terminals in `site.toml`, under `[desk.keymap]` in the same words; a person's own come
first. It can switch single letters off too. Words on a screen that name a key name the one that holds.
"""
PLACES = {"app": "Everywhere, also while typing"}
_MARKED = re.compile(r"(<!-- keys: ([a-z -]+) -->\n)(.*?)(<!-- end of keys -->)", re.DOTALL)


def groups() -> dict[str, list[tuple[str, Binding]]]:
    """Every binding with its id, by the first part of that."""
    found: dict[str, list[tuple[str, Binding]]] = {}
    for name, binding in every_binding().items():
        found.setdefault(name.partition(".")[0], []).append((name, binding))
    return found


def page() -> str:
    """The page of all keys as it should stand."""
    parts = [HEAD]
    known = groups()
    for group in sorted(known, key=lambda g: (g != "app", g)):
        parts.append(f"\n## {PLACES.get(group, group.replace('-', ' ').capitalize())}\n\n")
        parts.append("| key | what it does | id |\n|---|---|---|\n")
        for name, binding in known[group]:
            parts.append(f"| {_keys(binding)} | {_says(binding)} | `{name}` |\n")
    return "".join(parts)


def pages() -> list[Path]:
    """The pages that show keys of some groups."""
    return [path for path in sorted(PAGE.parent.rglob("*.md")) if _MARKED.search(path.read_text(encoding="utf-8"))]


def screen_page(text: str, known: dict[str, list[tuple[str, Binding]]]) -> str:
    """The page of a screen with its tables as they should stand; a `KeyError` names a group that there is not."""

    def table(marked: re.Match[str]) -> str:
        rows = [f"| {_keys(b)} | {_says(b)} |\n" for group in marked[2].split() for _name, b in known[group]]
        return f"{marked[1]}| key | what it does |\n|---|---|\n{''.join(rows)}{marked[4]}"

    return _MARKED.sub(table, text)


def _keys(binding: Binding) -> str:
    return _cell(", ".join(key_label(key) for key in binding.key.split(",")))


def _says(binding: Binding) -> str:
    return _cell(binding.tooltip or binding.description)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def main() -> None:
    """Write every page anew whose keys are not those of the program."""
    PAGE.write_text(page(), encoding="utf-8")
    known = groups()
    for path in pages():
        text = path.read_text(encoding="utf-8")
        made = screen_page(text, known)
        if made != text:
            path.write_text(made, encoding="utf-8")


if __name__ == "__main__":
    main()
