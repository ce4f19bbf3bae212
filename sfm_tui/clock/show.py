"""Instants and durations as people and files read them: 24 hours, English, whatever the locale."""

from datetime import date
from zoneinfo import ZoneInfo

from sfm_tui.clock.zones import to_local

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def iso(at: int, tz: ZoneInfo) -> str:
    """`2026-03-29T19:00:00+01:00`: always with seconds and a numeric offset, UTC as +00:00."""
    return to_local(at, tz).isoformat()


def clock_text(at: int, tz: ZoneInfo) -> str:
    """`22:17:10`."""
    return to_local(at, tz).isoformat()[11:19]


def short_clock(at: int, tz: ZoneInfo) -> str:
    """`22:17`, the seconds cut off."""
    return to_local(at, tz).isoformat()[11:16]


def sure_clock(at: int, tz: ZoneInfo) -> str:
    """`22:17`; in the hour that comes twice with the zone's own abbreviation, `01:30 GMT`."""
    local = to_local(at, tz)
    twice = local.replace(fold=1 - local.fold).utcoffset() != local.utcoffset()
    return f"{local.isoformat()[11:16]} {local.tzname()}" if twice else local.isoformat()[11:16]


def minute_text(at: int, tz: ZoneInfo) -> str:
    """`2026-11-21 22:17`; in the hour that comes twice with the zone's own abbreviation, `2026-10-25 01:30 GMT`."""
    return f"{to_local(at, tz).isoformat()[:10]} {sure_clock(at, tz)}"


def day_text(day: date) -> str:
    """`Sat 21 Nov 2026`."""
    return f"{DAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year:04}"


def full_text(at: int, tz: ZoneInfo) -> str:
    """`Sat 21 Nov 2026 22:17:10 GMT`, with the zone's own abbreviation at that instant."""
    local = to_local(at, tz)
    return f"{day_text(local)} {local.isoformat()[11:19]} {local.tzname()}"


def duration_text(seconds: int) -> str:
    """`2:06`, from an hour `1:02:06`; negative `-0:30`."""
    sign, hours, minutes, rest = _parts(seconds)
    return f"{sign}{hours}:{minutes:02}:{rest:02}" if hours else f"{sign}{minutes}:{rest:02}"


def duration_words(seconds: int) -> str:
    """`45 s`, `2 m 06 s`, `1 h 02 m 06 s`; negative `-45 s`."""
    sign, hours, minutes, rest = _parts(seconds)
    if hours:
        return f"{sign}{hours} h {minutes:02} m {rest:02} s"
    return f"{sign}{minutes} m {rest:02} s" if minutes else f"{sign}{rest} s"


def _parts(seconds: int) -> tuple[str, int, int, int]:
    minutes, rest = divmod(abs(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return "-" if seconds < 0 else "", hours, minutes, rest
