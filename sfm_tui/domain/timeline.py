"""What a stamp does to an incident: which of its own times and officers change with it, and what is odd about it.

An incident's own `dispatched` and `on_scene` are the first of its officers'; the officer who was first on scene
stands first in `officers` (site-folder.md).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sfm_tui.clock import FUTURE_STAMP_LIMIT
from sfm_tui.domain.incidents import COLUMN_OF, INCIDENT_STAMPS, ORDER

FIRST_OF_ALL = ("dispatched", "on scene")
NAMING = ("dispatched", "en route", "on scene")


class StampRefused(ValueError):
    """A stamp that cannot be right; the message says why in one line."""


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
    """Refuse a stamp that lies more than two minutes ahead of now."""
    if at - now > FUTURE_STAMP_LIMIT:
        minutes = round((at - now) / 60)
        raise StampRefused(f"that is {minutes} minutes ahead of now: a stamp can be at most 2 minutes ahead")


def out_of_order(stamp: str, at: int, times: dict[str, int | None]) -> str:
    """Which of the incident's own times this stamp contradicts, in words; empty where it fits.

    Occurred ≤ reported ≤ dispatched ≤ on scene ≤ resolved ≤ closed (domain reference, section 4).
    """
    place = ORDER.index(stamp)
    if stamp in ("stood down", "clear"):
        place = ORDER.index("dispatched")
    for name in INCIDENT_STAMPS:
        other = times.get(COLUMN_OF[name])
        if other is None or name == stamp:
            continue
        rank = ORDER.index(name)
        if rank < place and at < other:
            return f"out of order: before {name}"
        if rank > place and at > other and stamp not in ("stood down", "clear", "en route"):
            return f"out of order: after {name}"
    return ""


def effect_of_stamp(standing: Standing, stamps: Iterable[Stamp], new: Stamp) -> dict[str, Any]:
    """What changes on the incident when `new` is added to its `stamps`."""
    return _changes(standing, [*_holding(stamps), new], touched=new.stamp, named=new)


def effect_of_strike(standing: Standing, stamps: Iterable[Stamp], old: Stamp) -> dict[str, Any]:
    """What changes on the incident when `old` is struck; raises StampRefused for the report itself."""
    if old.stamp == "reported":
        raise StampRefused("the time of report cannot be struck, only corrected: void the incident instead")
    left = [s for s in _holding(stamps) if not _same(s, old)]
    return _changes(standing, left, touched=old.stamp, was=old)


def effect_of_correction(standing: Standing, stamps: Iterable[Stamp], old: Stamp, at: int) -> dict[str, Any]:
    """What changes on the incident when the time of `old` is corrected to `at`."""
    new = Stamp(old.stamp, old.officer, at)
    left = [s for s in _holding(stamps) if not _same(s, old)]
    return _changes(standing, [*left, new], touched=old.stamp, was=old, named=new)


def ending_stamp(stamps: Iterable[Stamp], officer: str) -> str:
    """What F8 means for an officer: stood down before arrival, clear after it."""
    arrived = any(s.stamp == "on scene" and s.officer == officer for s in _holding(stamps))
    return "clear" if arrived else "stood down"


def still_out(officers: Sequence[str], stamps: Iterable[Stamp]) -> list[str]:
    """The named officers who have neither cleared nor stood down since they were last sent."""
    last: dict[str, tuple[int, int]] = {}
    for s in _holding(stamps):
        rank = (s.at, ORDER.index(s.stamp))
        if s.officer and rank >= last.get(s.officer, (-1, -1)):
            last[s.officer] = rank
    ended = {ORDER.index("stood down"), ORDER.index("clear")}
    return [officer for officer in officers if officer not in last or last[officer][1] not in ended]


def _holding(stamps: Iterable[Stamp]) -> list[Stamp]:
    return [s for s in stamps if not s.struck]


def _same(one: Stamp, other: Stamp) -> bool:
    return (one.stamp, one.officer, one.at) == (other.stamp, other.officer, other.at)


def _changes(
    standing: Standing, stamps: list[Stamp], *, touched: str, was: Stamp | None = None, named: Stamp | None = None
) -> dict[str, Any]:
    sets: dict[str, Any] = {}
    column = COLUMN_OF.get(touched)
    if column:
        value = _own_time(standing.times.get(column), stamps, touched, was, named)
        if value != standing.times.get(column):
            sets[column] = value
    officers = _officers(standing.officers, stamps, was, named)
    if officers != standing.officers:
        sets["officers"] = list(officers)
    if named is not None and not standing.outcome:
        if named.stamp == "resolved":
            sets["outcome"] = "resolved"
        elif named.stamp == "stood down" and not any(s.stamp == "on scene" for s in stamps):
            if standing.times.get("on_scene") is None and not still_out(officers, stamps):
                sets["outcome"] = "stood down"
    return sets


def _own_time(
    current: int | None, stamps: list[Stamp], touched: str, was: Stamp | None, named: Stamp | None
) -> int | None:
    if touched not in FIRST_OF_ALL:
        if named is not None:
            return named.at
        return max((s.at for s in stamps if s.stamp == touched), default=None)
    if current is None or (was is not None and was.at == current):
        return min((s.at for s in stamps if s.stamp == touched), default=None)
    if named is not None:
        return named.at if not named.officer else min(current, named.at)
    return current


def _officers(current: tuple[str, ...], stamps: list[Stamp], was: Stamp | None, named: Stamp | None) -> tuple[str, ...]:
    officers = list(current)
    if named is not None and named.officer and named.officer not in officers and named.stamp in NAMING:
        officers.append(named.officer)
    if was is not None and named is None and was.officer and was.stamp in NAMING:
        if not any(s.officer == was.officer for s in stamps) and was.officer in officers:
            officers.remove(was.officer)
    touched = named or was
    if touched is not None and touched.stamp == "on scene" and touched.officer:
        arrivals: dict[str, int] = {}
        for s in sorted(stamps, key=lambda s: s.at):
            if s.stamp == "on scene" and s.officer:
                arrivals.setdefault(s.officer, s.at)
        if arrivals:
            first = min(arrivals, key=lambda officer: arrivals[officer])
            if first in officers and officers[0] != first:
                officers.remove(first)
                officers.insert(0, first)
    return tuple(officers)
