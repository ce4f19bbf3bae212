"""Days that are typed in a form, one or several, as ISO text."""

from datetime import date

from sfm_tui.clock import day_text
from sfm_tui.widgets.roster.day import typed_day


def iso_day(text: str, today: date) -> str:
    """The day that is meant. Raises BadTime for none."""
    return typed_day(text, today, today).isoformat()


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
