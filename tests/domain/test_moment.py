"""Who stood where at an instant: against an oracle that asks every duty and every incident, and by example."""

from dataclasses import replace
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from sfm_tui.domain.moment import Moments, Outing
from sfm_tui.domain.presence import Presence
from sfm_tui.domain.roster import Roster
from tests.domain.findings_oracle import Oracle
from tests.domain.random_outings import make_outing, runs
from tests.domain.random_rosters import HOUR, make_case
from tests.domain.small_roster import ROSTER, at, duty
from tests.examples import tries

DAY = ("2026-11-26 07:00", "2026-11-26 19:00")


@settings(max_examples=tries(100), deadline=None)
@given(st.integers(0, 1 << 32))
def test_every_moment_is_that_of_the_oracle(seed: int) -> None:
    pick = Random(seed)
    case = make_case(pick)
    oracle = Oracle(case.roster, case.window, case.rules, case.step)
    officers = [officer.officer for officer in case.roster.officers]
    low, high = case.window
    outings = [
        make_outing(pick, f"2026-{n:04}", officers, low - 30 * HOUR, high + HOUR, case.step)
        for n in range(pick.randint(0, 9))
    ]
    besides = pick.choice(["", "2026-0000", "2026-0003"])
    moments = Moments(Presence(case.roster, case.rules.timezone), outings)
    for when in [*range(low, high, 5 * case.step), *(d.end for d in case.roster.duties)][:60]:
        moment = moments.at(when, besides=besides)
        now = oracle.on(when)
        assert [stand.officer for stand in moment.stands] == sorted({d.officer for d in now})
        free = oracle.free_responders(when)
        assert set(moment.free_responders) == free
        out = {
            officer: [o.number for o in sorted(outings, key=lambda o: (o.reported, o.number))
                      if o.number != besides and runs(o, officer, when)]
            for officer in officers
        }  # fmt: skip
        assert set(moment.busy_responders) == {officer for officer in free if out[officer]}
        for stand in moment.stands:
            mine = [d for d in now if d.officer == stand.officer]
            assert list(stand.incidents) == out[stand.officer]
            assert stand.may_stand == all(oracle.may_stand(d, when) for d in mine)
            assert (stand.officer in moment.overlapping) == (len({d.post for d in mine}) > 1)
            assert sorted(map(id, stand.duties)) == sorted(map(id, mine))
        assert moments.busy(when, besides=besides) == {o: tuple(n) for o, n in out.items() if n}


def peak() -> Roster:
    """Shaw responds, Reid is at the gate as well as responding, Diaz keeps the gate."""
    duties = [duty("N1", "RESP", *DAY), duty("N2", "GATE", *DAY), duty("N2", "RESP", *DAY), duty("N3", "GATE", *DAY)]
    return replace(ROSTER, duties=duties)


def test_what_the_incident_that_is_asked_about_does_not_count() -> None:
    noon = at("2026-11-26 12:00")
    one, two = Outing("2026-0001", ("N1",), noon - 600), Outing("2026-0002", ("N1",), noon)
    moments = Moments(Presence(peak(), "Europe/London"), [one, two])
    moment = moments.at(noon, besides="2026-0002")
    assert moment.free_responders == ("N1",)
    assert moment.busy_responders == ("N1",)
    assert moment.overlapping == ("N2",)
    stand = moment.stand("N1")
    assert stand is not None
    assert stand.incidents == ("2026-0001",)
    assert moments.at(noon, besides="2026-0001").busy_responders == ("N1",)
    assert moments.at(noon - 601).busy_responders == ()
    assert moment.stand("N9") is None


def test_an_officer_is_busy_until_before_their_last_ending_stamp() -> None:
    noon = at("2026-11-26 12:00")
    outing = Outing("2026-0001", ("N1", "N2"), noon, noon + 60, noon + 900, noon + 1800, {"N1": noon + 300})
    assert outing.busy("N1") == (noon + 60, noon + 300)
    assert outing.busy("N2") == (noon + 60, noon + 900)
    assert replace(outing, resolved=None).busy("N2") == (noon + 60, noon + 1800)
    assert replace(outing, resolved=None, closed=None).busy("N2") == (noon + 60, noon + 12 * HOUR)


def test_nobody_is_on_duty_in_an_empty_roster() -> None:
    assert Moments(Presence(ROSTER, "Europe/London"), []).at(at("2026-11-26 12:00")).stands == ()
