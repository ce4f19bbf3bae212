"""Laws of the plan under any run of acts: the ledger adds up, cycles only grow, a refusal changes nothing."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sfm_tui.clock import FrozenClock
from sfm_tui.domain.action import STAGES, WRITTEN, Action
from sfm_tui.domain.desk import Author
from sfm_tui.domain.gates import needs_to
from sfm_tui.storage import rebuild
from sfm_tui.storage.actions import GateShut
from sfm_tui.storage.errors import StoreError
from sfm_tui.storage.store import Store
from tests.conftest import NOW
from tests.examples import tries

ME = Author("okafor")
VALUES: dict[str, Any] = {
    "gap": st.sampled_from(["", "4 of 9", "many", "=1+1", "[/x]"]),
    "owner": st.sampled_from(["", "okafor", "Reid", "1001", "Shaw and Reid", "nobody"]),
    "due": st.sampled_from([None, "2026-11-20", "2026-12-01", "soon"]),
    "started_on": st.sampled_from([None, "2026-11-19", "2026-11-25"]),
    "safety_risk": st.booleans(),
    "decision": st.sampled_from(["", "adopt", "adapt", "drop"]),
    "review_repeat": st.sampled_from(["", "weekdays", "FREQ=WEEKLY", "never ever"]),
    "lessons": st.text(max_size=5),
}
ACTS = st.lists(
    st.one_of(
        st.tuples(st.just("add"), st.text(max_size=8)),
        st.tuples(st.just("change"), st.fixed_dictionaries({}, optional=VALUES)),
        st.tuples(st.just("move"), st.tuples(st.sampled_from(STAGES), st.sampled_from(["", "because"]))),
        st.tuples(st.just("again"), st.sampled_from(["", "not met"])),
        st.tuples(st.just("undo"), st.none()),
        st.tuples(st.just("step"), st.text(max_size=8)),
        st.tuples(st.just("review"), st.sampled_from(["2026-11-18", "2026-11-20", "2026-11-21", "2026-11-22"])),
        st.tuples(st.just("consult"), st.text(max_size=8)),
    ),
    max_size=14,
)


def one_act(store: Store, card: Action | None, act: str, given_: Any) -> Action | None:
    """Do an act on the newest card; gives it as it then stands."""
    actions = store.actions
    if act == "add" or card is None:
        return actions.add(given_ if act == "add" else "x", ME)
    if act == "change":
        return actions.change(card, ME, **given_)
    if act == "move":
        return actions.move(card, given_[0], ME, why=given_[1])
    if act == "again":
        return actions.again(card, given_, ME)
    if act == "undo":
        return actions.undo_move(card, ME)
    if act == "step":
        actions.add_step(card, given_, ME)
    elif act == "review":
        actions.review(card, "not met", "x", ME, reviewed_on=given_)
    else:
        return actions.consult(card, given_, ME)
    return card


def attempt(store: Store, card: Action | None, act: str, given_: Any) -> tuple[Action | None, StoreError | None]:
    """What an act gives, or the line with which it was refused."""
    try:
        return one_act(store, card, act, given_), None
    except StoreError as error:
        return None, error


@settings(max_examples=tries(18), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ACTS)
def test_any_run_of_acts(tmp_path_factory: pytest.TempPathFactory, small_store: bytes, acts: list[Any]) -> None:
    path = tmp_path_factory.mktemp("laws") / "sfm.db"
    path.write_bytes(small_store)
    with Store.open(path, FrozenClock(NOW)) as store:
        card: Action | None = None
        for act, given_ in acts:
            head, facts = store.head(), store.actions.facts(card) if card else None
            new, refused = attempt(store, card, act, given_)
            if refused is not None:
                assert "\n" not in str(refused)
                assert store.head() == head
                if isinstance(refused, GateShut):
                    assert card is not None
                    assert facts is not None
                    assert refused.needs == needs_to(card, given_[0], facts)
                continue
            assert new is not None
            assert store.actions.get(new.action) == new
            if card is not None and new.action == card.action:
                assert abs(new.cycle - card.cycle) <= 1
                if act == "change":
                    untouched = [name for name in WRITTEN if name not in given_]
                    assert all(getattr(new, name) == getattr(card, name) for name in untouched)
            card = new
        board = [one.action for cards in store.actions.board(closed=True).values() for one in cards]
        assert len({one.action for one in board}) == len(board)
        for one in board:
            cycles = store.actions.dossier(one.action).cycles
            assert [cycle.cycle for cycle in cycles] == list(range(1, one.cycle + 1))
            assert all(cycle.stage == "closed" for cycle in cycles[:-1])
        assert rebuild.differences(store) == []


def test_the_laws_are_tried_on_a_real_path(tmp_path: Path, store: Store) -> None:
    """The longest way through by hand, so that the law above is known to reach every act."""
    card = None
    for act, given_ in (
        ("add", "x"), ("change", {"gap": "4 of 9"}), ("step", "Do"), ("review", "2026-11-20"), ("consult", "Shaw"),
        ("move", ("check", "because")), ("again", "not met"), ("undo", None),
    ):  # fmt: skip
        one_act(store, card, act, given_)
        card = store.actions.get("A-01")
    assert (card.stage, card.cycle, card.gap, card.consulted) == ("check", 1, "4 of 9", "Shaw")
