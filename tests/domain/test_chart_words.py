"""What a control chart says in plain sentences."""

from datetime import date, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sfm_tui.clock import day_bounds
from sfm_tui.domain.chart import Bounds, Break, Chart, Dot, assurance, chart
from sfm_tui.domain.chart_words import (
    Measured,
    assurance_said,
    baseline_said,
    earlier_said,
    figure,
    limits_said,
    signals_said,
)

TZ = ZoneInfo("Europe/London")
SHARE = Measured("%", "higher", weekly=True, tz=TZ)
ROUNDS = Measured("rounds", "lower", weekly=False, tz=TZ)


def dots(*values: int | str, start: date = date(2026, 8, 31), step: int = 7) -> list[Dot]:
    days = [start + timedelta(days=step * n) for n in range(len(values))]
    return [Dot(day_bounds(day, TZ)[0], Fraction(v), day.isoformat()) for day, v in zip(days, values, strict=True)]


def said(found: Chart, about: Measured) -> list[str]:
    return [f"{one.way} {one.text}" for one in signals_said(found, about)]


def test_a_shift_says_since_when_and_what_to_ask() -> None:
    some = dots(80, 90, 80, 90, 80, 90, 80, 90, 80, 90, 80, 90, 95, 96, 95, 96, 95, 96, 95, start=date(2026, 5, 4))
    words = signals_said(chart(some), SHARE)
    assert [one.tone for one in words] == ["good"]
    assert words[0].text == (
        "8 weeks in a row above the centre of 85 %, since 20 Jul: something changed; ask what was different"
    )


def test_a_run_that_ended_says_until_when_and_the_worse_way_warns() -> None:
    some = dots(2, 4, 2, 4, 2, 4, 2, 4, 2, 4, 2, 4, 5, 5, 5, 5, 5, 5, 1, step=1)
    words = signals_said(chart(some), ROUNDS)
    assert words[0].text.startswith("7 readings in a row above the centre of 3 rounds, 11 Sep to 17 Sep")
    assert words[0].tone == "warn"


def test_a_point_outside_names_its_limit_and_a_duration_is_written_as_one() -> None:
    some = dots(120, 130, 120, 130, 120, 130, 120, 130, 120, 130, 120, 130, 300)
    about = Measured("seconds", "lower", weekly=True, tz=TZ)
    assert said(chart(some), about) == [
        "▲ week of 23 Nov: 5:00 is above the upper limit of 2:32: look for a cause"
    ]  # fmt: skip


def test_a_duration_just_outside_is_told_apart_from_its_limit() -> None:
    some = dots(*[120, 130] * 6, "15168/100")
    about = Measured("seconds", "lower", weekly=True, tz=TZ)
    assert "151.68 s is above the upper limit of 151.60 s" in signals_said(chart(some), about)[0].text


def test_a_trend_and_two_of_three_say_which() -> None:
    rising = said(chart(dots(1, 2, 3, 4, 5, 6, 7, 8)), ROUNDS)
    assert any(line.startswith("▲ 8 readings in a row rising, since 31 Aug") for line in rising)
    near = chart(dots(50, 60, 50, 60, 50, 60, 50, 60, 50, 60, 50, 60, 75, 60, 76, 50))
    assert any("▲ 2 of 3 weeks near the upper limit of 81.6 %" in line for line in said(near, SHARE))


def test_signals_of_earlier_phases_are_told_apart() -> None:
    some = dots(80, 90, 80, 90, 80, 90, 80, 90, 80, 90, 80, 90, 40, 95, 96, 95, 96, 95, 96)
    found = chart(some, [Break(some[13].at, "a new rota")], bounds=Bounds(Fraction(0), Fraction(100)))
    assert signals_said(found, SHARE) == []
    assert [one.text[:14] for one in earlier_said(found, SHARE)] == ["week of 23 Nov"]


@pytest.mark.parametrize("values", [[], [7], [7, 8, 9, 7], [5, 5, 5, 5, 5, 5]])
def test_no_limits_says_why(values: list[int]) -> None:
    found = chart(dots(*values), target=Fraction(95), better="higher")
    words = limits_said(found.limits, SHARE)
    assert "o limits" in words
    assert found.limits.why in words
    assert found.limits.why in assurance_said(found.assurance, Fraction(95), found.limits, SHARE)


def test_trial_limits_say_so() -> None:
    assert limits_said(chart(dots(1, 2, 1, 2, 1, 2)).limits, ROUNDS) == (
        "Centre 1.5 rounds, limits -1.16 to 4.16 rounds, trial limits: from 6 points, 12 make firm ones"
    )
    assert "trial" not in limits_said(chart(dots(*[1, 2] * 6)).limits, ROUNDS)


def test_assurance_in_words_for_each_answer() -> None:
    limits = chart(dots(*[80, 90] * 6)).limits
    words = {
        goal: assurance_said(assurance(limits, Fraction(goal), "higher"), Fraction(goal), limits, SHARE)
        for goal in (50, 95, 120)
    }
    assert words[50] == "Consistently met: any week within the limits meets 50 %"
    assert words[95] == "Hit or miss: some weeks will meet 95 % and some not, by chance alone"
    assert words[120].startswith("Consistently missed: no week within the limits meets 120 %")
    assert assurance_said(None, None, limits, SHARE).startswith("No target is set")


def test_what_makes_the_limits_is_said() -> None:
    assert baseline_said(12, screen=False) == "limits: first 12 points"
    assert baseline_said("all", screen=True) == "limits: all points, wide steps left out"


def test_a_year_that_is_not_the_last_ones_is_named_and_an_instant_has_its_time() -> None:
    some = dots(1, 2, start=date(2025, 12, 29))
    assert [SHARE.day(dot, some) for dot in some] == ["29 Dec 2025", "5 Jan"]
    assert SHARE.day(Dot(some[1].at + 3600 * 9, Fraction(1), "2026-01-05T09:00:00+00:00"), some) == "5 Jan 09:00"


@given(st.fractions(-(10**6), 10**6), st.sampled_from(["%", "seconds", "", "people"]))
def test_a_figure_is_never_far_from_its_value(value: Fraction, unit: str) -> None:
    text = figure(value, unit).replace(",", "")
    if unit == "seconds":
        parts = [int(part) for part in text.removeprefix("-").split(":")]
        shown = Fraction(sum(part * 60**n for n, part in enumerate(reversed(parts))))
        assert abs(abs(value) - shown) <= Fraction(1, 2) + Fraction(1, 100)
    else:
        assert abs(Fraction(text) - value) <= Fraction(1, 200)
