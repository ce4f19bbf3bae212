"""What a measure says of a change decides whether a card may leave Check; it is computed once as long as it holds."""

from typing import Any

import pytest

from sfm_tui.clock import FrozenClock
from sfm_tui.domain.action import Action
from sfm_tui.domain.desk import Author
from sfm_tui.storage import effects
from sfm_tui.storage.actions import GateShut
from sfm_tui.storage.store import Store

PATEL = Author("patel")


def checked(store: Store, me: Author, after: str, outcome: Any = "met") -> Action:
    """A-01 in Check with seven weeks before, these readings after, and a review by somebody else."""
    store.measures.add("late", "Late responses", me, unit="a week", target="2")
    for n, value in enumerate("6575656"):
        store.measures.read("late", value, me, at=f"2026-09-{n + 14}")
    for n, value in enumerate(after):
        store.measures.read("late", value, me, at=f"2026-11-{n + 10}")
    card = store.actions.add(
        "Responder", me, owner="okafor", measure="late", baseline_from="2026-09-14", baseline_to="2026-09-20",
        in_effect_on="2026-11-10", side_effects="none seen",
    )  # fmt: skip
    card = store.actions.move(card, "check", me, why="as it was agreed")
    store.actions.review(card, outcome, "As the figures say", PATEL)
    return card


def missing(store: Store, card: Action, me: Author) -> list[tuple[str, str]]:
    with pytest.raises(GateShut) as shut:
        store.actions.move(card, "act", me)
    return [(need.field, need.words) for need in shut.value.needs]


def test_better_and_met_goes_on(store: Store, me: Author) -> None:
    card = checked(store, me, "2122212")
    found = store.actions.effects.judged("A-01")
    assert found is not None
    assert found.line == "better ✓ 6 → 2 a week"
    assert found.shift == "down by 4 a week (95 %: -5 to -3)"
    assert store.actions.move(card, "act", me).stage == "act"


@pytest.mark.parametrize(
    ("after", "outcome", "words"),
    [
        ("6565756", "met", "Reviews: the last one says «met», the measure says no clear change: 6 → 6 a week,"),
        ("9898989", "met", "Reviews: the last one says «met», the measure says worse: 6 → 9 a week,"),
        ("9898989", "partially met", "Reviews: the last one says «partially met», the measure says worse:"),
    ],
)
def test_a_review_against_the_measure_is_said(
    store: Store, me: Author, after: str, outcome: str, words: str
) -> None:  # fmt: skip
    card = checked(store, me, after, outcome)
    ((field, said),) = missing(store, card, me)
    assert field == "reviews"
    assert said.startswith(words)
    assert store.actions.move(card, "act", me, why="the client sees it so").stage == "act"
    assert said in store.actions.history("A-01")[-1].text


@pytest.mark.parametrize(("after", "outcome"), [("6565756", "partially met"), ("9898989", "not met")])
def test_a_review_that_agrees_is_enough(store: Store, me: Author, after: str, outcome: str) -> None:
    assert store.actions.move(checked(store, me, after, outcome), "act", me).stage == "act"


def test_too_early_says_how_many_are_missing_from_when_and_till_about_when(
    store: Store, me: Author, clock: FrozenClock
) -> None:
    card = checked(store, me, "2122")  # in effect for twelve days, with four readings
    assert missing(store, card, me) == [
        ("measure", "Too early: 4 of 7 readings from 2026-11-10 on, 3 are missing, about 2026-11-30 at this rate")
    ]
    found = store.actions.effects.judged("A-01")
    assert found is not None
    assert found.line == "too early … 4 of 7 after"


def test_a_short_baseline_and_no_measure_at_all(store: Store, me: Author) -> None:
    card = checked(store, me, "2122212")
    short = store.actions.change(card, me, baseline_from="2026-09-16")
    assert missing(store, short, me) == [
        ("baseline_from", "Baseline: 5 readings from 2026-09-16 to 2026-09-20, and 7 are needed: choose an earlier"
         " first day")
    ]  # fmt: skip
    none = store.actions.change(short, me, measure="")
    assert missing(store, none, me) == [("measure", "Measure: nothing is written")]
    assert store.actions.effects.of("A-01") is None


def test_it_is_computed_again_only_when_it_may_differ(
    store: Store, me: Author, monkeypatch: pytest.MonkeyPatch, clock: FrozenClock
) -> None:
    card = checked(store, me, "2122212")
    asked: list[str] = []
    compute = effects.action_effect

    def counting(*given: Any) -> Any:
        asked.append(given[1])
        return compute(*given)

    monkeypatch.setattr(effects, "action_effect", counting)
    first = store.actions.effects.of("A-01")
    store.occurrences.log("Keys issued", me)
    assert store.actions.effects.of("A-01") is first
    assert len(asked) == 1
    store.measures.read("late", "9", me, at="2026-11-18")
    second = store.actions.effects.of("A-01")
    assert second is not None
    assert (second.found.follow_up.n, len(asked)) == (8, 2)
    store.actions.change(card, me, in_effect_on="2026-11-11")
    assert store.actions.effects.of("A-01") != second
    clock.advance(86400)
    store.actions.effects.of("A-01")
    assert len(asked) == 4
