"""The mean number of free responders by hour: held to a count of every minute, over clock changes too."""

from collections import Counter
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sfm_tui.clock import to_local
from sfm_tui.domain.free_by_hour import by_hour_of_day, free_seconds, hours_in
from sfm_tui.domain.presence import Presence
from sfm_tui.domain.roster import Duty, Officer, Post, Roster
from tests.examples import tries

LONDON = "Europe/London"
OCTOBER_NIGHT = 1_792_882_800
"""Sun 25 Oct 2026 00:00 BST; its night has the hour from one to two twice."""
MARCH_NIGHT = 1_774_742_400
"""Sun 29 Mar 2026 00:00 GMT; its night has no hour from one to two."""
DAY = 86_400
POSTS = [Post("RESP", "none", responder=True), Post("GATE", "none")]
OFFICERS = [Officer("1"), Officer("2"), Officer("3")]


@st.composite
def rosters(draw: st.DrawFn) -> tuple[Roster, int]:
    midnight = draw(st.sampled_from([OCTOBER_NIGHT, MARCH_NIGHT]))
    duties = []
    for _ in range(draw(st.integers(0, 6))):
        start = midnight + 600 * draw(st.integers(-30, 130))
        length = 600 * draw(st.integers(1, 90))
        who, post = draw(st.sampled_from("123")), draw(st.sampled_from(["RESP", "GATE"]))
        duties.append(Duty(who, post, start, start + length))
    roster = Roster(posts=POSTS, officers=OFFICERS, licences=[], cover=[], duties=duties, absences=[])
    return roster, midnight


@settings(max_examples=tries(40), deadline=None)
@given(rosters())
def test_as_a_count_of_every_ten_minutes_has_it(some: tuple[Roster, int]) -> None:
    roster, midnight = some
    window, tz = (midnight, midnight + DAY), ZoneInfo(LONDON)
    found = free_seconds(roster, window, LONDON)
    presence = Presence(roster, LONDON)
    parts: Counter[tuple[int, int]] = Counter()
    wholes: Counter[tuple[int, int]] = Counter()
    for at in range(*window, 600):
        local = to_local(at, tz)
        key = local.weekday(), local.hour
        parts[key] += 600 * len(presence.free_responders(at))
        wholes[key] += 600
    assert found == {key: (parts[key], wholes[key]) for key in wholes}
    means = by_hour_of_day(found)
    assert sum(parts.values()) == sum(part for part, _ in found.values())
    assert all(0 <= mean <= 3 for mean in means.values())


@pytest.mark.parametrize(("midnight", "hours"), [(OCTOBER_NIGHT, 25), (MARCH_NIGHT, 23)])
def test_the_nights_of_the_clock_change(midnight: int, hours: int) -> None:
    tz = ZoneInfo(LONDON)
    end = midnight + hours * 3600
    spans = list(hours_in((midnight, end), tz))
    assert len(spans) == hours
    assert sum(high - low for _, low, high in spans) == hours * 3600
    duty = Duty("1", "RESP", midnight, end)
    roster = Roster(posts=POSTS, officers=OFFICERS, licences=[], cover=[], duties=[duty], absences=[])
    assert set(by_hour_of_day(free_seconds(roster, (midnight, end), LONDON)).values()) == {Fraction(1)}


def test_a_zone_whose_hours_begin_at_a_quarter_past() -> None:
    """Nepal is five hours and three quarters ahead."""
    tz = ZoneInfo("Asia/Kathmandu")
    starts = [low for _, low, _ in hours_in((OCTOBER_NIGHT, OCTOBER_NIGHT + DAY), tz)]
    assert starts[1] % 3600 == 900


def test_nobody_at_a_responder_post_is_nobody_free() -> None:
    duty = Duty("1", "GATE", OCTOBER_NIGHT, OCTOBER_NIGHT + DAY)
    roster = Roster(posts=POSTS, officers=OFFICERS, licences=[], cover=[], duties=[duty], absences=[])
    found = by_hour_of_day(free_seconds(roster, (OCTOBER_NIGHT, OCTOBER_NIGHT + DAY), LONDON))
    assert set(found.values()) == {Fraction(0)}
