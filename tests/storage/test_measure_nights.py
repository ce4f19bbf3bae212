"""Measures over the two nights on which the clocks change: readings in order, weeks of whole local days."""

from datetime import UTC, datetime

import pytest

from sfm_tui.clock import FrozenClock
from sfm_tui.domain.desk import Author
from sfm_tui.storage.errors import Clash
from sfm_tui.storage.series import series
from sfm_tui.storage.store import Store


def at(text: str) -> int:
    """An instant in UTC."""
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())


SUMMER, WINTER = at("2026-10-25T00:30"), at("2026-10-25T01:30")
"""Half past one, twice."""


def test_both_half_past_ones_have_a_reading_of_their_own(store: Store, me: Author) -> None:
    store.measures.add("late", "Late rounds", me)
    for when, value in ((WINTER, "007"), (SUMMER, "1.50"), ("2026-10-25", "+4.000"), (at("2026-10-25T22:59"), "-0")):
        store.measures.read("late", value, me, at=when)
    with pytest.raises(Clash):
        store.measures.read("late", "2", me, at=WINTER)
    dots = series(store, "late").dots
    assert [dot.label for dot in dots] == [
        "2026-10-25", "2026-10-25T01:30:00+01:00", "2026-10-25T01:30:00+00:00", "2026-10-25T22:59:00+00:00",
    ]  # fmt: skip
    assert [one.value for one in store.measures.readings("late")] == ["+4.000", "1.50", "007", "-0"]
    store.measures.phase("late", WINTER, "From the second one on", me)
    assert series(store, "late").breaks[0].since == WINTER


@pytest.mark.parametrize(
    ("week", "inside", "outside"),
    [
        # Monday 19 October in summer time to Monday 26 in winter time: a week of 169 hours.
        ("2026-10-19", ("2026-10-18T23:00", "2026-10-25T00:30", "2026-10-25T01:30", "2026-10-25T23:59:59"),
         ("2026-10-18T22:59:59", "2026-10-26T00:00")),
        # Monday 23 March in winter time to Monday 30 in summer time: 167 hours.
        ("2026-03-23", ("2026-03-23T00:00", "2026-03-29T00:59:59", "2026-03-29T01:00", "2026-03-29T22:59:59"),
         ("2026-03-22T23:59:59", "2026-03-29T23:00")),
    ],
)  # fmt: skip
def test_a_computed_week_is_one_of_local_days(
    store: Store, clock: FrozenClock, me: Author, week: str, inside: tuple[str, ...], outside: tuple[str, ...]
) -> None:
    for n, when in enumerate((*inside, inside[0], *outside)):
        made = store.incidents.open(me, reported=at(when), summary=str(n), severity=3)
        arrived = at(when) + (900 if when in outside else 100)
        store.incidents.stamp(made.number, "on scene", me, officer="", at=arrived)
    (dot,) = (dot for dot in series(store, "response-time").dots if dot.label == week)
    assert (int(dot.value), dot.n) == (100, 5)
