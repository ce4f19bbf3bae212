"""Dialogs about one person alone: hidden by a locked desk, gone once it is unlocked; nothing typed in them is kept."""

from typing import TYPE_CHECKING, Any

from sfm_tui.widgets.dialogs.modal import Modal
from sfm_tui.widgets.forms.form_dialog import FormDialog
from sfm_tui.widgets.paper.saving import SaveDialog

if TYPE_CHECKING:
    from sfm_tui.widgets.everywhere.session import Session


class Private(Modal[Any]):
    """Hides when the desk locks, and goes when it is unlocked again, whoever does.

    It stands last among the bases of a dialog: styles come from the first one alone.
    """

    session: "Session"
    _was_locked = False

    def watch_lock(self) -> None:
        """Look, now and then, whether the desk is locked."""
        self.set_interval(0.2, self._look)

    def _look(self) -> None:
        if self.session.locked and not self._was_locked:
            self._was_locked = True
            self.query_one("#dialog").visible = False

    def on_screen_suspend(self) -> None:
        """Something came before it: the locked desk, perhaps, however short."""
        self._look()

    def on_screen_resume(self) -> None:
        """Back after the desk was locked: close."""
        self._look()
        if self._was_locked:
            self.call_after_refresh(self._close)

    def _close(self) -> None:
        self.dismiss(None)


class PrivateForm(FormDialog, Private):
    """A form of a plan; what is typed in it is kept nowhere."""

    def __init__(self, session: "Session", *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.session = session

    def on_mount(self) -> None:
        """Begin to watch the lock."""
        self.watch_lock()


class PrivateSave(SaveDialog, Private):
    """Asks where the form of a plan is to be written."""

    PRIVATE = True

    def __init__(self, session: "Session", *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.session = session

    def on_mount(self) -> None:
        """Begin to watch the lock."""
        self.watch_lock()
