"""Questions: choose one of a few, type a line or two. Escape leaves everything as it was."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.events import Key
from textual.widgets import Input, Label, OptionList
from textual.widgets.option_list import Option

from sfm_tui.widgets.dialogs.modal import Modal
from sfm_tui.widgets.everywhere.key_names import key_of
from sfm_tui.widgets.lists.long_list_line import visible

# The header and what the screen says of a stamp key are seen beside every dialog.
FRAME = """
$NAME { align: center middle; background: $background 40%; }
$NAME > #dialog {
    width: 76; max-width: 96%; height: auto; max-height: 100%; padding: 0 1; margin: 1 0 3 0;
    background: $surface; border: round $primary; border-title-color: $accent; border-title-style: bold;
}
$NAME .label { color: $foreground; margin-top: 1; }
$NAME Label { width: 1fr; }
$NAME .hint { color: $muted; }
$NAME .echo { color: $success; min-height: 1; }
$NAME .echo.-bad { color: $error; text-style: bold; }
$NAME Input { border: none; height: 1; background: $panel; padding: 0 1; }
$NAME Input:focus { background: $panel; text-style: none; border: none; }
$NAME OptionList, $NAME OptionList:focus { border: none; height: auto; max-height: 14;
    background: $surface; padding: 0;
}
"""


MANY = 9
"""Choices that need no count: each has its digit."""
_SEEN = 17
"""Choices that 24 lines have room for, beside the line of keys; of more, that line stands in the frame."""


def how_many(shown: int, all_of_them: int) -> str:
    """How many a list has: `27`, or `3 of 27` where it is narrowed."""
    return f"{all_of_them:,}" if shown == all_of_them else f"{shown:,} of {all_of_them:,}"


@dataclass(frozen=True)
class Choice:
    """One thing to choose: `key` is what comes back, `label` what is shown, `letter` a key that chooses it at once."""

    key: str
    label: str
    detail: str = ""
    letter: str = ""

    @property
    def text(self) -> str:
        """What is searched for words that are typed."""
        return f"{self.key} {self.label} {self.detail}"


class ChooseDialog(Modal[str | None]):
    """Choose one. Digits (or the letters shown) choose at once; gives the key, or None after Escape.

    `about` is said under the choices, above the line of keys, which is `hint` where others than the usual ones matter.
    """

    DEFAULT_CSS = (
        FRAME.replace("$NAME", "ChooseDialog").replace("max-height: 14", f"max-height: {_SEEN}")
        + """
ChooseDialog.-long OptionList, ChooseDialog.-long OptionList:focus { max-height: 18; }
"""
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", "Back", id="dialog.cancel", tooltip="Leave everything as it is")
    ]

    def __init__(self, title: str, choices: Sequence[Choice], hint: str = "", *, about: str = "") -> None:
        super().__init__()
        self._title = title
        self._choices = list(choices)
        self._about = about
        lettered = all(choice.letter for choice in choices)
        leaves = f"{key_of('dialog.cancel', 'Esc')} leaves it as it is"
        self._hint = hint or f"{'letter' if lettered else 'key'} or Enter chooses · {leaves}"

    @property
    def question(self) -> str:
        """What is asked."""
        return self._title

    def compose(self) -> ComposeResult:
        """The list, numbered."""
        long = len(self._choices) > _SEEN and not self._about
        self.set_class(long, "-long", update=False)
        with Vertical(id="dialog") as frame:
            frame.border_title = Content(self._title).markup
            count = how_many(len(self._choices), len(self._choices)) if len(self._choices) > MANY else ""
            frame.border_subtitle = Content(f"{self._hint} · {count}" if long else count).markup
            options = OptionList(markup=False)
            for n, choice in enumerate(self._choices):
                options.add_option(Option(self._line(n, choice), id=f"c{n}"))
            yield options
            if self._about:
                yield Label("\n".join(map(visible, self._about.split("\n"))), classes="about", markup=False)
            if not long:
                yield Label(self._hint, classes="hint", markup=False)

    def on_mount(self) -> None:
        """The list takes the keys."""
        options = self.query_one(OptionList)
        options.focus()
        options.highlighted = 0 if self._choices else None

    def letter(self, n: int) -> str:
        """The key that chooses the n-th at once; empty past the ninth without a letter of its own."""
        return self._choices[n].letter or (str(n + 1) if n < 9 else "")

    def _line(self, n: int, choice: Choice) -> Content:
        parts: list[str | tuple[str, str]] = [(f"{self.letter(n) or ' ':>2} ", "bold"), choice.label]
        if choice.detail:
            parts.append((f"  {choice.detail}", "italic"))
        return Content.assemble(*parts)

    def on_key(self, event: Key) -> None:
        """A digit or letter chooses."""
        for n in range(len(self._choices)):
            if event.character and event.character == self.letter(n):
                event.stop()
                self.dismiss(self._choices[n].key)
                return

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._choices[event.option_index].key)

    def action_cancel(self) -> None:
        """Choose nothing."""
        self.dismiss(None)


@dataclass(frozen=True)
class Field:
    """One line to type. `check` gives what to echo, or raises ValueError with what is wrong."""

    name: str
    label: str
    value: str = ""
    placeholder: str = ""
    check: Callable[[str], str] | None = None
    needed: bool = True
    password: bool = False


class AskDialog(Modal[dict[str, str] | None]):
    """Type a line or a few. Enter goes on and, on the last, sends; gives the texts, or None after Escape."""

    DEFAULT_CSS = FRAME.replace("$NAME", "AskDialog")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", "Back", id="dialog.cancel", tooltip="Leave everything as it is"),
        Binding("down", "app.focus_next", "Next field", show=False, id="dialog.next"),
        Binding("up", "app.focus_previous", "Previous field", show=False, id="dialog.previous"),
    ]

    def __init__(self, title: str, fields: Sequence[Field], hint: str = "") -> None:
        super().__init__()
        self._title = title
        self._fields = list(fields)
        self._hint = hint or f"Enter saves · {key_of('dialog.cancel', 'Esc')} leaves it as it is"

    def compose(self) -> ComposeResult:
        """A label, an input and what it is understood as, for each field."""
        with Vertical(id="dialog") as frame:
            frame.border_title = Content(self._title).markup
            for n, field in enumerate(self._fields):
                yield Label(field.label, classes="label", markup=False)
                yield Input(
                    value=field.value, placeholder=field.placeholder, id=f"f{n}", password=field.password,
                    select_on_focus=False,
                )  # fmt: skip
                yield Label("", id=f"e{n}", classes="echo", markup=False)
            yield Label(self._hint, classes="hint", markup=False)

    def on_mount(self) -> None:
        """Start in the first empty field."""
        empty = next((n for n, f in enumerate(self._fields) if not f.value), len(self._fields) - 1)
        self.query_one(f"#f{empty}", Input).focus()

    def _echo(self, n: int, text: str, *, bad: bool = False) -> None:
        label = self.query_one(f"#e{n}", Label)
        label.update(text)
        label.set_class(bad, "-bad")

    def _problem(self, n: int, *, final: bool) -> bool:
        field, text = self._fields[n], self.query_one(f"#f{n}", Input).value
        if not text.strip():
            if final and field.needed:
                self._echo(n, "this is needed", bad=True)
                return True
            self._echo(n, "")
            return False
        if field.check is None:
            self._echo(n, "")
            return False
        try:
            self._echo(n, field.check(text))
        except ValueError as error:
            self._echo(n, str(error), bad=True)
            return True
        return False

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        self._problem(int(str(event.input.id)[1:]), final=False)

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        n = int(str(event.input.id)[1:])
        if self._problem(n, final=True):
            return
        if n + 1 < len(self._fields):
            self.query_one(f"#f{n + 1}", Input).focus()
            return
        for other in range(len(self._fields)):
            if self._problem(other, final=True):
                self.query_one(f"#f{other}", Input).focus()
                return
        self.dismiss({f.name: self.query_one(f"#f{i}", Input).value for i, f in enumerate(self._fields)})

    def action_cancel(self) -> None:
        """Send nothing."""
        self.dismiss(None)
