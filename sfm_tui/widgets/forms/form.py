"""Fields of a form: a label, a line to type in, and what it is understood as."""

from dataclasses import dataclass

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Label


class FieldInput(Input):
    """One line to type in; tells when it is left."""

    DEFAULT_CSS = """
    FieldInput, FieldInput:focus { border: none; height: 1; padding: 0 1; background: $surface; }
    FieldInput:focus { background: $panel-lighten-1; }
    """

    @dataclass
    class Left(Message):
        """The cursor left the field."""

        input: "FieldInput"

    def on_blur(self, _event: events.Blur) -> None:
        """Tell that the field was left."""
        self.post_message(self.Left(self))


class PickInput(FieldInput):
    """A field in which digits choose from what is shown, letters narrow it, and Backspace in it undoes."""

    digits_choose = True

    @dataclass
    class Picked(Message):
        """A digit was pressed: 1 for the first that is shown."""

        place: int

    @dataclass
    class Undone(Message):
        """Backspace in the empty field."""

    async def _on_key(self, event: events.Key) -> None:
        if event.character is not None and event.character in "123456789":
            event.stop()
            event.prevent_default()
            self.post_message(self.Picked(int(event.character)))
            return
        if event.key == "backspace" and not self.value:
            event.stop()
            event.prevent_default()
            self.post_message(self.Undone())
            return
        await super()._on_key(event)


class FieldRow(Horizontal):
    """A label, its field, and to the right what was understood."""

    DEFAULT_CSS = """
    FieldRow { height: 1; width: 1fr; }
    FieldRow > .name { width: 10; color: $secondary; }
    FieldRow > FieldInput { width: 1fr; }
    FieldRow > .understood { width: auto; max-width: 45%; color: $muted; padding: 0 0 0 1; }
    FieldRow > .understood.-warn { color: $warning; text-style: bold; }
    """

    def __init__(self, name: str, label: str, input: FieldInput) -> None:
        super().__init__(id=f"row-{name}")
        self._label = label
        self.input = input
        self._hint = Label("", classes="understood", markup=False)

    def compose(self) -> ComposeResult:
        """The three parts."""
        yield Label(self._label, classes="name", markup=False)
        yield self.input
        yield self._hint

    def understood(self, text: str, *, warn: bool = False) -> None:
        """Show what the field is taken to mean."""
        self._hint.update(text)
        self._hint.set_class(warn, "-warn")


def complete(typed: str, words: list[tuple[str, str]]) -> tuple[str, str] | None:
    """The one of `words` (key and name) that `typed` begins or means, the shortest first; None where none does."""
    wanted = typed.strip().casefold()
    if not wanted:
        return None
    exact = [w for w in words if wanted in (w[0].casefold(), w[1].casefold())]
    if exact:
        return exact[0]
    starts = [w for w in words if w[1].casefold().startswith(wanted) or w[0].casefold().startswith(wanted)]
    if starts:
        return min(starts, key=lambda w: len(w[1]))
    inside = [w for w in words if any(part.startswith(wanted) for part in w[1].casefold().replace("(", " ").split())]
    return min(inside, key=lambda w: len(w[1])) if inside else None
