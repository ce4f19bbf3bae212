"""The improvement plan: raised, changed, stopped by gates, moved, sent round again, undone; the ledger tells all."""

from collections.abc import Callable
from typing import Any

import pytest

from sfm_tui.clock import FrozenClock
from sfm_tui.domain.action import Action
from sfm_tui.domain.desk import Author
from sfm_tui.storage.actions import ActionClash, GateShut
from sfm_tui.storage.errors import Clash, Refused, StoreError
from sfm_tui.storage.store import Store

DAY = 86400
PATEL = Author("patel")
BEFORE = ("2026-09-14", "2026-09-21", "2026-09-28", "2026-10-05", "2026-10-12", "2026-10-19", "2026-10-26")
PLAN: dict[str, Any] = {
    "required_level": "First officer on scene within 3 minutes in 95% of responses",
    "gap": "22 of 41 responses from 5 October to 1 November were late",
    "owner": "okafor",
    "cause": "In 14 of the 22 the responder also held another post",
    "due": "2026-12-12",
    "measure": "late",
    "baseline_from": "2026-09-14",
    "baseline_to": "2026-11-01",
    "target": "2",
    "how_measured": "Late responses in each week",
    "review_dates": "2026-12-05",
    "consulted": "Shaw, Reid",
}


@pytest.fixture
def site(store: Store, me: Author) -> Store:
    """A measure with seven readings in the baseline, and a theme."""
    store.measures.add("late", "Late responses", me, unit="a week", target="2")
    for day, value in zip(BEFORE, "6575656", strict=True):
        store.measures.read("late", value, me, at=day)
    store.actions.add_theme("Response", me, objective="Nobody waits")
    return store


def needs(error: pytest.ExceptionInfo[GateShut]) -> list[str]:
    return [need.field for need in error.value.needs]


def test_an_action_goes_round(site: Store, clock: FrozenClock, me: Author, rebuilt: Callable[[Store], None]) -> None:
    actions, number = site.actions, site.incidents.open(me, summary="Nobody free at close").number
    card = actions.add(
        "Dedicated responder at peak", me, theme="response",
        sources=[f"incident:{number}", "finding:no-responder:2026-11-26T17:00", "feedback:client, 3 November"],
    )  # fmt: skip
    assert (card.action, card.cycle, card.stage) == ("A-01", 1, "plan")
    assert next(link.source for link in site.links.of("action:A-01")) == f"incident:{number}"
    with pytest.raises(GateShut, match="A-01 cannot go to Do yet: Required level") as shut:
        actions.move(card, "do", me)
    assert {"gap", "owner", "due", "steps", "measure", "consulted"} <= set(needs(shut))
    card = actions.change(card, me, **PLAN)
    step = actions.add_step(card, "Roster one officer at RESP alone, 17:00 to 19:00", me, timescale="2026-11-28")
    card = actions.move(card, "do", me)
    with pytest.raises(GateShut) as shut:
        actions.move(card, "check", me)
    assert needs(shut) == ["started_on", "steps", "briefed"]
    card = actions.change(card, me, started_on="2026-11-21")
    actions.done_step(step, me)
    site.briefings.add("Nobody holds two posts at close", me, source=card.ref)
    card = actions.move(card, "check", me)
    with pytest.raises(GateShut) as shut:
        actions.move(card, "act", me)
    assert needs(shut) == ["in_effect_on", "side_effects", "reviews"]
    card = actions.change(card, me, in_effect_on="2026-11-22", side_effects="Patrols 10 minutes later")
    clock.advance(15 * DAY)
    with pytest.raises(GateShut) as shut:
        actions.move(card, "act", me)
    assert needs(shut) == ["measure", "reviews"]
    for n in range(7):
        site.measures.read("late", "2", me, at=f"2026-11-2{n + 2}")
    actions.review(card, "partially met", "Two late in each week still", me, next_review="2026-12-20")
    with pytest.raises(GateShut) as shut:
        actions.move(card, "act", me)
    assert [need.words for need in shut.value.needs] == [
        "Reviews: the last reviewer is the owner: let somebody else review the result"
    ]
    clock.advance(DAY)
    actions.review(card, "partially met", "Two late in each week still", PATEL)
    second = actions.again(card, "only partially met", me)
    assert (second.cycle, second.stage, second.gap, second.due) == (2, "plan", PLAN["gap"], None)
    whole = actions.dossier("A-01")
    assert [one.stage for one in whole.cycles] == ["closed", "plan"]
    assert [review.outcome for review in whole.reviews(1)] == ["partially met", "partially met"]
    assert whole.steps(1)[0].done_on == "2026-11-21"
    assert whole.steps(2) == ()
    told = [(act.verb, act.text) for act in whole.history]
    assert ("moved", "plan → do") in told
    assert ("sent round again", "cycle 1 closed in check, cycle 2 in plan (why: only partially met)") in told
    rebuilt(site)


def test_a_gate_is_overridden_with_a_reason_that_is_kept(site: Store, me: Author) -> None:
    card = site.actions.add("Radio discipline", me)
    moved = site.actions.move(card, "do", me, why="the client wants it today")
    assert moved.stage == "do"
    act = site.actions.history("A-01")[-1]
    assert "(why: the client wants it today)" in act.text
    assert "Owner: name the one person" in act.text


def test_several_gates_on_the_way_are_all_asked(site: Store, me: Author) -> None:
    card = site.actions.add("Radio discipline", me)
    with pytest.raises(GateShut) as shut:
        site.actions.move(card, "act", me)
    assert {"gap", "started_on", "in_effect_on"} <= set(needs(shut))
    assert site.actions.get("A-01").stage == "plan"


def test_the_last_move_is_taken_back_once(site: Store, me: Author, rebuilt: Callable[[Store], None]) -> None:
    card = site.actions.add("Radio discipline", me)
    with pytest.raises(Refused, match="was not moved"):
        site.actions.undo_move(card, me)
    moved = site.actions.move(card, "check", me, why="late entry")
    assert site.actions.undo_move(moved, me) == card
    with pytest.raises(Refused, match="undone already"):
        site.actions.undo_move(card, me)
    moved = site.actions.move(card, "check", me, why="late entry")
    again = site.actions.again(moved, "not met", me)
    assert site.actions.undo_move(again, me) == moved
    again = site.actions.again(moved, "not met", me)
    site.actions.add_step(again, "Count the radios", me)
    with pytest.raises(Refused, match="has agreed actions already"):
        site.actions.undo_move(again, me)
    assert [act.verb for act in site.actions.history("A-01")].count("move taken back") == 1
    rebuilt(site)


def test_two_terminals_move_the_same_card(site: Store, me: Author) -> None:
    card = site.actions.add("Radio discipline", me)
    site.actions.move(card, "do", PATEL, why="agreed")
    with pytest.raises(
        ActionClash, match=r"A-01 was changed meanwhile by A. Patel at 22:15.*Stage: plan → do"
    ) as clash:
        site.actions.move(card, "do", me, why="agreed")
    assert clash.value.now == site.actions.get("A-01")
    site.actions.again(site.actions.move(site.actions.get("A-01"), "check", me, why="x"), "not met", PATEL)
    with pytest.raises(ActionClash, match="cycle 1 is over, cycle 2 is in Plan"):
        site.actions.change(card, me, gap="half a minute")


def test_two_terminals_change_different_fields(site: Store, me: Author) -> None:
    card = site.actions.add("Radio discipline", me)
    site.actions.change(card, PATEL, gap="9 of 30 calls without a call sign")
    # The whole form comes back; only what was typed counts.
    form = {**{name: getattr(card, name) for name in ("gap", "cost", "support")}, "cost": "none"}
    both = site.actions.change(card, me, **form)
    assert (both.gap, both.cost) == ("9 of 30 calls without a call sign", "none")
    with pytest.raises(ActionClash, match="Identified gap: nothing → 9 of 30") as clash:
        site.actions.change(card, me, gap="some calls")
    assert clash.value.now == both


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        ({"started_on": "2026-11-21", "due": "2026-11-20"}, "Date to reach the required level: «2026-11-20» is before"),
        ({"due": "soon"}, "«soon» is no day"),
        ({"due": "2026-02-30"}, "«2026-02-30» is no day"),
        ({"baseline_from": "2026-11-01", "baseline_to": "2026-10-01"}, "Baseline to: .* is before the baseline begins"),
        ({"owner": "Shaw and Reid"}, "names several people"),
        ({"owner": "Shaw, Reid"}, "names several people"),
        ({"owner": "the team"}, "is no one person"),
        ({"owner": "Nobody"}, "there is nobody called «Nobody»"),
        ({"owner": "Price"}, "«Price» left on 2026-11-20: name somebody who is here"),
        ({"theme": "astral"}, "there is no theme «astral»"),
        ({"measure": "mood"}, "there is no measure «mood»"),
        ({"review_repeat": "now and then"}, "Reviews repeat: "),
        ({"gap": "\x1b[2J"}, "Identified gap: the control character U\\+001B"),
    ],
)
def test_what_a_field_does_not_take(site: Store, me: Author, fields: dict[str, Any], line: str) -> None:
    from datetime import date

    from sfm_tui.domain.reference import Officer

    left = Officer(officer="1009", name="R. Price", call_sign="Price", left_on=date(2026, 11, 20))
    site.reference.set(left, me)
    card = site.actions.add("Radio discipline", me)
    with pytest.raises(Refused, match=line) as refused:
        site.actions.change(card, me, **fields)
    assert "\n" not in str(refused.value)
    with pytest.raises(Refused, match=line):
        site.actions.add("Radio discipline", me, **fields)
    assert site.actions.get("A-01") == card


def test_an_owner_is_known_by_the_beginnings_of_a_name(site: Store, me: Author) -> None:
    from datetime import date

    from sfm_tui.domain.reference import Person

    site.reference.set(Person(person="al", name="Åsa Lindqvist", role="supervisor"), me)
    site.reference.set(Person(person="old", name="Lindsay Old", role="supervisor", left_on=date(2026, 1, 2)), me)
    card = site.actions.add("Radio discipline", me, owner="lindq")
    assert card.owner == "al"
    assert site.actions.change(card, me, owner="asa L").owner == "al"
    site.reference.set(Person(person="ml", name="Mia Lind", role="supervisor"), me)
    with pytest.raises(Refused, match="«lind» may be al or ml: write the code or staff number"):
        site.actions.add("Radio discipline", me, owner="lind")
    assert site.actions.add("Radio discipline", me, owner="mia lind").owner == "ml", "the whole name is that one"
    with pytest.raises(Refused, match="there is nobody called «Lindsay»"):
        site.actions.add("Radio discipline", me, owner="Lindsay")


def test_a_card_whose_owner_has_left_can_still_be_changed(site: Store, clock: FrozenClock, me: Author) -> None:
    from datetime import date

    from sfm_tui.domain.reference import Officer

    card = site.actions.add("Radio discipline", me, owner="Diaz")
    site.reference.set(Officer(officer="1003", name="M. Diaz", call_sign="Diaz", left_on=date(2026, 11, 20)), me)
    assert site.actions.change(card, me, owner="1003", cost="none").cost == "none"
    with pytest.raises(Refused, match="left on 2026-11-20"):
        site.actions.add("Another", me, owner="Diaz")


def test_names_as_they_are_typed_become_codes(site: Store, me: Author) -> None:
    for typed, code in (("reid", "1002"), ("T. Reid", "1002"), ("1002", "1002"), ("J. Okafor", "okafor")):
        assert site.actions.add("x", me, owner=typed).owner == code
    assert site.actions.board()["plan"][0].owner == "Reid"


def test_a_long_gap_and_hostile_text_are_data(site: Store, me: Author) -> None:
    gap = "'; DROP TABLE action; -- [bold]=1+1[/] " * 1000
    card = site.actions.add("=cmd()|' /C calc'!A0", me, gap=gap, owner="okafor")
    assert site.actions.get(card.action) == card
    assert card.gap == gap
    assert "DROP TABLE" in site.actions.history(card.action)[0].text


def test_reviews(site: Store, clock: FrozenClock, me: Author, rebuilt: Callable[[Store], None]) -> None:
    card = site.actions.add("Radio discipline", me, started_on="2026-11-20", due="2026-12-01")
    with pytest.raises(Refused, match="«2026-11-19» is before A-01 began, «2026-11-20»"):
        site.actions.review(card, "met", "All used it", me, reviewed_on="2026-11-19")
    with pytest.raises(Refused, match="still to come"):
        site.actions.review(card, "met", "All used it", me, reviewed_on="2026-11-22")
    with pytest.raises(Refused, match=r"Next review: .* is not after the review"):
        site.actions.review(card, "met", "All used it", me, next_review="2026-11-21")
    with pytest.raises(Refused, match="Evaluation: it is empty"):
        site.actions.review(card, "met", " ", me)
    review = site.actions.review(card, "not met", "4 of 10 calls", me, reviewer="Reid")
    assert (review.reviewed_on, review.reviewer) == ("2026-11-21", "1002")
    with pytest.raises(Clash, match="reviewed on 2026-11-21 already"):
        site.actions.review(card, "met", "Again", me)
    better = site.actions.change_review(review, "misread", PATEL, outcome="partially met")
    with pytest.raises(Clash, match="changed meanwhile"):
        site.actions.change_review(review, "misread", me, outcome="met")
    assert site.actions.dossier("A-01").reviews(1) == (better,)
    assert "outcome: not met → partially met" in site.actions.history("A-01")[-1].text.lower()
    with pytest.raises(Refused, match="2026-11-22 is after the review of 2026-11-21"):
        site.actions.change(card, me, started_on="2026-11-22")
    site.actions.change(card, me, started_on="2026-11-21")
    rebuilt(site)


def test_steps(site: Store, me: Author, rebuilt: Callable[[Store], None]) -> None:
    card = site.actions.add("Radio discipline", me)
    first, second = (site.actions.add_step(card, text, me, who="team") for text in ("Talk", "Listen in"))
    assert (first.step, second.step) == ("1", "2")
    done = site.actions.done_step(first, me)
    assert done.done_on == "2026-11-21"
    with pytest.raises(Clash, match="step 1 of A-01 was changed meanwhile"):
        site.actions.done_step(first, PATEL)
    with pytest.raises(Refused, match="still to come"):
        site.actions.done_step(second, me, on="2026-11-22")
    site.actions.drop_step(second, "the client listens in", me)
    with pytest.raises(StoreError, match="has no step 2"):
        site.actions.done_step(second, me)
    assert site.actions.done_step(done, me).done_on is None
    assert site.actions.add_step(card, "Ask the client", me).step == "2"
    rebuilt(site)


def test_who_was_consulted_and_when_it_was_revised(site: Store, me: Author) -> None:
    card = site.actions.add("Radio discipline", me, agreed_on="2026-11-02")
    card = site.actions.consult(card, "L. Shaw", me, notes="Batteries are flat by 03:00")
    card = site.actions.consult(card, "l. shaw", me, on="2026-11-20")
    assert card.consulted == "L. Shaw"
    assert [one.notes for one in site.actions.dossier("A-01").consultations] == ["Batteries are flat by 03:00", ""]
    revised = site.actions.revise(card, me, due="2026-12-24", why="radios come late")
    assert (revised.revised_on, revised.due) == ("2026-11-21", "2026-12-24")
    with pytest.raises(Refused, match="before the plan was agreed"):
        site.actions.revise(revised, me, on="2026-11-01")


def test_what_is_due(site: Store, clock: FrozenClock, me: Author) -> None:
    card = site.actions.add(
        "Radio discipline", me, agreed_on="2026-11-09", due="2026-11-21", review_repeat="every monday", owner="reid"
    )
    site.actions.add_step(card, "Talk", me, timescale="2026-11-19")
    site.actions.add_step(card, "Listen in", me, timescale="weekly")
    card = site.actions.move(card, "do", me, why="agreed by the client")
    due = site.actions.due()
    assert [(one.kind, one.day) for one in due] == [
        ("review", "2026-11-16"), ("step", "2026-11-19"), ("action", "2026-11-21"),
    ]  # fmt: skip
    assert [one.overdue("2026-11-21") for one in due] == [True, True, False]
    site.actions.review(card, "not met", "Not yet", PATEL)
    assert [one.kind for one in site.actions.due(within_days=1)] == ["step", "action"]
    assert [one.day for one in site.actions.due(within_days=2)] == ["2026-11-19", "2026-11-21", "2026-11-23"]
    assert not site.actions.board()["do"][0].overdue
    clock.advance(DAY)
    assert site.actions.board()["do"][0].overdue


def test_an_entry_under_one_id_is_made_once(site: Store, me: Author) -> None:
    one = site.actions.add("Radio discipline", me, client_id="c1")
    assert site.actions.add("Radio discipline", me, client_id="c1") == one
    assert [card.action.action for card in site.actions.board()["plan"]] == ["A-01"]


def test_a_locked_desk_changes_nothing(site: Store) -> None:
    with pytest.raises(Refused, match="sign on first"):
        site.actions.add("Radio discipline", Author("okafor", confirmed=False))


def test_readings_and_phases(site: Store, me: Author, rebuilt: Callable[[Store], None]) -> None:
    with pytest.raises(Clash, match="a reading of that time already"):
        site.measures.read("late", "9", me, at="2026-10-05")
    first, phase = site.measures.readings("late")[3], site.measures.phase("late", "2026-11-22", "A-01", me)
    site.measures.read("late", "4.50", me, at="2026-10-05", saw=first, why="one was counted twice")
    assert site.measures.readings("late")[3].value == "4.50"
    assert site.measures.phases("late") == [phase]
    for value in ("four", "", "1e3", "٣"):
        with pytest.raises(Refused, match="is no number"):
            site.measures.read("late", value, me, at="2026-11-02")
    with pytest.raises(Refused, match="still to come"):
        site.measures.read("late", "4", me, at="2026-11-22")
    with pytest.raises(Refused, match="takes no readings"):
        site.measures.read("response-time", "4", me, at="2026-11-02")
    with pytest.raises(StoreError, match="there is no measure mood"):
        site.measures.read("mood", "4", me, at="2026-11-02")
    rebuilt(site)


def test_responses_are_the_readings_of_a_measure_made_of_them(site: Store, clock: FrozenClock, me: Author) -> None:
    card = site.actions.add(
        "Responder", me, measure="response-time", baseline_from="2026-11-20", baseline_to="2026-11-21",
        in_effect_on="2026-11-22",
    )  # fmt: skip
    late = [site.incidents.open(me, summary="x").number for _ in range(4)]
    clock.advance(60)
    for number in late[:3]:
        site.incidents.stamp(number, "dispatched", me, officer="1001")
        site.incidents.stamp(number, "on scene", me, officer="1001")
    site.incidents.void(late[2], "a test call", me)
    facts = site.actions.facts(card)
    assert (facts.baseline_n, facts.follow_up_n) == (2, 0)
    checked = site.actions.move(card, "check", me, why="x")
    with pytest.raises(GateShut) as shut:
        site.actions.move(checked, "act", me)
    assert [need.words for need in shut.value.needs][:2] == [
        "Baseline: 2 responses from 2026-11-20 to 2026-11-21, and 20 are needed: choose an earlier first day",
        "Too early: 0 of 20 responses from 2026-11-22 on, 20 are missing",
    ]


def test_there_is_no_such_action(site: Store, me: Author) -> None:
    for act in (lambda: site.actions.get("A-09"), lambda: site.actions.dossier("A-09"),
                lambda: site.actions.move(Action(action="A-09", area="x"), "do", me)):  # fmt: skip
        with pytest.raises(StoreError, match="there is no action A-09"):
            act()
