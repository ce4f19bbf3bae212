"""A part of the matrix says what the whole says of the same pairs."""

import random

import pytest

from sfm_tui.clock import FrozenClock, local_date
from sfm_tui.domain.desk import Author
from sfm_tui.domain.reference import Officer, Topic
from sfm_tui.storage import training_part
from sfm_tui.storage.store import Store

HOUR = 3600
DAY = 24 * HOUR
OFFICERS = ("1001", "1002", "1003", "1004", "GATE")
TOPICS = ("a", "b", "c", "d")


def filled(store: Store, clock: FrozenClock, me: Author, seed: int) -> None:
    """Random requirements, duties and talks; one officer bears the code of a post, one has left."""
    chance, now = random.Random(seed), clock.now()
    for officer in OFFICERS[3:]:
        store.reference.set(Officer(officer=officer, name=f"N. {officer}"), me)
    store.reference.set(Officer(officer="1009", name="Gone", left_on=local_date(now - 9 * DAY, store.tz)), me)
    for n, topic in enumerate(TOPICS):
        store.reference.set(Topic(topic=topic, title=topic.upper(), refresher_months=(None, 1, 6, 12)[n]), me)
        who = chance.sample(["all", "GATE", "RESP", *OFFICERS[:4], "1009"], chance.randint(0, 3))
        store.talks.require(topic, who, me)
    for officer in OFFICERS:
        start = now + chance.randint(-400, 40) * DAY
        store.roster.assign(officer, chance.choice(["GATE", "RESP"]), start, start + 8 * HOUR, me)
        store.roster.assign(officer, "GATE", now + chance.choice([-1, 20]) * HOUR, now + 30 * HOUR, me)
    for _ in range(8):
        clock.set(now - chance.randint(0, 800) * DAY)
        some = chance.sample(OFFICERS, chance.randint(1, 5))
        talk = store.talks.plan(chance.choice(TOPICS), me).talk
        store.talks.start(talk, me, present=some)
        for officer in some:
            store.talks.sign(talk, officer, me)
        store.talks.complete(talk, me)
    clock.set(now)


@pytest.mark.parametrize("seed", range(6))
def test_a_part_is_a_part_of_the_whole(store: Store, clock: FrozenClock, me: Author, seed: int) -> None:
    filled(store, clock, me, seed)
    whole, tz, on = store.talks.matrix(), store.tz, local_date(clock.now(), store.tz)
    chance = random.Random(seed)
    with store.reading() as connection:
        axes = training_part.read_axes(connection, on)
        for officers, topics in (
            (axes.officers, axes.topics),
            (chance.sample(axes.officers, 2), chance.sample(axes.topics, 2)),
            (axes.officers[:1], axes.topics),
        ):
            part = training_part.read_part(connection, on, tz, topics, officers, clock.now() + 1)
            for officer in officers:
                for topic in topics:
                    assert part.state(officer, topic.topic) == whole.state(officer, topic.topic)
                    assert part.last(officer, topic.topic) == whole.last(officer, topic.topic)
    assert set(axes.officers) == {"1001", "1002", "1003", "1004", "GATE"}


@pytest.mark.parametrize("seed", range(3))
def test_what_a_shift_needs_is_what_the_whole_says(store: Store, clock: FrozenClock, me: Author, seed: int) -> None:
    filled(store, clock, me, seed)
    shift, needs = store.talks.due_on_shift()
    found = training_part.needs_on_shift(store, clock.now())
    assert found[0] == shift
    assert found[1] == needs
    assert sorted(training_part.still_needed(store, "b")) == sorted(
        need.officer for need in store.talks.due() if need.topic == "b"
    )


def test_the_talks_of_a_pair_and_the_next_duty(store: Store, clock: FrozenClock, me: Author) -> None:
    store.reference.set(Topic(topic="a", title="A"), me)
    store.talks.plan("a", me)
    store.talks.start("T-01", me, present=["1001"])
    store.talks.sign("T-01", "1001", me)
    store.talks.absent("T-01", "1002", me)
    (had,) = training_part.talks_of(store, "1001", "a")
    assert (had.talk, had.result, had.at, had.state) == ("T-01", "attended", clock.now(), "running")
    assert [one.result for one in training_part.talks_of(store, "1002", "a")] == ["absent"]
    assert training_part.talks_of(store, "1003", "a") == []
    assert training_part.next_duty(store, "1001") is None
    start = clock.now() + DAY
    store.roster.assign("1001", "GATE", start, start + 8 * HOUR, me)
    assert training_part.next_duty(store, "1001") == start
