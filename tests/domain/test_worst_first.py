"""Which findings press most."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sfm_tui.domain.findings import KINDS, Finding, findings
from sfm_tui.domain.findings.worst import Ranked, level, worst_first
from sfm_tui.domain.roster import Post
from tests.domain.random_rosters import make_case
from tests.domain.small_roster import at
from tests.examples import tries

NOW = at("2026-11-21 22:17")
POSTS = (Post("GATE", critical=True), Post("CCTV"), Post("RESP", responder=True))


def one(kind: str, start: str, end: str, post: str | None = None, officer: str | None = None) -> Finding:
    return Finding(kind, post, officer, at(start), at(end), None, "")


def test_the_order_that_a_supervisor_reads() -> None:
    expected = [
        ("act", one("uncovered", "2026-11-22 09:00", "2026-11-22 10:00", "GATE")),
        ("act", one("uncovered", "2026-11-21 23:00", "2026-11-22 01:00", "CCTV")),
        ("act", one("no-responder", "2026-11-21 23:00", "2026-11-22 01:30")),
        ("act", one("unlicensed", "2026-11-22 00:00", "2026-11-22 07:00", "CCTV", "N1")),
        ("act", one("no-responder", "2026-11-26 17:00", "2026-11-26 19:00")),
        ("act", one("double-booked", "2026-11-26 12:00", "2026-11-26 14:00", "CCTV+RESP", "N2")),
        ("act", one("uncovered", "2026-11-27 19:00", "2026-11-28 07:00", "CCTV")),
        ("look", one("under-covered", "2026-11-22 01:00", "2026-11-22 02:00", "CCTV")),
        ("look", one("rest", "2026-11-29 07:00", "2026-11-29 16:30", "CCTV", "N1")),
        ("look", one("unlicensed", "2026-12-20 00:00", "2026-12-20 07:00", "GATE", "N1")),
        ("act", one("uncovered", "2026-11-21 01:00", "2026-11-21 02:00", "CCTV")),
        ("act", one("uncovered", "2026-11-03 01:00", "2026-11-03 02:00", "GATE")),
        ("look", one("absent", "2026-11-21 01:00", "2026-11-21 02:00", "GATE", "N1")),
    ]
    mixed = [finding for _, finding in expected]
    Random(3).shuffle(mixed)
    assert [(r.level, r.finding) for r in worst_first(mixed, NOW, POSTS)] == expected


@pytest.mark.parametrize(
    ("kind", "post", "levels"),
    [
        ("uncovered", "CCTV", "act act act"),
        ("under-covered", "GATE", "act act act"),
        ("under-covered", "CCTV", "look look look"),
        ("left", "CCTV", "look act look"),
        ("rest", "GATE", "look look look"),
        ("weekly-hours", None, "look look look"),
    ],
)
def test_levels_of_what_is_over_of_tonight_and_of_next_week(kind: str, post: str | None, levels: str) -> None:
    nights = [one(kind, f"2026-11-{day} 22:00", f"2026-11-{day} 23:00", post) for day in (20, 21, 28)]
    assert [level(night, NOW, {"GATE"}) for night in nights] == levels.split()


@settings(max_examples=tries(60), deadline=None)
@given(st.integers(0, 1 << 32), st.integers(-4, 4))
def test_nothing_is_lost_and_what_is_over_is_last(seed: int, hours: int) -> None:
    case = make_case(Random(seed))
    now = case.window[0] + hours * 3600
    found = findings(case.roster, case.window, case.rules)
    ranked = worst_first(reversed(found), now, case.roster.posts)
    assert len(ranked) == len(found)
    assert {r.finding for r in ranked} == set(found)
    over = [r.finding.end <= now for r in ranked]
    assert over == sorted(over)
    for part in (False, True):
        levels = [r.level for r, is_over in zip(ranked, over, strict=True) if is_over is part]
        assert levels == sorted(levels)


def test_every_kind_has_its_place() -> None:
    some = [one(kind, "2026-11-22 01:00", "2026-11-22 02:00") for kind in KINDS]
    assert {type(r) for r in worst_first(some, NOW, POSTS)} == {Ranked}
