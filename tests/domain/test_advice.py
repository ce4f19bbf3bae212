"""Advice while a plan is written: hints with a reason for what is vague, unmeasured, unowned, unlinked or too long."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sfm_tui.clock import zone
from sfm_tui.domain.action import LABELS, Action, Review, Step
from sfm_tui.domain.advice import MOST_OPEN, MOST_THEMES, Hint, advice, plan_advice, restates
from sfm_tui.domain.gates import Facts

LONDON = zone("Europe/London")
TODAY = "2026-11-21"
GOOD: dict[str, Any] = {
    "area": "Dedicated responder at peak", "required_level": "On scene within 3 minutes in 95% of responses",
    "gap": "17 of 41 responses were late in four weeks", "target": "95%",
    "how_measured": "Seconds until somebody is there",
    "support": "none", "owner": "okafor", "due": "2026-12-12", "review_dates": "2026-12-01", "measure": "response-time",
    "baseline_from": "2026-10-12", "baseline_to": "2026-11-08",
}  # fmt: skip
LINKS = ["incident:2026-0099"]


def hints(facts: Facts | None = None, links: list[str] | None = None, **fields: Any) -> list[Hint]:
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
        ({"in_effect_on": "2026-11-08"}, "measurable", "baseline_to"),
        ({"support": " "}, "attainable", "support"),
        ({"due": "2026-11-20", "review_dates": "2026-11-19"}, "time-bound", "due"),
        ({"review_dates": "2026-12-12"}, "time-bound", "review_dates"),
        ({"started_on": "2026-11-01", "due": "2027-11-30"}, "time-bound", "due"),
        ({"target": "95% ongoing"}, "time-bound", "target"),
        ({"owner": ""}, "owner", "owner"),
        ({"owner": "all supervisors"}, "owner", "owner"),
        ({"gap": "17 late " * 300}, "short", "gap"),
    ],
)
def test_each_hint(fields: dict[str, Any], test: str, field: str) -> None:
    found = hints(**fields)
    assert (test, field) in {(hint.test, hint.field) for hint in found}
    assert all(hint.words and "\n" not in hint.words and hint.field in LABELS for hint in found)


def test_a_rule_counts_as_a_review() -> None:
    assert hints(review_dates="", review_repeat="every monday", started_on="2026-11-09") == []
    assert hints(review_dates="", review_repeat="every monday") == [], "not begun yet, it counts from today"
    late = hints(review_dates="", review_repeat="every monday until 22 nov 2026", due="2026-12-12")
    assert [hint.field for hint in late] == ["review_dates"]


def test_a_review_that_was_held_or_set_counts_too() -> None:
    held = Review(action="A-07", cycle=1, reviewed_on="2026-11-15", outcome="met", evaluation="x", reviewer="marsh")
    assert hints(Facts(reviews=(held,)), review_dates="") == []
    assert hints(Facts(reviews=(held.with_(cycle=2),)), review_dates="") != []


HONEST: list[dict[str, Any]] = [
    {"area": "Call signs on the radio", "required_level": "90% of calls begin with the call sign",
     "gap": "50 to 65% of 20 calls listened to on each of six Sundays, no better than in August",
     "target": "90", "how_measured": "Share of calls with the call sign, by the control room's count",
     "measure": "signs", "support": "Ten minutes of each crew's stand-up"},
    {"area": "Key register", "in_effect_on": "2026-11-09",
     "required_level": "All 46 sets accounted for at every handover",
     "gap": "12 sets not back at handover in the first four weeks", "target": "0", "measure": "keys-out",
     "how_measured": "Sets not back at handover, each week"},
    {"area": "Tailgating at the staff gate", "target": "3", "measure": "tailgating",
     "required_level": "3 people at most let through without a pass in the busiest hour",
     "gap": "9 to 12 people in the hour counted on each of five Fridays",
     "how_measured": "People counted without a pass, Fridays 08:00 to 09:00"},
    {"area": "Nobody free at close", "required_level": "Continuous cover of the responder post from 17:00 to 19:00",
     "gap": "9 of 13 late responses in October with overlapping duties, 12-14 and 17-19", "target": "95 %",
     "how_measured": "Share of responses within the limit, each week"},
    {"area": "Response at peak",
     "required_level": "Improve from 58.5 % to 95 % within 3:00, better than any month so far",
     "gap": "October 2026: 71.1 % of 45 responses within 3:00 (57-82), target 95", "target": "95 % within 3:00",
     "how_measured": "Somebody writes the time down as soon as the first officer is there"},
]  # fmt: skip


@pytest.mark.parametrize("fields", HONEST, ids=lambda fields: fields["area"])
def test_an_honest_plan_draws_no_advice(fields: dict[str, Any]) -> None:
    assert hints(**fields) == []


def test_linked_to_nothing() -> None:
    assert [(hint.test, hint.field) for hint in hints(links=[])] == [("relevant", "links")]


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
