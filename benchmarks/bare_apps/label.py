"""A Textual app that shows one label: the floor under every start time."""

from textual.app import App, ComposeResult
from textual.widgets import Label

READY = "one label"


class OneLabel(App[None]):
    """One label and nothing else."""

    def compose(self) -> ComposeResult:
        """Put the label on the screen."""
        yield Label(READY)


if __name__ == "__main__":
    OneLabel().run()
