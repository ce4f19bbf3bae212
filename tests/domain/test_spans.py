"""Spans against sets of whole numbers."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from sfm_tui.domain.spans import Elapsed, Held, Span, common, holds, less, merged, outside, within

few = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=8)
many = st.lists(st.integers(0, 20).map(lambda n: (2 * n, 2 * n + 1)), min_size=9, max_size=40)
spans = st.one_of(few, many)


def points(items: list[Span]) -> set[int]:
    return {n for start, end in items for n in range(start, end)}


def in_order(items: list[Span]) -> bool:
    flat = [edge for span in items for edge in span]
    return all(a < b for a, b in pairwise(flat))


@given(spans, spans, st.integers(0, 40), st.integers(0, 40))
def test_spans_are_sets_of_instants(raw: list[Span], others: list[Span], start: int, end: int) -> None:
    one, other = merged(raw), merged(others)
    cut = points([(start, end)])
    results = {
        "merged": (one, points(raw)),
        "within": (within(one, start, end), points(raw) & cut),
        "outside": (outside(one, start, end), cut - points(raw)),
        "less": (less(one, other), points(raw) - points(others)),
        "common": (common(one, other), points(raw) & points(others)),
    }
    for name, (found, expected) in results.items():
        assert points(found) == expected, name
        assert in_order(found), name
    assert [holds(one, n) for n in range(-1, 42)] == [n in points(raw) for n in range(-1, 42)]


@given(spans)
def test_the_time_in_spans_before_an_instant(raw: list[Span]) -> None:
    one = merged(raw)
    elapsed = Elapsed([start for start, _ in one], [end for _, end in one])
    inside = points(raw)
    assert [elapsed.before(at) for at in range(-1, 42)] == [sum(n < at for n in inside) for at in range(-1, 42)]


@given(st.lists(st.tuples(st.integers(0, 300), st.integers(0, 300)), max_size=400))
def test_what_holds_at_an_instant(raw: list[Span]) -> None:
    held = Held((start, end, n) for n, (start, end) in enumerate(raw))
    for at in range(-1, 302, 7):
        assert sorted(held.at(at)) == [n for n, (start, end) in enumerate(raw) if start <= at < end]


def test_many_things_that_all_last_are_not_copied_over_and_over() -> None:
    held = Held((n, 10_000_000, n) for n in range(20_000))
    assert sum(len(still) for still in held._open) < 60_000
    assert len(held.at(19_999)) == 20_000
    short = Held((n, n + 3, n) for n in range(20_000))
    assert max(len(still) for still in short._open) <= 3
