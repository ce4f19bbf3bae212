"""A line for the occurrence book as it is typed: a time in front, if one is meant, and the text.

Only what cannot well be anything else is taken for a time: `2210`, `22:10`, `-5`, `-1h10`, or a day before such a
clock time (`y 2310`, `mon 0700`, `14/11 0630`). `2 males at gate 3` is text.
"""

import re

_CLOCK = r"[0-9]{4}|[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?"
_WEEKDAYS = "|".join(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))
_DAY = rf"y|{_WEEKDAYS}|[0-9]{{1,2}}/[0-9]{{1,2}}(?:/[0-9]{{4}}|/[0-9]{{2}})?|[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}"
_BACK = r"-(?:[0-9]{1,3}h[0-9]{0,2}m?|[0-9]{1,3}:[0-9]{2}|[0-9]{1,5}m?|[0-9]{1,6}s)"
_TIMED = re.compile(rf"\s*((?:(?:{_DAY}) +)?(?:{_CLOCK})|{_BACK})(?:\s+(.*))?", re.IGNORECASE | re.DOTALL)


def split_time(typed: str) -> tuple[str, str]:
    """The time in front of a line and the text after it; the time is empty where there is none."""
    match = _TIMED.fullmatch(typed)
    return (match[1], (match[2] or "").strip()) if match else ("", typed.strip())
