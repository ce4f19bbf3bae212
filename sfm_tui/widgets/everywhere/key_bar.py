"""The lines at the bottom of every screen: the keys that matter here, by name and verb; a click presses them.

The screen's own keys stand first, the function keys that hold everywhere after them, on a line of their own where
both do not fit on one. Where there is no room for all, long verbs have a short form, then the last keys are left out,
but for the one that leads from record to record: a verb is never cut. F1 has them all.
"""

from typing import NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from textual.binding import Binding
from textual.events import Click, Resize
from textual.keys import KEY_TO_UNICODE_NAME
from textual.strip import Strip
from textual.widget import Widget

_LOOKS = {
    "escape": "Esc", "enter": "Enter", "space": "Space", "backspace": "⌫", "tab": "Tab", "delete": "Del",
    "shift+tab": "Shift+Tab", "pageup": "PgUp", "pagedown": "PgDn", "home": "Home", "end": "End", "insert": "Ins",
}  # fmt: skip
_SIGNS = {
    "slash": "/", "question_mark": "?", "number_sign": "#", "left": "←", "right": "→", "up": "↑", "down": "↓",
    "left_square_bracket": "[", "right_square_bracket": "]", "comma": ",", "full_stop": ".",
    "less_than_sign": "<", "greater_than_sign": ">",
}  # fmt: skip
# Textual has no character for the keys that it calls otherwise than Unicode does, and so would tell of `slash` as a key
# where it is typed into a field.
KEY_TO_UNICODE_NAME.update(
    slash="SOLIDUS", backslash="REVERSE SOLIDUS", at="COMMERCIAL AT", minus="HYPHEN-MINUS", plus="PLUS SIGN",
    underscore="LOW LINE",
)  # fmt: skip
_KEPT = "links"
"""The act whose key is named as long as there is room for any."""
_LAST = (_KEPT, "app.at_desk", "at_desk")
"""Acts that are the same on every screen: they stand after its own."""
_SHORT = {"Dispatched": "Disp", "Occurrence": "Occ", "On scene": "Scene", "Resolved": "Resv", "Go to": "Go"}


def key_label(key: str) -> str:
    """How a key is written for a person: `F5`, `^T`, `Esc`."""
    key = key.split(",")[0]
    if key in _LOOKS:
        return _LOOKS[key]
    if key.startswith("ctrl+"):
        return "^" + _SIGNS.get(key[5:], key[5:].upper())
    return key.upper() if _is_function(key) else _SIGNS.get(key, key)


def _is_function(key: str) -> bool:
    return key[:1] == "f" and key[1:].isdigit()


class Shown(NamedTuple):
    """A key as a line names it; `kept` where others are left out before it."""

    key: str
    label: str
    verb: str
    enabled: bool
    kept: bool = False


class KeyBar(Widget):
    """Shows the active bindings of the screen, as many as fit."""

    DEFAULT_CSS = """
    KeyBar { height: 1; width: 1fr; background: $panel; color: $footer-description-foreground; }
    KeyBar > .key-bar--key { color: $footer-key-foreground; text-style: bold; }
    KeyBar > .key-bar--off { color: $muted; text-style: italic; }
    """
    COMPONENT_CLASSES = {"key-bar--key", "key-bar--off"}

    def __init__(self) -> None:
        super().__init__(id="key-bar")
        self._lines: list[list[Shown]] = []
        self._spans: list[tuple[int, int, int, str]] = []

    def on_mount(self) -> None:
        """Redraw when the keys that are true change."""
        self.screen.bindings_updated_signal.subscribe(self, self._changed)

    def _changed(self, _screen: object) -> None:
        self._lay_out()

    def on_resize(self, _event: Resize) -> None:
        """Fit the keys to the new width."""
        self._lay_out()

    def _keys(self) -> tuple[list[Shown], list[Shown]]:
        own: dict[str, Shown] = {}
        functions: dict[str, Shown] = {}
        for _node, binding, enabled, _tip in self.screen.active_bindings.values():
            if binding.show and binding.description:
                place = functions if _is_function(binding.key) else own
                place.setdefault(binding.action, self._shown(binding, enabled))
        for action in _LAST:
            if action in own:
                own[action] = own.pop(action)
        ranked = sorted(functions.values(), key=lambda k: int(k[0][1:]))
        return list(own.values()), ranked

    @staticmethod
    def _shown(binding: Binding, enabled: bool) -> Shown:
        label = binding.key_display or key_label(binding.key)
        return Shown(binding.key, label, binding.description, enabled, binding.action == _KEPT)

    def _lay_out(self) -> None:
        width = self.size.width
        if not width:
            return
        own, functions = self._keys()
        one = [*own, *functions]
        if _size(one) <= width:
            lines = [one]
        else:
            lines = [self._fitted(part, width) for part in (own, functions) if part]
        if lines != self._lines:
            self._lines = lines
            self.styles.height = max(1, len(lines))
            self.refresh()

    @staticmethod
    def _fitted(keys: list[Shown], width: int) -> list[Shown]:
        if _size(keys) > width:
            keys = [one._replace(verb=_SHORT.get(one.verb, one.verb)) for one in keys]
        while keys and _size(keys) > width:
            dropped = next((one for one in reversed(keys) if not one.kept), keys[-1])
            keys = [one for one in keys if one is not dropped]
        return keys

    def render_line(self, y: int) -> Strip:
        """One line of keys."""
        base = self.rich_style
        bright = base + self.get_component_rich_style("key-bar--key", partial=True)
        off = base + self.get_component_rich_style("key-bar--off", partial=True)
        segments: list[Segment] = []
        self._spans = [span for span in self._spans if span[0] != y]
        at = 0
        for key, label, verb, enabled, _kept in self._lines[y] if y < len(self._lines) else []:
            segments += [Segment(f" {label} ", bright if enabled else off), Segment(verb, base if enabled else off)]
            size = cell_len(label) + cell_len(verb) + 2
            self._spans.append((y, at, at + size, key))
            at += size
        return Strip(segments, at).extend_cell_length(self.size.width, base)

    def on_click(self, event: Click) -> None:
        """Press the key that was clicked."""
        for y, start, end, key in self._spans:
            if event.y == y and start <= event.x < end:
                self.app.simulate_key(key)
                return


def _size(keys: list[Shown]) -> int:
    return sum(cell_len(one.label) + cell_len(one.verb) + 2 for one in keys)
