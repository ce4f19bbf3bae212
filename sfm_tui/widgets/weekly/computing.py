"""The figures of the weekly review, computed beside the screen and kept as those of the dashboard are."""

from typing import TYPE_CHECKING

from sfm_tui.widgets.everywhere.again import Again
from sfm_tui.widgets.figures.model import Model
from sfm_tui.widgets.weekly.acting import WeeklyActing
from sfm_tui.widgets.weekly.page import PARTS

if TYPE_CHECKING:
    from sfm_tui.widgets.everywhere.session import Session


class WeeklyComputing(WeeklyActing):
    """Holds the dashboard's model of the week that is shown, and keeps it true."""

    def __init__(self, session: "Session") -> None:
        super().__init__(session)
        self.model = Model(session)
        self._computing = False
        self.compute_figures = Again(self, self._compute_all, "figures")

    def fill(self) -> None:
        """Draw what is shown."""
        raise NotImplementedError

    def tick(self) -> None:
        """Compute anew what is not true any more: days that are not over, a new day."""
        super().tick()
        if self.model.keep_up() or self._due:
            self.compute_figures()

    @property
    def _due(self) -> bool:
        if self._computing or self.app.screen is not self or self.session.data.site is None:
            return False
        return any(self.model.results.due(self.model.part(name)) for name in PARTS)

    async def _compute_all(self) -> None:
        """Compute what the page needs, what is seen first first; another week takes its place."""
        self._computing, period = True, self.model.period
        try:
            for name in PARTS:
                part = self.model.part(name)
                if self.model.results.due(part):
                    await self.model.results.read(part)
                if self.model.period != period:
                    self.compute_figures()
                    return
                self.model.value(name)
                self.fill()
        finally:
            self._computing = False
