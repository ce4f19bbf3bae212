"""One's own last change of topics, themes, measures, months, criteria and standards, taken back by a new entry."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sfm_tui.clock import FrozenClock
from sfm_tui.domain.desk import Author
from sfm_tui.domain.reference import Measure, Theme, Topic
from sfm_tui.domain.site import Site
from sfm_tui.domain.standard import known_standards, toml_of
from sfm_tui.storage import rebuild
from sfm_tui.storage.errors import Clash, Refused, StoreError
from sfm_tui.storage.record_history import history
from sfm_tui.storage.store import Store
from sfm_tui.storage.undo import REACHES, What
from sfm_tui.storage.verify import check
from tests.conftest import ME, NOW
from tests.examples import tries

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


def test_nobody_takes_back_at_a_locked_desk(told: Store) -> None:
    changed(told, KEYS, title="Key sets")
    with pytest.raises(Refused, match="locked"):
        told.undo("topics").undo(Author(ME.person, confirmed=False), told.head().seq)


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


# ── the law ──────────────────────────────────────────────────────────────────────────────────────────────────

MINE = Author("patel")
"""Who has set nothing up."""
WORDS = st.sampled_from(["one", "two", "three"])
NUMBERS = st.integers(1, 4)
ACTS = st.sampled_from(["topic", "theme", "measure", "require", "reading", "phase", "drop", "months", "site", "tag"])
STEPS = st.lists(st.tuples(st.booleans(), ACTS, WORDS, NUMBERS), min_size=4, max_size=14)
FIELDS = {
    MINE: {"topic": "title", "theme": "title", "measure": "name"},
    OTHER: {"topic": "points", "theme": "objective", "measure": "unit"},
}
WHO = {MINE: ["all", "1001"], OTHER: ["GATE", "1002"]}
DAYS = {MINE: ["2026-11-01", "2026-11-02"], OTHER: ["2026-11-03", "2026-11-04"]}
CRITERIA = {MINE: ["1", "2"], OTHER: ["3", "4"]}


@settings(max_examples=tries(40))
@given(STEPS)
def test_what_is_done_and_taken_back_is_as_if_only_others_had_acted(
    small_store: bytes, steps: list[tuple[bool, str, str, int]]
) -> None:
    """The oracle: a store in which the others did theirs alone."""
    with tempfile.TemporaryDirectory() as folder:
        both, others = (_acted(small_store, Path(folder), steps, mine=mine) for mine in (True, False))
        assert both == others


def _acted(small: bytes, folder: Path, steps: list[tuple[bool, str, str, int]], *, mine: bool) -> object:
    clock = FrozenClock(NOW)
    path = folder / f"{mine}.db"
    path.write_bytes(small)
    with Store.open(path, clock) as store:
        for record in (KEYS, LATE, CALM):
            store.reference.set(record, OTHER)
        ref = f"incident:{store.incidents.open(OTHER).number}"
        for own, act, word, n in steps:
            clock.advance(10)
            if mine or not own:
                _act(store, MINE if own else OTHER, ref, act, word, n)
        for what in REACHES if mine else ():
            while (plan := store.undo(what).plan(MINE)) is not None:
                clock.advance(10)
                store.undo(what).undo(MINE, plan.act.seq)
        assert rebuild.differences(store) == []
        assert check(path).ok
        return _seen(store, ref)


def _act(store: Store, by: Author, ref: str, act: str, word: str, n: int) -> None:
    day = DAYS[by][n % 2]
    if act in ("topic", "theme", "measure"):
        kind: Any = {"topic": Topic, "theme": Theme, "measure": Measure}[act]
        saw = next(iter(store.reference.all(kind)))
        store.reference.set(saw.model_copy(update={FIELDS[by][act]: word}), by, saw=saw)
    elif act == "require":
        there = set(store.talks.requirements().get("keys", ()))
        store.talks.require("keys", sorted(there ^ {WHO[by][n % 2]}), by)
    elif act == "reading":
        seen = next((one for one in store.measures.readings("late") if one.at == day), None)
        store.measures.read("late", str(n), by, at=day, why="counted again", saw=seen)
    elif act in ("phase", "drop"):
        phase = next((one for one in store.measures.phases("late") if one.since == day), None)
        if act == "phase":
            store.measures.phase("late", day, word, by, why="clearer", saw=phase)
        elif phase is not None:
            store.measures.drop_phase(phase, by, why="put off")
    elif act == "tag":
        there = {tag.criterion for tag in store.standards.tags_of(ref)}
        store.standards.set_tags(ref, OWN, there ^ {CRITERIA[by][n % 2]}, by)
    else:
        _set_site(store, by, act, n)


def _set_site(store: Store, by: Author, act: str, n: int) -> None:
    site = store.sites.get()
    assert site is not None
    fields: dict[str, Any] = {"name": f"Site {n}"} if by == MINE else {"client": f"Client {n}"}
    if act == "months":
        fields = {"retention": {**site.retention, "incidents" if by == MINE else "talks": n}}
    store.sites.set(site.model_copy(update=fields), by, saw=site)


def _seen(store: Store, ref: str) -> object:
    """All that the acts reach, as it stands."""
    return (
        [store.reference.all(kind) for kind in (Topic, Theme, Measure)],
        {topic: set(who) for topic, who in store.talks.requirements().items()},
        store.measures.readings("late"), store.measures.phases("late"), store.sites.get(),
        store.standards.tags_of(ref),
    )  # fmt: skip
