"""The effect of a change against an oracle that makes every pair, and by printed examples."""

import tracemalloc
from collections.abc import Sequence
from fractions import Fraction
from math import floor, sqrt
from random import Random
from statistics import median

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sfm_tui.domain.effect import Side, effect, hodges_lehmann, interval_rank
from tests.examples import tries

VALUES = st.lists(st.one_of(st.integers(0, 6).map(Fraction), st.decimals(-9, 9, places=2).map(Fraction)), min_size=1)


@settings(max_examples=tries(200), deadline=None)
@given(VALUES, VALUES)
def test_the_difference_is_that_of_all_pairs(before: list[Fraction], after: list[Fraction]) -> None:
    pairs = sorted(b - a for a in before for b in after)
    n, m = len(before), len(after)
    rank = max(1, floor(n * m / 2 - 1.96 * sqrt(n * m * (n + m + 1) / 12)))
    assert interval_rank(n, m) == rank
    assert hodges_lehmann(before, after) == (median(pairs), pairs[rank - 1], pairs[-rank])


def _side(values: Sequence[float], within: int | None = None) -> Side:
    return Side(tuple(Fraction(str(value)) for value in values), within)


def test_the_permeability_data_of_the_textbook() -> None:
    term = _side((0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46))
    early = _side((1.15, 0.88, 0.90, 0.74, 1.21))
    assert hodges_lehmann(early.values, term.values)[0] == Fraction("0.305")


def test_many_cases_take_no_room_for_their_pairs() -> None:
    pick = Random(1)
    before = [Fraction(pick.randrange(60, 600)) for _ in range(6000)]
    after = [Fraction(pick.randrange(60, 500)) for _ in range(4000)]
    tracemalloc.start()
    middle, low, high = hodges_lehmann(before, after)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 10_000_000
    assert low <= middle <= high < 0
    assert hodges_lehmann(before[:3], after)[0] == median(b - a for a in before[:3] for b in after)


@pytest.mark.parametrize(
    ("after", "better", "verdict"),
    [
        (range(1, 21), "lower", "better"), (range(1, 21), "higher", "worse"), (range(100, 120), "lower", "worse"),
        (range(100, 120), "higher", "better"), (range(41, 61), "lower", "no clear change"),
        ([50] * 20, "lower", "no clear change"),
    ],
)  # fmt: skip
def test_verdicts(after: Sequence[int], better: str, verdict: str) -> None:
    before = _side(range(40, 61))
    assert effect(before, _side(after), better=better, needed=20).verdict == verdict


def test_equal_values_on_both_sides() -> None:
    found = effect(_side([3] * 7), _side([3] * 7), better="lower", needed=7)
    assert (found.verdict, found.change, found.interval) == ("no clear change", 0, (0, 0))


@pytest.mark.parametrize(
    ("n", "m", "who"), [(19, 40, "the baseline"), (40, 19, "the follow-up"), (0, 0, "the baseline")]
)
def test_too_early_says_what_lacks(n: int, m: int, who: str) -> None:
    found = effect(_side([1] * n), _side([9] * m), better="lower", needed=20)
    assert (found.verdict, found.change, found.interval) == ("too early", None, None)
    assert found.why.startswith(f"{who} has ")


def test_shares_go_by_newcombe() -> None:
    before, after = _side([200] * 80, 48), _side([100] * 70, 56)
    found = effect(before, after, better="higher", needed=20, shares=True)
    assert found.interval is not None
    assert (found.change, [round(float(end), 2) for end in found.interval]) == (20, [5.24, 33.39])
    assert found.verdict == "better"
    none = effect(_side([1] * 20, 0), _side([1] * 20, 0), better="higher", needed=20, shares=True)
    assert none.verdict == "no clear change"


def test_sides_below_five_have_no_figures() -> None:
    side = _side([4, 1, 3, 2], 2)
    assert (side.n, side.median, side.p90, side.share) == (4, None, None, None)
    side = _side([4, 1, 3, 2, 9], 2)
    assert (side.median, side.p90, side.share) == (3, 9, 40)
    assert _side(range(10)).share is None
