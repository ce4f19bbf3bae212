"""What of the plan is due: against an oracle that looks at every day, and the edges of each kind."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sfm_tui.clock import zone
from sfm_tui.domain.action import STAGES, Action, Review, Step
from sfm_tui.domain.action_due import due_of, is_overdue, next_review, review_days

LONDON = zone("Europe/London")
WEEK = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
FIRST = date(2026, 10, 1)
TODAY = "2026-11-21"


def day(n: int) -> str:
    return (FIRST + timedelta(days=n)).isoformat()


DAYS = st.integers(0, 90).map(day)


def card(**fields: Any) -> Action:
    return Action(action="A-07", area="Responder", **fields)


def review(on: str, following: str | None = None) -> Review:
    return Review(
        action="A-07", cycle=1, reviewed_on=on, outcome="not met", evaluation="x", reviewer="marsh",
        next_review=following,
    )  # fmt: skip


@given(st.integers(0, 60), st.integers(1, 4), st.sets(st.sampled_from(WEEK), min_size=1),
       st.integers(0, 90), st.sets(DAYS, max_size=3))  # fmt: skip
def test_repeating_reviews_are_the_days_that_the_rule_names(
    began: int, every: int, names: set[str], until: int, given_: set[str]
) -> None:
    """Weeks are counted from that of the beginning, Monday first; the day of the beginning is no review."""
    rule = f"FREQ=WEEKLY;INTERVAL={every};BYDAY={','.join(sorted(names))}"
    action = card(started_on=day(began), review_repeat=rule, review_dates=" ".join(given_))
    week = date.fromisoformat(day(began)) - timedelta(days=date.fromisoformat(day(began)).weekday())
    oracle = set(given_)
    for n in range(began + 1, until + 1):
        one = date.fromisoformat(day(n))
        if WEEK[one.weekday()] in names and (one - week).days // 7 % every == 0:
            oracle.add(one.isoformat())
    assert review_days(action, day(until), LONDON) == sorted(oracle)


@given(st.sets(DAYS, min_size=1, max_size=5), st.lists(st.tuples(DAYS, st.none() | st.integers(1, 30)), max_size=3))
def test_the_next_review_is_the_first_planned_after_the_last_held(
    planned: set[str], held: list[tuple[str, int | None]]
) -> None:
    reviews = [
        review(on, (date.fromisoformat(on) + timedelta(days=n)).isoformat() if n else None)
        for on, n in {on: (on, n) for on, n in held}.values()
    ]
    last = max(reviews, key=lambda one: one.reviewed_on, default=None)
    left = {one for one in planned if last is None or one > last.reviewed_on}
    if last is not None and last.next_review:
        left.add(last.next_review)
    assert next_review(card(review_dates=" ".join(planned)), reviews, TODAY, LONDON) == min(left, default=None)


def test_a_number_of_reviews_counts_the_day_of_the_beginning() -> None:
    weekly = {"started_on": "2026-11-07", "review_repeat": "FREQ=WEEKLY"}
    assert review_days(card(**weekly), "2026-11-21", LONDON) == ["2026-11-14", "2026-11-21"]
    weekly["review_repeat"] += ";COUNT=2"
    assert review_days(card(**weekly), "2026-12-21", LONDON) == ["2026-11-07", "2026-11-14"]


def test_reviews_of_another_cycle_do_not_count() -> None:
    action = card(cycle=2, review_dates="2026-11-01")
    assert next_review(action, [review("2026-11-15")], TODAY, LONDON) == "2026-11-01"


@pytest.mark.parametrize("stage", STAGES)
def test_what_is_due_in_each_stage(stage: str) -> None:
    action = card(
        stage=stage, due="2026-12-01", review_dates="2026-11-20", decision="adopt", recheck_on="2027-02-01",
        owner="okafor",
    )  # fmt: skip
    steps = [
        Step(action="A-07", step="1", who="team", text="Talk", timescale=" 2026-11-19 "),
        Step(action="A-07", step="2", who="team", text="Done", timescale="2026-11-18", done_on="2026-11-18"),
        Step(action="A-07", step="3", who="team", text="Weekly", timescale="weekly"),
        Step(action="A-07", step="4", cycle=2, who="team", text="Later", timescale="2026-11-17"),
    ]
    kinds = [(one.kind, one.day) for one in due_of(action, steps, [], TODAY, LONDON)]
    step, looked, end = ("step", "2026-11-19"), ("review", "2026-11-20"), ("action", "2026-12-01")
    assert kinds == {
        "plan": [step, end], "do": [step, looked, end], "check": [step, looked, end], "act": [step, looked, end],
        "closed": [("recheck", "2027-02-01")],
    }[stage]  # fmt: skip


def test_a_second_look_is_over_once_it_was_held() -> None:
    action = card(stage="closed", decision="adopt", recheck_on="2026-11-10")
    assert [one.overdue(TODAY) for one in due_of(action, [], [], TODAY, LONDON)] == [True]
    assert due_of(action, [], [review("2026-11-10")], TODAY, LONDON) == []
    assert due_of(action.with_(decision="drop"), [], [], TODAY, LONDON) == []


def test_whether_it_has_held_is_looked_at_after_three_and_six_months() -> None:
    def days(today: str, *held: str, **fields: Any) -> list[tuple[str, str]]:
        fields = {"stage": "act", "measure": "late", "in_effect_on": "2026-08-31", **fields}
        found = due_of(card(**fields), [], [review(day) for day in held], today, LONDON)
        return [(one.day, one.what.partition(": ")[2]) for one in found if one.kind == "recheck"]

    three, six = ("2026-11-30", "has it held after 3 months?"), ("2027-02-28", "has it held after 6 months?")
    assert days(TODAY) == [three, six]
    assert days("2026-12-24") == [three, six], "overdue until somebody looks"
    assert days("2026-12-24", "2026-11-29") == [three, six]
    assert days("2026-12-24", "2026-11-30") == [six]
    assert days("2027-03-01") == [six], "one look tells of both"
    assert days("2027-03-01", "2027-01-10") == [six]
    assert days("2027-03-01", "2027-02-28") == []
    assert days(TODAY, stage="closed") == days(TODAY, stage="check") == [three, six]
    assert days(TODAY, stage="closed", decision="adopt", recheck_on="2026-11-30") == [three, six]
    assert days(TODAY, stage="closed", decision="drop") == []
    for nothing in ({"stage": "do"}, {"measure": ""}, {"in_effect_on": None}):
        assert days(TODAY, **nothing) == []


def test_overdue_is_past_its_day_and_not_closed() -> None:
    assert not is_overdue(card(due=TODAY), TODAY)
    assert is_overdue(card(due="2026-11-20"), TODAY)
    assert is_overdue(card(due="2026-11-20", stage="act"), TODAY)
    assert not is_overdue(card(due="2026-11-20", stage="closed"), TODAY)
    assert not is_overdue(card(), TODAY)
