"""Injuries that may have to be reported under RIDDOR 2013. Never a verdict: the responsible person decides.

Days go by the day of the accident, which is not itself counted (domain reference, section 4).
"""

import re
from collections.abc import Mapping
from datetime import date, timedelta

from sfm_tui.clock import day_text

REPORT_DAYS = 10
OVER_SEVEN_DAYS = 15
ASK = "ask the responsible person"
_NOTHING = {"", "-", "–", "0", "no", "n", "none", "nil", "nobody", "n/a", "na", "not known", "unknown"}


def possibly_reportable(details: Mapping[str, str], day: date) -> str:
    """What the injury fields of an incident on `day` (local) ask for, in one line; empty where they ask nothing.

    Taken to hospital or hurt at all: 10 days, as for a specified injury; unfit for more than 7 days: 15 days;
    for more than 3: to be recorded.
    """
    hospital, hurt = _says(details, "hospital"), _says(details, "injury") or _says(details, "injured")
    off = _days_off(details.get("days_off", ""))
    soon, later = _by(day, REPORT_DAYS), _by(day, OVER_SEVEN_DAYS)
    reasons = []
    if hospital:
        reasons.append(f"taken to hospital, {soon}")
    if off is not None and off > 7:
        reasons.append(f"unfit for over 7 days, {later}")
    elif off is not None and off > 3:
        reasons.append("unfit for over 3 days, to be recorded")
    if hurt and not hospital:
        reasons.append(f"if it is a specified injury, {soon}")
    if not reasons:
        return ""
    return f"Possibly reportable (RIDDOR): {'; '.join(reasons)}: {ASK}"


def _says(details: Mapping[str, str], name: str) -> bool:
    return details.get(name, "").strip().strip(".").casefold() not in _NOTHING


def _days_off(text: str) -> int | None:
    found = re.search(r"\d{1,4}", text, re.ASCII)
    return int(found.group()) if found else None


def _by(day: date, days: int) -> str:
    return f"by {day_text(day + timedelta(days=days))}"
