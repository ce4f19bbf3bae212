"""What a contract review is made of, as the store gave it: figures, breaches, changes, effects, gaps, actions."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sfm_tui.domain.action import Action
from sfm_tui.domain.briefing import Point
from sfm_tui.domain.chart import Chart
from sfm_tui.domain.findings import Finding
from sfm_tui.domain.kpi import Figures
from sfm_tui.domain.roster_records import CoverRecord
from sfm_tui.domain.site import Site
from sfm_tui.domain.spans import Span
from sfm_tui.domain.trace import Breach
from sfm_tui.reports.paper import Foot, Names
from sfm_tui.storage.effects import ActionEffect
from sfm_tui.storage.figures import Kpis
from sfm_tui.storage.series import Series

CHANGES_AFTER_DAYS = 31
"""What was changed is told up to so many days after the period, since the answer to a month comes in the next one."""
EFFECT_BEFORE_DAYS = 184
"""An action that was put into effect so long before the period began is still looked at."""


@dataclass(frozen=True)
class Told:
    """A briefing point that began, and how many officers have acknowledged it."""

    point: Point
    acknowledged: int


@dataclass(frozen=True)
class TalkLine:
    """The talks held on one topic, and how many officers attended, caught up and were absent."""

    title: str
    talks: int
    attended: int
    caught_up: int
    absent: int


@dataclass(frozen=True)
class CategoryLine:
    """The incidents of one category; `high` are those of severity 1 or 2, `responses` their response figures."""

    category: str
    incidents: int
    high: int
    responses: Figures


@dataclass(frozen=True)
class OpenAction:
    """An action that is not closed; `owner` by name, `outcome` that of its last review."""

    action: Action
    owner: str
    overdue: bool
    outcome: str
    review_on: str | None


@dataclass(frozen=True)
class ReviewData:
    """Everything, at one state of the store.

    `window` are the days of the review, `changes` those whose changes are told, both half-open between local
    midnights. `actions` is every cycle that was agreed, begun or put into effect in `changes`; `roster_acts` counts
    the acts on the roster by their verb, `files` the imports that changed it. `effects` may hold the reason why there
    is none in place of one.
    """

    site: Site | None
    tz: ZoneInfo
    now: int
    window: Span
    changes: Span
    names: Names
    name_officers: bool
    kpis: Kpis
    breaches: tuple[Breach, ...]
    charts: tuple[tuple[Series, Chart], ...]
    marked: tuple[Action, ...]
    actions: tuple[Action, ...]
    roster_acts: tuple[tuple[str, int], ...]
    files: int
    cover: tuple[CoverRecord, ...]
    points: tuple[Told, ...]
    talks: tuple[TalkLine, ...]
    effects: tuple[ActionEffect, ...]
    without_effect: tuple[tuple[Action, str], ...]
    findings: tuple[Finding, ...]
    categories: tuple[CategoryLine, ...]
    void: int
    open_actions: tuple[OpenAction, ...]
    head: str
    made_by: str
    foot: Foot
