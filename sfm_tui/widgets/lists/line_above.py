"""A line of words above what a screen shows: which part of the records it is, how many, what they come to."""

from textual.content import Content
from textual.widget import Widget

from sfm_tui.widgets.lists.cells import clip
from sfm_tui.widgets.lists.long_list_line import visible


class Words(Widget):
    """One line, drawn anew only when its words change."""

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
