"""The hours ahead: at every instant what the oracle says of cover, of those free to respond and of peaks."""

from dataclasses import replace
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from sfm_tui.domain.cover_ahead import cover_ahead
from sfm_tui.domain.findings import findings
from tests.domain.findings_oracle import Oracle, peak_now
from tests.domain.random_rosters import make_case
from tests.domain.small_roster import ROSTER, RULES, at, cover, duty, peak
from tests.examples import tries


@settings(max_examples=tries(60), deadline=None)
@given(st.integers(0, 1 << 32))
def test_every_instant_is_that_of_the_oracle(seed: int) -> None:
    case = make_case(Random(seed), step=1800, days=2)
    oracle = Oracle(case.roster, case.window, case.rules, case.step)
    ahead = cover_ahead(case.roster, case.rules, case.window)
    shown = {post.post: post for post in ahead.posts}
    responders = any(post.responder for post in oracle.posts.values())
    assert (ahead.free is not None) == responders
    for when in range(*case.window, case.step):
        now = oracle.on(when)
        for post in oracle.posts:
            present = len({d.officer for d in now if d.post == post and oracle.may_stand(d, when)})
            required = sum(
                row.headcount for row, (low, high) in oracle.needs if row.post == post and low <= when < high
            )
            wanted = "off" if not required and not present else "covered"
            if present < required:
                wanted = "under" if present else "empty"
            there = shown[post].cover(when, when + 1) if post in shown else "off"
            assert there == wanted, (post, when)
        free = oracle.free_responders(when)
        assert ahead.fewest_free(when, when + 1) == len(free)
        in_peak = peak_now(case.rules.peaks, when, oracle.tz)
        assert any(low <= when < high for low, high in ahead.peaks) == in_peak
        assert ahead.nobody_free(when, when + 1) == (in_peak and responders and not free)
    assert list(ahead.findings) == findings(case.roster, case.window, case.rules)


def test_a_column_shows_the_worst_in_it() -> None:
    window = at("2026-11-26 12:00"), at("2026-11-27 00:00")
    roster = replace(
        ROSTER,
        cover=[cover("GATE", "2026-11-26 07:00", "2026-11-26 19:00", 2)],
        duties=[
            duty("N1", "GATE", "2026-11-26 07:00", "2026-11-26 19:00"),
            duty("N2", "GATE", "2026-11-26 07:00", "2026-11-26 13:00"),
            duty("N1", "RESP", "2026-11-26 12:30", "2026-11-26 12:31"),
            duty("N3", "RESP", "2026-11-26 12:00", "2026-11-26 18:00"),
        ],
    )
    ahead = cover_ahead(roster, replace(RULES, peaks=(peak("17:00", "19:00"),)), window)
    gate, resp = ahead.posts
    assert (gate.post, resp.post) == ("GATE", "RESP"), "a post that is not asked for and has nobody is left out"
    hours = [window[0] + n * 3600 for n in range(9)]
    assert [gate.cover(h, h + 3600) for h in hours] == ["covered", *["under"] * 6, "off", "off"]
    assert [resp.cover(h, h + 3600) for h in hours] == [*["covered"] * 6, "off", "off", "off"]
    assert [ahead.fewest_free(h, h + 3600) for h in hours] == [1, 1, 1, 1, 1, 1, 0, 0, 0]
    assert [ahead.nobody_free(h, h + 3600) for h in hours] == [*[False] * 6, True, False, False]
    assert {f.kind for f in ahead.met(*window)} == {"under-covered", "double-booked", "no-responder"}
    assert ahead.met(at("2026-11-26 20:00"), window[1]) == []


def test_a_site_without_a_roster_has_nothing_ahead() -> None:
    ahead = cover_ahead(replace(ROSTER, posts=()), RULES, (0, 3600))
    assert (ahead.posts, ahead.free, ahead.peaks, ahead.findings) == ((), None, (), ())
    assert ahead.fewest_free(0, 10) == 0
