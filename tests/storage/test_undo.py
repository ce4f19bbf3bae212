"""One's own last change of topics, themes, measures, months, criteria and standards, taken back by a new entry."""

from collections.abc import Callable
from typing import Any

import pytest

from sfm_tui.domain.action import Step
from sfm_tui.domain.desk import Author
from sfm_tui.domain.reference import Measure, Theme, Topic
from sfm_tui.domain.site import Site
from sfm_tui.domain.standard import known_standards, toml_of
from sfm_tui.storage import rebuild
from sfm_tui.storage.errors import Clash, Refused, StoreError
from sfm_tui.storage.record_history import history
from sfm_tui.storage.store import Store
from sfm_tui.storage.undo import REACHES, What
from tests.conftest import ME, NOW

OTHER = Author("reid")
KEYS = Topic(topic="keys", title="Keys", points="Sign for them")
LATE = Measure(measure="late", name="Late rounds", unit="a week")
CALM = Theme(theme="calm", title="Calm nights")
OWN = "ST0330"


def back(store: Store, what: What, by: Author = ME) -> str:
    """Take the last change back; gives what it said of it."""
    plan = store.undo(what).plan(by)
    assert plan is not None
    words = plan.words(store)
    store.undo(what).undo(by, plan.act.seq)
    return f"{plan.called}: {words}"


@pytest.fixture
def told(store: Store) -> Store:
    """The small site with a topic, a measure and a theme, all of them somebody else's."""
    for record in (KEYS, LATE, CALM):
        store.reference.set(record, OTHER)
    return store


def changed(store: Store, saw: Any, by: Author = ME, **fields: object) -> Any:
    new = saw.model_copy(update=fields)
    store.reference.set(new, by, saw=saw)
    return new


@pytest.mark.parametrize(
    ("what", "saw", "fields", "said"),
    [
        ("topics", KEYS, {"title": "Key sets"}, "topic keys: title: Key sets → Keys"),
        ("themes", CALM, {"objective": "No calls"}, "theme calm: objective: No calls → nothing"),
        ("measures", LATE, {"target": "2"}, "measure late: target: 2 → nothing"),
    ],
)
def test_a_record_stands_as_before_and_its_history_has_both(
    told: Store, what: What, saw: Any, fields: dict[str, str], said: str, rebuilt: Callable[[Store], None]
) -> None:
    changed(told, saw, **fields)
    head = told.head().seq
    assert back(told, what) == said
    assert told.reference.get(type(saw), saw.key) == saw
    assert told.head().seq == head + 1
    assert f"takes back entry {head}" in history(told, f"{saw.noun}:{saw.key}")[-1].text
    assert told.undo(what).plan(ME) is None
    rebuilt(told)


@pytest.mark.parametrize("what", [what for what in REACHES if what != "settings"])
def test_what_is_not_there_is_told_in_one_line(told: Store, what: What) -> None:
    with pytest.raises(StoreError, match=r"^there is no change of .+ of yours to take back$"):
        told.undo(what).undo(ME, 1)


def test_each_key_reaches_what_its_screen_has(told: Store, site: Site) -> None:
    changed(told, KEYS, title="Key sets")
    told.sites.set(site.model_copy(update={"name": "Northgate"}), ME, saw=site)
    assert {what for what in REACHES if told.undo(what).plan(ME) is not None} == {"topics", "settings"}


def test_what_is_new_stays_and_the_line_says_what_to_do(told: Store) -> None:
    told.measures.add("calls", "Calls", ME)
    with pytest.raises(Refused, match=r"^measure calls is new by your last act, and stays: it can be changed$"):
        told.undo("measures").plan(ME)
    told.reference.set(KEYS.model_copy(update={"topic": "radio"}), ME, why="new")
    with pytest.raises(Refused, match=r"^topic radio is new by your last act, and stays: Enter changes it$"):
        told.undo("topics").plan(ME)


def test_a_field_that_somebody_changed_since_stays(told: Store) -> None:
    changed(told, changed(told, KEYS, title="Key sets"), OTHER, title="All keys")
    with pytest.raises(Clash, match="somebody changed title of topic keys since then"):
        told.undo("topics").plan(ME)


def test_who_has_not_signed_on_takes_back_what_they_may_do(told: Store) -> None:
    changed(told, CALM, title="Quiet")
    unsigned = Author(ME.person, confirmed=False)
    with pytest.raises(Refused, match="sign on first"):
        told.undo("themes").undo(unsigned, told.head().seq)
    changed(told, KEYS, unsigned, title="Key sets")
    back(told, "topics", unsigned)
    assert told.reference.get(Topic, "keys") == KEYS


# ── who must have had a topic ────────────────────────────────────────────────────────────────────────────────


def test_who_must_have_had_a_topic_is_as_before_and_whom_others_added_stay(
    told: Store, rebuilt: Callable[[Store], None]
) -> None:
    told.talks.require("keys", ["all"], OTHER)
    told.talks.require("keys", ["1001"], ME)
    told.talks.require("keys", ["1001", "GATE"], OTHER)
    assert back(told, "topics") == "who must have had topic keys: Shaw, GATE → GATE, all officers"
    assert set(told.talks.requirements()["keys"]) == {"all", "GATE"}
    rebuilt(told)


def test_a_topic_and_who_must_have_had_it_go_back_in_their_order(told: Store) -> None:
    changed(told, KEYS, title="Key sets")
    told.talks.require("keys", ["1001"], ME)
    assert back(told, "topics").startswith("who must have had")
    assert back(told, "topics").startswith("topic keys")
    assert told.undo("topics").plan(ME) is None


# ── a series ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_reading_that_was_entered_goes_again(told: Store, rebuilt: Callable[[Store], None]) -> None:
    told.measures.read("late", "4", ME, at="2026-11-01")
    assert back(told, "measures") == "the reading of 2026-11-01 of measure late: «4» is taken off"
    assert told.measures.readings("late") == []
    again = told.measures.read("late", "5", ME, at="2026-11-01")
    assert told.measures.readings("late") == [again]
    rebuilt(told)


def test_a_reading_that_was_put_right_is_as_it_was(told: Store) -> None:
    seen = told.measures.read("late", "4", OTHER, at=NOW - 60, n=7)
    told.measures.read("late", "5", ME, at=NOW - 60, n=7, why="miscounted", saw=seen)
    assert back(told, "measures").endswith("of measure late: value: 5 → 4")
    assert told.measures.readings("late") == [seen]


def test_a_reading_that_somebody_put_right_since_stays(told: Store) -> None:
    seen = told.measures.read("late", "4", ME, at="2026-11-01")
    right = told.measures.read("late", "5", OTHER, at="2026-11-01", why="miscounted", saw=seen)
    with pytest.raises(Clash, match="somebody changed value of the reading of 2026-11-01 of measure late"):
        told.undo("measures").plan(ME)
    assert told.measures.readings("late") == [right]


def test_a_phase_that_was_begun_goes_and_one_that_was_taken_off_stands_again(
    told: Store, rebuilt: Callable[[Store], None]
) -> None:
    begun = told.measures.phase("shift-fill", "2026-11-08", "New rota", ME)
    told.measures.drop_phase(begun, ME, why="put off")
    assert back(told, "measures").endswith("phase from 2026-11-08 of measure shift-fill: «New rota» is entered again")
    assert told.measures.phases("shift-fill") == [begun]
    assert back(told, "measures").endswith("«New rota» is taken off")
    assert told.measures.phases("shift-fill") == []
    rebuilt(told)


# ── months ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_months_go_back_alone_and_other_settings_are_not_reached(told: Store, site: Site) -> None:
    longer = site.model_copy(update={"retention": {"incidents": 84}})
    told.sites.set(longer, ME, saw=site)
    named = longer.model_copy(update={"name": "Northgate"})
    told.sites.set(named, ME, saw=longer)
    said = back(told, "months")
    assert said == "how long records are kept: incidents: 6 years after it was closed, the usual time"
    assert told.sites.get() == site.model_copy(update={"name": "Northgate"})
    assert told.undo("months").plan(ME) is None
    assert rebuild.differences(told) == []


# ── evidence ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_criteria_of_a_record_are_as_before_whatever_it_is(told: Store, rebuilt: Callable[[Store], None]) -> None:
    ref = f"incident:{told.incidents.open(ME).number}"
    told.standards.tag(ref, OWN, ["1"], OTHER)
    told.standards.set_tags(ref, OWN, ["2"], ME)
    told.standards.tag(ref, OWN, ["3"], OTHER)
    assert back(told, "evidence") == f"the criteria of {ref.replace(':', ' ')} in {OWN}: 2, 3 → 1, 3"
    assert [tag.criterion for tag in told.standards.tags_of(ref)] == ["1", "3"]
    rebuilt(told)


def test_a_criterion_that_the_standard_lost_is_not_tagged_again(told: Store) -> None:
    ref = f"incident:{told.incidents.open(ME).number}"
    told.standards.tag(ref, OWN, ["1", "2"], OTHER)
    told.standards.set_tags(ref, OWN, ["1"], ME)
    program = known_standards()[0]
    less = program.with_(criteria=tuple(one for one in program.criteria if one.code != "2" and one.inside != "2"))
    told.standards.load(toml_of(less), OTHER)
    with pytest.raises(Refused, match="has no criterion «2»"):
        back(told, "evidence")


def test_the_standard_that_stood_before_is_loaded_again_the_program_s_own_too(
    told: Store, rebuilt: Callable[[Store], None]
) -> None:
    program = next(one for one in known_standards() if one.standard == OWN)
    first = program.criteria[0].with_(title="Risk")
    told.standards.load(toml_of(program.with_(version="9", criteria=(first, *program.criteria[1:]))), ME)
    assert back(told, "evidence") == f"standard {OWN}: version: 9 → {program.version} · criteria that change: 1"
    assert told.standards.get(OWN) == program
    rebuilt(told)


def test_a_standard_that_is_new_stays(told: Store) -> None:
    told.standards.load(toml_of(known_standards()[0].with_(standard="OWN1")), ME)
    with pytest.raises(Refused, match="standard OWN1 is new by your last act, and stays: load another"):
        told.undo("evidence").plan(ME)


# ── actions ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_fields_of_an_action_go_back_and_what_others_wrote_stays(
    told: Store, rebuilt: Callable[[Store], None]
) -> None:  # fmt: skip
    saw = told.actions.add("Radio", OTHER, gap="Late", owner="marsh")
    told.actions.change(saw, ME, gap="Never", owner="")
    told.actions.change(told.actions.get("A-01"), OTHER, cause="No spare set")
    assert back(told, "actions") == "action A-01: Identified gap: Never → Late · Owner: nothing → marsh"
    assert told.actions.get("A-01") == saw.with_(cause="No spare set")
    assert told.actions.history("A-01")[-1].text.endswith(f"(why: takes back entry {told.head().seq - 2})")
    rebuilt(told)


def test_a_field_of_an_action_that_somebody_changed_since_stays(told: Store) -> None:
    told.actions.change(told.actions.add("Radio", OTHER), ME, gap="Never")
    told.actions.change(told.actions.get("A-01"), OTHER, gap="At night")
    with pytest.raises(Clash, match="somebody changed gap of action A-01 since then"):
        told.undo("actions").plan(ME)


def test_a_cycle_that_is_over_stays_as_it_ended(told: Store) -> None:
    told.actions.add("Radio", OTHER)
    told.actions.change(told.actions.get("A-01"), ME, gap="Never")
    told.actions.move(told.actions.get("A-01"), "check", OTHER, why="agreed")
    told.actions.again(told.actions.get("A-01"), "not met", OTHER)
    assert told.undo("actions").plan(ME) is None


def steps(store: Store) -> list[Step]:
    """The agreed steps of the action."""
    return list(store.actions.dossier("A-01").steps(1))


def test_steps_go_back_one_after_the_other(told: Store, rebuilt: Callable[[Store], None]) -> None:
    action = told.actions.add("Radio", OTHER)
    step = told.actions.add_step(action, "Buy a set", ME)
    done = told.actions.done_step(step, ME)
    told.actions.drop_step(done, "too dear", ME)
    assert back(told, "actions") == "step 1 of action A-01: «Buy a set» is agreed again"
    assert steps(told) == [done]
    assert back(told, "actions").startswith("step 1 of action A-01: Done on: 2026-11-21 → nothing")
    assert steps(told) == [step]
    assert back(told, "actions") == "step 1 of action A-01: «Buy a set» is taken off"
    assert steps(told) == []
    assert told.undo("actions").plan(ME) is None
    rebuilt(told)


def test_the_last_move_is_known_until_it_is_taken_back(told: Store) -> None:
    told.actions.add("Radio", OTHER)
    assert told.actions.last_move(ME) == 0
    moved = told.actions.move(told.actions.get("A-01"), "do", ME, why="agreed")
    assert told.actions.last_move(ME) == told.head().seq
    told.actions.undo_move(moved, ME)
    assert told.actions.last_move(ME) == 0
