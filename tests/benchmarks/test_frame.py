"""The benchmarks' frame: rounds in turn, and when a limit counts as held."""

import pytest

from benchmarks.frame import Unavailable, at_least, at_most, below, column, faster, interleave, paired


def test_sides_take_turns_and_the_warm_round_is_thrown_away() -> None:
    calls: list[str] = []

    def side(name: str) -> int:
        calls.append(name)
        return len(calls)

    kept = interleave({"a": lambda: side("a"), "b": lambda: side("b")}, rounds=2, warm=1)
    assert calls == ["a", "b", "a", "b", "a", "b"]
    assert kept == {"a": [3, 5], "b": [4, 6]}


def test_a_side_that_fails_once_takes_no_further_part_and_has_no_figures() -> None:
    tries: list[int] = []

    def falters() -> float:
        tries.append(1)
        if len(tries) == 2:
            raise Unavailable("it is gone")
        return 1.0

    kept = interleave({"ours": lambda: 2.0, "peer": falters}, rounds=5)
    assert len(tries) == 2
    row = faster("x", column(kept["ours"], float), column(kept["peer"], float), 1.5)
    assert row.holds is None
    assert row.ratio is None
    assert row.note == "it is gone"
    assert row.ours is not None


@pytest.mark.parametrize(
    ("row", "ratio", "holds"),
    [
        (at_most("x", [1.0, 125.0, 200.0], [100.0], 1.25), 1.25, True),
        (at_most("x", [126.0], [100.0], 1.25), 1.26, False),
        (faster("x", [100.0], [150.0], 1.5), 1.5, True),
        (faster("x", [100.0], [149.0], 1.5), 1.49, False),
        (at_least("x", [25.0], [100.0], 0.25, "rows/s"), 0.25, True),
        (at_least("x", [24.0], [100.0], 0.25, "rows/s"), 0.24, False),
        (below("x", [100.0, 299.0], 300, "MB"), None, True),
        (below("x", [100.0, 300.0], 300, "MB"), None, False),
    ],
)
def test_a_limit_holds_by_the_medians_and_an_absolute_one_in_every_sample(row, ratio, holds) -> None:
    assert row.ratio == pytest.approx(ratio) if ratio is not None else row.ratio is None
    assert row.holds is holds


def test_pairs_are_judged_pair_by_pair() -> None:
    """A machine that is busy for one pair slows both of it."""
    row = paired("x", [120.0, 110.0, 900.0, 330.0, 120.0], [100.0, 100.0, 890.0, 300.0, 100.0], 1.15)
    assert row.ratio == pytest.approx(1.1)
    assert row.holds
    assert not paired("x", [120.0, 130.0, 10.0], [100.0, 100.0, 100.0], 1.15).holds
