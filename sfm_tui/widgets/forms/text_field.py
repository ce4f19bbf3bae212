"""A field of a form for a text of any length: a line as long as it is short, more of them as it grows."""

from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import TextArea


class TextField(TextArea):
    """Enter goes on to the next field; a text that is pasted keeps its lines, and `alt+enter` begins one.

    Up and down leave the field from its first and last line.
    """

    DEFAULT_CSS = """
    TextField, TextField:focus { border: none; height: auto; min-height: 1; max-height: 5; width: 1fr; padding: 0 1;
        background: $panel; scrollbar-size-vertical: 1; scrollbar-size-horizontal: 0;
    }
    TextField:focus { background: $panel-lighten-1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("alt+enter", "new_line", "New line", id="text-field.line", show=False, tooltip="Begin a new line"),
        Binding("up", "up", "Up", id="text-field.up", show=False, tooltip="The line above, or the field above"),
        Binding("down", "down", "Down", id="text-field.down", show=False, tooltip="The line below, or the field below"),
    ]

    @dataclass
    class Submitted(Message):
        """Enter: go on."""

        field: "TextField"

        @property
        def control(self) -> "TextField":
            """The field that sent it."""
            return self.field

    def __init__(self, text: str, id: str | None = None) -> None:
        super().__init__(text, id=id, soft_wrap=True, tab_behavior="focus", highlight_cursor_line=False)
        self.cursor_blink = False

    @property
    def value(self) -> str:
        """What is typed."""
        return self.text

    async def _on_key(self, event: events.Key) -> None:
        if event.key == "enter":
            event.stop()
            event.prevent_default()
            self.post_message(self.Submitted(self))
            return
        await super()._on_key(event)

    def action_new_line(self) -> None:
        """Begin a new line of the text."""
        self.insert("\n")

    def action_up(self) -> None:
        """The line above; from the first one, the field above."""
        if self.navigator.is_first_wrapped_line(self.cursor_location):
            self.screen.focus_previous()
        else:
            self.action_cursor_up()

    def action_down(self) -> None:
        """The line below; from the last one, the field below."""
        if self.navigator.is_last_wrapped_line(self.cursor_location):
            self.screen.focus_next()
        else:
            self.action_cursor_down()
