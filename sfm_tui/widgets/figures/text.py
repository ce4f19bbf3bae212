"""Sentences of the dashboard: wrapped words in the styles of the lists, nothing to choose in them."""

from collections.abc import Callable, Sequence

from textual.content import Content
from textual.widget import Widget

from sfm_tui.widgets.figures.words import Said
from sfm_tui.widgets.lists.rows import safe

_STYLES = {
    "plain": "", "muted": "$muted", "good": "$success", "warn": "bold $warning", "bad": "bold $error", "bold": "bold",
    "accent": "$accent",
}  # fmt: skip


class Sentences(Widget):
    """Shows sentences one after the other, or each on a line of its own."""

    DEFAULT_CSS = """
    Sentences { height: auto; width: 1fr; padding: 0 1; }
    """

    def __init__(self, *, id: str | None = None, lines: bool = False) -> None:
        super().__init__(id=id)
        self._between = "\n" if lines else " "
        self._said: tuple[Said, ...] = ()

    @property
    def text(self) -> str:
        """What is said, without its styles."""
        return self._between.join(text for text, _ in self._said)

    def say(self, said: Sequence[Said]) -> None:
        """Show these."""
        if tuple(said) != self._said:
            self._said = tuple(said)
            self.refresh(layout=True)

    def render(self) -> Content:
        """The words."""
        parts: list[str | tuple[str, str]] = []
        for n, (text, style) in enumerate(one for one in self._said if one[0]):
            parts.append(f"{self._between}" if n else "")
            parts.append((safe(text), _STYLES[style]))
        return Content.assemble(*parts)


class ColumnNames(Widget):
    """The names of a list's columns, made for the width there is."""

    DEFAULT_CSS = """
    ColumnNames { height: 1; width: 1fr; color: $secondary; }
    """

    def __init__(self, names: Callable[[int], str]) -> None:
        super().__init__()
        self._names = names

    def render(self) -> Content:
        """As many as there is room for."""
        return Content(self._names(self.size.width))
