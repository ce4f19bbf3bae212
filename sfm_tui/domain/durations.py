"""Durations as people type them: minutes, minutes and seconds, or with their unit."""

import re

LONGEST_SECONDS = 86_400
_AS = "write 3 (minutes), 3:00 or 180s"
_COLON = re.compile(r"(?:(\d{1,2}):)?(\d{1,4}):([0-5]\d)", re.ASCII)
_UNITS = re.compile(
    r"(?:(\d{1,2}) ?h(?:ours?)? ?)?(?:(\d{1,4}) ?m(?:in(?:ute)?s?)? ?)?(?:(\d{1,5}) ?s(?:ec(?:ond)?s?)?)?",
    re.ASCII,
)


def parse_duration(text: str) -> int:
    """Seconds meant by `3` (minutes), `3:00`, `180s`, `2m30s`, `1h`; 1 to 86,400.

    Raises ValueError, in one line, for anything else.
    """
    words = " ".join(text.lower().split())
    shown = words if len(words) <= 40 else words[:40] + "…"
    if words.isascii() and words.isdigit() and len(words) <= 5:
        seconds = int(words) * 60
    elif found := _COLON.fullmatch(words):
        hours, minutes, rest = (int(part or 0) for part in found.groups())
        if found.group(1) and minutes > 59:
            raise ValueError(f"«{shown}» has {minutes} minutes beside hours: {_AS}")
        seconds = hours * 3600 + minutes * 60 + rest
    elif words and (found := _UNITS.fullmatch(words)):
        hours, minutes, rest = (int(part or 0) for part in found.groups())
        seconds = hours * 3600 + minutes * 60 + rest
    else:
        raise ValueError(f"«{shown}» is no duration: {_AS}")
    if not 1 <= seconds <= LONGEST_SECONDS:
        raise ValueError(f"«{shown}» is {seconds} seconds: 1 second to 24 hours will do")
    return seconds


def whole_minutes(seconds: int) -> str:
    """How long something has gone on: `45 s`, `12 min`, `2 h 05 min`."""
    if seconds < 60:
        return f"{max(0, seconds)} s"
    hours, rest = divmod(seconds // 60, 60)
    return f"{hours} h {rest:02} min" if hours else f"{rest} min"
