"""A thread holds exactly what is reachable, in the order of time, each record once, whatever the circles of links."""

import itertools
from collections.abc import Collection, Iterable

from hypothesis import given, settings
from hypothesis import strategies as st

from sfm_tui.domain.record import THINGS
from sfm_tui.domain.thread import MANY, Station, Tie, gathered, in_order, not_yet, walk
from tests.examples import tries

REFS = [f"{kind}:{n}" for kind in ("action", "incident", "talk", "post") for n in range(5)]
TIES = st.lists(st.builds(Tie, st.sampled_from(REFS), st.sampled_from(REFS), st.sampled_from(["", "led to"])))


def closure(start: str, ties: list[Tie], *, on: bool) -> set[str]:
    """What can be reached one way, by going over all links until nothing comes to it."""
    found = {start}
    while True:
        more = {
            (tie.target if on else tie.source) for tie in ties if (tie.source if on else tie.target) in found
        }  # fmt: skip
        more = {ref for ref in more if ref.partition(":")[0] not in THINGS} - found
        if not more:
            return found - {start}
        found |= more


def asks(ties: list[Tie]) -> tuple[object, object]:
    def back(refs: Collection[str]) -> Iterable[Tie]:
        return [tie for tie in ties if tie.target in refs]

    def on(refs: Collection[str]) -> Iterable[Tie]:
        return [tie for tie in ties if tie.source in refs]

    return back, on


@given(st.sampled_from(REFS), TIES)
@settings(max_examples=tries(200))
def test_exactly_what_is_reachable_each_once(start: str, ties: list[Tie]) -> None:
    back, on = asks(ties)
    walked = walk(start, back, on)
    refs = [one.ref for one in walked.reached]
    before, after = closure(start, ties, on=False), closure(start, ties, on=True)
    assert len(refs) == len(set(refs))
    assert {one.ref for one in walked.reached if one.side == "before"} == before
    assert {one.ref for one in walked.reached if one.side == "after"} == after - before
    assert [one.ref for one in walked.reached if one.side == "here"] == [start]
    assert not walked.cut
    for one in walked.reached:
        assert (one.tie is None) == (one.ref == start)
        if one.tie is not None:
            assert one.tie in ties
            assert one.ref == (one.tie.source if one.side == "before" else one.tie.target)


@given(st.sampled_from(REFS), TIES, st.integers(0, 4))
@settings(max_examples=tries(60))
def test_a_long_thread_is_cut_and_says_so(start: str, ties: list[Tie], most: int) -> None:
    back, on = asks(ties)
    whole, cut = walk(start, back, on), walk(start, back, on, most)
    for side in ("before", "after"):
        assert sum(one.side == side for one in cut.reached) <= most
    assert cut.cut or cut == whole
    if cut.cut:
        assert len(cut.reached) < len(walk(start, back, on).reached) or len(whole.reached) > most


STATIONS = st.lists(
    st.builds(
        Station,
        ref=st.sampled_from(REFS),
        what=st.text(max_size=3),
        at=st.none() | st.integers(0, 9),
        side=st.sampled_from(["before", "here", "after"]),
    )
)


@given(STATIONS)
@settings(max_examples=tries(200))
def test_stations_stand_in_the_order_of_time(stations: list[Station]) -> None:
    ordered = in_order(stations)
    assert sorted(map(repr, ordered)) == sorted(map(repr, stations))
    times = [one.at for one in ordered if one.at is not None]
    assert times == sorted(times)
    rank = {"before": 0, "here": 1, "after": 2}
    for one, other in itertools.pairwise(ordered):
        if one.at == other.at is not None:
            assert rank[one.side] <= rank[other.side]
        if one.at is not None and other.at is None:
            assert other.side != "before"


def test_what_is_not_there_yet() -> None:
    def missing(*refs: tuple[str, str]) -> list[str]:
        return [one.kind for one in not_yet(Station(ref, "x", side=side) for ref, side in refs)]

    assert missing() == ["source", "roster", "briefing", "talk", "effect", "report"]
    assert missing(("finding:x", "before"), ("talk:T-01", "after"), ("effect:A-07", "here")) == [
        "roster", "briefing", "report",
    ]  # fmt: skip
    assert missing(("talk:T-01", "before"))[0] == "roster"


def test_a_record_without_a_time_stands_between_its_sources_and_what_came_of_it() -> None:
    stations = [
        Station("measure:m", "here", side="here"), Station("incident:2", "late", at=2, side="before"),
        Station("complaint:x", "some day", side="before"), Station("report:D", "told", at=9),
        Station("effect:A", "no day"),
    ]  # fmt: skip
    assert [one.ref for one in in_order(stations)] == ["complaint:x", "incident:2", "measure:m", "effect:A", "report:D"]


@given(
    st.lists(
        st.builds(
            Station,
            st.sampled_from(["roster:1", "roster:2", "roster:3", "talk:T-01"]),
            st.just("roster change"),
            st.just("Papa 4, GATE"),
            st.integers(0, 9),
            side=st.sampled_from(["after", "after", "after", "before"]),
        ),
        max_size=20,
    )
)
@settings(max_examples=tries(200))
def test_only_changes_of_the_roster_in_a_row_are_gathered(stations: list[Station]) -> None:
    runs = [list(run) for _, run in itertools.groupby(stations, key=lambda one: (one.kind, one.side))]
    told = iter(gathered(stations))
    for run in runs:
        if run[0].kind == "roster" and len(run) > MANY:
            one = next(told)
            assert (one.ref, one.at, one.what) == (run[0].ref, run[0].at, f"{len(run)} roster changes")
        else:
            assert [next(told) for _ in run] == run
    assert next(told, None) is None
