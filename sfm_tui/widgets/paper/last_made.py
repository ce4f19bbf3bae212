"""The record of the paper screen: what was made last of the document that is shown, as it is now asked for."""

from typing import TYPE_CHECKING

from sfm_tui.widgets.everywhere.key_names import key_of
from sfm_tui.widgets.paper.acting import PaperActing
from sfm_tui.widgets.records.looked_up import LookedUp

if TYPE_CHECKING:
    from sfm_tui.reports.registry import Asked, Kind
    from sfm_tui.storage.store import Store
    from sfm_tui.widgets.everywhere.session import Session

    Shown = tuple[Kind, Asked]


class PaperRecords(PaperActing):
    """Knows which of the documents that were made is the one shown."""

    def __init__(self, session: "Session") -> None:
        super().__init__(session)
        self._last = LookedUp["Shown"](self, _last_made, "the document that was made last")

    @property
    def _shown(self) -> "Shown | None":
        return (self.kind, self.made.asked) if self.kind is not None and self.made is not None else None

    def current_record(self) -> tuple[str, str] | None:
        """What was made last of the document that is shown, once that was asked for."""
        shown = self._shown
        ref = next(iter(self._last.known(shown)), "") if shown is not None else ""
        return (ref, ref.partition(":")[2]) if ref else None

    async def open_links(self) -> None:
        """The links of the document that was made last of what is shown, or what makes one."""
        shown = self._shown
        if shown is None or not await self._last.ask(shown):
            save, made = key_of("paper.save", "s"), key_of("paper.made", "m")
            self.say(f"this was not made into a file yet: {save} saves it · {made} lists all that were made")
        else:
            await super().open_links()


def _last_made(store: "Store", shown: "Shown") -> list[str]:
    from sfm_tui.reports.entered import period_of

    kind, asked = shown
    return store.documents.made_of(kind.name, period_of(store, kind, asked))
