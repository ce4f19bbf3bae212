"""Choose one of many: what is typed narrows them, Enter takes the one under the cursor."""

from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Label, OptionList
from textual.widgets.option_list import Option

from sfm_tui.widgets.dialogs.dialogs import FRAME, Choice, how_many
from sfm_tui.widgets.dialogs.modal import Modal
from sfm_tui.widgets.everywhere.key_names import key_of
from sfm_tui.widgets.everywhere.there import is_there
from sfm_tui.widgets.lists.narrowed import narrowed

if TYPE_CHECKING:
    from sfm_tui.widgets.everywhere.program import Program


class PickDialog(Modal[str | None]):
    """Type a part of a name, or move with the arrows; gives the key, or None after Escape.

    `more` brings choices that have to be read first; the dialog takes keys meanwhile.
    """

    DEFAULT_CSS = FRAME.replace("$NAME", "PickDialog")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", "Back", id="pick.cancel", tooltip="Leave everything as it is"),
        Binding("down", "move(1)", "Down", show=False, id="pick.down", tooltip="The one below"),
        Binding("up", "move(-1)", "Up", show=False, id="pick.up", tooltip="The one above"),
    ]

    def __init__(
        self, title: str, choices: Sequence[Choice], more: Callable[[], Awaitable[Sequence[Choice]]] | None = None
    ) -> None:
        super().__init__()
        self._more = more
        self._title = title
        self._choices = list(choices)
        self._shown: list[Choice] = []

    def compose(self) -> ComposeResult:
        """The field and the list."""
        with Vertical(id="dialog") as frame:
            frame.border_title = Content(self._title).markup
            yield Input(placeholder="type a part of it", select_on_focus=False)
            yield OptionList(markup=False)
            yield Label(
                f"letters narrow · ↑↓ and Enter choose · {key_of('pick.cancel', 'Esc')} leaves it as it is",
                classes="hint",
                markup=False,
            )

    def on_mount(self) -> None:
        """Show all; the field takes the keys."""
        self.query_one(OptionList).can_focus = False
        self.query_one(Input).focus()
        self._narrow("")
        if self._more is not None:
            cast("Program", self.app).act(self._bring(self._more), "choices")

    async def _bring(self, more: Callable[[], Awaitable[Sequence[Choice]]]) -> None:
        self._choices += await more()
        if is_there(self):
            self._narrow(self.query_one(Input).value)

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        self._narrow(event.value)

    def _narrow(self, typed: str) -> None:
        self._shown = narrowed(self._choices, typed, lambda one: one.text)
        options = self.query_one(OptionList)
        options.clear_options()
        for choice in self._shown:
            parts: list[str | tuple[str, str]] = [choice.label]
            if choice.detail:
                parts.append((f"  {choice.detail}", "italic"))
            options.add_option(Option(Content.assemble(*parts)))
        options.highlighted = 0 if self._shown else None
        if not self._shown and self._choices:
            options.add_option(Option("nothing has that in it: ⌫ shows more", disabled=True))
        self.query_one("#dialog").border_subtitle = how_many(len(self._shown), len(self._choices))

    @on(Input.Submitted)
    def _submitted(self) -> None:
        place = self.query_one(OptionList).highlighted
        if place is not None:
            self.dismiss(self._shown[place].key)

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._shown[event.option_index].key)

    def action_move(self, by: int) -> None:
        """Move the cursor of the list."""
        options = self.query_one(OptionList)
        if self._shown:
            at = options.highlighted or 0
            options.highlighted = max(0, min(len(self._shown) - 1, at + by))

    def action_cancel(self) -> None:
        """Choose nothing."""
        self.dismiss(None)
