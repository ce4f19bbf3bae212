"""Local (wall) times to instants, with the hour that a clock change skips or repeats."""

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from sfm_tui.clock.show import day_text
from sfm_tui.clock.zones import to_local

_EPOCH_DAY = date(1970, 1, 1).toordinal()
_DAY = timedelta(days=1)


class SkippedTime(ValueError):
    """A local time that the zone's clocks jump over; `change` is the instant of the jump."""

    def __init__(self, message: str, change: int) -> None:
        super().__init__(message)
        self.change = change


class RepeatedTime(ValueError):
    """A local time that comes twice: the instants `first` and `second`, the names of the zone then."""

    def __init__(self, message: str, first: int, second: int, first_name: str, second_name: str) -> None:
        super().__init__(message)
        self.first = first
        self.second = second
        self.first_name = first_name
        self.second_name = second_name


def from_local(naive: datetime, tz: ZoneInfo) -> int:
    """The instant of a zone's local time; parts of a second are dropped, `fold` is ignored.

    Raises SkippedTime or RepeatedTime where the time does not name exactly one instant.
    """
    wall = _wall_seconds(naive)
    steady = steady_offset(wall // 86_400, tz)
    if steady is not None:
        return wall - steady
    before, after = _offsets(naive, tz)
    if before == after:
        return wall - before
    if before < after:
        change = _change(wall - after, wall - before, tz)
        raise SkippedTime(_skipped(naive, change, tz), change)
    first, second = wall - before, wall - after
    first_name, second_name = (to_local(at, tz).tzname() or "" for at in (first, second))
    message = f"{_spoken(naive)} comes twice: {first_name} or {second_name}"
    raise RepeatedTime(message, first, second, first_name, second_name)


def from_local_lenient(naive: datetime, tz: ZoneInfo) -> int:
    """As `from_local`, for what is expanded by rule: always one instant.

    A skipped time is the instant of the change, a repeated one the first of the two.
    """
    wall = _wall_seconds(naive)
    steady = steady_offset(wall // 86_400, tz)
    if steady is not None:
        return wall - steady
    before, after = _offsets(naive, tz)
    return _change(wall - after, wall - before, tz) if before < after else wall - before


def day_bounds(day: date, tz: ZoneInfo) -> tuple[int, int]:
    """The instants of a day's local midnight and of the next, half-open, resolved leniently."""
    midnight = datetime.combine(day, time.min)
    start = from_local_lenient(midnight, tz)
    if day == date.max:
        return start, start + 86_400
    return start, from_local_lenient(midnight + _DAY, tz)


@lru_cache(maxsize=8192)
def steady_offset(day: int, tz: ZoneInfo) -> int | None:
    """The zone's offset in seconds all through a local day (days since 1970-01-01), None if it changes.

    The eve and the morrow are looked at: no zone has ever changed twice within three days, so equal
    ends mean that nothing changed between.
    """
    try:
        eve = to_local((day - 1) * 86_400, tz).utcoffset()
        morrow = to_local((day + 2) * 86_400, tz).utcoffset()
    except ValueError:
        return None
    return _seconds(eve) if eve == morrow else None


def _wall_seconds(naive: datetime) -> int:
    day = naive.toordinal() - _EPOCH_DAY
    return day * 86_400 + naive.hour * 3600 + naive.minute * 60 + naive.second


def _offsets(naive: datetime, tz: ZoneInfo) -> tuple[int, int]:
    """The two offsets that a local time may have, in seconds: they differ only at a clock change."""
    first = naive.replace(tzinfo=tz, fold=0)
    return _seconds(first.utcoffset()), _seconds(first.replace(fold=1).utcoffset())


def _seconds(offset: timedelta | None) -> int:
    return offset.days * 86_400 + offset.seconds if offset is not None else 0


def _change(low: int, high: int, tz: ZoneInfo) -> int:
    """The first instant after `low`, up to `high`, at which the zone's offset is no longer that of `low`."""
    offset = to_local(low, tz).utcoffset()
    while high - low > 1:
        middle = (low + high) // 2
        if to_local(middle, tz).utcoffset() == offset:
            low = middle
        else:
            high = middle
    return high


def _spoken(naive: datetime) -> str:
    return f"{naive:{'%H:%M:%S' if naive.second else '%H:%M'}} on {day_text(naive)}"


def _skipped(naive: datetime, change: int, tz: ZoneInfo) -> str:
    last, after = to_local(change - 1, tz), to_local(change, tz)
    stop = last + timedelta(seconds=1)
    return (
        f"{_spoken(naive)} does not exist: "
        f"the clocks go from {stop:%H:%M} {last.tzname()} to {after:%H:%M} {after.tzname()}"
    )
