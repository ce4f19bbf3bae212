"""Control charts: printed examples to their digits, and every signal against an oracle that reads the rule aloud."""

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sfm_tui.domain.chart import ALL, Bounds, Break, Chart, Dot, bounds_of, chart
from sfm_tui.domain.rounding import two
from tests.examples import tries

NIST = "49.6 47.6 49.9 51.3 47.8 51.2 52.6 52.4 53.6 52.1"
VISCOSITY = "33.75 33.05 34.00 33.81 33.46 34.02 33.68 33.27 33.49 33.20 33.62 33.00 33.54 33.12 33.84"


def dots(values: str | list[Fraction]) -> list[Dot]:
    some = values.split() if isinstance(values, str) else values
    return [Dot(n, Fraction(value)) for n, value in enumerate(some)]


def printed(found: Chart) -> tuple[float | None, ...]:
    limits = found.limits
    return two(limits.centre), two(limits.lower), two(limits.upper), two(limits.mean_range)


WHEELER = "5045 4350 4350 3975 4290 4430 4485 4285 3980 3925 3645 3760 3300 3685 3463 5200"
INVENTORY = "19 27 20 16 18 25 22 24 17 25 15 17 20 22 19 16 22 19 25 22 18 20 16 17 20 15 27 25 17 19 28"
SMOKERS = "21.3 20.2 20.9 21.0 18.8 19.6 18.7 18.6 18.1 18.9 19.2 18.2 17.3 19.0"
NHS_VIDEO = "89 86 75 77 81 74 72 78 76 82 77 54 66 77 86"
NHS_WIDE = "1 2 1 2 10 1 2 1 2 1 2 1 2 1 2 1 2 1"
NHS_NORMAL = (
    "-0.56047565 -0.23017749 1.55870831 0.07050839 0.12928774 1.71506499 0.46091621 -1.26506123 -0.68685285 "
    "-0.44566197 1.22408180 0.35981383 0.40077145 0.11068272 -0.55584113 1.78691314 0.49785048 -1.96661716 "
    "0.70135590 -0.47279141"
)


@pytest.mark.parametrize(
    ("values", "wanted"),
    [
        (NIST, (50.81, 45.82, 55.80, 1.88)),  # NIST/SEMATECH e-Handbook 6.3.2.2, flow rates
        (VISCOSITY, (33.52, 32.24, 34.80, 0.48)),  # Montgomery, viscosity of a primer paint
        (WHEELER, (4135.50, 3188.72, 5082.28, 355.93)),  # Wheeler, Making Sense of Data, data for verifying software
        (INVENTORY, (20.39, 7.89, 32.89, 4.70)),  # Wheeler, in-process inventory, as xmrit.com works it through
    ],
)
def test_published_charts_to_the_digits_printed(values: str, wanted: tuple[float, ...]) -> None:
    assert printed(chart(dots(values), baseline=ALL)) == wanted


@pytest.mark.parametrize(
    ("values", "digits", "wanted"),
    [
        ("43 40 37 33 30 33 34 35 29 33 31 39", 1, ("25.6", "43.9")),  # Wheeler, Making Sense of Data, table 9.1, A
        ("35 37 33 32 27 29 31 22 25 30 24 19", 1, ("18.0", "39.3")),  # the same, B
        (NHS_VIDEO, 0, ("57", "96")),  # NHS England's SPC tool, as nhspy-plotthedots holds itself to it
        (NHS_NORMAL, 2, ("-3.01", "3.29")),  # NHSRplotthedots, _snaps/ptd_spc.md: rnorm(20) of R's seed 123
    ],
)
def test_limits_to_the_digits_printed(values: str, digits: int, wanted: tuple[str, str]) -> None:
    limits = chart(dots(values), baseline=ALL, screen=True).limits
    assert limits.lower is not None
    assert limits.upper is not None
    assert (f"{float(limits.lower):.{digits}f}", f"{float(limits.upper):.{digits}f}") == wanted


def test_the_screen_of_the_nhs_tools() -> None:
    """The deviations vignette of NHSRplotthedots: limits of 4.6 and -0.72 around 1.94, one point outside."""
    screened = chart(dots(NHS_WIDE), baseline=ALL, screen=True)
    assert printed(screened) == (1.94, -0.72, 4.60, 1.0)
    assert [n for n, kinds in enumerate(screened.signals) if kinds] == [4]
    assert printed(chart(dots(NHS_WIDE), baseline=ALL)) == (1.94, -3.06, 6.95, 1.88)


def test_signals_of_published_charts() -> None:
    """The point outside of NHS England's example; Wheeler's run of eight, Making Sense of Data, table 8.1."""
    assert [n for n, kinds in enumerate(chart(dots(NHS_VIDEO), baseline=ALL).signals) if kinds] == [11]
    smokers = chart(dots(SMOKERS), baseline=ALL).signals
    assert [n for n, kinds in enumerate(smokers) if "shift" in kinds] == list(range(6, 14))


@pytest.mark.parametrize(("middle", "near"), [("10", []), ("10.1", [12, 14]), ("13.55", [12, 13, 14]), ("9.9", [])])
def test_all_three_lie_on_one_side_and_a_point_on_the_centre_on_none(middle: str, near: list[int]) -> None:
    """Twelve points make a centre of 10 and a way of 5.32; two thirds of it end at 13.5467."""
    found = chart(dots("9 11 9 11 9 11 9 11 9 11 9 11 14 " + middle + " 14"))
    assert (found.limits.centre, found.limits.reach) == (10, Fraction("5.32"))
    assert [n for n, kinds in enumerate(found.signals) if "two-of-three" in kinds] == near


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


@settings(max_examples=tries(200), deadline=None)
@given(VALUES, st.sampled_from([12, 5, 3, 20, ALL]), st.booleans())
def test_every_signal_is_that_of_the_oracle(values: list[Fraction], baseline: int | str, screen: bool) -> None:
    found = chart(dots(values), baseline=baseline, screen=screen)
    count = len(values) if isinstance(baseline, str) else baseline
    assert [set(kinds) for kinds in found.signals] == _oracle(values, count, screen)
    assert found.limits.trial == (min(count, len(values)) < 12)


@settings(max_examples=tries(60), deadline=None)
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
    assert chart(dots("10 90 5 60 2")).limits.lower < 0


@pytest.mark.parametrize("unit", ["%", "% of calls", " Per cent ", "percent", "percentage of talks"])
def test_a_percentage_is_known_by_its_unit(unit: str) -> None:
    assert bounds_of(unit) == Bounds(Fraction(0), Fraction(100))


@pytest.mark.parametrize("unit", ["s", "Seconds", "min", "mins.", "minutes (mean)", "h", "hrs", "days late", "weeks"])
def test_a_duration_is_known_by_its_unit(unit: str) -> None:
    assert bounds_of(unit) == Bounds(Fraction(0))


@pytest.mark.parametrize("unit", ["", "incidents", "sets", "points", "£", "degrees", "hits", "secure doors"])
def test_other_units_have_no_bounds(unit: str) -> None:
    assert bounds_of(unit) == Bounds()


@pytest.mark.parametrize(
    ("target", "better", "wanted"),
    [
        ("56", "lower", "consistently met"), ("45", "lower", "consistently missed"), ("50", "lower", "hit or miss"),
        ("45", "higher", "consistently met"), ("56", "higher", "consistently missed"), ("50", "higher", "hit or miss"),
    ],
)  # fmt: skip
def test_assurance(target: str, better: str, wanted: str) -> None:
    found = chart(dots(NIST), target=Fraction(target), better=better)
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
