"""The mark of a legal hold: which records are held, as one terminal knows it, and the sign that a screen shows of it.

Known by the state of the ledger: where that has moved, they are read again, beside the screen.
"""

from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from textual.app import App

    from sfm_tui.widgets.everywhere.program import Program
    from sfm_tui.widgets.everywhere.session import Session

MARK = "§ held"
"""What a screen shows beside a record that no retention rule may take."""


class Held:
    """The records that are held, with the reason of each."""

    def __init__(self, session: "Session") -> None:
        self._session = session
        self._why: dict[str, str] = {}
        self._seq = -1
        self._reading = False

    def why(self, ref: str) -> str:
        """Why a record is held; empty where it is not, and while the desk is locked."""
        return "" if self._session.locked else self._why.get(ref, "")

    def look(self, app: "App[Any]") -> None:
        """Read them again if anybody wrote; costs nothing where nobody did. Not before the store is open."""
        session = self._session
        if session.data.head_seq != self._seq and not self._reading and session.is_open:
            self._reading = True
            cast("Program", app).act(self._read(), "legal holds", keys_wait=False)

    async def _read(self) -> None:
        seq = self._session.data.head_seq
        try:
            self._why = await self._session.read(lambda store: store.holds.everything())
            self._seq = seq
        finally:
            self._reading = False
