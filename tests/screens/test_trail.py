"""The way back: every step along a link is gone back once, in the order turned round; going by oneself forgets it."""

from hypothesis import given, settings
from hypothesis import strategies as st

from sfm_tui.widgets.records.trail import MOST, Spot, Trail
from tests.examples import tries

PLACES = st.sampled_from(["desk", "board", "talks", "briefing"])
KEYS = st.sampled_from(["A-07", "T-16", ""])
SPOTS = st.builds(Spot, PLACES, KEYS.map(lambda key: key and f"action:{key}"), st.sampled_from([(), ("2026-0099",)]))


@given(st.lists(st.tuples(SPOTS, PLACES, KEYS.filter(bool))))
@settings(max_examples=tries(200))
def test_back_is_the_way_turned_round(steps: list[tuple[Spot, str, str]]) -> None:
    trail, kept = Trail(), []
    for left, place, key in steps:
        trail.follow(left, place, key)
        same = left.place == place and not left.incidents and left.ref in ("", f"action:{key}")
        if not same:
            kept.append(left)
    back = []
    while (spot := trail.back()) is not None:
        back.append(spot)
    assert back == kept[::-1][:MOST]
    assert len(trail) == 0


def test_a_long_way_is_remembered_so_far_and_forgotten_by_going_elsewhere() -> None:
    trail = Trail()
    for n in range(MOST + 5):
        trail.follow(Spot("board", f"action:A-{n}"), "talks", "T-01")
    assert len(trail) == MOST
    assert trail.back() == Spot("board", f"action:A-{MOST + 4}")
    trail.forget()
    assert trail.back() is None
