"""A Textual app that updates one label a second: the floor under a screen with running clocks."""

from textual.app import App, ComposeResult
from textual.widgets import Label

READY = "ticks: 1"


class Ticking(App[None]):
    """One label that counts the seconds."""

    ticks = 0

    def compose(self) -> ComposeResult:
        """Put the label on the screen."""
        yield Label("ticks: 0")

    def on_mount(self) -> None:
        """Start to count."""
        self.set_interval(1, self.tick)

    def tick(self) -> None:
        """Show the next number."""
        self.ticks += 1
        self.query_one(Label).update(f"ticks: {self.ticks}")


if __name__ == "__main__":
    Ticking().run()
