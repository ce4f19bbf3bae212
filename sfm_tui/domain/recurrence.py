"""Repeating times: a rule in local time becomes instants, right through both clock changes.

Daily and weekly rules are counted in whole numbers and start at the window; all others are python-dateutil's. Wall
times stay what they are on every date; one in the skipped hour is the instant of the change, one in the repeated
hour the first of the two (rules.md, «Roster findings»). Walls are local seconds, see `repeat_rule`.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from zoneinfo import ZoneInfo

from sfm_tui.clock import from_local_lenient, to_local
from sfm_tui.clock.refusal import quoted
from sfm_tui.clock.wall import steady_offset
from sfm_tui.domain.repeat_rule import DAY_SECONDS, RIGHT, RepeatRule, naive_of, read_rule, wall_of
from sfm_tui.domain.spans import Span

_EPOCH_DAY = date(1970, 1, 1).toordinal()
_THURSDAY = 3
_SLACK = 2 * DAY_SECONDS
_COUNTED = 5000
_LAST_WALL = wall_of(naive_of(0).replace(9999, 12, 31, 23, 59, 59))


def occurrences(start: int, end: int, repeat: str, excepted: Collection[str], tz: ZoneInfo, window: Span) -> list[Span]:
    """The spans of a row that meet the window, whole, by their start; several may overlap.

    `start` and `end` are those of the row, `repeat` its rule or nothing, `excepted` the local dates on which none
    starts. A span that a clock change leaves no time is dropped. Raises ValueError for a bad rule.
    """
    low, high = window
    left_out = {date.fromisoformat(day).toordinal() - _EPOCH_DAY for day in excepted}
    if not repeat:
        starts_on = wall_at(start, tz) // DAY_SECONDS if left_out else None
        return [(start, end)] if start < high and low < end and start < end and starts_on not in left_out else []
    rule = read_rule(repeat, tz)
    first = wall_at(start, tz)
    lasts = wall_at(end, tz) - first
    spans = []
    for wall in starts(rule, first, wall_at(low, tz) - lasts - _SLACK, wall_at(high, tz) + _SLACK):
        day = wall // DAY_SECONDS
        if day in left_out:
            continue
        steady = steady_offset(day, tz)
        begins = wall - steady if steady is not None else _resolved(wall, tz)
        stop = wall + lasts
        steady = steady_offset(stop // DAY_SECONDS, tz)
        ends = stop - steady if steady is not None else _resolved(stop, tz)
        if begins < high and low < ends and begins < ends:
            spans.append((begins, ends))
    return spans


def daily_spans(days: Collection[int], start: int, end: int, tz: ZoneInfo, window: Span) -> list[Span]:
    """The spans from one time of day to another that start on certain weekdays (Monday 0) and meet the window.

    `start` and `end` are minutes from midnight; an end that is not later than the start is the next day's.
    """
    low, high = window
    lasts = (end - start if end > start else end - start + 1440) * 60
    spans = []
    for day in range((wall_at(low, tz) - _SLACK) // DAY_SECONDS, (wall_at(high, tz) + _SLACK) // DAY_SECONDS):
        if (day + _THURSDAY) % 7 in days:
            wall = day * DAY_SECONDS + start * 60
            begins, ends = _resolved(wall, tz), _resolved(wall + lasts, tz)
            if begins < high and low < ends and begins < ends:
                spans.append((begins, ends))
    return spans


def check_repeat(start: int, end: int, repeat: str, tz: ZoneInfo) -> None:
    """Raise ValueError, in one line, where a row cannot repeat by this rule."""
    rule = read_rule(repeat, tz)
    first = wall_at(start, tz)
    if wall_at(end, tz) <= first:
        raise ValueError("the row ends, by the clock on the wall, before it starts: such a row cannot repeat")
    if rule.by:
        endless = RepeatRule(rule.frequency, rule.interval, None, None, rule.weekdays, rule.week_start, rule.by)
        if next(iter(starts(endless, first, first, _LAST_WALL)), None) is None:
            raise ValueError(f"{quoted(repeat)} never starts: {RIGHT}")


def ends_by(start: int, end: int, repeat: str, tz: ZoneInfo) -> int | None:
    """An instant by which the last span of a row is over, a few days late at most.

    None for a rule without an end, for one that counts further than is gone through, and for what is no rule.
    """
    if not repeat:
        return end
    try:
        rule = read_rule(repeat, tz)
        first = wall_at(start, tz)
        last = rule.until
        if rule.count is not None and rule.count <= _COUNTED:
            last = max(starts(rule, first, first, _LAST_WALL), default=first)
        return None if last is None else _resolved(max(last, first), tz) + (end - start) + _SLACK
    except (ValueError, OverflowError):
        return None


def starts(rule: RepeatRule, first: int, low: int, high: int) -> Iterable[int]:
    """The walls in [low, high) at which a rule starts that is counted from the wall `first`, in order.

    `first` itself is one only where the rule gives it.
    """
    high = min(high, _LAST_WALL)
    if rule.until is not None:
        high = min(high, rule.until + 1)
    low = max(low, first)
    if rule.by:
        return _by_library(rule, first, low, high)
    if rule.frequency == "DAILY" and rule.weekdays is None:
        step = rule.interval * DAY_SECONDS
        if rule.count is not None:
            high = min(high, first + rule.count * step)
        return range(first + -(-(low - first) // step) * step, high, step)
    return _by_day(rule, first, low, high)


def wall_at(at: int, tz: ZoneInfo) -> int:
    """The zone's wall at an instant."""
    return wall_of(to_local(at, tz).replace(tzinfo=None))


def _resolved(wall: int, tz: ZoneInfo) -> int:
    return from_local_lenient(naive_of(wall), tz)


def _by_day(rule: RepeatRule, first: int, low: int, high: int) -> Iterator[int]:
    """Rules of days and weeks that name weekdays; one that counts is walked from its beginning."""
    day, clock = divmod(first, DAY_SECONDS)
    weekday = (day + _THURSDAY) % 7
    if rule.frequency == "DAILY":
        named = rule.weekdays if rule.weekdays is not None else frozenset(range(7))
        base, period, offsets = day, rule.interval, [0]
    else:
        named = rule.weekdays if rule.weekdays is not None else frozenset({weekday})
        base, period = day - (weekday - rule.week_start) % 7, 7 * rule.interval
        offsets = sorted((n - rule.week_start) % 7 for n in named)
    if rule.count is None and low > first:
        base += (low // DAY_SECONDS - base) // period * period
    left = rule.count
    for since in range(base, high // DAY_SECONDS + 1, period):
        for offset in offsets:
            wall = (since + offset) * DAY_SECONDS + clock
            if wall < first or (since + offset + _THURSDAY) % 7 not in named:
                continue
            if wall >= high or left == 0:
                return
            if left is not None:
                left -= 1
            if wall >= low:
                yield wall


def _by_library(rule: RepeatRule, first: int, low: int, high: int) -> Iterator[int]:
    """All other rules; one that neither counts nor goes by calendar months starts at the last period before low."""
    from dateutil.rrule import rrulestr

    since = first
    if rule.step is not None and rule.count is None:
        since += (low - first) // rule.step * rule.step
    left = rule.count
    try:
        for naive in rrulestr(rule.by, dtstart=naive_of(since)):
            wall = wall_of(naive)
            if wall >= high or left == 0:
                return
            if left is not None:
                left -= 1
            if wall >= low:
                yield wall
    except ValueError:  # the library finds that its parts leave nothing
        return
