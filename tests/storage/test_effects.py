"""The effect of actions in a store: cases, readings, weeks; what else changed; whether it held."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from sfm_tui.clock import FrozenClock
from sfm_tui.domain.desk import Author
from sfm_tui.storage.effects import action_effect
from sfm_tui.storage.errors import StoreError
from sfm_tui.storage.store import Store
from tests.conftest import NOW

DAY = 86_400
LONDON = ZoneInfo("Europe/London")
FIELDS: dict[str, Any] = {
    "measure": "late", "baseline_from": "2026-08-03", "baseline_to": "2026-08-31", "in_effect_on": "2026-09-01",
}  # fmt: skip


def _at(day: str, clock: str = "12:00") -> int:
    return int(datetime.fromisoformat(f"{day} {clock}").replace(tzinfo=LONDON).timestamp())


def _read(store: Store, me: Author, first: str, values: list[int], step: int = 1) -> None:
    day = date.fromisoformat(first)
    for n, value in enumerate(values):
        store.measures.read("late", f"{value}", me, at=f"{day + timedelta(days=n * step)}")


@pytest.fixture
def site(store: Store, me: Author, clock: FrozenClock) -> Store:
    """Eleven readings in August, the first before the baseline; eight in September, lower."""
    store.measures.add("late", "Late rounds", me, unit="rounds", target="3")
    _read(store, me, "2026-08-01", [9, 9, 5, 6, 7, 5, 6, 7, 8, 5, 6], step=3)
    _read(store, me, "2026-09-01", [3, 2, 4, 3, 2, 1, 3, 2])
    store.actions.add("Rounds", me, **FIELDS)
    return store


def test_readings_from_the_first_day_to_the_end_of_the_last(site: Store) -> None:
    about = site.actions.all()[0]
    found = action_effect(site, about.action).found
    assert [int(value) for value in found.baseline.values] == [9, 5, 6, 7, 5, 6, 7, 8, 5, 6]
    assert (found.baseline.within, found.follow_up.n, found.follow_up.within) == (0, 8, 7)
    assert found.verdict == "better"
    assert found.change == -4


def test_too_early_until_there_are_seven(site: Store, me: Author) -> None:
    other = site.actions.add("Other", me, **{**FIELDS, "in_effect_on": "2026-09-03"})
    found = action_effect(site, other.action)
    assert found.found.verdict == "too early"
    assert found.found.why == "the follow-up has 6 of 7 readings needed"
    assert [one.area for one in found.others] == ["Rounds"]
    bare = site.actions.add("Bare", me, measure="late")
    said = action_effect(site, bare.action).found
    assert (said.verdict, said.why) == ("too early", "not set: baseline_from, baseline_to, in_effect_on")


def test_whether_it_has_held(site: Store, me: Author, clock: FrozenClock) -> None:
    about = site.actions.all()[0]
    looks = action_effect(site, about.action).held
    assert [(look.months, look.on.isoformat(), look.held) for look in looks] == [
        (3, "2026-12-01", None), (6, "2027-03-01", None),
    ]  # fmt: skip
    assert looks[0].found is None
    clock.set(_at("2027-03-20"))
    _read(site, me, "2026-12-01", [1, 2, 1, 2, 1, 2, 1])
    _read(site, me, "2027-03-01", [7, 6, 7, 8, 6, 7, 8])
    assert [look.held for look in action_effect(site, about.action).held] == [True, False]


def test_single_responses_and_their_shares(store: Store, me: Author) -> None:
    """25 responses of 200 to 224 s before, 25 of 100 to 124 s after; the last of the baseline's last day counts."""
    with store.writing() as transaction:
        for n in range(50):
            at = _at("2026-08-01") + n % 25 * DAY if n < 25 else _at("2026-09-01") + n % 25 * DAY
            seconds = 200 + n if n < 25 else 100 + n - 25
            transaction.writer.insert(
                "incident",
                {
                    "id": n + 1, "number": f"{n}", "state": "closed", "details": "{}", "seq": 1, "imported": 0,
                    "severity": 1, "category_guessed": 0, "severity_assumed": 0, "summary": "", "police_ref": "",
                    "evidence": "", "occurred": None, "resolved": None, "closed": None, "dispatched": None,
                    "outcome": "", "struck": "", "category": "", "location": "", "officers": "",
                    "reported": at, "on_scene": at + seconds,
                },
            )  # fmt: skip
    days = {"baseline_from": "2026-08-01", "baseline_to": "2026-08-25", "in_effect_on": "2026-09-01"}
    time = store.actions.add("Time", me, measure="response-time", **days)
    share = store.actions.add("Share", me, measure="response-within", **days)
    found = action_effect(store, time.action)
    assert (found.needed, found.found.baseline.n, found.found.follow_up.n) == (20, 25, 25)
    assert (found.found.change, found.found.verdict) == (-100, "better")
    assert (found.found.baseline.within, found.found.follow_up.within) == (0, 25)
    shares = action_effect(store, share.action).found
    assert (shares.change, shares.verdict) == (100, "better")
    few = store.actions.add("Few", me, measure="response-time", **{**days, "baseline_to": "2026-08-19"})
    assert action_effect(store, few.action).found.why == "the baseline has 19 of 20 readings needed"


def test_weeks_count_where_they_lie_within(store: Store, me: Author) -> None:
    for week in range(16):
        start = _at("2026-07-27", "07:00") + week * 7 * DAY
        for n in range(3 if week < 8 else 1):
            late = 900 if week < 8 else 0
            store.roster.assign("1001", "GATE", start + n * DAY, start + n * DAY + 8 * 3600, me, why="past")
            duty = store.roster.duty("1001", "GATE", start + n * DAY)
            assert duty is not None
            store.roster.book_on(duty, me, at=start + n * DAY + late)
    days = {"baseline_from": "2026-07-28", "baseline_to": "2026-09-20", "in_effect_on": "2026-09-21"}
    action = store.actions.add("Late", me, measure="late-starts", **days)
    found = action_effect(store, action.action).found
    assert [int(value) for value in found.baseline.values] == [3] * 7
    assert [int(value) for value in found.follow_up.values] == [0] * 8
    assert (found.change, found.verdict) == (-3, "better")


def test_what_cannot_be_told(site: Store, me: Author) -> None:
    bare = site.actions.add("Bare", me)
    with pytest.raises(StoreError, match="names no measure"):
        action_effect(site, bare.action)
    with pytest.raises(StoreError, match="there is no action A-99"):
        action_effect(site, "A-99")
    assert site.clock.now() == NOW
