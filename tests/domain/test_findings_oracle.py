"""The findings against an oracle that asks every instant of a grid, on hundreds of random rosters."""

from collections import Counter
from dataclasses import replace
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sfm_tui.domain.findings import KINDS, Finding, findings, order
from sfm_tui.domain.roster import Rules
from tests.domain.findings_oracle import Told, told
from tests.domain.random_rosters import Case, make_case
from tests.examples import tries

SEEDS = st.integers(0, 1 << 32)
PATIENT = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example]


def as_told(finding: Finding) -> Told:
    return (*finding[:6], "compensatory" in finding.why)


def agree(case: Case) -> list[Finding]:
    found = findings(case.roster, case.window, case.rules)
    assert [as_told(f) for f in found] == told(case.roster, case.window, case.rules, case.step)
    return found


@settings(max_examples=tries(300), deadline=None)
@given(SEEDS)
def test_crowded_days_around_clock_changes(seed: int) -> None:
    agree(make_case(Random(seed)))


@settings(max_examples=tries(60), deadline=None)
@given(SEEDS)
def test_to_the_minute(seed: int) -> None:
    agree(make_case(Random(seed), step=60, days=1))


@settings(max_examples=tries(60), deadline=None)
@given(SEEDS)
def test_over_weeks(seed: int) -> None:
    agree(make_case(Random(seed), step=1800, days=20))


@settings(max_examples=tries(100), deadline=None, suppress_health_check=PATIENT)
@given(st.randoms(use_true_random=False))
def test_rosters_that_can_be_made_smaller(pick: Random) -> None:
    agree(make_case(pick))


def test_every_kind_comes_up() -> None:
    seen: Counter[str] = Counter()
    special = 0
    for seed in range(150):
        found = agree(make_case(Random(seed)))
        seen.update(f.kind for f in found)
        special += sum("compensatory" in f.why for f in found)
    assert {kind: seen[kind] for kind in KINDS if seen[kind] < 10} == {}
    assert special >= 5


@settings(max_examples=tries(100), deadline=None)
@given(SEEDS)
def test_the_order_of_the_rows_does_not_matter(seed: int) -> None:
    pick = Random(seed)
    case = make_case(pick)
    r = case.roster
    mixed = replace(
        r,
        **{
            name: pick.sample(list(getattr(r, name)), len(getattr(r, name)))
            for name in ("posts", "officers", "licences", "cover", "duties", "absences")
        },
    )
    assert findings(mixed, case.window, case.rules) == findings(r, case.window, case.rules)


@pytest.mark.parametrize("window", [(5, 5), (9, 3)])
def test_an_empty_window_has_no_findings(window: tuple[int, int]) -> None:
    case = make_case(Random(1))
    assert findings(case.roster, window, case.rules) == []


@settings(max_examples=tries(150), deadline=None)
@given(SEEDS)
def test_findings_are_those_of_each_officer_each_post_and_the_peaks_apart(seed: int) -> None:
    """What lets one change be looked at without the rest of the roster."""
    case = make_case(Random(seed))
    roster, rules, window = case.roster, case.rules, case.window
    parts: list[Finding] = []
    for officer in roster.officers:
        mine = [duty for duty in roster.duties if duty.officer == officer.officer]
        parts += findings(replace(roster, duties=mine, cover=()), window, replace(rules, peaks=()))
    for post in roster.posts:
        here = [duty for duty in roster.duties if duty.post == post.post]
        cover = [row for row in roster.cover if row.post == post.post]
        all_there = findings(replace(roster, duties=here, cover=cover), window, Rules(rules.timezone))
        parts += [finding for finding in all_there if finding.kind in ("uncovered", "under-covered")]
    responders = {post.post for post in roster.posts if post.responder}
    who = {duty.officer for duty in roster.duties if duty.post in responders}
    theirs = [duty for duty in roster.duties if duty.officer in who]
    in_peaks = findings(replace(roster, duties=theirs, cover=()), window, rules)
    parts += [finding for finding in in_peaks if finding.kind == "no-responder"]
    assert sorted(parts, key=order) == findings(roster, window, rules)
