"""What the measure of an action tells of it, in full, above whatever is open."""

from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Label

from sfm_tui.storage.errors import Refused
from sfm_tui.widgets.dialogs.dialogs import FRAME
from sfm_tui.widgets.dialogs.modal import Modal
from sfm_tui.widgets.measures.effect_view import EffectView, read_effect

if TYPE_CHECKING:
    from textual.app import App

    from sfm_tui.widgets.everywhere.session import Session
    from sfm_tui.widgets.measures.effect_lines import EffectShown


class EffectDialog(Modal[None]):
    """The picture and the sentences of an effect."""

    DEFAULT_CSS = (
        FRAME.replace("$NAME", "EffectDialog")
        + """
    EffectDialog > #dialog { width: 110; height: 100%; }
    """
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Back", id="effect.back", tooltip="Back to the action")
    ]

    def __init__(self, session: "Session", shown: "EffectShown") -> None:
        super().__init__()
        self._session = session
        self._shown = shown

    def compose(self) -> ComposeResult:
        """The effect, the keys."""
        with Vertical(id="dialog") as frame:
            frame.border_title = Content(f"{self._shown.action}: did it help?").markup
            yield EffectView(self._session)
            yield Label("↑↓ scroll · Esc goes back", classes="hint", markup=False)

    def on_mount(self) -> None:
        """Show it."""
        view = self.query_one(EffectView)
        view.show(self._shown)
        view.focus_words()


async def effect(app: "App[Any]", session: "Session", number: str, cycle: int | None = None) -> None:
    """Show the effect of an action, of its cycle at work where none is named.

    Raises Refused where it names no measure that is known.
    """
    shown = await session.read(partial(read_effect, number=number, cycle=cycle))
    if shown.effect is None:
        raise Refused(shown.why)
    await app.push_screen_wait(EffectDialog(session, shown))
