"""The measures as they are read: what is known at once, each chart as soon as it is made, weeks in their time."""

from functools import partial
from time import monotonic
from typing import TYPE_CHECKING

from sfm_tui.domain.chart_words import baseline_said
from sfm_tui.domain.measure import COMPUTED
from sfm_tui.domain.reference import Measure
from sfm_tui.storage.series import Series, computed_series, team_series
from sfm_tui.widgets.everywhere.again import Again
from sfm_tui.widgets.everywhere.there import is_there
from sfm_tui.widgets.measures.acting import MeasuresActing
from sfm_tui.widgets.measures.reader import Known, read_names

if TYPE_CHECKING:
    from sfm_tui.widgets.everywhere.session import Session

PATIENCE = 10
"""Weeks are computed anew after so many times what it took, however often somebody writes."""


class MeasuresReading(MeasuresActing):
    """Knows every measure, its series and its chart, and keeps them true; a subclass shows them."""

    def __init__(self, session: "Session") -> None:
        super().__init__(session)
        self._known: dict[str, Known] = {}
        self._series: dict[str, Series] = {}
        self._chosen = ""
        self._computed_seq = -1
        self._computed_at = self._took = 0.0
        self._computed_on = ""
        self._read = Again(self, self._read_all, "measures")
        self._charting = Again(self, self._chart_all, "charts")

    @property
    def current(self) -> Known | None:
        """The measure that is chosen."""
        return self._known.get(self._chosen)

    def _show_list(self) -> None:
        raise NotImplementedError

    def _show_chosen(self) -> None:
        raise NotImplementedError

    def _take_wanted(self) -> None:
        raise NotImplementedError

    def _all_read(self) -> None:
        raise NotImplementedError

    def tick(self) -> None:
        """Compute the weeks anew, where records changed and it is not too soon, or a new day has begun."""
        super().tick()
        if self.is_mounted and self._stale and self._due:
            self._read()

    def on_screen_resume(self) -> None:
        """The weeks are computed anew at once."""
        self._computed_at = 0.0

    def read_again(self) -> None:
        """Read anew what an act may have changed."""
        self._computed_at = 0.0
        if is_there(self):
            self._read()

    @property
    def _stale(self) -> bool:
        return self._computed_seq != self.session.data.head_seq or self._computed_on != self.today

    @property
    def _due(self) -> bool:
        return monotonic() - self._computed_at >= PATIENCE * self._took

    async def _read_all(self) -> None:
        self._seq = seq = self.session.data.head_seq
        names = await self.session.read(read_names)
        before, self._known = self._known, {one.measure: one for one in names}
        for code, one in self._known.items():
            if code in before and code in self._series:
                self._known[code] = one.charted(self._series[code], self.options)
        self._series = {code: some for code, some in self._series.items() if code in self._known}
        self._show_list()
        self._take_wanted()
        team = [one.about for one in names if isinstance(one.about, Measure)]
        for about in team:
            await self._take(await self.session.read(partial(team_series, known=about)))
        if self._stale and self._due:
            begun, day = monotonic(), self.today
            weeks = await self.session.read(lambda store: computed_series(store, COMPUTED.values()))
            for _ in COMPUTED:
                await self._take(await self.session.read(lambda _store: next(weeks)))
            self._computed_at, self._computed_seq, self._computed_on = monotonic(), seq, day
            self._took = self._computed_at - begun
        self._all_read()

    async def _take(self, some: Series) -> None:
        """Take a series that was read; the chart is made beside the screen."""
        known, options = self._known.get(some.measure), self.options
        if known is None or (self._series.get(some.measure) == some and known.chart is not None):
            return
        charted = await self.session.read(lambda _store: known.charted(some, options))
        self._series[some.measure] = some
        if some.measure in self._known:
            self._known[some.measure] = charted
            self._show_list()
            if some.measure == self._chosen:
                self._show_chosen()

    def chart_again(self) -> None:
        """Make the charts anew, of other points."""
        self._charting()

    async def _chart_all(self) -> None:
        known, series, options = dict(self._known), dict(self._series), self.options

        def make(_store: object) -> dict[str, Known]:
            return {code: one.charted(series[code], options) for code, one in known.items() if code in series}

        self._known |= await self.session.read(make)
        self._show_list()
        self._show_chosen()
        self.say(baseline_said(options.baseline, screen=options.screen))
