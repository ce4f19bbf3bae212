"""Days that a person types where days may lie ahead as well: the nearest of that name, one or several."""

from collections.abc import Callable
from datetime import date, timedelta

from sfm_tui.clock import day_text
from sfm_tui.clock.days import parse_days
from sfm_tui.clock.refusal import BadTime

_AHEAD = (0, 7, 31, 366)
_NEAR = {"today": 0, "tomorrow": 1, "yesterday": -1, "y": -1, "next week": 7}


def nearest_day(text: str, shown: date, today: date) -> date:
    """The day that is meant: without a year that of its name which is nearest to the day shown.

    `today` and what counts from it are of the real today. Raises BadTime for what is no day.
    """
    words = " ".join(text.split()).lower()
    if words in _NEAR:
        return today + timedelta(days=_NEAR[words])
    if words.startswith("-") or words.endswith("week"):
        return parse_days(text, today).first
    found: list[date] = []
    problem: BadTime | None = None
    for ahead in _AHEAD:
        try:
            found.append(parse_days(text, shown + timedelta(days=ahead)).first)
        except BadTime as error:  # 29 February, of a year that has none
            problem = problem or error
    if not found:
        assert problem is not None
        raise problem
    return min(found, key=lambda day: (abs(day - shown), day))


def iso_day(text: str, today: date) -> str:
    """The day nearest to today that is meant, as ISO text. Raises BadTime for none."""
    return nearest_day(text, today, today).isoformat()


def iso_days(text: str, today: date) -> str:
    """Days with commas between, or ISO days with spaces, in order and each once. Raises BadTime for what is none."""
    if "," in text or ";" in text:
        parts = text.replace(";", ",").split(",")
    else:
        words = text.split()
        parts = words if words and all(len(word) == 10 and word[4] == word[7] == "-" for word in words) else [text]
    return " ".join(sorted({iso_day(part, today) for part in parts if part.strip()}))


def days_words(days: str) -> str:
    """ISO days in words, for what is shown beside a field."""
    return " · ".join(day_text(date.fromisoformat(day)) for day in days.split())


def day_check(today: date) -> Callable[[str], str]:
    """The check of a field for a day: gives the day in words, raises BadTime for what is none."""
    return lambda text: days_words(iso_day(text, today))
