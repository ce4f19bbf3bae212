"""Time: the only caller of now(); typed and filed times in, resolved instants and their texts out.

An instant is a whole number of epoch seconds, UTC. Local times exist only in the texts that people
and files write and read; here they become instants, and a time that does not exist or comes twice
is refused or asked about, never guessed.
"""

from sfm_tui.clock.files import parse_file_date, parse_file_time
from sfm_tui.clock.refusal import BadTime
from sfm_tui.clock.show import (
    clock_text,
    day_text,
    duration_text,
    duration_words,
    full_text,
    iso,
    minute_text,
    short_clock,
    sure_clock,
)
from sfm_tui.clock.source import (
    FUTURE_STAMP_LIMIT,
    LATE_ENTRY_AFTER,
    AheadClock,
    Clock,
    FrozenClock,
    SystemClock,
    ahead_of,
)
from sfm_tui.clock.typed import ASK_AHEAD, Typed, parse_typed, typed_at
from sfm_tui.clock.wall import (
    RepeatedTime,
    SkippedTime,
    day_bounds,
    from_local,
    from_local_lenient,
)
from sfm_tui.clock.zones import Instant, local_date, to_local, zone

__all__ = [
    "ASK_AHEAD",
    "FUTURE_STAMP_LIMIT",
    "LATE_ENTRY_AFTER",
    "AheadClock",
    "BadTime",
    "Clock",
    "FrozenClock",
    "Instant",
    "RepeatedTime",
    "SkippedTime",
    "SystemClock",
    "Typed",
    "ahead_of",
    "clock_text",
    "day_bounds",
    "day_text",
    "duration_text",
    "duration_words",
    "from_local",
    "from_local_lenient",
    "full_text",
    "iso",
    "local_date",
    "minute_text",
    "parse_file_date",
    "parse_file_time",
    "parse_typed",
    "short_clock",
    "sure_clock",
    "to_local",
    "typed_at",
    "zone",
]
