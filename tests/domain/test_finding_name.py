"""The name that links give a finding: it leads back to where and when the finding is."""

from hypothesis import given
from hypothesis import strategies as st

from sfm_tui.clock import zone
from sfm_tui.domain.finding_name import Named, finding_ref, named_finding
from sfm_tui.domain.findings import KINDS, Finding

LONDON = zone("Europe/London")
TWICE = 1793509200
"""Sun 1 November 2026, 01:00 in New York, which comes twice that night."""


@given(st.sampled_from(KINDS), st.sampled_from(["GATE", "GATE+RESP", "12", None]), st.integers(0, 400 * 96))
def test_a_finding_is_found_again_by_its_name(kind: str, post: str | None, quarter: int) -> None:
    start = 1767225600 + quarter * 900  # the first quarter of 2026 onwards, over both changes of the clock
    officer = None if post else "S-4"
    finding = Finding(kind=kind, post=post, officer=officer, start=start, end=start + 3600, short=None, why="")
    ref = finding_ref(finding, LONDON)
    named = named_finding(ref, LONDON)
    assert named == Named(kind, start, post or "S-4")
    assert named_finding(ref.removeprefix("finding:"), LONDON) == named
    assert named.row == (post or "S-4").partition("+")[0]


def test_a_time_of_day_that_comes_twice_has_its_offset() -> None:
    new_york = zone("America/New_York")
    names = []
    for start in (TWICE, TWICE + 3600):
        finding = Finding(kind="uncovered", post="GATE", officer=None, start=start, end=start + 60, short=1, why="")
        names.append(finding_ref(finding, new_york))
        assert named_finding(names[-1], new_york) == Named("uncovered", start, "GATE")
    assert names == ["finding:uncovered:2026-11-01T01:00-04:00:GATE", "finding:uncovered:2026-11-01T01:00-05:00:GATE"]


def test_what_is_no_name_of_a_finding() -> None:
    for ref in ("finding:", "uncovered", "finding:uncovered:GATE", "finding:x:2026-13-45T99:99", "nothing"):
        assert named_finding(ref, LONDON) is None
