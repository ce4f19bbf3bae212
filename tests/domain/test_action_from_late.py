"""An action filled in from late responses: its figures are those of the responses, whatever there is of them."""

from collections import Counter
from datetime import date
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sfm_tui.clock.days import Days
from sfm_tui.domain.action import Action
from sfm_tui.domain.action_from_late import (
    area_of,
    figures_words,
    from_breach,
    from_group,
    main_cause,
    only_words,
    theme_of,
)
from sfm_tui.domain.advice import advice
from sfm_tui.domain.gates import NO_FACTS, needs
from sfm_tui.domain.kpi import Change, Responses, Terms, figures
from sfm_tui.domain.late_words import few, figure, hour_ranges, limit_words, listed, period_words
from sfm_tui.domain.response import ResponseTerms
from sfm_tui.domain.roster import Duty
from sfm_tui.domain.rounding import two
from sfm_tui.domain.trace import OVERLAPPING, Breach, Late
from sfm_tui.domain.why_late import EVERYTHING, Only, Traced
from tests.examples import tries

LONDON = ZoneInfo("Europe/London")
OCTOBER = Days(date(2026, 10, 1), date(2026, 10, 31))
TODAY = date(2026, 11, 21)
NOON = 1_791_889_200
"""Tue 13 Oct 2026 12:00 BST."""


def breach(n: int, hour: int = 0, *, free: int = 0, busy: int = 0, posts: tuple[str, ...] = ("RESP",)) -> Breach:
    at = NOON + hour * 3600
    duties = tuple(Duty("1", post, at - 60, at + 3600) for post in posts)
    return Breach(Late(f"2026-{n:04}", at, 400 + n, 180, "1"), duties, 4, free, busy)


def traced(
    some: list[Breach], values: list[int], *, target: float | None = 95, days: Days = OCTOBER, **more: Any
) -> Traced:
    within = sum(value <= 180 for value in values)
    terms = Terms(ResponseTerms("reported", 180, target, ((1, 120),)), more.pop("changes", ()))
    responses = Responses(figures(Counter(values), within), {})
    return Traced(
        days, days.bounds(LONDON), "Europe/London", responses, terms, tuple(some), more.pop("free", {}), **more
    )


@settings(max_examples=tries(60), deadline=None)
@given(
    st.lists(st.integers(0, 900), min_size=1, max_size=60),
    st.lists(st.tuples(st.integers(-12, 11), st.integers(0, 2), st.booleans()), min_size=1, max_size=12),
    st.sampled_from([None, 95, 87.5]),
)
def test_the_form_takes_it_and_the_figures_agree(
    values: list[int], some: list[tuple[int, int, bool]], target: float | None
) -> None:
    lates = [
        breach(n, hour, free=free, posts=("RESP", "GATE") if both else ("RESP",))
        for n, (hour, free, both) in enumerate(some)
    ]
    found = traced(lates, values, target=target, themes={"response": "Somebody free"})
    for sketch in (
        from_group(found, EVERYTHING, ["incident:2026-0001"], TODAY),
        from_group(found, Only(lates[0].cause), [], TODAY),
        from_group(found, Only(hour=found.hour_of(lates[0])), [], TODAY),
        from_breach(found, lates[0], "Nobody stood free.", ["incident:2026-0000"], TODAY),
    ):
        typed = sketch.typed()
        action = Action(action="A-01", **typed)
        share = found.responses.total.share
        if share is None:
            assert "too few for a percentage" in action.gap
        else:
            assert f"{float(round_half_up(share)):.1f} % of {len(values)} responses" in action.gap
        assert action.theme == "response"
        hints = advice(action, NO_FACTS, ["incident:2026-0001"], TODAY.isoformat(), LONDON)
        assert {hint.field for hint in hints} <= {"support", "owner"}
        missing = {need.field for need in needs(action)}
        assert not missing & {"required_level", "gap", "cause", "measure", "baseline_from", "how_measured"}
        assert (target is None) == ("target" in missing)


def round_half_up(share: Fraction) -> Fraction:
    return Fraction(int(share * 10 + Fraction(1, 2)), 10)


@given(st.fractions(0, 100))
def test_figures_are_rounded_as_everywhere(value: Fraction) -> None:
    assert float(figure(value, 2)) == two(value)


def test_few_responses_are_told_one_by_one() -> None:
    words = figures_words(traced([breach(1)], [100, 401], target=None))
    assert words == "October 2026: 2 responses (1:40, 6:41), 1 over 3:00 (S1 2:00), too few for a percentage"


def test_the_baseline_ends_today_at_the_latest() -> None:
    november = Days(date(2026, 11, 1), date(2026, 11, 30))
    sketch = from_group(traced([breach(1)], [401], days=november), EVERYTHING, [], TODAY)
    assert (sketch.baseline_from, sketch.baseline_to) == ("2026-11-01", "2026-11-21")


def test_limits_that_changed_are_not_told_as_one() -> None:
    changes = (Change(0, ResponseTerms()), Change(NOON, ResponseTerms("reported", 240)))
    found = traced([breach(1)], [401], changes=changes)
    assert limit_words(found.terms, found.window) == "the limit of their day"


def test_one_weekday_of_several() -> None:
    some = [breach(1), breach(2, 24), breach(3, 7 * 24), breach(4, 7 * 24 + 1)]
    found = traced(some, [401, 402, 403, 404])
    assert found.kept(Only(hour=12, weekday=1)) == (some[0], some[2])
    assert found.kept(Only(weekday=1)) == (some[0], some[2], some[3])
    gap = from_group(found, Only(hour=12, weekday=1), [], TODAY).gap
    assert gap.endswith("; 2 of the 4 late ones reported Tue 12:00–13:00.")
    assert only_words(Only(OVERLAPPING, None, 6)) == "with overlapping duties, reported Sun"


def test_names() -> None:
    some = [breach(1, posts=("RESP", "GATE")), breach(2, 1, posts=("RESP", "GATE")), breach(3, 5)]
    found = traced(some, [401, 402, 403], posts={"RESP": "Respond", "GATE": "x" * 99})
    assert main_cause(some) == "overlapping-duties"
    assert area_of(found, some) == "GATE and Respond held by one officer, 12–14"
    assert area_of(found, some[2:]) == "Nobody free to respond, 17–18"
    assert area_of(found, [*some[1:]]) == "Late responses, 13–14 and 17–18"
    assert main_cause([]) == ""


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        ([], ""),
        ([0], "00–01"),
        ([23, 22], "22–24"),
        ([12, 13, 17], "12–14 and 17–18"),
        ([1, 3, 5, 7], ""),
        (list(range(13)), ""),
    ],
)
def test_ranges_of_hours(hours: list[int], words: str) -> None:
    assert hour_ranges(hours) == words


def test_small_words() -> None:
    assert [listed([]), listed(["a"]), listed(["a", "b", "c"])] == ["", "a", "a, b and c"]
    assert [few(list("abcd")), few(list("abcdefg"))] == ["a, b, c and d", "a, b, c and 4 more"]
    assert period_words(OCTOBER) == "October 2026"
    assert period_words(Days(date(2026, 2, 1), date(2026, 2, 28))) == "February 2026"
    assert period_words(Days(date(2026, 9, 1), date(2026, 10, 31))) == "Tue 1 Sep – Sat 31 Oct 2026"
    assert period_words(Days(date(9999, 12, 1), date.max)) == "Wed 1 – Fri 31 Dec 9999"
    assert theme_of({"keys": "Keys"}) == ""
    assert theme_of({"keys": "Keys", "x": "Response at peak"}) == "x"
