"""What a card still needs, stage by stage: each thing asked for once, gone once it is there."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sfm_tui.domain.action import LABELS, STAGES, Action, Review, Step
from sfm_tui.domain.gates import Facts, needs, needs_to

PLAN: dict[str, Any] = {
    "required_level": "On scene in 3 minutes, 95%", "gap": "17 of 41 late in four weeks", "cause": "Two posts at once",
    "baseline_from": "2026-10-12", "baseline_to": "2026-11-08", "measure": "late", "target": "2 a week",
    "how_measured": "Late responses a week", "owner": "okafor", "due": "2026-12-12", "review_dates": "2026-12-01",
    "consulted": "Shaw", "safety_risk": True, "risk_measures": "Patrol goes first",
}  # fmt: skip
DO: dict[str, Any] = {"started_on": "2026-11-09", "briefed": "All crews, 9 to 13 November"}
CHECK: dict[str, Any] = {"in_effect_on": "2026-11-09", "side_effects": "Patrol is later"}
ACT: dict[str, Any] = {
    "decision": "adopt", "standardised": "AI 4.2, all crews told", "recheck_on": "2027-02-09", "lessons": "Ask patrol",
}  # fmt: skip
STEP = Step(action="A-07", step="1", who="manager", text="Roster", done_on="2026-11-10")
REVIEW = Review(action="A-07", cycle=1, reviewed_on="2026-11-20", outcome="met", evaluation="All", reviewer="marsh")
FULL = Facts((STEP,), (REVIEW,), 4, 7, told=False)


def card(stage: str = "plan", **fields: Any) -> Action:
    return Action(action="A-07", area="Responder", stage=stage, **fields)


@pytest.mark.parametrize(
    ("stage", "fields"), [("plan", PLAN), ("do", DO), ("check", PLAN | CHECK), ("act", ACT)]
)  # fmt: skip
def test_each_thing_is_asked_for_alone(stage: str, fields: dict[str, Any]) -> None:
    assert needs(card(stage, **fields), FULL) == []
    optional = {"safety_risk"} | ({*PLAN} if stage == "check" else set())
    for name in fields.keys() - optional:
        left = {key: value for key, value in fields.items() if key != name}
        asked = needs(card(stage, **left), FULL)
        assert [need.field for need in asked] == [name], name
        assert "\n" not in asked[0].words
        assert asked[0].words


def test_a_closed_card_needs_nothing() -> None:
    assert needs(card("closed")) == []


@pytest.mark.parametrize(
    ("stage", "fields", "facts", "field"),
    [
        ("plan", PLAN | {"gap": "many are late"}, FULL, "gap"),
        ("plan", PLAN | {"target": "much better"}, FULL, "target"),
        ("plan", PLAN | {"owner": "the team"}, FULL, "owner"),
        ("plan", PLAN, Facts((STEP,), (), 0), "baseline_from"),
        ("plan", PLAN, Facts((STEP.with_(cycle=2),), (), 4), "steps"),
        ("do", DO, Facts((STEP.with_(done_on=None),)), "steps"),
        ("check", PLAN | CHECK, Facts((STEP,), (REVIEW,), 4, 6), "measure"),
        ("check", PLAN | CHECK, Facts((STEP,), (REVIEW.with_(reviewed_on="2026-11-08"),), 4, 7), "reviews"),
        ("check", PLAN | CHECK, Facts((STEP,), (REVIEW.with_(cycle=2),), 4, 7), "reviews"),
        ("check", PLAN | CHECK, Facts((STEP,), (REVIEW.with_(reviewer="Okafor "),), 4, 7), "reviews"),
        ("act", ACT | {"decision": "adapt"}, FULL, "decision"),
    ],
)
def test_what_will_not_do(stage: str, fields: dict[str, Any], facts: Facts, field: str) -> None:
    assert [need.field for need in needs(card(stage, **fields), facts)] == [field]


def test_what_will_do_instead() -> None:
    undone = Facts((STEP.with_(done_on=None),), told=True)
    assert needs(card("do", started_on="2026-11-09", deviations="The client did it"), undone) == []
    assert needs(card("plan", **(PLAN | {"review_dates": "", "review_repeat": "every monday"})), FULL) == []
    assert needs(card("plan", **(PLAN | {"safety_risk": False, "risk_measures": ""})), FULL) == []
    assert needs(card("act", decision="drop", lessons="Ask first")) == []
    computed = PLAN | CHECK | {"measure": "response-time"}
    assert needs(card("check", **computed), Facts((STEP,), (REVIEW,))) == []


FIELDS = st.fixed_dictionaries({}, optional={name: st.just(value) for name, value in (PLAN | DO | CHECK | ACT).items()})


@given(FIELDS, st.sampled_from(STAGES), st.sampled_from(STAGES), st.booleans())
def test_laws(fields: dict[str, Any], stage: str, to: str, full: bool) -> None:
    """A way back is free, a way on asks what each gate asks, and filling a field never makes a gate ask for more."""
    facts = FULL if full else Facts()
    here = card(stage, **fields)
    asked = needs_to(here, to, facts)
    if STAGES.index(to) <= STAGES.index(stage):
        assert asked == []
    else:
        assert asked[: len(needs(here, facts))] == needs(here, facts)
    assert {need.field for need in asked} <= LABELS.keys()
    whole = card(stage, **(fields | {k: v for k, v in (PLAN | DO | CHECK | ACT).items() if k not in fields}))
    assert {need.field for need in needs(whole, facts)} <= {need.field for need in needs(here, facts)} | {
        "baseline_from", "measure", "steps", "reviews", "risk_measures",
    }  # fmt: skip
