"""What the dashboard has computed, kept by what it is of, so that what was seen once is there at once.

Nothing is computed in the screen's own thread. A result stays until a newer one is there; one that took long is not
asked for again before so many times as long has gone by, however often somebody writes.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from sfm_tui.clock.days import Days
from sfm_tui.widgets.figures.cards import KEYS, Key

if TYPE_CHECKING:
    from sfm_tui.domain.kpi import Figures
    from sfm_tui.storage.dashboard import More
    from sfm_tui.storage.figures import By
    from sfm_tui.storage.store import Store
    from sfm_tui.widgets.everywhere.session import Session
    from sfm_tui.widgets.figures.trend import Trend

PATIENCE = 10
"""A result is computed anew after so many times what it took, where the records have changed."""
AT_MOST_SECONDS = 120.0
PRESENT_SECONDS = 300
"""Figures of days that are not over are computed anew after so long, though nobody wrote: calls fall due."""
_MOST = 160


@dataclass(frozen=True)
class Part:
    """Something to compute: `name` says what, the days of what, `by` how it is split."""

    name: str
    first: date
    last: date
    by: str = ""

    @property
    def days(self) -> Days:
        """Its days."""
        return Days(self.first, self.last)


@dataclass
class _Kept:
    value: Any
    stamp: tuple[int, int]
    done: float
    cost: float
    at: int


class Results:
    """What was computed, with when and from what state of the records."""

    def __init__(self, session: "Session", today: Callable[[], date]) -> None:
        self._session = session
        self._today = today
        self._kept: dict[Part, _Kept] = {}
        self._failed: dict[Part, tuple[int, int]] = {}

    def value(self, part: Part) -> Any:
        """What was computed last of it, None where nothing was."""
        kept = self._kept.get(part)
        return kept.value if kept is not None else None

    def at(self, part: Part) -> int | None:
        """When that was computed."""
        kept = self._kept.get(part)
        return kept.at if kept is not None else None

    def fresh(self, part: Part) -> bool:
        """Whether it holds of the records as they are now."""
        kept = self._kept.get(part)
        return kept is not None and kept.stamp == self._stamp(part)

    def due(self, part: Part) -> bool:
        """Whether it should be computed now: it is not fresh, and was not just computed at length."""
        kept = self._kept.get(part)
        if self._failed.get(part) == self._stamp(part):
            return False
        if kept is None:
            return True
        if kept.stamp == self._stamp(part):
            return False
        return _clock() - kept.done >= min(PATIENCE * kept.cost, AT_MOST_SECONDS)

    async def read(self, part: Part) -> None:
        """Compute it in a thread and keep it; what fails is not due again before somebody writes."""
        stamp, at, begun = self._stamp(part), self._session.now(), _clock()
        self._failed[part] = stamp
        if part.name == "trends":
            value = await self._trends(part)
        else:
            value = await self._session.read(partial(_READERS[part.name], part=part))
        self._kept.pop(part, None)
        self._failed.pop(part, None)
        self._kept[part] = _Kept(value, stamp, _clock(), _clock() - begun, at)
        while len(self._kept) > _MOST:
            self._kept.pop(next(iter(self._kept)))

    async def _trends(self, part: Part) -> "dict[Key, Trend] | None":
        """The trend of each figure over the weeks of a part, from the weeks that were read before."""
        from sfm_tui.widgets.figures.trend import trend_of

        weeks, more = self.value(weeks_part(self._today())), self.value(replace(part, name="more"))
        if weeks is None:
            return None
        tz = self._session.tz

        def make() -> "dict[Key, Trend]":
            return {key: trend_of(key, weeks, more or {}, tz, part.last) for key in KEYS}

        return await asyncio.to_thread(make)

    def _stamp(self, part: Part) -> tuple[int, int]:
        present = part.last >= self._today()
        return self._session.data.head_seq, self._session.now() // PRESENT_SECONDS if present else 0


def weeks_part(today: date) -> Part:
    """All weeks up to the present one."""
    monday = today - timedelta(days=today.weekday())
    return Part("weeks", monday, monday - timedelta(days=1))


def _clock() -> float:
    return asyncio.get_running_loop().time()


def _kpis(store: "Store", part: Part) -> Any:
    from sfm_tui.storage.figures import kpis

    return kpis(store, part.days.bounds(store.tz))


def _today_so_far(store: "Store", part: Part) -> Any:
    from sfm_tui.storage.figures import read_calls, read_responses, read_terms

    window = part.days.bounds(store.tz)
    with store.reading() as connection:
        responses = read_responses(connection, window, read_terms(connection), store)
        return responses, read_calls(connection, window, store.clock.now())


def _weeks(store: "Store", part: Part) -> Any:
    from sfm_tui.storage.dashboard import read_weeks

    return read_weeks(store)


def _more(store: "Store", part: Part) -> "dict[date, More]":
    from sfm_tui.storage.dashboard import read_more

    mondays = (part.last - part.first).days // 7 + 1
    return {monday: read_more(store, monday) for n in range(mondays) for monday in [part.first + timedelta(weeks=n)]}


def _hours(store: "Store", part: Part) -> Any:
    from sfm_tui.storage.dashboard import read_hours

    return read_hours(store, part.days.bounds(store.tz))


def _causes(store: "Store", part: Part) -> Any:
    from sfm_tui.storage.dashboard import read_causes

    return read_causes(store, part.days.bounds(store.tz))


def _spread(store: "Store", part: Part) -> Any:
    from sfm_tui.storage.dashboard import read_spread

    return read_spread(store, part.days.bounds(store.tz))


def _month(store: "Store", part: Part) -> Any:
    from sfm_tui.storage.dashboard import read_month

    return read_month(store, part.days)


def _split(store: "Store", part: Part) -> "tuple[dict[Any, Figures], dict[str, str]]":
    from sfm_tui.domain.reference import Location
    from sfm_tui.storage.figures import breakdown, read_responses, read_terms

    window = part.days.bounds(store.tz)
    with store.reading() as connection:
        terms = read_terms(connection)
        if part.by in ("hour", "week"):
            responses = read_responses(connection, window, terms, store)
            return (responses.by_hour if part.by == "hour" else responses.by_week), {}
        found = breakdown(connection, window, terms, store, cast("By", part.by))
    names = {one.location: one.name for one in store.reference.all(Location)} if part.by == "location" else {}
    return found, names


def _in_effect(store: "Store", part: Part) -> dict[str, str]:
    """The latest action in effect of each measure, with its cycle, `A-07#1`; a closed one only where no other is."""
    from sfm_tui.widgets.measures.reader import read_names

    found = {}
    for known in read_names(store):
        some = known.in_effect(part.last.isoformat())
        if some:
            latest = max(some, key=lambda one: (one.stage != "closed", one.in_effect_on or ""))
            found[known.measure] = f"{latest.action}#{latest.cycle}"
    return found


_READERS: dict[str, Callable[..., Any]] = {
    "kpis": _kpis, "today": _today_so_far, "weeks": _weeks, "more": _more, "hours": _hours, "causes": _causes,
    "spread": _spread, "month": _month, "split": _split, "in-effect": _in_effect,
}  # fmt: skip
