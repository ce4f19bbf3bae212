"""Other keys than the program's own, as a person's settings name them."""

import pkgutil
from collections.abc import Iterable, Mapping
from importlib import import_module
from inspect import getmembers, isclass

from textual.binding import Binding
from textual.dom import DOMNode
from textual.keys import Keys

MODIFIERS = ("ctrl", "shift", "alt", "super", "hyper", "meta")
_NAMED = {key.value for key in Keys} | {"minus", "plus", "slash", "question_mark", "number_sign", "full_stop", "comma"}


def known_key(key: str) -> bool:
    """Whether a terminal may send this: `f10`, `ctrl+t`, `alt+x`, `n`, `?`."""
    *modifiers, last = key.split("+") if key != "+" else ["+"]
    if any(m not in MODIFIERS for m in modifiers) or not last:
        return False
    return key in _NAMED or last in _NAMED or (len(last) == 1 and last.isprintable() and not last.isspace())


def checked(keymap: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    """The entries whose keys exist, and a line for each of the others."""
    good: dict[str, str] = {}
    problems: list[str] = []
    for name, keys in keymap.items():
        wanted = [key.strip().lower() if len(key.strip()) > 1 else key.strip() for key in keys.split(",")]
        bad = next((key for key in wanted if not known_key(key)), None)
        if bad is None:
            good[name] = ",".join(wanted)
        else:
            problems.append(f"keymap: «{bad[:30]}» for «{name[:40]}» is no key: write f6, ctrl+t or alt+x")
    return good, problems


def unknown(keymap: Mapping[str, str], ids: Iterable[str]) -> list[str]:
    """A line for each entry whose id no binding has."""
    there = set(ids)
    return [f"keymap: there is no «{name[:40]}»: the ids stand in docs/keys.md" for name in keymap if name not in there]


def doubled(keymap: Mapping[str, str], bindings: Mapping[str, str]) -> list[str]:
    """A line for each two bindings of the whole program that the keymap puts on one key.

    `bindings` gives the program's own key for each id.
    """
    final = {name: keymap.get(name, key) for name, key in bindings.items() if name.startswith("app.")}
    lines: list[str] = []
    holder: dict[str, str] = {}
    for name, keys in final.items():
        for key in keys.split(","):
            other = holder.setdefault(key, name)
            if other != name and (name in keymap or other in keymap):
                lines.append(f"keymap: {key} is on both {other} and {name}: give one of them another key")
    return lines


def all_bindings() -> dict[str, str]:
    """The program's own key for each binding id. Imports every screen: run it in a thread, and only when asked."""
    return {name: binding.key for name, binding in every_binding().items()}


def every_binding(packages: tuple[str, ...] = ("sfm_tui.app", "screens", "sfm_tui.widgets")) -> dict[str, Binding]:
    """Every binding that has an id, wherever in the program it is true."""
    found: dict[str, Binding] = {}
    for package in packages:
        module = import_module(package)
        inside = [f"{package}.{info.name}" for info in pkgutil.iter_modules(getattr(module, "__path__", ()))]
        for name in (package, *inside):
            for _label, cls in getmembers(import_module(name), isclass):
                if issubclass(cls, DOMNode) and cls.__module__.startswith(("sfm_tui", "screens")):
                    for binding in cls.__dict__.get("BINDINGS", ()):
                        if isinstance(binding, Binding) and binding.id:
                            found[binding.id] = binding
    return found
