"""Levels: one holds only if those below it do; the profile is the newest day against the one before it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sfm_tui.domain.assessment import (
    CONSENSUS,
    ENABLERS,
    FLOOR,
    TOP,
    Assessment,
    Check,
    checks_for,
    enabler_of,
    held,
    profile,
)

CHECKS = st.lists(
    st.builds(Check, level=st.integers(FLOOR + 1, TOP), holds=st.booleans(), evidence=st.just("x")),
    unique_by=lambda check: check.level,
)


@given(checks=CHECKS)
def test_a_level_holds_only_if_all_lower_ones_do(checks: list[Check]) -> None:
    level = held(checks)
    answers = {check.level: check.holds for check in checks}
    assert all(answers[one] for one in range(FLOOR + 1, level + 1))
    assert level == TOP or not answers.get(level + 1, False)


@given(level=st.integers(FLOOR, TOP))
def test_a_level_that_is_given_alone_holds(level: int) -> None:
    assert held(checks_for(level)) == level


@given(checks=CHECKS, level=st.integers(FLOOR + 1, TOP))
def test_confirming_a_level_never_lowers_and_denying_one_never_raises(checks: list[Check], level: int) -> None:
    rest = [check for check in checks if check.level != level]
    yes, no = (held([*rest, Check(level=level, holds=holds)]) for holds in (True, False))
    assert no <= held(rest) <= yes
    assert no < level


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("leadership", "leadership"),
        ("Resourcing and sustainability", "resourcing"),
        ("resourcing_and_sustainability", "resourcing"),
        ("Resourcing & sustainability", "resourcing"),
        ("SUSTAINABILITY", "resourcing"),
        ("methodology-and-rigour", "methodology"),
        (" Engagement ", "engagement"),
    ],
)
def test_an_enabler_is_known_by_code_title_or_words_of_it(text: str, code: str) -> None:
    assert enabler_of(text) == code


@pytest.mark.parametrize("text", ["", "and", "leader", "leadership engagement", "Führung", "1", "[/x]", "\x00"])
def test_what_names_no_enabler_is_told_in_one_line(text: str) -> None:
    with pytest.raises(ValueError, match="none of the four") as told:
        enabler_of(text)
    assert "\n" not in str(told.value)


def row(enabler: str, day: str, level: int, assessor: str = "okafor") -> Assessment:
    return Assessment(enabler=enabler, assessed_on=day, assessor=assessor, level=level, evidence="x")


def test_the_profile_is_now_and_before() -> None:
    rows = [
        row("leadership", "2026-05-01", 2), row("Leadership", "2026-11-01", 4, "marsh"),
        row("leadership", "2026-11-01", 3), row("engagement", "2026-11-01", 5),
        row("methodology", "2026-01-01", 4), row("methodology", "2026-02-01", 2), row("methodology", "2026-03-01", 3),
    ]  # fmt: skip
    found = {one.enabler: one for one in profile(rows)}
    assert tuple(found) == tuple(ENABLERS)
    leadership = found["leadership"]
    assert (leadership.now, leadership.before, leadership.change, leadership.next) == (3, 2, 1, 4)
    assert (leadership.spread, [one.assessor for one in leadership.rows]) == (1, ["marsh", "okafor"])
    assert (found["engagement"].now, found["engagement"].before, found["engagement"].next) == (5, None, None)
    assert (found["resourcing"].now, found["resourcing"].change, found["resourcing"].rows) == (None, None, ())
    assert (found["methodology"].now, found["methodology"].before) == (3, 2)
    earlier = {one.enabler: one for one in profile(rows, until="2026-10-31")}
    assert (earlier["leadership"].now, earlier["leadership"].before) == (2, None)


def test_what_they_agree_on_stands_for_the_day() -> None:
    rows = [row("leadership", "2026-11-01", 2), row("leadership", "2026-11-01", 4, "marsh")]
    agreed = row("leadership", "2026-11-01", 3, CONSENSUS)
    assert profile(rows)[0].now == 2
    assert (profile([*rows, agreed])[0].now, profile([*rows, agreed])[0].spread) == (3, 2)
