"""A dialog that is answered once, wherever it stands by then."""

from typing import Any, TypeVar

from textual.await_complete import AwaitComplete
from textual.screen import ModalScreen

T = TypeVar("T")


class Modal(ModalScreen[T]):
    """What every dialog extends. Textual's own takes away whichever screen is in front, as often as it is told to."""

    def dismiss(self, result: Any = None) -> AwaitComplete:
        """Close with an answer. A second answer, of a double click or an Enter that came late, is not heard.

        Beneath another screen, or behind a lock, it goes from where it stands; what is in front stays.
        """
        app = self.app
        stack = next((stack for stack in app._screen_stacks.values() if self in stack), None)
        if stack is None:
            return AwaitComplete()
        if self.is_active:
            return super().dismiss(result)
        self._result_callbacks[-1](result)
        stack.remove(self)
        self._pop_result_callback()
        gone = AwaitComplete(app._replace_screen(self))
        app.call_next(gone)
        return gone
