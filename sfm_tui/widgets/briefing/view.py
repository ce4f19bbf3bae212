"""What the briefing screen shows, read at one state of the store."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from sfm_tui.clock import day_bounds
from sfm_tui.domain.briefing import EARLY_SECONDS, Point, Shift, begins, ends, shifts

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from sfm_tui.storage.store import Store

View = Literal["shift", "unread", "all"]
DAY = 86_400
_NOON = DAY // 2
_LOOKED = 3 * DAY // 2


@dataclass(frozen=True)
class PointRow:
    """A point as the list has it.

    `waiting` are officers who have not acknowledged it, each with the instant since when; `sources` the records that
    it came from, `led_to` those that it led to; `state` is empty, or why it is not told now.
    """

    point: Point
    told_at: int | None = None
    acknowledged: tuple[str, ...] = ()
    waiting: tuple[tuple[str, int], ...] = ()
    sources: tuple[str, ...] = ()
    led_to: tuple[str, ...] = ()
    state: str = ""

    @property
    def key(self) -> str:
        """The point's number."""
        return self.point.briefing


@dataclass(frozen=True)
class OfficerRow:
    """An officer of the shift, as the roster has them; `here` says whether they are booked on and not off.

    `waiting` are the points that they have not acknowledged.
    """

    officer: str
    posts: tuple[str, ...]
    start: int
    end: int
    here: bool
    waiting: tuple[str, ...]


@dataclass(frozen=True)
class BriefingView:
    """All of it. `before` and `after` are instants of the shifts, or days, on both sides."""

    seq: int
    shift: Shift
    points: tuple[PointRow, ...]
    officers: tuple[OfficerRow, ...]
    before: int
    after: int
    names: Mapping[str, str]
    people: dict[str, str]

    @property
    def told(self) -> list[PointRow]:
        """The points that were read out to the shift."""
        return [row for row in self.points if row.told_at is not None]

    @property
    def present(self) -> list[OfficerRow]:
        """Who is there: those who are booked on, or all of the shift where nobody has booked on."""
        return [row for row in self.officers if row.here] or list(self.officers)

    def named(self, officer: str) -> str:
        """How an officer is called."""
        return self.names.get(officer, officer)


def read_view(store: "Store", view: View, at: int | None, names: Mapping[str, str]) -> BriefingView:
    """What a view shows of the shift at an instant, now where none is given; `names` is what officers are called."""
    seq = store.head().seq
    brief = store.briefings.for_shift(at)
    shift = brief.shift
    if view == "shift":
        points = tuple(
            PointRow(
                line.point, line.told_at, line.acknowledged, tuple((who, shift.start) for who in line.waiting),
                *linked_with(store, line.point.briefing),
            )
            for line in brief.lines
        )  # fmt: skip
    elif view == "unread":
        points = _unread(store)
    else:
        points = _all(store)
    waiting: dict[str, list[str]] = {}
    for line in brief.lines:
        for officer in line.waiting:
            waiting.setdefault(officer, []).append(line.point.briefing)
    before, after = _beside(store, shift)
    return BriefingView(
        seq, shift, points, _officers(store, shift, waiting), before, after, names,
        store.reference.people_names(),
    )  # fmt: skip


def linked_with(store: "Store", briefing: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The records that a point came from, and those that it led to or is linked with otherwise."""
    own = f"briefing:{briefing}"
    links = [link for link in store.links.of(own) if not link.struck]
    sources = tuple(dict.fromkeys(link.source for link in links if link.target == own))
    led_to = dict.fromkeys(link.target for link in links if link.source == own)
    return sources, tuple(ref for ref in led_to if ref not in sources)


def first_of_day(store: "Store", day: date) -> int:
    """An instant of the first shift that starts on a local day, of noon where none does."""
    start, end = day_bounds(day, store.tz)
    some = _shifts(store, start, end)
    return next((shift.start for shift in some if start <= shift.start < end), start + _NOON)


def _shifts(store: "Store", low: int, high: int) -> list[Shift]:
    from sfm_tui.storage.on_shift import blocks

    with store.reading() as connection:
        return shifts(blocks(connection, low, high))


def _beside(store: "Store", shift: Shift) -> tuple[int, int]:
    """The starts of the shifts before and after one, or the same time on the day before and after."""
    some = [one.start for one in _shifts(store, shift.start - _LOOKED, shift.start + _LOOKED)]
    before = max((start for start in some if shift.start - _LOOKED <= start < shift.start), default=shift.start - DAY)
    after = min((start for start in some if shift.start < start <= shift.start + _LOOKED), default=shift.start + DAY)
    return before, after


def _officers(store: "Store", shift: Shift, waiting: dict[str, list[str]]) -> tuple[OfficerRow, ...]:
    from sfm_tui.storage.on_shift import stands

    with store.reading() as connection:
        found = stands(connection, shift)
    return tuple(
        OfficerRow(one.officer, one.posts, one.start, one.end, one.here, tuple(waiting.get(one.officer, ())))
        for one in found
    )


def _unread(store: "Store") -> tuple[PointRow, ...]:
    """The points that anybody of the last four weeks has not heard, and since when."""
    missing: dict[str, list[tuple[str, int]]] = {}
    for one in store.briefings.unread(on_duty=False):
        missing.setdefault(one.briefing, []).append((one.officer, one.since))
    kept = store.briefings.all(ended=False)
    return tuple(
        PointRow(one.point, waiting=tuple(missing[one.point.briefing]))
        for one in kept
        if one.point.briefing in missing
    )  # fmt: skip


def _all(store: "Store") -> tuple[PointRow, ...]:
    """Every point: those in force, those to come, those that ended or were withdrawn."""
    tz, now = store.tz, store.clock.now()
    rows = [PointRow(one.point, state=_state(one.point, one.withdrawn, now, tz)) for one in store.briefings.all()]
    order = {"": 0, "to come": 1, "ended": 2}
    return tuple(sorted(rows, key=lambda row: order.get(row.state, 3)))


def _state(point: Point, withdrawn: str, now: int, tz: "ZoneInfo") -> str:
    if withdrawn:
        return f"withdrawn: {withdrawn}"
    if ends(point.until, tz) <= now:
        return "ended"
    return "to come" if begins(point.since, tz) > now else ""


def not_heard(store: "Store", briefings: Iterable[str], officer: str, shift: int) -> list[str]:
    """Those of the points that an officer has not acknowledged for the shift that starts at an instant."""
    found = []
    for key in briefings:
        kept = store.briefings.get(key)
        since = max(kept.changed_at, shift - EARLY_SECONDS) if kept.point.repeat else kept.changed_at
        if not any(one.officer == officer and one.at >= since for one in store.briefings.acknowledged(key)):
            found.append(key)
    return found
