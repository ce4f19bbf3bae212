"""What widgets and flows may ask of the program beyond what any Textual app can do. For types only."""

from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any, Protocol

from textual.worker import Worker

from sfm_tui.widgets.everywhere.duty import Duty
from sfm_tui.widgets.everywhere.say import Tone
from sfm_tui.widgets.lists.type_ahead import TypeAhead


class Program(Protocol):
    """The program: `cast("Program", app)` where more is needed than an `App` to ask questions in."""

    duty: Duty
    ahead: TypeAhead
    demo: Path | None
    """The store that opens when this one is left."""

    def act(self, work: Coroutine[Any, Any, Any], name: str, *, keys_wait: bool | None = None) -> Worker[Any]:
        """Run an act beside the screen; what goes wrong becomes one line on it. `keys_wait` as in `Frame.act`."""
        ...

    def say(self, text: str, tone: Tone = "plain") -> None:
        """Say a line on the screen that is shown, under whatever dialog."""
        ...

    def at_desk(self, *, at_start: bool = False, then: Callable[[], None] | None = None) -> None:
        """Ask who is at the desk, then go on."""
        ...

    def go_to(self, place: str, key: str = "") -> None:
        """Show a place."""
        ...
