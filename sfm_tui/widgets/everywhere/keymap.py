"""Other keys than the program's own, as a site and a person set them by the ids of what they do."""

import pkgutil
from collections.abc import Mapping
from importlib import import_module
from inspect import getmembers, isclass

from textual.binding import Binding
from textual.dom import DOMNode
from textual.keys import Keys

Problem = tuple[str, str]
"""The id of an entry, and what is wrong with it."""
EVERYWHERE = "app."
MODIFIERS = ("ctrl", "shift", "alt", "super", "hyper", "meta")
_NAMED = {key.value for key in Keys} | {"minus", "plus", "slash", "question_mark", "number_sign", "full_stop", "comma"}


def known_key(key: str) -> bool:
    """Whether a terminal may send this: `f10`, `ctrl+t`, `alt+x`, `n`, `?`."""
    *modifiers, last = key.split("+") if key != "+" else ["+"]
    if any(m not in MODIFIERS for m in modifiers) or not last:
        return False
    return key in _NAMED or last in _NAMED or (len(last) == 1 and last.isprintable() and not last.isspace())


def checked(keymap: Mapping[str, str]) -> tuple[dict[str, str], list[Problem]]:
    """The entries whose keys exist, and what is wrong with each of the others."""
    good: dict[str, str] = {}
    problems: list[Problem] = []
    for name, keys in keymap.items():
        wanted = [key.strip().lower() if len(key.strip()) > 1 else key.strip() for key in keys.split(",")]
        bad = next((key for key in wanted if not known_key(key)), None)
        typed = next((key for key in wanted if name.startswith(EVERYWHERE) and types(key)), None)
        if bad is not None:
            problems.append((name, f"«{bad[:30]}» for «{name[:40]}» is no key: write f6, ctrl+t or alt+x"))
        elif typed is not None:
            problems.append((name, f"«{typed}» for «{name[:40]}» is needed to type: take an F-key, ctrl+ or alt+"))
        else:
            good[name] = ",".join(wanted)
    return good, problems


def types(key: str) -> bool:
    """Whether a key does something in a field: a letter, Enter, an arrow. One that holds everywhere must not."""
    *modifiers, last = key.split("+") if key != "+" else ["+"]
    return not {*modifiers} - {"shift"} and not (last[:1] == "f" and last[1:].isdigit())


def usable(keymap: Mapping[str, str], bindings: Mapping[str, str]) -> tuple[dict[str, str], list[Problem]]:
    """The entries that can be used together, and what is wrong with each of the others.

    `bindings` gives the program's own key for each id. Two keys of one place, or one of a place and one that holds
    everywhere, cannot be the same; of two entries that are, the first is used.
    """
    good = {name: keys for name, keys in keymap.items() if name in bindings}
    missing = [name for name in keymap if name not in good]
    problems = [(name, f"there is no «{name[:40]}»: the ids stand in docs/keys.md") for name in missing]
    while (clash := _clash(good, bindings)) is not None:
        left_out, other, key = clash
        problems.append((left_out, f"{key} is on both {other} and {left_out}: give one of them another key"))
        del good[left_out]
    return good, problems


def _clash(keymap: Mapping[str, str], bindings: Mapping[str, str]) -> tuple[str, str, str] | None:
    """An entry that cannot be used, what it clashes with, and the key."""
    holders: dict[str, list[str]] = {}
    for name, own in bindings.items():
        for key in keymap.get(name, own).split(","):
            holders.setdefault(key, []).append(name)
    order = list(keymap)
    for key, names in holders.items():
        for name in sorted((name for name in names if name in keymap), key=order.index, reverse=True):
            for other in names:
                if other != name and (_place(other) == _place(name) or "app" in (_place(other), _place(name))):
                    return name, other, key
    return None


def _place(name: str) -> str:
    return name.partition(".")[0]


def all_bindings() -> dict[str, str]:
    """The program's own key for each binding id. Imports every screen: run it in a thread, and only when asked."""
    return {name: binding.key for name, binding in every_binding().items()}


def every_binding(packages: tuple[str, ...] = ("sfm_tui.app", "screens", "sfm_tui.widgets")) -> dict[str, Binding]:
    """Every binding that has an id, wherever in the program it is true."""
    found: dict[str, Binding] = {}
    for package in packages:
        module = import_module(package)
        inside = [info.name for info in pkgutil.walk_packages(getattr(module, "__path__", ()), f"{package}.")]
        for name in (package, *inside):
            for _label, cls in getmembers(import_module(name), isclass):
                if issubclass(cls, DOMNode) and cls.__module__.startswith(("sfm_tui", "screens")):
                    for binding in cls.__dict__.get("BINDINGS", ()):
                        if isinstance(binding, Binding) and binding.id:
                            found[binding.id] = binding
    return found
