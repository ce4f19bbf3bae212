"""The keys that are true on a screen, in groups: its own, those of the field in focus, those that hold everywhere."""

from dataclasses import dataclass
from typing import Any

from textual.app import App
from textual.screen import Screen

from sfm_tui.widgets.everywhere.key_bar import key_label

HERE, EVERYWHERE, ALSO = "On this screen", "Everywhere, also while you type", "Everywhere else"

_OURS = {
    "app.focus_next": ("Next part", "To the next field, list or pane"),
    "app.focus_previous": ("Part before", "To the field, list or pane before"),
    "screen.copy_text": ("Copy", "Copy the text that is selected with the mouse"),
}
"""Textual's own bindings, in the words of this program."""


@dataclass(frozen=True)
class KeyLine:
    """One act: its keys, verb, what it does, whether it can be done now and is named in the footer, how to do it."""

    keys: str
    verb: str
    tip: str
    enabled: bool
    shown: bool
    action: str
    node: Any


def key_table(screen: "Screen[Any]") -> list[tuple[str, list[KeyLine]]]:
    """The active bindings of a screen, grouped; keys with one meaning stand on one line."""
    groups: dict[str, dict[tuple[str, int], KeyLine]] = {HERE: {}}
    for node, binding, enabled, tip in screen.active_bindings.values():
        if not binding.description or "super+" in binding.key:
            continue
        verb, words = _OURS.get(binding.action, (binding.description, tip))
        lines = groups.setdefault(_group(node, binding.priority), {})
        label = binding.key_display or key_label(binding.key)
        known = lines.get((binding.action, id(node)))
        keys = label if not known else known.keys if label in known.keys.split("  ") else f"{known.keys}  {label}"
        lines[binding.action, id(node)] = KeyLine(keys, verb, words, enabled, binding.show, binding.action, node)
    groups[HERE] = dict(sorted(groups[HERE].items(), key=lambda item: item[1].action in _OURS))
    order = sorted(groups, key=lambda name: (name in (EVERYWHERE, ALSO), name == ALSO))
    return [(name, list(groups[name].values())) for name in order if groups[name]]


def _group(node: Any, priority: bool) -> str:
    if isinstance(node, App):
        return EVERYWHERE if priority else ALSO
    return HERE if isinstance(node, Screen) else "Where the cursor is"
