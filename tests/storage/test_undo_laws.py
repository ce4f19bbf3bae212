"""The law of taking back: one's own acts, done and taken back, are as if only the others had acted."""

import tempfile
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from sfm_tui.clock import FrozenClock
from sfm_tui.domain.action import Step
from sfm_tui.domain.desk import Author
from sfm_tui.domain.reference import Measure, Theme, Topic
from sfm_tui.storage import rebuild
from sfm_tui.storage.store import Store
from sfm_tui.storage.undo import REACHES
from sfm_tui.storage.verify import check
from tests.conftest import NOW
from tests.examples import tries

OTHER = Author("reid")
MINE = Author("patel")
"""Who has set nothing up."""
WORDS = st.sampled_from(["one", "two", "three"])
NUMBERS = st.integers(1, 4)
ACTS = st.sampled_from(
    ["topic", "theme", "measure", "require", "reading", "phase", "drop", "months", "site", "tag", "action", "step"]
)
STEPS = st.lists(st.tuples(st.booleans(), ACTS, WORDS, NUMBERS), min_size=4, max_size=14)
FIELDS = {
    MINE: {"topic": "title", "theme": "title", "measure": "name"},
    OTHER: {"topic": "points", "theme": "objective", "measure": "unit"},
}
WHO = {MINE: ["all", "1001"], OTHER: ["GATE", "1002"]}
DAYS = {MINE: ["2026-11-01", "2026-11-02"], OTHER: ["2026-11-03", "2026-11-04"]}
STANDARD = "ST0330"
RECORDS = (
    Topic(topic="keys", title="Keys", points="Sign for them"), Measure(measure="late", name="Late rounds"),
    Theme(theme="calm", title="Calm nights"),
)  # fmt: skip
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
        for record in RECORDS:
            store.reference.set(record, OTHER)
        ref = f"incident:{store.incidents.open(OTHER).number}"
        store.actions.add_step(store.actions.add("Radio", OTHER), "Of reid", OTHER)
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
        store.standards.set_tags(ref, STANDARD, there ^ {CRITERIA[by][n % 2]}, by)
    elif act == "action":
        store.actions.change(store.actions.get("A-01"), by, **{"gap" if by == MINE else "cause": word})
    elif act == "step":
        _step(store, by, word, n)
    else:
        _set_site(store, by, act, n)


def _step(store: Store, by: Author, word: str, n: int) -> None:
    own = [one for one in steps_of(store) if one.text == f"Of {by.person}"]
    if by == OTHER:
        store.actions.change_step(own[0], by, timescale=word)
    elif not own or n == 1:
        store.actions.add_step(store.actions.get("A-01"), f"Of {by.person}", by)
    elif n == 4:
        store.actions.drop_step(own[-1], "not needed", by)
    else:
        store.actions.change_step(own[0], by, timescale=word)


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
        store.standards.tags_of(ref), store.actions.get("A-01"),
        [(one.text, one.timescale) for one in steps_of(store)],
    )  # fmt: skip


def steps_of(store: Store) -> tuple[Step, ...]:
    """The agreed steps of the action."""
    return store.actions.dossier("A-01").steps(1)
