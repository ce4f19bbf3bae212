"""Who could cover: the verdicts against the findings before and after, the figures, and the order."""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sfm_tui.domain.candidates import Candidate, Pool, Verdict, candidates
from sfm_tui.domain.findings import Finding, findings
from sfm_tui.domain.roster import Absence, Duty, Officer, Roster, Rules
from tests.domain.random_rosters import DAY, HOUR, Case, make_case
from tests.domain.small_roster import REST, ROSTER, at, duty
from tests.examples import tries

HARD = {"double-booked", "unlicensed", "absent", "left", "not-inducted"}
SOFT = {"rest": "rest ", "long-duty": "duty of ", "weekly-hours": "mean would reach "}
WEEK = 7 * DAY


def told(roster: Roster, rules: Rules, officer: str) -> list[Finding]:
    """All findings of one officer, whenever they are."""
    mine = [d for d in roster.duties if d.officer == officer]
    if not mine:
        return []
    window = min(d.start for d in mine) - 9 * WEEK, max(d.end for d in mine) + 9 * WEEK
    return findings(replace(roster, duties=mine, cover=()), window, replace(rules, peaks=()))


def minutes(why: str) -> int:
    """The mean that the reason of a `weekly-hours` finding tells, in minutes."""
    words = why.partition(";")[0].partition(" a week")[0].replace("this week", "").split()
    hours = int(words[words.index("h") - 1]) if "h" in words else 0
    return hours * 60 + (int(words[words.index("m") - 1]) if "m" in words else 0)


def newly(before: list[Finding], after: list[Finding]) -> set[str]:
    """The kinds of findings that there were not, or, of weekly hours, that are worse."""
    known = {f[:6]: f.why for f in before}
    return {
        f.kind
        for f in after
        if f[:6] not in known or (f.kind == "weekly-hours" and minutes(f.why) > minutes(known[f[:6]]))
    }


def gap_in(pick: Random, case: Case) -> Duty:
    """A span at some post; mostly beside or within what officers already have."""
    low, _ = case.window
    start = low + pick.randrange(-2 * DAY, 2 * DAY) // case.step * case.step
    if case.roster.duties and pick.random() < 0.6:
        near = pick.choice(list(case.roster.duties))
        start = pick.choice((near.end, near.end + 4 * HOUR, near.start - 6 * HOUR, near.start, near.start + case.step))
    length = pick.choice((case.step, 3 * HOUR, 6 * HOUR, 12 * HOUR, 30 * HOUR))
    return Duty("", pick.choice(list(case.roster.posts)).post, start, start + length)


@settings(max_examples=tries(250), deadline=None)
@given(st.integers(0, 1 << 32))
def test_a_verdict_is_what_the_findings_would_say(seed: int) -> None:
    pick = Random(seed)
    case = make_case(pick, days=pick.choice((3, 4, 16)))
    gap = gap_in(pick, case)
    found = candidates(case.roster, case.rules, gap.post, gap.start, gap.end)
    assert sorted(c.officer for c in found) == sorted(o.officer for o in case.roster.officers)
    for one in found:
        before = told(case.roster, case.rules, one.officer)
        with_it = replace(case.roster, duties=[*case.roster.duties, replace(gap, officer=one.officer)])
        added = newly(before, told(with_it, case.rules, one.officer))
        warned = {kind for kind, words in SOFT.items() if any(r.startswith(words) for r in one.reasons)}
        if one.verdict is Verdict.CANNOT:
            assert added & HARD
            assert not warned
        else:
            assert added == warned
            assert (one.verdict is Verdict.WARNING) is bool(warned)
        assert bool(one.reasons) is (one.verdict is not Verdict.CAN)
        check_part(case, gap, one, added)


def check_part(case: Case, gap: Duty, one: Candidate, added: set[str]) -> None:
    """A part is one that could be covered, and longer than nothing else that could."""
    if one.verdict is not Verdict.CANNOT:
        assert one.partial is None
        return
    longest = 0
    free = 0
    mine = [d for d in case.roster.duties if d.active and d.officer == one.officer]
    for instant in range(gap.start, gap.end, case.step):
        step = Duty(one.officer, gap.post, instant, instant + case.step)
        alone = replace(case.roster, duties=[step], cover=())
        barred = findings(alone, (step.start, step.end), Rules(case.rules.timezone))
        taken = any(d.start < step.end and step.start < d.end for d in mine)
        free = 0 if barred or taken else free + case.step
        longest = max(longest, free)
    assert longest == (one.partial[1] - one.partial[0] if one.partial else 0)


def test_every_verdict_and_warning_comes_up() -> None:
    seen: dict[str, int] = {}
    for seed in range(400):
        pick = Random(seed)
        case = make_case(pick)
        gap = gap_in(pick, case)
        for one in candidates(case.roster, case.rules, gap.post, gap.start, gap.end):
            for word in {one.verdict.value, *(reason.split()[0] for reason in one.reasons)}:
                seen[word] = seen.get(word, 0) + 1
            seen["partial"] = seen.get("partial", 0) + (one.partial is not None)
    wanted = [*Verdict, "rest", "duty", "mean", "on", "absent", "no", "not", "left", "partial"]
    assert {word: seen.get(word, 0) for word in wanted if seen.get(word, 0) < 8} == {}


@settings(max_examples=tries(100), deadline=None)
@given(st.integers(0, 1 << 32))
def test_a_duty_that_leaves_is_as_if_it_were_cancelled(seed: int) -> None:
    pick = Random(seed)
    case = make_case(pick)
    if not case.roster.duties:
        return
    gap, leaving = gap_in(pick, case), pick.choice(list(case.roster.duties))
    key = (leaving.officer, leaving.post, leaving.start)
    without = replace(case.roster, duties=[d for d in case.roster.duties if (d.officer, d.post, d.start) != key])
    pool = Pool.of(case.roster, case.rules)
    plain = pool.candidates(gap.post, gap.start, gap.end)
    asked = pool.candidates(gap.post, gap.start, gap.end, leaving=leaving)
    assert asked == candidates(without, case.rules, gap.post, gap.start, gap.end)
    assert pool.candidates(gap.post, gap.start, gap.end) == plain


def small(*duties: Duty, **parts: object) -> dict[str, Candidate]:
    """Candidates of the small site for the gate, Thu 26 Nov 2026 from 07:00 to 19:00."""
    roster = replace(ROSTER, duties=duties, **parts)
    return {
        c.officer: c for c in candidates(roster, REST, "GATE", at("2026-11-26 07:00"), at("2026-11-26 19:00"))
    }  # fmt: skip


@pytest.mark.parametrize(
    ("duties", "verdict", "reasons"),
    [
        ([], Verdict.CAN, ()),
        ([("RESP", "2026-11-25 07:00", "2026-11-25 20:00")], Verdict.CAN, ()),
        (
            [("RESP", "2026-11-25 09:30", "2026-11-25 21:30")],
            Verdict.WARNING,
            ("rest 9 h 30 m of 11 h before 07:00",),
        ),
        (
            [("DESK", "2026-11-27 04:00", "2026-11-27 08:00")],
            Verdict.WARNING,
            ("rest 9 h of 11 h before 27 Nov 04:00 (special case: compensatory rest is due)",),
        ),
        ([("RESP", "2026-11-26 19:00", "2026-11-26 21:00")], Verdict.WARNING, ("duty of 14 h of 13 h",)),
        (
            [("RESP", "2026-11-26 18:00", "2026-11-27 06:00")],
            Verdict.CANNOT,
            ("on duty at RESP from 18:00",),
        ),
        (
            [("RESP", "2026-11-25 19:00", "2026-11-26 19:00")],
            Verdict.CANNOT,
            ("on duty at RESP until 19:00",),
        ),
        (
            [("RESP", "2026-11-25 19:00", "2026-11-27 01:00")],
            Verdict.CANNOT,
            ("on duty at RESP until 27 Nov 01:00",),
        ),
    ],
)
def test_reasons_with_their_figures(
    duties: list[tuple[str, str, str]], verdict: Verdict, reasons: tuple[str, ...]
) -> None:
    one = small(*(duty("N1", *each) for each in duties))["N1"]
    assert (one.verdict, one.reasons) == (verdict, reasons)


def test_the_hour_that_comes_twice_says_which() -> None:
    roster = replace(ROSTER, duties=[Duty("N1", "RESP", at("2026-10-24 19:00"), at("2026-10-25 01:30", fold=1))])
    found = candidates(roster, REST, "GATE", at("2026-10-24 23:00"), at("2026-10-25 03:00"))
    reasons = {one.officer: one.reasons for one in found}
    assert reasons["N1"] == ("on duty at RESP until 25 Oct 01:30 GMT",)
    assert reasons["N2"] == ()


def test_the_mean_that_would_be_reached() -> None:
    days = [duty("N1", "RESP", f"2026-11-{day} 06:00", f"2026-11-{day} 18:00") for day in (23, 24, 27, 28)]
    days[-1] = duty("N1", "RESP", "2026-11-28 06:00", "2026-11-28 07:00")
    one = small(*days)["N1"]
    assert (one.verdict, one.reasons, one.week_hours) == (
        Verdict.WARNING,
        ("mean would reach 49 h of 48 h",),
        49.0,
    )


def test_bars_in_words() -> None:
    officers = (Officer("N1", left_on="2026-11-20"), Officer("N2", inducted_on="2026-12-01"), Officer("N3"))
    away = Absence("N3", at("2026-11-24 00:00"), at("2026-11-28 08:00"), "leave")
    licences = [replace(held, expires="2026-11-20") if held.officer == "N1" else held for held in ROSTER.licences]
    found = small(officers=officers, absences=(away,), licences=licences)
    assert {name: one.reasons for name, one in found.items()} == {
        "N1": (
            "left on 20 Nov",
            "no licence for SG: the SG licence expired on Fri 20 Nov 2026",
        ),
        "N2": ("not inducted until 1 Dec",),
        "N3": ("absent until 28 Nov 08:00",),
    }
    assert {one.verdict for one in found.values()} == {Verdict.CANNOT}


def test_the_best_come_first() -> None:
    """By verdict, hours against the contract, knowing the post, a duty next to it, then the number."""
    names = ("far", "near", "knows", "idle", "part", "tired", "busy")
    officers = [Officer(name, weekly_hours=20 if name == "part" else 42) for name in names]
    licences = [replace(ROSTER.licences[0], officer=name) for name in names]
    duties = [
        duty("far", "RESP", "2026-11-23 07:00", "2026-11-23 08:00"),
        duty("near", "RESP", "2026-11-26 06:00", "2026-11-26 07:00"),
        duty("knows", "GATE", "2026-11-24 07:00", "2026-11-24 08:00"),
        duty("tired", "GATE", "2026-11-25 19:00", "2026-11-25 23:00"),
        duty("busy", "GATE", "2026-11-26 09:00", "2026-11-26 10:00"),
    ]
    found = small(*duties, officers=officers, licences=licences)
    assert list(found) == ["idle", "knows", "near", "far", "part", "tired", "busy"]
    assert found["near"].extends == duties[1]
    assert (found["knows"].knows_post, found["far"].knows_post) == (True, False)
    assert found["busy"].partial == (at("2026-11-26 10:00"), at("2026-11-26 19:00"))
    assert (found["tired"].rest_before, found["tired"].rest_after, found["idle"].rest_before) == (8 * HOUR, None, None)
    assert (found["part"].week_hours, found["part"].contract_hours) == (12.0, 20)


@pytest.mark.parametrize(("post", "start", "end"), [("NONE", 0, 1), ("GATE", 5, 5), ("GATE", 6, 5)])
def test_what_cannot_be_asked(post: str, start: int, end: int) -> None:
    with pytest.raises(ValueError, match=r"post NONE|ends before"):
        candidates(ROSTER, REST, post, start, end)
