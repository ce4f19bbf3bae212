"""The response of an incident as SQL: why it is left out, its seconds, its limit, its local hour and week.

Definitions: rules.md, «Response». Tests hold this to an oracle that asks each incident in plain Python.
"""

from itertools import pairwise

from sfm_tui.domain.kpi import Terms
from sfm_tui.domain.response import ResponseTerms

SECONDS_BITS = 37
"""A response takes at most so many bits: some 4,000 years."""


def start_of(terms: Terms) -> str:
    """The column that starts the clock."""
    return "i.reported" if terms.clock_starts == "reported" else "i.dispatched"


def seconds_of(terms: Terms) -> str:
    """The response in seconds; NULL or negative where there is none."""
    return f"(i.on_scene - {start_of(terms)})"


def reason_of(terms: Terms, otherwise: str = "0") -> str:
    """Why an incident is left out: -1 and below in the order of `kpi.REASONS`; `otherwise` where it counts."""
    return (
        "CASE WHEN i.struck <> '' THEN -1 WHEN i.outcome = 'stood down' AND i.on_scene IS NULL THEN -2"
        f" WHEN {start_of(terms)} IS NULL THEN -3 WHEN i.on_scene IS NULL THEN -4"
        f" WHEN i.on_scene < {start_of(terms)} THEN -5 ELSE {otherwise} END"
    )


def limit_of(terms: Terms, low: int, high: int) -> str:
    """The limit in seconds of an incident reported in [low, high)."""
    return _by_time([(since, _limit(some)) for since, some in terms.segments(low, high)])


def local_of(offsets: list[tuple[int, int]]) -> str:
    """The report as local seconds, from what `clock.offsets` says of the time."""
    return f"(i.reported + {_by_time([(since, str(offset)) for since, offset in offsets])})"


def _limit(terms: ResponseTerms) -> str:
    if not terms.limits:
        return str(int(terms.limit_seconds))
    cases = " ".join(f"WHEN {int(severity)} THEN {int(limit)}" for severity, limit in terms.limits)
    return f"CASE i.severity {cases} ELSE {int(terms.limit_seconds)} END"


def _by_time(parts: list[tuple[int, str]]) -> str:
    """Each part holds from its instant until the next one's."""
    if len(parts) == 1:
        return parts[0][1]
    cases = " ".join(f"WHEN i.reported < {until} THEN {part}" for (_, part), (until, _) in pairwise(parts))
    return f"CASE {cases} ELSE {parts[-1][1]} END"
