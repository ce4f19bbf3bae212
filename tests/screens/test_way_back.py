"""Escape goes back to where a record was followed from, place by place, and in the end to the desk."""

from typing import Any

from sfm_tui.app import SfmApp
from sfm_tui.widgets.everywhere.messages import PlaceWanted


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
