"""Parts of the log's screen: what it shows in words, the search field, the names of the columns."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input

from sfm_tui.widgets.cells import clip
from sfm_tui.widgets.incident_rows import headings
from sfm_tui.widgets.long_list_line import visible


class Words(Widget):
    """One line of words above a list, drawn anew only when they change."""

    DEFAULT_CSS = """
    Words { height: 1; width: 1fr; padding: 0 1; color: $accent; text-style: bold; }
    """

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self.said = ""

    def say(self, words: str) -> None:
        """Show these."""
        if words != self.said:
            self.said = words
            self.refresh()

    def render(self) -> Content:
        """The line."""
        return Content(clip(visible(self.said), self.size.width))


class FindInput(Input):
    """The search field; ↓ and Enter lead into what was found."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "screen.to_list", "List", id="log.to-list", key_display="↓", tooltip="Into what was found"),
        Binding("escape", "screen.back", "Back", id="log.leave-field", tooltip="Back to the list; the search stays"),
    ]


class Headings(Widget):
    """The names of the list's columns, over them."""

    DEFAULT_CSS = """
    Headings { height: 1; width: 1fr; color: $secondary; }
    """

    def render(self) -> Content:
        """As many as there is room for."""
        return Content(" " + headings(max(0, self.size.width - 3)))
