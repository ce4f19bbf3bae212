"""The day that a person types to go to on the roster: ahead of today as well, the nearest of that name."""

from datetime import date, timedelta

from sfm_tui.clock.days import parse_days
from sfm_tui.clock.refusal import BadTime

_AHEAD = (0, 7, 31, 366)
_NEAR = {"today": 0, "tomorrow": 1, "yesterday": -1, "y": -1, "next week": 7}


def typed_day(text: str, shown: date, today: date) -> date:
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
