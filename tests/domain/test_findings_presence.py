"""Who is on duty, may stand and is free at an instant: against the oracle, and in worked examples."""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sfm_tui.domain.presence import Presence, Standing
from sfm_tui.domain.roster import Absence, Duty, Officer
from tests.domain.findings_oracle import Oracle
from tests.domain.random_rosters import make_case
from tests.domain.small_roster import LICENCES, LONDON, ROSTER, at, duty
from tests.examples import tries

DAY = ("2026-11-26 07:00", "2026-11-26 19:00")


@settings(max_examples=tries(120), deadline=None)
@given(st.integers(0, 1 << 32))
def test_every_answer_is_that_of_the_oracle(seed: int) -> None:
    case = make_case(Random(seed))
    oracle = Oracle(case.roster, case.window, case.rules, case.step)
    presence = Presence(case.roster, case.rules.timezone)
    edges = [instant for d in case.roster.duties for instant in (d.start, d.end)]
    for when in [*edges, *range(*case.window, 7 * case.step)][:200]:
        now = oracle.on(when)
        assert sorted(map(id, presence.duties(when))) == sorted(map(id, now))
        for post in oracle.posts:
            here = {d.officer for d in now if d.post == post and oracle.may_stand(d, when)}
            assert presence.present(post, when) == sorted(here)
        for officer in oracle.officers:
            for post in oracle.posts:
                probe = Duty(officer, post, when, when + 1)
                assert presence.may_stand(officer, post, when) == oracle.may_stand(probe, when)
        free = oracle.free_responders(when)
        assert presence.free_responders(when) == sorted(free)


def test_a_duty_holds_from_its_start_until_before_its_end() -> None:
    presence = Presence(replace(ROSTER, duties=[duty("N1", "RESP", *DAY)]), "Europe/London")
    start, end = at(DAY[0]), at(DAY[1])
    assert [len(presence.duties(when)) for when in (start - 1, start, end - 1, end)] == [0, 1, 1, 0]
    assert presence.free_responders(start) == presence.present("RESP", start) == ["N1"]
    assert presence.free_responders(end) == presence.present("RESP", end) == []


def test_an_unknown_officer_or_post_is_refused() -> None:
    with pytest.raises(ValueError, match="held by N9, whom the roster does not have"):
        Presence(replace(ROSTER, duties=[duty("N9", "RESP", *DAY)]), "Europe/London")
    presence = Presence(ROSTER, "Europe/London")
    with pytest.raises(KeyError):
        presence.may_stand("N9", "GATE", 0)
    with pytest.raises(KeyError):
        presence.may_stand("N1", "NOWHERE", 0)


def test_what_keeps_an_officer_from_a_post_is_told_with_its_part() -> None:
    officer = Officer("N1", inducted_on="2026-11-26", left_on="2026-11-26")
    away = [Absence("N1", at("2026-11-26 08:00"), at("2026-11-26 09:00"))]
    standing = Standing([officer], LICENCES[1:], away, LONDON)
    start, end = at("2026-11-25 23:00"), at("2026-11-27 01:00")
    first, last = at("2026-11-26 00:00"), at("2026-11-27 00:00")
    assert standing.bars("N1", "SG", start, end) == [
        ("unlicensed", start, end),
        ("absent", away[0].start, away[0].end),
        ("not-inducted", start, first),
        ("left", last, end),
    ]
    assert standing.may("N1", "none") == [(first, away[0].start), (away[0].end, last)]
    assert standing.may("N1", "SG") == []


def test_one_who_left_before_the_induction_may_stand_nowhere() -> None:
    officer = Officer("N1", inducted_on="2026-11-26", left_on="2026-11-20")
    standing = Standing([officer], LICENCES, (), LONDON)
    assert standing.may("N1", "none") == []
