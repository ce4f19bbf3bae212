"""The readings behind an effect: as many on each side as the effect counts, whatever the days and the measure."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sfm_tui.clock import FrozenClock, local_date
from sfm_tui.domain.measure import COMPUTED, Computed
from sfm_tui.storage import effect_points as module
from sfm_tui.storage.effect_points import effect_points
from sfm_tui.storage.effects import action_effect
from sfm_tui.storage.store import Store
from tests.conftest import ME, NOW
from tests.examples import tries

FIRST, LAST = date(2026, 8, 24), date(2026, 11, 21)
_numbers = count(1)


@pytest.fixture(scope="module")
def northgate(tmp_path_factory: pytest.TempPathFactory, northgate_bytes: bytes) -> Iterator[Store]:
    """The invented site; a clock change lies in its weeks."""
    path = tmp_path_factory.mktemp("northgate") / "sfm.db"
    path.write_bytes(northgate_bytes)
    with Store.open(path, FrozenClock(NOW)) as store:
        yield store


days = st.dates(FIRST, LAST)


@settings(max_examples=tries(25), deadline=None)
@given(
    st.sampled_from([*COMPUTED, "keys-out", "late-rounds"]),
    st.tuples(days, days, days).filter(lambda some: sorted(some)[1] < sorted(some)[2]),
)
def test_each_side_has_the_readings_that_the_effect_counts(
    northgate: Store, measure: str, some: tuple[date, date, date]
) -> None:
    begun, until, since = sorted(some)
    card = northgate.actions.add(
        f"Change {next(_numbers)}", ME, measure=measure, baseline_from=begun.isoformat(), baseline_to=until.isoformat(),
        in_effect_on=since.isoformat(),
    )  # fmt: skip
    found = action_effect(northgate, card.action)
    behind = effect_points(northgate, found)
    assert [one.at for one in behind.points] == sorted(one.at for one in behind.points)
    for place, side in (("before", found.found.baseline), ("after", found.found.follow_up)):
        these = [one for one in behind.points if one.place == place]
        assert sorted(one.value for one in these) == sorted(side.values)
        if side.within is not None:
            assert sum(bool(one.good) for one in these) == side.within
    assert behind.weeks == (isinstance(found.measure, Computed) and not found.measure.cases)


def test_of_very_many_responses_the_weeks_are_given(northgate: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_CASES", 10)
    found = action_effect(northgate, "A-07")
    behind = effect_points(northgate, found)
    assert behind.weeks
    assert [one.place for one in behind.points] == ["before"] * 4 + ["after"]
    mondays = [local_date(one.at, northgate.tz) for one in behind.points]
    assert all(later - earlier == timedelta(days=7) for earlier, later in pairwise(mondays))


def test_without_a_baseline_there_is_nothing(northgate: Store) -> None:
    card = northgate.actions.add("No days yet", ME, measure="response-time")
    assert effect_points(northgate, action_effect(northgate, card.action)).points == ()
