"""What the dashboard shows of a period: which results it needs, in which order, and those that it has."""

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, cast

from sfm_tui.clock import local_date
from sfm_tui.domain.period import BEFORE_WEEKS, Period, months_until
from sfm_tui.widgets.figures.cards import KEYS, RESPONSE_KEYS, Card, Key, cards_of
from sfm_tui.widgets.figures.reader import Part, Results, weeks_part
from sfm_tui.widgets.figures.table import Line

if TYPE_CHECKING:
    from sfm_tui.storage.dashboard import Hours
    from sfm_tui.storage.figures import Kpis
    from sfm_tui.widgets.everywhere.session import Session
    from sfm_tui.widgets.figures.trend import Trend

VIEWS = {
    "figures": "Figures", "weeks": "Weeks", "hours": "Hours", "spread": "Spread", "months": "Months", "split": "Split",
}  # fmt: skip
MONTHS = 6
MOST_WEEKS = 60
_WEEK = timedelta(days=7)


class Model:
    """The period, the split and the results; `value` gives the last result of a name while there is no newer one."""

    def __init__(self, session: "Session") -> None:
        self._session = session
        self.results = Results(session, lambda: self.today)
        self.period = Period.of("week", self.today, self.today)
        self.by = "category"
        self._last: dict[str, Part] = {}

    @property
    def today(self) -> date:
        """The local day."""
        return local_date(self._session.now(), self._session.tz)

    def keep_up(self) -> bool:
        """Go on with the clock: at midnight a period that holds today grows, or the next begins. Whether it did."""
        period = self.period
        if period.today == self.today:
            return False
        if period.kind == "days":
            self.period = replace(period, today=self.today)
        elif period.present:
            self.period = Period.of(period.kind, self.today, self.today)
        else:
            self.period = Period.of(period.kind, period.last, self.today)
        return True

    # ── what is needed ───────────────────────────────────────────────────────────────────────────────────────

    def part(self, name: str) -> Part:
        """A result by its name, for the period that is chosen."""
        first, last = self.period.first, self.period.last
        if name in ("today", "in-effect"):
            return Part(name, self.today, self.today)
        if name == "against":
            return Part("kpis", first - BEFORE_WEEKS * _WEEK, first - timedelta(days=1))
        if name == "weeks":
            return weeks_part(self.today)
        if name == "by-month":
            return Part("split", months_until(last, MONTHS)[-1].first, last, "month")
        if name in ("more", "trends"):
            return Part(name, *self.weeks)
        return Part(name, first, last, self.by if name == "split" else "")

    def months(self) -> list[Part]:
        """The months, the newest first."""
        return [Part("month", days.first, days.last) for days in months_until(self.period.last, MONTHS)]

    def wanted(self, view: str) -> list[tuple[str, Part]]:
        """What a view needs, what is seen first first."""
        names = {
            "figures": [
                "today",
                "kpis",
                "causes",
                "against",
                "hours",
                "by-month",
                "weeks",
                "more",
                "trends",
                "in-effect",
            ],
            "weeks": ["today", "kpis", "against", "weeks", "more", "trends", "in-effect"],
            "hours": ["today", "hours", "causes"],
            "spread": ["today", "kpis", "spread"],
            "months": ["today"],
            "split": ["today", "split", "kpis"],
        }[view]
        parts = [(name, self.part(name)) for name in names]
        return [*parts, *(("month", part) for part in self.months())] if view == "months" else parts

    @property
    def weeks(self) -> tuple[date, date]:
        """The Mondays of the first and last week shown: those of the period that are over, and 12 before."""
        monday = self.today - timedelta(days=self.today.weekday())
        first, last = (day - timedelta(days=day.weekday()) for day in (self.period.first, self.period.last))
        last = min(last, monday - _WEEK)
        return max(first - BEFORE_WEEKS * _WEEK, last - (MOST_WEEKS - 1) * _WEEK), last

    @property
    def so_far(self) -> bool:
        """Whether the figures of the period are of the week that is not over."""
        return self.period.kind == "week" and self.period.present and not self.stale("kpis")

    # ── what is there ────────────────────────────────────────────────────────────────────────────────────────

    def value(self, name: str) -> Any:
        """The result of a name; that of the days shown before while there is none."""
        part = self.part(name)
        found = self.results.value(part)
        if found is not None:
            self._last[name] = part
            return found
        last = self._last.get(name)
        return self.results.value(last) if last is not None else None

    def stale(self, name: str) -> bool:
        """Whether what `value` gives is of other days than those chosen."""
        return self.results.value(self.part(name)) is None

    def behind(self, view: str) -> bool:
        """Whether something of a view is not of the records as they are."""
        return any(not self.results.fresh(part) for _, part in self.wanted(view))

    def at(self) -> int | None:
        """When the figures of the period were computed."""
        return self.results.at(self.part("kpis"))

    @property
    def kpis(self) -> "Kpis | None":
        """All figures of the period."""
        return cast("Kpis | None", self.value("kpis"))

    @property
    def hours(self) -> "Hours | None":
        """The hours of the week."""
        return cast("Hours | None", self.value("hours"))

    @property
    def nothing(self) -> bool:
        """Whether there is nothing yet to count: no response, no duty."""
        weeks, kpis = self.value("weeks"), self.kpis
        if weeks is None or kpis is None or weeks.responses or weeks.roster:
            return False
        counted = kpis.responses.total.n, *kpis.responses.excluded.values(), kpis.roster.starts
        return not any(counted) and not kpis.roster.why

    def cards(self, name: str = "kpis") -> dict[Key, Card]:
        """The figures of the period, or with `against` those of the weeks before it; none before they are there."""
        found = self.value(name)
        return cards_of(found) if found is not None else {}

    def trends(self) -> "dict[Key, Trend]":
        """How each figure went from week to week."""
        return self.value("trends") or {}

    def in_effect(self, key: Key) -> str:
        """The action in effect that moves a figure, with its cycle, `A-07#1`; none where no such action is.

        All figures of responses are of the same ones: without an action of its own, one has that of another.
        """
        from sfm_tui.widgets.figures.trend import MEASURE

        found: dict[str, str] = self.value("in-effect") or {}
        keys: tuple[Key, ...] = (key, "within", "mean") if key in RESPONSE_KEYS else (key,)
        return next((action for one in keys if (action := found.get(MEASURE.get(one, "")))), "")

    def lines(self) -> list[Line]:
        """The table's lines."""
        cards, before, trends = self.cards(), self.cards("against"), self.trends()
        shown = self.part("trends") if not self.stale("trends") else self._last.get("trends", self.part("trends"))
        first, last, stale = shown.first, shown.last, self.stale("kpis")
        return [Line(key, cards.get(key), before.get(key), trends.get(key), first, last, stale) for key in KEYS]
