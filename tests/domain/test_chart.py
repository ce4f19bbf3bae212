"""Control charts: printed examples to their digits, and every signal against an oracle that reads the rule aloud."""

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sfm_tui.domain.chart import ALL, Bounds, Break, Chart, Dot, bounds_of, chart
from sfm_tui.domain.rounding import two

NIST = "49.6 47.6 49.9 51.3 47.8 51.2 52.6 52.4 53.6 52.1"
VISCOSITY = "33.75 33.05 34.00 33.81 33.46 34.02 33.68 33.27 33.49 33.20 33.62 33.00 33.54 33.12 33.84"


def dots(values: str | list[Fraction]) -> list[Dot]:
    some = values.split() if isinstance(values, str) else values
    return [Dot(n, Fraction(value)) for n, value in enumerate(some)]


def printed(found: Chart) -> tuple[float | None, ...]:
    limits = found.limits
    return two(limits.centre), two(limits.lower), two(limits.upper), two(limits.mean_range)


@pytest.mark.parametrize(
    ("values", "wanted"),
    [
        (NIST, (50.81, 45.82, 55.80, 1.88)),  # NIST/SEMATECH e-Handbook 6.3.2.2, flow rates
        (VISCOSITY, (33.52, 32.24, 34.80, 0.48)),  # Montgomery, viscosity of a primer paint
    ],
)
def test_published_charts_to_the_digits_printed(values: str, wanted: tuple[float, ...]) -> None:
    assert printed(chart(dots(values), baseline=ALL)) == wanted


def _oracle(values: list[Fraction], count: int, screen: bool) -> list[set[str]]:
    """The signals of one phase, each rule asked of every point."""
    base = values[:count]
    centre = sum(base, Fraction(0)) / len(base)
    ranges = [abs(base[n] - base[n - 1]) for n in range(1, len(base))]
    mean = sum(ranges, Fraction(0)) / len(ranges) if ranges else Fraction(0)
    if screen and mean:
        ranges = [one for one in ranges if one / mean < Fraction("3.267")]
        mean = sum(ranges, Fraction(0)) / len(ranges)
    marks: list[set[str]] = [set() for _ in values]
    limited = len(base) >= 5 and mean > 0
    reach = mean * Fraction("2.66")
    for n, value in enumerate(values):
        if limited and abs(value - centre) > reach:
            marks[n].add("outside")
        for start in range(max(0, n - 6), n + 1):
            seven = values[start : start + 7]
            if len(seven) == 7:
                if all(v > centre for v in seven) or all(v < centre for v in seven):
                    marks[n].add("shift")
                steps = [b - a for a, b in pairwise(seven)]
                if all(s > 0 for s in steps) or all(s < 0 for s in steps):
                    marks[n].add("trend")
        for start in range(max(0, n - 2), n + 1):
            three = values[start : start + 3]
            for sign in (1, -1):
                away = [sign * (v - centre) for v in three]
                near = [one > reach * 2 / 3 for one in away]
                mine = sign * (value - centre) > reach * 2 / 3
                if limited and len(three) == 3 and min(away) > 0 and sum(near) >= 2 and mine:
                    marks[n].add("two-of-three")
    return marks


VALUES = st.lists(
    st.one_of(st.integers(0, 8), st.integers(0, 60)).map(Fraction) | st.decimals(0, 9, places=1).map(Fraction),
    min_size=1, max_size=40,
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(VALUES, st.sampled_from([12, 5, 3, 20, ALL]), st.booleans())
def test_every_signal_is_that_of_the_oracle(values: list[Fraction], baseline: int | str, screen: bool) -> None:
    found = chart(dots(values), baseline=baseline, screen=screen)
    count = len(values) if isinstance(baseline, str) else baseline
    assert [set(kinds) for kinds in found.signals] == _oracle(values, count, screen)
    assert found.limits.trial == (min(count, len(values)) < 12)


@settings(max_examples=60, deadline=None)
@given(VALUES, VALUES)
def test_a_phase_is_judged_for_itself(first: list[Fraction], second: list[Fraction]) -> None:
    found = chart(dots(first + second), [Break(len(first), "roster mended")])
    alone = [chart(dots(some)) for some in (first, second)]
    assert [phase.limits for phase in found.phases] == [one.limits for one in alone]
    assert found.signals == alone[0].signals + alone[1].signals
    assert found.ranges == alone[0].ranges + alone[1].ranges
    assert [(p.first, p.stop, p.reason) for p in found.phases] == [
        (0, len(first), ""), (len(first), len(first + second), "roster mended"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("values", "why"),
    [("", "no points"), ("3", "fewer than 5"), ("3 4 5 6", "fewer than 5"), ("7 7 7 7 7 7 7 7", "do not move")],
)
def test_no_limits_and_why(values: str, why: str) -> None:
    limits = chart(dots(values)).limits
    assert (limits.lower, limits.upper) == (None, None)
    assert why in limits.why


def test_limits_are_held_to_what_is_possible() -> None:
    found = chart(dots("95 99 100 91 99 100 90"), bounds=bounds_of("%"), baseline=ALL)
    assert (found.limits.upper, found.limits.lower) != (None, None)
    assert found.limits.upper == 100
    assert chart(dots("10 90 5 60 2"), bounds=bounds_of("seconds")).limits.lower == 0
    assert chart(dots("10 90 5 60 2")).limits.lower < 0  # type: ignore[operator]
    assert bounds_of("incidents") == Bounds()


@pytest.mark.parametrize(
    ("target", "better", "wanted"),
    [
        ("56", "lower", "consistently met"), ("45", "lower", "consistently missed"), ("50", "lower", "hit or miss"),
        ("45", "higher", "consistently met"), ("56", "higher", "consistently missed"), ("50", "higher", "hit or miss"),
    ],
)  # fmt: skip
def test_assurance(target: str, better: str, wanted: str) -> None:
    found = chart(dots(NIST), target=Fraction(target), better=better)  # type: ignore[arg-type]
    assert found.assurance == wanted
    assert chart(dots(NIST)).assurance is None
    assert chart(dots("1 2"), target=Fraction(1)).assurance is None


def test_each_signal_says_what_it_is() -> None:
    values = "5 6 5 6 5 6 5 6 5 6 5 6 9 6.5 6.6 6.7 6.8 6.9 7 7.1"
    found = chart(dots(values))
    labels, texts = [f"week {n}" for n in range(20)], values.split()
    said = {one.kind: one.sentence(labels, texts, "8") for one in found.phases[0].signals}
    assert said["outside"] == "week 12: 9 is above the upper limit of 8; look for a cause"
    assert said["shift"] == "9 in a row above the centre of 8, from week 11 to week 19: the level has moved"
    assert said["trend"] == "7 in a row rise, from week 13 to week 19: something is moving steadily"
