"""The line at the bottom of every screen: the keys that matter here, by name and verb; a click presses them."""

from rich.cells import cell_len
from textual.binding import Binding
from textual.content import Content
from textual.events import Click
from textual.style import Style
from textual.widget import Widget

_LOOKS = {"escape": "Esc", "enter": "Enter", "space": "Space", "backspace": "⌫", "tab": "Tab", "delete": "Del"}


def key_label(key: str) -> str:
    """How a key is written for a person: `F5`, `Ctrl+T`, `Esc`."""
    key = key.split(",")[0]
    if key in _LOOKS:
        return _LOOKS[key]
    if key.startswith("ctrl+"):
        return "^" + key[5:].upper()
    if key.startswith("f") and key[1:].isdigit():
        return key.upper()
    return {"slash": "/", "question_mark": "?", "number_sign": "#"}.get(key, key)


class KeyBar(Widget):
    """Shows the active bindings of the screen, its own first, as many as fit."""

    DEFAULT_CSS = """
    KeyBar { height: 1; width: 1fr; background: $panel; color: $footer-description-foreground; }
    """

    def __init__(self) -> None:
        super().__init__(id="key-bar")
        self._spans: list[tuple[int, int, str]] = []

    def on_mount(self) -> None:
        """Redraw when the keys that are true change."""
        self.screen.bindings_updated_signal.subscribe(self, self._changed)

    def _changed(self, _screen: object) -> None:
        self.refresh()

    def bindings(self) -> list[tuple[str, str, bool]]:
        """Key, verb and whether it can be used now, in the order in which they are shown."""
        shown: dict[str, tuple[Binding, bool]] = {}
        for _node, binding, enabled, _tip in self.screen.active_bindings.values():
            if binding.show and binding.description:
                known = shown.get(binding.action)
                if known is None:
                    shown[binding.action] = (binding, enabled)
        ranked = sorted(shown.values(), key=lambda pair: _rank(pair[0]))
        return [(binding.key, binding.description, enabled) for binding, enabled in ranked]

    def render(self) -> Content:
        """The keys that fit; F1 tells of all of them."""
        width = self.size.width
        parts: list[tuple[str, Style] | str] = []
        self._spans = []
        key_style = Style(foreground=self._colour("footer-key-foreground"), bold=True)
        at = 0
        for key, verb, enabled in self.bindings():
            label = f" {key_label(key)} "
            text = f"{verb}"
            size = cell_len(label) + cell_len(text)
            if at + size > width:
                continue
            parts.append((label, key_style if enabled else Style(dim=True)))
            parts.append((text, Style(dim=not enabled)))
            self._spans.append((at, at + size, key))
            at += size
        return Content.assemble(*parts)

    def _colour(self, name: str):  # type: ignore[no-untyped-def]
        from textual.color import Color

        return Color.parse(self.app.theme_variables[name])

    async def on_click(self, event: Click) -> None:
        """Press the key that was clicked."""
        for start, end, key in self._spans:
            if start <= event.x < end:
                self.app.simulate_key(key)
                return


def _rank(binding: Binding) -> tuple[int, int, str]:
    key = binding.key
    if key.startswith("f") and key[1:].isdigit():
        number = int(key[1:])
        return (2, number, key)
    return (1 if key != "escape" else 0, 0, "")
