"""What a stamp does to an incident: which of its own times and officers change with it, and what is odd about it.

An incident's own `dispatched` and `on_scene` are the first of its officers'; the officer who was first on scene
stands first in `officers` (site-folder.md).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sfm_tui.clock import FUTURE_STAMP_LIMIT
from sfm_tui.domain.incidents import COLUMN_OF, INCIDENT_STAMPS, OFFICER_STAMPS, ORDER

FIRST_OF_ALL = ("dispatched", "on scene")
NAMING = ("dispatched", "en route", "on scene")
ENDING = ("stood down", "clear")
EARLIEST, LATEST = -62_135_000_000, 253_402_000_000
"""Seconds: the calendar's years 1 to 9999, with some days to spare for time zones."""


class StampRefused(ValueError):
    """A stamp that cannot be right; the message says why in one line."""


class AlreadyStamped(StampRefused):
    """A stamp that holds already; `held` is the one that stands."""

    def __init__(self, held: "Stamp") -> None:
        super().__init__(f"{held.officer + ' ' if held.officer else ''}{held.stamp} is stamped already: correct it")
        self.held = held


@dataclass(frozen=True)
class Stamp:
    """One point of a timeline; `officer` is empty where it is the incident's own, `struck` says why it fell."""

    stamp: str
    officer: str
    at: int
    struck: str = ""


@dataclass(frozen=True)
class Standing:
    """What an incident's own times and officers are before a stamp."""

    times: dict[str, int | None]
    officers: tuple[str, ...]
    outcome: str = ""


def check_time(at: int, now: int) -> None:
    """Refuse a stamp that lies more than two minutes ahead of now, or outside the calendar."""
    if at - now > FUTURE_STAMP_LIMIT:
        minutes = round((at - now) / 60)
        raise StampRefused(f"that is {minutes} minutes ahead of now: a stamp can be at most 2 minutes ahead")
    if not EARLIEST <= at <= LATEST:
        raise StampRefused("that lies outside the calendar: years go from 1 to 9999")


def check_new(stamps: Iterable[Stamp], new: Stamp) -> None:
    """Refuse a stamp that is given in another way, that its kind does not take, or that holds already.

    An officer can be sent, arrive and clear more than once; what is the incident's own holds once.
    """
    if new.stamp == "reported":
        raise StampRefused("the time of report stands already: correct it instead")
    if new.stamp == "closed":
        raise StampRefused("an incident is closed by closing it, not by a stamp")
    if new.officer and new.stamp not in OFFICER_STAMPS:
        raise StampRefused(f"«{new.stamp}» is the incident's, not an officer's: leave the officer out")
    for s in _holding(stamps):
        if (s.stamp, s.officer) == (new.stamp, new.officer) and (s.at == new.at or not s.officer):
            raise AlreadyStamped(s)


def out_of_order(
    stamp: str, at: int, times: dict[str, int | None], officer: str = "", stamps: Iterable[Stamp] = ()
) -> str:
    """Which time this stamp contradicts, in words; empty where it fits.

    Occurred ≤ reported ≤ dispatched ≤ on scene ≤ resolved ≤ closed (domain reference, section 4). With the
    incident's `stamps`, an officer's stamp is held to that officer's own way: being sent after somebody else
    arrived, or again after having cleared, is in order.
    """
    own = sorted((s for s in _holding(stamps) if officer and s.officer == officer), key=lambda s: s.at)
    if own:
        times = {**times, **_own_way(own, at)}
    elif officer and stamp in ("dispatched", "en route") and times.get("dispatched") is not None:
        times = {**times, "on_scene": None}
    place = ORDER.index(stamp)
    if stamp in ENDING:
        place = ORDER.index("en route")
    for name in INCIDENT_STAMPS:
        other = times.get(COLUMN_OF[name])
        if other is None or name == stamp:
            continue
        rank = ORDER.index(name)
        if rank < place and at < other:
            return f"out of order: before {name}"
        if rank > place and at > other and stamp not in (*ENDING, "en route"):
            return f"out of order: after {name}"
    return ""


def _own_way(own: list[Stamp], at: int) -> dict[str, int | None]:
    """When the officer was sent and arrived, in the turn that a stamp at `at` belongs to."""
    ended = max((s.at for s in own if s.stamp in ENDING and s.at <= at), default=None)
    turn = [s for s in own if ended is None or s.at >= ended]
    way: dict[str, int | None] = {"on_scene": min((s.at for s in turn if s.stamp == "on scene"), default=None)}
    sent = min((s.at for s in turn if s.stamp == "dispatched"), default=None)
    return {**way, "dispatched": sent} if sent is not None else way


def effect_of_stamp(standing: Standing, stamps: Iterable[Stamp], new: Stamp) -> dict[str, Any]:
    """What changes on the incident when `new` is added to its `stamps`."""
    before = _holding(stamps)
    return _changes(standing, before, [*before, new], named=new)


def effect_of_strike(standing: Standing, stamps: Iterable[Stamp], old: Stamp) -> dict[str, Any]:
    """What changes on the incident when `old` is struck; raises StampRefused for the report and the closing.

    An officer whom no other stamp puts on the incident is off it again.
    """
    if old.stamp == "reported":
        raise StampRefused("the time of report cannot be struck, only corrected: void the incident instead")
    if old.stamp == "closed":
        raise StampRefused("the time of closing cannot be struck, only corrected: reopen the incident instead")
    before = _holding(stamps)
    return _changes(standing, before, [s for s in before if not _same(s, old)], was=old)


def effect_of_correction(standing: Standing, stamps: Iterable[Stamp], old: Stamp, at: int) -> dict[str, Any]:
    """What changes on the incident when the time of `old` is corrected to `at`.

    Raises AlreadyStamped where another stamp of that kind and officer holds at `at`.
    """
    before = _holding(stamps)
    new = Stamp(old.stamp, old.officer, at)
    if any(_same(s, new) for s in before):
        raise AlreadyStamped(new)
    left = [s for s in before if not _same(s, old)]
    return _changes(standing, before, [*left, new], was=old, named=new)


def first_arrival_first(
    officers: Sequence[str], stamps: Iterable[Stamp], on_scene: int | None = None
) -> tuple[str, ...]:
    """The officers, the one who was first on scene put first (site-folder.md).

    Where the incident's own `on_scene` lies before all of these arrivals, an import knew of an earlier one: the
    order stays.
    """
    arrivals = [s for s in _holding(stamps) if s.stamp == "on scene" and s.officer in officers]
    if not arrivals:
        return tuple(officers)
    first = min(arrivals, key=lambda s: s.at)
    if on_scene is not None and on_scene < first.at:
        return tuple(officers)
    return (first.officer, *(officer for officer in officers if officer != first.officer))


def ending_stamp(stamps: Iterable[Stamp], officer: str) -> str:
    """What F8 means for an officer: stood down before arrival, clear after it."""
    own = [s for s in _holding(stamps) if s.officer == officer]
    ended = max((s.at for s in own if s.stamp in ENDING), default=None)
    arrived = any(s.stamp == "on scene" and (ended is None or s.at >= ended) for s in own)
    return "clear" if arrived else "stood down"


def still_out(officers: Sequence[str], stamps: Iterable[Stamp]) -> list[str]:
    """The named officers who have neither cleared nor stood down since they were last sent."""
    last: dict[str, tuple[int, int]] = {}
    for s in _holding(stamps):
        rank = (s.at, ORDER.index(s.stamp))
        if s.officer and (s.officer not in last or rank >= last[s.officer]):
            last[s.officer] = rank
    ended = {ORDER.index(stamp) for stamp in ENDING}
    return [officer for officer in officers if officer not in last or last[officer][1] not in ended]


def _holding(stamps: Iterable[Stamp]) -> list[Stamp]:
    return [s for s in stamps if not s.struck]


def _same(one: Stamp, other: Stamp) -> bool:
    return (one.stamp, one.officer, one.at) == (other.stamp, other.officer, other.at)


def _changes(
    standing: Standing, before: list[Stamp], after: list[Stamp], *, was: Stamp | None = None, named: Stamp | None = None
) -> dict[str, Any]:
    sets: dict[str, Any] = {}
    touched = named or was
    column = COLUMN_OF.get(touched.stamp) if touched else None
    on_scene = standing.times.get("on_scene")
    if touched and column:
        value = _own_time(standing.times.get(column), after, touched.stamp, was, named)
        if value != standing.times.get(column):
            sets[column] = value
        on_scene = sets.get("on_scene", on_scene)
    officers = _officers(standing.officers, after, on_scene, was, named)
    if officers != standing.officers:
        sets["officers"] = list(officers)
    given = _outcome(before, standing.officers, standing.times.get("on_scene"))
    now = _outcome(after, officers, on_scene)
    # What the stamps gave, they may take back; what a person chose stays.
    if now != given and standing.outcome == given:
        sets["outcome"] = now
    return sets


def _own_time(
    current: int | None, stamps: list[Stamp], touched: str, was: Stamp | None, named: Stamp | None
) -> int | None:
    """The incident's own time: the first of all stamps of a kind, except where an import gave another one.

    An imported incident's own times come from its row and move only with stamps that are earlier, or when the
    stamp that they stand on is struck or corrected (rules.md: single officers' stamps only end their busy time).
    """
    if current is None or touched not in FIRST_OF_ALL or (was is not None and was.at == current):
        return min((s.at for s in stamps if s.stamp == touched), default=None)
    return min(current, named.at) if named is not None else current


def _outcome(stamps: list[Stamp], officers: Sequence[str], on_scene: int | None) -> str:
    """The outcome that the stamps alone tell."""
    kinds = {s.stamp for s in stamps}
    if "stood down" in kinds and on_scene is None and not still_out(officers, stamps):
        return "stood down"
    return "resolved" if "resolved" in kinds else ""


def _officers(
    current: tuple[str, ...], stamps: list[Stamp], on_scene: int | None, was: Stamp | None, named: Stamp | None
) -> tuple[str, ...]:
    officers = list(current)
    if named is not None and named.officer and named.officer not in officers and named.stamp in NAMING:
        officers.append(named.officer)
    if was is not None and named is None and was.officer in officers and was.stamp in NAMING:
        if not any(s.officer == was.officer and s.stamp in NAMING for s in stamps):
            officers.remove(was.officer)
    touched = named or was
    if touched is not None and touched.stamp == "on scene":
        return first_arrival_first(officers, stamps, on_scene)
    return tuple(officers)
