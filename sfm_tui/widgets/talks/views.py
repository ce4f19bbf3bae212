"""The line that names the views of a screen, those of the talks at first; its digits, or a click, choose one."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

VIEWS = {"matrix": "Matrix", "due": "Due", "shift": "Next shift", "talks": "Talks", "topics": "Topics"}


class ViewBar(Widget):
    """Names the views, the one that is shown marked."""

    DEFAULT_CSS = """
    ViewBar { height: 1; width: 1fr; color: $foreground; background: $background; }
    ViewBar > .views--on { color: $accent; text-style: bold underline; }
    ViewBar > .views--key { color: $footer-key-foreground; text-style: bold; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"views--on", "views--key"}

    @dataclass
    class Chosen(Message):
        """A view was clicked."""

        view: str

    def __init__(self, views: Mapping[str, str] = VIEWS) -> None:
        """`views` are names by their keys; the first is shown."""
        super().__init__()
        self._views = views
        self.view = next(iter(views))
        self._spans: list[tuple[int, int, str]] = []

    def show(self, view: str) -> None:
        """Mark a view."""
        if view != self.view:
            self.view = view
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """The names."""
        base = self.rich_style
        key = base + self.get_component_rich_style("views--key", partial=True)
        on = base + self.get_component_rich_style("views--on", partial=True)
        segments, at = [], 0
        self._spans = []
        for n, (view, name) in enumerate(self._views.items(), start=1):
            segments += [Segment(f" {n} ", key), Segment(name, on if view == self.view else base), Segment(" ", base)]
            size = cell_len(name) + 4
            self._spans.append((at, at + size, view))
            at += size
        return Strip(segments).adjust_cell_length(self.size.width, base)

    def on_click(self, event: events.Click) -> None:
        """Choose the view that was clicked."""
        for start, end, view in self._spans:
            if start <= event.x < end:
                self.post_message(self.Chosen(view))
