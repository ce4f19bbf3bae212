"""One of a few words, chosen with the arrows, the space bar, a letter or a click."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from sfm_tui.widgets.lists.cells import clip


class Cycle(Widget, can_focus=True):
    """Shows the word that is chosen; `value` is its key."""

    DEFAULT_CSS = """
    Cycle { height: 1; width: 1fr; padding: 0 1; background: $panel; color: $foreground; }
    Cycle:focus { background: $block-cursor-background; color: $block-cursor-foreground; text-style: bold; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,space", "turn(1)", "Change", id="cycle.next", show=False, tooltip="The next choice"),
        Binding("left", "turn(-1)", "Change back", id="cycle.back", show=False, tooltip="The choice before"),
        Binding("enter", "submit", "Next field", id="cycle.enter", show=False, tooltip="Go on to the next field"),
    ]

    @dataclass
    class Changed(Message):
        """Another word was chosen."""

        cycle: "Cycle"

    @dataclass
    class Submitted(Message):
        """Enter: go on."""

        cycle: "Cycle"

        @property
        def control(self) -> "Cycle":
            """The field that sent it."""
            return self.cycle

    def __init__(self, choices: Sequence[tuple[str, str]], value: str, id: str | None = None) -> None:
        super().__init__(id=id)
        self._choices = list(choices)
        keys = [key for key, _word in self._choices]
        self._at = keys.index(value) if value in keys else 0

    @property
    def value(self) -> str:
        """The key of the word that is chosen."""
        return self._choices[self._at][0] if self._choices else ""

    def render(self) -> Content:
        """The word between its arrows, and which of how many it is."""
        if not self._choices:
            return Content("nothing to choose from")
        word = f"‹ {self._choices[self._at][1]} ›"
        place = f"{self._at + 1}/{len(self._choices)}"
        width = self.size.width
        return Content(clip(word, max(0, width - len(place) - 1)).ljust(max(0, width - len(place))) + place)

    def action_turn(self, by: int) -> None:
        """Choose the next word, or the one before."""
        if len(self._choices) > 1:
            self._at = (self._at + by) % len(self._choices)
            self.refresh()
            self.post_message(self.Changed(self))

    def action_submit(self) -> None:
        """Go on to the next field."""
        self.post_message(self.Submitted(self))

    def on_key(self, event: events.Key) -> None:
        """A letter or digit goes to the next word that begins with it, whatever sign stands before the word."""
        if event.character is None or not event.character.isalnum():
            return
        wanted = event.character.casefold()
        for step in range(1, len(self._choices) + 1):
            word = self._choices[(self._at + step) % len(self._choices)][1].casefold()
            if next(filter(str.isalnum, word), "") == wanted:
                event.stop()
                event.prevent_default()
                self.action_turn(step)
                return

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Letters and digits are this field's own while it has the focus."""
        return character is not None and character.isalnum()

    def on_click(self) -> None:
        """A click goes to the next word."""
        self.action_turn(1)
