"""Self-assessment: the level is what the checks come to; a row raises an action, and the plan knows which."""

import re
from typing import Any

import pytest

from sfm_tui.domain.assessment import CONSENSUS, Check
from sfm_tui.domain.desk import Author
from sfm_tui.storage.assessments import AssessmentClash
from sfm_tui.storage.errors import Refused, StoreError
from sfm_tui.storage.store import Store


def yes(level: int, evidence: str = "seen") -> Check:
    return Check(level=level, holds=True, evidence=evidence)


def no(level: int) -> Check:
    return Check(level=level, holds=False)


def test_a_level_holds_only_if_the_lower_ones_do(store: Store, me: Author) -> None:
    row = store.assessments.assess("Leadership", [yes(4), no(3), yes(2, "Stand-up daily")], me, gaps="=No plan [/x]")
    assert (row.enabler, row.assessed_on, row.assessor, row.level) == ("leadership", "2026-11-21", "okafor", 2)
    assert row.evidence == "2 reactive: Stand-up daily"
    assert store.assessments.get(row.key) == row
    assert [check.level for check in store.assessments.checks(row.key)] == [2, 3, 4]
    better = store.assessments.change(row, me, checks=[yes(2), yes(3), yes(4)], why="the plan is written", gaps="")
    assert (better.level, better.gaps, better.evidence) == (4, "", row.evidence)
    assert [check.level for check in store.assessments.checks(row.key)] == [2, 3, 4]
    said = store.assessments.history(row.key)
    assert [act.verb for act in said] == ["assessed", "assessed"]
    assert "level 3 does not hold" in said[0].text
    assert "level: 2 → 4" in said[1].text
    assert "level 3 holds: seen" in said[1].text


def test_now_and_before_and_what_they_agree_on(store: Store, me: Author) -> None:
    store.assessments.assess("engagement", [yes(2)], me, assessed_on="2026-05-21")
    store.assessments.assess("engagement", [yes(2), yes(3)], me)
    store.assessments.assess("engagement", [], me, assessor="gate crew", evidence="We hear it last")
    standing = store.assessments.profile()[1]
    assert (standing.now, standing.before, standing.spread, standing.next) == (1, 2, 2, 2)
    store.assessments.assess("engagement", [yes(2)], me, assessor=CONSENSUS)
    assert store.assessments.profile()[1].now == 2
    assert store.assessments.profile(until="2026-11-20")[1].now == 2
    assert store.assessments.profile(until="2026-01-01")[1].now is None


def test_a_row_raises_an_action_and_the_plan_shows_which(store: Store, me: Author) -> None:
    first = store.assessments.assess("methodology", [], me, evidence="No baseline", assessed_on="2026-11-20")
    second = store.assessments.assess("methodology", [yes(2)], me, assessed_on="2026-11-20", assessor="patel")
    store.actions.add("Baselines first", me, sources=[first.ref])
    store.actions.add("Both of a day", me, sources=["assessment:methodology:2026-11-20"])
    store.actions.add("Something else", me, sources=["assessment:of the wind"])
    store.links.make("action:A-03", second.ref, me)
    assert store.assessments.actions() == {first.key: ("A-01", "A-02"), second.key: ("A-02", "A-03")}
    answers = store.assessments.answered_by()
    assert {action: {row.key for row in rows} for action, rows in answers.items()} == {
        "A-01": {first.key}, "A-02": {first.key, second.key}, "A-03": {second.key},
    }  # fmt: skip
    store.links.strike(first.ref, "action:A-01", "not this one", me)
    assert store.assessments.actions()[first.key] == ("A-02",)


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"enabler": "morale"}, "Enabler: «morale» is none of the four"),
        ({"checks": [Check(level=2, holds=True)]}, "level 2, reactive: write what shows that it holds"),
        ({"checks": [yes(2), no(2)]}, "level 2 stands there twice"),
        ({"checks": []}, "Evidence: it is empty"),
        ({"assessed_on": "2026-11-22"}, "is still to come"),
        ({"assessed_on": "soon"}, "Assessed on: «soon» is no day"),
        ({"assessor": " x"}, "Assessor: white space"),
        ({"confidence": "a\nb"}, "Confidence: a line break"),
    ],
)
def test_what_will_not_do_is_told_and_nothing_kept(store: Store, me: Author, given: dict[str, Any], why: str) -> None:
    head = store.head()
    with pytest.raises(Refused, match=re.escape(why)):
        store.assessments.assess(**{"enabler": "leadership", "checks": [yes(2)], "by": me, **given})
    assert store.head() == head


def test_twice_and_at_once(store: Store, me: Author) -> None:
    row = store.assessments.assess("leadership", [yes(2)], me, client_id="a")
    assert store.assessments.assess("leadership", [yes(2)], me, client_id="a") == row
    with pytest.raises(AssessmentClash, match="assessed leadership on 2026-11-21 already") as told:
        store.assessments.assess("LEADERSHIP", [yes(2)], me)
    assert told.value.now == row
    new = store.assessments.change(row, me, strengths="Calm", why="forgotten")
    with pytest.raises(AssessmentClash, match="changed meanwhile"):
        store.assessments.change(row, me, gaps="None", why="x")
    with pytest.raises(Refused, match="reason"):
        store.assessments.change(new, me, gaps="None", why="")
    head = store.head()
    assert store.assessments.change(new, me, strengths="Calm", why="x") == new
    assert store.head() == head
    with pytest.raises(StoreError, match="no assessment"):
        store.assessments.get("leadership:2026-11-20:okafor")
