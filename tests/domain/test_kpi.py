"""Response figures and intervals against a recomputation from the definitions, and by printed examples."""

from collections import Counter
from decimal import Decimal
from fractions import Fraction
from math import ceil, sqrt
from statistics import mean, median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sfm_tui.domain.kpi import Change, Figures, Terms, figures
from sfm_tui.domain.response import ResponseTerms
from sfm_tui.domain.rounding import two
from sfm_tui.domain.shares import newcombe, wilson


@given(st.lists(st.integers(0, 900), min_size=5, max_size=60), st.integers(0, 900))
def test_figures_are_those_of_the_values(values: list[int], limit: int) -> None:
    within = sum(value <= limit for value in values)
    found = figures(Counter(values), within)
    ranked = sorted(values)
    assert found.n == len(values)
    assert found.mean == mean(map(Fraction, values))
    assert found.median == median(map(Fraction, values))
    assert found.p90 == ranked[ceil(Fraction(9, 10) * len(ranked)) - 1]
    assert found.share == Fraction(100 * within, len(values))
    assert found.low_n == (len(values) < 20)
    assert not found.values


@pytest.mark.parametrize(("values", "why"), [([], "no responses"), ([180, 0, 61, 61], "fewer than 5 responses")])
def test_too_few_have_values_and_no_figures(values: list[int], why: str) -> None:
    found = figures(Counter(values), 1)
    assert (found.mean, found.median, found.p90, found.share, found.interval) == (None,) * 5
    assert (found.n, found.values, found.why, found.low_n) == (len(values), tuple(sorted(values)), why, True)
    assert found.plain()["values"] == sorted(values)


def test_equal_values() -> None:
    found = figures(Counter([180] * 20), 20)
    assert (found.mean, found.median, found.p90, found.share, found.low_n) == (180, 180, 180, 100, False)


@given(st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_is_where_the_score_test_turns(case: tuple[int, int]) -> None:
    k, n = case
    interval = wilson(k, n)
    assert interval is not None
    for end in interval:
        p = float(end) / 100
        turns = abs(k / n - p) == pytest.approx(1.959964 * sqrt(p * (1 - p) / n), abs=1e-7)
        assert turns or (p in (0, 1) and k in (0, n))


@pytest.mark.parametrize(
    ("k", "n", "printed"), [(9, 10, (60, 98)), (18, 20, (70, 97)), (45, 50, (79, 96)), (90, 100, (83, 94))]
)
def test_wilson_as_tables_have_it(k: int, n: int, printed: tuple[int, int]) -> None:
    interval = wilson(k, n)
    assert interval is not None
    assert tuple(round(end) for end in interval) == printed


@pytest.mark.parametrize(
    ("after", "before", "printed"),
    [
        ((56, 70), (48, 80), ("0.0524", "0.3339")),
        ((9, 10), (3, 10), ("0.1705", "0.8090")),
        ((10, 10), (0, 10), ("0.6075", "1.0000")),
        ((0, 10), (0, 10), ("-0.2775", "0.2775")),
    ],
)
def test_newcombe_as_printed_in_his_paper(
    after: tuple[int, int], before: tuple[int, int], printed: tuple[str, str]
) -> None:
    interval = newcombe(before, after)
    assert interval is not None
    assert tuple(round(end / 100, 4) for end in interval) == tuple(map(Decimal, printed))


def test_rounding_is_half_up() -> None:
    assert [two(Fraction(n, 1000)) for n in (1005, 1015, 1004, -1005)] == [1.01, 1.02, 1.0, -1.01]
    assert two(None) is None
    assert two(Decimal("0.005")) == 0.01


def test_limits_are_those_in_force_at_the_report() -> None:
    old, new = ResponseTerms(limit_seconds=300), ResponseTerms(limit_seconds=180, limits=((4, 600),))
    terms = Terms(new, (Change(1000, old), Change(2000, new)))
    assert [terms.at(when).limit(1) for when in (999, 1000, 1999, 2000)] == [180, 300, 300, 180]
    assert terms.segments(500, 2500) == [(500, new), (1000, old), (2000, new)]
    assert terms.segments(1000, 2000) == [(1000, old)]
    assert Figures().low_n
