"""The breach trace against an oracle that asks every duty and every incident of each breach, and by example."""

from dataclasses import replace
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from sfm_tui.domain.moment import Outing
from sfm_tui.domain.roster import Roster
from sfm_tui.domain.trace import CAUSES, Late, by_cause, by_hour, trace
from tests.domain.findings_oracle import Oracle
from tests.domain.random_outings import make_outing, runs
from tests.domain.random_rosters import HOUR, make_case
from tests.domain.small_roster import LONDON, ROSTER, at, duty
from tests.examples import tries

DAY = ("2026-11-26 07:00", "2026-11-26 19:00")


@settings(max_examples=tries(150), deadline=None)
@given(st.integers(0, 1 << 32))
def test_every_breach_is_that_of_the_oracle(seed: int) -> None:
    pick = Random(seed)
    case = make_case(pick)
    low, high = case.window
    posts = [replace(post, responder=post.responder or pick.random() < 0.5) for post in case.roster.posts]
    roster = replace(case.roster, posts=posts)
    oracle = Oracle(roster, case.window, case.rules, case.step)
    officers = [officer.officer for officer in roster.officers]
    outings = [
        make_outing(pick, f"2026-{n:04}", officers, low - 20 * HOUR, high + HOUR) for n in range(pick.randint(0, 9))
    ]
    edges = [d.start for d in roster.duties] + [d.end for d in roster.duties] + [low]
    lates = [
        Late(f"2026-{n:04}", pick.choice((pick.randrange(low, high), pick.choice(edges))), 400, 180,
             pick.choice([*officers, "", "nobody"]))
        for n in range(8)
    ]  # fmt: skip
    found = trace(lates, roster, outings, case.rules.timezone)
    assert [breach.late for breach in found] == sorted(lates, key=lambda late: (late.reported, late.incident))
    for breach in found:
        when = breach.late.reported
        now = [d for d in roster.duties if d.active and d.start <= when < d.end]
        mine = [d for d in now if d.officer == breach.late.officer]
        free = oracle.free_responders(when)
        others = [outing for outing in outings if outing.number != breach.late.incident]
        busy = {officer for officer in free if any(runs(outing, officer, when) for outing in others)}
        assert sorted(map(id, breach.duties)) == sorted(map(id, mine))
        assert breach.on_duty == len({d.officer for d in now})
        assert (breach.free_responders, breach.busy_responders) == (len(free), len(busy))
        assert breach.overlapping == (len({d.post for d in mine}) > 1)
        wanted = (
            "overlapping-duties" if breach.overlapping
            else "no-free-responder" if not free
            else "responders-busy" if free == busy
            else "unexplained"
        )  # fmt: skip
        assert breach.cause == wanted


def _cause(roster: Roster, outings: list[Outing], officer: str = "N1") -> str:
    late = Late("2026-0001", at("2026-11-26 12:30"), 300, 180, officer)
    (breach,) = trace([late], roster, outings, "Europe/London")
    return breach.cause


def test_each_cause_has_its_case() -> None:
    gate, resp = duty("N1", "GATE", *DAY), duty("N1", "RESP", "2026-11-26 12:00", "2026-11-26 14:00")
    second = duty("N2", "RESP", *DAY)
    own = Outing("2026-0001", ("N2",), at("2026-11-26 12:30"))
    other = Outing("2026-0002", ("N2",), at("2026-11-26 12:00"))
    assert _cause(replace(ROSTER, duties=(gate, resp, second)), []) == "overlapping-duties"
    assert _cause(replace(ROSTER, duties=(gate,)), []) == "no-free-responder"
    assert _cause(replace(ROSTER, duties=(gate, second)), [own, other]) == "responders-busy"
    assert _cause(replace(ROSTER, duties=(gate, second)), [own]) == "unexplained"
    ended = replace(other, ended={"N2": at("2026-11-26 12:30")})
    assert _cause(replace(ROSTER, duties=(gate, second)), [ended]) == "unexplained"


def test_the_summaries() -> None:
    lates = [Late(f"{n}", at(when), 300, 180, "N1") for n, when in enumerate(
        ("2026-10-25 01:30", "2026-11-26 12:30", "2026-11-26 12:59")
    )]  # fmt: skip
    lates.append(Late("9", at("2026-10-25 01:30", fold=1), 300, 180, ""))
    roster = replace(ROSTER, duties=(duty("N2", "RESP", "2026-11-26 12:45", "2026-11-26 14:00"),))
    found = trace(lates, roster, [], "Europe/London")
    assert [breach.late.incident for breach in found] == ["0", "9", "1", "2"]
    assert by_cause(found) == dict(zip(CAUSES, (0, 3, 0, 1), strict=True))
    assert [(h.hour, h.breaches, float(h.free_responders)) for h in by_hour(found, LONDON)] == [(1, 2, 0), (12, 2, 0.5)]
    assert by_cause([]) == dict.fromkeys(CAUSES, 0)
    assert by_hour([], LONDON) == []
