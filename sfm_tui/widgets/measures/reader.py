"""What the screen of measures knows: each measure with its series, its chart, and the actions that move it.

Everything here is made in threads; a screen keeps what it has until the new is there.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sfm_tui.clock import local_date
from sfm_tui.domain.action import Action
from sfm_tui.domain.briefing import begins
from sfm_tui.domain.chart import BASELINE, Chart, bounds_of, chart
from sfm_tui.domain.chart_words import Measured
from sfm_tui.domain.measure import COMPUTED, Computed
from sfm_tui.domain.reference import Measure
from sfm_tui.storage.series import Series

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from sfm_tui.storage.store import Store


@dataclass(frozen=True)
class Options:
    """Which points of a phase make its limits, as a person chose it; the first twelve unless somebody does."""

    baseline: int | str = BASELINE
    screen: bool = False


@dataclass(frozen=True)
class Known:
    """A measure; `series` and `chart` are None until they were read."""

    about: Measure | Computed
    actions: tuple[Action, ...] = ()
    series: Series | None = None
    chart: Chart | None = None

    @property
    def measure(self) -> str:
        """Its code."""
        return self.about.measure

    @property
    def computed(self) -> bool:
        """Whether the program computes it."""
        return isinstance(self.about, Computed)

    def spoken(self, tz: "ZoneInfo") -> Measured:
        """How its values are spoken of."""
        return Measured(self.about.unit.strip(), self.about.better, self.computed, tz)

    def charted(self, series: Series, options: Options) -> "Known":
        """With its series, and the chart that the options make of it."""
        found = chart(
            series.dots, series.breaks, bounds=bounds_of(series.unit), baseline=options.baseline,
            screen=options.screen, target=series.target, better=series.better,
        )  # fmt: skip
        return replace(self, series=series, chart=found)

    def in_effect(self, today: str) -> list[Action]:
        """The actions that were put into effect by today, the first one first."""
        begun = [one for one in self.actions if one.in_effect_on and one.in_effect_on <= today]
        return sorted(begun, key=lambda one: (one.in_effect_on or "", one.action))

    def unphased(self, today: str, tz: "ZoneInfo") -> list[Action]:
        """Those of them on whose day no phase begins yet: a person may begin one."""
        if self.series is None:
            return []
        begun = {local_date(one.since, tz).isoformat() for one in self.series.breaks}
        return [one for one in self.in_effect(today) if one.in_effect_on not in begun]


def read_names(store: "Store") -> list[Known]:
    """Every measure with the actions that move it: what the program computes first, then what the team counts."""
    actions = store.actions.all()
    everything: list[Measure | Computed] = [*COMPUTED.values(), *store.measures.all()]
    return [Known(about, tuple(_moving(about, actions))) for about in everything]


def _moving(about: Measure | Computed, actions: Iterable[Action]) -> list[Action]:
    """The actions that name the measure, by its code or its name."""
    names = (about.measure.casefold(), about.name.casefold())
    return [one for one in actions if one.measure.strip().casefold() in names]


def effect_at(action: Action, tz: "ZoneInfo") -> int:
    """The instant from which an action was in effect; it must have a day."""
    assert action.in_effect_on is not None
    return begins(action.in_effect_on, tz)
