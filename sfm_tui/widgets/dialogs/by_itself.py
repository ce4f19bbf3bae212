"""Questions that come by themselves: a key that was on its way when one came was not meant for it."""

from asyncio import get_running_loop
from typing import Any

from textual.events import Event, Key

TOO_SOON = 0.15
"""Seconds from the moment a question is painted in which nobody can have answered it with a letter yet."""


class ByItself:
    """For a dialog that may come by itself: knows since when it is seen. Comes before the screen among the bases."""

    came_by_itself = False
    _seen_at: float | None = None

    def _compositor_refresh(self) -> None:
        """Note when it is first painted: before that, for who sees the frame may answer at once."""
        if self._seen_at is None and self.is_mounted:  # type: ignore[attr-defined]  # the screen's
            self._painted()
        super()._compositor_refresh()  # type: ignore[misc]  # the screen's

    def _painted(self) -> None:
        self._seen_at = get_running_loop().time()

    def not_meant(self, event: Event) -> bool:
        """Whether a key was pressed before anybody could see the question.

        Until it is painted no answer can be meant for it, a digit and Enter neither; then a letter is known for a
        moment by its coming too soon, while the keys that choose are taken from whoever waited for the question.
        """
        if not self.came_by_itself or not isinstance(event, Key):
            return False
        if self._seen_at is None:
            return event.is_printable or event.key == "enter"
        letter = event.is_printable and not str(event.character).isdigit()
        return letter and get_running_loop().time() - self._seen_at < TOO_SOON


def not_meant(screen: Any, event: Event) -> bool:
    """Whether a key that comes to a screen was meant for the one before it."""
    return isinstance(screen, ByItself) and screen.not_meant(event)
