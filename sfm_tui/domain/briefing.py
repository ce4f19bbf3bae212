"""Briefing points: what the team is to be told, on which days, and who has not heard it yet.

A point is in force from `since` to `until`, each a day of the site's calendar (ISO text; an end lasts to the end of
it) or an instant. One with a repeat rule, in words or as an RRULE, is told on the dates that the rule gives.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, ConfigDict

from sfm_tui.clock import day_bounds, local_date
from sfm_tui.clock.refusal import quoted
from sfm_tui.domain.recurrence import starts, wall_at
from sfm_tui.domain.repeat_rule import DAY_SECONDS, read_rule
from sfm_tui.domain.repeat_words import rule_of
from sfm_tui.domain.roster_records import EARLIEST, LATEST, At
from sfm_tui.domain.text import Code, Key, Line, Name, Text, clean_day

When = int | str
PRIORITIES = ("urgent", "high", "normal", "low")
"""The words that a form offers, the first read out first; a site may write its own, or numbers from 1."""

_RANKS = {"critical": 0, "urgent": 0, "high": 1, "normal": 2, "medium": 2, "low": 3}
_LOOKED_AHEAD = 3660


def clean_when(value: When) -> When:
    """Check a day or an instant. Raises ValueError, in one line, for what is neither."""
    if isinstance(value, int):
        if not EARLIEST <= value < LATEST:
            raise ValueError("the time is out of range: choose a year from 1900 to 2999")
        return value
    return clean_day(value)


def clean_words(value: str) -> str:
    """Check a text that must say something."""
    if not value.strip():
        raise ValueError("it is empty: write what the team is to be told")
    return value


Moment = Annotated[When, AfterValidator(clean_when)]


class Point(BaseModel):
    """One briefing point. `repeat` is as it was written, in words or as an RRULE; empty is every day."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)
    briefing: Code
    text: Annotated[Text, AfterValidator(clean_words)]
    priority: Name = "normal"
    since: Moment
    until: Moment | None = None
    repeat: Line = ""
    owner: Line = ""

    @property
    def repeats(self) -> bool:
        """Whether it has a repeat rule."""
        return bool(self.repeat.strip())

    def row(self) -> dict[str, Any]:
        """Its fields as its table and the ledger have them."""
        return dict(self)

    def with_(self, **fields: Any) -> "Point":
        """The point with other fields, checked anew."""
        return Point(**{**self.row(), **fields})


class Acknowledgement(BaseModel):
    """An acknowledgement as a file has it."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)
    briefing: Code
    officer: Key
    at: At


def begins(when: When, tz: ZoneInfo) -> int:
    """The first instant of a day, an instant as it is."""
    return when if isinstance(when, int) else day_bounds(date.fromisoformat(when), tz)[0]


def ends(when: When | None, tz: ZoneInfo) -> int:
    """The instant after a day, an instant as it is; for nothing, one after all others."""
    if when is None:
        return LATEST
    return when if isinstance(when, int) else day_bounds(date.fromisoformat(when), tz)[1]


def rule(point: Point, tz: ZoneInfo) -> str:
    """The RRULE that a point repeats by, nothing where it has none. Raises ValueError for a rule that is none."""
    return rule_of(point.repeat, local_date(begins(point.since, tz), tz))


def check_point(point: Point, tz: ZoneInfo) -> None:
    """Raise ValueError, in one line, for an end that is not after the start, or a repeat rule that never starts."""
    if ends(point.until, tz) <= begins(point.since, tz):
        raise ValueError("it ends before, or when, it begins: check the two days")
    if point.repeats:
        read_rule(rule(point, tz), tz)
        if next(iter(_dates(point, tz, 0, _LAST_DAY)), None) is None:
            raise ValueError(
                f"{quoted(point.repeat)} gives no day while the point is in force: check the rule or the days"
            )


def occurs_on(point: Point, day: date, tz: ZoneInfo) -> bool:
    """Whether a point is told on a local date. Raises ValueError for a repeat rule that is none."""
    start, end = day_bounds(day, tz)
    if begins(point.since, tz) >= end or ends(point.until, tz) <= start:
        return False
    if not point.repeats:
        return True
    n = (day - _EPOCH).days
    return next(iter(_dates(point, tz, n, n + 1)), None) is not None


def next_days(point: Point, after: date, count: int, tz: ZoneInfo) -> list[date]:
    """The next days on which a point is told, `after` among them; those of ten years at most."""
    if not point.repeats:
        first = max(after, local_date(begins(point.since, tz), tz))
        some = (first + timedelta(days=n) for n in range(count))
        return [day for day in some if occurs_on(point, day, tz)]
    n, found = (after - _EPOCH).days, list[date]()
    for day in _dates(point, tz, n, n + _LOOKED_AHEAD):
        if len(found) == count:
            break
        found.append(_EPOCH + timedelta(days=day))
    return found


_EPOCH = date(1970, 1, 1)
_LAST_DAY = (date(9999, 12, 30) - _EPOCH).days


def _dates(point: Point, tz: ZoneInfo, low: int, high: int) -> Iterable[int]:
    """The dates from `low` until before `high` that the rule gives while the point is in force, as days since 1970."""
    since, until = begins(point.since, tz), ends(point.until, tz)
    last = wall_at(until - 1, tz)
    before = None
    for wall in starts(read_rule(rule(point, tz), tz), wall_at(since, tz), low * DAY_SECONDS, high * DAY_SECONDS):
        if wall > last:
            return
        day = wall // DAY_SECONDS
        if day != before:
            before = day
            yield day


def rank(priority: str) -> tuple[int, str]:
    """Where a priority stands: the numbers from 1 and the words of `PRIORITIES` first, a site's own words after."""
    word = priority.strip().casefold()
    if word.isascii() and word.isdigit() and len(word) < 5:
        return max(int(word) - 1, 0), ""
    return _RANKS.get(word, 10_000), word


# ── the shift that is told ───────────────────────────────────────────────────────────────────────────────────

EARLY_SECONDS = 3600
"""A shift is briefed up to an hour before it starts."""

_TOGETHER = 5400


@dataclass(frozen=True)
class Shift:
    """Officers who come on duty together: from the first start to the last end; `officers` by number."""

    start: int
    end: int
    officers: tuple[str, ...] = ()


def shifts(blocks: Iterable[tuple[str, int, int]]) -> list[Shift]:
    """The shifts that blocks of duty (officer, start, end) make: those that start within an hour and a half."""
    found: list[list[tuple[str, int, int]]] = []
    for block in sorted(blocks, key=lambda one: one[1]):
        if found and block[1] <= found[-1][0][1] + _TOGETHER:
            found[-1].append(block)
        else:
            found.append([block])
    return [
        Shift(some[0][1], max(end for _, _, end in some), tuple(sorted({officer for officer, _, _ in some})))
        for some in found
    ]


def shift_at(some: Sequence[Shift], at: int) -> Shift | None:
    """The shift to brief at an instant: the last that has started or does within the hour, else the next."""
    started = [shift for shift in some if shift.start <= at + EARLY_SECONDS and shift.end > at]
    if started:
        return max(started, key=lambda shift: shift.start)
    return min((shift for shift in some if shift.start > at), key=lambda shift: shift.start, default=None)


def told_to(point: Point, start: int, end: int, tz: ZoneInfo) -> bool:
    """Whether a point is for a shift, or a duty: in force during it; one that repeats, told on the date it starts.

    So what is raised after midnight reaches the night that is on.
    """
    if begins(point.since, tz) >= end or ends(point.until, tz) <= start:
        return False
    return not point.repeats or occurs_on(point, local_date(start, tz), tz)


def order(point: Point, tz: ZoneInfo) -> tuple[tuple[int, str], int, str]:
    """Where a point stands among those that are read out: by priority, then the newest first."""
    return rank(point.priority), -begins(point.since, tz), point.briefing


def in_order(points: Iterable[Point], tz: ZoneInfo) -> list[Point]:
    """Points as they are read out."""
    return sorted(points, key=lambda point: order(point, tz))


# ── who has not heard it ─────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Unread:
    """A point that an officer has not acknowledged, and since when: the start of the first duty it was for."""

    briefing: str
    officer: str
    since: int


def unread(
    points: Iterable[tuple[Point, int]], blocks: Iterable[tuple[str, int, int]], heard: Iterable[tuple[str, str, int]],
    tz: ZoneInfo,
) -> list[Unread]:  # fmt: skip
    """What officers have not acknowledged, of points with the instant at which their text was last changed.

    `blocks` are stretches of duty that have started (officer, start, end), `heard` acknowledgements (briefing,
    officer, at). A point without a repeat is heard once, one with it on each duty that it is for (the last one is
    looked at); a text that was changed is to be heard again.
    """
    last: dict[tuple[str, str], int] = {}
    for briefing, officer, at in heard:
        last[briefing, officer] = max(at, last.get((briefing, officer), at))
    by_officer: dict[str, list[tuple[int, int, date]]] = {}
    for officer, start, end in blocks:
        by_officer.setdefault(officer, []).append((start, end, local_date(start, tz)))
    found = []
    for point, changed_at in points:
        days: dict[date, bool] = {}
        since, until = begins(point.since, tz), ends(point.until, tz)
        for officer, spans in by_officer.items():
            heard_at = last.get((point.briefing, officer))
            if heard_at is not None and heard_at >= changed_at and not point.repeats:
                continue
            meant = [span for span in spans if since < span[1] and until > span[0] and _on(point, span[2], days, tz)]
            if not meant:
                continue
            if point.repeats:
                start = max(meant)[0]
                if heard_at is not None and heard_at >= max(start - EARLY_SECONDS, changed_at):
                    continue
            else:
                start = min(meant)[0]
            found.append(Unread(point.briefing, officer, start))
    return sorted(found, key=lambda one: (one.since, one.briefing, one.officer))


def _on(point: Point, day: date, days: dict[date, bool], tz: ZoneInfo) -> bool:
    if not point.repeats:
        return True
    if day not in days:
        days[day] = occurs_on(point, day, tz)
    return days[day]
