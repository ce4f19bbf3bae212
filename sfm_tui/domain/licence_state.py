"""How a licence stands on a day, in words; only the public register knows, so it is always as last checked."""

from collections.abc import Iterable
from datetime import date
from typing import Literal, NamedTuple

from sfm_tui.clock import day_text
from sfm_tui.domain.roster import BARRED
from sfm_tui.domain.roster_records import LicenceRecord

Level = Literal["good", "look", "act", "bad", "gone"]

SOON_DAYS, NEAR_DAYS, CHECK_DAYS = 120, 28, 30
"""A renewal opens four months before the expiry; the last four weeks are late for one. A check counts for a month."""

MARKS: dict[Level, str] = {"good": "✓", "look": "◆", "act": "!", "bad": "✖", "gone": "·"}


class LicenceState(NamedTuple):
    """How much it matters, and the words; `gone` is one that another has taken the place of."""

    level: Level
    words: str


def licence_state(licence: LicenceRecord, today: date) -> LicenceState:
    """How a licence stands today."""
    since = licence.status_from
    if licence.status in BARRED and (since is None or since <= today):
        level: Level = "gone" if licence.status == "replaced" else "bad"
        return LicenceState(level, licence.status + (f" from {day_text(since)}" if since else ""))
    left = (licence.expires - today).days
    if left < 0:
        return LicenceState("bad", f"expired {_days(-left)} ago")
    if licence.starts is not None and licence.starts > today:
        return LicenceState("look", f"not before {day_text(licence.starts)}")
    if licence.status in BARRED and since is not None:
        return LicenceState("act", f"{licence.status} from {day_text(since)}, in {_days((since - today).days)}")
    if left == 0:
        return LicenceState("act", "active, expires at midnight")
    if left <= SOON_DAYS:
        return LicenceState("act" if left <= NEAR_DAYS else "look", f"active, expires in {_days(left)}")
    return LicenceState("good", "active")


def checked_words(licence: LicenceRecord, today: date) -> str:
    """When the register was last asked: `as last checked on 3 Nov 2026`."""
    if licence.checked_on is None:
        return "never checked"
    old = " (over a month ago)" if (today - licence.checked_on).days > CHECK_DAYS else ""
    return f"as last checked on {day_text(licence.checked_on)}{old}"


def best_of_each(records: Iterable[LicenceRecord]) -> list[LicenceRecord]:
    """Of each sector the licence that lasts longest, by sector."""
    best: dict[str, LicenceRecord] = {}
    for held in records:
        other = best.get(held.sector)
        if other is None or held.expires > other.expires:
            best[held.sector] = held
    return [held for _, held in sorted(best.items())]


def short_words(licence: LicenceRecord, today: date) -> str:
    """A licence in a few letters: `SG ✓`, `DS ◆ 107 days left`, `SG ✖ expired 1 day ago`."""
    state = licence_state(licence, today)
    words = state.words.replace("active, expires in ", "").replace("active, expires at midnight", "last day")
    left = " left" if words != state.words and words != "last day" else ""
    return f"{licence.sector} {MARKS[state.level]}{'' if words == 'active' else f' {words}{left}'}"


def _days(number: int) -> str:
    return f"{number} day{'' if number == 1 else 's'}"
