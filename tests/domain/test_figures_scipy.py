"""Shares, intervals and medians beside numpy and scipy, which know nothing of this program."""

from fractions import Fraction
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sfm_tui.domain.effect import hodges_lehmann, interval_rank
from sfm_tui.domain.kpi import figures
from sfm_tui.domain.rounding import two
from sfm_tui.domain.shares import newcombe, wilson
from tests.examples import tries

SECONDS = st.lists(st.integers(0, 900), min_size=5, max_size=200)
FEW = st.lists(st.integers(-30, 30), min_size=1, max_size=40)


@given(whole=st.integers(1, 5000), data=st.data())
@settings(max_examples=tries(150), deadline=None)
def test_wilson_is_that_of_scipy(whole: int, data: st.DataObject) -> None:
    part = data.draw(st.integers(0, whole))
    found = wilson(part, whole)
    from scipy import stats  # late: every worker of a run reads this file

    wanted = stats.binomtest(part, whole).proportion_ci(0.95, method="wilson")
    assert found is not None
    assert [float(end) for end in found] == pytest.approx([100 * wanted.low, 100 * wanted.high], abs=1e-5)


@given(SECONDS)
@settings(max_examples=tries(150), deadline=None)
def test_mean_median_and_p90_are_those_of_numpy(values: list[int]) -> None:
    some, often = np.unique(values, return_counts=True)
    found = figures(dict(zip(some.tolist(), often.tolist(), strict=True)), sum(value <= 180 for value in values))
    assert found.mean is not None
    assert float(found.mean) == pytest.approx(np.mean(values))
    assert found.median == Fraction(float(np.median(values)))
    # ceil(0.9 n) in whole numbers: a 0.9 that is a float is off where 0.9 n is whole
    assert found.p90 == np.sort(values)[(9 * len(values) + 9) // 10 - 1]
    assert found.p90 == np.quantile(values, 0.9 - 1e-9, method="inverted_cdf")


@given(FEW, FEW)
@settings(max_examples=tries(150), deadline=None)
def test_hodges_lehmann_is_the_median_of_all_pairs(before: list[int], after: list[int]) -> None:
    pairs = np.sort(np.subtract.outer(after, before), axis=None)
    rank = interval_rank(len(before), len(after))
    middle, low, high = hodges_lehmann([Fraction(v) for v in before], [Fraction(v) for v in after])
    assert (float(middle), low, high) == (np.median(pairs), pairs[rank - 1], pairs[-rank])


@given(st.sets(st.integers(-60, 60), min_size=8, max_size=30), st.integers(3, 20), st.randoms())
@settings(max_examples=tries(100), deadline=None)
def test_the_interval_leaves_out_0_where_the_rank_sum_is_below_k(values: set[int], cut: int, pick: Random) -> None:
    """Without ties, 0 is out exactly where the Mann-Whitney statistic is below K, and its p is below 5 % then."""
    some = sorted(values)
    pick.shuffle(some)
    cut = 1 + cut % (len(some) - 1)
    before, after = some[:cut], some[cut:]
    rank = interval_rank(len(before), len(after))
    _, low, high = hodges_lehmann([Fraction(v) for v in before], [Fraction(v) for v in after])
    from scipy import stats

    tested = stats.mannwhitneyu(before, after, use_continuity=False, method="asymptotic")
    pairs = len(before) * len(after)
    assert (low > 0, high < 0) == (tested.statistic < rank, pairs - tested.statistic < rank)
    if (low > 0 or high < 0) and rank > 1:
        assert tested.pvalue < 0.05


@pytest.mark.parametrize(
    ("before", "after", "low", "high"),
    [
        ((48, 80), (56, 70), 5.24, 33.39),
        ((3, 10), (9, 10), 17.05, 80.90),
        ((2, 7), (6, 7), 5.82, 80.62),
        ((0, 29), (5, 56), -3.81, 19.26),
        ((0, 20), (0, 10), -16.11, 27.75),
        ((0, 10), (0, 10), -27.75, 27.75),
        ((0, 20), (10, 10), 67.91, 100.0),
        ((0, 10), (10, 10), 60.75, 100.0),
    ],
)
def test_newcombe_to_the_digits_printed(
    before: tuple[int, int], after: tuple[int, int], low: float, high: float
) -> None:
    """Table II of Newcombe, Statistics in Medicine 17 (1998) 873-890: method 10, for follow-up less baseline."""
    found = newcombe(before, after)
    assert found is not None
    assert [two(end) for end in found] == [low, high]


def test_hodges_lehmann_as_printed() -> None:
    """The example of Hollander, Wolfe and Chicken that the CAMIS project goes by: 0.56."""
    before = "0.878 0.647 0.598 2.050 1.060 1.290 1.060 3.140 1.290"
    after = "1.83 0.50 1.62 2.48 1.68 1.88 1.55 3.06 1.30"
    middle, *_ = hodges_lehmann(*([Fraction(value) for value in side.split()] for side in (before, after)))
    assert two(middle) == 0.56
