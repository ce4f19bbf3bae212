"""A dialog that is answered once, wherever it stands by then."""

from typing import TYPE_CHECKING, Any, TypeVar, cast

from textual import on
from textual.await_complete import AwaitComplete
from textual.command import CommandPalette
from textual.screen import ModalScreen, Screen
from textual.widgets import Input, OptionList

from sfm_tui.widgets.everywhere.there import is_there

if TYPE_CHECKING:
    from sfm_tui.widgets.everywhere.program import Program

T = TypeVar("T")


class AnsweredOnce:
    """Closes once. Textual's own screens take away whichever is in front, as often as they are told to close."""

    def dismiss(self: Any, result: Any = None) -> AwaitComplete:
        """Close with an answer. A second answer, of a double click or an Enter that came late, is not heard.

        Beneath another screen, or behind a lock, it goes from where it stands; what is in front stays.
        """
        app = self.app
        stack = next((stack for stack in app._screen_stacks.values() if self in stack), None)
        if stack is None:
            return AwaitComplete()
        if self.is_active:
            return Screen.dismiss(self, result)
        self._result_callbacks[-1](result)
        stack.remove(self)
        self._pop_result_callback()
        gone = AwaitComplete(app._replace_screen(self))
        app.call_next(gone)
        return gone


class Modal(AnsweredOnce, ModalScreen[T]):
    """What every dialog extends."""

    def echo(self, line: str, text: str, *, bad: bool = False) -> None:
        """Say something in a line of the dialog, or, where it is wrong and the dialog gone, on the screen beneath."""
        if is_there(self):
            label: Any = self.query_one(f"#{line}")
            label.update(text)
            label.set_class(bad, "-bad")
        elif bad:
            cast("Program", self.app).say(text.removeprefix("✖ "), "bad")


class Palette(AnsweredOnce, CommandPalette):
    """The command palette. What it was chosen to do is done once, however often it was clicked or Enter pressed."""

    @on(OptionList.OptionSelected)
    @on(Input.Submitted)
    def _only_once(self, event: OptionList.OptionSelected | Input.Submitted) -> None:
        if self not in self.app.screen_stack:
            event.stop()
            event.prevent_default()
