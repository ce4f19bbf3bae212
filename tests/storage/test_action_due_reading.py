"""What is due is read from few actions of a long plan, and is what all of them would give."""

from contextlib import suppress
from datetime import date, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sfm_tui.clock import FrozenClock
from sfm_tui.domain.action_due import due_of
from sfm_tui.domain.desk import Author
from sfm_tui.storage.errors import StoreError
from sfm_tui.storage.store import Store
from tests.examples import tries

TODAY = date(2026, 11, 21)
some_day = st.integers(-40, 20).map(lambda n: (TODAY + timedelta(days=n)).isoformat())
days = st.none() | some_day
cards = st.fixed_dictionaries(
    {
        "stage": st.sampled_from(["plan", "do", "check", "act", "closed"]), "due": days, "started_on": days,
        "in_effect_on": days | st.integers(-210, -80).map(lambda n: (TODAY + timedelta(days=n)).isoformat()),
        "measure": st.sampled_from(["", "late-starts"]), "recheck_on": days,
        "decision": st.sampled_from(["", "adopt", "drop"]),
        "review_dates": st.lists(some_day, max_size=2).map(" ".join),
        "review_repeat": st.sampled_from(["", "FREQ=WEEKLY", "weekly"]),
        "timescale": st.sampled_from(["the first week", "10 days", ""]) | some_day,
        "reviewed_on": days, "next_review": days,
    }
)  # fmt: skip


def put(store: Store, me: Author, fields: dict[str, Any]) -> None:
    """An action with these fields as far as they will do, a step and a review."""
    own = {name: fields[name] for name in fields.keys() - {"stage", "timescale", "reviewed_on", "next_review"}}
    card = store.actions.add("Area", me)
    for name in sorted(own):
        with suppress(StoreError):
            card = store.actions.change(card, me, **{name: own[name]})
    store.actions.add_step(card, "Do it", me, timescale=fields["timescale"])
    if fields["reviewed_on"]:
        with suppress(StoreError):
            store.actions.review(
                card, "not met", "Seen", me, reviewed_on=fields["reviewed_on"], next_review=fields["next_review"]
            )
    store.actions.move(card, fields["stage"], me, why="as it stood")


@settings(max_examples=tries(20), deadline=None, suppress_health_check=list(HealthCheck))
@given(some=st.lists(cards, min_size=1, max_size=4), within=st.sampled_from([0, 7]))
def test_no_action_that_is_due_is_passed_over(
    store: Store, clock: FrozenClock, me: Author, some: list[dict[str, Any]], within: int
) -> None:
    for fields in some:
        put(store, me, fields)
    today, last = store.actions.today(), (TODAY + timedelta(days=within)).isoformat()
    assert today == TODAY.isoformat()
    expected = []
    for key in {one.action for one in store.actions.all()}:
        whole = store.actions.dossier(key)
        found = due_of(whole.action, whole.facts.steps, whole.facts.reviews, today, store.tz)
        expected += [one for one in found if one.day <= last]
    assert store.actions.due(within_days=within) == sorted(expected, key=lambda one: (one.day, one.action, one.kind))
