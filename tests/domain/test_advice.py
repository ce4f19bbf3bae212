"""Advice while a plan is written: hints with a reason for what is vague, unmeasured, unowned, unlinked or too long."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sfm_tui.clock import zone
from sfm_tui.domain.action import LABELS, Action, Step
from sfm_tui.domain.advice import MOST_OPEN, MOST_THEMES, Hint, advice, plan_advice, restates
from sfm_tui.domain.gates import Facts

LONDON = zone("Europe/London")
TODAY = "2026-11-21"
GOOD: dict[str, Any] = {
    "area": "Dedicated responder at peak", "required_level": "On scene within 3 minutes in 95% of responses",
    "gap": "17 of 41 responses were late in four weeks", "target": "95%",
    "how_measured": "Seconds until somebody is there",
    "support": "none", "owner": "okafor", "due": "2026-12-12", "review_dates": "2026-12-01", "measure": "response-time",
    "baseline_from": "2026-10-12", "baseline_to": "2026-11-08", "objective": "Lead a change",
}  # fmt: skip
LINKS = ["incident:2026-0099"]


def hints(links: list[str] | None = None, facts: Facts | None = None, **fields: Any) -> list[Hint]:
    action = Action(action="A-07", **{**GOOD, **fields})
    return advice(action, facts or Facts(), LINKS if links is None else links, TODAY, LONDON)


def test_a_good_plan_is_left_alone() -> None:
    assert hints() == []


@pytest.mark.parametrize(
    ("fields", "test", "field"),
    [
        ({"required_level": "Ensure 95% better responses"}, "specific", "required_level"),
        ({"required_level": "3 minutes"}, "specific", "required_level"),
        ({"required_level": "Somebody is there", "target": "soon enough"}, "measurable", "target"),
        ({"gap": "many were late"}, "measurable", "gap"),
        ({"measure": ""}, "measurable", "measure"),
        ({"baseline_to": None}, "measurable", "baseline_from"),
        ({"support": " "}, "attainable", "support"),
        ({"due": "2026-11-20", "review_dates": "2026-11-19"}, "time-bound", "due"),
        ({"review_dates": "2026-12-12"}, "time-bound", "review_dates"),
        ({"started_on": "2026-11-01", "due": "2027-11-30"}, "time-bound", "due"),
        ({"target": "95% ongoing"}, "time-bound", "target"),
        ({"owner": ""}, "owner", "owner"),
        ({"owner": "all supervisors"}, "owner", "owner"),
        ({"objective": ""}, "owner", "objective"),
        ({"gap": "17 late " * 300}, "short", "gap"),
    ],
)
def test_each_hint(fields: dict[str, Any], test: str, field: str) -> None:
    found = hints(**fields)
    assert (test, field) in {(hint.test, hint.field) for hint in found}
    assert all(hint.words and "\n" not in hint.words and hint.field in LABELS for hint in found)


def test_a_rule_counts_as_a_review() -> None:
    assert hints(review_dates="", review_repeat="every monday", started_on="2026-11-09") == []
    assert [hint.field for hint in hints(review_dates="", review_repeat="every monday")] == ["review_dates"]


def test_linked_to_nothing() -> None:
    assert [(hint.test, hint.field) for hint in hints([])] == [("relevant", "links")]


def test_so_what() -> None:
    step = Step(action="A-07", step="1", who="manager", text="Hold a toolbox talk on response for every crew")
    facts = Facts((step,))
    assert [hint.test for hint in hints(facts=facts, how_measured="Toolbox talk on response held for every crew")] == [
        "so what"
    ]
    assert hints(facts=facts, how_measured="Visitors at the desk wait no longer than before") == []
    assert not restates("Toolbox talk held for 12 crews", step.text)
    assert not restates("", step.text)


def test_the_plan_as_a_whole() -> None:
    some = [Action(action=f"A-{n:02d}", area="x", theme="response") for n in range(MOST_OPEN)]
    closed = [Action(action=f"C-{n:02d}", area="x", stage="closed") for n in range(9)]
    assert plan_advice(MOST_THEMES, [*some, *closed]) == []
    more = plan_advice(MOST_THEMES + 1, [*some, Action(action="A-99", area="x")])
    assert [hint.field for hint in more] == ["themes", "actions", "theme"]
    assert more[-1].words == "under no theme: A-99"


@given(st.text(max_size=60), st.text(max_size=60))
def test_what_has_no_word_in_common_never_restates(one: str, other: str) -> None:
    shared = {word.casefold() for word in one.split()} & {word.casefold() for word in other.split()}
    letters = set(one.casefold()) & set(other.casefold())
    if not shared and not letters:
        assert not restates(one, other)
