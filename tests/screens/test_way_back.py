"""Escape goes back to where a record was followed from, place by place, and in the end to the desk."""

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sfm_tui.app import SfmApp
from sfm_tui.widgets.messages import PlaceWanted
from tests.examples import tries


async def test_escape_retraces_the_way_from_the_figures(story: SfmApp, settle: Any) -> None:
    async with story.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        story.go_to("figures")
        await settle(pilot)
        await pilot.press("w")
        await settle(pilot)
        assert story.current_mode == "trace"
        story.screen.post_message(PlaceWanted("board", "A-07"))
        await settle(pilot)
        assert story.current_mode == "board"
        for place in ("trace", "figures", "desk"):
            await pilot.press("escape")
            await settle(pilot)
            assert story.current_mode == place


async def test_a_place_that_was_gone_to_by_itself_leads_to_the_desk(story: SfmApp, settle: Any) -> None:
    async with story.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        story.go_to("figures")
        await settle(pilot)
        await pilot.press("w")
        await settle(pilot)
        await pilot.press("f12", "w")
        await settle(pilot)
        await pilot.press("escape")
        await settle(pilot)
        assert story.current_mode == "desk"


WAYS = st.lists(st.tuples(st.sampled_from(["log", "book", "roster", "board", "trace"]), st.booleans()), max_size=12)


@given(WAYS)
@settings(max_examples=tries(60), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_way_back_ends_at_the_desk(story: SfmApp, ways: list[tuple[str, bool]]) -> None:
    places = ["desk"]
    story._came_from.clear()
    show = story._show
    story._show = lambda place, key="": places.append(place)  # type: ignore[method-assign]
    try:
        type_of = type(story)
        mode = type_of.current_mode
        type_of.current_mode = property(lambda _self: places[-1])  # type: ignore[method-assign,assignment]
        for place, followed in ways:
            story.on_place_wanted(PlaceWanted(place, "a record")) if followed else story.go_to(place)
        for _ in range(len(ways) + 1):
            story.on_place_wanted(PlaceWanted("desk"))
        assert places[-1] == "desk"
    finally:
        type_of.current_mode = mode  # type: ignore[method-assign]
        story._show = show  # type: ignore[method-assign]
