"""How a licence stands, in words."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sfm_tui.clock import day_bounds, zone
from sfm_tui.domain.findings import findings
from sfm_tui.domain.licence_state import best_of_each, checked_words, licence_state, short_words
from sfm_tui.domain.roster import Duty, Officer, Post, Roster, Rules
from sfm_tui.domain.roster_changes import as_plain
from sfm_tui.domain.roster_records import LICENCE_STATUSES, LicenceRecord

TODAY = date(2026, 11, 21)


def licence(**fields: Any) -> LicenceRecord:
    given = {"officer": "1", "sector": "SG", "number": "0" * 16, "expires": date(2028, 1, 1)} | fields
    return LicenceRecord(**given)


@pytest.mark.parametrize(
    ("fields", "level", "words"),
    [
        ({}, "good", "active"),
        ({"expires": TODAY + timedelta(121)}, "good", "active"),
        ({"expires": TODAY + timedelta(120)}, "look", "active, expires in 120 days"),
        ({"expires": TODAY + timedelta(28)}, "act", "active, expires in 28 days"),
        ({"expires": TODAY + timedelta(1)}, "act", "active, expires in 1 day"),
        ({"expires": TODAY}, "act", "active, expires at midnight"),
        ({"expires": TODAY - timedelta(1)}, "bad", "expired 1 day ago"),
        ({"status": "expired"}, "good", "active"),
        ({"status": "suspended"}, "bad", "suspended"),
        ({"status": "revoked", "status_from": TODAY}, "bad", "revoked from Sat 21 Nov 2026"),
        (
            {"status": "suspended", "status_from": TODAY + timedelta(3)},
            "act",
            "suspended from Tue 24 Nov 2026, in 3 days",
        ),
        ({"status": "replaced"}, "gone", "replaced"),
        ({"starts": TODAY + timedelta(1)}, "look", "not before Sun 22 Nov 2026"),
    ],
)
def test_states(fields: dict[str, Any], level: str, words: str) -> None:
    assert licence_state(licence(**fields), TODAY) == (level, words)


def test_it_is_never_said_to_be_valid_now() -> None:
    assert checked_words(licence(), TODAY) == "never checked"
    assert checked_words(licence(checked_on=date(2026, 11, 3)), TODAY) == "as last checked on Tue 3 Nov 2026"
    assert "over a month ago" in checked_words(licence(checked_on=date(2026, 10, 3)), TODAY)


def test_of_each_sector_the_one_that_lasts_longest() -> None:
    old, new = licence(expires=date(2026, 1, 1)), licence(expires=date(2029, 1, 1))
    held = [old, new, licence(sector="CCTV-PSS", expires=date(2026, 11, 30)), licence(sector="DS", expires=TODAY)]
    found = best_of_each(held)
    assert [short_words(one, TODAY) for one in found] == ["CCTV-PSS ! 9 days left", "DS ! last day", "SG ✓"]
    assert short_words(old, TODAY) == "SG ✖ expired 324 days ago"


days = st.integers(-200, 200).map(lambda n: TODAY + timedelta(n))


@given(st.sampled_from(LICENCE_STATUSES), days, st.none() | days, st.none() | days)
def test_what_is_called_active_covers_the_day(
    status: Any, expires: date, starts: date | None, since: date | None
) -> None:
    if starts is not None and starts > expires:
        starts = None
    held = licence(status=status, expires=expires, starts=starts, status_from=since)
    low, high = day_bounds(TODAY, zone("Europe/London"))
    roster = Roster([Post("G")], [Officer("1")], [as_plain(held)], [], [Duty("1", "G", low, high)], [])
    licensed = not [one for one in findings(roster, (low, high), Rules("Europe/London")) if one.kind == "unlicensed"]
    state = licence_state(held, TODAY)
    standing = state.words.startswith("active") or (state.level == "act" and " in " in state.words)
    assert licensed == standing
