"""Parts of the log's screen: the search field, the names of the columns."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input

from sfm_tui.widgets.incident.rows import headings


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
