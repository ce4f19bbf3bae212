"""What an effect says in sentences: better or worse, no clear change, too early and how long it may take."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from sfm_tui.domain.action import Action
from sfm_tui.domain.effect import Effect, Side, effect
from sfm_tui.domain.measure import COMPUTED, Computed, enough
from sfm_tui.domain.reference import Measure
from sfm_tui.storage.action_effects import judged_of
from sfm_tui.storage.effects import ActionEffect, Held
from sfm_tui.widgets.measures.effect_lines import EffectShown, sentences, verdict

TODAY = date(2026, 11, 21)
ROUNDS = Measure(measure="late", name="Late rounds", unit="rounds", better="lower", target="2")
SET: dict[str, Any] = {"baseline_from": "2026-10-12", "baseline_to": "2026-11-08", "in_effect_on": "2026-11-09"}


def side(values: Sequence[int], within: int | None = None) -> Side:
    return Side(tuple(map(Fraction, values)), within)


def shown(
    before: Side, after: Side, measure: Measure | Computed = ROUNDS, *, held: tuple[Held, ...] = (),
    others: tuple[Action, ...] = (), **fields: Any,
) -> EffectShown:  # fmt: skip
    about = Action(action="A-07", area="Responder", measure=measure.measure, **{**SET, **fields})
    needed, shares = enough(measure.measure), measure.measure == "response-within"
    found = effect(before, after, better=measure.better, needed=needed, shares=shares)
    whole = ActionEffect(about, measure, needed, found, others, held)
    return EffectShown("A-07", TODAY, whole, None, judged_of(whole, TODAY), "3:00")


def test_a_share_that_rose_is_told_in_points_with_its_interval() -> None:
    said = verdict(shown(side([100] * 41, 24), side([100] * 23, 22), COMPUTED["response-within"]))
    assert said[0] == "✓"
    assert said[1] == "Better: the share within 3:00 rose by 37.12 points (95 % 15.55 to 52.7)"
    assert said[2] == "good"


def test_a_value_that_rose_the_wrong_way_is_worse() -> None:
    said = verdict(shown(side([1, 2, 1, 2, 1, 2, 1, 2]), side([5, 6, 5, 6, 5, 6, 5, 6])))
    assert said == ("✖", "Worse: Late rounds rose by 4 rounds (95 % 3 to 5)", "bad")


def test_a_fall_is_told_with_its_interval_the_nearer_end_first() -> None:
    said = verdict(shown(side([300, 310, 320] * 7), side([200, 210, 220] * 7), COMPUTED["response-time"]))
    assert said[1] == "Better: Response time fell by 1:40 (95 % 1:30 to 1:50)"


def test_all_equal_values_are_no_clear_change() -> None:
    said = verdict(shown(side([3] * 8), side([3] * 8)))
    assert said[:2] == (
        "~", "No clear change: Late rounds moved by 0 rounds (95 % 0 to 0): chance alone may do that"
    )  # fmt: skip


def test_too_early_says_how_many_and_about_how_long() -> None:
    said = verdict(shown(side([100] * 41, 24), side([100] * 14, 12), COMPUTED["response-within"]))
    assert said[1] == (
        "Too early: 14 of 20 responses since 9 Nov 2026; at the present rate about 6 days more, 27 Nov 2026"
    )


@pytest.mark.parametrize("n", [0, 1, 4])
def test_few_values_are_listed_and_none_gives_no_rate(n: int) -> None:
    told = sentences(shown(side([5] * 8), side([4] * n)))
    assert f"Too early: {n} of 7 readings since 9 Nov 2026" in told[0][1]
    assert ("no rate to go by" in told[0][1]) == (n == 0)
    assert any("fewer than 5: 4" in text for _, text, _ in told) == (n > 0)


def test_a_short_baseline_cannot_be_waited_for() -> None:
    said = verdict(shown(side([5] * 3), side([4] * 9)))
    assert said[1] == "Too early: the baseline has 3 of 7 readings: only other days for it can help"


def test_what_is_not_set_is_named_as_the_card_names_it() -> None:
    about = Action(action="A-07", area="Responder", measure="late")
    nothing = Side(())
    why = "not set: baseline_from, baseline_to, in_effect_on (it is still to come)"
    whole = ActionEffect(about, ROUNDS, 7, Effect(nothing, nothing, "too early", why=why), (), ())
    said = verdict(EffectShown("A-07", TODAY, whole, None, judged_of(whole, TODAY)))
    assert "not set: baseline from, baseline to, in effect on (it is still to come)" in said[1]


def test_others_and_whether_it_held_are_told() -> None:
    good, early = side([5] * 8), side([1] * 8)
    better = effect(good, early, better="lower", needed=7)
    gone = effect(good, good, better="lower", needed=7)
    other = Action(action="A-05", area="[/x] Tailgating", in_effect_on="2026-10-23")
    held = (Held(3, date(2026, 2, 9), better), Held(6, date(2026, 5, 9), gone), Held(6, date(2027, 5, 9), None))
    told = [text for _, text, _ in sentences(shown(good, early, held=held, others=(other,)))]
    assert "In that time too: A-05 [/x] Tailgating, in effect 23 Oct 2026" in told
    assert "After 3 months, 9 Feb 2026: it has held" in told
    assert "After 6 months, 9 May 2026: it has not held, no clear change" in told
    assert "After 6 months, 9 May 2027: to be looked at then" in told
